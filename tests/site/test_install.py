"""What installing leaves on a site, and that setting up again changes nothing."""

import json
from pathlib import Path

import pytest

import frappe

import social_crm_app
from social_crm_app import hooks, install
from social_crm_app.custom_fields import CUSTOM_FIELDS

PACKAGE = Path(social_crm_app.__file__).parent
DOCTYPES = sorted(PACKAGE.glob("social_crm_app/doctype/*/*.json"))


def dotted_paths(value):
	if isinstance(value, str):
		if value.startswith("social_crm_app."):
			yield value
	elif isinstance(value, dict):
		for inner in value.values():
			yield from dotted_paths(inner)
	elif isinstance(value, list):
		for inner in value:
			yield from dotted_paths(inner)


@pytest.mark.parametrize(
	"path",
	sorted(
		{
			p
			for name in dir(hooks)
			for p in dotted_paths(getattr(hooks, name))
			if not p.endswith((".js", ".css")) and p != hooks.__name__
		}
	),
)
def test_every_hook_points_at_something(path):
	assert callable(frappe.get_attr(path))


@pytest.mark.parametrize("file", DOCTYPES, ids=lambda p: p.stem)
def test_every_doctype_is_there_with_rights_for_named_roles_only(file):
	spec = json.loads(file.read_text())
	meta = frappe.get_meta(spec["name"])
	assert meta.module == "Social CRM App"
	if not meta.istable:
		assert {p.role for p in meta.permissions} and "All" not in {p.role for p in meta.permissions}
		assert meta.sort_field


def test_custom_fields_carry_our_module():
	for doctype, fields in CUSTOM_FIELDS.items():
		for field in fields:
			assert (
				frappe.db.get_value(
					"Custom Field", {"dt": doctype, "fieldname": field["fieldname"]}, "module"
				)
				== "Social CRM App"
			)


def test_every_shipped_filter_has_an_index():
	indexed = {
		row.Column_name
		for row in frappe.db.sql("show index from `tabMention`", as_dict=True)
		if row.Seq_in_index == 1
	}
	filters = {f.fieldname for f in frappe.get_meta("Mention").fields if f.in_standard_filter}
	# Few values of their own and always used with one of the others
	assert filters - indexed <= {"priority", "kind"}


@pytest.mark.real_commit  # adding fields commits by itself
def test_setting_up_again_changes_nothing():
	def everything():
		return {
			doctype: sorted(frappe.get_all(doctype, pluck="name"))
			for doctype in (
				"Custom Field",
				"Role",
				"Workflow",
				"Workflow State",
				"Workflow Action Master",
				"Scheduled Job Type",
			)
		}

	before = everything()
	install.set_up()
	assert everything() == before


def test_the_roles_may_do_their_work(as_user):
	with as_user("Social CRM User"):
		for doctype, right in (
			("Mention", "write"),
			("Social Profile", "write"),
			("Idea", "create"),
			("Social Account", "read"),
			("Social Sync Log", "read"),
		):
			assert frappe.has_permission(doctype, right), doctype
		for doctype, right in (
			("Social Account", "write"),
			("Listening Query", "write"),
			("Identity Key", "read"),
			("Mention", "delete"),
		):
			assert not frappe.has_permission(doctype, right), doctype
	with as_user("Social CRM Manager"):
		for doctype in ("Social Account", "Listening Query", "Mention", "Social CRM Settings"):
			assert frappe.has_permission(doctype, "write"), doctype
	with as_user("Sales User"):
		assert not frappe.has_permission("Mention", "read")


def test_old_logs_are_cleared_by_log_settings():
	from frappe.utils import add_days, now_datetime

	account = frappe.get_doc(
		{
			"doctype": "Social Account",
			"title": "X",
			"platform": "RSS/Atom Feed",
			"instance_url": "https://x.example",
		}
	).insert()
	for days in (1, 40):
		log = frappe.get_doc({"doctype": "Social Sync Log", "social_account": account.name}).insert()
		frappe.db.set_value(
			"Social Sync Log", log.name, "creation", add_days(now_datetime(), -days), update_modified=False
		)
	frappe.get_meta("Social Sync Log")
	from social_crm_app.social_crm_app.doctype.social_sync_log.social_sync_log import SocialSyncLog

	SocialSyncLog.clear_old_logs(30)
	assert frappe.db.count("Social Sync Log") == 1
