"""Who a profile could be: its candidates with their evidence and the last decision, as far as the current user
may see them. Reads only."""

from collections import defaultdict
from collections.abc import Collection

import frappe
from frappe import _

from social_crm_app.identity import prefill, states
from social_crm_app.identity.keys import name_keys
from social_crm_app.identity.lookup import holders
from social_crm_app.identity.matches import NOBODY
from social_crm_app.identity.parties import NAME_FIELDS
from social_crm_app.insight import documents, stake
from social_crm_app.insight.purchases import purchase_of
from social_crm_app.insight.revenue import may_see_money
from social_crm_app.insight.visible import visible_records
from social_crm_app.permissions import may_see_party

MOST = 10
# Whose name a profile's may have been compared with, and the fields that have it.
_NAMED = {**NAME_FIELDS, "Social Profile": ("display_name",)}
_FIELDS = ("name", "party_type", "party", "score", "status", "decided_by", "decided_at", "why")


def panel(profile: str) -> dict:
	"""What the match panel shows: {profile, title, link_status, kept_out, verified_purchaser, purchase, candidates,
	decision, currency, may_decide, may_create}; `purchase` as in `purchases.purchase_of`.

	`candidates` are as in `candidates_of`, the linked party first; `decision` is the last one that can be undone:
	{match, status, party_type, party, title, by, at, why}, or None.
	"""
	doc = frappe.get_doc("Social Profile", profile)
	may_decide = doc.has_permission("write")
	return {
		"profile": profile,
		"title": doc.title,
		**{
			field: doc.get(field)
			for field in ("link_status", "link_source", "kept_out", "verified_purchaser")
		},
		"purchase": purchase_of(profile) if doc.verified_purchaser else None,
		"candidates": candidates_of(profile, ("Confirmed", "Suggested")),
		"decision": _last_decision(profile),
		"currency": stake.currency(),
		"may_decide": may_decide,
		"may_create": [d for d in prefill.DOCTYPES if may_decide and frappe.has_permission(d, "create")],
	}


def candidates_of(profile: str, statuses: Collection[str] = ("Suggested",)) -> list[dict]:
	"""Best first: [{name, party_type, party, title, score, status, value, evidence}]; score in percent, value in
	`stake.currency()` (None for who may not read invoices), evidence as [{reason, attested, observed_on, document}]."""
	rows = frappe.get_list(
		"Social Profile Match",
		filters={"profile": profile, "status": ("in", statuses), "party_type": ("!=", NOBODY)},
		fields=list(_FIELDS),
		order_by="status, score desc, name",
		limit=MOST,
	)
	seen = [row for row in rows if may_see_party(row.party_type, row.party)]
	pairs = [(row.party_type, row.party) for row in seen]
	values = stake.value_at_stake(pairs) if may_see_money() else {}
	titles, evidence = titles_of(pairs), _evidence(seen)
	for row in seen:
		pair = row.party_type, row.party
		row.update(title=titles[pair], value=values.get(pair), evidence=evidence[row.name])
	return seen


def values_of(matches: Collection[str]) -> dict[str, float]:
	"""What is at stake with the candidates of these matches, as it was last counted: {match: value} of those that
	the user may see; empty for who may not read invoices."""
	if not may_see_money():
		return {}
	names = frappe.get_list("Social Profile Match", {"name": ("in", list(matches))}, pluck="name", limit=0)
	# The column itself is at a permission level that nobody has: which roles see money is said on Sales Invoice.
	rows = frappe.get_all(
		"Social Profile Match", {"name": ("in", names)}, ["name", "value_at_stake"], order_by="name"
	)
	return {row.name: row.value_at_stake for row in rows}


def titles_of(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
	"""What people call these records, whose names the caller may show; one query for each DocType."""
	titles = {(doctype, name): name for doctype, name in pairs}
	for doctype in {doctype for doctype, _name in pairs}:
		field = frappe.get_meta(doctype).get_title_field()
		names = [name for of, name in titles if of == doctype]
		for row in frappe.get_all(doctype, {"name": ("in", names)}, ["name", f"{field} as title"]):
			titles[doctype, row.name] = row.title or row.name
	return titles


def _evidence(rows: list[dict]) -> dict[str, list[dict]]:
	held = frappe.get_all(
		"Social Profile Match Evidence",
		filters={"parent": ("in", [row.name for row in rows])},
		fields=[
			"parent",
			"reason",
			"other",
			"attested",
			"observed_on",
			"reference_doctype",
			"reference_name",
		],
		order_by="parent, idx",
	)
	pairs = {(e.reference_doctype, e.reference_name): None for e in held if e.reference_name}
	shown, names = documents.readable(pairs), _readable_names({e.other for e in held if e.other})
	found: dict[str, list[dict]] = defaultdict(list)
	for item in held:
		document = shown.get((item.pop("reference_doctype"), item.pop("reference_name")))
		if (other := item.pop("other")) in names:
			item.reason = " ".join((item.reason, _("There it is {0}.").format(other)))
		found[item.pop("parent")].append({**item, "document": document})
	return found


def _readable_names(names: Collection[str]) -> set[str]:
	"""Those of the names that a record has which the user may read: a Contact's is not for everybody who may read the
	Customer. Found by the index of names, not by a scan."""
	keys = {key for name in names for key in name_keys(name)}
	held = {(doctype, name) for _key, doctype, name in holders(keys, _NAMED)}
	readable: dict[str, list[str]] = defaultdict(list)
	for doctype, name in sorted(visible_records(held)):
		readable[doctype].append(name)
	rows = (
		row
		for doctype, found in readable.items()
		for row in frappe.get_all(
			doctype, {"name": ("in", found)}, list(_NAMED[doctype]), order_by="name", as_list=True
		)
	)
	return {name for row in rows for name in row} & set(names)


def _last_decision(profile: str) -> dict | None:
	"""Left out when its party is not for the user to see."""
	last = states.last_decision(profile)
	if not last:
		return None
	for row in frappe.get_list("Social Profile Match", {"name": last[0]}, list(_FIELDS)):
		nobody = row.party_type == NOBODY
		if nobody or may_see_party(row.party_type, row.party):
			title = "" if nobody else titles_of([(row.party_type, row.party)])[row.party_type, row.party]
			return {
				"match": row.name, "status": row.status, "party_type": "" if nobody else row.party_type,
				"party": "" if nobody else row.party, "title": title, "by": row.decided_by, "at": row.decided_at,
				"why": row.why,
			}  # fmt: skip
	return None
