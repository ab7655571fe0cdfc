"""Mention Rules: what a rule would have done, and what can be chosen in its rows."""

import frappe

from social_crm_app.engage.rules import choices, trial
from social_crm_app.engage.rules import subjects as s
from social_crm_app.engage.rules.check import WITHOUT_VALUE


@frappe.whitelist(methods=["POST"])
def try_out(rule: str) -> dict:
	"""What this rule, given as it stands in the form, would have done in the last days; see `rules.trial`."""
	frappe.has_permission("Mention Rule", "write", throw=True)
	frappe.has_permission("Mention", "read", throw=True)
	values = frappe.parse_json(rule)
	return trial.try_out(frappe.get_doc({**values, "doctype": "Mention Rule"}))


@frappe.whitelist(methods=["GET"])
def vocabulary() -> dict:
	"""{operators: {subject: [operator]}, without_value: {operators, actions}}: what fits together in a row."""
	frappe.has_permission("Mention Rule", "read", throw=True)
	operators = {name: s.OPERATORS[subject.kind] for name, subject in s.SUBJECTS.items()}
	return {
		"operators": operators,
		"without_value": {"operators": s.WITHOUT_VALUE, "actions": WITHOUT_VALUE},
	}


@frappe.whitelist(methods=["POST"])
def values(row: str, txt: str = "") -> list[dict[str, str]]:
	"""[{value, label}] that begin to fit what is typed into the value of a row, which is named by its subject or
	its action; nothing for numbers and words."""
	frappe.has_permission("Mention Rule", "read", throw=True)
	return choices.offered(row, txt)
