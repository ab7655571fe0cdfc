"""Somebody who wants to hear what becomes of an Idea: at most one row per person and Idea. Thin: `ideas.followers`."""

import frappe
from frappe.model.document import Document

from social_crm_app.ideas import followers, rows


class IdeaFollower(Document):
	def autoname(self):
		self.name = followers.new_name(self.idea, self.person_type, self.person)

	def before_insert(self):
		followers.complete(self)

	def validate(self):
		followers.check(self)


def on_doctype_update():
	frappe.db.add_index("Idea Follower", ["idea", "stopped"], "idea_stopped_index")
	rows.keep_unique("Idea Follower", followers.KEY)
