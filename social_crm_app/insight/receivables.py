"""What customers owe: the unpaid part of their submitted Sales Invoices, and how much of it is overdue.

In the currency of `stake.currency()`. Reads only, three queries at most for any number of customers; whoever
calls has asked whether the user may see the customers.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from pypika import Case
from pypika.functions import Sum

import frappe
from frappe.utils import nowdate

from social_crm_app.insight.stake import rates_of


@dataclass(slots=True)
class Owed:
	"""`outstanding` is all that is unpaid, `overdue` the part of invoices whose due date has passed."""

	outstanding: float = 0.0
	overdue: float = 0.0


def owed_by(customers: Collection[str]) -> dict[str, Owed]:
	"""What each of these customers owes, rounded to cents; zeros for whoever owes nothing.

	Credit notes that are not settled yet count against it. An invoice is overdue as a whole once its last due
	date has passed. Amounts in a currency without a known rate are not counted.
	"""
	rows = _unpaid(customers) if customers else []
	rates = rates_of({company for _customer, company, _unpaid, _late in rows})
	found: dict[str, Owed] = defaultdict(Owed)
	for customer, company, unpaid, late in rows:
		found[customer].outstanding += float(unpaid or 0) * rates[company]
		found[customer].overdue += float(late or 0) * rates[company]
	return {
		name: Owed(round(found[name].outstanding, 2), round(found[name].overdue, 2)) for name in customers
	}


def _unpaid(customers: Collection[str]) -> list[tuple[str, str, float, float]]:
	"""(customer, company, unpaid, overdue) in the currency of the company."""
	invoice, company = frappe.qb.DocType("Sales Invoice"), frappe.qb.DocType("Company")
	# What is outstanding stands in the currency of the receivable account: the company's or the invoice's
	amount = (
		Case()
		.when(invoice.party_account_currency == company.default_currency, invoice.outstanding_amount)
		.else_(invoice.outstanding_amount * invoice.conversion_rate)
	)
	late = Case().when(invoice.due_date < nowdate(), amount).else_(0)
	return (
		frappe.qb.from_(invoice)
		.join(company)
		.on(company.name == invoice.company)
		.select(invoice.customer, invoice.company, Sum(amount), Sum(late))
		.where((invoice.docstatus == 1) & (invoice.outstanding_amount != 0))
		.where(invoice.customer.isin(list(customers)))
		.groupby(invoice.customer, invoice.company)
		.run()
	)
