"""Delivery Note, credit note, Issue and Warranty Claim: what is done sets off a drafted reply, in a job.

Must not do the work itself: a document is submitted as fast as ever, and whatever goes wrong here stays here.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe

from social_crm_app.engage import loop, proposals
from social_crm_app.errorlog import log_failure
from social_crm_app.jobs.enqueue import enqueue_proposals, enqueue_withdrawal

if TYPE_CHECKING:
	from frappe.model.document import Document

# Documents of years past that are brought in concern nobody's posts.
_BULK = ("in_import", "in_migrate", "in_patch", "in_install")


def on_submit(doc: "Document", method: str | None = None) -> None:
	if loop.is_on() and loop.is_done(doc):
		_safely(enqueue_proposals, doc)


def on_cancel(doc: "Document", method: str | None = None) -> None:
	_safely(enqueue_withdrawal, doc)


def on_change(doc: "Document", method: str | None = None) -> None:
	"""A document that is not submitted is done, or not any more, by its status; an e-mail that comes in may reopen
	an Issue without a save."""
	if not doc.has_value_changed("status"):
		return
	before = doc.get_doc_before_save()
	was_done = bool(before) and loop.is_done(before)
	if loop.is_done(doc) and not was_done and loop.is_on():
		_safely(enqueue_proposals, doc)
	elif was_done and not loop.is_done(doc):
		_safely(enqueue_withdrawal, doc)


def on_trash(doc: "Document", method: str | None = None) -> None:
	proposals.forget((doc.doctype, doc.name))


def _safely(enqueue: Callable[[str, str], None], doc: "Document") -> None:
	if any(frappe.flags.get(flag) for flag in _BULK):
		return
	try:
		enqueue(doc.doctype, doc.name)
	except Exception:  # without a queue there is no draft; the document goes through all the same
		log_failure("A reply could not be drafted", doc.doctype, doc.name)
