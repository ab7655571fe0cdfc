"""Says on each Mention of which Idea it speaks, for those that were made into one before the column was there."""

import frappe

PAGE = 500


def execute() -> None:
	last = ""
	while rows := frappe.get_all(
		"Mention Document",
		{"document_type": "Idea", "parenttype": "Mention", "name": (">", last)},
		["name", "parent", "document_name"],
		order_by="name",
		limit=PAGE,
	):
		found = {row.parent: {"idea": row.document_name} for row in rows}
		frappe.db.bulk_update("Mention", found, update_modified=False)
		last = rows[-1].name
