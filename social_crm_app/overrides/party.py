"""What Lead, Customer and Contact have in common: their identity keys follow every change."""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.identity import index, linker, lookup
from social_crm_app.identity.keys import parse_handles
from social_crm_app.identity.parties import KEY_FIELDS
from social_crm_app.jobs.enqueue import enqueue_settle

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
	return any(doc.has_value_changed(field) for field in KEY_FIELDS[doc.doctype])


def rekey(doc: "Document") -> None:
	"""Brings the record's keys up to date and wakes the profiles that waited for a new one."""
	added = index.rekey_party(doc.doctype, [doc.name])
	enqueue_settle(lookup.profiles_waiting_for(added))


def after_rename(doc: "Document", method: str, old: str, new: str, merge: bool = False) -> None:
	"""Frappe has renamed every link already; the keys are rebuilt under the new name, a merged record's too."""
	index.forget(doc.doctype, old)
	added = index.rekey_party(doc.doctype, [new])
	linker.refresh({doc.doctype.lower(): new})
	enqueue_settle(lookup.profiles_waiting_for(added))


def on_trash(doc: "Document", method: str | None = None) -> None:
	index.forget(doc.doctype, doc.name)
	linker.forget_party(doc.doctype, doc.name)
