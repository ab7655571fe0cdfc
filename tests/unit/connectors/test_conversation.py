"""The talk around a post: what every connector promises that can show it, and how Mastodon and Bluesky keep it."""

import json
import os
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from hypothesis import given
from hypothesis import strategies as st
from worlds import WORLDS

from social_crm_app.connectors import REGISTRY
from social_crm_app.connectors.base import KINDS, AccountConfig, Held
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

TOKEN = "S3cr3t+token/with=signs"
HOME = "https://social.acme.example"
PDS = "https://pds.example"
ME = "did:plc:acme0000000000000000000a"
JANE = "did:plc:jane000000000000000000ab"
TALKERS = [key for key in REGISTRY if REGISTRY[key].capabilities.can_show_thread]
RECORDED = Path(os.environ.get("SOCIAL_CRM_RECORDED") or "no-such-folder")


def mastodon(**more):
	return AccountConfig("mastodon", HOME, secrets={"access_token": TOKEN}, **more)


def bluesky():
	kept = {"service": "https://bsky.social", "login": "acme.bsky.social", "pds": PDS}
	kept |= {"did": ME, "access": TOKEN + "1", "refresh": TOKEN + "2"}
	return AccountConfig("bluesky", handle="acme.bsky.social", secrets={"app_password": TOKEN}, session=kept)


def address(number):
	return f"{HOME}/users/p{number}/statuses/{number}"


def status(number, parent=None, **more):
	account = {"uri": f"{HOME}/users/p{number}", "acct": f"p{number}", "display_name": f"Person {number}"}
	return {
		"id": str(number), "uri": address(number), "url": address(number), "content": f"<p>Words {number}</p>",
		"created_at": f"2026-11-20T12:00:{number % 60:02}.000Z", "visibility": "public", "account": account,
		"in_reply_to_id": parent and str(parent), **more,
	}  # fmt: skip


def uri(number):
	return f"at://{JANE}/app.bsky.feed.post/3n2tseqwvi{number:03}"


def node(number, *replies, parent=None, root=None, **author):
	record = {"text": f"Words {number}", "createdAt": f"2026-11-20T12:00:{number % 60:02}.000Z"}
	if root is not None:
		record["reply"] = {"root": {"uri": uri(root)}, "parent": {"uri": uri(root)}}
	view = {"uri": uri(number), "author": {"did": JANE, "handle": "jane.test", **author}, "record": record}
	found = {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, "replies": list(replies)}
	return {**found, "parent": parent} if parent else found


ACCOUNTS = {"mastodon": mastodon, "bluesky": bluesky}
THIS = {
	"mastodon": Held(address(5), raw={"id": "5", "visibility": "public"}),
	"bluesky": Held(uri(5)),
}


def ask(key, held=None, **more):
	return REGISTRY[key]().conversation(ACCOUNTS[key](), held or THIS[key], **more)


def numbers(posts):
	return [int(re.findall(r"\d+", post.text)[0]) for post in posts]


def asked(web):
	return [call.request.url for call in web.calls]


def say(web, part, body, **more):
	web.add(responses.GET, re.compile(".*" + re.escape(part)), json=body, **more)


