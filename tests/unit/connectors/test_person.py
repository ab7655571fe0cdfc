"""What every connector in the registry promises about looking a person up by the handle: see `connectors.base`.

A code that somebody wrote proves whose account it is only if these words are that account's own, so most of
this is about words that are not.
"""

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

from social_crm_app.connectors import REGISTRY
from social_crm_app.connectors.base import AccountConfig, Person
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

DATA = Path(__file__).parents[2] / "data"
CODE = "erp-7K3M-9QXD"
HOME = "https://social.initech.example"
LOOKUP = f"{HOME}/api/v1/accounts/lookup"
STATUSES = f"{HOME}/api/v1/accounts/109/statuses"
FINGER = "/.well-known/webfinger"
# platform: (handle, external id, {address: answer}); every connector that can_prove is here
PEOPLE = {
	"mastodon": (
		"jane@social.initech.example",
		f"{HOME}/users/jane",
		{LOOKUP: "mastodon/lookup.json", STATUSES: "mastodon/author_statuses.json"},
	),
	"bluesky": (
		"jane.initech.example",
		"did:plc:jane0000000000000000000b",
		{
			"https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile": "bluesky/profile.json",
			"https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed": "bluesky/author_feed.json",
		},
	),
	"hackernews": (
		"jane_m",
		"jane_m",
		{
			"https://hacker-news.firebaseio.com/v0/user/jane_m.json": "hackernews/user.json",
			"https://hn.algolia.com/api/v1/search_by_date": "hackernews/author.json",
		},
	),
}


def load(name):
	return json.loads((DATA / name).read_text())


def serve(web, answers, **changed):
	for url, name in answers.items():
		body = load(name)
		if isinstance(body, dict):
			body |= changed
		web.add(responses.GET, url, json=body)


def ask(platform, handle, account=None, what="find_person"):
	return getattr(REGISTRY[platform](), what)(account, handle)


@pytest.fixture(params=PEOPLE)
def platform(request):
	return request.param


def test_every_platform_either_proves_or_says_that_it_cannot():
	assert {key for key, connector in REGISTRY.items() if connector.capabilities.can_prove} == set(PEOPLE)


@pytest.mark.parametrize("key", [key for key in REGISTRY if key not in PEOPLE])
@pytest.mark.parametrize("what", ["find_person", "posts_of"])
def test_what_cannot_prove_refuses_without_a_call(key, what, web):
	with pytest.raises(NotPermitted):
		ask(key, "jane", what=what)
	assert not web.calls


def test_a_person_is_found_with_all_that_the_person_wrote(platform, web):
	handle, external_id, answers = PEOPLE[platform]
	serve(web, answers)
	person = ask(platform, handle)
	assert isinstance(person, Person)
	assert person.author.external_id == external_id
	assert person.author.handle == handle
	assert CODE in person.about and "<" not in person.about


def test_an_at_in_front_is_no_part_of_the_handle():
	for platform in ("mastodon", "bluesky"):
		handle, external_id, answers = PEOPLE[platform]
		with responses.RequestsMock(assert_all_requests_are_fired=False) as web:
			serve(web, answers)
			assert ask(platform, f" @{handle} ").author.external_id == external_id


def test_posts_are_the_persons_own_and_nothing_passed_on(platform, web):
	handle, external_id, answers = PEOPLE[platform]
	serve(web, answers)
	posts = ask(platform, handle, what="posts_of")
	assert [CODE in post.text for post in posts] == [True]
	assert {post.author.external_id for post in posts} == {external_id}
	assert all(post.permalink.startswith("https://") for post in posts)


def test_the_limit_is_passed_on_and_bounded(platform, web):
	handle, _id, answers = PEOPLE[platform]
	serve(web, answers)
	for limit in (5, 10_000):
		REGISTRY[platform]().posts_of(None, handle, limit)
		query = parse_qs(urlsplit(web.calls[-1].request.url).query)
		asked = int((query.get("limit") or query["hitsPerPage"])[0])
		assert asked == 5 if limit == 5 else asked <= 100


@pytest.mark.parametrize("handle", ["", "@", " ", "a b", "jane@", "\x00", "../admin", "x" * 3000, "ja?x=1"])
@pytest.mark.parametrize("what", ["find_person", "posts_of"])
def test_what_is_no_handle_is_nobody(platform, handle, what, web):
	nobody = {"error": "InvalidRequest", "message": "actor must be a valid did or a handle"}
	web.add(responses.GET, re.compile(r"https://public\.api\.bsky\.app/.*"), json=nobody, status=400)
	assert not ask(platform, handle, what=what)


NOBODY = {
	"mastodon": dict(status=404, json={"error": "Record not found"}),
	"bluesky": dict(status=400, json={"error": "InvalidRequest", "message": "Profile not found"}),
	"hackernews": dict(status=200, body="null"),
}


@pytest.mark.parametrize("what", ["find_person", "posts_of"])
def test_nobody_of_that_name(platform, what, web):
	web.add(responses.GET, re.compile(r"https://hn\.algolia\.com/.*"), json={"hits": []})
	web.add(responses.GET, re.compile(".*"), **NOBODY[platform])
	assert not ask(platform, PEOPLE[platform][0], what=what)


