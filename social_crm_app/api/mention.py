"""Mention: what it can become, and making it."""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.engage import convert, memory
from social_crm_app.ideas import collect

if TYPE_CHECKING:
	from frappe.model.document import Document

DOCTYPES = (*convert.MAKERS, "Idea")


@frappe.whitelist(methods=["POST"])
def make(mention: str, doctype: str, into: str | None = None) -> dict:
	"""{doctype, name, is_new} of what the Mention became; made now unless it exists. See `convert.make`.

	Where the author has open Issues that came from elsewhere, `into` has to say what is wanted. Without it nothing is
	made: `name` is None, and `choices` are the Issues, [{name, subject, status, since}].
	"""
	doc = frappe.get_doc("Mention", mention)
	doc.check_permission("write")
	if doctype == "Issue" and into is None and (choices := convert.choices(doc)):
		return {"doctype": doctype, "name": None, "is_new": False, "choices": choices}
	frappe.db.commit()  # nothing is written yet; what is read from here on is newer than any lock we wait for
	if doctype == "Idea":
		held = memory.hold(doc)
		is_new = not collect.idea_of("Mention", mention)
		return {"doctype": doctype, "name": collect.from_mention(held), "is_new": is_new}
	made, name, is_new = convert.make(doc, doctype, into)
	return {"doctype": made, "name": name, "is_new": is_new}


@frappe.whitelist(methods=["GET"])
def makeable(mention: str) -> list[dict]:
	"""[{doctype, label, made, opens}]: what the current user may make of the Mention, or open because it was made.

	`doctype` is the word for `make`, `made` the name of the document that exists (else None), `opens` its
	DocType and `label` what that is called: a Lead that is a Customer by now opens the Customer.
	"""
	doc = frappe.get_doc("Mention", mention)
	doc.check_permission("read")
	may_write = doc.has_permission("write")
	return [one for doctype in DOCTYPES if (one := _choice(doc, doctype, may_write))]


def _choice(doc: "Document", doctype: str, may_write: bool) -> dict | None:
	opens, made = _made(doc, doctype) or (doctype, None)
	if made and not frappe.has_permission(opens, "read", made):
		made = None
		if doctype == "Lead":  # who it is must not be said, and there is nothing to make
			return None
	if not made and not (may_write and frappe.has_permission(doctype, "create")):
		return None
	return {"doctype": doctype, "label": _(opens), "made": made, "opens": opens}


def _made(doc: "Document", doctype: str) -> tuple[str, str] | None:
	if doctype != "Idea":
		return convert.existing(doc, doctype)
	idea = collect.idea_of("Mention", doc.name)
	return ("Idea", idea) if idea else None
