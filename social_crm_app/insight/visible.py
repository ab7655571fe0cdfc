"""What the current user may see, asked for many rows at once: the bulk form of `permissions.may_see_party`.

Frappe's own rights decide (roles, User Permissions, shares, permission hooks); nothing is added here.
"""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from frappe.model.db_query import DatabaseQuery

Pair = tuple[str, str]


def visible_records(pairs: Iterable[Pair]) -> set[Pair]:
	"""Those (DocType, name) pairs that the user may read: one query for each DocType among them."""
	wanted: dict[str, set[str]] = defaultdict(set)
	for doctype, name in pairs:
		if doctype and name:
			wanted[doctype].add(name)
	return {
		(doctype, name)
		for doctype, names in wanted.items()
		if frappe.has_permission(doctype, "read")
		for name in frappe.get_list(
			doctype, filters={"name": ("in", sorted(names))}, pluck="name", order_by="name", limit=0
		)
	}


def readable(doctype: str, alias: str | None = None) -> str:
	"""SQL condition that keeps the rows of a DocType the user may read; `1` if that is all of them, `0` if none.

	Columns are those of `alias` where the table is joined under another name than its own. For statements
	that are given values: percent signs are doubled.
	"""
	if not frappe.has_permission(doctype, "read"):
		return "0"
	query = DatabaseQuery(doctype)
	condition = query.build_match_conditions()  # puts what is only shared with the user into `conditions`
	condition = " AND ".join(f"({part})" for part in (*query.conditions, condition) if part).replace(
		"%", "%%"
	)
	if alias:
		condition = condition.replace(f"`tab{doctype}`", f"`{alias}`")
	return f"({condition})" if condition else "1"
