"""The values that a Lead or a Contact takes over from a Social Profile.

What a platform says of a person, as a proposal in a form: a person reads it before it is saved. It writes nothing.
"""

from typing import TYPE_CHECKING

import frappe
from frappe.utils import validate_email_address

from social_crm_app import compat, connectors

if TYPE_CHECKING:
	from frappe.model.document import Document

DOCTYPES = ("Lead", "Contact")
LONGEST = 140  # characters of a Data field


def values_for(doctype: str, profile: "Document") -> dict:
	"""Field values for a new Lead or Contact; rows of child tables as lists of dicts."""
	first, _space, last = (profile.display_name or profile.handle or "").strip().partition(" ")
	values = {
		"first_name": first[:LONGEST],
		"last_name": last.strip()[:LONGEST],
		"social_handles": handle_line(profile),
	}
	email = validate_email_address((profile.email or "")[:LONGEST])
	if doctype == "Contact":
		values["email_ids"] = [{"email_id": email, "is_primary": 1}] if email else []
		return values
	website = profile.website if len(profile.website or "") <= LONGEST else ""
	return {**values, "email_id": email, "website": website, **_source(profile.platform)}


def handle_line(profile: "Document") -> str:
	"""The account as the field Social Handles reads it, so that the record finds this person by itself."""
	if not profile.handle or profile.platform == "Other":
		return ""
	return f"{connectors.get(profile.platform).platform}: {profile.handle}"


def _source(platform: str) -> dict[str, str]:
	source = frappe.db.exists(compat.lead_source_doctype(), platform)
	return {compat.lead_source_field(): source} if source else {}
