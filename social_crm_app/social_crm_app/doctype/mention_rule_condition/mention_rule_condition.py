"""One condition of a Mention Rule."""

from frappe.model.document import Document


class MentionRuleCondition(Document):
	pass
