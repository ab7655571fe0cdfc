"""The ladder of engagement, participation and stance: thresholds and reasons."""

import pytest

from social_crm_app.insight import engagement
from social_crm_app.insight.engagement import EngagementFacts, level, participation
from social_crm_app.insight.stance import LEAST_POSTS, Opinions, stance


@pytest.mark.parametrize(
	("facts", "step", "fact"),
	[
		({}, "Consumption", ""),
		({"posts": 1, "reactions": 1}, "Curation", "reactions"),
		({"posts": 2, "reactions": 1, "own_posts": 1}, "Creation", "own_posts"),
		({"posts": 1, "own_posts": 1, "answers": 1}, "Creation", "own_posts"),
		({"posts": 2, "reactions": 2, "answers": 2}, "Collaboration", "answers"),
		({"posts": 1, "own_posts": 1, "ideas": 1}, "Collaboration", "ideas"),
		({"claims": 1}, "Collaboration", "claims"),
	],
)
def test_level(facts, step, fact):
	found = level(EngagementFacts(**facts))
	assert (found.step, found.fact, found.number) == (step, fact, facts.get(fact, 0))


@pytest.mark.parametrize(
	("posts", "months", "step"),
	[(0, 0, "Silent"), (1, 1, "Casual"), (40, 2, "Casual"), (5, 5, "Casual"), (6, 3, "Engaged Author")],
)
def test_participation(posts, months, step):
	found = participation(EngagementFacts(posts=posts, months=months))
	assert found.step == step and found.number == posts


def test_rules_name_facts_that_exist():
	for _step, needed in (*engagement.LEVELS, *engagement.PARTICIPATION):
		assert set(needed) <= set(EngagementFacts.__slots__) and all(n > 0 for n in needed.values())


@pytest.mark.parametrize(
	("for_us", "against_us", "found"),
	[
		(0, 0, ""),
		(2, 0, ""),
		(0, 2, ""),
		(3, 0, "Advocate"),
		(0, 3, "Detractor"),
		(3, 1, "Advocate"),
		(1, 3, "Detractor"),
		(5, 2, ""),
		(4, 4, ""),
	],
)
def test_stance_needs_enough_posts_and_a_clear_margin(for_us, against_us, found):
	assert stance(Opinions(for_us, against_us)) == found


def test_stance_is_even_handed():
	for a in range(12):
		for b in range(12):
			other = {"Advocate": "Detractor", "Detractor": "Advocate", "": ""}[stance(Opinions(b, a))]
			assert stance(Opinions(a, b)) == other
			assert a + b >= LEAST_POSTS or not other