class TestContract:
	@pytest.mark.parametrize("key", [key for key in REGISTRY if key not in TALKERS])
	def test_what_cannot_show_a_thread_says_so(self, key):
		account = next(world for world in WORLDS if world.platform == key).account()
		with pytest.raises(NotPermitted):
			REGISTRY[key]().conversation(account, Held("x"))

	@pytest.mark.parametrize("key", TALKERS)
	@pytest.mark.parametrize(
		"code, expected",
		[(401, AuthExpired), (403, NotPermitted), (404, Gone), (400, BadPayload), (429, RateLimited), (500, Unreachable)],
	)  # fmt: skip
	def test_each_status_is_its_own_error_without_secrets(self, web, key, code, expected):
		body = json.dumps({"error": "Nope", "message": f"got {TOKEN} {TOKEN}1 {TOKEN}2"})
		for method in (responses.GET, responses.POST):
			web.add(method, re.compile(".*"), status=code, body=body, content_type="application/json")
		with pytest.raises(ConnectorError) as caught:
			ask(key)
		assert type(caught.value) is expected and caught.value.http_status == code
		assert TOKEN not in f"{caught.value!r} {caught.value} {caught.value.provider_message}"

	@pytest.mark.parametrize("key", TALKERS)
	@pytest.mark.parametrize("answer", ["<html>", "[]", "{}", "null", '{"thread": 5, "ancestors": 5}'])
	def test_an_answer_that_is_no_conversation(self, web, key, answer):
		web.add(responses.GET, re.compile(".*"), body=answer, content_type="application/json")
		with pytest.raises(BadPayload):
			ask(key)

	@pytest.mark.parametrize("key", TALKERS)
	def test_an_id_that_no_post_can_have_asks_nobody(self, web, key):
		for nonsense in ("", "x", "manual:abc", "javascript:alert(1)"):
			with pytest.raises(Gone):
				ask(key, Held(nonsense))
		assert not asked(web)

	@pytest.mark.parametrize("key", TALKERS)
	@given(data=st.data())
	def test_nonsense_of_any_shape_is_no_other_error(self, key, data):
		names = st.sampled_from(
			[
				"thread",
				"ancestors",
				"descendants",
				"post",
				"record",
				"reply",
				"root",
				"uri",
				"parent",
				"replies",
				"id",
			]
		)
		leaves = st.none() | st.booleans() | st.integers() | st.sampled_from([uri(1), address(1), "x"])
		anything = st.recursive(
			leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4)
		)
		with responses.RequestsMock(assert_all_requests_are_fired=False) as web:
			for _time in range(2):
				web.add(responses.GET, re.compile(".*"), json=data.draw(anything))
			try:
				assert len(ask(key)) <= 100
			except ConnectorError as error:
				assert str(error)


class TestMastodon:
	def test_parents_answers_and_what_else_was_said(self, web):
		say(
			web,
			"/statuses/5/context",
			{"ancestors": [status(1), status(2, 1), status(4, 2)], "descendants": [status(6, 5)]},
		)
		say(web, "/statuses/1/context", {"ancestors": [], "descendants": [status(2, 1), status(3, 1), status(4, 2), status(5, 4), status(6, 5)]})  # fmt: skip
		posts = ask("mastodon")
		assert numbers(posts) == [1, 4, 2, 6, 3]  # the first, then the nearest
		assert {post.source for post in posts} == {"conversation"} and {p.kind for p in posts} <= set(KINDS)
		assert posts[0].author.handle == "p1@social.acme.example" and not posts[0].private
		assert len(asked(web)) == 2
		assert all(call.request.headers["Authorization"] == f"Bearer {TOKEN}" for call in web.calls)

	def test_a_first_post_needs_one_question(self, web):
		say(web, "/statuses/5/context", {"ancestors": [], "descendants": [status(6, 5)]})
		assert numbers(ask("mastodon")) == [6] and len(asked(web)) == 1

	def test_what_else_was_said_is_a_bonus(self, web):
		say(web, "/statuses/5/context", {"ancestors": [status(1)], "descendants": []})
		say(web, "/statuses/1/context", {"error": "Slow down"}, status=429)
		assert numbers(ask("mastodon")) == [1]

	def test_not_more_than_was_asked_for_and_the_near_ones_first(self, web):
		many = [status(n, 1) for n in range(20, 59)]
		say(web, "/statuses/5/context", {"ancestors": [status(1), status(2)], "descendants": many})
		say(web, "/statuses/1/context", {"ancestors": [], "descendants": many})
		assert numbers(ask("mastodon", limit=4)) == [1, 2, 20, 21]

	def test_what_is_for_followers_only_is_marked(self, web):
		say(web, "/statuses/5/context", {"ancestors": [status(1, visibility="private"), status(2, 1, visibility="direct")], "descendants": []})  # fmt: skip
		say(web, "/statuses/1/context", {"ancestors": [], "descendants": []})
		assert [post.private for post in ask("mastodon")] == [True, True]

	def test_odd_records_are_left_out(self, web):
		say(web, "/statuses/5/context", {"ancestors": [], "descendants": [5, None, {}, status(6, 5)]})
		assert numbers(ask("mastodon")) == [6]

	def test_a_post_without_its_id_here_is_looked_for_by_its_address(self, web):
		say(web, "/api/v2/search", {"statuses": [status(5)]})
		say(web, "/statuses/5/context", {"ancestors": [], "descendants": [status(6, 5)]})
		assert numbers(ask("mastodon", Held(address(5)))) == [6]
		assert parse_qs(urlsplit(asked(web)[0]).query)["q"] == [address(5)]

	def test_a_post_that_the_server_does_not_find(self, web):
		say(web, "/api/v2/search", {"statuses": []})
		with pytest.raises(Gone):
			ask("mastodon", Held(address(5)))

	def test_an_id_cannot_leave_its_path(self, web):
		say(web, "/statuses/5%2F..%2Fx/context", {"ancestors": [], "descendants": []})
		assert ask("mastodon", Held(address(5), raw={"id": "5/../x"})) == ()


