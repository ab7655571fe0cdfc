"""Mention: make a Lead, make an Idea."""

import frappe

from social_crm_app.engage import convert
from social_crm_app.ideas import collect


@frappe.whitelist(methods=["POST"])
def make_lead(mention: str) -> dict[str, str]:
	"""{doctype, name} of the author's record: the one that is linked, else a new Lead."""
	doctype, name = convert.to_lead(_held(mention, "write"))
	return {"doctype": doctype, "name": name}


@frappe.whitelist(methods=["POST"])
def make_idea(mention: str) -> dict[str, str]:
	"""{doctype, name} of the Idea made of this Mention; a second call returns the first one."""
	return {"doctype": "Idea", "name": collect.from_mention(_held(mention, "write"))}


def _held(mention: str, ptype: str):
	"""The Mention, its row locked until the request ends, if the user has that right on it."""
	doc = frappe.get_doc("Mention", mention, for_update=True)
	doc.check_permission(ptype)
	return doc
