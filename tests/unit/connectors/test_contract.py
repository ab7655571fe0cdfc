"""What every connector in the registry promises, whatever its platform: see `connectors.base`."""

import json
import re
import subprocess
import sys
import time
import traceback
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
import requests
import responses
from worlds import WORLDS

from social_crm_app.connectors import REGISTRY, get, labels
from social_crm_app.connectors.base import KINDS, AccountConfig, AccountInfo, Capabilities, Held, Page, Setup
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

IMPORT_ALL = """
import sys
sys.modules["frappe"] = sys.modules["erpnext"] = None
from social_crm_app.connectors import REGISTRY
for key in REGISTRY:
	REGISTRY[key]()
"""
MEDIA_KINDS = ("image", "video", "audio", "link")


def secrets_of(account):
	"""All that must never be shown of the account, in the forms in which it could be."""
	tokens = (account.session.get(name) for name in ("access", "refresh"))
	values = filter(None, (*account.secrets.values(), *tokens))
	return {form for value in values for form in (value, quote(value, safe=""), json.dumps(value)[1:-1])}


def answer_all(web, **answer):
	for method in (responses.GET, responses.POST):
		web.add(method, re.compile(".*"), **answer)


def shown(error):
	"""Everything that a log or a page could show of an error, what led to it included."""
	parts = [str(error), repr(error), repr(error.args), error.provider_message]
	return "\n".join([*parts, *traceback.format_exception(error)])


def echo(account):
	"""An error body that repeats the account's secrets, as servers do."""
	return json.dumps({"error": "Nope", "message": " ".join(["got", *sorted(secrets_of(account))])})


@pytest.fixture(params=WORLDS, ids=str)
def world(request):
	return request.param


@pytest.fixture
def web():
	"""The web as the test says it is; nothing else can be called."""
	with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
		yield mocked


@pytest.fixture(params=["fetch", "check"])
def call(request):
	"""A way of asking the platform for something."""

	def ask(world, account):
		if request.param == "check":
			return world.connector().check(account)
		return world.connector().fetch(account, None)

	return ask


class TestDeclaration:
	def test_every_platform_is_tested_here(self):
		assert {world.platform for world in WORLDS} == set(REGISTRY)

	@pytest.mark.parametrize("key", list(REGISTRY))
	def test_key_label_capabilities_and_setup_are_told(self, key):
		connector = REGISTRY[key]
		assert connector.platform == key and re.fullmatch(r"[a-z][a-z0-9_]*", key)
		assert connector.label in labels()
		assert get(key) is get(connector.label) is connector
		assert isinstance(connector.capabilities, Capabilities)
		assert isinstance(connector.setup, Setup)
		assert all(isinstance(name, str) for name in connector.setup.secrets)

	@pytest.mark.parametrize("key", list(REGISTRY))
	def test_what_can_search_says_so_and_what_cannot_does_not(self, key):
		can, needs = REGISTRY[key].capabilities.can_search, REGISTRY[key].setup.needs_search
		assert can or not needs

	def test_no_connector_needs_frappe(self):
		done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, timeout=60)
		assert done.returncode == 0, done.stderr

	def test_an_account_shows_no_secrets(self, world):
		account = world.account()
		assert not any(secret in repr(account) for secret in secrets_of(account))


