"""What a Mention became (Opportunity, Issue, Warranty Claim, Task): the Connections of its form, and its deletion.

Must not change the documents themselves.
"""

from typing import TYPE_CHECKING

from frappe import _

from social_crm_app.engage import memory

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_trash(doc: "Document", method: str | None = None) -> None:
	"""The Mention forgets what is deleted; a second click makes a new one."""
	memory.forget(doc.doctype, doc.name)


def opportunity_dashboard(data: dict) -> dict:
	return _with_mentions(data, "Opportunity")


def issue_dashboard(data: dict) -> dict:
	return _with_mentions(data, "Issue")


def warranty_claim_dashboard(data: dict) -> dict:
	return _with_mentions(data, "Warranty Claim")


def task_dashboard(data: dict) -> dict:
	return _with_mentions(data, "Task")


def _with_mentions(data: dict, doctype: str) -> dict:
	"""`data` (a form's dashboard) with the Mentions in whose table "documents" the record stands."""
	data.setdefault("non_standard_fieldnames", {})["Mention"] = "document_name"
	data.setdefault("dynamic_links", {})["document_name"] = [doctype, "document_type"]
	data.setdefault("fieldname", "document_name")
	data.setdefault("transactions", []).append({"label": _("Social"), "items": ["Mention"]})
	return data
