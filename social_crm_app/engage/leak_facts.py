"""What the leak guard compares a public reply with: the site's documents, currencies and own addresses.

It asks without regard to the user's rights, because a number must not leave even if the writer could not open
its document; so it must give back nothing but words that the writer has typed, or an address of the party
that the mention is linked to.
"""

from functools import partial
from typing import TYPE_CHECKING

import frappe

from social_crm_app.engage.leaks import Facts, Leak, find
from social_crm_app.identity.parties import country_code

if TYPE_CHECKING:
	from frappe.model.document import Document

# Documents by whose numbers a stranger could ask for more. They are looked up by primary key.
NUMBERED = (
	"Sales Order", "Sales Invoice", "Quotation", "Delivery Note", "Payment Entry", "Warranty Claim", "Issue",
	"Serial No", "Batch",
)  # fmt: skip


def leaks_in(text: str, mention: "Document") -> list[Leak]:
	"""What a public reply to this mention would give away."""
	settings = frappe.get_cached_doc("Social CRM Settings")
	public = [line.strip() for line in (settings.get("reply_public_words") or "").splitlines()]
	facts = Facts(
		known=partial(known_numbers, customer=mention.customer),
		currencies=_currencies(),
		public=tuple(filter(None, (*public, *_own_addresses()))),
		region=country_code(),
		addresses=tuple(_streets(mention)),
	)
	return find(text, facts)


def known_numbers(words: list[str], customer: str | None = None) -> dict[str, str]:
	"""{word in small letters: what it names} of those words that name a document, or that the customer uses as
	the number of an order or has as tax id. One query for each DocType."""
	found: dict[str, str] = {}
	for doctype in NUMBERED:
		names = frappe.get_all(doctype, {"name": ("in", words)}, pluck="name", limit=len(words))
		found.update((name.casefold(), doctype) for name in names)
	if customer:
		filters = {"customer": customer, "po_no": ("in", words)}
		theirs = frappe.get_all("Sales Order", filters, pluck="po_no", limit=len(words))
		found.update((number.casefold(), "Sales Order") for number in theirs)
		if tax_id := frappe.db.get_value("Customer", customer, "tax_id"):
			found[tax_id.casefold()] = "Tax ID"
	return found


def _currencies() -> tuple[str, ...]:
	rows = frappe.get_all("Currency", {"enabled": 1}, ["name", "symbol"])
	return tuple({word for row in rows for word in (row.name, row.symbol) if word})


def _own_addresses() -> list[str]:
	"""E-mail addresses and phone numbers that our own companies publish."""
	companies = frappe.get_all("Company", fields=["email", "phone_no", "website"])
	accounts = frappe.get_all("Email Account", {"enable_outgoing": 1}, pluck="email_id")
	return [word for row in companies for word in row.values() if word] + [a for a in accounts if a]


def _streets(mention: "Document") -> list[str]:
	"""The street lines of whoever the mention is linked to."""
	parties = [
		(doctype, name)
		for doctype, name in (
			("Customer", mention.customer),
			("Lead", mention.lead),
			("Contact", mention.contact),
			(mention.party_type, mention.party),
		)
		if name
	]
	names = frappe.get_all(
		"Dynamic Link",
		filters={"parenttype": "Address", "link_name": ("in", [name for _doctype, name in parties])},
		fields=["parent", "link_doctype", "link_name"],
	)
	ours = {row.parent for row in names if (row.link_doctype, row.link_name) in parties}
	if mention.contact and (address := frappe.db.get_value("Contact", mention.contact, "address")):
		ours.add(address)
	rows = frappe.get_all("Address", {"name": ("in", list(ours))}, ["address_line1", "address_line2"])
	return [line for row in rows for line in row.values() if line]
