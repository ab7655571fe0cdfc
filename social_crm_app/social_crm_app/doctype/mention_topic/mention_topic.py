"""One Listening Query or master record that a Mention is about."""

from frappe.model.document import Document


class MentionTopic(Document):
	pass
