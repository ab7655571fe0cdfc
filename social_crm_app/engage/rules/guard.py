"""What keeps a rule from doing harm: whose rights it has, no rule by a rule, and switching itself off.

Writes the state columns of Mention Rule, nothing else does.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.utils import add_to_date, now_datetime
from frappe.utils.user import get_users_with_role

ERRORS = 5  # in a row, then a rule is switched off
MANAGERS = "Social CRM Manager"


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Within the block everything is done with that user's rights, and no rule answers to what is done."""
	before, was_acting = frappe.session.user, is_acting()
	frappe.set_user(user)  # a rule may do what whoever saved it may do, as Frappe's own scheduled reports
	frappe.flags.social_crm_rule_acts = True
	try:
		yield
	finally:
		frappe.set_user(before)  # back to the job's own user
		frappe.flags.social_crm_rule_acts = was_acting


def is_acting() -> bool:
	"""True while a rule acts: a mention that is made meanwhile is no new one for the rules."""
	return bool(frappe.flags.social_crm_rule_acts)


def is_enabled_user(user: str | None) -> bool:
	return bool(user and frappe.db.get_value("User", user, "enabled"))


def left_this_hour(rule: str, limit: int) -> int | None:
	"""How often the rule may still fire; None if there is no limit."""
	if not limit:
		return None
	since = add_to_date(now_datetime(), hours=-1)
	return max(limit - frappe.db.count("Mention Rule Log", {"rule": rule, "creation": (">=", since)}), 0)


def went_well(rule: str) -> None:
	"""Ends a row of errors."""
	frappe.db.set_value("Mention Rule", rule, "errors_in_a_row", 0, update_modified=False)


def failed(rule: str, errors: int, last: str) -> None:
	"""Counts an error; too many in a row switch the rule off."""
	frappe.db.set_value("Mention Rule", rule, "errors_in_a_row", errors, update_modified=False)
	if errors >= ERRORS:
		switch_off(rule, _("It failed {0} times in a row. The last error: {1}").format(errors, last))


def switch_off(rule: str, why: str) -> None:
	"""Switches the rule off, notes why on it, and tells those who look after it."""
	frappe.db.set_value("Mention Rule", rule, {"enabled": 0, "switched_off_because": why})
	doc = frappe.get_doc("Mention Rule", rule)
	doc.add_comment("Info", _("Switched off: {0}").format(frappe.utils.escape_html(why)))
	told = {doc.owner, doc.run_as, *get_users_with_role(MANAGERS)}
	make_notification_logs(
		frappe._dict(
			type="Alert",
			document_type="Mention Rule",
			document_name=rule,
			from_user=frappe.session.user,
			subject=_("The Mention Rule {0} has switched itself off").format(
				frappe.bold(frappe.utils.escape_html(doc.title))
			),
			email_content=frappe.utils.escape_html(why),
		),
		emails_of(told),
	)
	frappe.clear_messages()


def emails_of(users: set[str]) -> list[str]:
	"""Frappe's notifications go by the e-mail address of the user."""
	return frappe.get_all("User", {"name": ("in", sorted(filter(None, users))), "enabled": 1}, pluck="email")
