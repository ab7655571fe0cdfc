"""The inbox: pages, numbers, one conversation, what is done with many mentions, saved filters."""

import json

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_crm_app import readable
from social_crm_app.engage import notes, triage
from social_crm_app.ingest import conversation
from social_crm_app.insight import inbox, inbox_conversation, inbox_filters, inbox_saved, inbox_thread
from social_crm_app.permissions import require

LIST_FILTER = "List Filter"
LONGEST_LABEL = 140
MOST_ROWS = 500


@frappe.whitelist(methods=["GET"])
def page(filters: str = "{}", after: str = "") -> dict:
	"""The next mentions, newest first: {rows, next, searched_until}; see `insight.inbox.page`."""
	frappe.has_permission("Mention", "read", throw=True)
	return inbox.page(inbox_filters.parse(filters), inbox_filters.read_position(after))


@frappe.whitelist(methods=["GET"])
def rows(names: str) -> list[dict]:
	"""The rows of these mentions (a JSON list) as they are now; those that the user may not read are left out."""
	readable = frappe.get_list(
		"Mention", {"name": ("in", _names(names)[:MOST_ROWS])}, pluck="name", order_by="name", limit=0
	)
	return inbox.rows_of(readable, now_datetime())


@frappe.whitelist(methods=["GET"])
def counts(filters: str = "{}") -> dict:
	"""How many mentions each group and box holds: {groups, boxes, cap, partial}, see `insight.inbox.counts`; `closed`
	names the kinds of records none of which the user may read, so that posts of people linked to them are missing."""
	frappe.has_permission("Mention", "read", throw=True)
	user = frappe.session.user
	closed = [_(doctype) for doctype in ("Customer", "Lead") if readable.condition(doctype, user) is None]
	return {**inbox.counts(inbox_filters.parse(filters)), "closed": closed}


@frappe.whitelist(methods=["GET"])
def thread(mention: str) -> dict:
	"""The conversation around a mention: {items, mention}; see `insight.inbox_thread.thread`."""
	require("Mention", "read", mention)
	return inbox_thread.thread(frappe.get_doc("Mention", mention))


@frappe.whitelist(methods=["POST"])
def platform_thread(mention: str) -> dict:
	"""What the platform tells of the conversation beside what is stored here: {items, trouble}; see
	`insight.inbox_conversation.items`. A POST, for the account's short-lived tokens may be renewed and kept."""
	require("Mention", "read", mention)
	doc = frappe.get_doc("Mention", mention)
	told = conversation.around(doc)
	return {"items": inbox_conversation.items(doc, told.posts), "trouble": told.trouble}


@frappe.whitelist(methods=["POST"])
def add_note(mention: str, content: str) -> dict:
	"""Adds an internal note: {name}. Colleagues who are named and may not read the mention are not told of it."""
	require("Mention", "read", mention)
	return {"name": notes.add(mention, content)}


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
