"""Whose are the order, invoice, delivery, serial and coupon numbers that people write into their posts?

Looks up by number only, one query per DocType for a whole page, and writes nothing. A number is a claim here:
whether the names agree is for the resolver to see. It must not look into documents of another Company.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from pypika import Criterion
from pypika import functions as fn
from pypika.terms import NullValue

import frappe

from social_crm_app.identity import parties, titles
from social_crm_app.identity.evidence import Evidence
from social_crm_app.identity.references import numbers_in
from social_crm_app.identity.resolver import Owner

Found = tuple[tuple[Owner, Evidence], ...]
MOST_NUMBERS = 20  # of one profile in one go; who writes more is listing, not asking


@dataclass(frozen=True, slots=True)
class Named:
	"""A number (upper case) in a post; `company` whose documents may be looked into ("" for all of them),
	`observed_on` the site-time moment of the post in ISO form, `document` the only one meant, when it is known."""

	number: str
	company: str = ""
	observed_on: str = ""
	document: tuple[str, str] = ("", "")

	def means(self, hit: "_Hit") -> bool:
		return (
			self.number == hit.number
			and (not self.company or hit.company in (self.company, ""))
			and (not self.document[1] or self.document == hit.document)
		)


@dataclass(frozen=True, slots=True)
class _Source:
	"""A DocType whose name (or `number`) people quote: `kind` of evidence, and the fields of customer and contact."""

	doctype: str
	kind: str
	customer: str = "customer"
	contact: str = "contact_person"
	number: str = "name"
	submitted: bool = True


@dataclass(frozen=True, slots=True)
class _Hit:
	"""A document that exists, and the party and the contact person that it names."""

	kind: str
	number: str
	document: tuple[str, str]
	company: str
	party: parties.Pair
	contact: str


_SOURCES = (
	_Source("Sales Order", "Order"),
	_Source("Quotation", "Quotation", customer="party_name"),
	_Source("Sales Invoice", "Invoice"),
	_Source("POS Invoice", "Invoice"),
	_Source("Delivery Note", "Delivery"),
	_Source("Serial No", "Serial No", contact="", submitted=False),
	_Source("Coupon Code", "Coupon", contact="", number="coupon_code", submitted=False),
)


def named_in(text: str, company: str | None = None, observed_on: object = "") -> tuple[Named, ...]:
	"""The numbers of one post, ready for `found`."""
	return tuple(Named(number, company or "", str(observed_on or "")) for number in numbers_in(text))


def found(named: Mapping[str, Collection[Named]]) -> dict[str, Found]:
	"""For each profile (any name for it) the documents that its posts name, each with who owns it.

	The owner is there twice when the document has a contact person: under the party's names and under that
	person's, so that either can agree with the profile's. Profiles without a document are left out.
	"""
	wanted = {name: list(dict.fromkeys(numbers))[:MOST_NUMBERS] for name, numbers in named.items() if numbers}
	hits = _hits({one.number for numbers in wanted.values() for one in numbers})
	if not hits:
		return {}
	owners = _owners(hits)
	answer = {
		name: tuple(
			(owner, _evidence(one, hit))
			for one in numbers
			for hit in hits
			if one.means(hit)
			for owner in owners[hit]
		)
		for name, numbers in wanted.items()
	}
	return {name: pairs for name, pairs in answer.items() if pairs}


def _evidence(one: Named, hit: _Hit) -> Evidence:
	return Evidence(
		hit.kind, one.number, "post text", False, observed_on=one.observed_on, document=hit.document
	)


def kept(profiles: Collection[str]) -> dict[str, list[Named]]:
	"""The documents that these profiles have named before, from the evidence of their matches: looking again at
	who they are must not forget what was once seen in a post, nor look further than was looked then."""
	if not profiles:
		return {}
	match = frappe.qb.DocType("Social Profile Match")
	evidence = frappe.qb.DocType("Social Profile Match Evidence")
	rows = (
		frappe.qb.from_(match)
		.join(evidence)
		.on(evidence.parent == match.name)
		.select(match.profile, evidence.value, evidence.observed_on)
		.select(evidence.reference_doctype, evidence.reference_name)
		.distinct()
		.where(match.profile.isin(list(profiles)))
		.where(evidence.kind.isin(sorted({source.kind for source in _SOURCES})))
		.orderby(match.profile, evidence.observed_on)
		.run(as_dict=True)
	)
	numbers: dict[str, list[Named]] = defaultdict(list)
	for row in rows:
		document = (row.reference_doctype or "", row.reference_name or "")
		numbers[row.profile].append(Named(row.value.upper(), "", str(row.observed_on or ""), document))
	return numbers


def _hits(numbers: Collection[str]) -> list[_Hit]:
	if not numbers:
		return []
	rows = [(source, row) for source in _SOURCES for row in _read(source, numbers)]
	sold_to = _buyers(
		[
			r.name
			for source, r in rows
			if source.kind == "Serial No" and r.status == "Delivered" and not r.party
		]
	)
	hits = []
	for source, row in rows:
		party_type, party = row.party_type or "Customer", row.party or sold_to.get(row.name)
		if party and party_type in parties.PARTY_DOCTYPES and row.number.upper() in numbers:
			document = (source.doctype, row.name)
			hits.append(
				_Hit(
					source.kind,
					row.number.upper(),
					document,
					row.company or "",
					(party_type, party),
					row.contact or "",
				)
			)
	return hits


def _read(source: _Source, numbers: Collection[str]) -> list[dict]:
	"""(name, number, party_type, party, contact, status, company) of the documents of one DocType, in one query; nothing
	where the site has no such DocType or column. The collation makes it blind to case."""
	if not frappe.db.table_exists(source.doctype):
		return []
	table = frappe.qb.DocType(source.doctype)
	columns = set(frappe.db.get_table_columns(source.doctype))

	def column(field: str):
		return table[field] if field in columns else NullValue()

	query = (
		frappe.qb.from_(table)
		.select(
			table.name,
			table[source.number].as_("number"),
			column("quotation_to").as_("party_type"),
			column(source.customer).as_("party"),
			column(source.contact).as_("contact"),
			column("status").as_("status"),
		)
		.where(table[source.number].isin(sorted(numbers)))
		.orderby(table.name)
	)
	if source.submitted:
		query = query.where(table.docstatus == 1)
	if source.doctype != "Coupon Code":
		return query.select(column("company").as_("company")).run(as_dict=True)
	rule = frappe.qb.DocType("Pricing Rule")  # a coupon belongs to the company of its rule
	return query.left_join(rule).on(rule.name == table.pricing_rule).select(rule.company).run(as_dict=True)


def _buyers(serials: Collection[str]) -> dict[str, str]:
	"""To whom delivered serial numbers went that do not say it themselves (from before ERPNext kept it there):
	{serial: customer} of the last delivery."""
	if not serials:
		return {}
	entry, bundle = frappe.qb.DocType("Serial and Batch Entry"), frappe.qb.DocType("Serial and Batch Bundle")
	note, invoice = frappe.qb.DocType("Delivery Note"), frappe.qb.DocType("Sales Invoice")
	rows = (
		frappe.qb.from_(entry)
		.join(bundle)
		.on(bundle.name == entry.parent)
		.left_join(note)
		.on((bundle.voucher_type == "Delivery Note") & (note.name == bundle.voucher_no))
		.left_join(invoice)
		.on((bundle.voucher_type == "Sales Invoice") & (invoice.name == bundle.voucher_no))
		.select(entry.serial_no, fn.Coalesce(note.customer, invoice.customer).as_("customer"))
		.where(entry.serial_no.isin(list(serials)))
		.where((bundle.is_cancelled == 0) & (bundle.docstatus == 1))
		.where(bundle.type_of_transaction == "Outward")
		.where(Criterion.any([note.is_return == 0, invoice.is_return == 0]))
		.orderby(bundle.posting_date, bundle.posting_time)
		.run(as_dict=True)
	)
	return {row.serial_no: row.customer for row in rows if row.customer}


def _owners(hits: Iterable[_Hit]) -> dict[_Hit, list[Owner]]:
	"""The owners of each document: the party, and its contact person."""
	hits = list(hits)
	stands = parties.stand_for(hit.party for hit in hits)
	contacts = {hit.contact for hit in hits if hit.contact}
	named = titles.of([*stands, *(("Contact", contact) for contact in contacts)])
	places = titles.places_of(stands)
	owners: dict[_Hit, list[Owner]] = {}
	for hit in hits:
		of_party = [
			replace(owner, title=named.get(hit.party, ""), place=titles.joined(places, hit.party))
			for owner in stands[hit.party]
		]
		contact = ("Contact", hit.contact)
		of_contact = [
			replace(owner, doctype="Contact", name=hit.contact, contact=hit.contact, title=named[contact])
			for owner in of_party
			if contact in named
		]
		owners[hit] = of_party + of_contact
	return owners
