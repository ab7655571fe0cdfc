"""Who a profile could be: its candidates with their evidence and the last decision, as far as the current user
may see them. Reads only."""

from collections import defaultdict
from collections.abc import Collection

import frappe

from social_crm_app.identity import prefill, states
from social_crm_app.identity.matches import NOBODY
from social_crm_app.insight import documents, stake
from social_crm_app.insight.purchases import purchase_of
from social_crm_app.permissions import may_see_party

MOST = 10
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
	`stake.currency()`, evidence as [{reason, attested, observed_on, document}]."""
	rows = frappe.get_list(
		"Social Profile Match",
		filters={"profile": profile, "status": ("in", statuses), "party_type": ("!=", NOBODY)},
		fields=list(_FIELDS),
		order_by="status, score desc, name",
		limit=MOST,
	)
	seen = [row for row in rows if may_see_party(row.party_type, row.party)]
	pairs = [(row.party_type, row.party) for row in seen]
	titles, values, evidence = titles_of(pairs), stake.value_at_stake(pairs), _evidence(seen)
	for row in seen:
		pair = row.party_type, row.party
		row.update(title=titles[pair], value=values[pair], evidence=evidence[row.name])
	return seen


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
		fields=["parent", "reason", "attested", "observed_on", "reference_doctype", "reference_name"],
		order_by="parent, idx",
	)
	pairs = {(e.reference_doctype, e.reference_name): None for e in held if e.reference_name}
	shown = documents.readable(pairs)
	found: dict[str, list[dict]] = defaultdict(list)
	for item in held:
		document = shown.get((item.pop("reference_doctype"), item.pop("reference_name")))
		found[item.pop("parent")].append({**item, "document": document})
	return found


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
