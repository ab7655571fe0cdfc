"""What somebody does with our topics: consume, curate, create, collaborate; and how often. Pure rules.

The ladder is the one of the Social CRM books (consumption, curation, creation, collaboration). All thresholds
stand in the tables below and nowhere else. It must not read, write or word anything.
"""

from dataclasses import dataclass

SHORT_REPLY = 280  # characters: a longer reply is a contribution of its own


@dataclass(frozen=True, slots=True)
class EngagementFacts:
	"""What one profile did in public in the period.

	`own_posts` start something or are longer replies; `reactions` are quotes and short replies; `ideas` are posts
	with an idea; `answers` went to other people's questions; `claims` is 1 once the person proved that the
	profile is theirs. `posts` is all they wrote, in `months` different calendar months.
	"""

	posts: int = 0
	months: int = 0
	own_posts: int = 0
	reactions: int = 0
	ideas: int = 0
	answers: int = 0
	claims: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
	"""A step of a ladder, and the fact (with its number) that put somebody there; no fact on the lowest step."""

	step: str
	fact: str = ""
	number: int = 0


# (step, what must be reached for it); the first rule that holds decides
LEVELS: tuple[tuple[str, dict[str, int]], ...] = (
	("Collaboration", {"claims": 1}),
	("Collaboration", {"ideas": 1}),
	("Collaboration", {"answers": 2}),
	("Creation", {"own_posts": 1}),
	("Curation", {"reactions": 1}),
)
PARTICIPATION: tuple[tuple[str, dict[str, int]], ...] = (
	("Engaged Author", {"posts": 6, "months": 3}),
	("Casual", {"posts": 1}),
)


def level(facts: EngagementFacts) -> Verdict:
	"""Consumption, Curation, Creation or Collaboration. Somebody who wrote nothing can only follow or be named."""
	return _first(LEVELS, facts, "Consumption")


def participation(facts: EngagementFacts) -> Verdict:
	"""Silent, Casual or Engaged Author: half a dozen posts, spread over at least three months."""
	return _first(PARTICIPATION, facts, "Silent")


def _first(rules: tuple[tuple[str, dict[str, int]], ...], facts: EngagementFacts, lowest: str) -> Verdict:
	for step, needed in rules:
		if all(getattr(facts, fact) >= number for fact, number in needed.items()):
			fact = next(iter(needed))
			return Verdict(step, fact, getattr(facts, fact))
	return Verdict(lowest)
