"""Which mentions a document came from: what it was made from, step by step, and who has named its number.

Reads only, a few queries by index for one document. Must not decide whether anybody is answered.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import add_days, now_datetime

from social_crm_app.identity.references import numbers_in

if TYPE_CHECKING:
	from frappe.model.document import Document

Pair = tuple[str, str]  # DocType, name
MOST = 20  # mentions of one document, the newest
LINKS = 100  # documents of one kind that a document was made from
TEXTS = 500  # posts of a customer that are read for numbers, the newest
MADE_DAYS, NAMED_DAYS = 365, 90  # older posts are not taken up again
STILL_TALKING = ("Open", "Waiting", "Replied")
NUMBERED = ("Sales Order", "Delivery Note", "Sales Invoice")  # what customers name in their posts


@dataclass(frozen=True, slots=True)
class _Source:
	"""`field` of the rows of `table` whose `key` is the document names the `target` that it was made from."""

	table: str
	key: str
	field: str
	target: str
	only: Mapping[str, str] | None = None


_SOURCES = {
	"Delivery Note": (
		_Source("Delivery Note Item", "parent", "against_sales_order", "Sales Order"),
		_Source("Delivery Note Item", "parent", "against_sales_invoice", "Sales Invoice"),
	),
	"Sales Invoice": (
		_Source("Sales Invoice", "name", "return_against", "Sales Invoice"),
		_Source("Sales Invoice Item", "parent", "sales_order", "Sales Order"),
		_Source("Sales Invoice Item", "parent", "delivery_note", "Delivery Note"),
	),
	"Sales Order": (_Source("Sales Order Item", "parent", "prevdoc_docname", "Quotation"),),
	"Quotation": (
		_Source("Quotation", "name", "opportunity", "Opportunity"),
		_Source("Quotation Item", "parent", "prevdoc_docname", "Opportunity", {"prevdoc_doctype": "Opportunity"}),
		_Source("Quotation", "name", "party_name", "Lead", {"quotation_to": "Lead"}),
	),
	"Opportunity": (_Source("Opportunity", "name", "party_name", "Lead", {"opportunity_from": "Lead"}),),
}  # fmt: skip


def mentions_behind(doc: "Document") -> dict[str, str]:
	"""{mention: why it is behind this document, in words}, one of each author, of MOST mentions at most: the first
	of which something was made, else the newest that names something."""
	documents = chain(doc.doctype, doc.name)
	made = _made(documents)
	found = {**_named(doc, documents), **made}
	rows = frappe.get_all(
		"Mention",
		{"name": ("in", list(found))},
		["name", "social_profile"],
		order_by="posted_at desc, name",
		limit=MOST,
	)
	chosen: dict[str, str] = {}
	for row in rows:
		author = row.social_profile or row.name
		if row.name in made or author not in chosen:
			chosen[author] = row.name
	return {name: found[name] for name in chosen.values()}


def chain(doctype: str, name: str) -> list[Pair]:
	"""The document and all that it was made from: Delivery Note, Sales Order, Quotation, Opportunity, Lead."""
	found: dict[Pair, None] = {(doctype, name): None}
	step = [(doctype, name)]
	while step:
		step = [pair for pair in dict.fromkeys(_made_from(step)) if pair not in found]
		found.update(dict.fromkeys(step))
	return list(found)


def _made_from(documents: Iterable[Pair]) -> Iterable[Pair]:
	names: dict[str, list[str]] = {}
	for doctype, name in documents:
		names.setdefault(doctype, []).append(name)
	for doctype, those in names.items():
		for source in _SOURCES.get(doctype, ()):
			yield from ((source.target, name) for name in _targets(source, those))


def _targets(source: _Source, names: Collection[str]) -> list[str]:
	filters = {source.key: ("in", list(names)), source.field: ("is", "set"), **(source.only or {})}
	return frappe.get_all(
		source.table, filters, pluck=source.field, distinct=True, order_by=source.field, limit=LINKS
	)


def _made(documents: Collection[Pair]) -> dict[str, str]:
	"""Mentions of which one of these documents was made, however they stand now, unless somebody ignores them."""
	row, mention = frappe.qb.DocType("Mention Document"), frappe.qb.DocType("Mention")
	rows = (
		frappe.qb.from_(row)
		.join(mention)
		.on((mention.name == row.parent) & (row.parenttype == "Mention"))
		.select(mention.name, row.document_type, row.document_name)
		.where(row.document_type.isin(sorted({doctype for doctype, _name in documents})))
		.where(row.document_name.isin([name for _doctype, name in documents]))
		.where((mention.posted_at >= _days_ago(MADE_DAYS)) & (mention.status != "Ignored"))
		.orderby(mention.posted_at, order=frappe.qb.desc)
		.limit(LINKS)
		.run()
	)
	return {
		name: _("{0} {1} was made of this mention.").format(_(doctype), document)
		for name, doctype, document in rows
		if (doctype, document) in documents
	}


def _named(doc: "Document", documents: Collection[Pair]) -> dict[str, str]:
	"""Recent mentions by the document's own customer that name it, what it was made from, or its goods. Whoever
	else names a number is a stranger, and is told nothing about it."""
	numbers = {
		name.upper(): (doctype, name)
		for doctype, name in (*documents, *_serials(doc))
		if doctype in NUMBERED or doctype == "Serial No"
	}
	if not doc.get("customer") or not numbers:
		return {}
	rows = frappe.get_all(
		"Mention",
		{
			"customer": doc.customer,
			"status": ("in", STILL_TALKING),
			"posted_at": (">=", _days_ago(NAMED_DAYS)),
		},
		["name", "text"],
		order_by="posted_at desc",
		limit=TEXTS,
	)
	found = {}
	for row in rows:
		if number := next((one for one in numbers_in(row.text) if one in numbers), None):
			doctype, name = numbers[number]
			found[row.name] = _("This mention names {0} {1}.").format(_(doctype), name)
	return found


def _serials(doc: "Document") -> list[Pair]:
	"""The serial numbers that the document is about."""
	if doc.doctype == "Warranty Claim":
		return [("Serial No", doc.serial_no)] if doc.serial_no else []
	if doc.doctype not in ("Delivery Note", "Sales Invoice"):
		return []
	entry, bundle = frappe.qb.DocType("Serial and Batch Entry"), frappe.qb.DocType("Serial and Batch Bundle")
	rows = (
		frappe.qb.from_(bundle)
		.join(entry)
		.on(entry.parent == bundle.name)
		.select(entry.serial_no)
		.where((bundle.voucher_no == doc.name) & (bundle.voucher_type == doc.doctype))
		.where(entry.serial_no.isnotnull())
		.limit(LINKS)
		.run(pluck=True)
	)
	return [("Serial No", serial) for serial in rows if serial]


def _days_ago(days: int) -> Any:
	return add_days(now_datetime(), -days)
