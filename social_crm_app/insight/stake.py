"""What is at stake with a party: what it bought in the last twelve months and what it may buy next.

Net of the submitted Sales Invoices of the last twelve months, returns included, plus its open Opportunities, in
the currency of the default company. Quotations are left out: most belong to an Opportunity that is counted.
Reads only, four queries for any number of parties; a page of some hundred is a good size.
"""

from collections import defaultdict
from collections.abc import Collection

from pypika.functions import Coalesce, NullIf, Sum

import frappe
from frappe.utils import add_months, nowdate

from social_crm_app.identity.relationship import OPEN_OPPORTUNITIES

MONTHS = 12
Party = tuple[str, str]


def value_at_stake(parties: Collection[Party]) -> dict[Party, float]:
	"""The value of each (party_type, party), rounded to cents; 0 for whoever has bought nothing.

	Amounts of a company with another currency are converted with the newest Currency Exchange on file; without
	one they are not counted.
	"""
	customers = [name for doctype, name in parties if doctype == "Customer"]
	found = _converted(_invoices(customers) + _open(parties))
	return {party: round(found.get(party, 0.0), 2) for party in parties}


def invoiced(customers: Collection[str]) -> dict[Party, float]:
	"""Net of the last twelve months' Sales Invoices of these customers, returns included."""
	return _converted(_invoices(customers))


def returned(customers: Collection[str]) -> dict[Party, float]:
	"""Net of the last twelve months' credit notes of these customers, as a positive amount."""
	return {party: -value for party, value in _converted(_invoices(customers, is_return=1)).items()}


def open_value(parties: Collection[Party]) -> dict[Party, float]:
	"""The amounts of the open Opportunities of these parties."""
	return _converted(_open(parties))


def currency() -> str:
	"""The currency of every value here: that of the default company, else of the site."""
	company = frappe.db.get_single_value("Global Defaults", "default_company")
	own = frappe.get_cached_value("Company", company, "default_currency") if company else None
	return own or frappe.db.get_default("currency") or ""


def _converted(amounts: Collection[tuple[Party, str, float]]) -> dict[Party, float]:
	rates = rates_of({company for _party, company, _amount in amounts})
	totals: dict[Party, float] = defaultdict(float)
	for party, company, amount in amounts:
		totals[party] += float(amount or 0) * rates[company]
	return totals


def _invoices(customers: Collection[str], is_return: int | None = None) -> list[tuple[Party, str, float]]:
	if not customers:
		return []
	invoice = frappe.qb.DocType("Sales Invoice")
	query = (
		frappe.qb.from_(invoice)
		.select(invoice.customer, invoice.company, Sum(invoice.base_net_total))
		.where((invoice.docstatus == 1) & invoice.customer.isin(list(customers)))
		.where(invoice.posting_date > add_months(nowdate(), -MONTHS))
		.groupby(invoice.customer, invoice.company)
	)
	rows = (query if is_return is None else query.where(invoice.is_return == is_return)).run()
	return [(("Customer", customer), company, amount) for customer, company, amount in rows]


def _open(parties: Collection[Party]) -> list[tuple[Party, str, float]]:
	if not parties:
		return []
	wanted = set(parties)
	opportunity = frappe.qb.DocType("Opportunity")
	# One that was not saved in the form may have an amount without the base amount that follows from it
	amount = Coalesce(
		NullIf(opportunity.base_opportunity_amount, 0),
		opportunity.opportunity_amount * opportunity.conversion_rate,
	)
	rows = (
		frappe.qb.from_(opportunity)
		.select(
			opportunity.opportunity_from,
			opportunity.party_name,
			opportunity.company,
			Sum(amount),
		)
		.where(opportunity.party_name.isin([name for _doctype, name in wanted]))
		.where(opportunity.status.isin(OPEN_OPPORTUNITIES))
		.groupby(opportunity.opportunity_from, opportunity.party_name, opportunity.company)
		.run()
	)
	return [((kind, name), company, amount) for kind, name, company, amount in rows if (kind, name) in wanted]


def rates_of(companies: Collection[str]) -> dict[str, float]:
	"""How much one unit of each company's currency is in ours; 0 where nobody has said."""
	rates: dict[str, float] = defaultdict(float)
	if not companies:
		return rates
	ours = currency()
	theirs = dict(
		frappe.get_all(
			"Company", {"name": ("in", list(companies))}, ["name", "default_currency"], as_list=True
		)
	)
	exchange = {ours: 1.0}
	if others := set(theirs.values()) - {ours}:
		for row in frappe.get_all(
			"Currency Exchange",
			filters={"from_currency": ("in", list(others)), "to_currency": ours, "for_selling": 1},
			fields=["from_currency", "exchange_rate"],
			order_by="date",
		):
			exchange[row.from_currency] = row.exchange_rate
	rates.update({company: exchange.get(unit, 0.0) for company, unit in theirs.items()})
	return rates
