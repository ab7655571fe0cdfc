"""What people do with many mentions at once: assign, set the status, tag. Through Frappe's own ways, so that
Notification, Workflow, Service Level Agreement and the rest happen as at the form.

Each mention is a savepoint of its own: one that fails changes nothing and stops no other. A reason never names a
record that the user may not see.
"""

from collections.abc import Callable, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.tag.tag import add_tag
from frappe.desk.form import assign_to
from frappe.model.workflow import WorkflowPermissionError, WorkflowTransitionError
from frappe.utils import strip_html

from social_crm_app.errorlog import log_failure
from social_crm_app.insight.inbox_filters import statuses

MOST = 500  # mentions of one call
LONGEST_TAG = 140
Outcome = dict[str, list]


def assign(names: Sequence[str], user: str) -> Outcome:
	"""Gives each mention to that user; {done: [name], failed: [{name, why}]}. Twice is the same as once."""
	if not frappe.db.exists("User", {"name": user, "enabled": 1, "user_type": "System User"}):
		frappe.throw(_("Mentions can be assigned to enabled users of the desk only."))

	def work(doc: Any) -> None:
		if not frappe.has_permission("Mention", "read", doc, user=user):
			frappe.throw(_("The person it was to be assigned to may not see it."))
		assign_to.add({"doctype": "Mention", "name": doc.name, "assign_to": [user]})
		_announce(doc.name)

	return _each(names, work)


def set_status(names: Sequence[str], status: str) -> Outcome:
	"""Saves each mention with that status, as at its form."""
	if status not in statuses():
		frappe.throw(_("A mention has no such status."))

	def work(doc: Any) -> None:
		if doc.status != status:
			doc.status = status
			doc.save()

	return _each(names, work)


def tag(names: Sequence[str], text: str) -> Outcome:
	"""Adds that tag to each mention."""
	text = text.strip()
	if not text or "," in text or len(text) > LONGEST_TAG:
		frappe.throw(_("A tag is a word or two without a comma."))

	def work(doc: Any) -> None:
		add_tag(text, "Mention", doc.name)
		_announce(doc.name)

	return _each(names, work)


def _each(names: Sequence[str], work: Callable[[Any], None]) -> Outcome:
	names = list(dict.fromkeys(names))
	if len(names) > MOST:
		frappe.throw(_("Up to {0} mentions can be changed at once.").format(MOST))
	outcome: Outcome = {"done": [], "failed": []}
	for name in names:
		why = _try(name, work)
		if why:
			outcome["failed"].append({"name": name, "why": why})
		else:
			outcome["done"].append(name)
	return outcome


def _try(name: str, work: Callable[[Any], None]) -> str:
	"""Does it with one mention; returns why not, "" if it was done."""
	frappe.db.savepoint("social_crm_triage")
	heard = len(frappe.get_message_log())
	try:
		doc = frappe.get_doc("Mention", name, for_update=True)
		doc.check_permission("write")
		work(doc)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise  # the database has taken everything back, the savepoint too
	except Exception as error:  # an admin's own code listens: whatever it raises concerns this mention only
		frappe.db.rollback(save_point="social_crm_triage")
		return _reason(error, name)
	finally:
		frappe.local.message_log = frappe.local.message_log[:heard]  # said for all mentions together
	return ""


def _reason(error: Exception, name: str) -> str:
	"""In words for the user. Frappe's own words about a missing right or record would name that record, so
	those are left out; those of a Workflow or a check are for the user."""
	if isinstance(error, (WorkflowPermissionError, WorkflowTransitionError)):
		return _("The Workflow does not allow this step: {0}").format(_words(error))
	if isinstance(error, (frappe.PermissionError, frappe.DoesNotExistError)):
		return _("You do not have the right to do this here.")
	if isinstance(error, frappe.LinkValidationError):
		return _("A record that it is linked to cannot be found any more.")
	if isinstance(error, frappe.TimestampMismatchError):
		return _("Somebody has changed it at the same moment. Please try again.")
	if isinstance(error, frappe.ValidationError):
		return _words(error) or _("It could not be saved.")
	log_failure("A mention could not be changed from the inbox", "Mention", name)
	return _("It could not be saved. The Error Log says more.")


def _words(error: Exception) -> str:
	return strip_html(str(error)).strip()


def _announce(name: str) -> None:
	"""Tells open lists, as saving does; assigning and tagging do not by themselves."""
	data = {"doctype": "Mention", "name": name, "user": frappe.session.user}
	frappe.publish_realtime("list_update", data, doctype="Mention", after_commit=True)
