"""Removes second rows of a voter or a follower of an Idea, which could be made before the unique index was there."""

import frappe

from social_crm_app.ideas import rows


def execute() -> None:
	for doctype in rows.SINGLE:
		if frappe.db.table_exists(doctype):
			rows.drop_doubles(doctype)
