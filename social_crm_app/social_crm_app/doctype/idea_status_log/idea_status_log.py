"""One change of an Idea's status: when, by whom, why. Written by `ideas.status`."""

from frappe.model.document import Document


class IdeaStatusLog(Document):
	pass
