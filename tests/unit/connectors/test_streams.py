"""Several streams in one account: fair, loss-free, and one refused stream does not stop the others."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from social_crm_app.connectors.base import AccountConfig, AccountInfo, Capabilities, Page, Post, Setup
from social_crm_app.connectors.streams import ROUNDS, StreamConnector, trouble_of
from social_crm_app.exceptions import AuthExpired, BadPayload, NotPermitted, RateLimited

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


class Counting(StreamConnector):
	"""Each stream holds so many pages; its state counts those read."""

	platform, label = "counting", "Counting"
	capabilities, setup = Capabilities(), Setup()

	def __init__(self, pages: dict[str, int], refused: dict | None = None):
		super().__init__()
		self.pages, self.refused, self.asked = pages, refused or {}, []

	def check(self, account):
		return AccountInfo("1", "counting")

	def streams(self, account):
		return list(self.pages)

	def fetch_stream(self, account, stream, state):
		self.asked.append(stream)
		if stream in self.refused:
			raise self.refused[stream]
		done = (state or {}).get("done", 0)
		if done >= self.pages[stream]:
			return Page((), {"done": done}, complete_until=NOON)
		done += 1
		more = done < self.pages[stream]
		post = Post(f"{stream}/{done}", "")
		return Page((post,), {"done": done}, has_more=more, complete_until=None if more else NOON)


ACCOUNT = AccountConfig(platform="counting")


def run(connector, cursor=None, limit=500):
	"""A run: the posts, the cursor after it, and its last page."""
	found = []
	for _page in range(limit):
		page = connector.fetch(ACCOUNT, cursor)
		cursor = json.loads(json.dumps(page.next_cursor))
		found += [post.external_id for post in page.posts]
		if not page.has_more:
			return found, cursor, page
	raise AssertionError("the run does not end")


def all_of(pages):
	return {f"{name}/{number}" for name, count in pages.items() for number in range(1, count + 1)}


def test_streams_take_turns():
	connector = Counting({"mentions": 1, "search:a": 3, "search:b": 2})
	found, cursor, page = run(connector)
	assert found == ["mentions/1", "search:a/1", "search:b/1", "search:a/2", "search:b/2", "search:a/3"]
	assert set(cursor["streams"]) == {"mentions", "search:a", "search:b"} and "open" not in cursor
	assert page.complete_until == NOON


def test_the_next_run_looks_at_each_stream_once():
	connector = Counting({"a": 1, "b": 1})
	_found, cursor, _page = run(connector)
	connector.asked.clear()
	assert run(connector, cursor)[0] == []
	assert sorted(connector.asked) == ["a", "b"]


def test_a_long_backfill_does_not_keep_the_others_waiting():
	connector = Counting({"mentions": 0, "search:big": 5 * ROUNDS})
	run(connector)
	gaps = [name for name in connector.asked if name == "mentions"]
	assert len(gaps) >= 4


def test_a_new_stream_joins_and_a_removed_one_leaves():
	connector = Counting({"a": 2, "b": 2})
	_found, cursor, _page = run(connector)
	connector.pages = {"b": 3, "c": 1}
	found, cursor, _page = run(connector, cursor)
	assert set(found) == {"b/3", "c/1"}
	assert set(cursor["streams"]) == {"b", "c"} == set(cursor["complete"])


def test_complete_until_waits_for_the_slowest_stream():
	connector = Counting({"a": 1, "b": 2})
	first = connector.fetch(ACCOUNT, None)
	second = connector.fetch(ACCOUNT, first.next_cursor)
	assert first.complete_until is None and second.complete_until is None
	assert connector.fetch(ACCOUNT, second.next_cursor).complete_until == NOON


def test_complete_until_is_the_earliest():
	cursor = {
		"streams": {"a": {"done": 1}, "b": {"done": 1}},
		"complete": {
			"a": (NOON - timedelta(days=1)).isoformat(),
			"b": (NOON - timedelta(days=2)).isoformat(),
		},
	}
	page = Counting({"a": 1, "b": 1}).fetch(ACCOUNT, cursor)
	assert page.complete_until == NOON - timedelta(days=2)


def test_a_refused_stream_does_not_stop_the_others():
	connector = Counting({"a": 2, "bad": 1, "c": 2}, {"bad": BadPayload("x", provider_message="bad query")})
	found, cursor, _page = run(connector)
	assert set(found) == {"a/1", "a/2", "c/1", "c/2"}
	assert trouble_of(cursor) == {"bad": "bad query"}
	connector.refused.clear()
	found, cursor, _page = run(connector, cursor)
	assert found == ["bad/1"] and trouble_of(cursor) == {}


@pytest.mark.parametrize("names", [["bad"], ["bad", "a"], ["a", "bad"], ["a", "bad", "b"]])
def test_a_refusal_is_counted_wherever_the_stream_stands(names):
	connector = Counting(dict.fromkeys(names, 1), {"bad": NotPermitted("no")})
	if names == ["bad"]:
		with pytest.raises(NotPermitted):
			run(connector)
		return
	cursor, skipped = None, 0
	for _page in range(20):
		page = connector.fetch(ACCOUNT, cursor)
		cursor, skipped = page.next_cursor, skipped + page.skipped
		if not page.has_more:
			break
	assert skipped == 1 and trouble_of(cursor) == {"bad": "no"}


def test_when_every_stream_is_refused_the_error_is_raised_and_each_is_asked_again():
	connector = Counting({"a": 1, "b": 1}, {"a": NotPermitted("no"), "b": NotPermitted("neither")})
	for _run in range(2):
		connector.asked.clear()
		with pytest.raises(NotPermitted):
			run(connector)
		assert set(connector.asked) == {"a", "b"}


def test_a_stream_refused_later_does_not_hide_one_that_works_again():
	connector = Counting({"a": 3, "b": 3}, {"a": NotPermitted("no")})
	first = connector.fetch(ACCOUNT, None)  # a refused, b's first page
	connector.refused = {"b": NotPermitted("no")}
	found, cursor, _page = run(connector, first.next_cursor)
	assert set(found) == {"a/1", "a/2", "a/3"} and set(trouble_of(cursor)) == {"b"}


@pytest.mark.parametrize("error", [AuthExpired("x"), RateLimited("x", retry_after=5)])
def test_errors_of_the_account_are_raised_at_once(error):
	connector = Counting({"a": 1, "b": 1}, {"a": error})
	with pytest.raises(type(error)):
		connector.fetch(ACCOUNT, None)


def test_no_streams_no_posts():
	page = Counting({}).fetch(ACCOUNT, {"streams": {"old": {}}, "turn": "old"})
	assert (page.posts, page.has_more, page.complete_until) == ((), False, None)


@given(
	st.dictionaries(st.sampled_from("abcd"), st.integers(0, 25), min_size=1),
	st.lists(st.sampled_from(["fetch", "crash", "refuse", "allow", "grow"]), max_size=40),
	st.data(),
)
@settings(max_examples=200, deadline=None)
def test_nothing_is_lost_and_every_run_ends(pages, actions, data):
	connector, cursor, seen = Counting(pages), None, set()
	for action in actions:
		name = data.draw(st.sampled_from(sorted(pages)))
		if action == "grow":
			connector.pages[name] += 1
		elif action == "refuse":
			connector.refused[name] = BadPayload("no")
		elif action == "allow":
			connector.refused.pop(name, None)
		else:
			try:
				page = connector.fetch(ACCOUNT, cursor)
			except BadPayload:
				continue
			seen |= {post.external_id for post in page.posts}
			cursor = page.next_cursor if action == "fetch" else cursor
	connector.refused.clear()
	for _run in range(2):
		found, cursor, _page = run(connector, cursor)
		seen |= set(found)
	assert all_of(connector.pages) <= seen
