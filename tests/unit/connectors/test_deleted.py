"""What was deleted on the platform, told apart from what is hidden, moved, or cannot be asked for."""

import json
import re

import pytest
import responses

from social_crm_app.connectors.base import AccountConfig, Held
from social_crm_app.connectors.bluesky import Bluesky
from social_crm_app.connectors.hackernews import HackerNews
from social_crm_app.connectors.mastodon import Mastodon
from social_crm_app.exceptions import AuthExpired, RateLimited, Unreachable

HERE = "https://social.acme.example"
BATCH = f"{HERE}/api/v1/statuses"
PDS = "https://pds.example/xrpc/"
JANE, BOB = "did:plc:jane0000000000000000000a", "did:plc:bob00000000000000000000a"


@pytest.fixture
def net():
	with responses.RequestsMock(assert_all_requests_are_fired=False) as mocked:
		yield mocked


def post(number, private=False, **raw):
	uri = f"https://other.example/users/bob/statuses/{number}"
	return Held(uri, private, {"id": f"0{number}", "uri": uri, **raw})


def asked(net, pattern):
	return [call.request for call in net.calls if re.search(pattern, call.request.url)]


class TestMastodon:
	account = AccountConfig(platform="mastodon", instance_url=HERE, secrets={"access_token": "secret"})

	def find(self, *posts, **more):
		return Mastodon().find_deleted(
			AccountConfig(platform="mastodon", instance_url=HERE, secrets={"access_token": "s"}, **more),
			posts,
		)

	def serve(self, net, here, batches=True):
		"""Our server has the posts `here`; with `batches` it answers for many ids at once."""
		known = {one.raw["id"]: {**one.raw} for one in here}

		def many(request):
			ids = request.params.get("id[]", [])
			ids = [ids] if isinstance(ids, str) else ids
			assert len(ids) <= 20
			return 200, {}, json.dumps([known[one] for one in ids if one in known])

		if batches:
			net.add_callback(responses.GET, BATCH, many)
		else:
			net.get(BATCH, status=404)

		def single(request):
			name = request.url.rpartition("/")[2]
			return (
				(200, {}, json.dumps(known[name]))
				if name in known
				else (404, {}, '{"error": "Record not found"}')
			)

		net.add_callback(responses.GET, re.compile(re.escape(BATCH) + r"/\w+$"), single)

	@pytest.mark.parametrize("batches", [True, False])
	@pytest.mark.parametrize("status", [404, 410])
	def test_gone_here_and_at_home(self, net, batches, status):
		self.serve(net, [post(1), post(3)], batches)
		net.get(post(2).external_id, status=status)
		assert self.find(post(1), post(2), post(3)) == {post(2).external_id}
		(at_home,) = asked(net, "other.example")
		assert "Authorization" not in at_home.headers and "activitystreams" in at_home.headers["Accept"]

	def test_many_are_asked_for_together(self, net):
		posts = [post(number) for number in range(45)]
		self.serve(net, posts)
		assert self.find(*posts) == set()
		assert len(net.calls) == 3

	def test_what_its_own_server_still_has_is_only_hidden_from_us(self, net):
		"""Its author blocks us, or our server has tidied up."""
		self.serve(net, [post(1)])
		net.get(post(2).external_id, json={"type": "Note"})
		assert self.find(post(1), post(2)) == set()

	@pytest.mark.parametrize("status", [401, 403])
	def test_a_home_that_does_not_speak_to_strangers_leaves_it_to_our_server(self, net, status):
		self.serve(net, [post(1)])
		net.get(post(2).external_id, status=status)
		assert self.find(post(1), post(2)) == {post(2).external_id}

	@pytest.mark.parametrize("status", [401, 403])
	def test_but_not_to_a_server_that_knows_none_of_them(self, net, status):
		"""The account may have moved to another server since, whose ids are others."""
		self.serve(net, [])
		net.get(post(2).external_id, status=status)
		assert self.find(post(2)) == set()

	@pytest.mark.parametrize("answer", [{"status": 500}, {"status": 429}, {"body": ConnectionError("no")}])
	def test_a_home_in_trouble_tells_nothing(self, net, answer):
		self.serve(net, [post(1)])
		net.get(post(2).external_id, **answer)
		assert self.find(post(1), post(2)) == set()

	def test_the_same_id_of_another_server_is_another_post(self, net):
		self.serve(net, [Held(post(1).external_id, raw={"id": "01", "uri": "https://else.example/1"})])
		net.get(post(1).external_id, json={})
		assert self.find(post(1)) == set()

	def test_a_private_post_is_our_servers_to_tell(self, net):
		self.serve(net, [post(1)])
		assert self.find(post(1), post(2, private=True)) == {post(2).external_id}
		assert asked(net, "other.example") == []

	def test_a_private_post_and_a_server_that_knows_none_of_them(self, net):
		self.serve(net, [])
		assert self.find(post(2, private=True)) == set()

	def test_another_servers_post_with_the_same_id_does_not_vouch_for_the_server(self, net):
		self.serve(net, [Held("x", raw={"id": "01", "uri": "https://else.example/1"})], batches=False)
		assert self.find(post(1), post(2, private=True)) == set()

	def test_without_the_servers_own_id_nothing_is_asked(self, net):
		assert self.find(Held(post(1).external_id), Held(post(2).external_id, raw={"id": ""})) == set()
		assert len(net.calls) == 0

	@pytest.mark.parametrize("status, error", [(401, AuthExpired), (429, RateLimited), (500, Unreachable)])
	def test_our_servers_trouble_is_raised(self, net, status, error):
		net.get(re.compile(".*"), status=status)
		with pytest.raises(error):
			self.find(post(1))

	@pytest.mark.parametrize(
		"status, gone", [(410, True), (404, True), (200, False), (401, False), (500, False)]
	)
	def test_authors_are_asked_for_at_home(self, net, status, gone):
		bob = "https://other.example/users/bob"
		net.get(bob, status=status, json={})
		found = Mastodon().find_deleted_authors(
			self.account, [bob, bob, "http://plain.example/users/x", "nonsense"]
		)
		assert found == ({bob} if gone else set())

	def test_an_address_of_our_own_house_is_not_called(self, net):
		inside = "https://127.0.0.1/users/bob"
		assert Mastodon().find_deleted_authors(self.account, [inside, "https://10.0.0.1/x"]) == set()
		assert len(net.calls) == 0


