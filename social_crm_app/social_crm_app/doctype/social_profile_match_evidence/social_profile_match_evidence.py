"""One piece of evidence for a match."""

from frappe.model.document import Document


class SocialProfileMatchEvidence(Document):
	pass
