"""The conditions of Mention Rules as pure logic: every operator, what is unknown, and laws that hold for any rule."""

import itertools
import random

import pytest

from social_crm_app.engage.rules import subjects as s
from social_crm_app.engage.rules.matching import (
	BadCondition,
	Condition,
	Problem,
	compile_condition,
	compile_rule,
	holds,
	values_of,
)

TEXT, PLATFORM, FOLLOWERS = "Mention: Text", "Mention: Platform", "Profile: Followers"
BUYER, TAG, GROUP = "Profile: Verified Purchaser", "Profile: Tag", "Customer: Customer Group"
OPPOSITE = {s.IS: s.IS_NOT, s.ONE_OF: s.NONE_OF, s.CONTAINS: s.CONTAINS_NOT, s.SET: s.NOT_SET}


def judged(subject, operator, value, fact):
	return holds(compile_condition(Condition(subject, operator, value)), fact)


@pytest.mark.parametrize(
	("subject", "operator", "value", "fact", "expected"),
	[
		(PLATFORM, "is", "Bluesky", "Bluesky", True),
		(PLATFORM, "is", "Bluesky", "Mastodon", False),
		(PLATFORM, "is one of", "Bluesky,  Mastodon ,", "Mastodon", True),
		(PLATFORM, "is none of", "Bluesky\nMastodon", "Mastodon", False),
		(GROUP, "is", "Food, Drinks", frozenset({"Food, Drinks"}), True),
		(GROUP, "is", "Retail", frozenset({"All", "Retail", "Shops"}), True),
		(GROUP, "is not", "Retail", frozenset({"All", "Retail", "Shops"}), False),
		(TAG, "is", "vip", frozenset(), False),
		(TAG, "is not set", "", frozenset(), True),
		(TEXT, "contains", "refund, broken", "It is BROKEN!", True),
		(TEXT, "contains", "fund", "a refund", False),
		(TEXT, "contains", "not working", "It is not  working", True),
		(TEXT, "contains", "STRASSE, müll", "Der MÜLL auf der Straße", True),
		(TEXT, "contains", "壊れた", "また壊れた。", True),
		(TEXT, "contains", "drill*", "two drills", True),
		(TEXT, "contains", "сломался", "Он СЛОМАЛСЯ", True),
		(TEXT, "does not contain", "spam", "no ham", True),
		(FOLLOWERS, "is more than", "1000", 1000, False),
		(FOLLOWERS, "is more than", "1000", 1001, True),
		(FOLLOWERS, "is less than", "0.5", 0, True),
		(FOLLOWERS, "is", "-3", -3.0, True),
		(BUYER, "is", "Yes", 1, True),
		(BUYER, "is", "No", 0, True),
		(BUYER, "is", "No", 1, False),
	],
)
def test_what_holds(subject, operator, value, fact, expected):
	assert judged(subject, operator, value, fact) is expected


@pytest.mark.parametrize(
	("condition", "problem"),
	[
		(Condition("Moon: Phase", "is", "full"), Problem.SUBJECT),
		(Condition("", "", ""), Problem.SUBJECT),
		(Condition(FOLLOWERS, "contains", "3"), Problem.OPERATOR),
		(Condition(PLATFORM, "is", "  "), Problem.EMPTY),
		(Condition(TEXT, "contains", ",\n,"), Problem.EMPTY),
		(Condition(FOLLOWERS, "is", "1,000"), Problem.NUMBER),
		(Condition(FOLLOWERS, "is", "nan"), Problem.NUMBER),
		(Condition(FOLLOWERS, "is", "1_000"), Problem.NUMBER),
		(Condition(FOLLOWERS, "is", "1e999"), Problem.NUMBER),
		(Condition(BUYER, "is", "1"), Problem.YES_NO),
	],
)
def test_what_cannot_be_meant(condition, problem):
	with pytest.raises(BadCondition) as told:
		compile_condition(condition)
	assert told.value.problem is problem


def test_the_catalogue_is_whole():
	assert set(s.OPERATORS) == {subject.kind for subject in s.SUBJECTS.values()}
	assert {operator for some in s.OPERATORS.values() for operator in some} == set(s.ALL_OPERATORS)
	for subject in s.SUBJECTS.values():
		assert (subject.kind in (s.LINK, s.TREE)) == bool(subject.doctype), subject.name
		assert (subject.source in s.OF_THE_CUSTOMER) == bool(subject.needs), subject.name


def some_conditions():
	"""One condition for every subject and operator that fit together."""
	value = {s.CHOICE: "a, b", s.LINK: "a, b", s.TREE: "a", s.WORDS: "a, b c", s.NUMBER: "2", s.CHECK: "Yes"}
	for subject in s.SUBJECTS.values():
		for operator in s.OPERATORS[subject.kind]:
			yield Condition(subject.name, operator, value[subject.kind])


def some_facts(kind):
	return {
		s.CHOICE: ["a", "b", "c", "", None],
		s.LINK: ["a", frozenset({"a", "c"}), frozenset(), None],
		s.TREE: [frozenset({"a", "z"}), frozenset({"z"}), None],
		s.WORDS: ["a", "b c", "bc", "", None],
		s.NUMBER: [0, 1.5, 2, 3, None],
		s.CHECK: [0, 1, True, False, None],
	}[kind]


def test_a_negative_operator_is_the_opposite_of_its_positive_one():
	for condition in some_conditions():
		if condition.operator not in OPPOSITE:
			continue
		opposite = OPPOSITE[condition.operator]
		if opposite not in s.OPERATORS[s.SUBJECTS[condition.subject].kind]:
			continue
		for fact in some_facts(s.SUBJECTS[condition.subject].kind):
			held = judged(condition.subject, condition.operator, condition.value, fact)
			assert held is not judged(condition.subject, opposite, condition.value, fact)


def test_what_is_unknown_fulfils_only_negative_operators():
	for condition in some_conditions():
		held = judged(condition.subject, condition.operator, condition.value, None)
		assert held is (condition.operator in s.NEGATIVE)


def test_all_and_any_are_what_they_say_for_any_rule():
	rng, pool = random.Random(4), list(some_conditions())
	for _ in range(2000):
		conditions = rng.sample(pool, rng.randint(1, 5))
		facts = {name: rng.choice(some_facts(subject.kind)) for name, subject in s.SUBJECTS.items()}
		each = [holds(compile_condition(one), facts[one.subject]) for one in conditions]
		positions = tuple(position for position, held in enumerate(each) if held)
		assert compile_rule(conditions, True).fulfilled(facts) == (positions if all(each) else None)
		assert compile_rule(conditions, False).fulfilled(facts) == (positions if any(each) else None)


def test_the_order_of_conditions_does_not_matter():
	conditions = [
		Condition(PLATFORM, "is", "a"),
		Condition(FOLLOWERS, "is more than", "1"),
		Condition(TAG, "is", "x"),
	]
	facts = {PLATFORM: "a", FOLLOWERS: 2, TAG: frozenset({"x"})}
	for some in itertools.permutations(conditions):
		assert compile_rule(some).fulfilled(facts) == (0, 1, 2)


def test_a_rule_without_conditions_wants_nothing():
	assert compile_rule([]).fulfilled({}) is None
	assert compile_rule([], every=False).fulfilled({}) is None


def test_each_value_counts_once():
	assert values_of(Condition(PLATFORM, "is one of", "a, b ,a,")) == ("a", "b")
	assert values_of(Condition(PLATFORM, "is", "a, b")) == ("a, b",)
	assert values_of(Condition(PLATFORM, "is set", "left over")) == ()
