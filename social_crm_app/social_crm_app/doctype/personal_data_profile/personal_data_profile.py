"""A Social Profile that a Personal Data Deletion Request may erase; filled by `privacy.requests`, ticked by whoever
approves the request."""

from frappe.model.document import Document


class PersonalDataProfile(Document):
	pass
