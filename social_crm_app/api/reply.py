"""Mention: write a reply, see what stands in its way, send it, take it back."""

from dataclasses import asdict

import frappe
from frappe import _

from social_crm_app import approvers
from social_crm_app.engage import compose, leak_facts, outbox, reply_box, templates
from social_crm_app.jobs.enqueue import enqueue_reply
from social_crm_app.jobs.outbox import open_line


@frappe.whitelist(methods=["POST"])  # the platform is asked, and a token that it renews has to be kept
def begin(mention: str) -> dict:
	"""{gate, pending, last, sent_back, writing, last_sent, draft, templates, undo_seconds, may_override,
	approver_roles, approval}: all that the reply box shows before anybody types. `approval`: {visibility: why it has
	to be approved, or ""}; `last_sent`: the name of the last reply, which `send` wants to hear."""
	return compose.opening(_readable(mention), open_line)


@frappe.whitelist(methods=["POST"])
def check(mention: str, text: str, visibility: str = "Public") -> dict:
	"""{used, limit, is_over, leaks: [{kind, words}], named} of a text as it stands now; nothing is kept. `named`: the
	handles of others who would receive a private reply."""
	doc = _readable(mention)
	length = compose.length(doc, text, open_line)
	leaks = [] if visibility == "Private" else leak_facts.leaks_in(text, doc)
	return {
		**asdict(length),
		"is_over": length.is_over,
		"leaks": [asdict(leak) for leak in leaks],
		"named": compose.also_reached(doc, text, visibility),
	}


@frappe.whitelist(methods=["POST"])
def preview(mention: str, template: str) -> dict[str, str]:
	"""{text} of a Reply Template for this mention, or {error} in words."""
	doc = _readable(mention)
	frappe.has_permission("Reply Template", "read", template, throw=True)
	try:
		return {"text": templates.render(template, doc, strict=True)}
	except templates.BadTemplate as error:
		return {"error": str(error)}


@frappe.whitelist(methods=["POST"])
def save_draft(
	mention: str, text: str, visibility: str = "Public", template: str | None = None, draft: str | None = None
) -> str:
	"""Keeps the text for later; returns the name of the draft."""
	frappe.has_permission("Mention Reply", "create", throw=True)
	values = {"text": text, "visibility": visibility, "template": template or None}
	return outbox.save_draft(_readable(mention).name, values, draft).name


@frappe.whitelist(methods=["POST"])
def send(
	mention: str,
	text: str,
	request_key: str,
	visibility: str = "Public",
	template: str | None = None,
	draft: str | None = None,
	leak_reason: str = "",
	last_sent: str = "",
) -> dict:
	"""{name, status, waits, undo_seconds}: the reply is on its way, or waits for approval; {leaks} or {answered}: what stops
	it, the latter a reply sent after `last_sent`. The same `request_key` twice is one reply."""
	frappe.has_permission("Mention Reply", "create", throw=True)
	values = {"text": text, "visibility": visibility, "template": template or None}
	asked = compose.Asked(values, request_key, draft, leak_reason, last_sent)
	done = compose.send(_readable(mention), asked, open_line)
	if done.get("status") == outbox.QUEUED and not done["undo_seconds"]:
		enqueue_reply(done["name"], 0)
	return done


@frappe.whitelist(methods=["POST"])
def deliver(reply: str) -> None:
	"""The time to undo is over: sends the reply to a worker instead of waiting for the scheduler."""
	doc = frappe.get_doc("Mention Reply", reply)
	doc.check_permission("write")
	if doc.status == outbox.QUEUED:
		enqueue_reply(doc.name, doc.tries)


@frappe.whitelist(methods=["POST"])
def undo(reply: str) -> dict[str, str | None]:
	"""Takes the reply back: {status, text, visibility, template, social_account}, to begin again with. A status other
	than Cancelled says that it was too late."""
	doc = frappe.get_doc("Mention Reply", reply)
	doc.check_permission("write")
	if doc.sender not in (None, frappe.session.user) and not approvers.is_manager(frappe.session.user):
		frappe.throw(_("Only its sender or a manager can take a reply back."), frappe.PermissionError)
	kept = {field: doc.get(field) for field in ("text", "visibility", "template", "social_account")}
	return {"status": outbox.cancel(doc.name), **kept}


@frappe.whitelist(methods=["GET"])
def state(mention: str) -> dict:
	"""{pending, last, sent_back, writing}: who is answering, the last reply with its status, the user's own that came
	back from an approver, and who else has the reply box open."""
	return reply_box.state(_readable(mention).name)


@frappe.whitelist(methods=["POST"])
def attend(mention: str, last_sent: str = "", is_open: bool = True) -> dict:
	"""Says that the user has the reply box open, or not any more: {pending, answered, writing}, what others do
	meanwhile; `answered` is a reply sent after `last_sent`."""
	frappe.has_permission("Mention Reply", "create", throw=True)
	name = _readable(mention).name
	reply_box.attend(name, is_open=is_open)
	return {
		"pending": outbox.pending(name),
		"answered": reply_box.answered_since(name, last_sent),
		"writing": reply_box.writing(name),
	}


def _readable(mention: str):
	doc = frappe.get_doc("Mention", mention)
	doc.check_permission("read")
	return doc
