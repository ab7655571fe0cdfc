"""A text for replies, with merge fields. Thin: `engage.templates` fills it in."""

from frappe.model.document import Document

from social_crm_app.engage import templates


class ReplyTemplate(Document):
	def validate(self):
		templates.check(self.text)
