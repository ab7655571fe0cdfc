"""What is done with new mentions by themselves. Thin: `engage.rules` checks, matches and acts."""

import frappe
from frappe.model.document import Document

from social_crm_app.engage import proposals
from social_crm_app.engage.rules import check


class MentionRule(Document):
	def validate(self):
		check.check(self)
		# Whoever saves it answers for it: nobody can have done by a rule what they may not do themselves.
		self.run_as = frappe.session.user
		self.errors_in_a_row = 0
		if self.enabled:
			self.switched_off_because = None

	def on_trash(self):
		frappe.db.delete("Mention Rule Log", {"rule": self.name})
		proposals.forget(("Mention Rule", self.name))


def on_doctype_update():
	"""The enabled rules, looked for with every page that is pulled."""
	frappe.db.add_index("Mention Rule", ["enabled", "sequence"], "enabled_sequence_index")
