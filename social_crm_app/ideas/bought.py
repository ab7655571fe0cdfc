"""What the people behind an Idea bought of it after it was shipped: whether the wish was worth fulfilling.

Net of the submitted Sales Invoices for the linked Item or, of a template, its variants, returns included, of the Idea's
customers, in the DAYS after the day on which its status became Shipped; in the currency of `stake.currency`. Reads only.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from pypika.functions import Sum

import frappe
from frappe.utils import add_days, getdate

from social_crm_app.insight import stake

DAYS = 90
Line = tuple[str, str, str, date, float]  # customer, item, company, day, amount


def after_shipping(customers: Mapping[str, set[str]]) -> dict[str, tuple[int, float]]:
	"""For each of these Ideas with its customers (how many of them bought, for how much); 0 for Ideas that are not
	shipped or name no Item. Five queries for any number of Ideas."""
	found = dict.fromkeys(customers, (0, 0.0))
	shipped = _shipped(list(customers))
	if not shipped:
		return found
	sold_as = _with_variants({item for item, _day in shipped.values()})
	lines = _invoiced(shipped, set().union(*sold_as.values()), set().union(*(customers[i] for i in shipped)))
	rates = stake.rates_of({company for _customer, _item, company, _day, _amount in lines})
	for idea, (item, day) in shipped.items():
		spent: dict[str, float] = defaultdict(float)
		for customer, bought, company, on, amount in lines:
			if bought in sold_as[item] and customer in customers[idea] and day <= on <= last_day(day):
				spent[customer] += float(amount) * rates[company]
		found[idea] = (sum(value > 0 for value in spent.values()), round(sum(spent.values()), 2))
	return found


def documents(idea: str, customers: list[str]) -> dict:
	"""{doctype, filters} of the list of those invoices of these customers."""
	item, day = _shipped([idea]).get(idea) or ("", getdate())
	between = ["between", [str(day), str(last_day(day))]]
	filters = {"customer": ("in", customers), "docstatus": 1, "posting_date": between}
	items = ["in", sorted(_with_variants({item})[item])]
	return {"doctype": "Sales Invoice", "filters": {**filters, "Sales Invoice Item.item_code": items}}


def last_day(day: date) -> date:
	return getdate(add_days(day, DAYS))


def _shipped(ideas: list[str]) -> dict[str, tuple[str, date]]:
	"""(item, day) of those of the Ideas that are shipped and name an Item; the day of the last time it was."""
	items = dict(
		frappe.get_all(
			"Idea",
			filters={"name": ("in", ideas), "status": "Shipped", "item": ("is", "set")},
			fields=["name", "item"],
			order_by="name",
			as_list=True,
		)
	)
	if not items:
		return {}
	rows = frappe.get_all(
		"Idea Status Log",
		filters={"parent": ("in", list(items)), "to_status": "Shipped"},
		fields=["parent", "happened_at"],
		order_by="parent, idx",
	)
	return {row.parent: (items[row.parent], getdate(row.happened_at)) for row in rows}


def _with_variants(items: Collection[str]) -> dict[str, set[str]]:
	"""Under which codes each Item is sold: its own, and those of its variants if it is a template."""
	found = {item: {item} for item in items}
	templates = sorted(filter(None, found))  # an Idea may name no Item
	variants = (
		frappe.get_all("Item", {"variant_of": ("in", templates)}, ["name", "variant_of"], order_by="name")
		if templates
		else []
	)
	for row in variants:
		found[row.variant_of].add(row.name)
	return found


def _invoiced(
	shipped: Mapping[str, tuple[str, date]], items: Collection[str], customers: Collection[str]
) -> list[Line]:
	if not customers:
		return []
	invoice, line = frappe.qb.DocType("Sales Invoice"), frappe.qb.DocType("Sales Invoice Item")
	days = [day for _item, day in shipped.values()]
	return (
		frappe.qb.from_(invoice)
		.join(line)
		.on(line.parent == invoice.name)
		.select(
			invoice.customer, line.item_code, invoice.company, invoice.posting_date, Sum(line.base_net_amount)
		)
		.where((invoice.docstatus == 1) & invoice.customer.isin(sorted(customers)))
		.where(line.item_code.isin(sorted(items)))
		.where(invoice.posting_date[min(days) : last_day(max(days))])
		.groupby(invoice.customer, line.item_code, invoice.company, invoice.posting_date)
		.run()
	)
