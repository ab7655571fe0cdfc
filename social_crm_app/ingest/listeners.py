"""Who listens to new Mentions, and therefore how they must be stored.

Reads only. Whatever an admin hangs on Mention must fire for a pulled one exactly as for one saved in the
form; when nobody listens there is nothing to fire and the fast way is safe.
"""

from enum import Enum

import frappe
from frappe.core.doctype.server_script.server_script_utils import EVENT_MAP, get_server_script_map
from frappe.model.base_document import get_controller

# Handlers for "*" that do something only where they are configured, or nothing of use for a new Mention.
_HARMLESS_APPS = ("frappe.", "erpnext.")
_BEFORE = ("before_insert", "before_validate", "validate", "before_save")
_AFTER = ("after_insert", "on_update", "on_change")


class Listening(Enum):
	"""NOBODY: store in bulk. AFTER: store in bulk, then fire what comes after saving. BEFORE: somebody wants
	a say before the row exists, so each mention is saved like a form."""

	NOBODY = 0
	AFTER = 1
	BEFORE = 2


def listening() -> Listening:
	"""The strongest kind of listener that Mention has now; a handful of cached look-ups, once per page."""
	if any(check() for check in (_overridden, _workflow, _service_level, _scripts_before, _hooks_before)):
		return Listening.BEFORE
	if any(check() for check in (_configured_after, _scripts_after, _hooks_after)):
		return Listening.AFTER
	return Listening.NOBODY


def _overridden() -> bool:
	"""True if another app has put its own class in the place of ours."""
	return not get_controller("Mention").__module__.startswith("social_crm_app.")


def _workflow() -> bool:
	return bool(frappe.get_meta("Mention").get_workflow())


def _service_level() -> bool:
	return bool(frappe.db.exists("Service Level Agreement", {"document_type": "Mention", "enabled": 1}))


def _scripts() -> set[str]:
	return set(get_server_script_map().get("Mention", {}))


def _scripts_before() -> bool:
	return bool(_scripts() & {EVENT_MAP[event] for event in _BEFORE if event in EVENT_MAP})


def _scripts_after() -> bool:
	return bool(_scripts() & {EVENT_MAP[event] for event in _AFTER if event in EVENT_MAP})


def _hooks_before() -> bool:
	return _hooked(_BEFORE)


def _hooks_after() -> bool:
	return _hooked(_AFTER)


def _hooked(events: tuple[str, ...]) -> bool:
	"""True if an app hangs on Mention, or an app other than Frappe and ERPNext on every DocType."""
	hooks = frappe.get_doc_hooks()
	handlers = [h for event in events for h in hooks.get("Mention", {}).get(event, [])]
	handlers += [
		h for event in events for h in hooks.get("*", {}).get(event, []) if not h.startswith(_HARMLESS_APPS)
	]
	return bool(handlers)


def _configured_after() -> bool:
	return any(
		frappe.db.exists(doctype, filters)
		for doctype, filters in (
			(
				"Notification",
				{
					"document_type": "Mention",
					"enabled": 1,
					"event": ("not in", ("Days Before", "Days After")),
				},
			),
			("Assignment Rule", {"document_type": "Mention", "disabled": 0}),
			("Webhook", {"webhook_doctype": "Mention", "enabled": 1}),
			("Milestone Tracker", {"document_type": "Mention", "disabled": 0}),
			*_energy_points(),
		)
	)


def _energy_points() -> list[tuple[str, dict]]:
	"""Energy points are part of Frappe v15 and an app of their own in v16."""
	if not frappe.db.exists("DocType", "Energy Point Rule"):
		return []
	return [("Energy Point Rule", {"reference_doctype": "Mention", "enabled": 1})]
