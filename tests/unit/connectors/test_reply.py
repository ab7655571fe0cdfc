"""Replies: what every connector promises that can, and how Mastodon and Bluesky keep it."""

import json
import re
import time
from datetime import datetime, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from worlds import WORLDS

from social_crm_app.connectors import REGISTRY, counting
from social_crm_app.connectors.answering import FOUND_BY_SEARCH, ParentRef, Sent
from social_crm_app.connectors.base import AccountConfig, Capabilities, Connector, Setup
from social_crm_app.connectors.bluesky_reply import tid_of
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

KEY = "1795288744735000-abcdef"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)
TOKEN = "S3cr3t+token/with=signs"
HOME = "https://social.acme.example"
POST = "https://social.example/users/jane/statuses/7"
URI = "at://did:plc:jane000000000000000000ab/app.bsky.feed.post/3n2tseqwvi22o"
ME = "did:plc:acme0000000000000000000a"
PDS = "https://pds.example/xrpc/"

REPLIERS = [key for key in REGISTRY if REGISTRY[key].capabilities.can_reply]
IDS = {"mastodon": POST, "bluesky": URI}


def mastodon(**more):
	return AccountConfig("mastodon", HOME, secrets={"access_token": TOKEN}, **more)


def bluesky():
	kept = {"service": "https://bsky.social", "login": "acme.bsky.social", "pds": "https://pds.example"}
	kept |= {"did": ME, "access": TOKEN + "1", "refresh": TOKEN + "2"}
	return AccountConfig("bluesky", handle="acme.bsky.social", secrets={"app_password": TOKEN}, session=kept)


ACCOUNTS = {"mastodon": mastodon, "bluesky": bluesky}
WORDS = "Hello, see https://acme.example/a_(b)."


def known_parent(key, **more):
	raw = {
		"mastodon": {"id": "907", "visibility": "public"},
		"bluesky": {"uri": URI, "cid": "bafyjane", "record": {"text": "x"}},
	}[key]
	return REGISTRY[key].parent_of(IDS[key], raw, author="jane@social.example", **more)


def status(number, words, **more):
	url = f"{HOME}/@acme/{number}"
	return {
		"id": str(number), "uri": url, "url": url, "content": f"<p>{words}</p>", "in_reply_to_id": "907",
		"created_at": "2026-11-20T12:00:05.000Z", "account": {"id": "1"}, **more,
	}  # fmt: skip


def asked(web, part):
	return [call.request for call in web.calls if part in call.request.url]


def say(web, method, url, **answer):
	web.add(method, re.compile(re.escape(url) + r"(\?.*)?$"), **answer)


class TestContract:
	@pytest.mark.parametrize("key", [key for key in REGISTRY if key not in REPLIERS])
	def test_what_cannot_reply_says_so(self, key):
		connector = REGISTRY[key]()
		account = next(world for world in WORLDS if world.platform == key).account()
		parent = ParentRef("x")
		assert connector.parent_of("x", {}) is None
		for call in (
			lambda: connector.reply(account, parent, "x", idempotency_key=KEY),
			lambda: connector.find_own_reply(account, parent, "x", NOON),
			lambda: connector.reply_terms(account),
			lambda: connector.count("x"),
		):
			with pytest.raises(NotPermitted):
				call()

	@pytest.mark.parametrize("key", REPLIERS)
	def test_a_parent_has_the_id_it_was_asked_for_and_nonsense_has_none(self, key):
		connector = REGISTRY[key]
		assert connector.parent_of(IDS[key], {}).external_id == IDS[key]
		assert known_parent(key, private=True).private
		for nonsense in ("", "x", "manual:abc", "javascript:alert(1)"):
			assert connector.parent_of(nonsense, {}) is None
		for odd in ({"id": None}, {"record": 5, "cid": []}, {"visibility": {}, "record": {"reply": "x"}}):
			assert connector.parent_of(IDS[key], odd).external_id == IDS[key]

	@pytest.mark.parametrize("key", REPLIERS)
	def test_counting_sees_what_a_reader_sees(self, key):
		connector = REGISTRY[key]
		assert connector.count("") == 0
		assert connector.count("e\u0301") == connector.count("👨‍👩‍👧") == connector.count("🇩🇪") == 1
		assert connector.usual_limit.characters >= 300

	@pytest.mark.parametrize("key", REPLIERS)
	@pytest.mark.parametrize(
		"code, expected",
		[(401, AuthExpired), (403, NotPermitted), (404, Gone), (400, BadPayload), (429, RateLimited), (500, Unreachable)],
	)  # fmt: skip
	def test_each_status_is_its_own_error_without_secrets(self, web, key, code, expected):
		account = ACCOUNTS[key]()
		body = json.dumps({"error": "Nope", "message": f"got {TOKEN} {TOKEN}1 {TOKEN}2"})
		for method in (responses.GET, responses.POST):
			web.add(method, re.compile(".*"), status=code, body=body, content_type="application/json")
		calls = (
			lambda: REGISTRY[key]().reply(account, known_parent(key), WORDS, idempotency_key=KEY),
			lambda: REGISTRY[key]().find_own_reply(
				account, known_parent(key), WORDS, NOON, idempotency_key=KEY
			),
		)
		for call in calls:
			with pytest.raises(ConnectorError) as caught:
				call()
			assert type(caught.value) is expected and caught.value.http_status == code
			assert TOKEN not in f"{caught.value!r} {caught.value} {caught.value.provider_message}"

	@pytest.mark.parametrize("key", REPLIERS)
	@pytest.mark.parametrize("answer", ["<html>", "[]", "{}", "null", '{"uri": 5}', '{"uri": "no uri"}'])
	def test_an_answer_that_names_no_post_leaves_it_open(self, web, key, answer):
		for method in (responses.GET, responses.POST):
			web.add(method, re.compile(".*"), body=answer, content_type="application/json")
		with pytest.raises(BadPayload) as caught:
			REGISTRY[key]().reply(ACCOUNTS[key](), known_parent(key), "Hello", idempotency_key=KEY)
		assert caught.value.http_status == 200


