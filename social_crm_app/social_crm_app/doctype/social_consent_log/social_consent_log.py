"""One event of a person's consent: who did what, and when."""

from frappe.model.document import Document


class SocialConsentLog(Document):
	pass
