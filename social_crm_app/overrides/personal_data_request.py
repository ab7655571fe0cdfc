"""Frappe's Personal Data requests, which know a person by e-mail: social profiles are answered for too."""

from typing import TYPE_CHECKING

from social_crm_app.jobs.enqueue import enqueue_answer_download, enqueue_erase
from social_crm_app.privacy import erase, requests

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_download(doc: "Document", method: str | None = None) -> None:
	"""Personal Data Download Request, after it was made."""
	enqueue_answer_download(doc.name)


def before_approval(doc: "Document", method: str | None = None) -> None:
	"""Personal Data Deletion Request, once the person has confirmed it: a deletion cannot be undone, so it names what
	would go before anybody approves it."""
	if doc.status == "Pending Approval" and not doc.deletion_steps:
		requests.list_profiles(doc)


def on_deletion(doc: "Document", method: str | None = None) -> None:
	"""Personal Data Deletion Request: the moment Frappe starts to delete, it writes down its steps.

	At that moment the Contact and the User still carry the address; after it they do not.
	"""
	if not doc.deletion_steps or any(step.status != "Pending" for step in doc.deletion_steps):
		return
	for profile in requests.to_erase(doc):
		erase.begin(profile)
		enqueue_erase(profile)
