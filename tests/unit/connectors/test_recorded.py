"""Answers recorded from real servers, read by the connectors. SOCIAL_CRM_RECORDED names their folder."""

import json
import os
import re
from datetime import datetime, timezone
from itertools import pairwise
from pathlib import Path

import pytest
import responses

from social_crm_app.connectors.base import AccountConfig, Held
from social_crm_app.connectors.bluesky import Bluesky
from social_crm_app.connectors.bluesky_parse import author_of as bluesky_author
from social_crm_app.connectors.bluesky_parse import post_of as bluesky_post
from social_crm_app.connectors.mastodon import Mastodon
from social_crm_app.connectors.mastodon_parse import author_of as mastodon_author
from social_crm_app.connectors.mastodon_parse import post_of as mastodon_post
from social_crm_app.exceptions import AuthExpired, BadPayload, Gone, RateLimited, Unreachable

FOLDER = Path(os.environ.get("SOCIAL_CRM_RECORDED") or "no-such-folder")
START = datetime(2026, 1, 1, tzinfo=timezone.utc)

pytestmark = pytest.mark.skipif(
	not FOLDER.is_dir(), reason="SOCIAL_CRM_RECORDED does not name a folder of recorded answers"
)


def recorded(platform, number):
	"""The recorded answer: status, headers and body."""
	(path,) = (FOLDER / platform).glob(f"{number:02}_*.json")
	return json.loads(path.read_text())["response"]


def bodies(platform):
	"""The bodies of all good answers of a platform, by file name."""
	for path in sorted((FOLDER / platform).glob("*.json")):
		answer = json.loads(path.read_text())["response"]
		if answer["status"] == 200:
			yield path.stem, answer["body"]


def replay(answer):
	"""A recorded answer as `responses` wants it; the body is unpacked already."""
	packed = ("content-encoding", "content-length", "transfer-encoding", "content-type", "connection")
	headers = {name: value for name, value in answer["headers"].items() if name.lower() not in packed}
	body = answer["body"]
	kind = next((value for name, value in answer["headers"].items() if name.lower() == "content-type"), None)
	text = body if isinstance(body, str) else json.dumps(body)
	return {"status": answer["status"], "headers": headers, "body": text, "content_type": kind}


@pytest.fixture
def web():
	with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
		yield mocked


def run(connector, account):
	posts, cursor = [], None
	for _page in range(20):
		page = connector.fetch(account, json.loads(json.dumps(cursor)))
		assert page.skipped == 0
		posts += page.posts
		cursor = page.next_cursor
		if not page.has_more:
			return posts
	raise AssertionError("the run does not end")


class TestSnac:
	HOST = "localhost:8091"
	API = "https://snac.example/api/"

	def account(self, **more):
		return AccountConfig(
			platform="mastodon",
			instance_url="https://snac.example",
			secrets={"access_token": "access-token"},
			page_size=3,
			backfill_from=START,
			**more,
		)

	def test_every_status_and_account_can_be_read(self):
		read = 0
		for _name, body in bodies("mastodon_snac"):
			for status in _statuses(body):
				post = mastodon_post(status, host=self.HOST, source="search:x")
				assert post.external_id == status["uri"] and post.permalink == status["url"]
				assert post.posted_at and post.language == "en"
				assert "<" not in post.text and post.text
				assert re.fullmatch(r"\w+@localhost:8091", post.author.handle)
				assert post.author.followers is not None
				read += 1
		assert read > 40

	def test_the_text_is_what_was_written(self):
		for _name, body in bodies("mastodon_snac"):
			for status in _statuses(body):
				read = mastodon_post(status, host=self.HOST, source="s").text
				told = status["text"].replace("@acmecorp ", "@acmecorp@localhost:8091 ")
				told = told.replace("@jane ", "@jane@localhost:8091 ")
				assert " ".join(read.split()) == " ".join(told.split())

	def test_a_direct_message_is_private(self):
		posts = [
			mastodon_post(note["status"], host=self.HOST, source="mentions")
			for note in recorded("mastodon_snac", 41)["body"]
		]
		assert [post.text for post in posts if post.private] == [
			"@acmecorp@localhost:8091 private: invoice INV-0042 is wrong"
		]
		assert {post.kind for post in posts} == {"Message", "Mention", "Reply"}

	def test_the_own_account(self, web):
		web.get(self.API + "v1/accounts/verify_credentials", **replay(recorded("mastodon_snac", 7)))
		info = Mastodon().check(self.account())
		assert (info.external_id, info.handle) == ("http://localhost:8091/acmecorp", "acmecorp@snac.example")

	def test_paging_without_a_link_header(self, web):
		pages = {None: 42, "1795288775565616": 43}

		def answer(request):
			number = pages.get(request.params.get("max_id"))
			body = recorded("mastodon_snac", number)["body"] if number else []
			return 200, {}, json.dumps(body)

		web.add_callback(responses.GET, self.API + "v1/notifications", answer)
		web.get(self.API + "v1/statuses", **replay(recorded("mastodon_snac", 34)))
		posts = run(Mastodon(), self.account())
		told = [
			note["status"]["uri"] for number in (42, 43) for note in recorded("mastodon_snac", number)["body"]
		]
		assert [post.external_id for post in posts] == told and len(set(told)) == 6

	@pytest.mark.parametrize("number, term", [(21, "acmecorp"), (22, "#acme corp")])
	def test_search(self, web, number, term):
		web.get(self.API + "v2/search", **replay(recorded("mastodon_snac", number)))
		posts = run(Mastodon(), self.account(include_mentions=False, searches=(term,)))
		assert len({post.external_id for post in posts}) == len(
			recorded("mastodon_snac", number)["body"]["statuses"]
		)

	@pytest.mark.parametrize(
		"number, expected", [(31, Gone), (32, AuthExpired), (33, AuthExpired), (34, Gone)]
	)
	def test_errors_in_html(self, web, number, expected):
		web.get(self.API + "v1/notifications", **replay(recorded("mastodon_snac", number)))
		with pytest.raises(expected) as caught:
			Mastodon().fetch(self.account(), None)
		assert type(caught.value) is expected


