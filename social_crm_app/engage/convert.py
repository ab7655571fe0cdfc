"""What a Mention becomes: one document of each kind, remembered on it; a second click finds the first.

It decides whether there is something already and undoes what was half done. What the documents hold is for
`conversions` to say, Ideas are made in `ideas.collect`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.engage import memory
from social_crm_app.engage.conversions import arrival, author, sales, support, work

if TYPE_CHECKING:
	from frappe.model.document import Document

MAKERS: dict[str, "Callable[[Document], Document]"] = {
	"Lead": sales.lead,
	"Opportunity": sales.opportunity,
	"Issue": support.issue,
	"Warranty Claim": support.warranty_claim,
	"Task": work.task,
}


def make(mention: "Document", doctype: str) -> tuple[str, str, bool]:
	"""(doctype, name, is_new) of the document of this kind that the Mention became, made now unless it exists.

	`mention` is a saved Mention and is up to date afterwards. A Lead is not made of somebody who is a Customer,
	Lead or another party already: that record is given. A post of an author with an open Issue is added to it.
	The current user's rights on the new document count; those on the Mention are for the caller to ask. When it
	fails nothing is left of it, and the caller may go on.
	Raises frappe.ValidationError (frappe.MandatoryError for fields that only a person can fill) and
	frappe.PermissionError.
	"""
	if doctype not in MAKERS:
		frappe.throw(_("A mention can become: {0}").format(", ".join(_(one) for one in MAKERS)))
	held = memory.hold(mention)
	frappe.db.savepoint("conversion")
	try:
		answer = _existing(held, doctype) or _new(held, doctype)
	except Exception:
		frappe.db.rollback(save_point="conversion")
		raise
	mention.reload()
	return answer


def existing(mention: "Document", doctype: str) -> tuple[str, str] | None:
	"""(doctype, name) of what a click on `doctype` opens, None if it would make something. Reads only; it may be
	a record that the user must not see."""
	if doctype == "Lead" and (party := memory.existing_party(mention)):
		return party
	name = memory.made_of(mention, doctype)
	return (doctype, name) if name else None


def _existing(held: "Document", doctype: str) -> tuple[str, str, bool] | None:
	if doctype == "Lead" and (party := memory.existing_party(held)):
		author.refuse_hidden(author.of(held))
		return (*party, False)
	if name := memory.made_of(held, doctype, held=True):
		return doctype, name, False
	if doctype == "Issue" and (issue := support.open_issue(held)):
		arrival.tell(issue, held)
		memory.remember(held, "Issue", issue.name)
		return "Issue", issue.name, False
	return None


def _new(held: "Document", doctype: str) -> tuple[str, str, bool]:
	doc = MAKERS[doctype](held)
	if memory.made_of(held, doctype, held=True) != doc.name:
		memory.remember(held, doctype, doc.name)
	return doctype, doc.name, True
