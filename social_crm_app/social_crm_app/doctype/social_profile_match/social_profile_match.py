"""A candidate for who a profile is, with its evidence; written by `identity.matches`."""

from frappe.model.document import Document


class SocialProfileMatch(Document):
	pass
