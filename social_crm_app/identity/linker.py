"""The only writer of links: which party a Social Profile is, and the same on all its Mentions.

A person's decision is never changed by a rule. Every change goes to the profile first and from there to its
past mentions (`restamp`); new ones are stamped when they are stored. Here is what rules and changed records
do; what people decide is in `decisions`, which writes through `links`.
"""

from collections.abc import Iterable, Mapping

import frappe

from social_crm_app import sql
from social_crm_app.identity import matches, parties
from social_crm_app.identity.links import NO_LINK
from social_crm_app.identity.resolver import Candidate
from social_crm_app.identity.restamp import LINK_COLUMNS, restamp


def link_by_rule(found: Mapping[str, tuple[Candidate, str]]) -> None:
	"""Links profiles (by name) to the one party that an exact attested key names; the text is the reason."""
	rows = [
		{
			"name": profile, "party_type": c.party_type, "party": c.party, "customer": c.customer or None,
			"lead": c.lead or None, "contact": c.contact or None, "link_status": "Linked", "link_source": "Rule",
			"link_reason": reason,
		}
		for profile, (c, reason) in found.items()
	]  # fmt: skip
	sql.upsert("Social Profile", rows, list(rows[0])[1:] if rows else ())
	matches.record((profile, candidate, "Confirmed") for profile, (candidate, _reason) in found.items())
	matches.supersede(
		found, keep=[matches.name_of(p, c.party_type, c.party) for p, (c, _reason) in found.items()]
	)
	restamp(found)


def mark_suggested(profiles: Iterable[str]) -> None:
	"""Says on the profiles that somebody should look at their suggestions."""
	profiles = list(profiles)
	if profiles:
		frappe.db.set_value(
			"Social Profile", {"name": ("in", profiles), "link_status": "Unlinked"}, "link_status", "Suggested",
			update_modified=False,
		)  # fmt: skip


def refresh(filters: Mapping) -> None:
	"""Works out anew what the linked parties of these profiles stand for (a Lead became a Customer ...)."""
	rows = frappe.get_all(
		"Social Profile",
		filters={"link_status": "Linked", **filters},
		fields=["name", *LINK_COLUMNS],
		order_by="name",
	)
	stamps = _stamps(rows)
	changed = [row.name for row in rows if stamps[row.name] != {c: row[c] or None for c in LINK_COLUMNS}]
	sql.upsert("Social Profile", [{"name": name, **stamps[name]} for name in changed], LINK_COLUMNS)
	restamp(changed)


def forget_party(doctype: str, name: str) -> None:
	"""A record is being deleted: profiles that were this record have no link any more, its mentions stay."""
	column = doctype.lower() if doctype in parties.PARTY_DOCTYPES else ""
	affected = frappe.get_all("Social Profile", filters={column: name}, pluck="name") if column else []
	affected += frappe.get_all("Social Profile", filters={"party_type": doctype, "party": name}, pluck="name")
	matches.forget_party(doctype, name)
	if affected:
		rows = [{"name": n, **NO_LINK, "link_status": "Unlinked", "link_source": None} for n in set(affected)]
		sql.upsert("Social Profile", rows, list(rows[0])[1:])
		restamp(affected)
	# Stamped by hand on single mentions, without a profile
	if column:
		frappe.db.set_value("Mention", {column: name}, column, None, update_modified=False)
	frappe.db.set_value(
		"Mention",
		{"party_type": doctype, "party": name},
		{"party_type": None, "party": None},
		update_modified=False,
	)


def _stamps(rows: list[dict]) -> dict[str, dict]:
	"""Link columns per profile: from its Contact when it has one, else from its party, in three queries."""
	pairs = {
		row.name: ("Contact", row.contact) if row.contact else (row.party_type, row.party)
		for row in rows
		if row.contact or row.party_type in parties.PARTY_DOCTYPES
	}
	stands = parties.stand_for(pairs.values())
	stamps = {}
	for row in rows:
		owners = stands.get(pairs.get(row.name), [])
		stamps[row.name] = {c: row[c] or None for c in LINK_COLUMNS}
		if len(owners) == 1:
			stamps[row.name] = {c: getattr(owners[0], c) or None for c in LINK_COLUMNS}
	return stamps
