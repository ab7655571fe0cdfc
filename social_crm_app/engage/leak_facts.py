"""What the leak guard compares a public reply with: the site's documents, currencies and own addresses.

It asks without regard to the user's rights, because a number must not leave even if the writer could not open
its document; so it must give back nothing but words that the writer has typed, or an address of the party
that the mention is linked to.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from babel import localedata

import frappe

from social_crm_app.engage import currency_words
from social_crm_app.engage.leak_places import Place
from social_crm_app.engage.leaks import Facts, Leak, find
from social_crm_app.identity.parties import country_code
from social_crm_app.insight import receivables

if TYPE_CHECKING:
	from frappe.model.document import Document

# Documents by whose numbers a stranger could ask for more. They are looked up by primary key.
NUMBERED = (
	"Sales Order", "Sales Invoice", "POS Invoice", "Quotation", "Delivery Note", "Payment Entry", "Warranty Claim",
	"Issue", "Serial No", "Batch",
)  # fmt: skip
# What a customer owes or has ordered stands in these: the field of the customer, the fields of the amounts
_SUMS = ("grand_total", "rounded_total", "net_total")
TOTALED = {
	"Sales Order": ("customer", _SUMS),
	"Sales Invoice": ("customer", (*_SUMS, "outstanding_amount")),
	"POS Invoice": ("customer", (*_SUMS, "outstanding_amount")),
	"Delivery Note": ("customer", _SUMS),
	"Quotation": ("party_name", _SUMS),
}
NEWEST = 200  # documents of one kind whose amounts are compared
CANCELLED = 2
# Languages whose names of currencies are known: the noun stands last, or first
_NOUN_LAST, _NOUN_FIRST = ("en", "de", "nl", "hi"), ("fr", "es", "pt", "it")


def leaks_in(text: str, mention: "Document") -> list[Leak]:
	"""What a public reply to this mention would give away."""
	settings = frappe.get_cached_doc("Social CRM Settings")
	public = [line.strip() for line in (settings.get("reply_public_words") or "").splitlines()]
	facts = Facts(
		known=partial(known_numbers, customer=mention.customer),
		currencies=_currencies(),
		totals=partial(totals_of, mention.customer),
		public=tuple(filter(None, (*public, *_own_addresses()))),
		region=country_code(),
		addresses=tuple(_places(mention)),
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


def totals_of(customer: str | None) -> frozenset[Decimal]:
	"""The amounts on the customer's newest documents, and what they owe in all, to the cent."""
	if not customer:
		return frozenset()
	owed = receivables.owed_by([customer])[customer]
	found = {owed.outstanding, owed.overdue}
	for doctype, (party, fields) in TOTALED.items():
		filters = {party: customer, "docstatus": ("!=", CANCELLED)}
		rows = frappe.get_all(doctype, filters, list(fields), order_by="creation desc", limit=NEWEST)
		found.update(abs(amount) for row in rows for amount in row.values() if amount)
	return frozenset(Decimal(f"{amount:.2f}") for amount in found if amount)


def _currencies() -> tuple[str, ...]:
	"""Codes and symbols of the currencies in use, and what people call them."""
	rows = frappe.get_all("Currency", {"enabled": 1}, ["name", "symbol"], order_by="name")
	written = {word for row in rows for word in (row.name, row.symbol) if word}
	return tuple(sorted({*written, *_names_of(tuple(row.name for row in rows), frappe.local.lang or "en")}))


@lru_cache(maxsize=32)
def _names_of(codes: tuple[str, ...], language: str) -> frozenset[str]:
	"""The names of these currencies in the languages we know and in the user's, with plurals: "US dollars",
	"dollars", "Schweizer Franken", "roupies indiennes". From the Unicode data that Babel brings."""
	found = set()
	for locale in {*_NOUN_LAST, *_NOUN_FIRST, language.replace("-", "_")}:
		if localedata.exists(locale):
			found.update(_names_in(locale, codes))
	return frozenset(found)


def _names_in(locale: str, codes: tuple[str, ...]) -> Iterator[str]:
	data = localedata.load(locale)
	for code in codes:
		names = {data["currency_names"].get(code), *data["currency_names_plural"].get(code, {}).values()}
		for name in (name for name in names if name and "(" not in name):
			yield name
			words = name.replace("-", " ").split()
			noun = words[-1] if locale in _NOUN_LAST else words[0] if locale in _NOUN_FIRST else ""
			if len(noun) > 2 and noun.casefold() not in currency_words.AMBIGUOUS:
				yield noun


def _own_addresses() -> list[str]:
	"""E-mail addresses and phone numbers that our own companies publish."""
	companies = frappe.get_all("Company", fields=["email", "phone_no", "website"])
	accounts = frappe.get_all("Email Account", {"enable_outgoing": 1}, pluck="email_id")
	return [word for row in companies for word in row.values() if word] + [a for a in accounts if a]


def _places(mention: "Document") -> list[Place]:
	"""The addresses of whoever the mention is linked to."""
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
	columns = ["address_line1", "address_line2", "pincode", "city"]
	rows = frappe.get_all("Address", {"name": ("in", list(ours))}, columns)
	return [
		Place(tuple(filter(None, (row.address_line1, row.address_line2))), row.pincode or "", row.city or "")
		for row in rows
	]
