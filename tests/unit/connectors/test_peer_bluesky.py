"""The Bluesky connector against a real AT network on loopback: real logins, limits, paging and deletions.

Needs the network installed (tests/peers/bluesky/README.md) and SOCIAL_CRM_BLUESKY_PEER naming that folder.
"""

import base64
import hashlib
import hmac
import json
import os
import subprocess
import time
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import requests

from social_crm_app.connectors.base import AccountConfig, Held
from social_crm_app.connectors.bluesky import Bluesky
from social_crm_app.connectors.http import HttpClient
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

PEER = os.environ.get("SOCIAL_CRM_BLUESKY_PEER", "")
START = Path(__file__).parents[2] / "peers" / "bluesky" / "start.mjs"

pytestmark = [
	pytest.mark.peer,
	pytest.mark.skipif(
		not PEER, reason="SOCIAL_CRM_BLUESKY_PEER does not name an installed tests/peers/bluesky"
	),
]


class Network:
	"""The running network, and what people do on it."""

	def __init__(self):
		node = next(Path(PEER).glob("node_modules/node-linux-*/bin/node"))
		self._log = open(Path(PEER) / "last_run.log", "w")
		self._process = subprocess.Popen(
			[node, START, PEER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, text=True
		)
		ready = self._answer()
		assert ready["ready"], ready
		self.pds, self._jwt_secret = ready["pds"], ready["jwtSecret"]

	def stop(self):
		self._process.stdin.close()
		self._process.wait(30)
		self._process.stdout.close()
		self._log.close()

	def settle(self):
		"""Wait until everything posted is in the index."""
		self._tell(op="settle")

	def domain(self, handle, did):
		"""Make `handle` resolve to `did`, as its owner's DNS record would."""
		self._tell(op="domain", handle=handle, did=did)

	def _tell(self, **message):
		self._process.stdin.write(json.dumps(message) + "\n")
		self._process.stdin.flush()
		return self._answer()

	def _answer(self):
		line = self._process.stdout.readline()
		assert line, f"the network has ended, see {self._log.name}"
		return json.loads(line)

	def call(self, method, token="", **payload):
		headers = {"Authorization": f"Bearer {token}"} if token else {}
		answer = requests.post(f"{self.pds}/xrpc/{method}", json=payload, headers=headers, timeout=20)
		assert answer.ok, answer.text
		return answer.json() if answer.content else {}

	def join(self, name):
		handle = f"{name}-{uuid.uuid4().hex[:6]}.test"
		email = f"{handle.partition('.')[0]}@example.org"
		made = self.call("com.atproto.server.createAccount", handle=handle, email=email, password="secret-pw")
		return Person(self, handle, made["did"], made["accessJwt"])

	def expired(self, token):
		"""`token` as it will look when it has run out."""
		head, claims, _signature = token.split(".")
		told = json.loads(base64.urlsafe_b64decode(claims + "=="))
		told.update(iat=told["iat"] - 9000, exp=told["iat"] - 60)
		body = f"{head}.{_b64(json.dumps(told).encode())}"
		return f"{body}.{_b64(hmac.new(self._jwt_secret.encode(), body.encode(), hashlib.sha256).digest())}"


class Person:
	def __init__(self, network, handle, did, token):
		self.network, self.handle, self.did, self.token = network, handle, did, token

	def post(self, text, to=None, reply=None, quote=None, **more):
		"""Post `text`; `to` is mentioned in front. Returns {uri, cid}."""
		record = {"$type": "app.bsky.feed.post", "createdAt": _now(), "langs": ["en-GB"], **more}
		if to:
			feature = {"$type": "app.bsky.richtext.facet#mention", "did": to.did}
			record["facets"] = [
				{"index": {"byteStart": 0, "byteEnd": len(to.handle) + 1}, "features": [feature]}
			]
			text = f"@{to.handle} {text}"
		if reply:
			record["reply"] = {"root": reply, "parent": reply}
		if quote:
			record["embed"] = {"$type": "app.bsky.embed.record", "record": quote}
		made = self._create("app.bsky.feed.post", record | {"text": text})
		return {"uri": made["uri"], "cid": made["cid"]}

	def profile(self, **fields):
		record = {"$type": "app.bsky.actor.profile", **fields}
		self._create("app.bsky.actor.profile", record, rkey="self")

	def follow(self, other):
		self._create("app.bsky.graph.follow", {"subject": other.did, "createdAt": _now()})

	def like(self, post):
		self._create("app.bsky.feed.like", {"subject": post, "createdAt": _now()})

	def block(self, other):
		self._create("app.bsky.graph.block", {"subject": other.did, "createdAt": _now()})

	def delete(self, post):
		key = post["uri"].rpartition("/")[2]
		self.call("com.atproto.repo.deleteRecord", repo=self.did, collection="app.bsky.feed.post", rkey=key)

	def call(self, method, **payload):
		return self.network.call(method, self.token, **payload)

	def thread(self, uri):
		"""The post as the network's index shows it."""
		return self._read("app.bsky.feed.getPostThread", uri=uri)["thread"]

	def records(self):
		"""All posts in the person's own repository."""
		return self._read("com.atproto.repo.listRecords", repo=self.did, collection="app.bsky.feed.post")[
			"records"
		]

	def _read(self, method, **params):
		headers = {"Authorization": f"Bearer {self.token}"}
		url = f"{self.network.pds}/xrpc/{method}"
		answer = requests.get(url, params=params, headers=headers, timeout=20)
		assert answer.ok, answer.text
		return answer.json()

	def app_password(self, name="crm"):
		return self.call("com.atproto.server.createAppPassword", name=name)["password"]

	def account(self, **fields):
		"""The account as the CRM has it, with a new app password."""
		secrets = {"app_password": self.app_password()}
		return AccountConfig(
			platform="bluesky", instance_url=self.network.pds, handle=self.handle, secrets=secrets, **fields
		)

	def _create(self, collection, record, **more):
		record = {"$type": collection, **record}
		return self.call(
			"com.atproto.repo.createRecord", repo=self.did, collection=collection, record=record, **more
		)


def _b64(data):
	return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _now():
	return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _long_ago():
	return datetime.now(timezone.utc) - timedelta(days=365)


class Watched(HttpClient):
	"""The real client; it notes which calls were made."""

	def __init__(self):
		super().__init__(allow_loopback=True)
		self.calls = []

	def _call(self, method, url, *args, **kwargs):
		self.calls.append(url.rpartition("/")[2])
		return super()._call(method, url, *args, **kwargs)


@pytest.fixture(scope="module")
def network():
	network = Network()
	yield network
	network.stop()


@pytest.fixture
def http():
	client = Watched()
	yield client
	client.close()


@pytest.fixture
def connector(http):
	return Bluesky(http)


def pull(connector, account, cursor=None, pages=50):
	"""All posts of one run, and the cursor it left."""
	posts = []
	for _page in range(pages):
		page = connector.fetch(account, json.loads(json.dumps(cursor)))
		posts += page.posts
		cursor = page.next_cursor
		if not page.has_more:
			return posts, cursor
	raise AssertionError("the run does not end")


def test_check_tells_whose_account_it_is(network, connector):
	acme = network.join("acme")
	info = connector.check(acme.account())
	assert (info.external_id, info.handle) == (acme.did, acme.handle)
	assert info.url == f"https://bsky.app/profile/{acme.did}"


def test_wrong_password_is_told_in_the_servers_words(network, connector):
	account = network.join("acme").account()
	account.secrets["app_password"] = "aaaa-bbbb-cccc-dddd"
	with pytest.raises(AuthExpired) as caught:
		connector.check(account)
	assert "Invalid identifier or password" in caught.value.provider_message
	assert "aaaa-bbbb" not in repr(caught.value)


def test_mentions_replies_and_quotes_come_in_and_likes_do_not(network, connector):
	acme, jane, bob = (network.join(name) for name in ("acme", "jane", "bob"))
	jane.profile(displayName="Jane Miller", description="Ops at Initech. jane@initech.example")
	launch = acme.post("Widget Pro 2.0 is out")
	network.settle()
	hello = jane.post("keeps crashing 😡", to=acme)
	bob.post("does it do invoices?", reply=launch)
	bob.post("great launch", quote=launch)
	jane.like(launch)
	bob.follow(jane)
	network.settle()
	posts, _cursor = pull(connector, acme.account())
	found = {post.kind: post for post in posts}
	assert sorted(found) == ["Mention", "Quote", "Reply"]
	assert found["Mention"].external_id == hello["uri"]
	assert found["Mention"].text == f"@{acme.handle} keeps crashing 😡"
	assert found["Mention"].language == "en"
	assert found["Reply"].parent_id == found["Reply"].root_id == launch["uri"]
	author = found["Mention"].author
	assert (author.external_id, author.handle, author.display_name) == (jane.did, jane.handle, "Jane Miller")
	assert (author.followers, author.posts) == (1, 1)
	assert author.attested_links == ()  # the server gives .test away


def test_paging_brings_each_post_once_and_the_next_run_only_new_ones(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	written = [jane.post(f"number {n}", to=acme)["uri"] for n in range(23)]
	network.settle()
	account = acme.account(page_size=5, backfill_from=_long_ago())
	posts, cursor = pull(connector, account)
	ids = [post.external_id for post in posts]
	assert sorted(ids) == sorted(written) and len(set(ids)) == 23
	assert datetime.fromisoformat(cursor["complete"]["mentions"]) <= datetime.now(timezone.utc)
	new = jane.post("one more", to=acme)["uri"]
	network.settle()
	page = connector.fetch(account, cursor)
	assert page.posts[0].external_id == new
	_posts, again = pull(connector, account, cursor)
	since = again["streams"]["mentions"]["since"]
	assert pull(connector, account, again)[1]["streams"]["mentions"]["since"] == since


def test_a_walk_goes_on_where_a_killed_worker_left_it(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	written = {jane.post(f"number {n}", to=acme)["uri"] for n in range(12)}
	network.settle()
	account = acme.account(page_size=5, backfill_from=_long_ago())
	first = connector.fetch(account, None)
	written.add(jane.post("came in between", to=acme)["uri"])
	network.settle()
	rest, cursor = pull(connector, account, first.next_cursor)
	later, _cursor = pull(connector, account, cursor)
	assert {post.external_id for post in (*first.posts, *rest, *later)} == written


def test_search_finds_posts_of_strangers(network, connector):
	acme, bob = network.join("acme"), network.join("bob")
	word = f"Widget{uuid.uuid4().hex[:8]}"
	written = [bob.post(f"thinking of a {word} {n}")["uri"] for n in range(7)]
	network.settle()
	account = acme.account(page_size=3, searches=(word,), include_mentions=False, backfill_from=_long_ago())
	posts, _cursor = pull(connector, account)
	assert [post.external_id for post in posts] == written[::-1]
	assert {(post.kind, post.source, post.likes) for post in posts} == {("Post", f"search:{word}", 0)}


def test_without_a_start_only_the_newest_page_is_read(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	written = [jane.post(f"number {n}", to=acme)["uri"] for n in range(8)]
	network.settle()
	posts, _cursor = pull(connector, acme.account(page_size=3))
	assert [post.external_id for post in posts] == written[:4:-1]


def test_a_position_the_server_refuses_starts_the_walk_again(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	written = {jane.post(f"number {n}", to=acme)["uri"] for n in range(4)}
	network.settle()
	account = acme.account(backfill_from=_long_ago())
	broken = {"streams": {"mentions": {"at": "not-a-cursor", "top": 1.0}}, "turn": "mentions"}
	posts, _cursor = pull(connector, account, broken)
	assert {post.external_id for post in posts} == written


def test_one_login_serves_many_runs_and_an_expired_token_is_renewed(network, connector, http):
	acme, jane = network.join("acme"), network.join("jane")
	jane.post("hello", to=acme)
	network.settle()
	account = acme.account()
	pull(connector, account)
	account.session = json.loads(json.dumps(account.session))
	old = account.session["access"] = network.expired(account.session["access"])
	http.calls.clear()
	posts, _cursor = pull(connector, account)
	assert len(posts) == 1 and account.session["access"] != old
	assert http.calls.count("com.atproto.server.refreshSession") == 1
	assert http.calls.count("com.atproto.server.createSession") == 0


def test_when_the_refresh_token_is_no_good_either_the_password_is(network, connector, http):
	account = network.join("acme").account()
	connector.fetch(account, None)
	account.session.update(access=network.expired(account.session["access"]), refresh="no.such.token")
	http.calls.clear()
	connector.fetch(account, None)
	assert http.calls.count("com.atproto.server.createSession") == 1


def test_a_withdrawn_app_password_is_told(network, connector):
	acme = network.join("acme")
	account = acme.account()
	connector.fetch(account, None)
	acme.call("com.atproto.server.revokeAppPassword", name="crm")
	account.session["access"] = network.expired(account.session["access"])
	with pytest.raises(AuthExpired) as caught:
		connector.fetch(account, None)
	assert caught.value.provider_message


def test_too_many_logins_are_told_with_the_time_to_wait(network, connector):
	account = network.join("acme").account()
	account.secrets["app_password"] = "aaaa-bbbb-cccc-dddd"
	with pytest.raises(RateLimited) as caught:
		for _attempt in range(40):
			try:
				connector.check(account)
			except AuthExpired:
				continue
	assert 0 < caught.value.retry_after <= 300
	assert caught.value.http_status == 429


def test_the_limit_is_told_with_each_page(network, connector):
	page = connector.fetch(network.join("acme").account(), None)
	assert page.rate.limit == 3000 and 0 < page.rate.remaining < 3000


def test_deleted_posts_are_found_and_blocked_authors_posts_are_not_taken_for_deleted(network, connector):
	acme, jane, bob, kim = (network.join(name) for name in ("acme", "jane", "bob", "kim"))
	kept, gone = jane.post("kept", to=acme), jane.post("gone", to=acme)
	blocked, hidden = bob.post("blocked", to=acme), kim.post("hidden", to=acme)
	many = [jane.post(f"number {n}")["uri"] for n in range(30)]
	network.settle()
	account = acme.account()
	ids = [post["uri"] for post in (kept, gone, blocked, hidden)] + many
	assert connector.find_deleted(account, [Held(uri) for uri in ids]) == set()
	jane.delete(gone)
	bob.block(acme)
	kim.call("com.atproto.server.deactivateAccount")
	network.settle()
	assert connector.find_deleted(account, [Held(uri) for uri in (*ids, "", "no uri")]) == {
		gone["uri"],
		hidden["uri"],
	}
	people = [jane.did, bob.did, kim.did, "did:plc:nobody00000000000000000"]
	assert connector.find_deleted_authors(account, people) == {kim.did, people[-1]}


def test_a_handle_of_ones_own_domain_is_proof_of_the_site(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	domain = f"jane-{uuid.uuid4().hex[:6]}.example.org"
	network.domain(domain, jane.did)
	jane.call("com.atproto.identity.updateHandle", handle=domain)
	jane.post("from my own domain", to=acme)
	network.settle()
	(post,), _cursor = pull(connector, acme.account())
	assert post.author.handle == domain
	assert post.author.attested_links == (f"https://{domain}/",)


def test_a_post_dated_in_the_future_counts_from_when_it_was_seen(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	jane.post("from the future", to=acme, createdAt="2999-01-01T00:00:00.000Z")
	jane.post("from now", to=acme)
	network.settle()
	posts, _cursor = pull(connector, acme.account(backfill_from=_long_ago()))
	assert len(posts) == 2
	assert all(post.posted_at <= datetime.now(timezone.utc) for post in posts)


def test_an_account_that_was_deactivated_cannot_be_read(network, connector):
	acme = network.join("acme")
	account = acme.account()
	acme.call("com.atproto.server.deactivateAccount")
	with pytest.raises((NotPermitted, AuthExpired)) as caught:
		connector.fetch(account, None)
	assert "deactivated" in str(caught.value).lower()


def test_a_reply_stands_in_the_thread_with_its_links_and_handles(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	first = jane.post("my drill broke", to=acme)
	jane.post("and nobody answers", to=acme, reply=first)
	network.settle()
	account = acme.account(backfill_from=_long_ago())
	posts, _cursor = pull(connector, account)
	(second,) = [post for post in posts if post.kind == "Reply"]
	parent = Bluesky.parent_of(second.external_id, second.raw)
	words = f"Grüße @{jane.handle}, see https://acme.example/help 👋"
	sent = connector.reply(account, parent, words, idempotency_key=_key())
	network.settle()
	view = acme.thread(sent.external_id)["post"]
	assert view["record"]["text"] == words
	assert view["record"]["reply"]["root"]["uri"] == first["uri"]
	assert view["record"]["reply"]["parent"]["uri"] == second.external_id
	assert {
		feature["$type"].partition("#")[2]
		for facet in view["record"]["facets"]
		for feature in facet["features"]
	} == {
		"link",
		"mention",
	}
	seen, _cursor = pull(connector, jane.account(backfill_from=_long_ago()))
	assert sent.external_id in [post.external_id for post in seen]


def test_the_same_key_is_the_same_post_however_often_it_is_tried(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	account = acme.account()
	parent = Bluesky.parent_of(jane.post("hello", to=acme)["uri"], {})
	network.settle()
	key, since = _key(), _long_ago()
	assert connector.find_own_reply(account, parent, "Hi!", since, idempotency_key=key) is None
	sent = connector.reply(account, parent, "Hi!", idempotency_key=key)
	with pytest.raises(ConnectorError) as caught:
		connector.reply(account, parent, "Hi!", idempotency_key=key)
	# The reference server answers a record that is there with 500; whatever it is, we look then.
	assert caught.value.http_status in (400, 409, 500)
	found = connector.find_own_reply(account, parent, "Hi!", since, idempotency_key=key)
	assert found.external_id == sent.external_id
	records = acme.records()
	assert [record["uri"] for record in records] == [sent.external_id]


def test_a_reply_whose_answer_got_lost_is_found_by_the_next_try(network, connector, http, monkeypatch):
	acme, jane = network.join("acme"), network.join("jane")
	account = acme.account()
	parent = Bluesky.parent_of(jane.post("hello", to=acme)["uri"], {})
	network.settle()
	post_json, key = http.post_json, _key()

	def cut(url, *args, **kwargs):
		answer = post_json(url, *args, **kwargs)
		if url.endswith("createRecord"):
			raise Unreachable("the line was cut")
		return answer

	monkeypatch.setattr(http, "post_json", cut)
	with pytest.raises(Unreachable):
		connector.reply(account, parent, "Hi!", idempotency_key=key)
	monkeypatch.undo()
	found = connector.find_own_reply(account, parent, "Hi!", _long_ago(), idempotency_key=key)
	assert [record["uri"] for record in acme.records()] == [found.external_id]


def test_a_reply_to_a_deleted_post_is_refused_before_it_is_posted(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	post = jane.post("hello", to=acme)
	network.settle()
	jane.delete(post)
	network.settle()
	with pytest.raises(Gone):
		connector.reply(acme.account(), Bluesky.parent_of(post["uri"], {}), "Hi!", idempotency_key=_key())
	assert acme.records() == []


def test_the_limit_is_the_servers(network, connector):
	acme, jane = network.join("acme"), network.join("jane")
	account = acme.account()
	parent = Bluesky.parent_of(jane.post("hello", to=acme)["uri"], {})
	network.settle()
	limit = connector.reply_terms(account).limit
	longest = "👨‍👩‍👧" * 100 + "é" * (limit.characters - 100)
	assert connector.count(longest) == limit.characters
	assert connector.reply(account, parent, longest, idempotency_key=_key())
	with pytest.raises(BadPayload, match="300"):
		connector.reply(account, parent, longest + "!", idempotency_key=_key())


def test_the_thread_around_a_post_without_deleted_posts_and_blocked_people(network, connector):
	acme, jane, bob, eve, sue = (network.join(name) for name in ("acme", "jane", "bob", "eve", "sue"))
	first = acme.post("Our new drill")
	asked = jane.post("Is there a recall?", reply=first)
	others = [bob.post("Mine works", reply=first), eve.post("Never mind", reply=first)]
	blocked = sue.post("I block you", reply=first)
	answer = {"root": first, "parent": asked}
	record = {"$type": "app.bsky.feed.post", "createdAt": _now(), "text": "I wonder too", "reply": answer}
	below = bob._create("app.bsky.feed.post", record)["uri"]
	eve.delete(others[1])
	sue.block(acme)
	network.settle()
	account = acme.account()
	posts = connector.conversation(account, Held(asked["uri"]))
	assert [post.external_id for post in posts] == [first["uri"], below, others[0]["uri"]]
	assert [post.kind for post in posts] == ["Post", "Reply", "Reply"]
	assert [post.author.external_id for post in posts] == [acme.did, bob.did, bob.did]
	assert blocked["uri"] not in {post.external_id for post in posts}
	jane.delete(asked)
	network.settle()
	with pytest.raises(Gone):
		connector.conversation(account, Held(asked["uri"]))


def _key():
	return f"{time.time_ns() // 1000}-{uuid.uuid4().hex}"
