"""The domain behind an e-mail suggests and no longer links: the index of existing sites is built again.

The dispatcher starts the build. Keys that are marked as derived now wake the profiles that show them, so that links
which had nothing else become suggestions.
"""

import frappe


def execute() -> None:
	values = {"index_status": "Not Built", "index_cursor": None}
	frappe.db.set_single_value("Social CRM Settings", values, update_modified=False)
