"""Taking the app off a site leaves nothing behind, and it can be put on again. Runs last: it empties the site of it."""

import subprocess
import sys

import pytest

import frappe

from social_crm_app.custom_fields import MODULE, all_custom_fields
from social_crm_app.install import INDEXES, ROLES
from social_crm_app.seeds import WORKFLOWS

pytestmark = pytest.mark.real_commit

OURS = {
	"DocType": {"module": "Social CRM App"},
	"Module Def": {"app_name": "social_crm_app"},
	"Workspace": {"module": "Social CRM App"},
	"Number Card": {"module": "Social CRM App"},
	"Dashboard Chart": {"module": "Social CRM App"},
	"Notification": {"document_type": ("in", ("Mention", "Social Account"))},
	"Workflow": {"name": ("in", [steps.name for steps in WORKFLOWS])},
	"Role": {"name": ("in", ROLES)},
	"Has Role": {"role": ("in", ROLES)},
	"Custom DocPerm": {"role": ("in", ROLES)},
	"Scheduled Job Type": {"method": ("like", "social_crm_app.%")},
	"Custom Field": {"module": MODULE},
	"Onboarding Step": {
		"reference_document": ("in", ("Social Account", "Listening Query", "Social CRM Settings"))
	},
	"Property Setter": {"module": "Social CRM App"},
	"Assignment Rule": {"document_type": "Mention"},
}


def bench(site: str, *arguments: str) -> str:
	frappe.db.rollback()  # an open transaction here would keep the other process from changing tables
	command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", site, *arguments]
	done = subprocess.run(command, capture_output=True, text=True, timeout=600)
	assert done.returncode == 0, done.stdout + done.stderr
	return done.stdout


def fresh_view():
	"""As the next request sees the site: this process has kept the hooks of the app that is gone."""
	frappe.db.rollback()
	frappe.clear_cache()
	if hasattr(frappe.local, "doc_events_hooks"):
		del frappe.local.doc_events_hooks


def left_over() -> dict[str, list[str]]:
	found = {doctype: frappe.get_all(doctype, filters, pluck="name") for doctype, filters in OURS.items()}
	columns = [
		f"{doctype}.{field['fieldname']}"
		for doctype, fields in all_custom_fields().items()
		if frappe.db.table_exists(doctype, cached=False)
		for field in fields
		if field["fieldname"] in frappe.db.get_table_columns(doctype)
	]
	found["columns"] = columns
	found["indexes"] = [
		name for doctype, (name, _columns) in INDEXES.items() if frappe.db.has_index(f"tab{doctype}", name)
	]
	found["installed"] = [app for app in frappe.get_installed_apps() if app == "social_crm_app"]
	return {what: names for what, names in found.items() if names}


def test_migrating_twice_changes_nothing(site):
	bench(site, "migrate", "--skip-search-index")
	before = left_over()
	bench(site, "migrate", "--skip-search-index")
	fresh_view()
	assert left_over() == before


def test_uninstalling_leaves_nothing_and_installing_again_works(site):
	rule = frappe.get_doc(
		{
			"doctype": "Assignment Rule", "name": "Left by an admin", "document_type": "Mention", "assign_condition": "1", "rule": "Round Robin",
			"description": "x", "users": [{"user": "Administrator"}], "assignment_days": [{"day": "Monday"}],
		}
	).insert()  # fmt: skip
	user = frappe.get_doc("User", "Administrator")
	frappe.db.commit()
	assert set(left_over()) >= {
		"DocType",
		"Role",
		"Workflow",
		"Scheduled Job Type",
		"Custom Field",
		"columns",
		"indexes",
	}
	bench(site, "uninstall-app", "social_crm_app", "--yes", "--no-backup")
	fresh_view()
	assert left_over() == {}
	assert not frappe.db.exists("Assignment Rule", rule.name)
	frappe.get_doc("User", user.name).save()  # the site works without the app
	bench(site, "install-app", "social_crm_app")
	fresh_view()
	assert set(left_over()) >= {
		"DocType",
		"Role",
		"Workflow",
		"Scheduled Job Type",
		"Custom Field",
		"columns",
		"indexes",
	}
