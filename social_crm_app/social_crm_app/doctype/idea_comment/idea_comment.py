"""What somebody says about an Idea for others to read. Thin: `ideas.comments`. What colleagues note among
themselves are Frappe's own Comments on the Idea."""

import frappe
from frappe.model.document import Document

from social_crm_app.ideas import comments


class IdeaComment(Document):
	def before_insert(self):
		comments.complete(self)

	def validate(self):
		comments.check(self)


def on_doctype_update():
	frappe.db.add_index("Idea Comment", ["idea", "moderation", "creation"], "idea_moderation_creation_index")
	frappe.db.add_index("Idea Comment", ["author", "helpful"], "author_helpful_index")
