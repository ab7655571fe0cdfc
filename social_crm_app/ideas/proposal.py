"""What an Idea says at first that is made of a document: its title, its description, its Item, and who wants it.

Reads only. Descriptions are taken over as text: much of it was written by people outside.
"""

import html
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.connectors.html import to_text
from social_crm_app.ideas.people import Voter

if TYPE_CHECKING:
	from frappe.model.document import Document

LONGEST = 140  # characters of a title
RETURNS = ("Sales Invoice", "Delivery Note")


def check(doc: "Document") -> None:
	"""Raises frappe.ValidationError for a document of which no wish can be read."""
	if doc.doctype == "Opportunity" and doc.status != "Lost":
		frappe.throw(_("Only a lost Opportunity speaks for an Idea."))
	if doc.doctype in RETURNS and not (doc.is_return and doc.docstatus == 1):
		frappe.throw(_("Only a submitted return speaks for an Idea."))


def values_of(doc: "Document") -> dict[str, str | None]:
	"""{title, description (safe HTML), item, item_group} for a new Idea."""
	title, text = _WORDS[doc.doctype](doc)
	item = _item(doc)
	quoted = html.escape(text, quote=False).replace("\n", "<br>")
	return {
		"title": _one_line(title) or _("From {0} {1}").format(_(doc.doctype), doc.name),
		"description": f"<blockquote>{quoted}</blockquote>" if text else "",
		"item": item,
		"item_group": frappe.get_cached_value("Item", item, "item_group") if item else None,
	}


def voters_of(doc: "Document") -> list[Voter]:
	"""Whose wish it is, the person before the firm."""
	found = [
		("Contact", doc.get("contact_person") or doc.get("contact")),
		("Customer", doc.get("customer")),
		("Lead", doc.get("lead")),
		(doc.get("opportunity_from"), doc.get("party_name")),
	]
	return [(kind, name) for kind, name in found if name and kind in ("Contact", "Customer", "Lead")]


def _of_issue(doc: "Document") -> tuple[str, str]:
	return to_text(doc.subject), to_text(doc.description or "")


def _of_claim(doc: "Document") -> tuple[str, str]:
	text = to_text(doc.complaint or "")
	return text, text


def _of_opportunity(doc: "Document") -> tuple[str, str]:
	reasons = ", ".join(row.lost_reason for row in doc.lost_reasons)
	words = to_text(doc.order_lost_reason or "")
	return words or reasons, "\n".join(part for part in (reasons, words) if part)


def _of_return(doc: "Document") -> tuple[str, str]:
	names = list(dict.fromkeys(row.item_name or row.item_code or "" for row in doc.items))
	remarks = to_text(doc.get("remarks") or "")
	remarks = "" if remarks == _("No Remarks") else remarks
	return _("Returned: {0}").format(", ".join(names)), "\n".join(part for part in (*names, remarks) if part)


_WORDS = {
	"Issue": _of_issue,
	"Warranty Claim": _of_claim,
	"Opportunity": _of_opportunity,
	**dict.fromkeys(RETURNS, _of_return),
}
DOCTYPES = tuple(_WORDS)  # of which an Idea can be made, besides Mentions


def _item(doc: "Document") -> str | None:
	if doc.get("item_code"):
		return doc.item_code
	return next((row.item_code for row in doc.get("items") or () if row.item_code), None)


def _one_line(text: str) -> str:
	"""The beginning of a text, cut between words, for a Data field, which Frappe may show as HTML."""
	line = " ".join(text.split())
	if len(line) > LONGEST:
		line = line[: LONGEST - 1].rpartition(" ")[0] + "…"
	safe = html.escape(line, quote=False) if "<" in line or ">" in line else line
	return safe if len(safe) <= LONGEST else line.translate({ord("<"): " ", ord(">"): " "})