class TestAnswers:
	def test_posts_are_what_the_contract_says(self, world, web):
		world.serve(web)
		page = world.connector().fetch(world.account(), None)
		assert isinstance(page, Page) and page.posts
		for post in page.posts:
			assert isinstance(post.external_id, str) and post.external_id.strip()
			assert isinstance(post.text, str) and isinstance(post.title, str)
			assert post.kind in KINDS
			assert post.source
			assert json.loads(json.dumps(post.raw)) == post.raw
			for moment in (post.posted_at, post.edited_at):
				assert moment is None or moment.tzinfo is not None
			assert not post.permalink or post.permalink.startswith(("https://", "http://"))
			assert all(media.kind in MEDIA_KINDS and media.url for media in post.media)
		assert any(post.posted_at for post in page.posts)

	def test_authors_are_what_the_contract_says(self, world, web):
		world.serve(web)
		authors = [
			post.author for post in world.connector().fetch(world.account(), None).posts if post.author
		]
		assert authors
		for author in authors:
			assert isinstance(author.external_id, str) and author.external_id.strip()
			assert not author.handle.startswith("@")
			links = (author.url, author.avatar, author.website, *author.attested_links, *author.links)
			assert all(link.startswith(("https://", "http://")) for link in links if link)
			for count in (author.followers, author.following, author.posts):
				assert count is None or count >= 0

	def test_the_cursor_can_be_kept_and_a_replay_brings_the_same(self, world, web):
		world.serve(web)
		cursor, first = None, []
		for _page in range(6):
			account = world.account()
			page = world.connector().fetch(account, cursor)
			again = world.connector().fetch(account, json.loads(json.dumps(cursor)))
			ids = [post.external_id for post in page.posts]
			assert ids == [post.external_id for post in again.posts]
			assert page.next_cursor == again.next_cursor
			assert json.loads(json.dumps(page.next_cursor)) == page.next_cursor
			first += ids
			cursor = page.next_cursor
			if not page.has_more:
				return
		assert len(set(first)) < len(first), "a small world must come to an end"

	def test_the_cursor_does_not_come_from_our_clock(self, world, web, monkeypatch):
		class Later(datetime):
			@classmethod
			def now(cls, tz=None):
				return datetime.now(tz) + timedelta(days=4000)

		world.serve(web)
		before = world.connector().fetch(world.account(), None)
		for name, module in list(sys.modules.items()):
			if name.startswith("social_crm_app.") and getattr(module, "datetime", None) is datetime:
				monkeypatch.setattr(module, "datetime", Later)
		monkeypatch.setattr(time, "time", lambda: 4_000_000_000.0)
		after = world.connector().fetch(world.account(), None)
		assert after.next_cursor == before.next_cursor
		assert after.complete_until == before.complete_until

	def test_a_page_has_each_post_once(self, world, web):
		world.serve(web)
		ids = [post.external_id for post in world.connector().fetch(world.account(), None).posts]
		assert len(ids) == len(set(ids))

	def test_completeness_is_a_moment_and_not_in_the_servers_future(self, world, web):
		world.serve(web)
		account, cursor = world.account(), None
		for _page in range(6):
			page = world.connector().fetch(account, cursor)
			cursor = page.next_cursor
			if not page.has_more:
				break
		assert page.complete_until is not None and page.complete_until.tzinfo is not None
		assert page.complete_until.isoformat() <= "2026-11-20T12:00:00+00:00"

	def test_check_tells_whose_account_it_is(self, world, web):
		world.serve(web)
		info = world.connector().check(world.account())
		assert isinstance(info, AccountInfo) and info.external_id

	def test_deletions_are_asked_for_only_where_that_is_possible(self, world, web):
		world.serve(web)
		connector, account = world.connector(), world.account()
		if not connector.capabilities.can_delete_check:
			with pytest.raises(NotPermitted):
				connector.find_deleted(account, [Held("x")])
			return
		held = held_of(connector.fetch(account, None))
		gone = connector.find_deleted(
			account, [*held, Held("x"), Held("https://x.example/1", raw={"id": None})]
		)
		assert gone <= {post.external_id for post in held}
		assert connector.find_deleted(account, []) == set()
		assert connector.find_deleted_authors(account, []) == set()


@pytest.mark.parametrize(
	"trouble",
	[
		{"status": 400, "json": {"error": "Odd", "message": "odd"}},
		{"status": 401},
		{"status": 403},
		{"status": 429},
		{"status": 500},
		{"status": 503},
		{"body": b"<!doctype html><title>Sign in</title>", "content_type": "text/html"},
		{"body": b"null", "content_type": "application/json"},
		{"body": b"{}", "content_type": "application/json"},
		{"body": requests.exceptions.ConnectionError("no route")},
	],
	ids=lambda trouble: str(trouble.get("status") or trouble["body"])[:20],
)
class TestTroubleIsNoDeletion:
	"""What cannot be asked is not gone."""

	def test_no_post_is_called_deleted(self, world, web, trouble):
		connector, account = world.connector(), world.account()
		if not connector.capabilities.can_delete_check:
			pytest.skip("this platform cannot be asked")
		world.serve(web)
		held = held_of(connector.fetch(account, None))
		web.reset()
		answer_all(web, **trouble)
		assert asked(lambda: connector.find_deleted(account, held)) == set()

	def test_no_author_is_called_deleted(self, world, web, trouble):
		connector, account = world.connector(), world.account()
		world.serve(web)
		posts = connector.fetch(account, None).posts
		authors = [post.author.external_id for post in posts if post.author]
		web.reset()
		answer_all(web, **trouble)
		assert asked(lambda: connector.find_deleted_authors(account, authors)) == set()


def held_of(page):
	return [Held(post.external_id, post.private, post.raw) for post in page.posts]


