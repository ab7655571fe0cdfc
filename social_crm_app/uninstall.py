"""Leaves nothing behind that `bench uninstall-app` would not remove by itself.

Frappe removes the DocTypes, reports, workspace and everything else whose module is ours. It leaves roles,
columns of custom fields and the workflow; those go here. Business records of others are not touched.
"""

import frappe

from social_crm_app.custom_fields import all_custom_fields
from social_crm_app.install import INDEXES, ROLES
from social_crm_app.seeds import remove_workflows


def before_uninstall() -> None:
	remove_custom_fields()
	remove_workflows()
	remove_listeners()
	remove_roles()
	remove_scheduled_jobs()
	remove_onboarding_steps()
	remove_indexes()


def remove_indexes() -> None:
	"""Ours on tables of others: Frappe adds indexes and drops none."""
	for doctype, (name, _columns) in INDEXES.items():
		if frappe.db.has_index(f"tab{doctype}", name):
			drop = f"ALTER TABLE `tab{doctype}` DROP INDEX `{name}`"
			frappe.db.sql_ddl(drop)  # nothing but DDL drops an index


def remove_custom_fields() -> None:
	"""Deletes our custom fields and the columns behind them."""
	for doctype, fields in all_custom_fields().items():
		names = [field["fieldname"] for field in fields]
		for name in frappe.get_all("Custom Field", {"dt": doctype, "fieldname": ("in", names)}, pluck="name"):
			frappe.delete_doc("Custom Field", name, force=True)
		for column in set(names) & set(frappe.db.get_table_columns(doctype)):
			drop = f"ALTER TABLE `tab{doctype}` DROP COLUMN `{column}`"
			frappe.db.sql_ddl(drop)  # Frappe deletes the field and leaves its column
		frappe.clear_cache(doctype=doctype)


def remove_listeners() -> None:
	"""Deletes what admins hung on our DocTypes: without the DocType it can only fail."""
	for doctype, field in (
		("Notification", "document_type"),
		("Assignment Rule", "document_type"),
		("Workflow", "document_type"),
		("Webhook", "webhook_doctype"),
		("Server Script", "reference_doctype"),
		("Milestone Tracker", "document_type"),
		("Kanban Board", "reference_doctype"),
		("List Filter", "reference_doctype"),
		("Service Level Agreement", "document_type"),
	):
		ours = frappe.get_all("DocType", {"module": "Social CRM App"}, pluck="name")
		for name in frappe.get_all(doctype, {field: ("in", ours)}, pluck="name"):
			frappe.delete_doc(doctype, name, force=True)


def remove_roles() -> None:
	for doctype in ("Has Role", "Custom DocPerm", "DocPerm"):
		frappe.db.delete(doctype, {"role": ("in", ROLES)})
	for role in ROLES:
		frappe.delete_doc("Role", role, force=True, ignore_missing=True)


def remove_onboarding_steps() -> None:
	"""Onboarding Steps have no module by which Frappe could find them; they hang on our Module Onboarding."""
	steps = frappe.get_all("Onboarding Step Map", {"parent": "Social CRM"}, pluck="step")
	for name in steps:
		frappe.delete_doc("Onboarding Step", name, force=True, ignore_missing=True)


def remove_scheduled_jobs() -> None:
	for name in frappe.get_all("Scheduled Job Type", {"method": ("like", "social_crm_app.%")}, pluck="name"):
		frappe.delete_doc("Scheduled Job Type", name, force=True)
