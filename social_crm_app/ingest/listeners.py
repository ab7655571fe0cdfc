"""Who listens to new Mentions, and therefore how they must be stored.

Reads only. Whatever an admin hangs on Mention must fire for a pulled one exactly as for one saved in the
form; when nobody listens there is nothing to fire and the fast way is safe.
"""

from enum import Enum
from typing import TYPE_CHECKING

from pypika.terms import ValueWrapper

import frappe
from frappe.core.doctype.server_script.server_script_utils import EVENT_MAP, get_server_script_map
from frappe.model.base_document import get_controller

from social_crm_app import compat

if TYPE_CHECKING:
	from frappe.model.document import Document

BEFORE_EVENTS = ("before_insert", "before_validate", "validate", "before_save")
AFTER_EVENTS = ("after_insert", "on_update", "on_change")
# Their handlers for every DocType do something for a new Mention only where a record configures them.
_CONFIGURED_APPS = ("frappe.", "erpnext.")


class Listening(Enum):
	"""NOBODY: store in bulk. AFTER: store in bulk, then fire what comes after saving. BEFORE: somebody wants
	a say before the row exists, so each mention is saved like a form."""

	NOBODY = 0
	AFTER = 1
	BEFORE = 2


def listening() -> Listening:
	"""The strongest kind of listener that Mention has now: one query and cached look-ups, once per page."""
	configured = _configured()
	if (
		not get_controller("Mention").__module__.startswith("social_crm_app.")  # another app's class
		or frappe.get_meta("Mention").get_workflow()
		or "Service Level Agreement" in configured
		or _scripted(BEFORE_EVENTS)
		or _hooked(BEFORE_EVENTS)
	):
		return Listening.BEFORE
	return (
		Listening.AFTER
		if configured or _scripted(AFTER_EVENTS) or _hooked(AFTER_EVENTS)
		else Listening.NOBODY
	)


def notifications() -> "list[Document]":
	"""The enabled Notifications on Mention, loaded once for a whole batch."""
	names = frappe.get_all(
		"Notification", {"document_type": "Mention", "enabled": 1}, pluck="name", order_by="name"
	)
	return [frappe.get_doc("Notification", name) for name in names]


def assignment_rules() -> "list[Document]":
	"""The enabled Assignment Rules on Mention in their order, loaded once for a whole batch."""
	names = frappe.get_all(
		"Assignment Rule",
		{"document_type": "Mention", "disabled": 0},
		pluck="name",
		order_by="priority desc",
	)
	return [frappe.get_doc("Assignment Rule", name) for name in names]


def anything_else() -> bool:
	"""True if more than Notifications, Assignment Rules and our own rules listens after saving."""
	simple = {"Notification", "Assignment Rule", "Mention Rule"}
	return bool(_configured() - simple) or _scripted(AFTER_EVENTS) or _hooked(AFTER_EVENTS)


def ruled() -> bool:
	"""True if any Mention Rule is enabled: new mentions are to be told to `social_crm_new_mentions`."""
	return "Mention Rule" in _configured()


def _configured() -> set[str]:
	"""The DocTypes of automation that have an active record for Mention, in one query."""
	query = getattr(frappe.local, "social_crm_listener_query", None)
	if not query:  # building it costs more than running it, and it is asked for every page
		query = frappe.local.social_crm_listener_query = _configured_query()
	return {row[0] for row in frappe.db.sql(query)}  # the query builder's own text, kept


def _configured_query() -> str:
	query = None
	for doctype, field, switch, on in _automation():
		table = frappe.qb.DocType(doctype)
		part = frappe.qb.from_(table).select(ValueWrapper(doctype)).where(table[switch] == on)
		if field:
			part = part.where(table[field] == "Mention")
		query = part if query is None else query.union(part)
	return query.get_sql()


def _automation() -> list[tuple[str, str, str, int]]:
	"""(DocType, the field that names ours if any, its switch, the switch's position for active)."""
	found = [
		("Notification", "document_type", "enabled", 1),
		("Assignment Rule", "document_type", "disabled", 0),
		("Webhook", "webhook_doctype", "enabled", 1),
		("Milestone Tracker", "document_type", "disabled", 0),
		("Service Level Agreement", "document_type", "enabled", 1),
	]
	if compat.has_energy_points():
		found.append(("Energy Point Rule", "reference_doctype", "enabled", 1))
	if frappe.db.table_exists("Mention Rule"):  # not while an update is being installed
		found.append(("Mention Rule", "", "enabled", 1))
	return found


def _scripted(events: tuple[str, ...]) -> bool:
	scripts = get_server_script_map().get("Mention", {})
	return any(EVENT_MAP.get(event) in scripts for event in events)


def _hooked(events: tuple[str, ...]) -> bool:
	"""True if an app hangs on Mention, or an app other than Frappe and ERPNext on every DocType."""
	hooks = frappe.get_doc_hooks()
	handlers = [h for event in events for h in hooks.get("Mention", {}).get(event, [])]
	handlers += [
		h for event in events for h in hooks.get("*", {}).get(event, []) if not h.startswith(_CONFIGURED_APPS)
	]
	return bool(handlers)
