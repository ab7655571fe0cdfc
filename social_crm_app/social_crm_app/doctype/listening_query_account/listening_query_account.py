"""An account whose platform is searched for a Listening Query."""

from frappe.model.document import Document


class ListeningQueryAccount(Document):
	pass