class TestBluesky:
	def test_parents_answers_and_what_else_was_said(self, web):
		above = node(4, parent=node(2, parent=node(1)))
		this = node(5, node(6, node(7, root=1), root=1), parent=above, root=1)
		web.add(responses.GET, f"{PDS}/xrpc/app.bsky.feed.getPostThread", json={"thread": this})
		web.add(
			responses.GET,
			f"{PDS}/xrpc/app.bsky.feed.getPostThread",
			json={"thread": node(1, node(2, node(4, this)), node(3))},
		)
		posts = ask("bluesky")
		assert numbers(posts) == [4, 2, 1, 6, 7, 3]
		assert {post.source for post in posts} == {"conversation"} and {p.kind for p in posts} <= set(KINDS)
		first, second = (parse_qs(urlsplit(url).query) for url in asked(web))
		assert (first["uri"], first["parentHeight"], first["depth"]) == ([uri(5)], ["80"], ["6"])
		assert (second["uri"], second["parentHeight"]) == ([uri(1)], ["0"])

	def test_what_else_was_said_is_a_bonus(self, web):
		thread = f"{PDS}/xrpc/app.bsky.feed.getPostThread"
		web.add(responses.GET, thread, json={"thread": node(5, root=1, parent=node(1))})
		web.add(responses.GET, thread, json={"error": "NotFound", "message": "Post not found"}, status=400)
		assert numbers(ask("bluesky")) == [1]

	def test_deleted_and_blocked_posts_are_left_out_but_not_what_is_behind_them(self, web):
		gone = {"$type": "app.bsky.feed.defs#notFoundPost", "uri": uri(4), "notFound": True}
		gone["parent"] = node(2)
		blocked = {
			"$type": "app.bsky.feed.defs#blockedPost",
			"uri": uri(6),
			"blocked": True,
			"author": {"did": JANE},
		}
		hides = node(7, node(8), viewer={"blockedBy": True})
		hidden = node(9, viewer={"blocking": "at://x"})
		this = node(5, blocked, hides, hidden, 5, None, parent=gone)
		say(web, "getPostThread", {"thread": this})
		assert numbers(ask("bluesky")) == [2, 8]

	def test_a_post_that_is_not_there_any_more(self, web):
		say(web, "getPostThread", {"error": "NotFound", "message": "Post not found: at://x"}, status=400)
		with pytest.raises(Gone):
			ask("bluesky")

	def test_not_more_than_was_asked_for(self, web):
		replies = [node(number, *[node(50 + n) for n in range(9)]) for number in range(10, 50)]
		say(web, "getPostThread", {"thread": node(5, *replies, parent=node(1))})
		assert numbers(ask("bluesky", limit=3)) == [1, 10, 11]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="SOCIAL_CRM_RECORDED does not name a folder")
class TestRecorded:
	def body(self, path):
		return json.loads((RECORDED / path).read_text())["response"]["body"]

	def test_bluesky(self, web):
		body = self.body("bluesky/43_getPostThread.json")
		say(web, "getPostThread", body)
		posts = ask("bluesky", Held(body["thread"]["post"]["uri"]))
		assert [(post.author.handle, post.kind) for post in posts] == [("acmecorp.test", "Reply")]
		assert posts[0].text == "Sorry to hear that @jane — please DM us."

	def test_snac(self, web):
		body = self.body("mastodon_snac/27_context.json")
		say(web, "/context", body)
		posts = ask("mastodon", Held("http://localhost:8091/jane/p/1", raw={"id": "1795"}))
		assert len(posts) == len(body["descendants"]) and not any(post.private for post in posts)
		assert posts[0].permalink == "http://localhost:8091/acmecorp/p/1795288763.592834"
