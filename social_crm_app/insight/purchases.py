"""What a verified purchaser has bought: the document that the profile named and that is its customer's.

Shown only to those who may read the document; the badge without details is for everybody else. Reads only.
"""

import frappe

from social_crm_app.identity import purchaser
from social_crm_app.insight import documents
from social_crm_app.permissions import may_see_party


def purchase_of(profile: str) -> dict | None:
	"""{doctype, name, items, date} of the newest named purchase that the current user may read, else None.

	None also for a profile that is not linked, and for users who may not read the profile or its customer.
	`items` is one line of item names, `date` the day of the document, of a serial number that of its delivery.
	"""
	if not frappe.has_permission("Social Profile", "read", profile):
		return None
	party = frappe.db.get_value("Social Profile", profile, ["party_type", "party"])
	if not party or not may_see_party(*party):
		return None
	pairs = purchaser.purchases([profile]).get(profile, [])
	shown = documents.readable(pairs)
	found = next((shown[pair] for pair in pairs if pair in shown), None)
	if not found:
		return None
	date = _delivered_on(found["name"]) if found["doctype"] == "Serial No" else found["date"]
	return {"doctype": found["doctype"], "name": found["name"], "items": found["items"], "date": date}


def _delivered_on(serial: str):
	"""The day of the last delivery of a serial number, None when the stock ledger does not know of one."""
	entry, bundle = frappe.qb.DocType("Serial and Batch Entry"), frappe.qb.DocType("Serial and Batch Bundle")
	found = (
		frappe.qb.from_(entry)
		.join(bundle)
		.on(bundle.name == entry.parent)
		.select(bundle.posting_date)
		.where((entry.serial_no == serial) & (bundle.type_of_transaction == "Outward"))
		.where((bundle.is_cancelled == 0) & (bundle.docstatus == 1))
		.orderby(bundle.posting_date, order=frappe.qb.desc)
		.limit(1)
		.run()
	)
	return found[0][0] if found else None
