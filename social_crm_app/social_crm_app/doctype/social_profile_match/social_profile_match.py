"""A candidate for who a profile is, with its evidence; written by `identity.matches`, in statements of its own.

The right to write it is the right to decide: see `api.match`.
"""

import frappe
from frappe import _
from frappe.model.document import Document


class SocialProfileMatch(Document):
	def validate(self):
		"""No form, no REST call and no script saves one: a status or a state that nobody decided would be believed."""
		frappe.throw(
			_("A match is not written by hand. Decide about it with Confirm, Reject or Undo."),
			frappe.PermissionError,
		)


def on_doctype_update():
	"""One index for each order of the list of suggestions, and one for those whose value is not counted yet."""
	frappe.db.add_index(
		"Social Profile Match", ["status", "score", "value_at_stake"], "status_score_value_index"
	)
	frappe.db.add_index("Social Profile Match", ["status", "value_at_stake"], "status_value_index")
	frappe.db.add_index("Social Profile Match", ["status", "stake_counted_at"], "status_counted_index")
