"""Which documents a Mention became, kept in its table "documents": read, written, and forgotten with them.

The only writer of that table and of `idea`, the newest Idea among them. It must not make documents; `convert` does.
"""

from typing import TYPE_CHECKING

import frappe

from social_crm_app.identity.restamp import LINK_COLUMNS

if TYPE_CHECKING:
	from frappe.model.document import Document


def existing_party(mention: "Document") -> tuple[str, str] | None:
	"""The record this mention's author already is: Customer before Lead before anything else."""
	for doctype in ("Customer", "Lead"):
		if name := mention.get(doctype.lower()):
			return doctype, name
	return (mention.party_type, mention.party) if mention.party else None


def hold(mention: "Document") -> "Document":
	"""The Mention as it stands now; its row, its author's and its party's are locked until the transaction ends.

	What somebody else did while the locks were waited for is seen if these are the first reads of the
	transaction; what was remembered on this very Mention is seen in any case. The party comes before the profile
	before the mention, the order in which records and links are saved elsewhere.
	"""
	if party := existing_party(mention):
		frappe.db.get_value(*party, "name", for_update=True)
	if mention.social_profile:
		frappe.db.get_value("Social Profile", mention.social_profile, "name", for_update=True)
	columns = ["modified", *LINK_COLUMNS]
	row = frappe.db.get_value("Mention", mention.name, columns, as_dict=True, for_update=True)
	fresh = frappe.get_doc("Mention", mention.name)
	if row and str(row.modified) != str(fresh.modified):  # this transaction looks at an older state
		fresh = frappe.get_doc("Mention", mention.name, for_update=True)
	fresh.update({column: row[column] for column in LINK_COLUMNS})
	return fresh


def made_of(mention: "Document", doctype: str, held: bool = False) -> str | None:
	"""The document of this DocType that was made of the Mention before; not one that is deleted or cancelled.

	`held`: inside `hold`, where one counts that was made while the lock was waited for.
	"""
	for row in reversed(mention.documents):
		if row.document_type == doctype and _is_there(doctype, row.document_name, held):
			return row.document_name
	return None


def remember(mention: "Document", doctype: str, name: str) -> None:
	"""Writes on the Mention which document was made of it, and drops what does not exist any more."""
	kept = [row for row in mention.documents if frappe.db.exists(row.document_type, row.document_name)]
	mention.set("documents", kept)
	mention.append("documents", {"document_type": doctype, "document_name": name})
	if doctype == "Idea":
		mention.idea = name
	mention.flags.remembering = True
	mention.save()


def forget(doctype: str, name: str) -> None:
	"""The document is deleted: no Mention points to it any more, so that nothing stands in the way of either."""
	made = {"document_type": doctype, "document_name": name}
	if doctype == "Idea":
		mentions = frappe.get_all("Mention Document", made, pluck="parent", order_by="parent")
		frappe.db.set_value(
			"Mention", {"name": ("in", mentions or [""]), "idea": name}, "idea", None, update_modified=False
		)
	frappe.db.delete("Mention Document", made)


def _is_there(doctype: str, name: str, held: bool) -> bool:
	columns = ["docstatus", *(["status"] if frappe.get_meta(doctype).has_field("status") else [])]
	row = frappe.db.get_value(doctype, name, columns, as_dict=True, for_update=held)
	return bool(row) and row.docstatus != 2 and row.get("status") != "Cancelled"
