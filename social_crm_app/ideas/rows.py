"""One row per Idea and voter, one per Idea and follower: the unique indexes, and what to do with rows that would be two.

Two rows become one when they were made before the index was there, or when the records they name are merged. The one
that counts is kept. Writes Idea Vote and Idea Follower; does not count.
"""

from collections.abc import Sequence

from pypika.functions import Count

import frappe

# DocType: its key, and the column that says that a row counts no more.
SINGLE = {
	"Idea Vote": (("idea", "voter_type", "voter"), "withdrawn"),
	"Idea Follower": (("idea", "person_type", "person"), "stopped"),
}


def keep_unique(doctype: str, key: Sequence[str]) -> None:
	"""Adds the unique index. Not with Frappe's `add_unique`: it takes another site's index of the name for ours."""
	name = f"unique_{'_'.join(key)}"
	if not frappe.db.has_index(f"tab{doctype}", name):
		add = f"ALTER TABLE `tab{doctype}` ADD UNIQUE INDEX `{name}` ({', '.join(f'`{one}`' for one in key)})"
		frappe.db.sql_ddl(add)  # see above


def drop_doubles(doctype: str) -> None:
	"""Of rows with the same key only the oldest stays that counts, or the oldest if none does."""
	key, ended = SINGLE[doctype]
	table = frappe.qb.DocType(doctype)
	columns = [table[one] for one in key]
	double = frappe.qb.from_(table).select(*columns).groupby(*columns)
	for values in double.having(Count("*") > 1).run():
		_keep_first(doctype, dict(zip(key, values, strict=True)), ended)


def merged(doctype: str, record_type: str, old: str, new: str) -> None:
	"""Two records are about to become one: where both have a row, only one of the two stays."""
	(idea, kind, name), ended = SINGLE[doctype]
	for one in frappe.get_all(doctype, {kind: record_type, name: old}, [idea], order_by="name", pluck=idea):
		_keep_first(doctype, {idea: one, kind: record_type, name: ("in", (old, new))}, ended)


def _keep_first(doctype: str, filters: dict, ended: str) -> None:
	found = frappe.get_all(doctype, filters=filters, pluck="name", order_by=f"{ended}, creation, name")
	if len(found) > 1:
		frappe.db.delete(doctype, {"name": ("in", found[1:])})
