"""For whom a document is made: the records behind a mention's author, as far as the user may read them.

Reads only. Nobody may learn through a new document who an author is: what the user may not read is left out here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _

import erpnext

from social_crm_app import compat
from social_crm_app.engage.memory import existing_party
from social_crm_app.permissions import may_see_party

if TYPE_CHECKING:
	from frappe.model.document import Document


@dataclass(frozen=True, slots=True)
class Author:
	"""Names of records that the user may read, "" for none. `hidden`: the author is somebody the user may not see,
	and then none of the names is given."""

	customer: str = ""
	lead: str = ""
	contact: str = ""
	prospect: str = ""
	hidden: bool = False


def of(mention: "Document") -> Author:
	"""Who the author is for the current user."""
	party = existing_party(mention)
	if party and not may_see_party(*party):
		return Author(hidden=True)
	return Author(
		customer=mention.customer or "",  # it is the party, so it may be read
		lead=_seen("Lead", mention.lead),
		contact=_seen("Contact", mention.contact),
		prospect=mention.party if mention.party_type == "Prospect" else "",
	)


def refuse_hidden(author: Author) -> None:
	"""For documents that cannot be without their party. Must not say who it is."""
	if author.hidden:
		frappe.throw(
			_(
				"The author of this post is known, but is not a record that you may see. Ask a colleague who may."
			),
			frappe.PermissionError,
		)


def email(author: Author) -> str:
	"""The author's e-mail address in our own records; empty if there is none."""
	for doctype, name in (("Contact", author.contact), ("Lead", author.lead)):
		if name and (address := frappe.db.get_value(doctype, name, "email_id")):
			return address
	return ""


def company(mention: "Document") -> str | None:
	"""The company that was talked to, else the user's own."""
	return mention.company or erpnext.get_default_company()


def source(doctype: str, platform: str) -> dict[str, str]:
	"""The field of Lead and Opportunity that says where they came from, if there is a source for this platform."""
	field = compat.lead_source_field()
	if not frappe.get_meta(doctype).has_field(field):
		return {}
	found = frappe.db.exists(compat.lead_source_doctype(), platform)
	return {field: found} if found else {}


def _seen(doctype: str, name: str | None) -> str:
	return name if name and may_see_party(doctype, name) else ""
