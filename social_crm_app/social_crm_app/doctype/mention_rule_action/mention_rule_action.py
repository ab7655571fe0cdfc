"""One thing that a Mention Rule does."""

from frappe.model.document import Document


class MentionRuleAction(Document):
	pass
