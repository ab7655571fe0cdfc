"""What a Mention becomes: one document of each kind, remembered on it; a second click finds the first.

It decides whether there is something already and undoes what was half done. What the documents hold is for
`conversions` to say, Ideas are made in `ideas.collect`.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.engage import memory
from social_crm_app.engage.conversions import arrival, author, matter, sales, support, work

if TYPE_CHECKING:
	from frappe.model.document import Document

MAKERS: dict[str, "Callable[[Document], Document]"] = {
	"Lead": sales.lead,
	"Opportunity": sales.opportunity,
	"Issue": support.issue,
	"Warranty Claim": support.warranty_claim,
	"Task": work.task,
}


def make(mention: "Document", doctype: str, into: str | None = None) -> tuple[str, str, bool]:
	"""(doctype, name, is_new) of the document of this kind that the Mention became, made now unless it exists.

	`mention` is a saved Mention and is up to date afterwards. A Lead is not made of somebody who is a Customer,
	Lead or another party already: that record is given. A post of an author whom a post gave an open Issue is added
	to that. `into` says what happens where no post has: the name of one of the `choices` to add it to, "" for a new
	Issue, and None, from whoever has nobody to ask, makes a new one too.
	The current user's rights on the new document count; those on the Mention are for the caller to ask. When it
	fails nothing is left of it, and the caller may go on.
	Raises frappe.ValidationError (frappe.MandatoryError for fields that only a person can fill) and
	frappe.PermissionError.
	"""
	if doctype not in MAKERS:
		frappe.throw(_("A mention can become: {0}").format(", ".join(_(one) for one in MAKERS)))
	if into and doctype != "Issue":
		frappe.throw(_("Only an Issue can be added to."))
	held = memory.hold(mention)
	frappe.db.savepoint("conversion")
	try:
		answer = _existing(held, doctype, into) or _new(held, doctype)
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


def choices(mention: "Document") -> list[dict[str, str]]:
	"""[{name, subject, status, since}]: open Issues of the author that came from elsewhere, for a person to say
	whether the post is about one of them. [] where `make` knows. Reads only."""
	if memory.made_of(mention, "Issue") or matter.same(mention):
		return []
	return matter.choices(mention)


def _existing(held: "Document", doctype: str, into: str | None) -> tuple[str, str, bool] | None:
	if doctype == "Lead" and (party := memory.existing_party(held)):
		author.refuse_hidden(author.of(held))
		return (*party, False)
	if name := memory.made_of(held, doctype, held=True):
		return doctype, name, False
	if doctype == "Issue" and (issue := _joined(held, into)):
		arrival.tell(issue, held)
		memory.remember(held, "Issue", issue.name)
		return "Issue", issue.name, False
	return None


def _joined(held: "Document", into: str | None) -> "Document | None":
	"""The open Issue that the post is added to, None for a new one."""
	if into is None:
		return matter.same(held)
	return matter.chosen(held, into) if into else None


def _new(held: "Document", doctype: str) -> tuple[str, str, bool]:
	doc = MAKERS[doctype](held)
	if memory.made_of(held, doctype, held=True) != doc.name:
		memory.remember(held, doctype, doc.name)
	return doctype, doc.name, True
