"""What a Mention becomes. Each conversion is remembered on the Mention; a second one finds the first."""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app import compat
from social_crm_app.identity import decisions, prefill

if TYPE_CHECKING:
	from frappe.model.document import Document


def existing_party(mention: "Document") -> tuple[str, str] | None:
	"""The record this mention's author already is: Customer before Lead before anything else."""
	for doctype in ("Customer", "Lead"):
		if name := mention.get(doctype.lower()):
			return doctype, name
	return (mention.party_type, mention.party) if mention.party else None


def to_lead(mention: "Document") -> tuple[str, str]:
	"""(doctype, name) of the author's record; makes a Lead of what the platform says when there is none.

	The caller holds the Mention's row, so that two clicks make one Lead.
	"""
	if found := existing_party(mention):
		return found
	profile = frappe.get_doc("Social Profile", mention.social_profile) if mention.social_profile else None
	lead = frappe.new_doc("Lead")
	lead.update(_lead_values(mention, profile))
	lead.insert()
	remember(mention, "Lead", lead.name)
	if profile:
		decisions.link(profile.name, "Lead", lead.name)
	else:
		mention.db_set({"party_type": "Lead", "party": lead.name, "lead": lead.name})
	return "Lead", lead.name


def remember(mention: "Document", doctype: str, name: str) -> None:
	"""Writes on the Mention which document was made of it."""
	mention.append("documents", {"document_type": doctype, "document_name": name})
	mention.save()


def made_of(mention: "Document", doctype: str) -> str | None:
	"""The document of this DocType that was made of the Mention before, if it still exists."""
	for row in mention.documents:
		if row.document_type == doctype and frappe.db.exists(doctype, row.document_name):
			return row.document_name
	return None


def _lead_values(mention: "Document", profile: "Document | None") -> dict:
	name = mention.author_name or mention.author_handle
	if not name:
		frappe.throw(_("This mention has no author, so no Lead can be made of it."))
	values = {
		"first_name": name[:140],
		"company": mention.company or frappe.defaults.get_user_default("Company"),
	}
	source_doctype = compat.lead_source_doctype()
	if source := frappe.db.exists(source_doctype, mention.platform):
		values[compat.lead_source_field()] = source
	if profile:
		values["social_handles"] = prefill.handle_line(profile)
		values["website"] = profile.website if len(profile.website or "") <= 140 else None
	return values
