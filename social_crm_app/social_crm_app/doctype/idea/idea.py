"""A suggestion, with the mentions and other records that speak for it. Thin: the work is done in `ideas`."""

import frappe
from frappe.model.document import Document

from social_crm_app.ideas import collect, comments, followers, status, votes, words
from social_crm_app.jobs.enqueue import enqueue_idea_news


class Idea(Document):
	def validate(self):
		collect.drop_double_evidence(self)
		status.note_change(self)
		words.keep(self)

	def on_update(self):
		if self.news_pending and self.has_value_changed("status"):
			enqueue_idea_news()

	def on_trash(self):
		followers.forget(self.name)
		votes.forget(self.name)
		comments.forget(self.name)

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