def _statuses(value):
	"""All statuses anywhere inside a body."""
	if isinstance(value, dict):
		if "uri" in value and "content" in value:
			yield value
		for inner in value.values():
			yield from _statuses(inner)
	elif isinstance(value, list):
		for inner in value:
			yield from _statuses(inner)


class TestBluesky:
	ACME = "did:plc:vqd3vat3fdln6qwnhvwquw4e"
	API = "https://pds.example/xrpc/"
	NOTIFICATIONS = API + "app.bsky.notification.listNotifications"
	SEARCH = API + "app.bsky.feed.searchPosts"

	def account(self, **more):
		session = {"service": "https://pds.example", "login": "acmecorp.test", "did": self.ACME}
		session |= {
			"pds": "https://pds.example",
			"access": "access-token",
			"refresh": "refresh-token",
			"domains": [".test"],
		}
		return AccountConfig(
			platform="bluesky",
			instance_url="https://pds.example",
			handle="acmecorp.test",
			secrets={"app_password": "abcd-efgh-ijkl"},
			session=session,
			page_size=3,
			backfill_from=START,
			**more,
		)

	def test_every_post_can_be_read(self):
		read = 0
		for _name, body in bodies("bluesky"):
			views = [*body.get("notifications", ()), *body.get("posts", ())] if isinstance(body, dict) else []
			for view in views:
				post = bluesky_post(view, did=self.ACME, source="s", shared=[".test"])
				if view.get("reason") in ("like", "follow", "repost"):
					assert post is None
					continue
				assert post.external_id == view["uri"]
				assert post.text == view["record"]["text"]
				assert post.posted_at and post.author.attested_links == ()
				read += 1
		assert read > 25

	def test_kinds_agree_with_the_servers_reasons(self):
		kinds = {"mention": "Mention", "reply": "Reply", "quote": "Quote"}
		for view in recorded("bluesky", 29)["body"]["notifications"]:
			post = bluesky_post(view, did=self.ACME, source="mentions")
			assert post is None or post.kind == kinds[view["reason"]]

	def test_profiles(self):
		jane, bob = map(bluesky_author, recorded("bluesky", 40)["body"]["profiles"])
		assert (jane.display_name, jane.following, jane.posts) == ("Jane Miller", 1, 1)
		assert jane.bio == "Ops lead at Initech. jane@initech.example https://initech.example"
		assert (bob.handle, bob.display_name) == ("bob.test", "")

	def test_login_and_own_account(self, web):
		answer = recorded("bluesky", 9)
		answer["body"]["didDoc"]["service"][0]["serviceEndpoint"] = "https://pds.example"
		web.post(self.API + "com.atproto.server.createSession", **replay(answer))
		web.get(self.API + "com.atproto.server.describeServer", **replay(recorded("bluesky", 58)))
		account = self.account()
		info = Bluesky().check(account)
		assert (info.external_id, info.handle) == (self.ACME, "acmecorp.test")
		assert account.session["domains"] == [".test", ".example"]

	@pytest.mark.parametrize("numbers", [(30, 31, 32, 33)])
	def test_paging_through_notifications(self, web, numbers):
		pages = [recorded("bluesky", number) for number in numbers]
		self.serve(web, self.NOTIFICATIONS, pages)
		posts = run(Bluesky(), self.account())
		told = [view["uri"] for page in pages for view in page["body"]["notifications"]]
		assert [post.external_id for post in posts] == told and len(set(told)) == len(told) > 9

	def test_paging_through_a_search(self, web):
		pages = [recorded("bluesky", number) for number in (35, 36, 38)]
		self.serve(web, self.SEARCH, pages)
		posts = run(Bluesky(), self.account(include_mentions=False, searches=("acmecorp",)))
		assert len({post.external_id for post in posts}) == 6
		assert {post.kind for post in posts} == {"Mention"}

	def serve(self, web, url, pages):
		"""One page after the other, by the cursor that the page before gave."""
		after = {None: pages[0]}
		for page, following in pairwise(pages):
			after[page["body"]["cursor"]] = following

		def answer(request):
			page = replay(after[request.params.get("cursor")])
			return page["status"], page["headers"], page["body"]

		web.add_callback(responses.GET, url, answer)
		web.get(self.API + "app.bsky.actor.getProfiles", **replay(recorded("bluesky", 40)))

	def test_the_limit_is_read_from_the_headers(self, web):
		self.serve(web, self.NOTIFICATIONS, [recorded("bluesky", 33)])
		rate = Bluesky().fetch(self.account(), None).rate
		assert (rate.limit, rate.remaining) == (3000, 2951)
		assert rate.reset_at == datetime.fromtimestamp(1795288387, timezone.utc)

	def test_wrong_password_and_too_many_logins(self, web):
		login = self.API + "com.atproto.server.createSession"
		web.post(login, **replay(recorded("bluesky", 7)))
		with pytest.raises(AuthExpired, match="Invalid identifier or password"):
			Bluesky().check(self.account())
		web.replace(responses.POST, login, **replay(recorded("bluesky", 96)))
		with pytest.raises(RateLimited) as caught:
			Bluesky().check(self.account())
		assert caught.value.retry_after == pytest.approx(283, abs=2)

	@pytest.mark.parametrize("number", [52, 53, 61])
	def test_a_bad_token_is_renewed(self, web, number):
		web.get(self.NOTIFICATIONS, **replay(recorded("bluesky", number)))
		refreshed = recorded("bluesky", 10)
		refreshed["body"]["didDoc"] = None
		web.post(self.API + "com.atproto.server.refreshSession", **replay(refreshed))
		with pytest.raises(AuthExpired) as caught:
			Bluesky().fetch(self.account(), None)
		assert caught.value.provider_message.startswith(recorded("bluesky", number)["body"]["error"])
		called = [call.request.url.rpartition("/")[2].partition("?")[0] for call in web.calls]
		assert called.count("com.atproto.server.refreshSession") == 1

	@pytest.mark.parametrize("number, expected", [(55, BadPayload), (56, Unreachable), (54, Unreachable)])
	def test_other_errors(self, web, number, expected):
		web.get(self.NOTIFICATIONS, **replay(recorded("bluesky", number)))
		with pytest.raises(expected) as caught:
			Bluesky().fetch(self.account(), None)
		assert recorded("bluesky", number)["body"]["message"] in caught.value.provider_message

	def test_deletions(self, web):
		(uri,) = (post["uri"] for post in recorded("bluesky", 50)["body"]["posts"])
		gone = next(v["uri"] for v in recorded("bluesky", 41)["body"]["posts"] if v["uri"] != uri)
		web.get(self.API + "app.bsky.feed.getPosts", **replay(recorded("bluesky", 50)))
		words = {"error": "RecordNotFound", "message": f"Could not locate record: {gone}"}
		web.get(self.API + "com.atproto.repo.getRecord", status=400, json=words)
		assert Bluesky().find_deleted(self.account(), [Held(uri), Held(gone)]) == {gone}


def test_the_own_account_of_snac_has_an_address():
	found = mastodon_author(recorded("mastodon_snac", 7)["body"], "localhost:8091")
	assert found.handle == "acmecorp@localhost:8091"
