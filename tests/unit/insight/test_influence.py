"""The formula of influence: bounds, directions, and a hand-made example."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.insight.influence import InfluenceFacts, conversion, echo, influence, reach, relevance

COUNT = st.integers(0, 2_000_000_000)
FACTS = st.builds(
	InfluenceFacts,
	followers=COUNT,
	posts=COUNT,
	reposts=COUNT,
	replies=COUNT,
	likes=COUNT,
	views=COUNT,
	on_topic=st.none() | COUNT,
	became=COUNT,
	leads=COUNT,
	opportunities=COUNT,
	ideas=COUNT,
	sales=COUNT,
)
JANE = InfluenceFacts(
	followers=4120, posts=15, reposts=270, replies=30, likes=100, on_topic=12, became=2, sales=3
)


@given(FACTS)
def test_every_term_stays_between_0_and_1_and_the_score_is_their_product(facts):
	found = influence(facts)
	for term in (found.reach, found.relevance, found.conversion):
		assert 0 <= term <= 1
	product = 100 * found.reach * found.relevance * found.conversion
	assert found.score == pytest.approx(product, abs=0.051) and 0 <= found.score <= 100


@given(FACTS, st.sampled_from(["followers", "reposts", "replies", "likes", "became", "leads", "sales"]))
def test_more_of_something_good_never_lowers_a_term(facts, name):
	more = replace(facts, **{name: getattr(facts, name) + 1000})
	assert reach(more) >= reach(facts)
	assert relevance(more) >= relevance(facts)
	assert conversion(more) >= conversion(facts)


def test_the_example_of_the_manual():
	found = influence(JANE)
	assert (found.reach, found.relevance, found.conversion) == (0.61, 0.68, 0.55)
	assert found.score == 22.8


def test_followers_count_by_their_powers_of_ten():
	reaches = [reach(InfluenceFacts(followers=10**n)) for n in (1, 3, 5)]
	assert reaches[1] - reaches[0] == pytest.approx(reaches[2] - reaches[1], rel=0.05)
	assert reach(InfluenceFacts(followers=1_000_000)) == reach(InfluenceFacts(followers=50_000_000)) == 0.7


def test_views_stand_in_for_followers_that_a_platform_does_not_tell():
	assert reach(InfluenceFacts(posts=10, views=50_000)) == reach(InfluenceFacts(posts=10, followers=5000))


def test_one_lucky_post_counts_less_than_many_good_ones():
	assert echo(InfluenceFacts(posts=1, reposts=20)) < echo(InfluenceFacts(posts=10, reposts=200))


def test_few_posts_are_not_yet_a_habit():
	shares = [relevance(InfluenceFacts(posts=n, on_topic=n)) for n in (1, 5, 50)]
	assert shares == sorted(shares) and shares[0] == pytest.approx(0.4) and shares[2] > 0.9


def test_without_topics_every_post_is_relevant_and_without_posts_nothing_is():
	assert relevance(InfluenceFacts(posts=50)) == relevance(InfluenceFacts(posts=50, on_topic=50))
	assert relevance(InfluenceFacts()) == 0 and influence(InfluenceFacts(followers=10**6)).score == 0


def test_no_success_yet_is_little_but_not_nothing():
	assert conversion(InfluenceFacts()) == pytest.approx(0.1)
	assert conversion(InfluenceFacts(became=4)) == pytest.approx(0.5)
	assert conversion(InfluenceFacts(opportunities=2)) == conversion(InfluenceFacts(leads=4))
