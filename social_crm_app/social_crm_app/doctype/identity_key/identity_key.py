"""One key of one record: the index of `identity.index`, which is its only writer."""

import frappe
from frappe.model.document import Document

HOLDER_INDEX = "key_holder_index"
LOOKS_INDEX = "pending_looks_index"


class IdentityKey(Document):
	pass


def on_doctype_update():
	# The holder's DocType too: how many Customers share a key is then counted on the index alone
	frappe.db.add_index("Identity Key", ["key_type", "key_value", "reference_doctype"], HOLDER_INDEX)
	frappe.db.add_index("Identity Key", ["pending_looks", "modified"], LOOKS_INDEX)
	frappe.db.add_index("Identity Key", ["reference_doctype", "reference_name"], "reference_index")
