"""A suggestion, with the mentions and other records that speak for it. Thin: the work is done in `ideas`."""

import frappe
from frappe.model.document import Document

from social_crm_app.ideas import collect, comments, status, votes


class Idea(Document):
	def validate(self):
		collect.drop_double_evidence(self)
		status.note_change(self)

	def on_trash(self):
		votes.forget(self.name)
		comments.forget(self.name)


def on_doctype_update():
	frappe.db.add_index("Idea", ["status", "rank_score"], "status_rank_score_index")
	frappe.db.add_index("Idea", ["owner", "moderation", "status"], "owner_moderation_status_index")
	if not frappe.db.has_index("tabIdea", "similar_index"):
		add = "ALTER TABLE `tabIdea` ADD FULLTEXT INDEX `similar_index` (`title`, `description`)"
		frappe.db.sql_ddl(add)  # Frappe has no word for a full-text index
