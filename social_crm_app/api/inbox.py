"""The inbox: pages, numbers, one conversation, what is done with many mentions, saved filters."""

import json

import frappe
from frappe import _

from social_crm_app.engage import triage
from social_crm_app.insight import inbox, inbox_filters, inbox_saved, inbox_thread
from social_crm_app.permissions import require

LIST_FILTER = "List Filter"
LONGEST_LABEL = 140


@frappe.whitelist(methods=["GET"])
def page(filters: str = "{}", after: str = "") -> dict:
	"""The next mentions, newest first: {rows, next, searched_until}; see `insight.inbox.page`."""
	frappe.has_permission("Mention", "read", throw=True)
	return inbox.page(inbox_filters.parse(filters), inbox_filters.read_position(after))


@frappe.whitelist(methods=["GET"])
def counts(filters: str = "{}") -> dict:
	"""How many mentions each group and box holds: {groups, boxes, cap, partial}; see `insight.inbox.counts`."""
	frappe.has_permission("Mention", "read", throw=True)
	return inbox.counts(inbox_filters.parse(filters))


@frappe.whitelist(methods=["GET"])
def thread(mention: str) -> dict:
	"""The conversation around a mention: {items, mention}; see `insight.inbox_thread.thread`."""
	require("Mention", "read", mention)
	return inbox_thread.thread(frappe.get_doc("Mention", mention))


@frappe.whitelist(methods=["POST"])
def assign(mentions: list[str] | str, user: str) -> dict[str, list]:
	"""Gives these mentions to a user: {done: [name], failed: [{name, why}]}."""
	frappe.has_permission("Mention", "write", throw=True)
	return triage.assign(_names(mentions), user)


@frappe.whitelist(methods=["POST"])
def set_status(mentions: list[str] | str, status: str) -> dict[str, list]:
	"""Saves these mentions with another status: {done: [name], failed: [{name, why}]}."""
	frappe.has_permission("Mention", "write", throw=True)
	return triage.set_status(_names(mentions), status)


@frappe.whitelist(methods=["POST"])
def tag(mentions: list[str] | str, tag: str) -> dict[str, list]:
	"""Adds a tag to these mentions: {done: [name], failed: [{name, why}]}."""
	frappe.has_permission("Mention", "write", throw=True)
	return triage.tag(_names(mentions), tag)


@frappe.whitelist(methods=["GET"])
def saved() -> list[dict]:
	"""[{name, label, filters, mine}]: the user's own saved filters and those for everybody."""
	frappe.has_permission("Mention", "read", throw=True)
	return inbox_saved.saved(frappe.session.user)


@frappe.whitelist(methods=["POST"])
def save_filter(label: str, filters: str) -> str:
	"""Keeps filters for the user under a label, in place of those that had it before; returns the name."""
	frappe.has_permission("Mention", "read", throw=True)
	if not label.strip():
		frappe.throw(_("Please give the filter a name."))
	if set(label) & set("<>"):  # Frappe's own lists show these names as HTML
		frappe.throw(_("The name of a filter cannot contain < or >."))
	return inbox_saved.save(
		label.strip()[:LONGEST_LABEL], inbox_filters.cleaned(filters), frappe.session.user
	)


@frappe.whitelist(methods=["POST"])
def forget_filter(name: str) -> None:
	"""Removes a saved filter of the user's own."""
	if frappe.db.get_value(LIST_FILTER, name, "for_user") != frappe.session.user:
		frappe.throw(_("This filter is not yours."), frappe.PermissionError)
	frappe.delete_doc(LIST_FILTER, name)


def _names(mentions: list[str] | str) -> list[str]:
	names = json.loads(mentions) if isinstance(mentions, str) else mentions
	if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
		frappe.throw(_("These mentions cannot be read."))
	return names
