"""The standing of a person in the ideas community: points for what became of their ideas and comments, ranks, and
what each rank may do.

The formula is `POINTS` and `RANKS`, and is shown to people as it stands here. Counted when it is asked for, from
the records themselves; nothing is stored. Must not decide who sees an Idea (`portal`).
"""

from dataclasses import dataclass

import frappe
from frappe import _

PLANNED = ("Planned", "In Progress", "Shipped")
# Points for each: an idea that was approved, one that was planned, one that shipped, a comment the team found helpful.
POINTS = {"approved": 2, "planned": 8, "shipped": 20, "helpful": 3}


@dataclass(frozen=True, slots=True)
class Rank:
	"""`at`: points from which somebody has it; `rights`: what it adds to those of the ranks below."""

	title: str
	at: int
	rights: tuple[str, ...] = ()


RANKS = (
	Rank("Newcomer", 0),
	Rank("Contributor", 6, ("post_at_once",)),
	Rank("Champion", 60, ("hide_comments",)),
)


@dataclass(frozen=True, slots=True)
class Standing:
	"""`counts` by the keys of POINTS, their `points`, the `rank`, and the `next` one, None at the top."""

	counts: dict[str, int]
	points: int
	rank: Rank
	next: Rank | None


def of(user: str) -> Standing:
	"""The standing of a user. Ideas that were merged into another count for who had them."""
	counts = dict.fromkeys(POINTS, 0)
	rows = frappe.get_all(
		"Idea",
		filters={"owner": user, "moderation": "Approved"},
		fields=["status", "count(name) as number"],
		group_by="status",
		order_by="status",
	)
	for row in rows:
		counts["approved"] += row.number
		counts["planned"] += row.number if row.status in PLANNED else 0
		counts["shipped"] += row.number if row.status == "Shipped" else 0
	counts["helpful"] = frappe.db.count(
		"Idea Comment", {"author": user, "helpful": 1, "moderation": "Approved"}
	)
	points = sum(POINTS[what] * number for what, number in counts.items())
	reached = [rank for rank in RANKS if rank.at <= points]
	return Standing(counts, points, reached[-1], next((r for r in RANKS if r.at > points), None))


def may(user: str, right: str) -> bool:
	"""True if the rank of this user, or one below it, gives the right."""
	if user == "Guest":
		return False
	points = of(user).points
	return any(right in rank.rights for rank in RANKS if rank.at <= points)


def in_words(standing: Standing) -> list[tuple[str, int, int]]:
	"""The formula with the person's own numbers: [(what, how many, points for each)]."""
	words = {
		"approved": _("ideas that were approved"),
		"planned": _("ideas that were planned"),
		"shipped": _("ideas that were shipped"),
		"helpful": _("comments that helped"),
	}
	return [(words[what], standing.counts[what], POINTS[what]) for what in POINTS]


def ranks_in_words() -> list[tuple[str, int, str]]:
	"""[(rank, points it begins at, what it adds)]."""
	words = {
		"post_at_once": _("your ideas and comments appear at once"),
		"hide_comments": _("you can hide comments until the team has looked at them"),
	}
	titles = {"Newcomer": _("Newcomer"), "Contributor": _("Contributor"), "Champion": _("Champion")}
	return [(titles[rank.title], rank.at, ", ".join(words[right] for right in rank.rights)) for rank in RANKS]
