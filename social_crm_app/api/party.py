"""The Social section of Lead, Customer and Contact."""

import frappe

from social_crm_app.insight import party


@frappe.whitelist(methods=["GET"])
def summary(doctype: str, name: str) -> dict:
	"""{total, more, profiles, mentions, trend} of a record that the user may read; see `insight.party`."""
	frappe.has_permission(doctype, "read", name, throw=True)
	if not frappe.has_permission("Mention", "read"):
		return {}
	return party.summary(doctype, name)
