"""What the votes of an Idea add up to: people and rank. Writes these columns of Idea, and in the same statement those
that `demand` has counted."""

from collections.abc import Collection, Iterable, Mapping
from math import log10

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from social_crm_app.ideas import merging, people
from social_crm_app.ideas.people import Voter

# A vote is worth half after so many days, so that a list of top ideas does not freeze. Judgement.
HALF_LIFE = 180
# In the default company's currency: from here every ten-fold of demand is worth one more vote. Judgement.
WORTH_A_VOTE = 100.0


def recount(ideas: Iterable[str], beside: Mapping[str, Mapping] | None = None) -> None:
	"""Writes the number of people and the rank of these Ideas (the ones at which votes count), in one statement with
	the other columns of each Idea in `beside`.

	rank = sum over persons of 0.5 ^ (days since their newest vote / HALF_LIFE) + log10(demand / WORTH_A_VOTE),
	where demand is what their customers were invoiced in twelve months plus their open Opportunities.
	The Ideas are locked and the votes read as they are then: of two votes at once both count.
	"""
	ideas = sorted(set(ideas))
	merging.lock(ideas)
	given = by_person(ideas, locked=True)
	values = {idea: dict((beside or {}).get(idea, {})) for idea in given}
	worth = _demand(given, values)
	for idea, persons in given.items():
		values[idea].update(_rank(persons, worth[idea]))
	frappe.db.bulk_update("Idea", values, chunk_size=max(len(values), 1), update_modified=False)


def _rank(persons: Mapping[Voter, str], demand: float) -> dict:
	"""{votes, rank_score, rank_reason} of an Idea that these persons voted for."""
	now = now_datetime()
	ages = [max((now - get_datetime(at)).days, 0) for at in persons.values()]
	worth, bonus = sum(0.5 ** (age / HALF_LIFE) for age in ages), bonus_of(demand)
	reason = _("{0} votes are worth {1} by their age; demand adds {2}").format(
		len(persons), round(worth, 2), bonus
	)
	return {"votes": len(persons), "rank_score": round(worth + bonus, 2), "rank_reason": reason}


def bonus_of(demand: float) -> float:
	"""What demand adds to the rank; a logarithm, so that one big customer is no landslide. To one decimal: everybody
	sees the rank, and nobody is to read the amount off it."""
	return round(log10(demand / WORTH_A_VOTE), 1) if demand > WORTH_A_VOTE else 0.0


def by_person(ideas: Iterable[str], locked: bool = False) -> dict[str, dict[Voter, str]]:
	"""For each Idea its voters' persons with the time of their newest vote, merged Ideas included."""
	families = merging.families(ideas, locked)
	rows = active(set().union(*families.values()) if families else (), locked)
	person = people.persons({(row.voter_type, row.voter) for row in rows})
	roots = merging.by_root(families)
	given: dict[str, dict[Voter, str]] = {idea: {} for idea in families}
	for row in rows:
		for root in roots[row.idea]:
			who = person[row.voter_type, row.voter]
			given[root][who] = max(given[root].get(who, row.voted_at), row.voted_at)
	return given


def active(ideas: Collection[str], locked: bool = False) -> list[dict]:
	"""The votes of these very Ideas that are not taken back; `locked` as in `merging.families`."""
	if not ideas:
		return []
	return frappe.qb.get_query(
		"Idea Vote",
		fields=["name", "idea", "voter_type", "voter", "voted_at"],
		filters={"idea": ("in", sorted(ideas)), "withdrawn": 0},
		for_update=locked,
	).run(as_dict=True)


def _demand(ideas: Collection[str], fresh: Mapping[str, Mapping]) -> dict[str, float]:
	"""Invoiced and open amounts of each Idea, of those that are just counted or else as they are stored."""
	stored = [idea for idea in ideas if "demand_revenue" not in fresh[idea]]
	columns = ["name", "demand_revenue", "demand_open"]
	rows = frappe.get_all("Idea", {"name": ("in", stored)}, columns, order_by="name") if stored else []
	found = {**fresh, **{row.name: row for row in rows}}
	return {
		idea: float(found[idea].get("demand_revenue") or 0) + float(found[idea].get("demand_open") or 0)
		for idea in ideas
	}
