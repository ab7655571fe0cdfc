"""Server time of the inbox over many mentions: each box, each group, with a search, the next page, the numbers.

Fills Mention, Social Profile, Customer and ToDo with made-up rows. Half of the mentions are open, one in twenty is by
a paying customer, one in a thousand has an open deal; the reader has 500 open ToDos, and one open mention in fifty is
overdue. `worst` asks what no index knows: a word that nobody wrote, and nobody assigned where everything is. Each is
asked as Administrator and as a user whose User Permissions leave out most customers. The same again with a hundredth
of the mentions gives the ratio. Run on a site that allows tests; removes the rows it made.
"""

import random
from collections.abc import Callable, Iterator
from datetime import timedelta

from _site import TEXTS, arguments, connected, median, seconds, table

import frappe
from frappe.utils import now_datetime

from social_crm_app import sql
from social_crm_app.api import inbox
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.relationship import GROUPS
from social_crm_app.insight.inbox_filters import BOXES
from social_crm_app.testing import make_user

STEP = 5000
MARK = "bench-inbox"
RAW = '{"content":"' + "x" * 500 + '"}'
USER = f"{MARK}@users.example"
MINE = 500
TABLES = (
	("Mention", "mention_key"), ("Social Profile", "profile_key"), ("Customer", "name"), ("ToDo", "description"),
)  # fmt: skip
CASES: tuple[tuple[str, dict[str, str]], ...] = (
	*((f"box {box}", {"box": box}) for box in BOXES),
	*((f"group {group}", {"group": group}) for group in GROUPS),
	*((f"{box} + {GROUPS[0]}", {"box": box, "group": GROUPS[0]}) for box in BOXES[1:]),
	("all statuses", {"status": "All"}),
	("closed", {"status": "Closed"}),
	("questions on Mastodon", {"intent": "Question", "platform": "Mastodon"}),
	("search: common word", {"search": "drill"}),
	("search: one in 10,000", {"search": "rareword"}),
	("search in a group", {"search": "drill", "group": GROUPS[1]}),
	("worst: a word nobody wrote", {"search": "nobodywrote this"}),
	("worst: the same, all statuses", {"search": "nobodywrote this", "status": "All"}),
	("worst: unassigned, all are assigned", {"box": "unassigned", "status": "Waiting"}),
)


