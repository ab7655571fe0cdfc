"""The Mastodon connector against small answers of the API's own shape, and servers that bend it."""

import json
import re
from datetime import datetime, timezone
from pathlib import Path

import pytest
import responses

from social_crm_app.connectors.base import AccountConfig, Media
from social_crm_app.connectors.mastodon import Mastodon
from social_crm_app.connectors.mastodon_parse import author_of, post_of
from social_crm_app.exceptions import AuthExpired, BadPayload, Gone, RateLimited

DATA = Path(__file__).parents[2] / "data" / "mastodon"
HOST = "social.acme.example"
API = f"https://{HOST}/api/"
NOTIFICATIONS, TAGGED = API + "v1/notifications", API + "v1/timelines/tag/acme"
SEARCH, STATUSES = API + "v2/search", API + "v1/statuses"
DATE = {"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}
HTML_404 = {"status": 404, "body": "<h1>404 Not Found (snac/2.96)</h1>", "content_type": "text/html"}


def load(name):
	return json.loads((DATA / f"{name}.json").read_text())


def account(**fields):
	given = {"instance_url": f"https://{HOST}", "secrets": {"access_token": "very-secret-token"}}
	return AccountConfig(platform="mastodon", **given | fields)


def searching(term, **fields):
	return account(include_mentions=False, searches=(term,), **fields)


def status(number, at="2026-11-20T10:00:00Z", **more):
	uri = f"https://other.example/users/bob/statuses/{number}"
	author = {"acct": "bob@other.example", "uri": "https://other.example/users/bob"}
	return {
		"id": str(number),
		"uri": uri,
		"created_at": at,
		"content": f"<p>number {number}</p>",
		"account": author,
	} | more


@pytest.fixture
def net():
	with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
		yield mocked


@pytest.fixture
def connector():
	return Mastodon()


@pytest.fixture
def served(net):
	net.get(NOTIFICATIONS, json=load("notifications"), headers=DATE)
	net.get(STATUSES, json=load("statuses"))
	return net


def made(net, url):
	return [call.request for call in net.calls if call.request.url.partition("?")[0] == url]


def run(connector, config, cursor=None, pages=30):
	"""The texts of all posts of one run, and its last page."""
	texts = []
	for _page in range(pages):
		page = connector.fetch(config, json.loads(json.dumps(cursor)))
		texts += [post.text for post in page.posts]
		cursor = page.next_cursor
		if not page.has_more:
			return texts, page
	raise AssertionError("the run does not end")


class TestPosts:
	def test_a_mention_with_everything(self, served, connector):
		found = connector.fetch(account(), None).posts[0]
		assert found.external_id == "https://other.example/users/jane/statuses/1"
		assert found.permalink == "https://other.example/@jane/1"
		assert found.text == (
			"complaint\n\n@acme it keeps crashing & burning 😡\n\nsee https://other.example/x\n\n- fix it\n- refund"
		)
		assert (found.kind, found.language, found.private) == ("Mention", "en", False)
		assert found.posted_at == datetime(2026, 11, 20, 10, tzinfo=timezone.utc)
		assert found.edited_at == datetime(2026, 11, 20, 10, 2, tzinfo=timezone.utc)
		assert (found.likes, found.replies, found.reposts) == (2, 1, 3)
		assert found.media == (
			Media("https://files.example/1.png", "image", "The crash"),
			Media("https://files.example/2.mp4", "video", ""),
			Media("https://other.example/x", "link", "X marks"),
		)
		assert found.raw["id"] == "5009"
		assert found.source == "mentions"

	def test_other_kinds_and_deleted_posts_are_left_out_without_being_counted(self, served, connector):
		page = connector.fetch(account(), None)
		assert [post.raw["id"] for post in page.posts] == ["5009", "5006", "5005"]
		assert page.skipped == 0

	def test_a_direct_message_is_private_and_its_false_date_is_bounded(self, served, connector):
		found = connector.fetch(account(), None).posts[1]
		assert (found.kind, found.private) == ("Message", True)
		assert found.posted_at == datetime(2026, 11, 20, 9, tzinfo=timezone.utc)

	@pytest.mark.parametrize(
		"visibility, private",
		[("public", False), ("unlisted", False), ("private", True), ("mutuals_only", True), (None, False)],
	)
	def test_followers_only_is_private(self, visibility, private):
		found = post_of(status(1, visibility=visibility), host=HOST, source="search:x")
		assert (found.kind, found.private) == ("Post", private)

	def test_a_quote(self):
		quote = {"state": "accepted", "quoted_status": status(2)}
		assert post_of(status(1, quote=quote), host=HOST, source="mentions").kind == "Quote"

	def test_script_in_a_post_is_text(self):
		markup = "<p>&lt;script&gt;alert(1)&lt;/script&gt; & more</p><script>alert(2)</script>"
		assert post_of(status(1, content=markup), host=HOST, source="s").text == (
			"<script>alert(1)</script> & more"
		)

	def test_links_that_are_no_web_addresses_are_dropped(self):
		bad = "javascript:alert(1)"
		record = status(1, url=bad, media_attachments=[{"type": "image", "url": bad}], card={"url": bad})
		record["account"] |= {"url": bad, "avatar": bad}
		found = post_of(record, host=HOST, source="s")
		assert found.permalink == "https://other.example/users/bob/statuses/1"
		assert (found.media, found.author.avatar) == ((), "")
		assert found.author.url == "https://other.example/users/bob"

	def test_one_post_of_two_notifications_comes_once(self, net, connector):
		double = [
			{"id": str(n), "type": "mention", "created_at": "2026-11-20T10:00:00Z", "status": status(1)}
			for n in (9, 8)
		]
		net.get(NOTIFICATIONS, json=double)
		assert len(connector.fetch(account(), None).posts) == 1

	@pytest.mark.parametrize("broken", [None, 7, [], {}, {"uri": " "}, {"uri": None, "id": "1"}])
	def test_what_is_no_post_is_counted_not_fatal(self, net, connector, broken):
		net.get(TAGGED, json=[broken, status(2)])
		page = connector.fetch(searching("#acme"), None)
		assert [post.text for post in page.posts] == ["number 2"] and page.skipped == 1


class TestThreads:
	def test_a_reply_names_what_it_answers(self, served, connector):
		reply = connector.fetch(account(), None).posts[2]
		assert reply.kind == "Reply"
		assert reply.parent_id == reply.root_id == "https://social.acme.example/users/acme/statuses/5004"
		(asked,) = made(served, STATUSES)
		assert asked.params["id[]"] == ["5001", "5004"]

	def test_parents_on_the_same_page_are_not_asked_for(self, net, connector):
		net.get(TAGGED, json=[status(3, in_reply_to_id="2"), status(2, in_reply_to_id="1"), status(1)])
		third, second, first = connector.fetch(searching("#acme"), None).posts
		assert (third.parent_id, third.root_id) == (second.external_id, first.external_id)
		assert (first.parent_id, first.root_id) == ("", "")
		assert not made(net, STATUSES)

	def test_posts_that_answer_each_other_in_a_circle(self, net, connector):
		net.get(TAGGED, json=[status(1, in_reply_to_id="2"), status(2, in_reply_to_id="1")])
		assert len(connector.fetch(searching("#acme"), None).posts) == 2

	@pytest.mark.parametrize("answer", [HTML_404, {"status": 400, "json": {}}, {"json": {"no": "list"}}])
	def test_a_server_that_cannot_do_it_is_asked_once(self, served, connector, answer):
		served.replace(responses.GET, STATUSES, **answer)
		config = account()
		assert connector.fetch(config, None).posts[2].parent_id == ""
		connector.fetch(account(session=json.loads(json.dumps(config.session))), None)
		assert len(made(served, STATUSES)) == 1

	def test_a_server_in_trouble_is_asked_again(self, served, connector):
		served.replace(responses.GET, STATUSES, status=500)
		config = account()
		assert len(connector.fetch(config, None).posts) == 3
		connector.fetch(config, None)
		assert len(made(served, STATUSES)) == 2


class TestAuthors:
	def test_bio_fields_and_counts(self, served, connector):
		jane = connector.fetch(account(), None).posts[0].author
		assert jane.external_id == "https://other.example/users/jane"
		assert (jane.handle, jane.display_name) == ("jane@other.example", "Jane Miller")
		assert jane.bio == "Ops at Initech. mail #ops"
		assert (jane.followers, jane.following, jane.posts) == (120, 80, 900)
		assert jane.attested_links == ("https://initech.example/",)
		assert jane.links == ("https://code.example/jane",)
		assert jane.website == "https://initech.example/"
		assert jane.email == "jane@initech.example"

	def test_people_of_the_same_server_and_of_older_servers(self, served, connector):
		bob = connector.fetch(account(), None).posts[2].author
		assert (bob.handle, bob.external_id) == (f"bob@{HOST}", f"https://{HOST}/@bob")
		assert bob.email == "bob@firm.example"
		assert connector.fetch(account(), None).posts[1].author.followers is None

	@pytest.mark.parametrize(
		"fields, website",
		[
			([{"name": "x", "value": "https://plain.example"}], "https://plain.example"),
			(
				[{"name": "x", "value": '<a href="https://a.example">a</a>', "verified_at": "2026"}],
				"https://a.example",
			),
			(
				[
					{"name": "code", "value": '<a href="https://a.example">a</a>'},
					{"name": "Homepage", "value": '<a href="https://b.example">b</a>'},
				],
				"https://b.example",
			),
			([{"name": "Website", "value": "none yet"}], ""),
			([{"name": "Website", "value": '<a href="javascript:x">x</a>'}], ""),
			([None, 7, {"name": None, "value": None}], ""),
			("nonsense", ""),
		],
	)
	def test_website(self, fields, website):
		assert author_of({"url": "https://x.example/@y", "fields": fields}, HOST).website == website

	def test_a_verified_date_is_what_makes_a_link_attested(self):
		fields = [{"name": "W", "value": '<a href="https://a.example">a</a>', "verified_at": None}]
		assert author_of({"uri": "https://x.example/y", "fields": fields}, HOST).attested_links == ()

	def test_an_author_without_address_is_nobody(self):
		assert post_of(status(1, account={"acct": "bob"}), host=HOST, source="s").author is None


class TestRequests:
	def test_what_is_asked_for_mentions(self, served, connector):
		connector.fetch(account(), None)
		(asked,) = made(served, NOTIFICATIONS)
		assert asked.params == {"types[]": "mention", "limit": "40"}
		assert asked.headers["Authorization"] == "Bearer very-secret-token"

	@pytest.mark.parametrize(
		"term, path",
		[
			("#acme", "timelines/tag/acme?"),
			("#Bücher", "timelines/tag/B%C3%BCcher?"),
			("#日本", "timelines/tag/%E6"),
		],
	)
	def test_a_hashtag_is_its_timeline(self, net, connector, term, path):
		net.get(re.compile(".*"), json=[])
		connector.fetch(searching(term), None)
		assert path in net.calls[0].request.url

	@pytest.mark.parametrize("term", ["acme", "#acme corp", "#", "#../../x", '"acme widget" -jobs'])
	def test_anything_else_is_a_search(self, net, connector, term):
		net.get(SEARCH, json={"statuses": [status(1)]})
		page = connector.fetch(searching(term), None)
		assert made(net, SEARCH)[0].params["q"] == term
		assert made(net, SEARCH)[0].params["type"] == "statuses"
		assert page.posts[0].source == f"search:{term}"

	@pytest.mark.parametrize("typed", [HOST, f"https://{HOST}/", f" https://{HOST}/@acme "])
	def test_the_servers_address_however_it_is_typed(self, net, connector, typed):
		net.get(API + "v1/accounts/verify_credentials", json=load("account"))
		info = connector.check(account(instance_url=typed))
		assert (info.external_id, info.handle) == (f"https://{HOST}/users/acme", f"acme@{HOST}")
		assert (info.display_name, info.url) == ("Acme Corp", f"https://{HOST}/@acme")

	@pytest.mark.parametrize("secrets", [{}, {"access_token": " "}])
	def test_without_a_token_nobody_is_called(self, net, connector, secrets):
		with pytest.raises(AuthExpired):
			connector.fetch(account(secrets=secrets), None)
		assert len(net.calls) == 0

	def test_check_of_something_else_than_mastodon(self, net, connector):
		net.get(API + "v1/accounts/verify_credentials", json={"ok": True})
		with pytest.raises(BadPayload):
			connector.check(account())

	def test_errors_in_html_and_plain_text_keep_the_servers_words(self, net, connector):
		net.get(NOTIFICATIONS, **HTML_404)
		with pytest.raises(Gone) as caught:
			connector.fetch(account(), None)
		assert caught.value.provider_message == "404 Not Found (snac/2.96)"
		net.replace(
			responses.GET, NOTIFICATIONS, status=405, body="Method Not Allowed", content_type="text/plain"
		)
		with pytest.raises(BadPayload) as caught:
			connector.fetch(account(), None)
		assert caught.value.provider_message == "Method Not Allowed"

	def test_one_refused_search_does_not_stop_the_mentions(self, served, connector):
		served.get(SEARCH, **HTML_404)
		texts, page = run(connector, account(searches=("acme",)))
		assert len(texts) == 3 and page.skipped == 1
		assert "search:acme" in page.next_cursor["trouble"]

	def test_the_limits_reset_is_a_date(self, served, connector):
		reset = {
			"X-RateLimit-Limit": "300",
			"X-RateLimit-Remaining": "0",
			"X-RateLimit-Reset": "2026-11-20T12:05:00.000Z",
		}
		served.replace(responses.GET, NOTIFICATIONS, json=[], headers=DATE | reset)
		rate = connector.fetch(account(), None).rate
		assert (rate.limit, rate.remaining) == (300, 0)
		assert rate.reset_at == datetime(2026, 11, 20, 12, 5, tzinfo=timezone.utc)
		served.replace(
			responses.GET, NOTIFICATIONS, status=429, headers=reset, json={"error": "Too many requests"}
		)
		with pytest.raises(RateLimited):
			connector.fetch(account(), None)


class Timeline:
	"""A server's timeline that pages as configured; `inclusive` and `deaf` servers exist."""

	def __init__(self, net, url, records, *, inclusive=False, deaf=False, headers=DATE):
		self.records, self.inclusive, self.deaf, self.headers = records, inclusive, deaf, headers
		net.add_callback(responses.GET, url, self.answer)

	def answer(self, request):
		ids = [record["id"] for record in self.records]
		below, size = request.params.get("max_id"), int(request.params["limit"])
		start = 0 if below is None or self.deaf else ids.index(below) + (not self.inclusive)
		return 200, self.headers, json.dumps(self.records[start : start + size])


START = datetime(2026, 11, 1, tzinfo=timezone.utc)


def days(count):
	"""`count` posts, newest first, one a day from 20 November back, with ids that cannot be compared."""
	ids = ["01HZX" + "ZYXWVUTSRQPONMLKJIHG"[n] if n % 2 else f"{n:x}f00" for n in range(count)]
	return [status(n, at=f"2026-11-{20 - n:02}T10:00:00Z", id=ids[n]) for n in range(count)]


class TestWalk:
	@pytest.mark.parametrize("inclusive", [False, True])
	def test_pages_by_itself_and_brings_everything(self, net, connector, inclusive):
		Timeline(net, TAGGED, days(11), inclusive=inclusive)
		texts, page = run(connector, searching("#acme", page_size=3, backfill_from=START))
		assert list(dict.fromkeys(texts)) == [f"number {n}" for n in range(11)]
		assert page.complete_until == datetime(2026, 11, 20, 11, 45, tzinfo=timezone.utc)

	def test_stops_at_the_start_asked_for(self, net, connector):
		Timeline(net, TAGGED, days(11))
		start = datetime(2026, 11, 15, tzinfo=timezone.utc)
		texts, _page = run(connector, searching("#acme", page_size=3, backfill_from=start))
		assert texts == [f"number {n}" for n in range(6)]

	def test_without_a_start_the_newest_page_is_all(self, net, connector):
		Timeline(net, TAGGED, days(11))
		assert len(run(connector, searching("#acme", page_size=3))[0]) == 3

	def test_a_server_that_ignores_the_position_comes_to_an_end(self, net, connector):
		Timeline(net, TAGGED, days(11), deaf=True)
		texts, _page = run(connector, searching("#acme", page_size=3, backfill_from=START))
		assert set(texts) == {"number 0", "number 1", "number 2"}

	def test_the_next_run_reads_one_page_and_finds_what_is_new(self, net, connector):
		timeline = Timeline(net, TAGGED, days(11))
		config = searching("#acme", page_size=3, backfill_from=START)
		cursor = run(connector, config)[1].next_cursor
		timeline.records.insert(0, status(99, at="2026-11-20T11:00:00Z"))
		before = len(net.calls)
		texts, _page = run(connector, config, cursor)
		assert texts[0] == "number 99" and len(net.calls) == before + 1

	def test_posts_that_come_while_a_walk_is_under_way_are_the_next_walks(self, net, connector):
		timeline = Timeline(net, TAGGED, days(8))
		config = searching("#acme", page_size=3, backfill_from=START)
		first = connector.fetch(config, None)
		timeline.records.insert(0, status(99, at="2026-11-20T11:00:00Z"))
		texts, page = run(connector, config, first.next_cursor)
		assert texts == [f"number {n}" for n in range(3, 8)]
		assert "number 99" in run(connector, config, page.next_cursor)[0]

	def test_a_post_dated_in_the_future_does_not_hide_what_follows(self, net, connector):
		timeline = Timeline(net, TAGGED, [status(50, at="2999-01-01T00:00:00Z"), *days(5)], headers={})
		config = searching("#acme", page_size=2, backfill_from=START)
		cursor = run(connector, config)[1].next_cursor
		timeline.records[:0] = [status(n, at=f"2026-11-20T11:0{n - 60}:00Z") for n in (63, 62, 61, 60)]
		texts, _page = run(connector, config, cursor)
		assert {"number 60", "number 61", "number 62", "number 63"} <= set(texts)

	def test_a_post_of_this_very_second_is_not_taken_for_one_of_the_future(self, net, connector):
		moment = datetime(2026, 11, 20, 12, 0, 0, 900000, timezone.utc)
		Timeline(net, TAGGED, [status(1, at=moment.isoformat())])
		page = connector.fetch(searching("#acme"), None)
		assert page.posts[0].posted_at == moment
		assert page.next_cursor["streams"]["search:#acme"]["since"] == moment.timestamp()

	def test_other_kinds_of_notifications_do_not_stop_the_walk(self, net, connector):
		likes = [
			{"id": f"l{n}", "type": "favourite", "created_at": "2026-11-20T11:00:00Z", "status": status(1)}
			for n in range(5)
		]
		mention = {"id": "m", "type": "mention", "created_at": "2026-11-19T10:00:00Z", "status": status(7)}
		Timeline(net, NOTIFICATIONS, [*likes, mention])
		assert run(connector, account(page_size=2, backfill_from=START))[0] == ["number 7"]

	def test_a_position_that_is_gone_starts_again(self, net, connector):
		def answer(request):
			if "max_id" in request.params:
				return 404, {}, "<h1>404 Not Found</h1>"
			return 200, DATE, json.dumps(days(1))

		net.add_callback(responses.GET, TAGGED, answer)
		state = {"at": "gone", "top": 5.0}
		page = connector.fetch(searching("#acme"), {"streams": {"search:#acme": state}})
		assert [post.text for post in page.posts] == ["number 0"]
		assert len(net.calls) == 2


class TestSearchPaging:
	def serve(self, net, records, *, deaf=False):
		def answer(request):
			start, size = int(request.params["offset"]), int(request.params["limit"])
			start = 0 if deaf else start
			return 200, DATE, json.dumps({"accounts": [], "statuses": records[start : start + size]})

		net.add_callback(responses.GET, SEARCH, answer)

	@pytest.mark.parametrize("size, count", [(1, 4), (2, 7), (3, 11), (10, 11), (20, 11), (11, 11)])
	def test_everything_is_found_by_offset(self, net, connector, size, count):
		self.serve(net, days(count))
		texts, _page = run(connector, searching("acme", page_size=size, backfill_from=START))
		assert list(dict.fromkeys(texts)) == [f"number {n}" for n in range(count)]

	def test_a_deletion_between_two_pages_hides_nothing(self, net, connector):
		records = days(16)
		self.serve(net, records)
		config = searching("acme", page_size=6, backfill_from=START)
		first = connector.fetch(config, None)
		del records[1:3]
		texts, _page = run(connector, config, first.next_cursor)
		assert set(texts) >= {f"number {n}" for n in range(6, 16)}

	def test_a_server_that_ignores_the_offset_comes_to_an_end(self, net, connector):
		self.serve(net, days(11), deaf=True)
		texts, _page = run(connector, searching("acme", page_size=4, backfill_from=START))
		assert len(texts) == 8

	@pytest.mark.parametrize("answer", [[], {}, {"statuses": None}, {"statuses": {}}])
	def test_an_answer_without_posts_is_a_bad_one(self, net, connector, answer):
		net.get(SEARCH, json=answer)
		with pytest.raises(BadPayload):
			connector.fetch(searching("acme"), None)
