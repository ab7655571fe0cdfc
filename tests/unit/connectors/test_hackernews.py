"""Hacker News: hits become posts, and a walk in time slices that neither loses nor repeats for ever."""

import json
import random
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from social_crm_app.connectors.base import AccountConfig, Author, Media
from social_crm_app.connectors.hackernews import OVERLAP, REACH, HackerNews
from social_crm_app.connectors.streams import trouble_of
from social_crm_app.exceptions import BadPayload, RateLimited, Unreachable

URL = "https://hn.algolia.com/api/v1/search_by_date"
DATA = Path(__file__).parents[2] / "data" / "hackernews"
START = 1_795_000_000
ACCOUNT = AccountConfig(
	platform="hackernews",
	searches=("acme",),
	backfill_from=datetime.fromtimestamp(START, timezone.utc),
	page_size=20,
)


class Algolia:
	"""The search API as far as it matters: filters, newest first, pages, and no hit beyond the 1000th."""

	def __init__(self, seconds=()):
		self.hits, self.calls = [], []
		for second in seconds:
			self.add(second)

	def add(self, second: int) -> None:
		number = str(len(self.hits) + 1)
		self.hits.append({"objectID": number, "created_at_i": second, "title": "Acme", "_tags": ["story"]})

	def __call__(self, request):
		params = {name: values[0] for name, values in parse_qs(urlsplit(request.url).query).items()}
		self.calls.append(params)
		found = sorted(self.hits, key=lambda hit: (-hit["created_at_i"], hit["objectID"]))
		for condition in filter(None, params.get("numericFilters", "").split(",")):
			bound = int(condition.rpartition("=")[2])
			lower = condition.startswith("created_at_i>=")
			found = [
				h for h in found if (h["created_at_i"] >= bound if lower else h["created_at_i"] <= bound)
			]
		size, page = int(params["hitsPerPage"]), int(params.get("page", 0))
		reachable = found[:REACH]
		body = {
			"hits": reachable[page * size : (page + 1) * size],
			"nbHits": len(found),
			"nbPages": -(-len(reachable) // size),
			"page": page,
		}
		return 200, {"Date": "Sat, 21 Nov 2026 12:00:00 GMT"}, json.dumps(body)


def serve(web, algolia: Algolia) -> Algolia:
	web.add_callback(responses.GET, URL, callback=algolia, content_type="application/json")
	return algolia


def run(account=ACCOUNT, cursor=None, limit=2000):
	"""A whole run: ids in the order they came, the cursor after it, and how many posts were out of reach."""
	found, skipped, connector = [], 0, HackerNews()
	for _page in range(limit):
		page = connector.fetch(account, cursor)
		cursor = json.loads(json.dumps(page.next_cursor))
		found += [post.external_id for post in page.posts]
		skipped += page.skipped
		if not page.has_more:
			return found, cursor, skipped
	raise AssertionError("the run does not end")


@pytest.fixture
def page(web):
	web.get(URL, body=(DATA / "search.json").read_bytes(), content_type="application/json")
	return HackerNews().fetch(replace(ACCOUNT, page_size=None), None)


def test_a_comment(page):
	comment = page.posts[0]
	assert comment.text == (
		"I bought the Acme anvil & it cracked.\n\nSupport never answered: https://acme.example/support/tickets"
	)
	assert (comment.kind, comment.title, comment.external_id) == ("Comment", "", "48100777")
	assert (comment.root_id, comment.parent_id) == ("48100001", "48100002")
	assert comment.permalink == "https://news.ycombinator.com/item?id=48100777"
	assert comment.posted_at == datetime(2026, 11, 20, 18, 4, 11, tzinfo=timezone.utc)
	assert comment.author == Author(
		"rose_k", handle="rose_k", display_name="rose_k", url="https://news.ycombinator.com/user?id=rose_k"
	)
	assert comment.source == "search:acme" and "_highlightResult" not in comment.raw
	assert (comment.likes, comment.replies) == (None, None)


def test_a_story(page):
	story = page.posts[1]
	assert (story.kind, story.likes, story.replies) == ("Post", 31, 2)
	assert story.text == story.title == "Show HN: An anvil registry, with Acme's"
	assert story.media == (Media("https://anvils.example/", "link", story.title),)
	assert story.root_id == story.parent_id == ""


def test_a_text_story_has_title_and_text(page):
	assert page.posts[2].text == "Ask HN: Acme rockets?\n\nDoes anyone still use Acme rockets?"
	assert page.posts[2].media == ()


def test_a_hit_without_an_id_is_counted(page):
	assert (len(page.posts), page.skipped, page.has_more) == (3, 1, False)


@pytest.mark.parametrize(
	("term", "query"),
	[
		("acme", "acme"),
		("acme anvil", '"acme anvil"'),
		('"acme anvil"', '"acme anvil"'),
		(" acme  x ", '"acme x"'),
	],
)
def test_several_words_are_a_phrase(web, term, query):
	algolia = serve(web, Algolia())
	HackerNews().fetch(replace(ACCOUNT, searches=(term,)), None)
	assert algolia.calls[0]["query"] == query
	assert algolia.calls[0]["tags"] == "(story,comment)"
	assert algolia.calls[0]["typoTolerance"] == "false"
	assert ("advancedSyntax" in algolia.calls[0]) == (" " in query)


def test_everything_since_the_backfill_date_comes_once_over_more_than_the_reach(web):
	algolia = serve(web, Algolia(START + 7 * number for number in range(REACH + 500)))
	algolia.add(START - 1)
	found, cursor, skipped = run()
	assert set(found) == {hit["objectID"] for hit in algolia.hits if hit["created_at_i"] >= START}
	assert len(found) < 1.1 * len(set(found)) and not skipped
	assert cursor["streams"]["search:acme"]["since"] == START + 7 * (REACH + 499)


def test_the_next_run_asks_only_for_what_is_new(web):
	algolia = serve(web, Algolia(START + 7 * number for number in range(50)))
	_found, cursor, _skipped = run()
	newest = START + 7 * 49
	algolia.add(newest)  # the same second, indexed later
	algolia.add(newest - OVERLAP + 1)  # written before, indexed late
	algolia.add(newest + 60)
	algolia.calls.clear()
	found, cursor, _skipped = run(cursor=cursor)
	assert {"51", "52", "53"} <= set(found)
	assert algolia.calls[0]["numericFilters"] == f"created_at_i>={newest - OVERLAP}"


@pytest.mark.parametrize("many", [19, 20, 21, 60, 500])
def test_a_second_with_more_posts_than_a_page(web, many):
	seconds = [START + 100] * many + [START + 200] * 3 + [START + 50] * 3
	algolia = serve(web, Algolia(seconds))
	found, _cursor, skipped = run()
	assert set(found) == {hit["objectID"] for hit in algolia.hits} and not skipped


def test_a_second_with_more_posts_than_can_be_reached_is_passed_and_told(web):
	algolia = serve(web, Algolia([START + 100] * (REACH + 50) + [START + 50] * 30))
	found, _cursor, skipped = run()
	assert skipped == 1
	assert {hit["objectID"] for hit in algolia.hits[REACH + 50 :]} <= set(found)


@pytest.mark.parametrize("seed", range(5))
def test_a_worker_killed_anywhere_goes_on_without_loss(web, seed):
	dice = random.Random(seed)
	algolia = serve(web, Algolia(START + dice.randrange(3000) // 40 for _ in range(300)))
	connector, cursor, seen = HackerNews(), None, set()
	for _step in range(60):
		page = connector.fetch(ACCOUNT, cursor)
		if dice.random() < 0.6:
			seen |= {post.external_id for post in page.posts}
			cursor = json.loads(json.dumps(page.next_cursor))
		if dice.random() < 0.5:
			algolia.add(algolia.hits[-1]["created_at_i"] + dice.randrange(100) if seen else START + 3000)
	for _run in range(2):
		found, cursor, _skipped = run(cursor=cursor)
		seen |= set(found)
	assert seen == {hit["objectID"] for hit in algolia.hits}


def test_without_a_backfill_date_the_first_run_is_one_page(web):
	algolia = serve(web, Algolia(START + number for number in range(90)))
	account = replace(ACCOUNT, backfill_from=None)
	found, cursor, _skipped = run(account)
	assert len(found) == 20 and "numericFilters" not in algolia.calls[0]
	algolia.add(START + 100)
	assert "91" in run(account, cursor)[0]


def test_each_term_has_its_own_walk_and_a_refused_one_is_told(web):
	algolia = Algolia([START + 1])

	def answer(request):
		if "bad" in request.url:
			return 400, {}, json.dumps({"message": "invalid query", "status": 400})
		return algolia(request)

	web.add_callback(responses.GET, URL, callback=answer)
	found, cursor, skipped = run(replace(ACCOUNT, searches=("bad", "acme", " ")))
	assert (found, skipped) == (["1"], 1)
	assert trouble_of(cursor) == {"search:bad": "invalid query"}


def test_the_cursor_does_not_depend_on_the_clock(web):
	serve(web, Algolia(START + number for number in range(50)))
	assert run()[1] == run()[1]
	page = HackerNews().fetch(replace(ACCOUNT, page_size=100), None)
	assert page.complete_until == datetime(2026, 11, 21, 11, 45, tzinfo=timezone.utc)


def test_the_server_can_be_another(web):
	web.get("https://mirror.example/hn/api/v1/search_by_date", json={"hits": [], "nbPages": 0})
	account = replace(ACCOUNT, instance_url="https://mirror.example/hn/")
	assert HackerNews().fetch(account, None).posts == ()


def test_check_asks_the_search(web):
	serve(web, Algolia())
	info = HackerNews().check(ACCOUNT)
	assert (info.external_id, info.display_name) == ("hackernews", "Hacker News")


@pytest.mark.parametrize("body", ["[]", "{}", '{"hits": 3}', '"x"', "null", "<html>", '{"hits": null}'])
def test_odd_answers_are_bad_payload(web, body):
	web.get(URL, body=body)
	with pytest.raises(BadPayload):
		HackerNews().fetch(ACCOUNT, None)


@pytest.mark.parametrize(("status", "error"), [(429, RateLimited), (500, Unreachable)])
def test_refusals_leave_the_cursor_to_the_caller(web, status, error):
	web.get(URL, status=status, json={"message": "no"})
	with pytest.raises(error):
		HackerNews().fetch(ACCOUNT, None)


def test_odd_hits_are_skipped_or_read_as_far_as_they_go(web):
	hits = [
		None,
		"x",
		{"objectID": {}},
		{
			"objectID": 7,
			"created_at_i": "x",
			"_tags": 3,
			"title": 5,
			"url": "javascript:alert(1)",
			"points": -1,
		},
		{"objectID": "8", "created_at": "2026-11-20T16:00:00.000Z", "author": "a b\n", "comment_text": 4},
	]
	web.get(URL, json={"hits": hits, "nbPages": 1})
	page = HackerNews().fetch(ACCOUNT, None)
	assert page.skipped == 3
	first, second = page.posts
	assert (first.external_id, first.text, first.media, first.likes, first.posted_at) == (
		"7",
		"",
		(),
		None,
		None,
	)
	assert second.posted_at == datetime(2026, 11, 20, 16, tzinfo=timezone.utc)
	assert (second.kind, second.author) == ("Comment", None)
