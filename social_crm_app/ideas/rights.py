"""Who may name whom: votes, followers and evidence are counted in money, so a record that the user may not read
must not get into them, by whatever way a row comes in. Asks and refuses; writes nothing.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.ideas import people
from social_crm_app.ideas.people import Voter
from social_crm_app.permissions import require

if TYPE_CHECKING:
	from frappe.model.document import Document


def asked_before(doc: "Document") -> bool:
	"""True if our own code has asked for the rights and says so with the flag `rights_asked` (which no request can
	set), or if the row comes from a file of somebody who may import them."""
	return bool(doc.flags.rights_asked) or _is_imported(doc)


def check_person(doc: "Document", person: Voter, changed: str) -> None:
	"""Refuses a new row about a person whom the user may not read, and a change of its field `changed`.

	A post that is the proof must be the person's own. Raises frappe.PermissionError or frappe.ValidationError.
	"""
	touched = doc.is_new() or doc.has_value_changed(changed)
	if touched and person != ("User", frappe.session.user) and not asked_before(doc):
		require(person[0], "read", person[1])
	if doc.mention and (doc.is_new() or doc.has_value_changed("mention")) and not _is_imported(doc):
		_check_proof(doc, person)


def _check_proof(doc: "Document", person: Voter) -> None:
	if not asked_before(doc):
		require("Mention", "read", doc.mention)
	if not people.said_by(doc.mention, person):
		frappe.throw(_("This post is by somebody else, so it proves nothing here."))


def _is_imported(doc: "Document") -> bool:
	return bool(frappe.flags.in_import and frappe.has_permission(doc.doctype, "import"))
