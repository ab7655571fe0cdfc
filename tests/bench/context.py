"""Server time of the context beside a post: a customer with 10,000 invoices, and big tables of other customers.

Most of the invoices are unpaid, the worst case. Serial No, Opportunity and Issue are filled with rows of others
as well, because ERPNext has no index there on the party. Run on a site that allows tests; removes its rows.
"""

import functools
from collections.abc import Iterator, Mapping
from typing import Any

from _site import arguments, connected, median, posts, seconds, table

import frappe
from frappe.utils import add_days, today

from social_crm_app import sql
from social_crm_app.identity import decisions
from social_crm_app.ingest import pipeline
from social_crm_app.insight import context
from social_crm_app.testing import forget_everything_pulled, make_customer

MARK = "social-crm-bench-"
PAGE = 5000
WIDE = "x" * 1500  # addresses, terms, taxes as HTML: what a real row carries beside its numbers


def main() -> None:
	options = arguments(invoices=10_000, others=100_000)
	with connected(options.site):
		customer = make_customer(f"Bench {frappe.generate_hash(length=6)}").name
		try:
			mention = make_mention(customer)
			rows = [
				("", "median ms", "queries"),
				("customer without documents", *measure(mention, options.rounds)),
			]
			fill("Sales Invoice", (invoice(customer, n) for n in range(options.invoices)))
			fill("Sales Order", (order(customer, n) for n in range(options.invoices // 10)))
			rows.append((f"+ {options.invoices:,} invoices", *measure(mention, options.rounds)))
			for doctype, column in (
				("Serial No", "customer"),
				("Opportunity", "party_name"),
				("Issue", "lead"),
			):
				fill(
					doctype, ({"name": f"{MARK}{n}", column: f"Somebody {n}"} for n in range(options.others))
				)
				rows.append((f"+ {options.others:,} {doctype} of others", *measure(mention, options.rounds)))
		finally:
			remove(customer)
	table("Context beside a post", rows)


def make_mention(customer: str) -> str:
	pipeline.process(posts(20, "context", authors=2), pipeline.source_of("", "mastodon", "Mastodon", None))
	for profile in frappe.get_all("Social Profile", pluck="name"):
		decisions.link(profile, "Customer", customer)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here
	return frappe.get_all("Mention", pluck="name", order_by="posted_at", limit=1)[0]


def invoice(customer: str, n: int) -> Mapping[str, Any]:
	due = add_days(today(), -n % 900)
	return {
		"name": f"{MARK}{n}", "customer": customer, "docstatus": 1, "company": company(), "due_date": due,
		"posting_date": due, "outstanding_amount": n % 4, "base_net_total": 100, "party_account_currency": "EUR",
		"currency": "EUR", "status": "Overdue", "terms": WIDE, "address_display": WIDE,
	}  # fmt: skip


def order(customer: str, n: int) -> Mapping[str, Any]:
	return {
		"name": f"{MARK}{n}", "customer": customer, "docstatus": 1, "company": company(), "grand_total": 100,
		"delivery_date": add_days(today(), n % 20 - 10), "status": "To Deliver", "per_delivered": 0, "terms": WIDE,
	}  # fmt: skip


@functools.cache
def company() -> str:
	return frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]


def fill(doctype: str, rows: Iterator[Mapping[str, Any]]) -> None:
	page: list[Mapping[str, Any]] = []
	for row in rows:
		page.append(row)
		if len(page) == PAGE:
			sql.insert_missing(doctype, page)
			page = []
	sql.insert_missing(doctype, page)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


def measure(mention: str, rounds: int) -> tuple[str, str]:
	doc = frappe.get_doc("Mention", mention)
	context.beside(doc)
	time = median([seconds(lambda: context.beside(doc)) for _round in range(rounds * 3)])
	return f"{time * 1000:.0f}", str(queries(doc))


def queries(doc) -> int:
	asked, execute = [], frappe.local.db.sql
	frappe.local.db.sql = lambda *args, **kwargs: asked.append(1) or execute(*args, **kwargs)
	try:
		context.beside(doc)
	finally:
		del frappe.local.db.sql
	return len(asked)


def remove(customer: str) -> None:
	forget_everything_pulled()  # begins with a rollback
	for doctype in ("Sales Invoice", "Sales Order", "Serial No", "Opportunity", "Issue"):
		frappe.db.delete(doctype, {"name": ("like", f"{MARK}%")})
	frappe.delete_doc("Customer", customer, force=True)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


if __name__ == "__main__":
	main()
