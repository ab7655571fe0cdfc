"""Server time of what people wait for among many ideas, as ratios to a hundredth as many: similar ideas while typing,
the portal's list, search and roadmap, one vote, and the nightly count per idea.

Titles are made of a few hundred words, so that every word stands in many of them, as in real life. Fills Idea, Idea
Vote and Idea Comment with made-up rows on a site that allows tests, and removes them.
"""

import random
from collections.abc import Callable
from datetime import timedelta

from _site import arguments, connected, median, seconds, table

import frappe
from frappe.utils import now_datetime

from social_crm_app import sql
from social_crm_app.ideas import community, demand, portal, similar, votes, words

MARK = "bench-idea"
STEP = 5000
USER = "Administrator"
THINGS = "cable battery case charger lid handle app shop parcel invoice colour filter hose pump lamp".split()
WISHES = "longer lighter cheaper louder quieter spare second waterproof folding washable quick green".split()
PLACES = "kitchen garden cellar workshop office car bicycle boat balcony school hospital tent".split()
STATUSES = (
	("New",) * 70
	+ ("Under Review",) * 15
	+ ("Declined",) * 9
	+ ("Planned",) * 2
	+ ("In Progress",)
	+ ("Shipped",) * 3
)


def main() -> None:
	options = arguments(ideas=100_000)
	with connected(options.site):
		small, large = options.ideas // 100, options.ideas
		found = {number: measured(number, options.rounds) for number in (small, large)}
	rows = [("what", f"{small:,} ideas", f"{large:,} ideas", "ratio")]
	for what, taken in found[large].items():
		before = found[small][what]
		rows.append((what, f"{before * 1000:.1f} ms", f"{taken * 1000:.1f} ms", f"{taken / before:.1f} x"))
	table("Ideas", rows)


def measured(number: int, rounds: int) -> dict[str, float]:
	clear()
	try:
		fill(number)
		return {
			what: median([seconds(work) for _round in range(rounds + 1)][1:])
			for what, work in works().items()
		}
	finally:
		clear()


def works() -> dict[str, Callable[[], object]]:
	some = frappe.get_all(
		"Idea", {"title": ("like", "%cable%"), "status": "New"}, pluck="name", order_by="name", limit=20
	)
	return {
		"similar, a common word": lambda: similar.similar("longer cable"),
		"similar, a whole title": lambda: similar.similar(
			"A longer battery cable for the garden and the boat"
		),
		"similar, on the portal": lambda: similar.similar_for(("Public",), "quieter pump for the balcony"),
		"portal: top": lambda: portal.listed(USER),
		"portal: new": lambda: portal.listed(USER, "new"),
		"portal: mine": lambda: portal.listed(USER, "mine"),
		"portal: search": lambda: portal.listed(USER, search="waterproof hose"),
		"portal: search, nothing there": lambda: portal.listed(USER, search="zeppelin"),
		"portal: roadmap": lambda: portal.roadmap(USER),
		"one vote": lambda: votes.cast(some[0], ("User", USER)) and votes.withdraw(some[0], ("User", USER)),
		"counting 20 ideas": lambda: demand.recount(some),
		"report Idea Community": lambda: community.health(community.months_until(now_datetime(), 12)),
	}


def fill(number: int) -> None:
	rng, now = random.Random(7), now_datetime()
	frappe.db.set_single_value("Social CRM Settings", "ideas_portal", "Everybody")
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
	for start in range(0, number, STEP):
		ideas = [idea(rng, now, n) for n in range(start, min(start + STEP, number))]
		sql.insert_missing("Idea", ideas)
		sql.insert_missing("Idea Vote", [vote(rng, now, row["name"]) for row in ideas for _each in range(2)])
		frappe.db.commit()  # nosemgrep - made-up rows, in steps
	frappe.db.sql("ANALYZE TABLE `tabIdea`, `tabIdea Vote`")  # what a site that grew slowly has by itself


def idea(rng: random.Random, now, n: int) -> dict:
	thing, wish, place = rng.choice(THINGS), rng.choice(WISHES), rng.choice(PLACES)
	title = f"A {wish} {thing} for the {place}, number {n}"
	description = (
		f"<p>In our {rng.choice(PLACES)} the {rng.choice(THINGS)} would be {rng.choice(WISHES)}.</p>"
	)
	return {
		"name": f"{MARK}-{n}",
		"title": title,
		"description": description,
		"search_words": words.of(title, description),
		"status": rng.choice(STATUSES),
		"visibility": rng.choice(("Public", "Customers", "Internal")),
		"moderation": "Approved",
		"rank_score": rng.random() * 100,
		"votes": rng.randrange(200),
		"creation": now - timedelta(minutes=5 * n),
		"owner": "Administrator" if n % 1000 == 0 else f"{MARK}@users.example",
	}


def vote(rng: random.Random, now, name: str) -> dict:
	voter = f"{MARK}-{rng.randrange(20_000)}@users.example"
	return {
		"name": votes.name_of(name, "User", voter),
		"idea": name,
		"voter_type": "User",
		"voter": voter,
		"withdrawn": 0,
		"voted_at": now - timedelta(days=rng.randrange(700)),
	}


def clear() -> None:
	names = f"{MARK}-%"
	frappe.db.delete("Idea Vote", {"idea": ("like", names)})
	frappe.db.delete("Idea Comment", {"idea": ("like", names)})
	frappe.db.delete("Idea", {"name": ("like", names)})
	rebuild = "ALTER TABLE `tabIdea` ENGINE=InnoDB"
	frappe.db.sql_ddl(rebuild)  # deleted rows stay in a full-text index until then
	frappe.db.commit()  # nosemgrep - made-up rows go for good


if __name__ == "__main__":
	main()
