"""Two profiles of one person, brought together under one Contact with the Customer or Lead behind it.

Undoable like every decision; a Contact that was made for it stays. It must not check rights on parties, that is
done in `api`; making a Contact asks for the user's own right.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.identity import decisions, parties, prefill, states
from social_crm_app.identity.links import locked
from social_crm_app.identity.restamp import LINK_COLUMNS

if TYPE_CHECKING:
	from frappe.model.document import Document


def merge(profile: str, other: str, contact: str = "", why: str = "") -> str:
	"""Says that two profiles are one person; returns the Contact that both are linked to now.

	`contact` chooses one; without it the one that either profile has, else a new one with what the first
	profile says. Raises frappe.ValidationError when the two are linked to different parties or Contacts.
	"""
	if profile == other:
		frappe.throw(_("Choose another profile of the same person."))
	docs = locked([profile, other])
	both = [docs[profile], docs[other]]
	contact = contact or _held_contact(both)
	if contact and all(doc.contact == contact and doc.link_status == "Linked" for doc in both):
		frappe.throw(_("The two profiles are linked to one Contact already."))
	behind = _party_behind(both)
	state = states.before([profile, other])
	contact = contact or _new_contact(both, behind)
	columns = _columns(contact, behind)
	states.keep(state, {doc.name: decisions.confirm_as(doc, columns, why) for doc in both})
	return contact


def _held_contact(both: list["Document"]) -> str:
	held = {doc.contact for doc in both if doc.contact}
	if len(held) > 1:
		frappe.throw(_("The two profiles are linked to different Contacts. Choose the one to keep."))
	return held.pop() if held else ""


def _party_behind(both: list["Document"]) -> dict[str, str | None] | None:
	"""The link columns of the one party that the profiles are linked to, None when they have none."""
	linked = [{c: doc.get(c) or None for c in LINK_COLUMNS} for doc in both if doc.party]
	named = [columns for columns in linked if columns["party_type"] != "Contact"]
	_check_one(named)
	named.sort(key=lambda columns: columns["party_type"] != "Customer")
	return named[0] if named else None


def _check_one(linked: list[dict]) -> None:
	if len({_who(columns) for columns in linked}) > 1:
		frappe.throw(
			_("The profiles and the Contact belong to different records. Take the wrong link back first."),
			title=_("Not the Same"),
		)


def _who(columns: Mapping) -> tuple[str, str]:
	"""A Lead and the Customer made of it are one."""
	return ("Lead", columns["lead"]) if columns["lead"] else (columns["party_type"], columns["party"])


def _new_contact(both: list["Document"], behind: Mapping | None) -> str:
	first, second = both
	contact = frappe.new_doc("Contact")
	contact.update(prefill.values_for("Contact", first))
	contact.social_handles = "\n".join(filter(None, (prefill.handle_line(doc) for doc in both)))
	held = {row.email_id for row in contact.email_ids}
	if second.email and second.email not in held:
		contact.append("email_ids", {"email_id": second.email, "is_primary": not held})
	if behind:
		contact.append("links", {"link_doctype": behind["party_type"], "link_name": behind["party"]})
	return contact.insert().name


def _columns(contact: str, behind: Mapping | None) -> dict[str, str | None]:
	"""What both are linked to: the Contact, and the party of either unless the Contact itself says whose it is."""
	columns = parties.stamp_for("Contact", contact)
	if not behind or columns["party_type"] != "Contact":
		_check_one([columns, behind] if behind else [])
		return columns
	return {**behind, "contact": contact}
