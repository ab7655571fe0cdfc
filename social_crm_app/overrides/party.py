"""What Lead, Customer and Contact have in common: their identity keys and links follow every change; the links of
Prospect, Supplier and Sales Partner, which have no keys, follow their names."""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.identity import changes, recheck
from social_crm_app.identity.keys import parse_handles
from social_crm_app.identity.parties import KEY_FIELDS
from social_crm_app.jobs.enqueue import enqueue_recheck, enqueue_settle

if TYPE_CHECKING:
	from frappe.model.document import Document


def check_handles(doc: "Document", method: str | None = None) -> None:
	"""Tells the person at the form which handles could not be read; saving goes on."""
	if not doc.get("social_handles") or not doc.has_value_changed("social_handles"):
		return
	_keys, unreadable = parse_handles(doc.social_handles)
	if unreadable:
		frappe.msgprint(
			_("These social handles could not be read and will not match anybody: {0}").format(
				", ".join(frappe.utils.escape_html(line) for line in unreadable)
			),
			title=_("Social Handles"),
			indicator="orange",
		)


def keys_changed(doc: "Document") -> bool:
	"""True for every new record: ERPNext's own steps after inserting make Frappe believe that nothing has changed."""
	return bool(doc.flags.in_insert) or any(doc.has_value_changed(field) for field in KEY_FIELDS[doc.doctype])


def rekey(doc: "Document") -> None:
	"""Brings the record's keys up to date; the job looks for profiles that waited for a new one, and again at those
	that an old one had found."""
	recheck.mark(changes.keys_changed(doc.doctype, doc.name))
	enqueue_recheck()


def stands_for_changed(doctype: str, name: str) -> None:
	"""The record became, or now belongs to, somebody else: links and decisions follow."""
	changes.stands_for_changed(doctype, name)
	enqueue_recheck()


def after_rename(doc: "Document", method: str, old: str, new: str, merge: bool = False) -> None:
	changes.renamed(doc.doctype, old, new)
	enqueue_recheck()


def on_trash(doc: "Document", method: str | None = None) -> None:
	enqueue_settle(changes.deleted(doc.doctype, doc.name))
