"""One record that a Mention became. Written by `engage.memory` alone."""

import frappe
from frappe.model.document import Document


class MentionDocument(Document):
	pass


def on_doctype_update():
	"""For the form of what was made, which asks which Mentions it came from."""
	frappe.db.add_index(
		"Mention Document", ["document_type", "document_name"], "document_type_document_name_index"
	)
