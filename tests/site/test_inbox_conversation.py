"""The rest of a thread, as a platform on loopback tells it: in its place, for those who may see it, never stored."""

import http.server
import json
import threading

import pytest

import frappe
from frappe.permissions import add_permission, add_user_permission
from frappe.utils import add_to_date, now_datetime

from social_crm_app.api import inbox
from social_crm_app.ingest import conversation
from social_crm_app.testing import make_account, make_author, make_customer, make_post, store

HOST = "https://social.example"
HOSTILE = "<img src=x onerror=alert(1)>"


class Server(http.server.ThreadingHTTPServer):
	"""A Mastodon server: `above` and `below` of the status 3, and of 1 all that is below it; fails with `status`."""

	daemon_threads = True

	def __init__(self):
		super().__init__(("127.0.0.1", 0), _Answers)
		self.above, self.below, self.status, self.asked, self.headers = [], [], 200, [], {}
		self.url = f"http://127.0.0.1:{self.server_port}"


class _Answers(http.server.BaseHTTPRequestHandler):
	server: Server

	def do_GET(self):
		self.server.asked.append(self.path)
		told = {"ancestors": self.server.above, "descendants": self.server.below}
		if "/statuses/1/" in self.path:
			told = {"ancestors": [], "descendants": [*self.server.above[1:], *self.server.below]}
		body = json.dumps(told).encode()
		self.send_response(self.server.status)
		for name, value in {"Content-Length": str(len(body)), **self.server.headers}.items():
			self.send_header(name, value)
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *args):
		"""Quiet: pytest's output is for failures."""


@pytest.fixture
def server():
	server = Server()
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


@pytest.fixture
def account(server):
	return make_account("Acme", "Mastodon", instance_url=server.url, access_token="x")


@pytest.fixture
def mention(account):
	store(make_post(3, "And mine too", raw={"id": "3", "visibility": "public"}), account=account.name)
	return name_of(3)


def name_of(number):
	return frappe.db.get_value("Mention", {"external_id": f"{HOST}/statuses/{number}"})


def status(number, words="", who=None, **more):
	who = who or f"p{number}"
	return {
		"id": str(number), "uri": f"{HOST}/statuses/{number}", "url": f"{HOST}/@{who}/{number}",
		"content": f"<p>{words or f'Words {number}'}</p>", "created_at": f"2026-03-02T09:0{number}:30.000Z",
		"visibility": "public", "account": {"uri": f"{HOST}/users/{who}", "acct": f"{who}@social.example"},
		"in_reply_to_id": str(number - 1) if number > 1 else None, **more,
	}  # fmt: skip


def told(mention):
	return inbox.platform_thread(mention)


def texts(mention):
	return [item["text"] for item in told(mention)["items"]]


class TestShown:
	def test_root_parents_and_other_peoples_replies_in_their_place(self, server, mention):
		server.above, server.below = [status(1, "Our new drill"), status(2)], [status(4), status(5)]
		before = frappe.db.count("Mention"), frappe.db.count("Social Profile")
		found = told(mention)
		assert found["trouble"] == ""
		assert [(item["kind"], item["text"]) for item in found["items"]] == [
			("post", "Our new drill"), ("post", "Words 2"), ("post", "Words 4"), ("post", "Words 5"),
		]  # fmt: skip
		first = found["items"][0]
		assert (first["handle"], first["permalink"]) == ("p1@social.example", f"{HOST}/@p1/1")
		assert [item["is_reply"] for item in found["items"]] == [False, True, True, True]
		assert not any(item["is_ours"] or item["private"] or item["is_this"] for item in found["items"])
		ats = [str(item["at"]) for item in (*found["items"], *inbox.thread(mention)["items"])]
		assert ats[1] < ats[4] < ats[2]  # the mention stands between its parent and its answers
		assert (frappe.db.count("Mention"), frappe.db.count("Social Profile")) == before

	def test_a_post_of_our_own_is_marked(self, server, mention, account):
		store(make_post(9, author=make_author("acme")), account=account.name)
		frappe.db.set_value("Social Profile", {"handle": "acme@social.example"}, "kept_out", "Own Account")
		server.above = [status(1, who="acme")]
		assert [item["is_ours"] for item in told(mention)["items"]] == [True]

	def test_text_from_outside_is_text(self, server, mention):
		server.above = [
			status(
				1,
				HOSTILE.replace("<", "&lt;"),
				url="javascript:alert(1)",
				uri=f"{HOST}/x",
				display_name=HOSTILE,
			)
		]
		(item,) = told(mention)["items"]
		assert item["text"] == HOSTILE.replace("<", "<\u2060") and item["permalink"] == f"{HOST}/x"

	def test_what_the_thread_shows_already_is_not_there_twice(self, server, mention, account):
		root = f"{HOST}/statuses/1"
		store(make_post(1), make_post(2, parent_id=root, root_id=root), account=account.name)
		frappe.db.set_value(
			"Mention", mention, "thread_root", frappe.db.get_value("Mention", name_of(1), "mention_key")
		)
		assert len(inbox.thread(mention)["items"]) == 3
		server.above, server.below = [status(1), status(2)], [status(4)]
		assert texts(mention) == ["Words 4"]

	def test_a_mention_of_the_thread_that_we_did_not_know_to_be_of_it(self, server, mention, account):
		store(make_post(1, "Stored"), account=account.name)
		frappe.get_doc("Mention", name_of(1)).add_comment("Comment", "A note")
		server.above = [status(1)]
		items = told(mention)["items"]
		assert [(item["kind"], item["text"]) for item in items] == [("mention", "Stored"), ("note", "A note")]
		assert items[0]["name"] == name_of(1)

	def test_our_own_reply_is_not_there_twice(self, server, mention):
		frappe.get_doc(
			{
				"doctype": "Mention Reply", "name": "r", "status": "Sent", "mention": mention, "text": "Sorry",
				"remote_id": f"{HOST}/statuses/4", "sender": "Administrator", "visibility": "Public",
			}
		).db_insert()  # fmt: skip
		server.below = [status(4)]
		assert texts(mention) == []


