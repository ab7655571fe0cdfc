"""Customer: identity keys, the Lead it was before, and the Connections of its form."""

from typing import TYPE_CHECKING

from social_crm_app.identity import linker
from social_crm_app.overrides import dashboard, party

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_update(doc: "Document", method: str | None = None) -> None:
	if party.keys_changed(doc):
		party.rekey(doc)
	if doc.lead_name and doc.has_value_changed("lead_name"):
		linker.refresh({"lead": doc.lead_name})


def get_dashboard_data(data: dict) -> dict:
	return dashboard.with_social(data, "customer")
