"""What the ledger says of the people behind Social Profiles: the only writer of `relationship` on them.

Paying Customer  the linked Customer (column `customer`) has a submitted Sales Invoice that is no return
Open Deal        the Customer, the Lead or whoever else is linked has an open Opportunity, a submitted Quotation
                 that is not ordered, lost or expired, or the Customer an open submitted Sales Order
Known            linked to anybody
Unknown          the rest

The first that is true counts. A fixed number of queries for any number of profiles; some hundred are a good page.
Mentions get it from their profile (`restamp`). It must not link anybody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pypika.terms import ExistsCriterion

import frappe
from frappe.utils import nowdate

GROUPS = PAYING, OPEN_DEAL, KNOWN, UNKNOWN = ("Paying Customer", "Open Deal", "Known", "Unknown")
OPEN_OPPORTUNITIES = ("Open", "Replied", "Quotation")  # neither won, lost nor closed
CLOSED_QUOTATIONS = ("Ordered", "Lost", "Expired", "Cancelled")
CLOSED_ORDERS = ("Completed", "Closed", "Cancelled")
PROFILE = "Social Profile"
Party = tuple[str, str]

_COLUMNS = ("party_type", "party", "customer", "lead")


def refresh(profiles: Iterable[str]) -> list[str]:
	"""Works out the relationship of these profiles anew; returns the names of those that have another one now.

	Their rows stay locked until the transaction ends, so that it always fits the link that is committed.
	"""
	rows = _locked(sorted(set(profiles)))
	found = of_links(rows)
	changed: dict[str, list[str]] = defaultdict(list)
	for name, value in found.items():
		if rows[name]["relationship"] != value:
			changed[value].append(name)
	for value, names in changed.items():
		frappe.db.set_value(PROFILE, {"name": ("in", names)}, "relationship", value, update_modified=False)
	return [name for names in changed.values() for name in names]


def of_links(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
	"""The relationship of each row of link columns, by the same keys."""
	customers = {row.get("customer") for row in rows.values() if row.get("customer")}
	paying = _with_invoice(customers)
	parties = {key: _parties(row) for key, row in rows.items() if row.get("customer") not in paying}
	deals = _with_deal({party for some in parties.values() for party in some})
	return {key: _value(parties[key], deals) if key in parties else PAYING for key in rows}


def profiles_of(doctype: str, name: str) -> list[str]:
	"""The profiles whose relationship a deal of this party may change: linked to it, or by way of it."""
	filters = {"party_type": doctype, "party": name}
	found = frappe.get_all(PROFILE, filters, pluck="name", order_by="name")
	if doctype in ("Customer", "Lead"):
		found += frappe.get_all(PROFILE, {doctype.lower(): name}, pluck="name", order_by="name")
	return sorted(set(found))


def is_linked(doctype: str, name: str) -> bool:
	"""True if a deal of this party can change any profile."""
	linked = bool(frappe.db.exists(PROFILE, {"party_type": doctype, "party": name}))
	if linked or doctype not in ("Customer", "Lead"):
		return linked
	return bool(frappe.db.exists(PROFILE, {doctype.lower(): name}))


def page_after(name: str, size: int) -> list[str]:
	"""The next linked profiles beyond that name, and those that were linked when they were counted last."""
	profile = frappe.qb.DocType(PROFILE)
	return (
		frappe.qb.from_(profile)
		.select(profile.name)
		.where((profile.name > name) & (profile.party.isnotnull() | (profile.relationship != UNKNOWN)))
		.orderby(profile.name)
		.limit(size)
		.run(pluck=True)
	)


def _locked(names: list[str]) -> dict[str, Mapping[str, Any]]:
	if not names:
		return {}
	profile = frappe.qb.DocType(PROFILE)
	rows = (
		frappe.qb.from_(profile)
		.select("name", "relationship", *_COLUMNS)
		.where(profile.name.isin(names))
		.orderby(profile.name)
		.for_update()
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def _parties(row: Mapping[str, Any]) -> set[Party]:
	found = {("Customer", row.get("customer")), ("Lead", row.get("lead"))}
	found.add((row.get("party_type"), row.get("party")))
	return {(doctype, name) for doctype, name in found if doctype and name}


def _value(parties: set[Party], deals: set[Party]) -> str:
	if deals & parties:
		return OPEN_DEAL
	return KNOWN if parties else UNKNOWN


def _with_invoice(customers: Collection[str]) -> set[str]:
	if not customers:
		return set()
	customer, invoice = frappe.qb.DocType("Customer"), frappe.qb.DocType("Sales Invoice")
	bought = (
		frappe.qb.from_(invoice)
		.select(invoice.name)
		.where((invoice.customer == customer.name) & (invoice.docstatus == 1) & (invoice.is_return == 0))
	)
	# The first invoice of each is enough: a good customer has thousands
	query = frappe.qb.from_(customer).select(customer.name).where(customer.name.isin(sorted(customers)))
	return set(query.where(ExistsCriterion(bought)).run(pluck=True))


def _with_deal(parties: Collection[Party]) -> set[Party]:
	if not parties:
		return set()
	found = {*_opportunities(parties), *_quotations(parties)}
	customers = [name for doctype, name in parties if doctype == "Customer"]
	return (found | _orders(customers)) & set(parties)


def _opportunities(parties: Collection[Party]) -> list[Party]:
	opportunity = frappe.qb.DocType("Opportunity")
	query = frappe.qb.from_(opportunity).select(opportunity.opportunity_from, opportunity.party_name)
	query = query.where(opportunity.party_name.isin(_names(parties)))
	return query.where(opportunity.status.isin(OPEN_OPPORTUNITIES)).distinct().run()


def _quotations(parties: Collection[Party]) -> list[Party]:
	quotation = frappe.qb.DocType("Quotation")
	valid = quotation.valid_till.isnull() | (quotation.valid_till >= nowdate())
	query = frappe.qb.from_(quotation).select(quotation.quotation_to, quotation.party_name)
	query = query.where(quotation.party_name.isin(_names(parties)) & (quotation.docstatus == 1) & valid)
	return query.where(quotation.status.notin(CLOSED_QUOTATIONS)).distinct().run()


def _orders(customers: Collection[str]) -> set[Party]:
	if not customers:
		return set()
	order = frappe.qb.DocType("Sales Order")
	query = frappe.qb.from_(order).select(order.customer).distinct()
	query = query.where(order.customer.isin(sorted(customers)) & (order.docstatus == 1))
	return {("Customer", name) for name in query.where(order.status.notin(CLOSED_ORDERS)).run(pluck=True)}


def _names(parties: Collection[Party]) -> list[str]:
	return sorted({name for _doctype, name in parties})
