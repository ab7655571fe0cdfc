"""ERPNext's Service Level Agreement on Mention: when its clock starts.

Everything else (which agreement, holidays, what counts as answered) is ERPNext's. Nothing is measured here.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from frappe.model.document import Document


def start_clock(doc: "Document") -> None:
	"""The person waits since they wrote, not since we pulled it: ERPNext counts from this column if it is set."""
	if not doc.get("service_level_agreement_creation"):
		doc.service_level_agreement_creation = doc.posted_at
