"""Whether the accounts of one platform may be linked to business records, and the platform's rule for that."""

from frappe.model.document import Document


class SocialPlatformPolicy(Document):
	pass
