"""One record that speaks for an Idea."""

from frappe.model.document import Document


class IdeaEvidence(Document):
	pass