class TestMastodon:
	def reply(self, web, words="Sorry!", parent=None, **more):
		say(web, responses.POST, f"{HOME}/api/v1/statuses", json=status(5, words))
		sent = REGISTRY["mastodon"]().reply(
			mastodon(), parent or known_parent("mastodon"), words, idempotency_key=KEY, **more
		)
		return sent, json.loads(asked(web, "/api/v1/statuses")[-1].body)

	def test_what_is_posted_and_what_comes_back(self, web):
		sent, posted = self.reply(web)
		assert sent == Sent(f"{HOME}/@acme/5", f"{HOME}/@acme/5", NOON.replace(second=5))
		assert posted == {
			"status": "@jane@social.example Sorry!",
			"in_reply_to_id": "907",
			"visibility": "public",
		}
		(request,) = asked(web, "/api/v1/statuses")
		assert request.headers["Idempotency-Key"] == KEY
		assert request.headers["Authorization"] == f"Bearer {TOKEN}"

	@pytest.mark.parametrize("seen", ["public", "unlisted", "private", "direct"])
	def test_the_answer_is_as_visible_as_the_post(self, web, seen):
		raw = {"id": "907", "visibility": seen}
		parent = REGISTRY["mastodon"].parent_of(POST, raw, private=seen in ("private", "direct"))
		assert self.reply(web, parent=parent)[1]["visibility"] == seen

	def test_a_private_answer_to_a_public_post_is_direct(self, web):
		assert self.reply(web, private=True)[1]["visibility"] == "direct"

	def test_a_private_post_of_unknown_visibility_is_never_answered_in_public(self, web):
		parent = REGISTRY["mastodon"].parent_of(POST, {"id": "907"}, private=True)
		assert self.reply(web, parent=parent)[1]["visibility"] == "direct"

	@pytest.mark.parametrize(
		"words", ["Hi @jane@social.example!", "@Jane@Social.example hi", "hi\n@jane@social.example"]
	)
	def test_the_author_is_mentioned_once(self, web, words):
		assert self.reply(web, words)[1]["status"] == words

	def test_another_one_with_a_longer_name_is_not_the_author(self, web):
		assert self.reply(web, "ask @jane@social.example.org")[1]["status"].startswith(
			"@jane@social.example ask"
		)

	def test_a_post_whose_record_is_gone_is_looked_up_by_its_address(self, web):
		found = {
			"statuses": [
				{"id": "1", "uri": "https://other.example"},
				{"id": "33", "uri": POST, "visibility": "unlisted"},
			]
		}
		say(web, responses.GET, f"{HOME}/api/v2/search", json=found)
		parent = REGISTRY["mastodon"].parent_of(POST, {}, author="jane@social.example")
		_sent, posted = self.reply(web, parent=parent)
		assert (posted["in_reply_to_id"], posted["visibility"]) == ("33", "unlisted")
		query = parse_qs(urlsplit(asked(web, "/api/v2/search")[0].url).query)
		assert query["q"] == [POST] and query["resolve"] == ["true"]

	def test_a_post_that_the_server_does_not_find_is_gone(self, web):
		say(web, responses.GET, f"{HOME}/api/v2/search", json={"statuses": []})
		with pytest.raises(Gone):
			self.reply(web, parent=REGISTRY["mastodon"].parent_of(POST, {}))
		assert not asked(web, "/api/v1/statuses")

	def look(self, web, own=(), thread=(), words="Sorry! It's < 5 & 'ok'", not_these=()):
		say(web, responses.GET, f"{HOME}/api/v1/accounts/verify_credentials", json={"id": "1"})
		say(web, responses.GET, f"{HOME}/api/v1/statuses/907/context", json={"descendants": list(thread)})
		if own is not None:
			say(web, responses.GET, f"{HOME}/api/v1/accounts/1/statuses", json=list(own))
		return REGISTRY["mastodon"]().find_own_reply(
			mastodon(), known_parent("mastodon"), words, NOON, idempotency_key=KEY, not_these=not_these
		)

	SHOWN = (
		'<span class="h-card"><a href="https://social.example/@jane" class="u-url mention">@<span>jane</span></a></span>'
		" Sorry! It&#39;s &lt; 5 &amp; &#39;ok&#39;"
	)

	@pytest.mark.parametrize("where", ["own", "thread"])
	def test_our_answer_is_found_among_our_posts_or_in_the_thread(self, web, where):
		sent = self.look(web, **{where: [status(4, "other"), status(5, self.SHOWN)]})
		assert sent.external_id == f"{HOME}/@acme/5"

	@pytest.mark.parametrize(
		"other",
		[
			status(5, "Sorry! It is something else"), status(5, SHOWN, in_reply_to_id="1"),
			status(5, SHOWN, created_at="2026-11-20T11:40:00Z"), status(5, SHOWN, created_at="never"),
		],
	)  # fmt: skip
	def test_other_posts_are_not_taken_for_it(self, web, other):
		assert self.look(web, own=[other]) is None

	def test_strangers_in_the_thread_are_not_us(self, web):
		assert self.look(web, thread=[status(5, self.SHOWN, account={"id": "2"})]) is None

	def test_earlier_answers_of_ours_are_left_out(self, web):
		assert self.look(web, own=[status(5, self.SHOWN)], not_these=[f"{HOME}/@acme/5"]) is None

	@pytest.mark.parametrize("words", ["🙏", "https://acme.example/x"])
	def test_an_answer_without_letters_is_found_too(self, web, words):
		assert self.look(web, own=[status(5, f"@jane {words}")], words=words)

	def own_pages(self, web, page_of):
		"""Our posts as the server pages them: page_of(max_id or None) is a list of statuses."""

		def answer(request):
			below = parse_qs(urlsplit(request.url).query).get("max_id", [None])[0]
			return 200, {}, json.dumps(page_of(below))

		url = re.compile(re.escape(f"{HOME}/api/v1/accounts/1/statuses"))
		web.add_callback(responses.GET, url, callback=answer)
		return self.look(web, own=None)

	def test_who_posts_too_much_to_look_through_is_not_told_that_there_is_none(self, web):
		with pytest.raises(Unreachable):
			self.own_pages(
				web,
				lambda below: [status(int(below or 9999) - n, "x", in_reply_to_id="1") for n in range(1, 41)],
			)

	def test_a_short_page_is_not_taken_for_the_last(self, web):
		pages = {None: [status(9, "x")], "9": [status(8, "y")], "8": [status(7, self.SHOWN)]}
		assert self.own_pages(web, lambda below: pages.get(below, [])).external_id.endswith("/7")

	def test_a_server_that_ignores_the_position_is_read_once(self, web):
		assert self.own_pages(web, lambda below: [status(9, "x"), status(8, "y")]) is None

	def test_old_pages_end_the_search(self, web):
		old = [status(n, "x", created_at="2026-11-01T00:00:00Z") for n in (9, 8)]
		assert self.own_pages(web, lambda below: old) is None
		assert len(asked(web, "accounts/1/statuses")) == 1

	@pytest.mark.parametrize(
		"two, one, limit",
		[
			({"configuration": {"statuses": {"max_characters": 5000}}}, {}, 5000),
			(None, {"configuration": {"statuses": {"max_characters": 1000}}}, 1000),
			(None, {"max_toot_chars": 800}, 800), ({}, {}, 500), (None, None, 500),
		],
	)  # fmt: skip
	def test_the_servers_own_limit_counts(self, web, two, one, limit):
		for path, told in (("v2", two), ("v1", one)):
			answer = {"status": 404} if told is None else {"json": told}
			say(web, responses.GET, f"{HOME}/api/{path}/instance", **answer)
		account = mastodon()
		say(web, responses.GET, f"{HOME}/api/v1/apps/verify_credentials", json={"scopes": ["read"]})
		terms = REGISTRY["mastodon"]().reply_terms(account)
		assert (terms.limit, terms.may_write) == (counting.Limit(limit), False)
		calls = len(web.calls)
		assert REGISTRY["mastodon"]().reply_terms(account) == terms and len(web.calls) == calls
		assert TOKEN not in json.dumps(account.session)
		account.secrets["access_token"] = "new"
		REGISTRY["mastodon"]().reply_terms(account)
		assert len(web.calls) > calls

	def test_a_server_that_does_not_answer_is_not_asked_with_every_key(self, web, monkeypatch):
		account = mastodon()
		assert REGISTRY["mastodon"]().reply_terms(account).limit == counting.Limit(500)
		calls = len(web.calls)
		REGISTRY["mastodon"]().reply_terms(account)
		assert len(web.calls) == calls
		later = time.time() + 301
		monkeypatch.setattr(time, "time", lambda: later)
		say(
			web,
			responses.GET,
			f"{HOME}/api/v2/instance",
			json={"configuration": {"statuses": {"max_characters": 9}}},
		)
		assert REGISTRY["mastodon"]().reply_terms(account).limit == counting.Limit(9)

	@pytest.mark.parametrize(
		"scopes, may", [(["read", "write"], True), (["write:statuses"], True), (None, None)]
	)
	def test_the_scopes_say_whether_it_may_write(self, web, scopes, may):
		say(web, responses.GET, f"{HOME}/api/v2/instance", json={})
		say(web, responses.GET, f"{HOME}/api/v1/instance", json={})
		say(web, responses.GET, f"{HOME}/api/v1/apps/verify_credentials", json={"scopes": scopes})
		assert REGISTRY["mastodon"]().reply_terms(mastodon()).may_write is may

	@pytest.mark.parametrize(
		"words, length",
		[("@jane@social.example hi", 8), ("see https://x.example/" + "y" * 90, 27), ("a@b.example", 11)],
	)
	def test_counting(self, words, length):
		assert REGISTRY["mastodon"].count(words) == length


