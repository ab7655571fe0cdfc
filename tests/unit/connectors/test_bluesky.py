"""The Bluesky connector against small answers of the API's own shape."""

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
import responses

from social_crm_app.connectors.base import AccountConfig, Held, Media
from social_crm_app.connectors.bluesky import Bluesky
from social_crm_app.connectors.bluesky_parse import author_of, post_of
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

DATA = Path(__file__).parents[2] / "data" / "bluesky"
SERVICE, PDS = "https://bsky.social/xrpc/", "https://pds.example/xrpc/"
LOGIN = SERVICE + "com.atproto.server.createSession"
REFRESH = PDS + "com.atproto.server.refreshSession"
DESCRIBE = PDS + "com.atproto.server.describeServer"
NOTIFICATIONS = PDS + "app.bsky.notification.listNotifications"
SEARCH = PDS + "app.bsky.feed.searchPosts"
PROFILES = PDS + "app.bsky.actor.getProfiles"
POSTS = PDS + "app.bsky.feed.getPosts"
RECORD = PDS + "com.atproto.repo.getRecord"
ACME, JANE, BOB, KIM = (
	f"did:plc:{name}".ljust(31, "0") + letter
	for name, letter in (("acme", "a"), ("jane", "b"), ("bob", "c"), ("kim", "d"))
)
EXPIRED = {"error": "ExpiredToken", "message": "Token has expired"}
DATE = {"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}


def load(name):
	return json.loads((DATA / f"{name}.json").read_text())


def account(**fields):
	given = {
		"handle": "acme.bsky.social",
		"secrets": {"app_password": "abcd-efgh-ijkl-mnop"},
		"page_size": 10,
	}
	return AccountConfig(platform="bluesky", **given | fields)


def logged_in(**fields):
	session = {"service": "https://bsky.social", "login": "acme.bsky.social", "did": ACME}
	session |= {"pds": "https://pds.example", "domains": [], "access": "access-0", "refresh": "refresh-0"}
	return account(session=session, **fields)


@pytest.fixture
def net():
	with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
		yield mocked


@pytest.fixture
def served(net):
	"""A server where everything works."""
	net.post(LOGIN, json=load("session"))
	net.get(DESCRIBE, json={"availableUserDomains": [".pds-of-acme.example"]})
	net.get(NOTIFICATIONS, json=load("notifications") | {"cursor": None}, headers=DATE)
	net.get(SEARCH, json=load("search"), headers=DATE)
	net.get(PROFILES, json=load("profiles"))
	return net


@pytest.fixture
def connector():
	return Bluesky()


def made(net, url):
	return [call.request for call in net.calls if call.request.url.partition("?")[0] == url]


def post(number, at="2026-11-20T10:00:00Z", **more):
	uri = f"at://{BOB}/app.bsky.feed.post/3k{number}"
	record = {"$type": "app.bsky.feed.post", "text": f"number {number}", "createdAt": at}
	return {"uri": uri, "author": {"did": BOB, "handle": "bob.bsky.social"}, "record": record} | more


def by_kind(page):
	return {post.kind: post for post in page.posts}


class TestPosts:
	def test_mentions_replies_and_quotes_are_told_apart_and_likes_left_out(self, served, connector):
		page = connector.fetch(account(), None)
		assert [post.kind for post in page.posts] == ["Mention", "Reply", "Quote"]
		assert page.skipped == 0 and not page.has_more
		assert {post.source for post in page.posts} == {"mentions"}

	def test_text_is_verbatim_and_shortened_links_are_kept_whole(self, served, connector):
		found = by_kind(connector.fetch(account(), None))["Mention"]
		assert found.text == "@acme.bsky.social naïve question 😡 acme.example/docs/very-lo..."
		assert found.media == (Media("https://acme.example/docs/very-long-page", "link"),)
		assert found.external_id == f"at://{JANE}/app.bsky.feed.post/3kmention00001"
		assert found.permalink == f"https://bsky.app/profile/{JANE}/post/3kmention00001"
		assert found.language == "en"
		assert found.posted_at == datetime(2026, 11, 20, 10, 0, 3, 123456, timezone.utc)
		assert (found.likes, found.replies, found.reposts) == (None, None, None)

	def test_a_reply_names_its_thread(self, served, connector):
		found = by_kind(connector.fetch(account(), None))["Reply"]
		assert found.root_id == f"at://{ACME}/app.bsky.feed.post/3kroot0000001"
		assert found.parent_id == f"at://{ACME}/app.bsky.feed.post/3kours0000001"

	def test_a_quote_with_an_image_and_a_date_in_the_future(self, served, connector):
		found = by_kind(connector.fetch(account(), None))["Quote"]
		cdn = f"https://cdn.bsky.app/img/feed_fullsize/plain/{KIM}/bafkreiimage@jpeg"
		assert found.media == (Media(cdn, "image", "A widget"),)
		assert found.posted_at == datetime(2026, 11, 20, 8, tzinfo=timezone.utc)

	def test_search_brings_counts_and_the_link_card(self, served, connector):
		page = connector.fetch(account(include_mentions=False, searches=("acme widget",)), None)
		(found,) = page.posts
		assert (found.kind, found.source, found.language) == ("Post", "search:acme widget", "pt")
		assert (found.likes, found.replies, found.reposts) == (5, 2, 1)
		assert found.media == (Media("https://shop.example/widget", "link", "Widget"),)
		asked = made(served, SEARCH)[0].params
		assert (asked["q"], asked["sort"], asked["limit"]) == ("acme widget", "latest", "10")

	def test_strangers_are_asked_for_whatever_the_accounts_own_setting(self, served, connector):
		connector.fetch(account(), None)
		asked = made(served, NOTIFICATIONS)[0].params
		assert asked["priority"] == "false"
		assert asked["reasons"] == ["mention", "reply", "quote"]

	def test_a_mention_found_by_search_is_a_mention_too(self):
		record = post(1)
		record["record"]["facets"] = [{"features": [{"$type": "x#mention", "did": ACME}]}]
		assert post_of(record, did=ACME, source="search:x").kind == "Mention"
		assert post_of(record, did=KIM, source="search:x").kind == "Post"

	def test_a_list_or_feed_embedded_is_no_quote(self):
		record = post(1)
		record["record"]["embed"] = {"record": {"uri": f"at://{KIM}/app.bsky.graph.list/3k1"}}
		assert post_of(record, did=ACME, source="s").kind == "Post"

	def test_one_post_told_of_twice_comes_once(self, served, connector):
		double = load("notifications")
		again = json.loads(json.dumps(double["notifications"][1])) | {"reason": "mention"}
		double["notifications"].insert(2, again)
		served.replace(responses.GET, NOTIFICATIONS, json=double | {"cursor": None})
		assert len(connector.fetch(account(), None).posts) == 3

	def test_a_video_is_media(self):
		record = post(1)
		record["record"]["embed"] = {"alt": "it moves", "video": {"ref": {"$link": "bafkvideo"}}}
		(video,) = post_of(record, did=ACME, source="s").media
		assert video == Media(
			f"https://video.bsky.app/watch/{BOB}/bafkvideo/playlist.m3u8", "video", "it moves"
		)

	@pytest.mark.parametrize(
		"created, seen, expected",
		[
			("2026-11-20T10:00:00+05:30", None, datetime(2026, 11, 20, 4, 30, tzinfo=timezone.utc)),
			("yesterday", "2026-11-20T10:00:00.5Z", datetime(2026, 11, 20, 10, 0, 0, 500000, timezone.utc)),
			("0000-00-00T00:00:00Z", "2026-11-20T10:00:00Z", datetime(2026, 11, 20, 10, tzinfo=timezone.utc)),
			(17, None, None),
			("12345", None, None),
			(None, None, None),
		],
	)
	def test_dates_that_lie(self, created, seen, expected):
		record = post(1, at=created) | {"indexedAt": seen}
		assert post_of(record, did=ACME, source="s").posted_at == expected

	@pytest.mark.parametrize(
		"broken",
		[
			None,
			[],
			{},
			{"uri": "at://x", "record": {}},
			post(1, uri=f"at://{BOB}/app.bsky.feed.like/3k1"),
			post(1, record={"$type": "app.bsky.feed.generator"}),
			post(1, uri=f"at://{BOB}/app.bsky.feed.post/3k1\x00"),
			post(1, record="text"),
		],
	)
	def test_what_is_no_post_is_counted_not_fatal(self, served, connector, broken):
		served.replace(responses.GET, SEARCH, json={"posts": [broken, post(2)]})
		page = connector.fetch(account(include_mentions=False, searches=("x",)), None)
		assert [post.text for post in page.posts] == ["number 2"]
		assert page.skipped == 1


class TestAuthors:
	def test_details_come_in_one_call_for_the_page(self, served, connector):
		found = by_kind(connector.fetch(account(), None))
		(asked,) = made(served, PROFILES)
		assert asked.params["actors"] == [JANE, BOB, KIM]
		jane = found["Mention"].author
		assert (jane.followers, jane.following, jane.posts) == (120, 80, 900)
		assert (jane.bio, jane.website) == ("Ops lead at Initech", "https://blog.initech.example/jane")
		assert jane.verified and jane.bot
		assert jane.links == ("https://blog.initech.example/jane",)
		assert found["Reply"].author.followers == 3

	def test_twenty_six_authors_are_two_calls(self, served, connector):
		dids = [f"did:plc:{number}" for number in range(26)]
		many = [
			post(number, uri=f"at://{did}/app.bsky.feed.post/3k", author={"did": did})
			for number, did in enumerate(dids)
		]
		served.replace(responses.GET, SEARCH, json={"posts": many})
		connector.fetch(account(include_mentions=False, searches=("x",)), None)
		assert [len(call.params["actors"]) for call in made(served, PROFILES)[:1]] == [25]
		assert len(made(served, PROFILES)) == 2

	def test_posts_come_in_without_details_too(self, served, connector):
		served.replace(responses.GET, PROFILES, status=500)
		page = connector.fetch(account(), None)
		assert [post.author.followers for post in page.posts] == [None] * 3

	def test_a_limit_reached_at_the_details_is_told(self, served, connector):
		served.replace(responses.GET, PROFILES, status=429, headers={"Retry-After": "17"})
		with pytest.raises(RateLimited) as caught:
			connector.fetch(account(), None)
		assert caught.value.retry_after == pytest.approx(17, abs=1)

	@pytest.mark.parametrize(
		"handle, proven",
		[
			("jane.initech.example", ("https://jane.initech.example/",)),
			("Initech.Example", ("https://initech.example/",)),
			("jane.bsky.social", ()),
			("jane.social.bridge.ap.brid.gy", ()),
			("jane.pds-of-acme.example", ()),
			("notbsky.social", ("https://notbsky.social/",)),
			("handle.invalid", ()),
			("nodots", ()),
			("evil.example/path", ()),
			("", ()),
			(None, ()),
		],
	)
	def test_only_a_domain_of_ones_own_is_proof(self, handle, proven):
		found = author_of({"did": JANE, "handle": handle}, [".pds-of-acme.example"])
		assert found.attested_links == proven

	def test_the_accounts_own_server_tells_its_shared_domains(self, served, connector):
		page = connector.fetch(account(include_mentions=False, searches=("x",)), None)
		assert page.posts[0].author.attested_links == ()

	def test_a_handle_that_leads_nowhere_is_not_kept(self, served, connector):
		quote = by_kind(connector.fetch(account(), None))["Quote"]
		assert quote.author.handle == "" and quote.author.external_id == KIM


class TestSession:
	def test_tokens_and_server_are_kept_for_the_next_run(self, served, connector):
		config = account()
		connector.fetch(config, None)
		again = account(session=json.loads(json.dumps(config.session)))
		connector.fetch(again, None)
		assert len(made(served, LOGIN)) == 1
		assert made(served, NOTIFICATIONS)[1].headers["Authorization"] == "Bearer access-1"

	@pytest.mark.parametrize(
		"change", [{"handle": "other.example"}, {"instance_url": "https://else.example"}]
	)
	def test_another_handle_or_server_means_a_new_login(self, served, connector, change):
		config = account()
		connector.fetch(config, None)
		served.post("https://else.example/xrpc/com.atproto.server.createSession", json=load("session"))
		connector.fetch(account(session=config.session, **change), None)
		assert sum("createSession" in call.request.url for call in served.calls) == 2

	@pytest.mark.parametrize("code", ["ExpiredToken", "InvalidToken"])
	def test_an_expired_token_is_renewed_once_without_a_login(self, served, connector, code):
		served.remove(responses.GET, NOTIFICATIONS)
		served.get(NOTIFICATIONS, status=400, json={"error": code, "message": "no"})
		served.get(NOTIFICATIONS, json=load("notifications"))
		served.post(REFRESH, json=load("session") | {"accessJwt": "access-2", "refreshJwt": "refresh-2"})
		config = logged_in()
		assert len(connector.fetch(config, None).posts) == 3
		assert made(served, REFRESH)[0].headers["Authorization"] == "Bearer refresh-0"
		assert not made(served, REFRESH)[0].body
		assert (config.session["access"], config.session["refresh"]) == ("access-2", "refresh-2")
		assert not made(served, LOGIN)

	def test_a_token_that_is_never_good_ends_after_one_renewal(self, served, connector):
		served.replace(responses.GET, NOTIFICATIONS, status=400, json=EXPIRED)
		served.post(REFRESH, json=load("session"))
		with pytest.raises(AuthExpired) as caught:
			connector.fetch(logged_in(), None)
		assert caught.value.provider_message == "ExpiredToken: Token has expired"
		assert (len(made(served, REFRESH)), len(made(served, LOGIN))) == (1, 0)

	@pytest.mark.parametrize(
		"refusal",
		[{"status": 400, "json": EXPIRED}, {"status": 401, "json": {}}, {"status": 400}, {"body": "<html>"}],
	)
	def test_a_refused_refresh_token_leads_to_one_login(self, served, connector, refusal):
		served.remove(responses.GET, NOTIFICATIONS)
		served.get(NOTIFICATIONS, status=400, json=EXPIRED)
		served.get(NOTIFICATIONS, json=load("notifications"))
		served.post(REFRESH, **refusal)
		assert len(connector.fetch(logged_in(), None).posts) == 3
		assert len(made(served, LOGIN)) == 1

	def test_a_server_in_trouble_at_the_renewal_costs_no_login(self, served, connector):
		served.replace(responses.GET, NOTIFICATIONS, status=400, json=EXPIRED)
		served.post(REFRESH, status=503)
		config = logged_in()
		with pytest.raises(Unreachable):
			connector.fetch(config, None)
		assert not made(served, LOGIN)
		assert config.session["refresh"] == "refresh-0"

	def test_a_wrong_password_is_told_in_the_servers_words_and_once(self, net, connector):
		words = {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
		net.post(LOGIN, status=401, json=words)
		with pytest.raises(AuthExpired) as caught:
			connector.fetch(account(searches=("a", "b")), None)
		assert "Invalid identifier or password" in caught.value.provider_message
		assert len(net.calls) == 1

	@pytest.mark.parametrize("status", [403, 404])
	def test_a_login_that_is_refused_is_not_tried_for_every_stream(self, net, connector, status):
		net.post(LOGIN, status=status)
		with pytest.raises((NotPermitted, Gone)):
			connector.fetch(account(searches=("a", "b")), None)
		assert len(net.calls) == 1

	def test_a_deactivated_account_is_told(self, net, connector):
		net.post(LOGIN, json=load("session") | {"active": False, "status": "deactivated"})
		with pytest.raises(NotPermitted, match="deactivated"):
			connector.fetch(account(), None)

	@pytest.mark.parametrize("secrets", [{}, {"app_password": ""}, {"app_password": None}])
	def test_without_a_password_nobody_is_called(self, net, connector, secrets):
		with pytest.raises(AuthExpired):
			connector.check(account(secrets=secrets))
		assert len(net.calls) == 0

	@pytest.mark.parametrize(
		"endpoint", ["http://pds.example", "ftp://pds.example", "pds.example", None, "https://"]
	)
	def test_a_server_less_safe_than_the_first_is_not_called(self, net, connector, endpoint):
		session = load("session")
		session["didDoc"]["service"][1]["serviceEndpoint"] = endpoint
		net.post(LOGIN, json=session)
		net.get(SERVICE + "com.atproto.server.describeServer", json={})
		net.get(SERVICE + "app.bsky.notification.listNotifications", json={"notifications": []})
		assert connector.fetch(account(), None).posts == ()

	def test_a_private_address_is_not_called(self, net, connector):
		session = load("session")
		session["didDoc"]["service"][1]["serviceEndpoint"] = "https://169.254.169.254"
		net.post(LOGIN, json=session)
		with pytest.raises(Unreachable, match="private"):
			connector.fetch(account(), None)

	def test_check_logs_in_anew_and_tells_the_account(self, served, connector):
		config = logged_in()
		info = connector.check(config)
		assert (info.external_id, info.handle) == (ACME, "acme.bsky.social")
		assert len(made(served, LOGIN)) == 1 and config.session["access"] == "access-1"

	@pytest.mark.parametrize(
		"typed", ["", "bsky.social", "https://bsky.social/", " https://bsky.social/@acme "]
	)
	def test_the_servers_address_however_it_is_typed(self, served, connector, typed):
		assert connector.check(account(instance_url=typed)).external_id == ACME

	def test_the_handle_is_sent_without_its_at_sign(self, served, connector):
		connector.check(account(handle="@acme.bsky.social "))
		assert json.loads(made(served, LOGIN)[0].body)["identifier"] == "acme.bsky.social"


class TestWalk:
	def pages(self, net, *pages, refusal=400):
		"""Serve these pages of search results, one per cursor; refuse any other cursor."""
		cursors = [None, *(f"page{number}" for number in range(1, len(pages)))]

		def answer(request):
			at = request.params.get("cursor")
			if at not in cursors:
				return refusal, {}, json.dumps({"error": "InvalidRequest", "message": "cursor"})
			following = cursors[cursors.index(at) + 1 :]
			more = {"cursor": following[0]} if following else {}
			return 200, DATE, json.dumps({"posts": pages[cursors.index(at)]} | more)

		net.add_callback(responses.GET, SEARCH, answer)

	def config(self, **fields):
		return logged_in(include_mentions=False, searches=("x",), **fields)

	def run(self, connector, config, cursor=None):
		posts = []
		while True:
			page = connector.fetch(config, json.loads(json.dumps(cursor)))
			posts += [post.text for post in page.posts]
			cursor = page.next_cursor
			if not page.has_more:
				return posts, page

	def test_goes_back_to_the_start_and_no_further(self, net, connector):
		net.get(PROFILES, json={})
		days = [f"2026-11-{day:02}T10:00:00Z" for day in (20, 19, 18, 17, 16, 15)]
		written = [post(number, at) for number, at in enumerate(days)]
		self.pages(net, written[:2], written[2:4], written[4:], [])
		start = datetime(2026, 11, 17, tzinfo=timezone.utc)
		posts, page = self.run(connector, self.config(backfill_from=start))
		assert posts == ["number 0", "number 1", "number 2", "number 3"]
		assert page.complete_until == datetime(2026, 11, 20, 11, 45, tzinfo=timezone.utc)

	def test_without_a_start_the_newest_page_is_all(self, net, connector):
		net.get(PROFILES, json={})
		self.pages(net, [post(1)], [post(2)], [])
		assert self.run(connector, self.config())[0] == ["number 1"]

	def test_one_wrong_date_at_a_pages_end_does_not_end_the_walk(self, net, connector):
		net.get(PROFILES, json={})
		first = [*(post(number) for number in range(5)), post(5, at="1970-01-01T00:00:00Z")]
		self.pages(net, first, [post(6)])
		start = datetime(2026, 11, 1, tzinfo=timezone.utc)
		posts, _page = self.run(connector, self.config(backfill_from=start))
		assert "number 6" in posts and "number 5" not in posts

	@pytest.mark.parametrize("refusal", [400, 502])
	def test_a_refused_position_starts_again_and_loses_nothing(self, net, connector, refusal):
		net.get(PROFILES, json={})
		self.pages(net, [post(1)], [post(2, at="2026-11-19T00:00:00Z")], refusal=refusal)
		since = datetime(2026, 11, 18, tzinfo=timezone.utc).timestamp()
		state = {"since": since, "at": "old", "top": since + 5}
		posts, page = self.run(connector, self.config(), {"streams": {"search:x": state}, "turn": "search:x"})
		assert posts[0] == "number 1" and page.next_cursor["streams"]["search:x"]["at"] == "page1"
		assert self.run(connector, self.config(), page.next_cursor)[0] == ["number 2"]

	def test_known_authors_are_not_asked_for_again(self, net, connector):
		net.get(PROFILES, json={})
		self.pages(net, [post(1)])
		_posts, page = self.run(
			connector, self.config(backfill_from=datetime(2026, 1, 1, tzinfo=timezone.utc))
		)
		state = page.next_cursor["streams"]["search:x"] | {"since": datetime(2026, 11, 21).timestamp()}
		before = len(made(net, PROFILES))
		self.run(connector, self.config(), {"streams": {"search:x": state}})
		assert before == 1 and len(made(net, PROFILES)) == 1

	def test_a_server_that_repeats_itself_comes_to_an_end(self, net, connector):
		net.get(PROFILES, json={})
		net.get(SEARCH, json={"posts": [post(1)], "cursor": "same"}, headers=DATE)
		start = datetime(2020, 1, 1, tzinfo=timezone.utc)
		posts, _page = self.run(connector, self.config(backfill_from=start))
		assert posts == ["number 1", "number 1"]

	def test_the_limit_is_read(self, served, connector):
		served.replace(
			responses.GET,
			NOTIFICATIONS,
			json={"notifications": []},
			headers={
				"RateLimit-Limit": "3000",
				"RateLimit-Remaining": "2999",
				"RateLimit-Reset": "1795288387",
			},
		)
		rate = connector.fetch(account(), None).rate
		assert (rate.limit, rate.remaining) == (3000, 2999)
		assert rate.reset_at == datetime.fromtimestamp(1795288387, timezone.utc)

	def test_a_page_is_never_larger_than_the_platform_allows(self, served, connector):
		connector.fetch(account(page_size=5000), None)
		assert made(served, NOTIFICATIONS)[0].params["limit"] == "100"


def held(uris):
	return [Held(uri) for uri in uris]


class TestDeletions:
	def uris(self, count):
		return [post(number)["uri"] for number in range(count)]

	def serve(self, net, present):
		def answer(request):
			asked = request.params["uris"]
			asked = [asked] if isinstance(asked, str) else asked
			assert len(asked) <= 25
			return 200, {}, json.dumps({"posts": [{"uri": uri} for uri in asked if uri in present]})

		net.add_callback(responses.GET, POSTS, answer)

	@pytest.mark.parametrize(
		"words",
		[
			{"error": "RecordNotFound", "message": "Could not locate record: at://x"},
			{"error": "InvalidRequest", "message": "Could not find repo: did:plc:x"},
			{"error": "RepoDeactivated", "message": "Repo has been deactivated"},
		],
	)
	def test_what_the_network_no_longer_has(self, net, connector, words):
		uris = self.uris(60)
		self.serve(net, set(uris) - {uris[3], uris[40]})
		net.get(RECORD, status=400, json=words)
		assert connector.find_deleted(logged_in(), held([*uris, uris[3]])) == {uris[3], uris[40]}
		assert len(made(net, POSTS)) == 3

	def test_what_is_only_hidden_from_the_account_is_not_deleted(self, net, connector):
		uris = self.uris(2)
		self.serve(net, {uris[0]})
		net.get(RECORD, json={"uri": uris[1], "value": {}})
		assert connector.find_deleted(logged_in(), held(uris)) == set()
		assert made(net, RECORD)[0].params == {
			"repo": BOB,
			"collection": "app.bsky.feed.post",
			"rkey": "3k1",
		}

	def test_an_unclear_answer_deletes_nothing(self, net, connector):
		self.serve(net, set())
		net.get(RECORD, status=400, json={"error": "InvalidRequest", "message": "Error: repo must be a DID"})
		with pytest.raises(BadPayload):
			connector.find_deleted(logged_in(), held(self.uris(1)))

	@pytest.mark.parametrize("answer", [[], {}, {"posts": None}])
	def test_an_answer_without_posts_deletes_nothing(self, net, connector, answer):
		net.get(POSTS, json=answer)
		with pytest.raises(BadPayload):
			connector.find_deleted(logged_in(), held(self.uris(1)))

	def test_other_ids_are_never_reported_nor_asked_for(self, net, connector):
		assert (
			connector.find_deleted(logged_in(), held(["", "at://x", "https://x.example", "at://a/b/c\n"]))
			== set()
		)
		assert len(net.calls) == 0
