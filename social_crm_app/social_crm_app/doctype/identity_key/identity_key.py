"""One key of one record: the index of `identity.index`, which is its only writer."""

import frappe
from frappe.model.document import Document


class IdentityKey(Document):
	pass


def on_doctype_update():
	frappe.db.add_index("Identity Key", ["key_type", "key_value"], "key_type_key_value_index")
	frappe.db.add_index("Identity Key", ["reference_doctype", "reference_name"], "reference_index")
