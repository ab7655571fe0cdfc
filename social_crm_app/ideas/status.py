"""The log of an Idea's status, and the mark that followers are to be told. Writes on the document that is being
saved, never by itself."""

from typing import TYPE_CHECKING

import frappe
from frappe.utils import now_datetime

if TYPE_CHECKING:
	from frappe.model.document import Document

# No more votes are asked for, and those given are free for other ideas.
SETTLED = ("Shipped", "Declined")


def note_change(idea: "Document") -> None:
	"""Adds a row when the status changes, with the reason that was given, and clears the reason for the next."""
	before = idea.get_doc_before_save()
	if before and before.status == idea.status:
		return
	if not before and idea.status == "New":
		return
	idea.append(
		"status_log",
		{
			"happened_at": now_datetime(),
			"from_status": before.status if before else None,
			"to_status": idea.status,
			"user": frappe.session.user,
			"reason": idea.status_reason,
		},
	)
	idea.status_reason = None
	if before:
		idea.news_pending = 1  # its followers are told by a job
