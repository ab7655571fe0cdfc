"""The only place that knows of differences between Frappe / ERPNext versions.

Everything else asks a question here. A switch is decided by what is there (a field, a function), not by a
version number, wherever that is possible.
"""

import frappe


def in_test() -> bool:
	"""True inside a test run (`frappe.flags.in_test` in v15, `frappe.in_test` in v16)."""
	return bool(getattr(frappe, "in_test", None) or frappe.flags.in_test)


def lead_source_field() -> str:
	"""The field of Lead that says where it came from: `source` in ERPNext v15, `utm_source` in v16."""
	return "utm_source" if frappe.get_meta("Lead").has_field("utm_source") else "source"


def lead_source_doctype() -> str:
	"""The DocType behind `lead_source_field`: Lead Source in v15, UTM Source in v16."""
	return frappe.get_meta("Lead").get_field(lead_source_field()).options


def has_energy_points() -> bool:
	"""Energy points are a part of Frappe in v15 and an app of their own in v16."""
	return bool(frappe.db.table_exists("Energy Point Rule"))
