"""The device that a post is about: a Serial No that the author named and that was sold to their Customer."""

from typing import TYPE_CHECKING

import frappe

from social_crm_app.identity import documents
from social_crm_app.identity.documents import Named

if TYPE_CHECKING:
	from frappe.model.document import Document

_TAKEN = {
	"item_code": "item_code",
	"item_name": "item_name",
	"description": "description",
	"warranty_amc_status": "maintenance_status",
	"warranty_expiry_date": "warranty_expiry_date",
	"amc_expiry_date": "amc_expiry_date",
}


def values_for(mention: "Document", customer: str) -> dict:
	"""The fields of a Warranty Claim that its Serial No fills; empty when none is named that belongs to `customer`
	and that the user may read. What this post names comes before what the author named earlier, newest first."""
	for serial in _of_customer(mention, customer):
		if frappe.has_permission("Serial No", "read", serial):
			row = frappe.db.get_value("Serial No", serial, list(_TAKEN.values()), as_dict=True)
			return {
				"serial_no": serial,
				**{field: row[column] for field, column in _TAKEN.items() if row[column]},
			}
	return {}


def _of_customer(mention: "Document", customer: str) -> list[str]:
	named = {"here": list(documents.named_in(mention.text, mention.company, mention.posted_at))}
	if mention.social_profile:
		named["before"] = _named_before(mention.social_profile)
	found = documents.found(named)
	return [
		evidence.document[1]
		for which in ("here", "before")
		for owner, evidence in found.get(which, ())
		if evidence.kind == "Serial No" and owner.customer == customer
	]


def _named_before(profile: str) -> list[Named]:
	kept = documents.kept([profile]).get(profile, [])
	return [one for one in reversed(kept) if one.document[0] in ("", "Serial No")]