class TestBluesky:
	def reply(self, web, words=WORDS, parent=None, **more):
		uri = f"at://{ME}/app.bsky.feed.post/{tid_of(KEY)}"
		say(web, responses.POST, f"{PDS}com.atproto.repo.createRecord", json={"uri": uri, "cid": "bafynew"})
		sent = REGISTRY["bluesky"]().reply(
			bluesky(), parent or known_parent("bluesky"), words, idempotency_key=KEY, **more
		)
		return sent, json.loads(asked(web, "createRecord")[-1].body)

	def test_what_is_posted_and_what_comes_back(self, web):
		sent, posted = self.reply(web, " Sorry! ")
		rkey = tid_of(KEY)
		assert sent.external_id == f"at://{ME}/app.bsky.feed.post/{rkey}"
		assert sent.permalink == f"https://bsky.app/profile/{ME}/post/{rkey}"
		strong = {"uri": URI, "cid": "bafyjane"}
		assert (posted["repo"], posted["collection"], posted["rkey"]) == (ME, "app.bsky.feed.post", rkey)
		record = posted["record"]
		assert record["text"] == "Sorry!" and record["reply"] == {"root": strong, "parent": strong}
		assert record["createdAt"] == "2026-11-21T19:19:04.735Z" and "facets" not in record

	def test_the_root_of_a_thread_is_kept(self, web):
		root = {"uri": URI[:-1] + "x", "cid": "bafyroot"}
		raw = {"cid": "bafyjane", "record": {"reply": {"root": root, "parent": root}, "langs": ["de"]}}
		_sent, posted = self.reply(web, parent=REGISTRY["bluesky"].parent_of(URI, raw))
		assert posted["record"]["reply"] == {"root": root, "parent": {"uri": URI, "cid": "bafyjane"}}
		assert posted["record"]["langs"] == ["de"]

	def test_a_post_whose_record_is_gone_is_looked_up(self, web):
		view = {"uri": URI, "cid": "bafyfound", "record": {}}
		say(web, responses.GET, f"{PDS}app.bsky.feed.getPosts", json={"posts": [view]})
		_sent, posted = self.reply(web, parent=REGISTRY["bluesky"].parent_of(URI, {}))
		assert posted["record"]["reply"]["root"] == {"uri": URI, "cid": "bafyfound"}

	def test_a_post_that_is_gone_is_gone(self, web):
		say(web, responses.GET, f"{PDS}app.bsky.feed.getPosts", json={"posts": []})
		with pytest.raises(Gone):
			self.reply(web, parent=REGISTRY["bluesky"].parent_of(URI, {}))

	def test_links_and_handles_are_marked_by_their_bytes(self, web):
		say(web, responses.GET, f"{PDS}com.atproto.identity.resolveHandle", json={"did": "did:plc:jane"})
		words = "Grüße 👋 @jane.bsky.social: (https://acme.example/ä?b=1), a@b.example!"
		facets = self.reply(web, words)[1]["record"]["facets"]
		octets = words.encode()
		shown = [octets[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode() for f in facets]
		assert shown == ["https://acme.example/ä?b=1", "@jane.bsky.social"]
		assert [feature["features"][0].get("uri") or feature["features"][0]["did"] for feature in facets] == [
			"https://acme.example/ä?b=1",
			"did:plc:jane",
		]

	def test_a_handle_that_nobody_has_stays_text(self, web):
		url = f"{PDS}com.atproto.identity.resolveHandle"
		say(web, responses.GET, url, status=400, json={"error": "InvalidRequest", "message": "Unable"})
		assert "facets" not in self.reply(web, "hi @nobody.example")[1]["record"]

	def test_there_are_no_private_replies(self, web):
		with pytest.raises(NotPermitted):
			self.reply(web, private=True)

	def look(self, web, **answer):
		say(web, responses.GET, f"{PDS}com.atproto.repo.getRecord", **answer)
		return REGISTRY["bluesky"]().find_own_reply(
			bluesky(), known_parent("bluesky"), "any", NOON, idempotency_key=KEY
		)

	def test_our_answer_is_found_by_its_key(self, web):
		value = {"reply": {"parent": {"uri": URI}}, "createdAt": "2026-11-20T12:00:00Z"}
		assert self.look(web, json={"value": value}).external_id.endswith(tid_of(KEY))
		query = parse_qs(urlsplit(asked(web, "getRecord")[0].url).query)
		assert query["rkey"] == [tid_of(KEY)] and query["repo"] == [ME]

	def test_no_such_record_is_none(self, web):
		error = {"error": "RecordNotFound", "message": "Could not locate record: at://x"}
		assert self.look(web, status=400, json=error) is None

	def test_any_other_refusal_is_not_taken_for_none(self, web):
		with pytest.raises(BadPayload):
			self.look(web, status=400, json={"error": "InvalidRequest", "message": "Bad"})

	def test_keys_are_valid_distinct_and_steady(self):
		keys = [tid_of(f"{1795288744735000 + n}-x") for n in range(500)] + [
			tid_of(f"k{n}") for n in range(500)
		]
		assert len(set(keys)) == 1000 and tid_of("k1") == keys[501]
		assert all(re.fullmatch("[234567abcdefghij][234567a-z]{12}", key) for key in keys)
		assert keys[:500] == sorted(keys[:500])


class Summoned(Connector):
	"""A made-up platform that lets only those be answered who named the account, as X does."""

	platform, label = "summoned", "Summoned"
	capabilities, setup = Capabilities(can_search=True, can_reply=True), Setup()

	def fetch(self, account, cursor):
		raise NotPermitted("made up")

	def check(self, account):
		raise NotPermitted("made up")

	@classmethod
	def closed_because(cls, source, raw):
		named = [one.get("username") for one in raw.get("mentions") or []]
		return FOUND_BY_SEARCH if source.startswith("search:") and "acme" not in named else None


class TestClosed:
	@pytest.mark.parametrize("key", list(REGISTRY))
	def test_where_nothing_is_said_against_it_nothing_is_closed(self, key):
		for source in ("mentions", "search:acme", ""):
			assert REGISTRY[key].closed_because(source, {}) is None

	def test_a_platform_that_answers_only_who_named_the_account(self):
		closed = Summoned().closed_because
		assert closed("search:acme drill", {}) == FOUND_BY_SEARCH
		assert closed("search:acme drill", {"mentions": [{"username": "eve"}]}) == FOUND_BY_SEARCH
		assert closed("search:acme drill", {"mentions": [{"username": "acme"}]}) is None
		assert closed("mentions", {}) is None
