"""How the community around the ideas is doing, month by month: growth, responsiveness, liveliness.

| number | formula |
|---|---|
| growth | people seen for the first time in the month / people seen before, in percent |
| answered | ideas of the month that the team has answered / ideas of the month, in percent |
| days to answer | median of the days between an idea and its first answer, of those answered |
| liveliness | votes and comments of the month / people who gave them |

People are those behind the logins and profiles that voted or commented (`people.persons`); handing in an idea is a vote
too. An answer is the first change of status or the first comment of the team. Reads only, a fixed number of queries.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from statistics import median

from pypika.functions import Count, Min
from pypika.terms import CustomFunction

import frappe
from frappe.utils import add_months, get_first_day, getdate

from social_crm_app.ideas import people
from social_crm_app.ideas.people import Voter

_MONTH = CustomFunction("DATE_FORMAT", ["moment", "format"])
Month = str  # "2026-11"


def months_until(last: date | str, number: int) -> list[Month]:
	"""The `number` months that end with that of `last`, oldest first."""
	first = add_months(get_first_day(getdate(last)), 1 - number)
	return [getdate(add_months(first, i)).strftime("%Y-%m") for i in range(number)]


def health(months: list[Month]) -> list[dict]:
	"""One row for each month: {month, ideas, votes, comments, people, newcomers, growth, answered, days_to_answer,
	liveliness}. A number without a ground (nobody before, no idea) is None."""
	since = datetime.strptime(months[0], "%Y-%m")
	firsts = _first_seen()
	person = people.persons(firsts)
	active, acts = _activity(since, person)
	answers = _answers(since)
	joined = _months(firsts, person)
	rows, before = [], sum(number for month, number in joined.items() if month < months[0])
	for month in months:
		newcomers = joined[month]
		rows.append(
			{
				"month": month,
				**acts.get(month, {"votes": 0, "comments": 0}),
				**_answering(answers.get(month, [])),
				"newcomers": newcomers,
				"people": len(active.get(month, ())),
				"growth": round(100 * newcomers / before, 1) if before else None,
			}
		)
		rows[-1]["liveliness"] = _each(rows[-1])
		before += newcomers
	return rows


def _each(row: dict) -> float | None:
	return round((row["votes"] + row["comments"]) / row["people"], 1) if row["people"] else None


def _answering(days: list[float | None]) -> dict:
	"""`days` of each idea of a month until its first answer, None for those that wait."""
	answered = [number for number in days if number is not None]
	return {
		"ideas": len(days),
		"answered": round(100 * len(answered) / len(days), 1) if days else None,
		"days_to_answer": round(median(answered), 1) if answered else None,
	}


def _first_seen() -> dict[Voter, datetime]:
	"""For each login and profile that ever voted or commented when it did so first."""
	vote, comment = frappe.qb.DocType("Idea Vote"), frappe.qb.DocType("Idea Comment")
	votes = (
		frappe.qb.from_(vote)
		.select(vote.voter_type, vote.voter, Min(vote.voted_at))
		.groupby(vote.voter, vote.voter_type)
		.run()
	)
	comments = (
		frappe.qb.from_(comment)
		.select(comment.author, Min(comment.creation))
		.where(comment.by_team == 0)
		.groupby(comment.author)
		.run()
	)
	firsts: dict[Voter, datetime] = {(kind, who): at for kind, who, at in votes if at}
	for author, at in comments:
		firsts["User", author] = min(at, firsts.get(("User", author), at))
	return firsts


def _months(firsts: Mapping[Voter, datetime], person: Mapping[Voter, Voter]) -> Counter[Month]:
	"""How many persons came in each month: that in which the first of their handles did."""
	joined: dict[Voter, datetime] = {}
	for voter, at in firsts.items():
		who = person[voter]
		joined[who] = min(at, joined.get(who, at))
	return Counter(at.strftime("%Y-%m") for at in joined.values())


def _activity(
	since: datetime, person: Mapping[Voter, Voter]
) -> tuple[dict[Month, set[Voter]], dict[Month, dict[str, int]]]:
	"""By month the persons who voted or commented, and how many votes and comments they gave."""
	vote, comment = frappe.qb.DocType("Idea Vote"), frappe.qb.DocType("Idea Comment")
	month = _MONTH(vote.voted_at, "%Y-%m")
	votes = (
		frappe.qb.from_(vote)
		.select(month, vote.voter_type, vote.voter, Count("*"))
		.where((vote.withdrawn == 0) & (vote.voted_at >= since))
		.groupby(vote.voter, vote.voter_type, month)
		.run()
	)
	month = _MONTH(comment.creation, "%Y-%m")
	comments = (
		frappe.qb.from_(comment)
		.select(month, comment.author, Count("*"))
		.where((comment.by_team == 0) & (comment.moderation == "Approved") & (comment.creation >= since))
		.groupby(month, comment.author)
		.run()
	)
	given = [(at, person.get((kind, who), (kind, who)), "votes", number) for at, kind, who, number in votes]
	given += [(at, person.get(("User", who), ("User", who)), "comments", n) for at, who, n in comments]
	return _by_month(given)


def _by_month(
	given: Iterable[tuple[Month, Voter, str, int]],
) -> tuple[dict[Month, set[Voter]], dict[Month, dict[str, int]]]:
	active: dict[Month, set[Voter]] = {}
	acts: dict[Month, dict[str, int]] = {}
	for month, who, what, number in given:
		active.setdefault(month, set()).add(who)
		acts.setdefault(month, {"votes": 0, "comments": 0})[what] += number
	return active, acts


def _answers(since: datetime) -> dict[Month, list[float | None]]:
	"""By month the days that each idea of it waited for its first answer; None for those that still wait."""
	idea, log = frappe.qb.DocType("Idea"), frappe.qb.DocType("Idea Status Log")
	comment = frappe.qb.DocType("Idea Comment")
	told = frappe.qb.from_(log).select(log.parent, Min(log.happened_at).as_("at")).groupby(log.parent)
	said = frappe.qb.from_(comment).select(comment.idea, Min(comment.creation).as_("at"))
	said = said.where(comment.by_team == 1).groupby(comment.idea)
	rows = (
		frappe.qb.from_(idea)
		.left_join(told)
		.on(told.parent == idea.name)
		.left_join(said)
		.on(said.idea == idea.name)
		.select(idea.creation, told.at, said.at)
		.where(idea.creation >= since)
		.run()
	)
	found: dict[Month, list[float | None]] = {}
	for creation, *answers in rows:
		first = min((at for at in answers if at), default=None)
		days = (first - creation).total_seconds() / 86400 if first else None
		found.setdefault(creation.strftime("%Y-%m"), []).append(None if days is None else max(days, 0.0))
	return found
