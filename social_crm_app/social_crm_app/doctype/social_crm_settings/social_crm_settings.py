"""Defaults of the whole app. The index columns are written by `jobs.index`."""

from frappe.model.document import Document


class SocialCRMSettings(Document):
	pass
