"""What the command line turns into: sources and their configuration."""

from datetime import datetime, timezone

import pytest

from social_crm_app import connectors
from social_crm_app.preview import arguments, sources

SINCE = datetime(2026, 1, 31, tzinfo=timezone.utc)


@pytest.fixture
def parse(monkeypatch):
	monkeypatch.setenv("MASTODON_TOKEN", "token-m")
	monkeypatch.setenv("BLUESKY_APP_PASSWORD", "password-b")
	return lambda *said: arguments.parse(said)


def test_every_kind_of_source_at_once(parse):
	found = parse(
		"https://a.example/feed", "feed://b.example/feed", "--mastodon", "m.example", "--bluesky", "@me.example",
		"--hackernews", "acme drill", "--hackernews", "AX-18", "--listen", "drill*", "--listen", "AX-18", "--country", "de",
	)  # fmt: skip
	configs = [source.config for source in found.sources]
	assert [config.platform for config in configs] == ["rss", "rss", "mastodon", "bluesky", "hackernews"]
	assert [config.instance_url for config in configs[:3]] == [
		"https://a.example/feed",
		"https://b.example/feed",
		"https://m.example",
	]
	assert configs[2].searches == configs[3].searches == ("drill", "AX-18")
	assert (configs[3].handle, configs[4].searches) == ("me.example", ("acme drill", "AX-18"))
	assert (found.country, found.listen, found.own_customers) == ("DE", ("drill*", "AX-18"), False)
	assert not any(source.allow_loopback for source in found.sources)


def test_each_source_has_the_secrets_its_connector_asks_for(parse):
	found = parse("--mastodon", "m.example", "--bluesky", "me.example")
	for source in found.sources:
		setup = connectors.get(source.config.platform).setup
		assert set(setup.secrets) == set(source.config.secrets)
	assert "token-m" not in repr(found) and "password-b" not in repr(found)


def test_nothing_said_means_the_demo(parse):
	assert parse().sources == []


def test_the_same_feed_twice_is_one_source(parse):
	assert len(parse("https://a.example/feed", "https://a.example/feed").sources) == 1


def test_another_day_or_term_is_another_source_with_a_cursor_of_its_own():
	ids = [
		sources.feed("https://a.example").id,
		sources.feed("https://a.example", SINCE).id,
		sources.hackernews(["a"]).id,
		sources.hackernews(["a", "b"]).id,
		sources.bluesky("a", "x").id,
	]
	assert len(set(ids)) == 5
	assert sources.hackernews(["b", "a"]).id == ids[3] and sources.bluesky("@a", "another").id == ids[4]


@pytest.mark.parametrize(
	"typed", ["", "https://", "ftp://x.example", "https://[x", "https://x.example:port/", "a b.example"]
)
def test_what_is_no_address_is_refused(typed):
	with pytest.raises(sources.NotAnAddress):
		sources.web_address(typed)
