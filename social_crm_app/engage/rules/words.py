"""Rules in plain words: what a condition found, what an action does. Text only, never HTML."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import fmt_money

from social_crm_app.engage.rules import subjects as s
from social_crm_app.engage.rules.check import ASSIGN_MANAGER
from social_crm_app.engage.rules.matching import Condition
from social_crm_app.insight import stake

MONEY = (s.RECEIVABLE, s.STAKE)


def of_condition(condition: Condition, fact: Any) -> str:
	"""The condition, and for a number what it is now: "Profile: Followers is more than 1000 (4,210)"."""
	parts = [_(condition.subject), _(condition.operator)]
	subject = s.SUBJECTS[condition.subject]
	if condition.operator not in s.WITHOUT_VALUE:
		parts.append(_(condition.value) if subject.kind in (s.CHOICE, s.CHECK) else condition.value)
	line = " ".join(parts)
	return f"{line} ({_number(subject, fact)})" if subject.kind == s.NUMBER and fact is not None else line


def of_action(action: str, value: str | None) -> str:
	"""What the action does: "Assign to User: Ann Lee"."""
	if action == ASSIGN_MANAGER or not value:
		return _(action)
	return f"{_(action)}: {frappe.utils.get_fullname(value) if '@' in value else _(value)}"


def _number(subject: s.Subject, fact: float) -> str:
	if subject.source in MONEY:
		return fmt_money(fact, currency=stake.currency())
	return f"{fact:,.2f}".rstrip("0").rstrip(".")
