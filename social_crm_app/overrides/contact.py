"""Contact: identity keys, the Customer and Lead it belongs to, and the Connections of its form."""

from typing import TYPE_CHECKING

from social_crm_app.overrides import dashboard, party

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_update(doc: "Document", method: str | None = None) -> None:
	if party.keys_changed(doc) or _rows_changed(doc, ("email_ids", "email_id"), ("phone_nos", "phone")):
		party.rekey(doc)
	if doc.get_doc_before_save() and _rows_changed(doc, ("links", "link_doctype"), ("links", "link_name")):
		party.stands_for_changed("Contact", doc.name)


def get_dashboard_data(data: dict) -> dict:
	return dashboard.with_social(data, "contact")


def _rows_changed(doc: "Document", *columns: tuple[str, str]) -> bool:
	before = doc.get_doc_before_save()
	if not before:
		return True
	return any(
		[row.get(field) for row in doc.get(table) or ()]
		!= [row.get(field) for row in before.get(table) or ()]
		for table, field in columns
	)