@pytest.mark.parametrize(
	("answer", "expected"),
	[
		(dict(status=401), AuthExpired),
		(dict(status=403), NotPermitted),
		(dict(status=429, headers={"Retry-After": "60"}), RateLimited),
		(dict(status=500), Unreachable),
		(dict(body=ConnectionError("refused")), Unreachable),
		(dict(body="<!doctype html><title>Sign in</title>"), BadPayload),
		(dict(body='{"unexpected": true}'), BadPayload),
		(dict(body="[1, 2]"), BadPayload),
	],
)
def test_trouble_is_told_as_what_it_is(platform, answer, expected, web):
	web.add(responses.GET, re.compile(".*"), **answer)
	for what in ("find_person", "posts_of"):
		with pytest.raises(ConnectorError) as caught:
			ask(platform, PEOPLE[platform][0], what=what)
		assert type(caught.value) is expected


def test_posts_that_are_no_list_are_refused(platform, web):
	handle, _id, answers = PEOPLE[platform]
	profile, posts = answers
	serve(web, {profile: answers[profile]})
	web.add(responses.GET, posts, json={"nothing": "here"})
	with pytest.raises(BadPayload):
		ask(platform, handle, what="posts_of")


class TestMastodon:
	handle, external_id, answers = PEOPLE["mastodon"]

	def test_the_profiles_fields_are_read_too(self, web):
		serve(web, self.answers)
		assert "Claim: erp-2222-3333" in ask("mastodon", self.handle).about

	def test_people_of_a_domain_may_live_on_another_server(self, web):
		web.add(responses.GET, "https://initech.example/api/v1/accounts/lookup", body="<html>", status=404)
		web.add(responses.GET, "https://initech.example" + FINGER, json=load("mastodon/webfinger.json"))
		serve(web, self.answers)
		assert ask("mastodon", "jane@initech.example").author.external_id == self.external_id

	def test_a_server_speaks_for_its_own_people_only(self, web):
		entity = load("mastodon/lookup.json") | {"uri": "https://big.example/users/jane"}
		web.add(responses.GET, "https://evil.example/api/v1/accounts/lookup", json=entity)
		web.add(responses.GET, "https://evil.example" + FINGER, json={})
		with pytest.raises(BadPayload, match="another server"):
			ask("mastodon", "jane@evil.example")

	def test_a_server_that_is_named_is_asked_itself(self, web):
		"""evil.example says that its jane lives on social.initech.example: what counts is written there."""
		web.add(responses.GET, "https://evil.example/api/v1/accounts/lookup", status=404)
		web.add(responses.GET, "https://evil.example" + FINGER, json=load("mastodon/webfinger.json"))
		serve(web, self.answers, uri=f"{HOME}/users/somebody", note="nothing")
		person = ask("mastodon", "jane@evil.example")
		assert person.author.external_id == f"{HOME}/users/somebody" and CODE not in person.about

	def test_a_redirect_does_not_lend_the_name(self, web):
		web.add(
			responses.GET,
			"https://evil.example/api/v1/accounts/lookup",
			status=302,
			headers={"Location": LOOKUP},
		)
		serve(web, self.answers)
		assert ask("mastodon", "jane@evil.example").author.external_id == self.external_id

	def test_a_port_is_called_only_on_our_own_server(self, web):
		assert ask("mastodon", "jane@social.initech.example:8443") is None
		assert not web.calls

	def test_our_own_account_on_that_server_lends_its_token(self, web):
		account = AccountConfig("mastodon", instance_url=HOME, secrets={"access_token": "S3cr3t"}, session={})
		serve(web, self.answers)
		ask("mastodon", self.handle, account)
		assert web.calls[-1].request.headers["Authorization"] == "Bearer S3cr3t"

	def test_and_on_no_other_server(self, web):
		account = AccountConfig(
			"mastodon", instance_url="https://other.example", secrets={"access_token": "S3cr3t"}
		)
		serve(web, self.answers)
		ask("mastodon", self.handle, account)
		assert "Authorization" not in web.calls[-1].request.headers

	@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "localhost"])
	def test_the_companys_own_network_is_not_called(self, host):
		with pytest.raises(Unreachable, match="private address"):
			ask("mastodon", f"jane@{host}")


class TestBluesky:
	def test_a_name_that_no_longer_leads_to_the_account_is_nobodys(self, web):
		serve(web, PEOPLE["bluesky"][2], handle="handle.invalid")
		assert ask("bluesky", "jane.initech.example") is None

	@pytest.mark.parametrize("code", ["AccountDeactivated", "AccountTakedown"])
	def test_an_account_that_is_closed_is_nobody(self, code, web):
		web.add(responses.GET, re.compile(".*"), json={"error": code, "message": "closed"}, status=400)
		assert ask("bluesky", "jane.initech.example") is None

	def test_an_account_of_ours_asks_its_own_network(self, web):
		kept = {"service": "https://pds.example", "login": "acme.pds.example", "pds": "https://pds.example"}
		kept |= {"did": "did:plc:acme", "access": "S3cr3t", "refresh": "S3cr3t2"}
		account = AccountConfig(
			"bluesky", instance_url="https://pds.example", handle="acme.pds.example", session=kept
		)
		url = "https://pds.example/xrpc/app.bsky.actor.getProfile"
		web.add(responses.GET, url, json=load("bluesky/profile.json"))
		assert ask("bluesky", "jane.initech.example", account)


class TestHackerNews:
	def test_case_matters(self, web):
		url = "https://hacker-news.firebaseio.com/v0/user/Jane_M.json"
		web.add(responses.GET, url, json=load("hackernews/user.json"))
		with pytest.raises(BadPayload):
			ask("hackernews", "Jane_M")


def test_gone_is_nobody_on_mastodon_but_not_hidden_elsewhere(web):
	"""A 404 of the search of Hacker News says nothing about the person."""
	web.add(responses.GET, re.compile(".*"), status=404)
	with pytest.raises(Gone):
		ask("hackernews", "jane_m", what="posts_of")
