"""The badge "verified purchaser": a profile is linked, and has named a purchase of that very party in a post.

The only writer of `verified_purchaser` beside the decisions that carry it along. It judges no evidence and
never links; what was bought is told by `insight.purchases`, to those who may read the document.
"""

from collections.abc import Collection

import frappe

# An order, what followed from it, or the thing itself. Anybody may have been given a quotation or a coupon.
PURCHASES = ("Order", "Invoice", "Delivery", "Serial No")


def badge(profiles: Collection[str]) -> None:
	"""Sets or clears `verified_purchaser` of these profiles from the evidence of their confirmed matches.

	Call it in the transaction that links, unlinks or finds new evidence, after link and match are written.
	"""
	names = list(profiles)
	if not names:
		return
	have = purchases(names)
	for value, those in ((1, [n for n in names if n in have]), (0, [n for n in names if n not in have])):
		if those:
			frappe.db.set_value(
				"Social Profile",
				{"name": ("in", those), "verified_purchaser": 1 - value},
				"verified_purchaser",
				value,
				update_modified=False,
			)


def purchases(profiles: Collection[str]) -> dict[str, list[tuple[str, str]]]:
	"""The (DocType, name) of the documents behind the badge of each profile, the last named first."""
	profile, match = frappe.qb.DocType("Social Profile"), frappe.qb.DocType("Social Profile Match")
	evidence = frappe.qb.DocType("Social Profile Match Evidence")
	rows = (
		frappe.qb.from_(profile)
		.join(match)
		.on((match.profile == profile.name) & (match.party_type == profile.party_type))
		.join(evidence)
		.on(evidence.parent == match.name)
		.select(profile.name, evidence.reference_doctype, evidence.reference_name)
		.where(profile.name.isin(list(profiles)))
		.where((match.party == profile.party) & (match.status == "Confirmed"))
		.where((profile.link_status == "Linked") & evidence.kind.isin(PURCHASES))
		.where(evidence.reference_name.isnotnull())
		.orderby(profile.name)
		.orderby(evidence.observed_on, order=frappe.qb.desc)
		.orderby(evidence.idx)
		.run()
	)
	found: dict[str, list[tuple[str, str]]] = {}
	for name, doctype, document in rows:
		found.setdefault(name, []).append((doctype, document))
	return found
