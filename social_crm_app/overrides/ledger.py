"""Sales Invoice, Sales Order, Quotation, Opportunity: what was bought or offered says who is a paying customer.

Thin: a document of a party that has a Social Profile sends one job, which asks the ledger anew.
"""

from typing import TYPE_CHECKING

from social_crm_app.identity import relationship
from social_crm_app.jobs.enqueue import enqueue_relationship

if TYPE_CHECKING:
	from frappe.model.document import Document

_FIELDS = {"Quotation": ("quotation_to", "party_name"), "Opportunity": ("opportunity_from", "party_name")}


def moved(doc: "Document", method: str | None = None) -> None:
	"""The document was submitted, cancelled, changed or deleted."""
	for party in {_party(doc), _party(doc.get_doc_before_save() or doc)}:
		if all(party) and relationship.is_linked(*party):
			enqueue_relationship(*party)


def _party(doc: "Document") -> tuple[str, str]:
	if doc.doctype in _FIELDS:
		type_field, name_field = _FIELDS[doc.doctype]
		return doc.get(type_field) or "", doc.get(name_field) or ""
	return "Customer", doc.customer or ""
