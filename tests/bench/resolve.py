"""Does finding out who somebody is cost more with a million keys than with ten thousand, and how often is it right?

Fills Identity Key with made-up keys of made-up customers, names among them, settles the same number of new profiles
against 10,000 and against 1,000,000 of them, and prints the ratio. One in ten profiles finds a customer by its
domain, one in ten by its name. Then prints precision and recall on labelled people (`labelled.py`).
Run on a site that allows tests; removes the rows it made.
"""

import labelled
from _site import arguments, connected, median, seconds, table

import frappe

from social_crm_app import sql
from social_crm_app.identity import matching
from social_crm_app.identity.keys import Key, ProfileKey, keys_of_profile, name_keys
from social_crm_app.identity.name_words import FIRST_NAMES
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.resolver import Subject

PAGE = 100
MARK = "bench"
KEYS_EACH = 8  # of one customer: five, and three of its name
_FIRST_NAMES = sorted(FIRST_NAMES)[:60]
_SYLLABLES = "ba ber dor fan gel hol ka kro lin mar nes ol pet ras sto tan ul ver win zel".split()


def main() -> None:
	options = arguments(
		profiles=2000, small=10_000, large=1_000_000, parties=10_000, labelled=4_500, strangers=100_000
	)
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
	labelled.check(labelled.report(options.parties, options.labelled, options.strangers, seed=20_260))


def fill(size: int) -> None:
	"""Tops the table up to `size` keys, KEYS_EACH of each made-up customer."""
	held = frappe.db.count("Identity Key", {"source": MARK})
	for start in range(held // KEYS_EACH, size // KEYS_EACH, 500):
		customers = range(start, min(start + 500, size // KEYS_EACH))
		sql.insert_missing("Identity Key", [row for n in customers for row in _key_rows(n)])
		frappe.db.commit()  # as the app does between its steps; nobody else commits here
	frappe.db.sql("ANALYZE TABLE `tabIdentity Key`")  # the planner must know the new size


def settle(count: int, size: int, label: str) -> None:
	"""Settles `count` profiles that are not in the database, rolled back afterwards."""
	for start in range(0, count, PAGE):
		matching.settle(
			{f"{label}-{n}": _subject(n, size // KEYS_EACH, label) for n in range(start, start + PAGE)}
		)
	frappe.db.rollback()


def _subject(n: int, customers: int, label: str) -> Subject:
	"""Handle, domain, e-mail and name of a profile; every tenth one's domain and every tenth one's name is that of a
	customer."""
	customer = (n * 7919) % customers
	site = f"firm{customer}.example" if n % 10 == 0 else f"nobody-{label}-{n}.example"
	name = _name(customer) if n % 10 == 5 else f"{_word(n)} Nobody{_word(n + 1)}"
	keys = (
		ProfileKey(Key("Handle", f"mastodon:{label}{n}@social.example"), "handle", True),
		ProfileKey(Key("Domain", site), "verified link", True),
		ProfileKey(Key("Email", f"{label}{n}@people.example"), "bio", False),
		*keys_of_profile("", display_name=name),
	)
	return Subject(keys, name, "Cologne")


def _key_rows(n: int) -> list[dict]:
	"""The keys of customer `n`: one of each kind, and as many of its name as names have."""
	keys = [
		Key("Domain", f"firm{n}.example"),
		Key("Email", f"info{n}@firm{n}.example"),
		Key("Phone", f"+4930{n:08}"),
		Key("Handle", f"mastodon:firm{n}@social.example"),
		Key("Username", f"firm{n}"),
		*name_keys(_name(n)),
	]
	return [
		{
			"name": name_for(f"{MARK}{n}-{position}"), "key_type": key.type, "key_value": key.value, "attested": 0,
			"source": MARK, "reference_doctype": "Customer", "reference_name": f"Bench {n}",
		}
		for position, key in enumerate(keys)
	]  # fmt: skip


def _name(n: int) -> str:
	"""The name of customer `n`: a first name of 60, and a surname that one customer in about 1,000 has."""
	return f"{_FIRST_NAMES[n % 60]} {_word(n // 60 % 997)}"


def _word(n: int) -> str:
	"""A made-up surname; 997 different ones."""
	return "".join(_SYLLABLES[n // 20**place % 20] for place in range(3)).capitalize()


def clear() -> None:
	frappe.db.delete("Identity Key", {"source": MARK})
	frappe.db.commit()  # as the app does between its steps; nobody else commits here


if __name__ == "__main__":
	main()
