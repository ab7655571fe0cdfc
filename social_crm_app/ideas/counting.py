"""What the votes of an Idea add up to: people and rank. Writes these columns of Idea and nothing else."""

from collections.abc import Collection, Iterable
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


def recount(ideas: Iterable[str]) -> None:
	"""Writes the number of people and the rank of these Ideas (the ones at which votes count).

	rank = sum over persons of 0.5 ^ (days since their newest vote / HALF_LIFE) + log10(demand / WORTH_A_VOTE),
	where demand is what their customers were invoiced in twelve months plus their open Opportunities.
	"""
	given = by_person(ideas)
	demand = _demand(given)
	now = now_datetime()
	for idea, persons in given.items():
		ages = [max((now - get_datetime(at)).days, 0) for at in persons.values()]
		worth, bonus = sum(0.5 ** (age / HALF_LIFE) for age in ages), bonus_of(demand[idea])
		reason = _("{0} votes are worth {1} by their age; demand adds {2}").format(
			len(persons), round(worth, 2), round(bonus, 2)
		)
		values = {"votes": len(persons), "rank_score": round(worth + bonus, 2), "rank_reason": reason}
		frappe.db.set_value("Idea", idea, values, update_modified=False)


def bonus_of(demand: float) -> float:
	"""What demand adds to the rank; a logarithm, so that one big customer is no landslide."""
	return log10(demand / WORTH_A_VOTE) if demand > WORTH_A_VOTE else 0.0


def by_person(ideas: Iterable[str]) -> dict[str, dict[Voter, str]]:
	"""For each Idea its voters' persons with the time of their newest vote, merged Ideas included."""
	families = merging.families(ideas)
	rows = active(set().union(*families.values()) if families else ())
	person = people.persons({(row.voter_type, row.voter) for row in rows})
	roots = merging.by_root(families)
	given: dict[str, dict[Voter, str]] = {idea: {} for idea in families}
	for row in rows:
		for root in roots[row.idea]:
			who = person[row.voter_type, row.voter]
			given[root][who] = max(given[root].get(who, row.voted_at), row.voted_at)
	return given


def active(ideas: Collection[str]) -> list[dict]:
	"""The votes of these very Ideas that are not taken back."""
	if not ideas:
		return []
	return frappe.get_all(
		"Idea Vote",
		filters={"idea": ("in", sorted(ideas)), "withdrawn": 0},
		fields=["idea", "voter_type", "voter", "voted_at"],
		order_by="idea, name",
	)


def _demand(ideas: Collection[str]) -> dict[str, float]:
	rows = frappe.get_all(
		"Idea", {"name": ("in", list(ideas))}, ["name", "demand_revenue", "demand_open"], order_by="name"
	)
	found = dict.fromkeys(ideas, 0.0)
	found.update({row.name: float(row.demand_revenue or 0) + float(row.demand_open or 0) for row in rows})
	return found
