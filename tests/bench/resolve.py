"""Does finding out who somebody is cost more with a million keys than with ten thousand?

Fills Identity Key with made-up keys of made-up customers, settles the same number of new profiles against
10,000 and against 1,000,000 of them, and prints the ratio. One in ten profiles finds a customer.
Run on a site that allows tests; removes the rows it made.
"""

from _site import arguments, connected, median, seconds, table

import frappe

from social_crm_app import sql
from social_crm_app.identity import matching
from social_crm_app.identity.keys import Key, ProfileKey
from social_crm_app.identity.naming import name_for

PAGE = 100
MARK = "bench"


def main() -> None:
	options = arguments(profiles=2000, small=10_000, large=1_000_000)
	with connected(options.site):
		clear()
		results = []
		for size in (options.small, options.large):
			fill(size)
			settle(200, size, "warm")
			taken = [
				seconds(lambda n=n: settle(options.profiles, size, f"r{n}")) for n in range(options.rounds)
			]
			results.append((size, median(taken) / options.profiles * 1000))
		clear()
	table(
		f"Resolving {options.profiles} profiles in pages of {PAGE} (median of {options.rounds} rounds)",
		[("keys", "ms per profile"), *((f"{size:,}", f"{ms:.3f}") for size, ms in results)],
	)
	print(
		f"  {results[1][0]:,} keys against {results[0][0]:,}: {results[1][1] / results[0][1]:.2f} x the time"
	)


def fill(size: int) -> None:
	"""Tops the table up to `size` keys, four of each made-up customer."""
	held = frappe.db.count("Identity Key", {"source": MARK})
	for start in range(held, size, 5000):
		sql.insert_missing("Identity Key", [_key_row(n) for n in range(start, min(start + 5000, size))])
		frappe.db.commit()
	frappe.db.sql("ANALYZE TABLE `tabIdentity Key`")


def settle(count: int, size: int, label: str) -> None:
	"""Settles `count` profiles that are not in the database, rolled back afterwards."""
	for start in range(0, count, PAGE):
		matching.settle({f"{label}-{n}": _keys(n, size, label) for n in range(start, start + PAGE)})
	frappe.db.rollback()


def _keys(n: int, size: int, label: str) -> list[ProfileKey]:
	"""Handle, domain and e-mail of a profile; every tenth one's domain is that of a customer."""
	customer = (n * 7919) % size if n % 10 == 0 else f"nobody-{label}-{n}"
	return [
		ProfileKey(Key("Handle", f"mastodon:{label}{n}@social.example"), "handle", True),
		ProfileKey(Key("Domain", f"firm{customer}.example"), "verified link", True),
		ProfileKey(Key("Email", f"{label}{n}@people.example"), "bio", False),
	]


def _key_row(n: int) -> dict:
	kind, value = (
		("Domain", f"firm{n}.example"),
		("Email", f"info{n}@firm{n}.example"),
		("Phone", f"+4930{n:08}"),
		("Handle", f"mastodon:firm{n}@social.example"),
	)[0 if n % 4 == 0 else n % 4]
	return {
		"name": name_for(f"{MARK}{n}"), "key_type": kind, "key_value": value, "attested": 0, "source": MARK,
		"reference_doctype": "Customer", "reference_name": f"Bench {n // 4}",
	}  # fmt: skip


def clear() -> None:
	frappe.db.delete("Identity Key", {"source": MARK})
	frappe.db.commit()


if __name__ == "__main__":
	main()
