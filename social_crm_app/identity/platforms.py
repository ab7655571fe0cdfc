"""On which platforms people may be identified at all: the rows of Social CRM Settings. Reads only."""

import frappe


def closed() -> frozenset[str]:
	"""Labels of the platforms whose rules, as the settings say, forbid linking accounts to business records."""
	rows = frappe.get_cached_doc("Social CRM Settings").get("platform_policies") or ()
	return frozenset(row.platform for row in rows if not row.identity_linking)


def linking_allowed(platform: str) -> bool:
	"""True unless the settings have a row for this platform (its label) that forbids it."""
	return platform not in closed()
