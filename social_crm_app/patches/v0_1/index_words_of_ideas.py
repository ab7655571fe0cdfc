"""Fills the words by which Ideas are found, for those that were there before they were kept."""

import frappe

from social_crm_app.ideas import words

PAGE = 500


def execute() -> None:
	last = ""
	while rows := frappe.get_all(
		"Idea",
		{"name": (">", last)},
		["name", "title", "description"],
		order_by="name",
		limit=PAGE,
	):
		found = {row.name: {"search_words": words.of(row.title, row.description)} for row in rows}
		frappe.db.bulk_update("Idea", found, update_modified=False)
		last = rows[-1].name
	if frappe.db.has_index("tabIdea", "similar_index"):
		frappe.db.sql_ddl("ALTER TABLE `tabIdea` DROP INDEX `similar_index`")  # Frappe drops none by name