class TestBlueskyAuthors:
	def find(self, *dids):
		session = {
			"service": "https://bsky.social",
			"login": "acme.bsky.social",
			"pds": "https://pds.example",
		}
		session |= {"did": "did:plc:acme0000000000000000000a", "access": "a", "refresh": "r"}
		account = AccountConfig(
			platform="bluesky", handle="acme.bsky.social", secrets={"app_password": "x"}, session=session
		)
		return Bluesky().find_deleted_authors(account, dids)

	def serve(self, net, *present):
		net.get(PDS + "app.bsky.actor.getProfiles", json={"profiles": [{"did": did} for did in present]})

	@pytest.mark.parametrize(
		"words",
		[
			{"error": "InvalidRequest", "message": "Profile not found"},
			{"error": "AccountDeactivated", "message": "Account is deactivated"},
			{"error": "AccountTakedown", "message": "Account has been suspended"},
		],
	)
	def test_accounts_that_are_gone(self, net, words):
		self.serve(net, JANE)
		net.get(PDS + "app.bsky.actor.getProfile", status=400, json=words)
		assert self.find(JANE, BOB, "no did") == {BOB}
		assert len(asked(net, "getProfile$|getProfile\\?")) == 1

	def test_an_account_that_answers_for_itself_is_there(self, net):
		self.serve(net, JANE)
		net.get(PDS + "app.bsky.actor.getProfile", json={"did": BOB})
		assert self.find(JANE, BOB) == set()


class TestHackerNews:
	@pytest.mark.parametrize(
		"item, gone",
		[
			({"id": 41, "deleted": True}, True),
			({"id": 41, "text": "here"}, False),
			({"id": 41, "dead": True}, False),
			({"id": 42, "deleted": True}, False),
			({"id": 41, "deleted": "yes"}, False),
			(None, False),
		],
	)
	def test_the_flag_of_the_site(self, net, item, gone):
		net.get("https://hacker-news.firebaseio.com/v0/item/41.json", body=json.dumps(item))
		found = HackerNews().find_deleted(
			AccountConfig(platform="hackernews"), [Held("41"), Held("../user/x")]
		)
		assert found == ({"41"} if gone else set())
