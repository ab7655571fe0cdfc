"""A candidate for who a profile is, with its evidence; written by `identity.matches`."""

import frappe
from frappe.model.document import Document


class SocialProfileMatch(Document):
	pass


def on_doctype_update():
	"""One index for each order of the list of suggestions, and one for those whose value is not counted yet."""
	frappe.db.add_index(
		"Social Profile Match", ["status", "score", "value_at_stake"], "status_score_value_index"
	)
	frappe.db.add_index("Social Profile Match", ["status", "value_at_stake"], "status_value_index")
	frappe.db.add_index("Social Profile Match", ["status", "stake_counted_at"], "status_counted_index")
