"""Net revenue that came through a Sales Partner or a Coupon Code, and so through the profile that holds it.

Read line by line from submitted Sales Invoices (credit notes included, net of taxes and discounts, in the
company's currency): every line counts once, for its coupon if a profile holds that, else for the sales partner.
ERPNext keeps the coupon on Sales Order and POS Invoice, so an invoice has it through its order. It must not
write, and it must not be shown to anybody who may not read Sales Invoices.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import frappe

from social_crm_app.insight.visible import readable

Key = tuple[str, str]  # ("Coupon Code" or "Sales Partner", name)
_EVERYTHING = {"Sales Invoice": "1", "POS Invoice": "1", "Sales Order": "1"}


@dataclass(slots=True)
class Sales:
	"""Of one coupon or partner: what each sale (an invoice with its credit notes) brought net, and what is
	`open`: ordered but not yet invoiced."""

	by_sale: dict[str, float] = field(default_factory=dict)
	open: float = 0.0

	@property
	def net(self) -> float:
		return sum(self.by_sale.values())

	@property
	def invoices(self) -> int:
		"""Sales that were not taken back in full."""
		return sum(net > 0 for net in self.by_sale.values())

	def add(self, other: "Sales") -> None:
		for sale, net in other.by_sale.items():
			self.by_sale[sale] = self.by_sale.get(sale, 0.0) + net
		self.open += other.open


@dataclass(frozen=True, slots=True)
class Holders:
	"""The coupons and partners that profiles hold, by profile."""

	keys: Mapping[str, tuple[Key, ...]] = field(default_factory=dict)

	@property
	def all_keys(self) -> set[Key]:
		return {key for keys in self.keys.values() for key in keys}


def holders() -> Holders:
	"""Which profile holds which Sales Partner and Coupon Code."""
	rows = frappe.get_all(
		"Social Profile",
		or_filters=[["sales_partner", "is", "set"], ["coupon_code", "is", "set"]],
		fields=["name", "sales_partner", "coupon_code"],
		order_by="name",
	)
	pairs = (("Sales Partner", "sales_partner"), ("Coupon Code", "coupon_code"))
	return Holders({row.name: tuple((kind, row[c]) for kind, c in pairs if row[c]) for row in rows})


def may_see_money() -> bool:
	"""True if the current user may read Sales Invoices at all; which of them, their permissions say."""
	return bool(frappe.has_permission("Sales Invoice", "read"))


def rights_of_user() -> dict[str, str]:
	"""SQL conditions for what the current user may read, by DocType."""
	return {doctype: readable(doctype) for doctype in _EVERYTHING}


def sales_of(
	keys: Iterable[Key],
	since: date,
	until: date,
	company: str | None = None,
	rights: Mapping[str, str] | None = None,
) -> dict[str, dict[Key, Sales]]:
	"""Sales between two days (inclusive), by company and then by coupon or partner; in three queries.

	`rights` are those of `rights_of_user()`; without them everything is counted, which is for the nightly job
	alone. Companies stay apart because their amounts may be in different currencies.
	"""
	wanted = set(keys)
	found: dict[str, dict[Key, Sales]] = defaultdict(lambda: defaultdict(Sales))
	if not wanted:
		return found
	values = {
		"partners": [name for kind, name in wanted if kind == "Sales Partner"] or [""],
		"coupons": [name for kind, name in wanted if kind == "Coupon Code"] or [""],
		"since": since, "until": until, "company": company or "",
	}  # fmt: skip
	rights = rights or _EVERYTHING
	for row in (
		*_invoice_lines(values, rights["Sales Invoice"]),
		*_till_sales(values, rights["POS Invoice"]),
	):
		found[row.company][_holder(row, wanted)].add(Sales({row.sale: row.net or 0.0}))
	for row in _open_orders(values, rights["Sales Order"]):
		found[row.company][_holder(row, wanted)].open += row.net or 0.0
	return found


def total(sales: Mapping[Key, Sales], keys: Iterable[Key]) -> Sales:
	"""The sum over some coupons and partners of one company, each once."""
	found = Sales()
	for key in set(keys):
		if key in sales:
			found.add(sales[key])
	return found


def _holder(row: Mapping, wanted: set[Key]) -> Key:
	"""The coupon is the better evidence: the buyer typed it in."""
	coupon = ("Coupon Code", row["coupon"])
	return coupon if coupon in wanted else ("Sales Partner", row["partner"])


def _invoice_lines(values: dict, rights: str) -> list[dict]:
	"""Net per company, sale (an invoice together with its credit notes), partner and coupon."""
	coupon = "o.coupon_code"
	if frappe.get_meta("Sales Invoice").has_field("coupon_code"):
		coupon = "COALESCE(NULLIF(o.coupon_code, ''), `tabSales Invoice`.coupon_code)"
	# A credit note belongs to whom the sale belonged, even if somebody emptied its partner.
	partner = "COALESCE(NULLIF(first.sales_partner, ''), `tabSales Invoice`.sales_partner)"
	# Raw SQL: sums over joins, with the user's permissions as SQL. What a till sold is read from its own invoices.
	return frappe.db.sql(  # nosemgrep
		f"""SELECT {partner} partner, {coupon} coupon, SUM(line.base_net_amount) net,
			`tabSales Invoice`.company,
			COALESCE(NULLIF(`tabSales Invoice`.return_against, ''), `tabSales Invoice`.name) sale
		FROM `tabSales Invoice`
		JOIN `tabSales Invoice Item` line ON line.parent = `tabSales Invoice`.name
		LEFT JOIN `tabSales Order` o ON o.name = line.sales_order
		LEFT JOIN `tabSales Invoice` first ON first.name = `tabSales Invoice`.return_against
		WHERE `tabSales Invoice`.docstatus = 1 AND `tabSales Invoice`.is_consolidated = 0
			AND `tabSales Invoice`.is_opening != 'Yes' AND `tabSales Invoice`.is_internal_customer = 0
			AND `tabSales Invoice`.posting_date BETWEEN %(since)s AND %(until)s
			AND (%(company)s = '' OR `tabSales Invoice`.company = %(company)s)
			AND ({partner} IN %(partners)s OR {coupon} IN %(coupons)s) AND {rights}
		GROUP BY `tabSales Invoice`.company, sale, partner, coupon""",
		values,
		as_dict=True,
	)


def _till_sales(values: dict, rights: str) -> list[dict]:
	"""The same for sales at a till: their consolidated invoice has lost partner and coupon."""
	# Raw SQL: as above.
	return frappe.db.sql(  # nosemgrep
		f"""SELECT sales_partner partner, coupon_code coupon, SUM(base_net_total) net, company,
			COALESCE(NULLIF(return_against, ''), name) sale
		FROM `tabPOS Invoice`
		WHERE docstatus = 1 AND posting_date BETWEEN %(since)s AND %(until)s
			AND (%(company)s = '' OR company = %(company)s)
			AND (sales_partner IN %(partners)s OR coupon_code IN %(coupons)s) AND {rights}
		GROUP BY company, sale, partner, coupon""",
		values,
		as_dict=True,
	)


def _open_orders(values: dict, rights: str) -> list[dict]:
	"""What is ordered and not yet invoiced, per partner and coupon."""
	# Raw SQL: a computed sum with the user's permissions as SQL.
	return frappe.db.sql(  # nosemgrep
		f"""SELECT sales_partner partner, coupon_code coupon,
			SUM(base_net_total * GREATEST(100 - per_billed, 0) / 100) net, company
		FROM `tabSales Order`
		WHERE docstatus = 1 AND status NOT IN ('Closed', 'Completed') AND per_billed < 100
			AND is_internal_customer = 0 AND transaction_date BETWEEN %(since)s AND %(until)s
			AND (%(company)s = '' OR company = %(company)s)
			AND (sales_partner IN %(partners)s OR coupon_code IN %(coupons)s) AND {rights}
		GROUP BY company, partner, coupon""",
		values,
		as_dict=True,
	)
