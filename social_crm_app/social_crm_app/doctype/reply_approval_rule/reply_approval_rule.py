"""One rule by which a reply has to be approved; `engage.approval` reads it."""

from frappe.model.document import Document


class ReplyApprovalRule(Document):
	pass
