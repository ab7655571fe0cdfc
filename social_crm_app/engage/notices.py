"""Tells people, in Frappe's own notifications, that a reply waits for them or came back.

Must not repeat what stands in the post or in the reply: who reads it there may not keep it here.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.utils import escape_html, get_fullname

from social_crm_app import approvers

if TYPE_CHECKING:
	from frappe.model.document import Document


def to_approvers(reply: "Document") -> None:
	"""A reply waits: to everybody who may decide about it."""
	words = _("{0} asks for approval of a reply on {1}").format(_bold(reply.sender), _platform(reply))
	_send(approvers.people(reply), reply, words)


def sent_back(reply: "Document") -> None:
	"""An approver wants something changed: to the sender."""
	words = _("{0} sent back your reply on {1}").format(_bold(reply.sent_back_by), _platform(reply))
	_send([reply.sender], reply, words)


def turned_down(reply: "Document") -> None:
	"""Of a step that an admin has added to the Workflow: to the sender."""
	words = _("{0} cancelled your reply on {1}").format(_bold(frappe.session.user), _platform(reply))
	_send([reply.sender], reply, words)


def _send(users: list[str], reply: "Document", subject: str) -> None:
	emails = frappe.get_all("User", {"name": ("in", users)}, pluck="email") if users else []
	if not emails:
		return
	values = {
		"type": "Alert",
		"document_type": reply.doctype,
		"document_name": reply.name,
		"subject": subject,
		"from_user": frappe.session.user,
	}
	frappe.db.after_commit.add(lambda: enqueue_create_notification(emails, values))


def _bold(user: str) -> str:
	return frappe.bold(escape_html(get_fullname(user)))


def _platform(reply: "Document") -> str:
	return escape_html(_(frappe.db.get_value("Mention", reply.mention, "platform") or ""))
