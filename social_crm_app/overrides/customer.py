"""Customer: identity keys, the Lead it was before, and the Connections of its form."""

from typing import TYPE_CHECKING

from social_crm_app.overrides import dashboard, party

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_update(doc: "Document", method: str | None = None) -> None:
	if party.keys_changed(doc):
		party.rekey(doc)
	if doc.flags.in_insert or doc.has_value_changed("lead_name"):
		before = doc.get_doc_before_save()
		for lead in {doc.lead_name, before and before.lead_name} - {None, ""}:
			party.stands_for_changed("Lead", lead)


def get_dashboard_data(data: dict) -> dict:
	return dashboard.with_social(data, "customer")