def asked(call):
	"""What a question was answered with; nothing when it could not be."""
	try:
		return call()
	except ConnectorError:
		return set()


class TestErrors:
	@pytest.mark.parametrize(
		"status, expected",
		[
			(400, BadPayload),
			(401, AuthExpired),
			(403, NotPermitted),
			(404, Gone),
			(405, BadPayload),
			(410, Gone),
			(429, RateLimited),
			(500, Unreachable),
			(502, Unreachable),
			(503, Unreachable),
		],
	)
	def test_each_status_is_its_own_error(self, world, web, call, status, expected):
		account = world.account()
		answer_all(web, status=status, body=echo(account), content_type="application/json")
		secrets = secrets_of(account)
		with pytest.raises(ConnectorError) as caught:
			call(world, account)
		assert type(caught.value) is expected
		assert caught.value.http_status == status
		assert "Nope" in caught.value.provider_message
		assert not any(secret in shown(caught.value) for secret in secrets)

	def test_the_time_to_wait_is_told(self, world, web, call):
		answer_all(web, status=429, headers={"Retry-After": "120"})
		with pytest.raises(RateLimited) as caught:
			call(world, world.account())
		assert caught.value.retry_after == pytest.approx(120, abs=2)

	@pytest.mark.parametrize(
		"trouble, expected",
		[
			(requests.exceptions.ConnectTimeout, Unreachable),
			(requests.exceptions.ReadTimeout, Unreachable),
			(requests.exceptions.ConnectionError, Unreachable),
			(requests.exceptions.SSLError, Unreachable),
			(requests.exceptions.ChunkedEncodingError, Unreachable),
			(requests.exceptions.ContentDecodingError, BadPayload),
		],
	)
	def test_no_answer_at_all(self, world, web, call, trouble, expected):
		account = world.account()
		secrets = secrets_of(account)
		answer_all(web, body=trouble(" ".join(secrets)))
		with pytest.raises(ConnectorError) as caught:
			call(world, account)
		assert type(caught.value) is expected
		assert not any(secret in shown(caught.value) for secret in secrets)

	@pytest.mark.parametrize(
		"body, kind",
		[
			(b"<!doctype html><title>Sign in</title><p>hotel wifi", "text/html"),
			(b"", "application/json"),
			(b'[{"id": "1", "type": "men', "application/json"),
			(b'{"unexpected": true}', "application/json"),
			(b"null", "application/json"),
			(b"42", "application/json"),
			(b'"text"', "application/json"),
			(b"NaN", "application/json"),
			(b"[" * 100_000, "application/json"),
			(b"\xff\xfe\x00\x01", "application/octet-stream"),
		],
	)
	def test_an_answer_that_is_something_else(self, world, web, call, body, kind):
		answer_all(web, body=body, content_type=kind)
		with pytest.raises(ConnectorError) as caught:
			call(world, world.account())
		assert type(caught.value) is BadPayload

	def test_a_list_of_nonsense_is_counted_or_refused(self, world, web):
		nonsense = [None, 1, "x", [], {}, {"id": None}]
		answers = {path: nonsense for path in world.answers}
		world.serve(web, answers)
		try:
			page = world.connector().fetch(world.account(), None)
		except BadPayload:
			return
		assert page.posts == () and page.skipped

	def test_nobody_waits(self, world, web, call, monkeypatch):
		slept = []
		monkeypatch.setattr(time, "sleep", slept.append)
		answer_all(web, status=503)
		with pytest.raises(Unreachable):
			call(world, world.account())
		assert sum(slept) <= 1

	@pytest.mark.parametrize("key", list(REGISTRY))
	@pytest.mark.parametrize(
		"typed", ["", "https://", "nonsense", "ftp://x.example", "https://[", "http://10.0.0.1", "\x00"]
	)
	def test_an_account_not_filled_in_calls_nobody(self, key, typed, web):
		account = AccountConfig(
			platform=key, instance_url=typed, secrets={name: "x" for name in get(key).setup.secrets}
		)
		with pytest.raises(ConnectorError):
			REGISTRY[key]().check(account)

	@pytest.mark.parametrize("value", ["line\nbreak", "ünïcode 😡", "\x00", " " * 3, "\ud800"])
	def test_a_secret_pasted_wrongly(self, world, web, value):
		account = world.account(session={})
		if not account.secrets:
			pytest.skip("this platform needs no credentials")
		account.secrets = dict.fromkeys(account.secrets, value)
		answer_all(web, status=401)
		with pytest.raises(ConnectorError):
			world.connector().fetch(account, None)
