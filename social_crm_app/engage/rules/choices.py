"""What can be chosen as the value of a condition or an action, for the form. Reads only what the user may see."""

import frappe
from frappe import _

from social_crm_app.engage.rules import check
from social_crm_app.engage.rules import subjects as s

OFFERED = 20


def offered(row: str, typed: str) -> list[dict[str, str]]:
	"""[{value, label}] for the subject or action `row`; of several with commas between them the last is completed."""
	before, comma, last = typed.rpartition(",")
	names = _names(row, last.strip())
	head = f"{before}{comma} " if comma and row in s.SUBJECTS else ""
	return [{"value": f"{head}{name}", "label": f"{head}{_(label)}"} for name, label in names]


def _names(row: str, typed: str) -> list[tuple[str, str]]:
	if fixed := _fixed(row):
		return [(one, one) for one in fixed if typed.casefold() in _(one).casefold()]
	subject = s.SUBJECTS.get(row)
	doctype = subject.doctype if subject else check.RECORDS.get(row)
	if row == check.ADD_TAG:
		doctype = "Tag"
	return _records(doctype, typed) if doctype else []


def _fixed(row: str) -> tuple[str, ...]:
	subject = s.SUBJECTS.get(row)
	if subject and subject.kind == s.CHOICE:
		return tuple(check.choices(subject))
	if subject and subject.kind == s.CHECK:
		return (s.YES, s.NO)
	return {check.SET_STATUS: check.statuses(), check.CONVERT: check.CONVERSIONS}.get(row, ())


def _records(doctype: str, typed: str) -> list[tuple[str, str]]:
	"""Records by name or title, as far as the user may choose them elsewhere too."""
	if not any(frappe.has_permission(doctype, right) for right in ("select", "read")):
		return []
	title = frappe.get_meta(doctype).get_title_field()
	like = ("like", f"%{typed}%")
	rows = frappe.get_list(
		doctype,
		filters={"enabled": 1} if doctype in ("User", "Reply Template") else None,
		or_filters={"name": like, title: like},
		fields=["name", f"{title} as title"],
		order_by="name",
		limit=OFFERED,
	)
	return [(row.name, row.title or row.name) for row in rows]
