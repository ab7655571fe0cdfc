"""A suggestion, with the mentions and other records that speak for it. Thin: the work is done in `ideas`."""

import frappe
from frappe.model.document import Document

from social_crm_app.ideas import collect, comments, followers, guard, status, votes, words
from social_crm_app.insight import revenue
from social_crm_app.jobs.enqueue import enqueue_idea_news

MONEY = 1  # the permission level of what is counted in invoices


class Idea(Document):
	def onload(self):
		self.set_onload("may_see_money", MONEY in self.get_permlevel_access("read"))

	def validate(self):
		guard.restore(self)
		collect.drop_double_evidence(self)
		collect.check_evidence(self)
		status.note_change(self)
		words.keep(self)

	def validate_workflow(self):
		"""A file brings ideas as they stood elsewhere; who may import is a right of its own."""
		if not frappe.flags.in_import:
			super().validate_workflow()

	def on_update(self):
		if self.news_pending and self.has_value_changed("status"):
			enqueue_idea_news()

	def on_trash(self):
		followers.forget(self.name)
		votes.forget(self.name)
		comments.forget(self.name)

	def get_permlevel_access(self, permission_type="write"):
		"""The permission levels of the user: whoever may read Sales Invoices reads the money of an Idea too."""
		levels = super().get_permlevel_access(permission_type)
		if permission_type == "read" and MONEY not in levels and revenue.may_see_money():
			levels.append(MONEY)
		return levels

	def run_post_save_methods(self):
		"""Frappe answers a save by REST with all columns; not with those that the user may not read."""
		super().run_post_save_methods()
		if not self.flags.ignore_permissions:
			self.apply_fieldlevel_read_permissions()

	def text_erased(self):
		"""What a post had left in the text was taken out of the row."""
		self.db_set("search_words", words.of(self.title, self.description), update_modified=False)


def on_doctype_update():
	"""An index for each way the lists of the desk and of the portal look at ideas, and one for words."""
	for columns in (
		["status", "rank_score"], ["status", "target_date"], ["moderation", "rank_score"], ["moderation", "creation"],
		["owner", "moderation", "status"],
	):  # fmt: skip
		frappe.db.add_index("Idea", columns, f"{'_'.join(columns)}_index")
	if not frappe.db.has_index("tabIdea", "search_words_index"):
		add = "ALTER TABLE `tabIdea` ADD FULLTEXT INDEX `search_words_index` (`search_words`)"
		frappe.db.sql_ddl(add)  # Frappe has no word for a full-text index
