"""What it takes to copy a changed link to all mentions of one profile, as ratios measured in one run.

job       `identity.restamp`: the profile is marked, then pages in short transactions until all are stamped
bare      one UPDATE of the same rows and columns in one transaction, by the profile's index

Printed for two sizes: rows per second, the job's time per row against the bare UPDATE's and against the
smaller size, the longest transaction (what a pull or a form of the same profile may have to wait), and the
highest memory of the process. Run on a site that allows tests; removes the rows it made. A million rows
need some five minutes and two gigabytes of disk: try --large 200000 --rounds 1 first.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from _site import arguments, connected, median, seconds, table

import frappe

from social_crm_app.identity import restamp
from social_crm_app.testing import make_customer, make_post, store

CHUNK = 50_000  # rows of one INSERT while filling
CUSTOMERS = ("Bench Restamp One", "Bench Restamp Two")


def main() -> None:
	options = arguments(small=100_000, large=1_000_000)
	with connected(options.site):
		clear()
		for name in CUSTOMERS:
			make_customer(name)
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
		try:
			rounds = {}
			for size in (options.small, options.large):
				profile = fill(size)
				rounds[size] = [one_round(profile, size) for _ in range(options.rounds)]
			show(rounds)
		finally:
			clear()


def fill(size: int) -> str:
	"""One profile with `size` mentions, made in the database from one that the pipeline has stored."""
	empty()
	store(make_post(1))
	(profile,) = frappe.get_all("Social Profile", pluck="name")
	columns = [
		c for c in frappe.db.get_table_columns("Mention") if c not in ("name", "mention_key", "posted_at")
	]
	names = ", ".join(f"`{column}`" for column in columns)
	for start in range(1, size, CHUNK):
		frappe.db.sql(  # rows made by the database itself: a million in seconds
			f"INSERT INTO `tabMention` (`name`, `mention_key`, `posted_at`, {names}) "
			f"SELECT LEFT(MD5(seq), 20), CONCAT('bench:', seq), m.posted_at + INTERVAL seq * 37 SECOND, {names} "
			f"FROM `tabMention` m JOIN seq_{start}_to_{min(start + CHUNK, size) - 1} WHERE m.mention_key LIKE 'mastodon:%'"
		)
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
	assert frappe.db.count("Mention", {"social_profile": profile}) == size
	update(profile, CUSTOMERS[1])  # the first change of fresh rows costs more than any after it
	return profile


def one_round(profile: str, size: int) -> dict[str, float]:
	"""Seconds of both ways; each finds all rows different from what it writes."""
	link(profile, CUSTOMERS[0])
	with transactions() as lengths, peak_memory() as megabytes:
		job = seconds(lambda: restamp.run_waiting(seconds=float("inf")))
	assert frappe.db.count("Mention", {"customer": CUSTOMERS[0]}) == size
	bare = seconds(lambda: update(profile, CUSTOMERS[1]))
	return {"job": job, "bare": bare, "longest": max(lengths), "memory": megabytes[0]}


def link(profile: str, customer: str) -> None:
	values = {"party_type": "Customer", "party": customer, "customer": customer}
	frappe.db.set_value("Social Profile", profile, values)
	restamp.restamp([profile])
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


def update(profile: str, customer: str) -> None:
	frappe.db.sql(  # the bare UPDATE that the job is measured against
		"UPDATE `tabMention` SET party_type = 'Customer', party = %s, customer = %s, `lead` = NULL, contact = NULL "
		"WHERE social_profile = %s",
		(customer, customer, profile),
	)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


@contextmanager
def transactions() -> Iterator[list[float]]:
	"""Gives the lengths of the transactions of the block, in seconds."""
	connection, lengths, began = frappe.local.db, [], time.perf_counter()
	commit = connection.commit

	def measured() -> None:
		nonlocal began
		commit()
		lengths.append(time.perf_counter() - began)
		began = time.perf_counter()

	connection.commit = measured
	try:
		yield lengths
	finally:
		del connection.commit


@contextmanager
def peak_memory() -> Iterator[list[float]]:
	"""Gives the highest resident memory of the process within the block, in MB."""
	with open("/proc/self/clear_refs", "w") as reset:
		reset.write("5")
	found: list[float] = []
	yield found
	with open("/proc/self/status") as status:
		found.append(next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")))


def show(rounds: dict[int, list[dict[str, float]]]) -> None:
	of = {size: {way: median([r[way] for r in some]) for way in some[0]} for size, some in rounds.items()}
	table(
		"Copying a link to all mentions of one profile",
		[
			("mentions", "job", "rows per second", "bare UPDATE", "job : bare", "longest transaction", "memory"),
			*(
				(
					f"{size:,}", f"{r['job']:.1f} s", f"{size / r['job']:,.0f}", f"{r['bare']:.1f} s",
					f"{r['job'] / r['bare']:.2f} x the time", f"{r['longest'] * 1000:.0f} ms", f"{r['memory']:.0f} MB",
				)
				for size, r in of.items()
			),
		],
	)  # fmt: skip
	small, large = min(of), max(of)
	print(
		f"  per row, {large:,} : {small:,}  {of[large]['job'] / large / (of[small]['job'] / small):.2f} x the time"
	)


def empty() -> None:
	for doctype in ("Mention", "Mention Topic"):
		frappe.db.truncate(doctype)
	frappe.db.delete("Social Profile")
	frappe.db.delete("Identity Key", {"reference_doctype": "Social Profile"})
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


def clear() -> None:
	empty()
	for name in CUSTOMERS:
		frappe.delete_doc_if_exists("Customer", name, force=True)
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


if __name__ == "__main__":
	main()
