"""What an approver decides about a reply that waits: it goes out as it was read, or back to its sender.

Takes part in the save of the Mention Reply, under the lock of its row, so that the Workflow's buttons, lists and
e-mails come to the same as our own API. Must not send (`send`), nor say who may decide (`approvers`).
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime
from frappe.workflow.doctype.workflow_action.workflow_action import clear_workflow_actions

from social_crm_app import approvers
from social_crm_app.engage import compose, gate, leak_facts, notices, outbox

if TYPE_CHECKING:
	from frappe.model.document import Document

DECIDED = {"status", "sent_back_because"}


def decide(reply: "Document", status: str, *, reason: str = "", seen: str = "") -> "Document":
	"""Takes the reply, whose row the caller has locked, to that status: Queued approves it, Draft sends it back, for
	which a `reason` is needed. `seen` is the `modified` of what the approver has read. Raises a ValidationError if it
	does not wait any more, is not what they have read, or must not go out."""
	if not approvers.is_waiting(reply.status):
		frappe.throw(_("This reply does not wait for approval any more: {0}.").format(_(reply.status)))
	if seen and seen != str(reply.modified):
		frappe.throw(_("This reply has changed since you opened it. Read it again first."))
	reply.update({"status": status, "sent_back_because": reason.strip() or None})
	reply.save()
	reply.add_comment("Workflow", _(status))  # as Frappe does for its own buttons
	return reply


def is_one(reply: "Document") -> bool:
	"""Whether what is being saved is a decision about a reply that waits."""
	before = reply.get_doc_before_save()
	return approvers.is_waiting(before.status) and reply.status != before.status


def prepare(reply: "Document") -> None:
	"""Before the save: whether this person may, and what the decision makes of the reply. Raises a ValidationError
	or PermissionError."""
	_check_person(reply)
	_check_untouched(reply)
	if reply.status == outbox.QUEUED:
		_approve(reply)
	elif reply.status == outbox.DRAFT:
		_send_back(reply)
	elif reply.status == outbox.CANCELLED:
		reply.pending_key = None
	elif not approvers.is_waiting(reply.status):
		frappe.throw(_("A reply that waits can be approved or sent back; nothing else."))


def tell(reply: "Document") -> None:
	"""After the save: the people whom it concerns now, and open forms of the mention."""
	if approvers.is_waiting(reply.status):
		clear_workflow_actions(reply.doctype, reply.name)  # those of an earlier round would keep new ones out
		notices.to_approvers(reply)
	elif reply.status == outbox.DRAFT:
		notices.sent_back(reply)
	elif reply.status == outbox.CANCELLED:
		notices.turned_down(reply)
	outbox.announce(reply.mention)


def _check_person(reply: "Document") -> None:
	"""Of the Workflow Frappe checks the roles, but self approval only behind its own button."""
	before = reply.get_doc_before_save()
	if not any(step.end == reply.status for step in approvers.steps_of(before, frappe.session.user)):
		words = _("This reply has to be decided about by somebody else with one of these roles: {0}.")
		told = ", ".join(_(role) for role in approvers.roles(before.status))
		frappe.throw(words.format(told), frappe.PermissionError)


def _check_untouched(reply: "Document") -> None:
	"""What was approved is what is sent."""
	if reply.changed() - DECIDED:
		frappe.throw(_("A reply that waits for approval cannot be changed; send it back instead."))


def _approve(reply: "Document") -> None:
	mention = frappe.get_doc("Mention", reply.mention)
	if reason := gate.still_open(mention, reply.social_account) or _new_leaks(reply, mention):
		frappe.throw(reason, title=_("This Cannot Be Sent"))
	reply.update(outbox.on_its_way())
	reply.update(
		{"approved_by": frappe.session.user, "approved_at": now_datetime(), "sent_back_because": None}
	)


def _send_back(reply: "Document") -> None:
	if not (reply.sent_back_because or "").strip():
		frappe.throw(_("Say why it is sent back: use the button on the reply itself."))
	reply.update({"pending_key": None, "sent_back_by": frappe.session.user})


def _new_leaks(reply: "Document", mention: "Document") -> str:
	"""What the leak guard finds now and had not found when the reply was written: the author may be known since."""
	if reply.visibility == gate.PRIVATE:
		return ""
	known = set((reply.leaks or "").splitlines())
	found = compose.as_lines(leak_facts.leaks_in(reply.text, mention)).splitlines()
	told = ", ".join(line for line in found if line not in known)
	return told and _("Everybody would see what belongs to the customer: {0}. Send it back.").format(told)
