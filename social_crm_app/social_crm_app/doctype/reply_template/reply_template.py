"""A text for replies, with merge fields. Thin: `engage.templates` fills it in."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from social_crm_app.engage import templates


class ReplyTemplate(Document):
	def validate(self):
		if unknown := templates.unknown_fields(self.text):
			words = "<br>".join(map(escape_html, unknown))
			frappe.msgprint(words, title=_("This Template Cannot Be Filled In"), indicator="orange")
