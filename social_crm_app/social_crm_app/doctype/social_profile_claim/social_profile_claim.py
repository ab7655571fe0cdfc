"""A person's claim that an account on a platform is theirs, with the code that proves it."""

from frappe.model.document import Document


class SocialProfileClaim(Document):
	pass
