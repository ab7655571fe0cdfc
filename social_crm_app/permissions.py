"""Who may see what, one function per DocType and question. Nothing else decides about visibility.

Frappe's own role and user permissions come first; what stands here only narrows them further.
"""

import frappe


def may_see_app() -> bool:
	"""True for everybody who can read Mentions: the tile on the apps screen."""
	return bool(frappe.has_permission("Mention", "read"))


def may_see_party(doctype: str, name: str) -> bool:
	"""True if the current user may read that Lead, Customer, Contact ..."""
	return bool(name and frappe.has_permission(doctype, "read", name))


def mention_query(user: str | None = None) -> str:
	"""SQL condition for lists of Mentions.

	Private messages (direct messages to the company) are for Social CRM Users and Managers; a role that was
	merely given read access on Mention sees the public ones.
	"""
	return "" if _may_see_private(user or frappe.session.user) else "`tabMention`.`private` = 0"


def mention_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""The same rule for one Mention."""
	return not doc.get("private") or _may_see_private(user or frappe.session.user)


def _may_see_private(user: str) -> bool:
	if user == "Administrator":
		return True
	return bool({"Social CRM User", "Social CRM Manager", "System Manager"} & set(frappe.get_roles(user)))
