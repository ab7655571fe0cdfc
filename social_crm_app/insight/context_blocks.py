"""One block beside a post: a question to one DocType, asked with the current user's rights, and its answer.

What a DocType, a document or a field is hidden behind stays hidden: without the right to a field that the
question filters by there is no block at all, because its rows alone would tell; a field that is merely shown
comes back as None. Knows no DocType by name. One query for each question, two where some rows come first.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model import get_permitted_fields

from social_crm_app.insight.visible import visible_records

SHOWN = 5  # rows of a block
CAP = 100  # rows that are counted; a total of CAP means that many or more

Row = Mapping[str, Any]
EMPTY = dict.fromkeys(("label", "about", "date", "amount", "currency", "colour"))


@dataclass(frozen=True, slots=True)
class Question:
	"""What one block asks. `row` makes of each found row what is shown of it (the keys of EMPTY); `any_of` are
	filters of which one must hold; the rows called `first` come before all others; `in_list` are the filters
	of the list behind the block, the same ones unless it says otherwise. `whose` is (DocType or field with it,
	field with the name) of the record that a row belongs to, where that is not one of the filters: rows of
	somebody whom the user may not read are left out."""

	key: str
	title: str
	doctype: str
	filters: dict[str, Any]
	fields: tuple[str, ...]
	order_by: str
	row: Callable[[Row], dict[str, Any]]
	any_of: tuple[tuple, ...] = ()
	first: tuple[str, ...] = ()
	in_list: dict[str, Any] | None = None
	whose: tuple[str, str] | None = None


def one_of(names: Collection[str]) -> str | tuple[str, list[str]]:
	"""The filter value for one name or several."""
	names = list(names)
	return names[0] if len(names) == 1 else ("in", names)


def answer(question: Question, company: str | None = None) -> dict | None:
	"""{key, title, rows, total, more, route} with at most SHOWN rows, those of `company` first; None if there is
	nothing or nothing that the user may see. `total` is counted up to CAP; `route` is {doctype, filters}."""
	if not frappe.has_permission(question.doctype, "read"):
		return None
	permitted = set(get_permitted_fields(question.doctype))
	if not _asked_fields(question) <= permitted:
		return None
	rows = _of_readable(question, _rows(question, [f for f in ("name", *question.fields) if f in permitted]))
	if company:
		rows.sort(key=lambda row: row.name not in question.first and row.get("company") != company)
	shown = [
		{"doctype": question.doctype, "name": row.name, **EMPTY, **question.row(row)} for row in rows[:SHOWN]
	]
	filters = question.filters if question.in_list is None else question.in_list
	return block(
		question.key, question.title, shown, len(rows), {"doctype": question.doctype, "filters": filters}
	)


def block(key: str, title: str, rows: list[dict], total: int, route: dict | None = None) -> dict | None:
	"""A block in the shape that the browser knows, None without rows."""
	if not rows:
		return None
	return {
		"key": key,
		"title": title,
		"rows": rows,
		"total": total,
		"more": total > len(rows),
		"route": route,
	}


def fact(label: str, **values: Any) -> dict:
	"""A row that is no document: a label with what there is to say."""
	return {"doctype": None, "name": None, **EMPTY, "label": label, **values}


def _asked_fields(question: Question) -> set[str]:
	"""The fields that decide which rows there are."""
	whose = {field for field in question.whose or () if field in question.fields}
	return {*question.filters, *(fieldname for fieldname, *_rest in question.any_of), *whose}


def _rows(question: Question, fields: list[str]) -> list[dict]:
	rows = _list(question, question.filters, question.any_of, fields)
	if not question.first:
		return rows
	named = {key: value for key, value in question.filters.items() if key != "name"}
	first = _list(question, {**named, "name": ("in", question.first)}, (), fields)
	names = {row.name for row in first}
	return [*first, *(row for row in rows if row.name not in names)][:CAP]


def _of_readable(question: Question, rows: list[dict]) -> list[dict]:
	"""Those rows that belong to nobody or to a record that the user may read."""
	if not question.whose:
		return rows
	kind, name = question.whose
	pairs = [(row.get(kind, kind), row.get(name)) for row in rows]
	seen = visible_records(pairs)
	return [row for row, pair in zip(rows, pairs, strict=True) if not pair[1] or pair in seen]


def _list(question: Question, filters: dict, any_of: tuple[tuple, ...], fields: list[str]) -> list[dict]:
	return frappe.get_list(
		question.doctype,
		filters=filters,
		or_filters=[list(one) for one in any_of],
		fields=fields,
		order_by=question.order_by,
		limit=CAP,
	)
