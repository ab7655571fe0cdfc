"""What a party is worth to us, since when it is a customer and who looks after it.

The lifetime value is the net of all submitted Sales Invoices that the current user may read, returns included:
the companies' own currencies, converted as in `stake`. Reads only; four queries for any number of invoices.
"""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.model import get_permitted_fields
from frappe.utils import get_fullname, getdate

from social_crm_app.insight import stake
from social_crm_app.insight.context_blocks import SHOWN, block, fact
from social_crm_app.insight.context_subjects import Subjects
from social_crm_app.insight.visible import readable

# Which fields of the others say something: (field, label); an owner is a User.
_FACTS = {
	"Lead": (("status", "Status"), ("lead_owner", "Lead Owner"), ("creation", "Lead Since")),
	"Prospect": (("prospect_owner", "Prospect Owner"), ("creation", "Prospect Since")),
	"Contact": (("designation", "Designation"), ("company_name", "Company Name")),
}


def standing(subjects: Subjects) -> dict | None:
	"""The block "value": lifetime value, since when, account manager; of a Lead, Prospect or Contact what is
	known of it."""
	if customers := subjects.of("Customer"):
		rows = _of_customers(customers[:SHOWN])
		return block("value", _("Customer"), rows, len(rows))
	for doctype in _FACTS:
		if names := subjects.of(doctype):
			rows = _of_record(doctype, names[0])
			return block("value", _(doctype), rows, len(rows))
	return None


def _of_customers(customers: list[str]) -> list[dict]:
	fields = ["name", "customer_name", "account_manager", "creation"]
	found = frappe.get_list("Customer", {"name": ("in", customers)}, fields, order_by="name")
	sales = _sales(customers)
	rates = stake.rates_of({sale.company for group in sales.values() for sale in group})
	rows = []
	for customer in found:
		whose = f": {customer.customer_name or customer.name}" if len(found) > 1 else ""
		facts = _money(sales[customer.name], rates) + _history(customer, sales[customer.name])
		rows += [{**row, "label": row["label"] + whose} for row in facts]
	return rows


def _sales(customers: list[str]) -> dict[str, list[dict]]:
	"""{customer: [{company, net, invoices, first}]}, empty for who may not see invoices or these fields of them."""
	found: dict[str, list[dict]] = defaultdict(list)
	if not frappe.has_permission("Sales Invoice", "read"):
		return found
	if not {"base_net_total", "posting_date", "customer"} <= set(get_permitted_fields("Sales Invoice")):
		return found
	# Raw SQL: sums with the user's permissions as SQL.
	for row in frappe.db.sql(  # nosemgrep
		f"""SELECT customer, company, SUM(base_net_total) net, SUM(is_return = 0) invoices, MIN(posting_date) first
		FROM `tabSales Invoice`
		WHERE customer IN %(customers)s AND docstatus = 1 AND {readable("Sales Invoice")}
		GROUP BY customer, company ORDER BY customer, company""",
		{"customers": customers},
		as_dict=True,
	):
		found[row.customer].append(row)
	return found


def _money(sales: list[dict], rates: dict[str, float]) -> list[dict]:
	"""The value in our currency; beside it, in its own, what there is no exchange rate for."""
	if not sales:
		return []
	ours = [sale for sale in sales if rates[sale.company]]
	others: dict[str, float] = defaultdict(float)
	for sale in sales:
		if not rates[sale.company]:
			others[frappe.get_cached_value("Company", sale.company, "default_currency")] += sale.net
	rows = []
	if ours:
		value = sum(sale.net * rates[sale.company] for sale in ours)
		rows.append(_value_row(value, stake.currency(), sum(int(sale.invoices) for sale in ours)))
	rows += [_value_row(value, currency) for currency, value in sorted(others.items())]
	return rows


def _value_row(value: float, currency: str, invoices: int | None = None) -> dict:
	about = _("No exchange rate") if invoices is None else _("{0} invoices").format(invoices)
	return fact(_("Lifetime Value"), about=about, amount=round(value, 2), currency=currency)


def _history(customer: dict, sales: list[dict]) -> list[dict]:
	"""Since when: the first invoice or the day the record was made, whichever is earlier."""
	since = min([getdate(customer.creation), *(sale.first for sale in sales)])
	rows = [fact(_("Customer Since"), date=since)]
	if customer.get("account_manager"):
		rows.append(fact(_("Account Manager"), about=get_fullname(customer.account_manager)))
	return rows


def _of_record(doctype: str, name: str) -> list[dict]:
	fields = [fieldname for fieldname, _label in _FACTS[doctype]]
	for row in frappe.get_list(doctype, {"name": name}, ["name", *fields], order_by="name"):
		return [_said(field, label, row[field]) for field, label in _FACTS[doctype] if row.get(field)]
	return []


def _said(fieldname: str, label: str, value: Any) -> dict:
	if fieldname == "creation":
		return fact(_(label), date=getdate(value))
	return fact(_(label), about=get_fullname(value) if fieldname.endswith("_owner") else _(value))
