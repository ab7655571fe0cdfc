"""What of a stored Mention no save changes, in the form, by REST or by a script: what the platform has said, and
what the app itself has worked out. Its own writers do not save documents, or say so in the document's flags.

It must not decide who may save at all.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from frappe.model.document import Document

# Of a pulled mention; one that was typed in has nobody else who could know better
OF_THE_PLATFORM = (
	"external_id", "platform", "social_account", "company", "kind", "private", "permalink", "posted_at", "edited_at",
	"social_profile", "author_name", "author_handle", "language", "source", "likes", "replies", "reposts", "reach", "media",
	"raw",
)  # fmt: skip
# Of every mention
WORKED_OUT = (
	"mention_key", "thread_root", "parent_key", "title", "text_cut", "fetched_at", "deleted_upstream", "sentiment_score",
	"sentiment_detected", "sentiment_reason", "sentiment_overridden", "intent_detected", "intent_reason",
	"intent_overridden", "topics_overridden", "analysis_version", "automation_pending", "rules_pending", "rules_tries",
	"rules_retry_at",
)  # fmt: skip
# Written by whoever records that a reply was sent, who saves with flags.ignore_permissions
OF_THE_ANSWER = ("replied_by", "first_responded_on")
# Written when a document was made of it, which the flag `remembering` says
OF_THE_DOCUMENTS = ("idea", "documents")
CLOCK = "service_level_agreement_creation"


def restore(doc: "Document") -> None:
	"""Puts back what is kept. Raises frappe.ValidationError for another text, and frappe.PermissionError if the user
	may not write the mention as it is stored: Frappe has asked about the one that they have sent."""
	before = doc.get_doc_before_save()
	if not before or doc.flags.from_pull:
		return
	if not doc.flags.ignore_permissions:
		before.check_permission("write")
	if before.text != doc.text:
		frappe.throw(_("The text of a mention is what its author wrote; it cannot be edited here."))
	columns = (*WORKED_OUT, *(OF_THE_PLATFORM if is_pulled(before) else ()), *_of_the_answer(doc))
	columns += () if doc.flags.remembering else OF_THE_DOCUMENTS
	doc.update({column: before.get(column) for column in columns if doc.meta.has_field(column)})


def is_pulled(doc: "Document") -> bool:
	"""False for what a person typed in or imported."""
	return bool(doc.social_account or doc.raw)


def _of_the_answer(doc: "Document") -> tuple[str, ...]:
	"""The clock of an agreement too, unless the site allows that it is set back."""
	if doc.flags.ignore_permissions:
		return ()
	may_reset = frappe.db.get_single_value(
		"Support Settings", "allow_resetting_service_level_agreement", cache=True
	)
	return OF_THE_ANSWER if may_reset else (*OF_THE_ANSWER, CLOCK)
