"""One voter's vote for an Idea: at most one row per voter and Idea, taken back or not. Thin: `ideas.votes`."""

import frappe
from frappe.model.document import Document

from social_crm_app.ideas import rows, votes


class IdeaVote(Document):
	def autoname(self):
		self.name = votes.new_name(self.idea, self.voter_type, self.voter)

	def before_insert(self):
		votes.complete(self)

	def validate(self):
		votes.check(self)

	def on_update(self):
		votes.count(self)

	def after_delete(self):
		votes.recount_after(self)


def on_doctype_update():
	"""Who has voted for what, and when everybody was seen first: read from this index alone."""
	columns = ["voter", "voter_type", "withdrawn", "voted_at"]
	frappe.db.add_index("Idea Vote", columns, "voter_withdrawn_voted_at_index")
	rows.keep_unique("Idea Vote", votes.KEY)
