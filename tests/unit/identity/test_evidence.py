"""What a match is worth and how it is said."""

import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity.evidence import (
	KINDS,
	SHARED,
	SOURCE_WORDS,
	TEMPLATES,
	Evidence,
	describe,
	name_band,
	score,
	weight,
)
from social_crm_app.identity.keys import KEY_TYPES
from social_crm_app.identity.weights import ATTESTED, CLAIMED, DOCUMENTS, KEYS_OF_PROOF, ODDS, PRIOR, UNLIKE

pieces = st.builds(
	Evidence,
	kind=st.sampled_from(KINDS),
	value=st.text(max_size=20),
	source=st.sampled_from(sorted(SOURCE_WORDS)),
	attested=st.booleans(),
	shared_by=st.integers(1, 20),
	other=st.text(max_size=20),
	likeness=st.floats(0, 1),
)
proofs = sorted(kind for kind, grade in ODDS if grade == ATTESTED)


def test_every_grade_of_every_kind_has_a_weight_and_words():
	assert set(ODDS) == set(TEMPLATES)
	assert set(KEY_TYPES) | DOCUMENTS | {"Place"} == set(KINDS)


def test_what_anybody_can_share_cannot_be_attested():
	never = {"Name", "Username", "Place", "Coupon"}
	assert set(proofs) == set(KINDS) - never
	assert KEYS_OF_PROOF == set(KEY_TYPES) - never
	assert Evidence("Username", "jane", "handle name", True).grade == CLAIMED
	assert Evidence("Coupon", "SAVE10", "post text", True).grade == CLAIMED


@pytest.mark.parametrize("kind", proofs)
def test_attested_weighs_more_than_claimed(kind):
	assert ODDS[kind, ATTESTED].weight > ODDS[kind, CLAIMED].weight > 0


@pytest.mark.parametrize("odds", ODDS.values())
def test_m_and_u_are_probabilities(odds):
	assert 0 < odds.u < 1 and 0 < odds.m < 1
	assert odds.weight == pytest.approx(math.log(odds.m) - math.log(odds.u))


def test_only_a_name_that_differs_speaks_against():
	assert [key for key, odds in ODDS.items() if odds.weight < 0] == [("Name", UNLIKE)]


def test_the_score_is_the_formula():
	one = Evidence("Email", "a@b.example", "bio", False, shared_by=2)
	odds = PRIOR / (1 - PRIOR) * ODDS["Email", CLAIMED].m / ODDS["Email", CLAIMED].u / 2
	assert score([one]) == pytest.approx(odds / (1 + odds))
	assert score([]) == 0.0


def name(likeness, shared_by=1):
	return Evidence("Name", "Jane Doe", "name", False, shared_by, other="Jane M. Doe", likeness=likeness)


def test_a_known_ranking():
	handle = score([Evidence("Handle", "x:a", "handle", True)])
	mail = score([Evidence("Email", "a@b.example", "bio", False)])
	site = score([Evidence("Domain", "b.example", "bio", False)])
	order = score([Evidence("Order", "SO-00017", "post text", False)])
	assert handle > 0.99 > mail > 0.8 > order > site > 0.4
	assert score([Evidence("Order", "SO-00017", "post text", True)]) > 0.98
	assert site > score([name(1.0)]) > score([name(0.9)]) > 0.1 > score([name(0.1)])


def test_a_name_gets_its_weight_from_its_band():
	assert [name_band(likeness) for likeness in (1, 0.95, 0.9, 0.6, 0.45, 0.2)] == [
		"same",
		"same",
		"alike",
		"",
		"",
		"unlike",
	]
	mail = Evidence("Email", "a@b.example", "bio", False)
	assert score([mail, name(0.1)]) < score([mail]) < score([mail, name(0.9)]) < score([mail, name(1.0)])


def test_a_town_tells_more_than_a_country():
	town = Evidence("Place", "Cologne", "location", False, other="Cologne")
	country = Evidence("Place", "Germany", "location", False, other="Germany", likeness=0.5)
	assert weight(town) > weight(country) > 0


