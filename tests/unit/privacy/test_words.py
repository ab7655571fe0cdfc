"""The words of a person are found and masked where they mean the person, and nowhere else."""

import pytest

from social_crm_app.privacy.words import MASK, Marks, at_sign_masked, short_handle

JANE = Marks(["jane@social.example", "https://social.example/users/jane"])


@pytest.mark.parametrize(
	"text, masked",
	[
		("@jane@social.example hello", f"{MASK} hello"),
		("ask jane@social.example.", f"ask {MASK}."),
		("JANE@Social.Example", MASK),
		("mastodon:jane@social.example", f"mastodon:{MASK}"),
		("https://social.example/users/jane/statuses/1", f"{MASK}/statuses/1"),
		('{"acct": "jane@social.example"}', '{"acct": "[erased]"}'),
	],
)
def test_a_distinct_word_is_masked_everywhere(text, masked):
	assert JANE.found_in(text)
	assert JANE.mask(text) == masked
	assert JANE.mask(masked) == masked


@pytest.mark.parametrize(
	"text",
	[
		"", None, "jane", "@jane", "mary.jane@social.example", "jane@social.example.org", "xjane@social.example",
		"https://social.example/users/jane2", "jane@other.example",
	],
)  # fmt: skip
def test_somebody_else_is_not_the_person(text):
	assert not JANE.found_in(text)


@pytest.mark.parametrize("text", ["@pg", "hackernews:pg", "user?id=pg", '"pg"'])
def test_a_plain_handle_counts_where_it_stands_like_one(text):
	assert Marks(["pg"]).found_in(text)


@pytest.mark.parametrize("text", ["pg", "upgrade", "@pg2", "@pg@other.example", "pgsql", "a pg b", "/pg-13"])
def test_a_plain_handle_is_an_ordinary_word_elsewhere(text):
	assert not Marks(["pg"]).found_in(text)


def test_in_logs_a_plain_handle_that_is_long_enough_counts_alone():
	assert Marks(["janedoe"], loose=True).found_in("author janedoe failed")
	assert not Marks(["janedoe"]).found_in("author janedoe failed")
	assert not Marks(["pg"], loose=True).found_in("pg failed")


def test_nothing_to_look_for_finds_nothing():
	assert not Marks(["", ""]).found_in("anything")
	assert Marks([]).mask("anything") == "anything"


def test_signs_of_a_pattern_are_only_letters():
	assert Marks(["a.b*c@x.example"]).mask("a.b*c@x.example aXb*c@x.example") == f"{MASK} aXb*c@x.example"


@pytest.mark.parametrize(
	"handle, short",
	[("jane@social.example", "jane"), ("jane.bsky.social", "jane"), ("jane", "jane"), ("", "")],
)
def test_short_handles(handle, short):
	assert short_handle(handle) == short


@pytest.mark.parametrize(
	"text, masked",
	[
		("@jane me too", f"{MASK} me too"),
		("@Jane@other.example hi", f"{MASK} hi"),
		("@janet hi", "@janet hi"),
		("mail@jane", "mail@jane"),
		("jane", "jane"),
	],
)
def test_the_short_form_is_masked_behind_an_at_sign(text, masked):
	assert at_sign_masked(text, "jane") == masked


def test_no_handle_masks_nothing():
	assert at_sign_masked("@ somebody", "") == "@ somebody"
