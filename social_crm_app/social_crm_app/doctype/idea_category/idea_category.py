"""What kind of suggestion an Idea is, in the words of the company."""

from frappe.model.document import Document


class IdeaCategory(Document):
	pass
