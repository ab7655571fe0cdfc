"""Which records a user may read, as SQL conditions: the ground on which `permissions` decides about our own DocTypes.

Frappe's own rights are asked (roles, User Permissions, shares, permission hooks). Nothing is decided here.
"""

import contextlib
from collections.abc import Iterator, Mapping

import frappe
from frappe.model.db_query import DatabaseQuery

Condition = str | None  # "" for all records of a DocType, None for none of them


@contextlib.contextmanager
def in_silence() -> Iterator[None]:
	"""Frappe collects why a right was refused and tells the user; here that would name the hidden record."""
	collected = frappe.flags.pop("has_permission_check_logs", None)
	try:
		yield
	finally:
		if collected is not None:
			frappe.flags["has_permission_check_logs"] = collected


def condition(doctype: str, user: str) -> Condition:
	"""SQL condition on the records of a DocType that the user may read: "" for all of them, None for none."""
	if user == "Administrator":
		return ""
	with in_silence():
		if not frappe.has_permission(doctype, "read", user=user):
			return None
		query = DatabaseQuery(doctype, user=user)
		ours = query.build_match_conditions()  # may also put what is shared with the user into `conditions`
	return " AND ".join(f"({part})" for part in (*query.conditions, ours) if part)


def may_read(doctype: str, name: str, user: str) -> bool:
	"""The same for one record. Where all of them may be read, it is not loaded."""
	allowed = condition(doctype, user)
	if not allowed:
		return allowed == ""
	with in_silence():
		return bool(
			frappe.db.exists(doctype, name) and frappe.has_permission(doctype, "read", name, user=user)
		)


def column_in(column: str, doctype: str, allowed: Condition) -> str:
	"""SQL: the column names a record that fulfils the condition of `condition`."""
	if not allowed:
		return "TRUE" if allowed == "" else "FALSE"
	# Null-safe equality keeps MariaDB from working out all readable records first: one look-up for each row shown
	return f"EXISTS (SELECT 1 FROM `tab{doctype}` WHERE `tab{doctype}`.`name` <=> {column} AND {allowed})"


def link_allowed(column: str, doctype: str, allowed: Condition) -> str:
	"""SQL: the Link column is empty or names a readable record; "" where nothing is hidden."""
	if allowed == "":
		return ""
	empty = f"IFNULL({column}, '') = ''"
	return empty if allowed is None else f"({empty} OR {column_in(column, doctype, allowed)})"


def dynamic_link_allowed(type_column: str, column: str, readable: Mapping[str, Condition]) -> str:
	"""SQL: the Dynamic Link is empty, names a readable record, or one of a DocType that is not in `readable`; ""
	where nothing is hidden."""
	narrowed = {doctype: allowed for doctype, allowed in readable.items() if allowed != ""}
	if not narrowed:
		return ""
	those = ", ".join(frappe.db.escape(doctype) for doctype in narrowed)
	ways = [f"IFNULL({column}, '') = ''", f"IFNULL({type_column}, '') NOT IN ({those})"]
	ways += [
		f"({type_column} = {frappe.db.escape(doctype)} AND {column_in(column, doctype, allowed)})"
		for doctype, allowed in narrowed.items()
		if allowed
	]
	return f"({' OR '.join(ways)})"
