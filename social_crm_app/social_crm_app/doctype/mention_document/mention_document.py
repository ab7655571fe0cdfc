"""One record that a Mention became."""

from frappe.model.document import Document


class MentionDocument(Document):
	pass