def main() -> None:
	options = arguments(mentions=1_000_000)
	taken = {}
	with connected(options.site):
		for mentions in (options.mentions // 100, options.mentions):
			clear()
			try:
				filled = seconds(lambda mentions=mentions: fill(mentions))
				print(f"{mentions:,} mentions made in {filled:.0f} s")
				taken[mentions] = {name: measure(work, options.rounds) for name, work in questions()}
			finally:
				clear()
	show(*taken.items())


def questions() -> Iterator[tuple[str, Callable[[], dict]]]:
	"""What is asked, by what it is called in the table."""
	for name, filters in CASES:
		yield name, lambda filters=filters: inbox.page(frappe.as_json(filters))
	after = inbox.page()["next"]
	yield "second page", lambda: inbox.page("{}", after)
	yield "numbers", lambda: inbox.counts()
	yield "numbers of a search", lambda: inbox.counts('{"search": "drill"}')


def measure(work: Callable[[], dict], rounds: int) -> tuple[float, float, int, bool]:
	"""Median seconds for Administrator and for the limited user, rows of the former, and whether they say that more
	may be found further back."""
	medians = []
	for user in (USER, "Administrator"):
		frappe.set_user(user)  # the inbox is measured with the rights of a reader
		result = work()
		medians.append(median([seconds(work) for _round in range(rounds)]))
	partial = bool(result.get("searched_until") or result.get("partial"))
	return medians[1], medians[0], len(result.get("rows", ())), partial


def show(few: tuple[int, dict], many: tuple[int, dict]) -> None:
	rows = [
		("question", "rows", f"ms at {many[0]:,}", f"at {few[0]:,}", "ratio", "limited user", "looked at")
	]
	for name, (taken, limited, found, partial) in many[1].items():
		before = few[1][name][0]
		rows.append(
			(
				name, str(found), f"{taken * 1000:.0f}", f"{before * 1000:.0f}", f"{taken / before:.1f}",
				f"{limited * 1000:.0f}", "the newest" if partial else "all",
			)
		)  # fmt: skip
	table("First page of the inbox, server time", rows)


def fill(mentions: int) -> None:
	authors = max(mentions // 20, 1000)
	make_user(USER, "Social CRM User", "Sales User")
	write("Customer", (customer_row(n) for n in range(authors // 20)))
	write("Social Profile", (profile_row(n) for n in range(authors)))
	write("Mention", mention_rows(mentions, authors))
	write("ToDo", (todo_row(n, user) for user in (USER, "Administrator") for n in range(MINE)))
	for n in range(5):
		frappe.permissions.add_user_permission("Customer", f"{MARK} {n}", USER)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here
	for doctype, _column in TABLES:
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


def relationship(author: int) -> str:
	"""One author in twenty pays, one in a thousand has an open deal, one in a hundred is known."""
	if author % 20 == 0:
		return GROUPS[0]
	if author % 1000 == 1:
		return GROUPS[1]
	return GROUPS[2] if author % 100 == 2 else GROUPS[3]


def stamp(author: int) -> dict[str, str | None]:
	"""The link of an author; whoever is no customer is known by a Lead that is not asked for here."""
	customer = f"{MARK} {author // 20}" if author % 20 == 0 else None
	return {
		"party_type": customer and "Customer", "party": customer, "customer": customer,
		"relationship": relationship(author),
	}  # fmt: skip


def customer_row(n: int) -> dict:
	return {"name": f"{MARK} {n}", "customer_name": f"{MARK} {n}", "customer_type": "Company"}


def profile_row(n: int) -> dict:
	return {
		"name": name_for(f"{MARK}:{n}"), "profile_key": f"{MARK}:{n}", "platform": "Mastodon", "title": f"Person {n}",
		"display_name": f"Person {n}", "handle": f"p{n}@bench.example", "avatar": f"https://bench.example/{n}.png",
		"link_status": "Linked" if n % 20 == 0 else "Unlinked", **stamp(n),
	}  # fmt: skip


def mention_rows(count: int, authors: int) -> Iterator[dict]:
	rng, now = random.Random(MARK), now_datetime()
	for n in range(count):
		author = rng.randrange(authors)
		status = ("Open", "Open", "Replied", "Closed", "Ignored")[n % 5] if n % 40 else "Waiting"
		due = now - timedelta(hours=2) if n % 50 == 0 else None
		text = rng.choice(TEXTS).format(item="drill" if n % 3 else "sander", n=n)
		yield {
			"name": name_for(f"{MARK}-mention:{n}"), "mention_key": f"{MARK}:{n}", "title": text[:100],
			"text": text + (" rareword" if n % 10_000 == 0 else ""), "platform": "Mastodon", "kind": "Mention",
			"status": status, "social_profile": name_for(f"{MARK}:{author}"), "author_name": f"Person {author}",
			"author_handle": f"p{author}@bench.example", "private": int(rng.random() < 0.02), **stamp(author),
			"posted_at": now - timedelta(seconds=365 * 86400 * (count - n) / count), "response_by": due,
			"intent": rng.choice(("Question", "Praise", None)), "raw": RAW,
			"sentiment_label": rng.choice(("Positive", "Neutral", "Negative")),
			"_assign": '["somebody@users.example"]' if status == "Waiting" or n % 2 else None,
		}  # fmt: skip


def todo_row(n: int, user: str) -> dict:
	return {
		"name": f"{MARK}-{n}-{user}"[:140], "description": MARK, "allocated_to": user, "status": "Open",
		"reference_type": "Mention", "reference_name": name_for(f"{MARK}-mention:{n * 5 + 1}"), "priority": "Medium",
	}  # fmt: skip


def clear() -> None:
	"""Removes the made-up rows; a table that holds nothing else is emptied at once."""
	frappe.db.rollback()
	frappe.set_user("Administrator")  # the inbox is measured with the rights of a reader
	for doctype, column in TABLES:
		ours = frappe.db.count(doctype, {column: ("like", f"{MARK}%")})
		if ours and ours == frappe.db.count(doctype):
			frappe.db.truncate(doctype)
		elif ours:
			frappe.db.delete(doctype, {column: ("like", f"{MARK}%")})
	frappe.db.delete("User Permission", {"user": USER})
	frappe.delete_doc("User", USER, force=True, ignore_missing=True)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


if __name__ == "__main__":
	main()
