"""What a site needs besides the DocTypes: custom fields, defaults, examples.

Idempotent: the same seeder serves installing and migrating. It must not overwrite what an admin changed.
"""

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from social_crm_app.custom_fields import all_custom_fields
from social_crm_app.engage.default_templates import seed_reply_templates
from social_crm_app.insight import response_times
from social_crm_app.insight.inbox_search import OVERDUE_INDEX
from social_crm_app.jobs.enqueue import enqueue_index_build
from social_crm_app.privacy.policy import seed_policies
from social_crm_app.seeds import seed_examples

ROLES = ("Social CRM User", "Social CRM Manager")
# Indexes on tables of others, by DocType. Of several columns, because Frappe drops what is of one alone.
INDEXES = {
	# Which Customer did this Lead become?
	"Customer": ("social_crm_lead_name_index", ["lead_name", "name"]),
	# Is anything that this Customer bought under warranty?
	"Serial No": ("social_crm_customer_warranty_index", ["customer", "warranty_expiry_date"]),
	# Which open deals has this party?
	"Opportunity": ("social_crm_party_status_index", ["party_name", "status"]),
	# What is mine in the inbox?
	"ToDo": (
		"social_crm_allocated_to_index",
		["allocated_to", "reference_type", "status", "reference_name"],
	),
}


def after_install() -> None:
	"""Sets the site up and starts building the identity index of the records that are already there."""
	set_up()
	enqueue_index_build()


def after_migrate() -> None:
	set_up()


def set_up() -> None:
	create_roles()
	create_custom_fields(all_custom_fields(), ignore_validate=True)
	add_indexes()
	set_defaults()
	seed_policies()
	seed_examples()
	seed_reply_templates()


def add_indexes() -> None:
	"""Those on tables of others, and those of Mention whose columns are Custom Fields."""
	for doctype, (name, columns) in INDEXES.items():
		frappe.db.add_index(doctype, columns, name)
	frappe.db.add_index("Mention", ["status", "first_responded_on", "response_by"], OVERDUE_INDEX)
	frappe.db.add_index("Mention", list(response_times.INDEXED), response_times.INDEX)


def create_roles() -> None:
	for role in ROLES:
		if not frappe.db.exists("Role", role):
			frappe.get_doc({"doctype": "Role", "role_name": role, "desk_access": 1}).insert()


def set_defaults() -> None:
	"""Fills the settings that were never set: Frappe gives a Single none of the defaults that come later. The
	country comes from the site's own."""
	held = frappe.db.get_singles_dict("Social CRM Settings")
	fields = frappe.get_meta("Social CRM Settings").fields
	never_set = {f.fieldname: f.default for f in fields if f.default and f.fieldname not in held}
	if never_set:
		frappe.db.set_single_value("Social CRM Settings", never_set, update_modified=False)
	settings = frappe.get_single("Social CRM Settings")
	if not settings.default_country:
		settings.db_set("default_country", frappe.db.get_default("country"), update_modified=False)