@given(st.lists(pieces, max_size=6), pieces)
def test_more_of_what_speaks_for_it_never_lowers_the_score_and_order_does_not_matter(some, more):
	assert 0 <= score(some) <= 1
	assert score(some) == score(list(reversed(some)))
	if weight(more) >= 0:
		assert score(some) <= score([*some, more]) <= 1


@given(pieces)
def test_the_same_kind_twice_counts_once(one):
	twin = Evidence(one.kind, one.value + "x", one.source, one.attested, one.shared_by, likeness=one.likeness)
	assert score([one, twin]) == score([one])


def test_two_documents_of_one_purchase_count_once_and_so_do_account_and_user_name():
	order, invoice = (Evidence(kind, "1", "post text", True) for kind in ("Order", "Invoice"))
	assert score([order, invoice]) == score([order])
	handle, user = (
		Evidence("Handle", "x:jane1", "bio", False),
		Evidence("Username", "jane1", "handle name", False),
	)
	assert score([handle, user]) == score([handle])


def test_a_shared_value_tells_less():
	alone = Evidence("Phone", "+4930901820", "bio", False)
	shared = Evidence("Phone", "+4930901820", "bio", False, shared_by=10)
	assert weight(alone) - weight(shared) == pytest.approx(math.log(10))


@pytest.mark.parametrize(
	("evidence", "words"),
	[
		(
			Evidence("Handle", "mastodon:jane@m.example", "handle", True),
			"The account jane@m.example (mastodon) is on this record, and the platform vouches for it (the account "
			"itself).",
		),
		(
			Evidence("Email", "a@b.example", "bio", False, shared_by=3),
			"The e-mail a@b.example is on this record; it was seen in: the profile text. Anyone can write that. "
			"3 records share it.",
		),
		(name(0.925), "The name Jane Doe is like Jane M. Doe (93 %)."),
		(
			Evidence("Place", "Köln, DE", "location", False, other="Cologne"),
			"Says to be in Cologne, as the record does.",
		),
		(
			Evidence("Order", "SO-00017", "post text", True, document=("Sales Order", "SO-00017")),
			"Order SO-00017, named in a post, belongs to this customer, and the names agree.",
		),
		(
			Evidence("Serial No", "AX-1", "post text", False),
			"Serial number AX-1, named in a post, was sold to this customer. Goods change hands.",
		),
	],
)
def test_the_words(evidence, words):
	assert describe(evidence) == words


@given(pieces)
def test_only_constant_texts_are_translated(one):
	seen = []
	assert describe(one, lambda text: seen.append(text) or text)
	assert set(seen) <= {*TEMPLATES.values(), *SOURCE_WORDS.values(), SHARED}


def test_a_value_is_never_read_as_a_template():
	assert "{0.__class__}" in describe(Evidence("Email", "{0.__class__}@b.example", "bio", False))
	assert "{0.__class__}" in describe(Evidence("Name", "a", "name", False, other="{0.__class__}"))


def test_templates_show_the_value_or_what_the_record_says_and_nothing_unknown():
	for template in TEMPLATES.values():
		places = {place for _text, place, *_rest in string.Formatter().parse(template) if place}
		assert places & {"0", "2"} and places <= {"0", "1", "2", "3"}


@pytest.mark.parametrize(("likeness", "word"), [(1.0, "is that of"), (0.9, "is like"), (0.2, "is unlike")])
def test_what_is_kept_does_not_say_what_the_record_is_called(likeness, word):
	one = Evidence("Name", "Jane Do", "name", False, other="Jane Doe", likeness=likeness)
	assert "Jane Doe" in describe(one) and "Jane Doe" not in describe(one, named=False)
	kept = describe(one, named=False)
	assert word in kept and f"{likeness:.0%}".replace("%", " %") in kept and "Jane Do" in kept


def test_only_names_are_left_out():
	place = Evidence("Place", "Berlin, Germany", "location", False, other="Berlin")
	assert describe(place, named=False) == describe(place)
