"""Is this rule one that can be carried out? Everything a person has to mend is said when the rule is saved.

Reads only.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.engage.rules import subjects as s
from social_crm_app.engage.rules.matching import (
	BadCondition,
	Condition,
	Problem,
	compile_condition,
	values_of,
)

if TYPE_CHECKING:
	from frappe.model.document import Document

SET_PRIORITY, SET_STATUS, ADD_TAG, CONVERT, DRAFT = (
	"Set Priority", "Set Status", "Add Tag", "Convert to", "Draft a Reply",
)  # fmt: skip
ASSIGN, ASSIGN_MANAGER, NOTIFY_USER, NOTIFY_ROLE = (
	"Assign to User", "Assign to Account Manager", "Notify User", "Notify Role",
)  # fmt: skip
CONVERSIONS = ("Lead", "Opportunity", "Issue", "Warranty Claim", "Task", "Idea")
# The DocType whose records an action names
RECORDS = {
	SET_PRIORITY: "Issue Priority",
	DRAFT: "Reply Template",
	ASSIGN: "User",
	NOTIFY_USER: "User",
	NOTIFY_ROLE: "Role",
}
ONCE = (SET_PRIORITY, SET_STATUS, DRAFT)
WITHOUT_VALUE = (ASSIGN_MANAGER,)


class BadRule(frappe.ValidationError):
	"""The rule cannot be carried out; the words say which line is to blame."""


def check(rule: "Document") -> None:
	"""Raises BadRule for the first condition or action that cannot be meant."""
	for row in rule.conditions:
		_check_condition(row)
	seen = set()
	for row in rule.actions:
		_check_action(row)
		if row.action in ONCE and row.action in seen:
			_refuse(row, _("{0} can only be done once.").format(_(row.action)))
		seen.add(row.action)


def choices(subject: s.Subject) -> list[str]:
	"""What a value of this kind of CHOICE can be: the options of its field."""
	field = frappe.get_meta(subject.source).get_field(subject.field)
	return [option for option in (field.options or "").split("\n") if option] if field else []


def is_there(subject: s.Subject) -> bool:
	"""False for a field that this site does not have."""
	is_column = subject.source in (s.MENTION, s.PROFILE) and not subject.field.startswith("_")
	return not is_column or frappe.get_meta(subject.source).has_field(subject.field)


def condition_of(row: "Document") -> Condition:
	return Condition(row.subject or "", row.operator or "", row.value or "")


def _check_condition(row: "Document") -> None:
	condition = condition_of(row)
	try:
		compile_condition(condition)
	except BadCondition as error:
		_refuse(row, _words(error.problem, condition))
	subject = s.SUBJECTS[row.subject]
	if not is_there(subject):
		_refuse(row, _("{0} is not known on this site.").format(_(subject.name)))
	if subject.needs and not frappe.has_permission(subject.needs, "read"):
		_refuse(row, _("{0} needs the right to read {1}.").format(_(subject.name), _(subject.needs)))
	if condition.operator in s.WITHOUT_VALUE:
		row.value = None
	for value in values_of(condition):
		_check_value(row, subject, value)


def _words(problem: Problem, condition: Condition) -> str:
	name = _(condition.subject)
	said = {
		Problem.SUBJECT: _("Choose what the condition is about."),
		Problem.OPERATOR: _("{0} cannot be compared with “{1}”.").format(name, _(condition.operator)),
		Problem.EMPTY: _("{0} needs a value.").format(name),
		Problem.NUMBER: _("{0} is a number: write it like 1000 or 0.5.").format(name),
		Problem.YES_NO: _("{0} is Yes or No.").format(name),
	}
	return said[problem]


def _check_value(row: "Document", subject: s.Subject, value: str) -> None:
	if subject.kind == s.CHOICE and value not in (options := choices(subject)):
		_refuse(row, _("{0} can be: {1}").format(_(subject.name), ", ".join(_(one) for one in options)))
	if subject.doctype and not frappe.db.exists(subject.doctype, value):
		_refuse(row, _("{0} “{1}” does not exist.").format(_(subject.doctype), value))


def _check_action(row: "Document") -> None:
	if row.action in WITHOUT_VALUE:
		row.value = None
		return
	value = row.value = (row.value or "").strip()
	if not value:
		_refuse(row, _("{0} needs a value.").format(_(row.action)))
	if row.action == ADD_TAG and "," in value:
		_refuse(row, _("A tag has no comma."))
	allowed = {SET_STATUS: statuses(), CONVERT: CONVERSIONS}.get(row.action)
	if allowed and value not in allowed:
		_refuse(row, _("{0} can be: {1}").format(_(row.action), ", ".join(_(one) for one in allowed)))
	doctype = RECORDS.get(row.action)
	if doctype and not frappe.db.exists(doctype, value):
		_refuse(row, _("{0} “{1}” does not exist.").format(_(doctype), value))
	if row.action == CONVERT and not frappe.has_permission(value, "create"):
		_refuse(row, _("You may not create {0}.").format(_(value)))


def statuses() -> tuple[str, ...]:
	"""What the status of a mention can be."""
	return tuple(frappe.get_meta("Mention").get_field("status").options.split("\n"))


def _refuse(row: "Document", words: str) -> None:
	table = _("Conditions") if row.doctype == "Mention Rule Condition" else _("Actions")
	frappe.throw(
		_("{0}, row {1}: {2}").format(table, row.idx, words),
		BadRule,
		title=_("This Rule Cannot Be Carried Out"),
	)
