"""Comments that are written on documents of ours. Must not touch any other Comment."""

from typing import TYPE_CHECKING

from social_crm_app.engage import notes

if TYPE_CHECKING:
	from frappe.model.document import Document


def validate(doc: "Document", method: str | None = None) -> None:
	"""Nobody is notified of what they may not read. After Frappe's own validation has cleaned the content, before
	it looks for names in it."""
	notes.tell_readers_only(doc)
