"""The Social Handles field of a business record: everything people write there, and what is only a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity.handles import handle_of_url
from social_crm_app.identity.keys import Key, handle_key, parse_handles


@pytest.mark.parametrize(
	("text", "value"),
	[
		("@jane@mastodon.example", "mastodon:jane@mastodon.example"),
		("jane@mastodon.example", "mastodon:jane@mastodon.example"),
		("https://mastodon.example/@jane", "mastodon:jane@mastodon.example"),
		("https://mastodon.example/@jane/11223344", "mastodon:jane@mastodon.example"),
		("https://mastodon.example/@jane@other.example", "mastodon:jane@other.example"),
		("https://mastodon.example/users/jane", "mastodon:jane@mastodon.example"),
		("https://mastodon.social/@jane", "mastodon:jane@mastodon.social"),
		("mastodon: jane@x", "mastodon:jane@x"),
		("Mastodon @jane@mastodon.example", "mastodon:jane@mastodon.example"),
		("jane.bsky.social", "bluesky:jane.bsky.social"),
		("@jane.example.com", "bluesky:jane.example.com"),
		("bluesky: jane.example.com", "bluesky:jane.example.com"),
		("https://bsky.app/profile/jane.example.com", "bluesky:jane.example.com"),
		("Bluesky: https://bsky.app/profile/jane.example.com/post/3k", "bluesky:jane.example.com"),
		("https://news.ycombinator.com/user?id=jane", "hackernews:jane"),
		("hackernews: jane", "hackernews:jane"),
		("Hacker News: jane", "hackernews:jane"),
		("HN = jane", "hackernews:jane"),
		("github @jane", "github:jane"),
		("https://github.com/jane/tools", "github:jane"),
		("twitter.com/jane?lang=en", "x:jane"),
		("https://mobile.twitter.com/jane", "x:jane"),
		("https://www.reddit.com/user/jane/", "reddit:jane"),
		("reddit: u/jane", "reddit:jane"),
		("https://de.linkedin.com/in/jane-doe/", "linkedin:jane-doe"),
		("linkedin: in/jane-doe", "linkedin:jane-doe"),
		("https://www.linkedin.com/company/acme", "linkedin:company/acme"),
		("https://www.youtube.com/@acme", "youtube:acme"),
		("https://t.me/acme", "telegram:acme"),
	],
)
def test_one_account_is_read(text, value):
	assert parse_handles(text) == ([Key("Handle", value)], [])


@pytest.mark.parametrize(
	"text",
	[
		"@jane",
		"jane",
		"jane@gmail.com",
		"acme.com",
		"https://acme.com/about",
		"bluesky: jane",
		"discord: jane#12",
		"mastodon: https://x.com/jane",
		"https://medium.com/@jane",
		"https://x.com/i/lists/12",
		"https://x.com/search?q=jane",
		"https://news.ycombinator.com/item?id=1",
		"https://www.youtube.com/watch?v=1",
		"https://bsky.app/profile/did:plc:abc",
		"https://bsky.app/settings",
		"https://linkedin.com/feed",
		"http://[broken/@jane",
	],
)
def test_a_guess_stays_unread(text):
	assert parse_handles(text) == ([], [text])


def test_many_accounts_in_every_separation_come_once_and_in_order():
	text = "@a@b.example, hn: c;\r\n\n @a@b.example\nhttps://x.com/d https://github.com/e\n???"
	keys, unread = parse_handles(text)
	assert [key.value for key in keys] == ["mastodon:a@b.example", "hackernews:c", "x:d", "github:e"]
	assert unread == ["???"]


@pytest.mark.parametrize("text", ["", None, "  \n , ;"])
def test_nothing_gives_nothing(text):
	assert parse_handles(text) == ([], [])


@given(st.text(max_size=200))
def test_any_text_is_survived(text):
	keys, _unread = parse_handles(text)
	assert len(keys) == len(set(keys))
	assert all(key.type == "Handle" for key in keys)


@given(st.text(st.characters(codec="ascii"), max_size=200))
def test_what_is_not_read_is_given_back_as_written(text):
	assert all(piece in text for piece in parse_handles(text)[1])


@given(st.text(max_size=80))
def test_any_url_is_survived(text):
	key = handle_of_url(f"https://{text}")
	assert key is None or key.type == "Handle"


def test_two_hacker_news_users_whose_names_differ_in_case_stay_two():
	assert handle_key("hackernews", "Jane") != handle_key("hackernews", "jane")
	assert handle_key("mastodon", "Jane@Social.example") == handle_key("mastodon", "jane@social.example")
