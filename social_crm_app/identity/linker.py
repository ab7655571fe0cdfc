"""The only writer of links: which party a Social Profile is, and the same on all its Mentions.

A person's decision is never changed by a rule. Every change goes to the profile first and from there, in
one statement, to its past mentions; new ones are stamped when they are stored.
"""

from collections.abc import Iterable, Mapping

import frappe
from frappe import _

from social_crm_app import sql
from social_crm_app.identity import matches, parties
from social_crm_app.identity.resolver import Candidate

LINK_COLUMNS = ("party_type", "party", "customer", "lead", "contact")
_NO_LINK = dict.fromkeys(LINK_COLUMNS)


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
	restamp(found)


def mark_suggested(profiles: Iterable[str]) -> None:
	"""Says on the profiles that somebody should look at their suggestions."""
	profiles = list(profiles)
	if profiles:
		frappe.db.set_value(
			"Social Profile", {"name": ("in", profiles), "link_status": "Unlinked"}, "link_status", "Suggested",
			update_modified=False,
		)  # fmt: skip


def link(profile: str, party_type: str, party: str) -> None:
	"""A person says who this profile is: kept for ever, for past and future mentions.

	Raises frappe.ValidationError when profiles cannot be linked to such a record or it does not exist.
	"""
	if party_type not in parties.LINKABLE:
		frappe.throw(_("A profile can be linked to: {0}").format(", ".join(_(p) for p in parties.LINKABLE)))
	doc = frappe.get_doc("Social Profile", profile)
	reason = _("Linked by {0}").format(frappe.utils.get_fullname())
	doc.update(parties.stamp_for(party_type, party))
	doc.update({"link_status": "Linked", "link_source": "Person", "link_reason": reason})
	doc.save()
	matches.decide(profile, doc.party_type, doc.party, "Confirmed")
	restamp([profile])


def unlink(profile: str) -> None:
	"""A person says that this link is wrong: it is taken back everywhere and not made again by a rule."""
	doc = frappe.get_doc("Social Profile", profile)
	if not doc.party:
		return
	matches.decide(profile, doc.party_type, doc.party, "Rejected")
	doc.update({**_NO_LINK, "link_status": "Rejected", "link_source": "Person"})
	doc.link_reason = _("Unlinked by {0}").format(frappe.utils.get_fullname())
	doc.save()
	restamp([profile])


def reject(profile: str, party_type: str, party: str) -> None:
	"""A person says that this suggestion is wrong; it is not made again."""
	matches.decide(profile, party_type, party, "Rejected")
	if not frappe.db.exists("Social Profile Match", {"profile": profile, "status": "Suggested"}):
		frappe.db.set_value(
			"Social Profile", {"name": profile, "link_status": "Suggested"}, "link_status", "Unlinked"
		)


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
	column = doctype.lower()
	affected = frappe.get_all("Social Profile", filters={column: name}, pluck="name")
	affected += frappe.get_all("Social Profile", filters={"party_type": doctype, "party": name}, pluck="name")
	matches.forget_party(doctype, name)
	if affected:
		rows = [
			{"name": n, **_NO_LINK, "link_status": "Unlinked", "link_source": None} for n in set(affected)
		]
		sql.upsert("Social Profile", rows, list(rows[0])[1:])
		restamp(affected)
	# Stamped by hand on single mentions, without a profile
	frappe.db.set_value("Mention", {column: name}, column, None, update_modified=False)
	frappe.db.set_value(
		"Mention",
		{"party_type": doctype, "party": name},
		{"party_type": None, "party": None},
		update_modified=False,
	)


def restamp(profiles: Iterable[str]) -> None:
	"""Copies the link of these profiles to all their mentions that say something else."""
	names = list(profiles)
	if not names:
		return
	sets = ", ".join(f"m.`{c}` = p.`{c}`" for c in LINK_COLUMNS)
	differs = " AND ".join(f"m.`{c}` <=> p.`{c}`" for c in LINK_COLUMNS)
	# Raw SQL: an UPDATE with a join and null-safe comparison, which the query builder cannot say.
	frappe.db.sql(  # nosemgrep
		f"UPDATE `tabMention` m JOIN `tabSocial Profile` p ON p.`name` = m.`social_profile` SET {sets} "
		f"WHERE p.`name` IN %(names)s AND NOT ({differs})",
		{"names": names},
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
