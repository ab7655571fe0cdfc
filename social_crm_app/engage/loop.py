"""Closing the loop: something was done for a person who had written to us, so an answer to their post is drafted.

Must not send: it makes proposals, which somebody reads. Runs in a background job, with no regard to the rights of
whoever submitted the document, so nothing of a party goes into a text but what the drafted-for person may read.
"""

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.utils import escape_html

from social_crm_app.engage import gate, origins, proposals, templates
from social_crm_app.errorlog import log_failure
from social_crm_app.identity.staff import NOBODY

if TYPE_CHECKING:
	from frappe.model.document import Document

# DocType -> the occasion for which Reply Templates are kept
OCCASIONS = {
	"Delivery Note": "Delivery Note Submitted",
	"Issue": "Issue Closed",
	"Warranty Claim": "Warranty Claim Closed",
	"Sales Invoice": "Credit Note",
}


def is_on() -> bool:
	"""Whether the site wants drafts; it does until somebody has said no."""
	wanted = frappe.get_cached_doc("Social CRM Settings").get("draft_replies")
	return wanted is None or bool(wanted)


def is_done(doc: "Document") -> bool:
	"""Whether the document has come to the point that people are told of."""
	if doc.doctype == "Issue":
		return doc.status in ("Closed", "Resolved")
	if doc.doctype == "Warranty Claim":
		return doc.status == "Closed"
	return doc.docstatus == 1 and bool(doc.is_return) == (doc.doctype == "Sales Invoice")


def propose(doctype: str, name: str) -> list[str]:
	"""Drafts a reply to each mention behind the document, if it is done (still); returns the drafts' names."""
	if not is_on() or not frappe.db.exists(doctype, name):
		return []
	doc = frappe.get_doc(doctype, name)
	if not is_done(doc):
		return []
	return [
		reply
		for mention, why in origins.mentions_behind(doc).items()
		if (reply := _guarded(mention, doc, why))
	]


def withdraw(doctype: str, name: str) -> None:
	"""The document is not done any more: its drafts go, and those that somebody has worked on say so."""
	exists = frappe.db.exists(doctype, name)
	if exists and is_done(frappe.get_doc(doctype, name)):
		return
	words = _("{0} {1} was taken back since. Does this still have to be said?").format(_(doctype), name)
	proposals.withdraw((doctype, name), words)


def _guarded(mention: str, doc: "Document", why: str) -> str | None:
	"""One mention, or a template, that is not in order must not keep the others from their answers."""
	frappe.db.savepoint("drafting")
	try:
		return _propose(frappe.get_doc("Mention", mention), doc, why)
	except Exception:
		frappe.db.rollback(save_point="drafting")
		log_failure("A reply could not be drafted", "Mention", mention)
		return None


def _propose(mention: "Document", doc: "Document", why: str) -> str | None:
	template = templates.used_for(OCCASIONS[doc.doctype], mention)
	if not template or gate.closed_to_all(mention):
		return None
	person = person_for(mention)
	with _reading_as(person):
		text = templates.render(template, mention, doc)
	if not text:
		return None
	reply = proposals.keep(
		mention.name,
		(doc.doctype, _first_version(doc)),
		{
			"text": text,
			"template": template,
			"visibility": gate.PRIVATE if mention.private else gate.PUBLIC,
			"sender": person or None,
			"proposed_because": f"{_told(doc)} {why}",
			"proposed_for_type": doc.doctype,
			"proposed_for": doc.name,
		},
	)
	if reply and person:
		_notify(person, mention, doc)
	return reply


def person_for(mention: "Document") -> str:
	"""Who should read the draft: whom the mention is assigned to, who answered it last, who keeps the account or
	the mention; "" if nobody of them may answer."""
	keeper = frappe.db.get_value("Social Account", mention.social_account, "owner")
	owners = [user for user in (keeper, mention.owner) if user not in NOBODY]
	candidates = [*mention.get_assigned_users(), mention.replied_by, *owners]
	return next((user for user in dict.fromkeys(candidates) if user and _may_answer(user, mention)), "")


def _may_answer(user: str, mention: "Document") -> bool:
	return (
		bool(frappe.db.get_value("User", user, "enabled"))
		and frappe.has_permission("Mention", "read", mention, user=user)
		and frappe.has_permission("Mention Reply", "create", user=user)
	)


@contextlib.contextmanager
def _reading_as(person: str) -> Iterator[None]:
	"""Templates fill in what the user may read: that is the person, and without one what everybody may read."""
	before = frappe.session.user
	frappe.set_user(person or "Guest")  # the text is theirs to read, whoever submitted the document
	try:
		yield
	finally:
		frappe.set_user(before)  # back to whom the job runs for


def _first_version(doc: "Document") -> str:
	"""The name of the document before it was cancelled and amended: people are told once."""
	name, seen = doc.name, set()
	while doc.meta.has_field("amended_from") and name not in seen:
		seen.add(name)
		name = frappe.db.get_value(doc.doctype, name, "amended_from") or name
	return name


def _told(doc: "Document") -> str:
	words = {
		"Delivery Note": _("Delivery Note {0} was submitted."),
		"Issue": _("Issue {0} was closed."),
		"Warranty Claim": _("Warranty Claim {0} was closed."),
		"Sales Invoice": _("Credit note {0} was submitted."),
	}
	return words[doc.doctype].format(doc.name)


def _notify(person: str, mention: "Document", doc: "Document") -> None:
	subject = _("A reply to {0} is drafted for you: {1}").format(
		frappe.bold(escape_html(mention.title or mention.name)), escape_html(_told(doc))
	)
	enqueue_create_notification(
		[frappe.db.get_value("User", person, "email")],
		{
			"type": "Alert",
			"document_type": "Mention",
			"document_name": mention.name,
			"subject": subject,
			"from_user": person,
		},
	)
