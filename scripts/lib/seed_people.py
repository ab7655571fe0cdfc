"""The demo's customers, leads and contacts, from the same people.csv that the preview reads.

Runs on a connected site. Idempotent: what is there stays as it is. It must not create documents of trade;
`seed_trade` does.
"""

import csv

import frappe

from social_crm_app.preview.demo_story import DATA


def seed_people() -> None:
	"""Everybody of people.csv: customers first, since contacts point to them."""
	with (DATA / "people.csv").open(encoding="utf-8", newline="") as file:
		rows = list(csv.DictReader(file))
	for kind, make in (("Customer", make_customer), ("Contact", make_contact), ("Lead", make_lead)):
		for row in rows:
			if row["kind"] == kind:
				make(row)


def make_customer(row: dict[str, str]) -> None:
	if frappe.db.exists("Customer", row["name"]):
		return
	is_company = bool(row["website"])
	frappe.get_doc(
		doctype="Customer",
		customer_name=row["name"],
		customer_type="Company" if is_company else "Individual",
		customer_group="Commercial" if is_company else "Individual",
		territory=territory(row["territory"]),
		website=row["website"],
		email_id=row["email"],
		mobile_no=row["phone"],
		social_handles=row["social_handles"],
	).insert()


def make_contact(row: dict[str, str]) -> None:
	first_name, _, last_name = row["name"].partition(" ")
	if frappe.db.exists("Contact", {"first_name": first_name, "last_name": last_name}):
		return
	contact = frappe.get_doc(
		doctype="Contact",
		first_name=first_name,
		last_name=last_name,
		company_name=row["company"],
		social_handles=row["social_handles"],
		links=[{"link_doctype": "Customer", "link_name": row["company"]}],
	)
	contact.add_email(row["email"], is_primary=True)
	contact.add_phone(row["phone"], is_primary_mobile_no=True)
	contact.insert()


def make_lead(row: dict[str, str]) -> None:
	first_name, _, last_name = row["name"].partition(" ")
	if frappe.db.exists("Lead", {"email_id": row["email"]}):
		return
	frappe.get_doc(
		doctype="Lead",
		first_name=first_name,
		last_name=last_name,
		company_name=row["company"],
		email_id=row["email"],
		mobile_no=row["phone"],
		website=row["website"],
		territory=territory(row["territory"]),
		social_handles=row["social_handles"],
	).insert()


def territory(name: str) -> str:
	"""The territory of that name, created below the root if need be."""
	if not frappe.db.exists("Territory", name):
		frappe.get_doc(doctype="Territory", territory_name=name, parent_territory="All Territories").insert()
	return name
