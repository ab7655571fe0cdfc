"""The merge fields of a reply: what a Reply Template may say of the mention, its author, customer and documents.

All are texts, fetched with the current user's rights: nothing of a record that they may not read. Must not know
how a template is written (`merge`).
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cstr, fmt_money, get_fullname

from social_crm_app.engage.merge import Dated, Values
from social_crm_app.insight.visible import visible_records
from social_crm_app.permissions import may_see_party

if TYPE_CHECKING:
	from frappe.model.document import Document

MENTION = (
	"name",
	"title",
	"text",
	"platform",
	"permalink",
	"author_name",
	"author_handle",
	"intent",
	"language",
	"posted_at",
)
PROFILE = ("display_name", "handle", "platform", "url", "website")
DOCUMENT = ("doctype", "name", "status", "date", "delivery_date", "transporter", "tracking", "amount")
CUSTOMER = ("name", "territory", "account_manager")
# Every field there is, without its value.
FIELDS: Values = {
	"mention": dict.fromkeys(MENTION, ""),
	"profile": dict.fromkeys(PROFILE, ""),
	"document": dict.fromkeys(DOCUMENT, ""),
	"customer": dict.fromkeys(CUSTOMER, ""),
	**dict.fromkeys(("party_title", "first_name", "company", "sender_name"), ""),
}
_TOLD = ("doctype", "name", "date", "transporter", "tracking")  # of what a reply is drafted for, to everybody
_DATES = (
	"posting_date", "sla_resolution_date", "resolution_date", "transaction_date", "opening_date", "complaint_date",
)  # fmt: skip
_AMOUNTS = ("grand_total", "opportunity_amount")


def fields_of(mention: "Document", occasion: "Document | None" = None) -> Values:
	"""The values of FIELDS, "" where there is none. `document` is the occasion of the reply, else the newest that was
	made of the mention and that the user may read."""
	profile = frappe.db.get_value("Social Profile", mention.social_profile, PROFILE, as_dict=True) or {}
	return {
		"mention": {
			**{name: cstr(mention.get(name)) for name in MENTION},
			"posted_at": Dated(mention.posted_at, with_time=True) if mention.posted_at else "",
		},
		"profile": {name: cstr(profile.get(name)) for name in PROFILE},
		"document": _of_occasion(occasion) if occasion else _of_document(_newest(mention)),
		"customer": _of_customer(_readable("Customer", mention.customer)),
		"party_title": _party_title(mention),
		"company": mention.company or frappe.defaults.get_user_default("Company") or "",
		"first_name": _first_name(mention, profile),
		"sender_name": "" if frappe.session.user == "Guest" else get_fullname(),
	}


def why_empty(values: Values, name: str) -> str:
	"""Why a field of these values is empty, and what can be done, in words for whoever answers."""
	condition = f"{{% if {name} %}} ... {{% endif %}}"
	hint = _("Choose another template or write the words yourself; a template can ask first: {0}").format(
		condition
	)
	return f"{_reason(values, name)}\n{hint}"


def _reason(values: Values, name: str) -> str:
	block = values[name.partition(".")[0]]
	if name.startswith("document."):
		if not block["name"]:
			return _("{0} is empty: nothing was made of this mention that you may read.").format(name)
		told = f"{block['doctype']} {block['name']}"
		return _("{0} is empty: {1} has no such field, or nothing is entered there.").format(name, told)
	if name.startswith("customer.") and not any(block.values()):
		return _("{0} is empty: this mention is linked to no customer that you may read.").format(name)
	return _("{0} is empty for this mention.").format(name)


def _newest(mention: "Document") -> "Document | None":
	"""The last document that was made of the mention, of those that the user may read."""
	rows = [(row.document_type, row.document_name) for row in mention.get("documents") or ()]
	readable = visible_records(rows)
	found: Iterator[Document | None] = (_readable(*pair) for pair in reversed(rows) if pair in readable)
	return next((document for document in found if document), None)


def _readable(doctype: str, name: str | None) -> "Document | None":
	"""The document without the fields that are not for the user; None if none of it is."""
	if not name or not frappe.db.exists(doctype, name) or not may_see_party(doctype, name):
		return None
	document = frappe.get_doc(doctype, name)
	document.apply_fieldlevel_read_permissions()
	return document


def _of_occasion(document: "Document") -> dict[str, str]:
	"""What everybody whose post is answered for it is told of a document; the rest, if the user may read it."""
	readable = _of_document(_readable(document.doctype, document.name))
	told = _of_document(document)
	return {**readable, **{name: told[name] for name in _TOLD}}


def _of_document(document: "Document | None") -> dict[str, str]:
	if document is None:
		return dict.fromkeys(DOCUMENT, "")
	get = document.get
	return {
		"doctype": _(document.doctype),
		"name": document.name,
		"status": _(cstr(get("status"))) if get("status") else "",
		"date": _dated(next(filter(None, map(get, _DATES)), None)),
		"delivery_date": _dated(get("delivery_date")),
		"transporter": cstr(get("transporter_name") or get("transporter")),
		"tracking": cstr(get("lr_no") or get("awb_number")),
		"amount": _amount(document),
	}


def _of_customer(customer: "Document | None") -> dict[str, str]:
	if customer is None:
		return dict.fromkeys(CUSTOMER, "")
	manager = customer.get("account_manager")
	return {
		"name": cstr(customer.get("customer_name")),
		"territory": _(cstr(customer.get("territory"))),
		"account_manager": get_fullname(manager) if manager else "",
	}


def _dated(value: Any) -> str:
	return Dated(value) if value else ""


def _amount(document: "Document") -> str:
	found = next(filter(None, map(document.get, _AMOUNTS)), None)
	return fmt_money(found, currency=document.get("currency")) if found else ""


def _party_title(mention: "Document") -> str:
	if not mention.party or not may_see_party(mention.party_type, mention.party):
		return ""
	field = frappe.get_meta(mention.party_type).get_title_field()
	return cstr(frappe.db.get_value(mention.party_type, mention.party, field)) or mention.party


def _first_name(mention: "Document", profile: Mapping[str, Any]) -> str:
	for doctype, name in (("Contact", mention.contact), ("Lead", mention.lead)):
		if name and may_see_party(doctype, name):
			if found := frappe.db.get_value(doctype, name, "first_name"):
				return found
	whole = (profile.get("display_name") or mention.author_name or mention.author_handle or "").split()
	return whole[0].lstrip("@") if whole else ""