class TestNotShown:
	def test_private_posts_for_who_may_not_read_them(self, server, mention, as_user):
		server.above = [status(1, visibility="private"), status(2, visibility="direct")]
		with as_user("Social CRM User"):
			assert texts(mention) == ["Words 1", "Words 2"]
			assert all(item["private"] for item in told(mention)["items"])
		add_permission("Mention", "Stock User")
		with as_user("Stock User"):
			assert texts(mention) == []  # from the same cache

	def test_mentions_that_the_user_may_not_read(self, server, mention, account, as_user):
		mine, hidden = make_customer("Mine Ltd").name, make_customer("Hidden Ltd").name
		store(make_post(1, author=make_author("ada")), account=account.name)
		frappe.db.set_value("Mention", name_of(1), {"party_type": "Customer", "party": hidden})
		server.above = [status(1)]
		assert len(texts(mention)) == 1
		with as_user("Social CRM User", "Sales User") as user:
			add_user_permission("Customer", mine, user, ignore_permissions=True)
			assert texts(mention) == []

	def test_people_who_were_erased_and_posts_that_were_deleted(self, server, mention, account):
		store(make_post(1), make_post(9, author=make_author("ada")), account=account.name)
		frappe.db.set_value("Social Profile", {"handle": "ada@social.example"}, "erased", 1)
		frappe.db.set_value("Mention", name_of(1), "deleted_upstream", 1)
		server.above, server.below = [status(1), status(2, who="ada")], [status(4)]
		assert texts(mention) == ["Words 4"]

	def test_an_erased_post(self, server, mention, account):
		store(make_post(1), account=account.name)
		frappe.db.set_value("Mention", name_of(1), "mention_key", "erased:1")
		server.above = [status(1)]
		assert texts(mention) == []

	def test_who_may_not_read_the_mention(self, server, mention, as_user):
		with as_user("Stock User"), pytest.raises(frappe.PermissionError):
			told(mention)
		assert not server.asked


class TestAsking:
	def test_the_platform_is_asked_once_in_some_minutes(self, server, mention):
		server.above = [status(1)]
		assert texts(mention) == texts(mention) == ["Words 1"]
		assert server.asked == ["/api/v1/statuses/3/context", "/api/v1/statuses/1/context"]

	@pytest.mark.parametrize("code", [500, 401, 403, 400])
	def test_no_answer_is_one_calm_line_and_the_account_stays_as_it_is(self, server, mention, account, code):
		server.status = code
		found = told(mention)
		assert found["items"] == [] and "Mastodon does not answer" in found["trouble"]
		calls = len(server.asked)
		assert account.reload().status == "Not Connected" and not account.last_error
		server.status = 200
		told(mention)
		assert len(server.asked) == calls  # left in peace

	def test_a_dead_server(self, mention, account):
		account.db_set("instance_url", "http://127.0.0.1:9")
		assert "does not answer" in told(mention)["trouble"]

	def test_a_post_that_is_gone_is_no_trouble(self, server, mention):
		server.status = 404
		assert told(mention) == {"items": [], "trouble": ""}

	def test_a_rate_limit_is_kept_on_the_account(self, server, mention, account):
		server.status, server.headers = 429, {"Retry-After": "120"}
		assert "does not answer" in told(mention)["trouble"]
		account.reload()
		assert account.status == "Rate Limited" and account.next_sync_at > now_datetime()
		server.status = 200
		told(mention)
		assert len(server.asked) == 1
		account.db_set("next_sync_at", add_to_date(now_datetime(), minutes=-1))
		server.above = [status(1)]
		assert texts(mention) == ["Words 1"]

	@pytest.mark.parametrize("change", [{"status": "Broken"}, {"status": "Paused"}])
	def test_a_broken_account_is_not_asked(self, server, mention, account, change):
		account.db_set(change)
		assert "does not answer" in told(mention)["trouble"] and not server.asked

	def test_where_nothing_can_be_asked_nothing_is_said(self, server, mention, account):
		typed = frappe.get_doc({"doctype": "Mention", "platform": "Mastodon", "text": "x"}).insert().name
		store(make_post(7), account=make_account().name, platform="rss", label="RSS/Atom Feed")
		account.db_set("enabled", 0)
		frappe.db.set_value("Mention", name_of(7), "external_id", "x")
		for name in (typed, mention, frappe.db.get_value("Mention", {"platform": "RSS/Atom Feed"})):
			assert told(name) == {"items": [], "trouble": ""}
		account.db_set("enabled", 1)
		frappe.db.set_value("Mention", mention, "deleted_upstream", 1)
		assert told(mention) == {"items": [], "trouble": ""} and not server.asked

	def test_a_renewed_session_is_kept(self, mention, account, monkeypatch):
		class Renewing:
			platform = "mastodon"

			def conversation(self, config, held):
				assert held.raw == {"id": "3", "visibility": "public"}
				config.session["access"] = "new"
				return ()

		monkeypatch.setattr(conversation, "_connector", lambda _platform: Renewing())
		told(mention)
		assert json.loads(account.get_password("session_state")) == {"access": "new"}
