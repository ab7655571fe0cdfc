"""Filters of the inbox kept as Frappe's own List Filters of Mention, and back.

They are written as conditions that the list of Mentions understands too, so that what somebody keeps here can be
used there; of what was kept there, the inbox shows what it can express. A box is kept as the condition that comes
nearest: `overdue` as "a response is due", whose moment a kept condition cannot say.
"""

import json
from collections.abc import Mapping

import frappe

from social_crm_app.identity.relationship import GROUPS
from social_crm_app.insight.inbox_filters import ALL, ANY, EQUAL, MINE, OPEN, OVERDUE, UNASSIGNED, statuses

DOCTYPE = "List Filter"
Condition = list  # [doctype, field, operator, value]


def saved(user: str) -> list[dict[str, str | dict[str, str]]]:
	"""[{name, label, filters, mine}] of the user's own filters and of those for everybody, by label."""
	rows = frappe.get_all(
		DOCTYPE,
		filters={"reference_doctype": "Mention", "for_user": ("in", (user, ""))},
		fields=["name", "filter_name", "filters", "for_user"],
		order_by="filter_name, name",
	)
	read = [(row, from_conditions(_conditions(row.filters), user)) for row in rows]
	return [
		{"name": row.name, "label": row.filter_name, "filters": filters, "mine": row.for_user == user}
		for row, filters in read
		if filters is not None
	]


def save(label: str, filters: Mapping[str, str], user: str) -> str:
	"""Keeps the filters for the user; those of the same label are replaced. Returns the name."""
	same = {"reference_doctype": "Mention", "for_user": user, "filter_name": label}
	name = frappe.db.get_value(DOCTYPE, same, "name")
	doc = frappe.get_doc(DOCTYPE, name) if name else frappe.get_doc({"doctype": DOCTYPE, **same})
	doc.filters = json.dumps(to_conditions(filters, user))
	return doc.save().name


def to_conditions(filters: Mapping[str, str], user: str) -> list[Condition]:
	"""What the list of Mentions is to be filtered by to show the same, as nearly as it can."""
	found = [["Mention", column, "=", filters[column]] for column in EQUAL if filters.get(column)]
	if filters.get("group"):
		found.append(["Mention", "relationship", "=", filters["group"]])
	if filters.get("tag"):
		found.append(["Mention", "_user_tags", "like", f"%{filters['tag']}%"])
	if filters.get("search"):
		found.append(["Mention", "text", "like", f"%{filters['search']}%"])
	status = filters.get("status") or OPEN[0]
	if status == OPEN[0]:
		found.append(["Mention", "status", "in", list(OPEN)])
	elif status != ANY:
		found.append(["Mention", "status", "=", status])
	return found + [condition[:] for condition in _boxes(user).get(filters.get("box", ALL), ())]


def from_conditions(conditions: list[Condition] | None, user: str) -> dict[str, str] | None:
	"""The inbox's filters for these conditions; None if it has no words for one of them."""
	filters = {"status": ANY}
	for condition in conditions if conditions is not None else [[]]:
		one = _one(condition, user)
		if one is None:
			return None
		filters |= one
	return filters


def _one(condition: Condition, user: str) -> dict[str, str] | None:
	if len(condition) < 4 or condition[0] != "Mention":
		return None
	_doctype, field, operator, value = condition[:4]
	for box, (kept, *_more) in _boxes(user).items():
		if [field, operator, value] == kept[1:]:
			return {"box": box}
	if operator == "like" and field in ("text", "_user_tags"):
		return {"search" if field == "text" else "tag": str(value).strip("%")}
	if field == "status":
		return _status(operator, value)
	if operator == "=" and field in EQUAL:
		return {field: str(value)}
	if operator == "=" and field == "relationship" and value in GROUPS:
		return {"group": value}
	return None


def _status(operator: str, value: str | list[str]) -> dict[str, str] | None:
	if operator == "in":
		names = value.split(",") if isinstance(value, str) else value
		return {"status": OPEN[0]} if {str(name).strip() for name in names} == set(OPEN) else None
	return {"status": value} if operator == "=" and value in statuses() and value != OPEN[0] else None


def _boxes(user: str) -> dict[str, list[Condition]]:
	return {
		MINE: [["Mention", "_assign", "like", f"%{user}%"]],
		UNASSIGNED: [["Mention", "_assign", "is", "not set"]],
		OVERDUE: [["Mention", "response_by", "is", "set"]],
	}


def _conditions(text: str | None) -> list[Condition] | None:
	try:
		held = json.loads(text or "[]")
	except ValueError:
		return None
	return held if isinstance(held, list) and all(isinstance(one, list) for one in held) else None
