"""What User and Employee have in common: the own staff's identity keys follow every change, both ways in time."""

from typing import TYPE_CHECKING

from social_crm_app.identity import index, lookup, staff
from social_crm_app.jobs.enqueue import enqueue_settle

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_update(doc: "Document", method: str | None = None) -> None:
	"""Keys come with a new colleague and go with one who leaves; the profiles that show them are looked at again."""
	if staff.changed(doc):
		_wake(index.rekey_staff(doc.doctype, [doc.name]))


def after_rename(doc: "Document", method: str, old: str, new: str, merge: bool = False) -> None:
	gone = index.forget(doc.doctype, old)
	_wake(gone | index.rekey_staff(doc.doctype, [new]))


def on_trash(doc: "Document", method: str | None = None) -> None:
	_wake(index.forget(doc.doctype, doc.name))


def _wake(keys: set) -> None:
	enqueue_settle(lookup.profiles_waiting_for(keys))
