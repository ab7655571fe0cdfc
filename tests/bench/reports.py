"""Server time and number of queries of each report over many mentions, and of the nightly count per page.

Fills Mention, Social Profile, Identity Key, Customer and Sales Invoice with made-up rows: a third of the mentions
are answers, half have a deadline, one author in ten is a customer, one in fifty has a sales partner. Each report is opened as
Administrator and as a user whose User Permissions allow one company only. Run on a site that allows tests;
removes the rows it made.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from _site import TEXTS, arguments, connected, median, seconds, table

import frappe
from frappe.desk.query_report import run
from frappe.utils import add_days, now_datetime, today

from social_crm_app import sql
from social_crm_app.identity.naming import name_for
from social_crm_app.insight import standing
from social_crm_app.jobs import influence
from social_crm_app.testing import make_user

STEP = 5000
MARK = "bench-report"
PARTNER = f"{MARK} partner"
RAW = '{"content":"' + "x" * 500 + '"}'
USER = f"{MARK}@users.example"
YEAR = {"from_date": "a year ago"}
STRANGERS = {"show": "Strangers Who Talk with Our Customers"}
REPORTS = (
	("Social Influencers", {}),
	("Advocates and Detractors", {}),
	("Advocates and Detractors", {"show": "Mentions"}),
	("Social Peer Network", {}),
	("Social Peer Network", YEAR),
	("Social Peer Network", STRANGERS),
	("Social Peer Network", {**STRANGERS, **YEAR}),
	("Mention Response Times", {}),
	("Mention Response Times", {"only_breaches": 1}),
	("Mention Response Times", YEAR),
	("Mention Response Times", {"only_breaches": 1, **YEAR}),
)


def main() -> None:
	options = arguments(mentions=1_000_000, invoices=50_000)
	with connected(options.site):
		clear()
		try:
			filled = seconds(lambda: fill(options.mentions, options.invoices))
			print(f"{options.mentions:,} mentions made in {filled:.0f} s")
			results = [(*case, *measure(*case, options.rounds)) for case in REPORTS]
			counting = measure_count()
		finally:
			clear()
	show(options.mentions, results)
	print(
		f"  nightly count: {counting[0] * 1000:.0f} ms for a page of {influence.PAGE}, {counting[1]} queries"
	)


def show(mentions: int, results: list[tuple]) -> None:
	rows = [("report", "filters", "rows", "queries", "seconds", "limited user: rows", "seconds")]
	for name, filters, all_of_it, limited in results:
		shown = ", ".join(str(value) for value in filters.values()) or "as it opens"
		rows.append(
			(
				name, shown, str(all_of_it[0]), str(all_of_it[1]), f"{all_of_it[2]:.2f}", str(limited[0]),
				f"{limited[2]:.2f}",
			)
		)  # fmt: skip
	table(f"Reports at {mentions:,} mentions", rows)


def measure(name: str, filters: dict, rounds: int) -> list[tuple[int, int, float]]:
	"""(rows, queries, median seconds) for Administrator and for the limited user."""
	found = []
	for user in ("Administrator", USER):
		frappe.set_user(user)  # reports are measured with the rights of a reader
		filters = {"company": company(), **filters}
		if "from_date" in filters:
			filters["from_date"] = add_days(today(), -365)
		run(
			name, filters=filters, ignore_prepared_report=True
		)  # the shape of DocTypes is cached from here on
		asked, result = counting(lambda: run(name, filters=filters, ignore_prepared_report=True))
		taken = [
			seconds(lambda: run(name, filters=filters, ignore_prepared_report=True))
			for _round in range(rounds)
		]
		found.append((len(result["result"]), asked, median(taken)))
	frappe.set_user("Administrator")  # reports are measured with the rights of a reader
	return found


def measure_count() -> tuple[float, int]:
	"""Seconds and queries of one page of the nightly count, rolled back."""
	this = standing.new_round()
	names = influence.due("")
	asked, _nothing = counting(lambda: influence.count(names, this))
	frappe.db.rollback()
	names = influence.due(names[-1])
	taken = seconds(lambda: influence.count(names, this))
	frappe.db.rollback()
	return taken, asked


def counting(work) -> tuple[int, object]:
	"""How many queries `work` makes, and what it returns."""
	original, asked = frappe.local.db.sql, []

	def noted(*args, **kwargs):
		asked.append(args)
		return original(*args, **kwargs)

	frappe.local.db.sql = noted
	try:
		result = work()
		return len(asked), result
	finally:
		frappe.local.db.sql = original


def company() -> str:
	return frappe.db.get_value("Company", {}, "name", order_by="creation")


def fill(mentions: int, invoices: int) -> None:
	authors = max(mentions // 20, 20)
	customers = max(authors // 10, 2)
	frappe.get_doc(
		{
			"doctype": "Sales Partner",
			"partner_name": PARTNER,
			"commission_rate": 5,
			"territory": "All Territories",
		}
	).insert()
	make_user(USER, "Social CRM User", "Sales User", "Accounts User")
	frappe.permissions.add_user_permission("Company", company(), USER)
	write("Customer", (customer_row(n) for n in range(customers)))
	write("Social Profile", (profile_row(n, customers) for n in range(authors)))
	write("Identity Key", (key_row(n) for n in range(authors)))
	write("Mention", mention_rows(mentions, authors, customers))
	write("Sales Invoice", (invoice_row(n) for n in range(invoices)))
	write("Sales Invoice Item", (line_row(n) for n in range(invoices)))
	for doctype in ("Mention", "Social Profile", "Identity Key", "Sales Invoice", "Sales Invoice Item"):
		frappe.db.sql(f"ANALYZE TABLE `tab{doctype}`")  # the planner must know the new size


def write(doctype: str, rows: Iterator[dict]) -> None:
	batch = []
	for row in rows:
		batch.append(row)
		if len(batch) == STEP:
			sql.insert_missing(doctype, batch)
			frappe.db.commit()  # as the app does between its steps; nobody else commits here
			batch = []
	sql.insert_missing(doctype, batch)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


def customer_row(n: int) -> dict:
	return {"name": f"{MARK} {n}", "customer_name": f"{MARK} {n}", "customer_type": "Company"}


def party(author: int, customers: int) -> str | None:
	"""The customer that an author is: the first tenth of them are."""
	return f"{MARK} {author}" if author < customers else None


def profile_row(n: int, customers: int) -> dict:
	customer = party(n, customers)
	return {
		"name": name_for(f"{MARK}:{n}"), "profile_key": f"{MARK}:{n}", "platform": "Mastodon", "title": f"Person {n}",
		"display_name": f"Person {n}", "handle": f"p{n}@bench.example", "followers": n * 37 % 90_000,
		"party_type": "Customer" if customer else None, "party": customer, "customer": customer,
		"link_status": "Linked" if customer else "Unlinked", "influence_score": n * 7919 % 1000 / 10,
		"influence_numbers": "Reach 0.5: so and so many followers.\n" * 6, "influence_at": now_datetime(),
		"stance": (None, None, None, "Advocate", "Detractor")[n % 5], "sales_partner": None if n % 50 else PARTNER,
	}  # fmt: skip


def key_row(n: int) -> dict:
	return {
		"name": name_for(f"{MARK}-key:{n}"), "key_type": "Handle", "key_value": f"mastodon:p{n}@bench.example",
		"attested": 1, "source": MARK, "reference_doctype": "Social Profile", "reference_name": name_for(f"{MARK}:{n}"),
	}  # fmt: skip


def mention_rows(count: int, authors: int, customers: int) -> Iterator[dict]:
	rng, now, at = random.Random(MARK), now_datetime(), company()
	for n in range(count):
		author = rng.randrange(authors)
		parent = f"{MARK}:{rng.randrange(max(n - 5000, 0), n)}" if n and rng.random() < 0.33 else None
		text = rng.choice(TEXTS).format(item="drill", n=n)
		if rng.random() < 0.05:
			text += f" @p{rng.randrange(authors)}@bench.example"
		customer = party(author, customers)
		posted_at = now - timedelta(seconds=365 * 86400 * (count - n) / count)
		yield {
			**service_level(rng, posted_at),
			"name": name_for(f"{MARK}-mention:{n}"), "mention_key": f"{MARK}:{n}", "title": text[:100], "text": text,
			"platform": "Mastodon", "kind": "Reply" if parent else "Mention", "company": at,
			"social_profile": name_for(f"{MARK}:{author}"), "author_name": f"Person {author}",
			"party_type": "Customer" if customer else None, "party": customer, "customer": customer,
			"posted_at": posted_at, "parent_key": parent,
			"thread_root": parent, "private": int(rng.random() < 0.02), "intent": rng.choice(("Question", "Praise", None)),
			"sentiment_label": rng.choice(("Positive", "Neutral", "Negative")), "reposts": rng.randrange(20), "raw": RAW,
		}  # fmt: skip


def service_level(rng: random.Random, posted_at: datetime) -> dict:
	"""Half of them have an agreement; most of those were answered, one in ten too late, a few wait."""
	has_one, is_answered, hours = (
		rng.random() < 0.5,
		rng.random() < 0.9,
		rng.choice((0.2, 0.5, 1, 1, 2, 3, 3, 3, 3, 5)),
	)
	answered = posted_at + timedelta(hours=hours) if has_one and is_answered else None
	return {
		"status": "Replied" if answered else "Open", "service_level_agreement": MARK if has_one else None,
		"response_by": posted_at + timedelta(hours=4) if has_one else None, "first_responded_on": answered,
		"time_to_first_response": hours * 3600 if answered else None,
	}  # fmt: skip


def invoice_row(n: int) -> dict:
	return {
		"name": f"{MARK}-{n}", "docstatus": 1, "company": company_once(), "posting_date": add_days(today(), -(n % 365)),
		"sales_partner": None if n % 20 else PARTNER, "base_net_total": 100, "is_opening": "No",
		"customer": f"{MARK} 1",
	}  # fmt: skip


def line_row(n: int) -> dict:
	return {
		"name": f"{MARK}-line-{n}", "parent": f"{MARK}-{n}", "parenttype": "Sales Invoice", "parentfield": "items",
		"docstatus": 1, "base_net_amount": 100, "item_code": "bench",
	}  # fmt: skip


def company_once() -> str:
	if not hasattr(frappe.local, "bench_company"):
		frappe.local.bench_company = company()
	return frappe.local.bench_company


def clear() -> None:
	"""Removes the made-up rows; a table that holds nothing else is emptied at once."""
	frappe.db.rollback()
	frappe.set_user("Administrator")  # reports are measured with the rights of a reader
	for doctype, column in (
		("Mention", "mention_key"), ("Social Profile", "profile_key"), ("Identity Key", "source"),
		("Sales Invoice Item", "name"), ("Sales Invoice", "name"), ("Customer", "name"),
	):  # fmt: skip
		ours = frappe.db.count(doctype, {column: ("like", f"{MARK}%")})
		if ours and ours == frappe.db.count(doctype):
			frappe.db.truncate(doctype)
		elif ours:
			frappe.db.delete(doctype, {column: ("like", f"{MARK}%")})
	frappe.db.delete("User Permission", {"user": USER})
	frappe.delete_doc("User", USER, force=True, ignore_missing=True)
	frappe.delete_doc("Sales Partner", PARTNER, force=True, ignore_missing=True)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


if __name__ == "__main__":
	main()
