"""What a match is worth and how it is said."""

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity.evidence import (
	PRIOR,
	SHARED,
	SOURCE_WORDS,
	TEMPLATES,
	WEIGHTS,
	Evidence,
	describe,
	score,
	weight,
)
from social_crm_app.identity.keys import KEY_TYPES

pieces = st.builds(
	Evidence,
	kind=st.sampled_from(KEY_TYPES),
	value=st.text(max_size=20),
	source=st.sampled_from(sorted(SOURCE_WORDS)),
	attested=st.booleans(),
	shared_by=st.integers(1, 20),
)


def test_every_kind_of_key_has_a_weight_and_words():
	assert (
		set(WEIGHTS)
		== set(TEMPLATES)
		== {(kind, attested) for kind in KEY_TYPES for attested in (True, False)}
	)


@pytest.mark.parametrize("kind", KEY_TYPES)
def test_attested_weighs_more_than_claimed(kind):
	assert WEIGHTS[kind, True] > WEIGHTS[kind, False] > 0


def test_the_score_is_the_formula():
	one = Evidence("Email", "a@b.example", "bio", False, shared_by=2)
	odds = PRIOR / (1 - PRIOR) * math.exp(WEIGHTS["Email", False]) / 2
	assert score([one]) == pytest.approx(odds / (1 + odds))
	assert score([]) == 0.0


def test_a_known_ranking():
	handle = score([Evidence("Handle", "x:a", "handle", True)])
	mail = score([Evidence("Email", "a@b.example", "bio", False)])
	site = score([Evidence("Domain", "b.example", "bio", False)])
	assert handle > 0.99 > mail > 0.8 > site > 0.4


@given(st.lists(pieces, max_size=6), pieces)
def test_more_evidence_never_lowers_the_score_and_order_does_not_matter(some, more):
	assert 0 <= score(some) <= score([*some, more]) <= 1
	assert score(some) == score(list(reversed(some)))


@given(pieces)
def test_the_same_kind_twice_counts_once(one):
	twin = Evidence(one.kind, one.value + "x", one.source, one.attested, one.shared_by)
	assert score([one, twin]) == score([one])


def test_a_shared_value_tells_less():
	alone = Evidence("Phone", "+4930901820", "bio", False)
	shared = Evidence("Phone", "+4930901820", "bio", False, shared_by=10)
	assert weight(alone) - weight(shared) == pytest.approx(math.log(10))


def test_the_words():
	assert describe(Evidence("Handle", "mastodon:jane@m.example", "handle", True)) == (
		"The account jane@m.example (mastodon) is on this record, and the platform vouches for it (the account itself)."
	)
	assert describe(Evidence("Email", "a@b.example", "bio", False, shared_by=3)) == (
		"The e-mail a@b.example is on this record; it was seen in: the profile text. Anyone can write that. "
		"3 records share it."
	)


@given(pieces)
def test_only_constant_texts_are_translated(one):
	seen = []
	assert describe(one, lambda text: seen.append(text) or text)
	assert set(seen) <= {*TEMPLATES.values(), *SOURCE_WORDS.values(), SHARED}


def test_a_value_is_never_read_as_a_template():
	assert "{0.__class__}" in describe(Evidence("Email", "{0.__class__}@b.example", "bio", False))


def test_templates_have_the_places_they_need():
	for template in TEMPLATES.values():
		assert {name for _text, name, *_rest in string.Formatter().parse(template) if name} == {"0", "1"}
