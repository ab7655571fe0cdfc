"""Names, user names and the own staff are identity keys now: the index of existing sites is built again.

The dispatcher starts the build. It also fills the new settings, which a Single that exists already lacks, drops the
index that a wider one has replaced, and makes the new ones: Frappe does that only where a DocType's file has changed.
"""

import frappe
from frappe.modules.utils import load_doctype_module

OLD_INDEX = "key_type_key_value_index"
INDEXED = ("Identity Key", "Mention", "Social Profile", "Social Profile Match")
DEFAULTS = {"suggest_by_name": 1, "suggest_from": 10}


def execute() -> None:
	settings = frappe.db.get_singles_dict("Social CRM Settings")
	values = {field: value for field, value in DEFAULTS.items() if field not in settings}
	values |= {"index_status": "Not Built", "index_cursor": None}
	frappe.db.set_single_value("Social CRM Settings", values, update_modified=False)
	if frappe.db.has_index("tabIdentity Key", OLD_INDEX):
		drop = f"ALTER TABLE `tabIdentity Key` DROP INDEX `{OLD_INDEX}`"
		frappe.db.sql_ddl(drop)  # Frappe adds indexes and drops none
	for doctype in INDEXED:
		load_doctype_module(doctype).on_doctype_update()
