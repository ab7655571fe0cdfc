"""What a sent reply changes besides its own row: the mention counts as answered, and its timeline says how.

Must not stop a sent reply from being recorded: a failing listener of the mention is logged.
"""

from typing import Any

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.model.workflow import get_workflow_name
from frappe.utils import escape_html, get_link_to_form

from social_crm_app.engage import service_level
from social_crm_app.engage.outbox import REPLY, Claim
from social_crm_app.errorlog import log_failure

OPEN = ("Open", "Waiting")


def note(claim: Claim, permalink: str | None, sent_at: Any) -> None:
	"""The mention is Replied, knows when it was first answered and by whom, and shows the reply; or nothing of that."""
	frappe.db.savepoint("answered")
	try:
		_stamp(claim, sent_at)
		_show(claim, permalink, sent_at)
	except Exception:
		frappe.db.rollback(save_point="answered")
		log_failure("A reply was sent, but its mention could not be updated", "Mention", claim.mention)


def tell_of_failure(claim: Claim, words: str) -> None:
	"""Tells the sender, who may have left the form long ago."""
	title = frappe.db.get_value("Mention", claim.mention, "title") or claim.mention
	subject = _("Your reply to {0} was not sent: {1}").format(
		frappe.bold(escape_html(title)), escape_html(words.split("\n")[0])
	)
	enqueue_create_notification(
		[claim.sender],
		{
			"type": "Alert",
			"document_type": "Mention",
			"document_name": claim.mention,
			"subject": subject,
			"from_user": claim.sender,
		},
	)


def _stamp(claim: Claim, sent_at: Any) -> None:
	mention = frappe.get_doc("Mention", claim.mention, for_update=True)
	values = {"replied_by": claim.sender}
	if mention.meta.has_field("first_responded_on") and not mention.get("first_responded_on"):
		values["first_responded_on"] = sent_at  # ERPNext's own field; its clock stops when the reply went out
		values.update(service_level.after_answer(mention, sent_at))
	if mention.status in OPEN:
		values["status"] = "Replied"
	if get_workflow_name("Mention"):
		# A Workflow may know no way from here to Replied, and the reply is out all the same.
		mention.db_set(values, notify=True)
		return
	mention.update(values)
	mention.flags.ignore_permissions = True  # the sender was asked when the reply was queued
	mention.save()


def _show(claim: Claim, permalink: str | None, sent_at: Any) -> None:
	"""A Communication: Frappe's own word for what was said to the outside, as a Comment is for colleagues."""
	frappe.get_doc(
		{
			"doctype": "Communication",
			"communication_type": "Communication",
			"communication_medium": "Other",
			"sent_or_received": "Sent",
			"subject": _("Reply"),
			"content": _shown(claim, permalink),
			"sender": frappe.db.get_value("User", claim.sender, "email"),
			"user": claim.sender,
			"reference_doctype": "Mention",
			"reference_name": claim.mention,
			"communication_date": sent_at,
		}
	).insert(ignore_permissions=True)  # the sender was asked when the reply was queued


def _shown(claim: Claim, permalink: str | None) -> str:
	"""The reply as HTML. Who may read a public post may not read what was answered in private, so that stays in
	the Mention Reply, which has rights of its own."""
	if claim.private and not frappe.db.get_value("Mention", claim.mention, "private"):
		return f"<p>{get_link_to_form(REPLY, claim.name, _('A private reply'))}</p>"
	text = escape_html(claim.text).replace("\n", "<br>")
	link = f'<p><a href="{escape_html(permalink)}" rel="noopener noreferrer">{_("See Reply")}</a></p>'
	return f"<p>{text}</p>{link if permalink else ''}"
