"""What was deleted on the platform is blank here, once it has been asked for; what could not be asked is untouched."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
import responses

import frappe
from frappe.utils import add_days, add_to_date, get_datetime, now_datetime

from social_crm_app import sql
from social_crm_app.engage import memory
from social_crm_app.identity import decisions
from social_crm_app.ingest import deletions
from social_crm_app.jobs import deletions as job
from social_crm_app.jobs import scheduler
from social_crm_app.testing import (
	forget_everything_pulled,
	make_account,
	make_author,
	make_contact,
	make_lead,
	make_post,
	store,
)

SERVER = "https://social.acme.example"
STATUSES = f"{SERVER}/api/v1/statuses"
GONE = "[deleted on the platform]"


class Platform:
	"""A Mastodon server, and the home of the posts: what was deleted answers 404 on both."""

	def __init__(self, net):
		self.net, self.deleted, self.asked, self.left = net, set(), [], set()
		net.add_callback(responses.GET, STATUSES, self._many)
		net.add_callback(responses.GET, re.compile(re.escape(STATUSES) + "/"), self._one)
		net.add_callback(responses.GET, re.compile(r"https://social\.example/"), self._at_home)

	def _many(self, request):
		ids = request.params.get("id[]", [])
		ids = [ids] if isinstance(ids, str) else ids
		self.asked += ids
		return 200, {}, json.dumps([status(one) for one in ids if int(one) not in self.deleted])

	def _one(self, request):
		number = int(request.url.rpartition("/")[2])
		return (404, {}, "{}") if number in self.deleted else (200, {}, json.dumps(status(number)))

	def _at_home(self, request):
		gone = request.url in self.left or request.url.rpartition("/")[2] in {str(n) for n in self.deleted}
		return (410 if gone else 200), {}, "{}"


def status(number):
	return {"id": str(number), "uri": f"https://social.example/statuses/{number}"}


def pull(account, *numbers, **values):
	store(*(make_post(n, raw=status(n), **values) for n in numbers), account=account)
	frappe.db.set_value("Mention", {"social_account": account}, "posted_at", now_datetime())


def mention(number):
	return frappe.get_doc("Mention", {"external_id": status(number)["uri"]})


@pytest.fixture
def account(db):
	return make_account("Deletions", "Mastodon", instance_url=SERVER, access_token="secret", enabled=1).name


@pytest.fixture
def platform(db):
	with responses.RequestsMock(assert_all_requests_are_fired=False) as net:
		yield Platform(net)


class TestBlanking:
	def test_words_and_names_go_and_the_rest_stays(self, account, platform):
		lead = make_lead("Jane", social_handles="@jane@social.example")
		author = make_author(display_name="Jane Doe", followers=7)
		pull(account, 1, 2, text="My Acme drill stopped working, this is terrible", author=author, likes=3)
		before = mention(1)
		assert before.intent == "Problem" and before.sentiment_label == "Negative"
		platform.deleted = {1}
		tally = deletions.check(account)
		assert (tally.asked, tally.blanked, tally.profiles) == (2, 1, 0)
		after = mention(1)
		assert (after.title, after.text, after.deleted_upstream) == (GONE, GONE, 1)
		for column in ("author_name", "author_handle", "permalink", "raw", "media", "intent_reason"):
			assert not after.get(column), column
		for column in (
			"likes",
			"intent",
			"sentiment_label",
			"lead",
			"social_profile",
			"posted_at",
			"mention_key",
		):
			assert after.get(column) == before.get(column), column
		assert after.lead == lead.name
		assert "drill" in mention(2).text and not mention(2).deleted_upstream
		assert frappe.db.get_value("Social Profile", before.social_profile, "display_name") == "Jane Doe"

	def test_nothing_of_the_text_is_left_in_the_row(self, account, platform):
		pull(account, 1, text="My Zanzibar drill", author=make_author("zanzibar"))
		platform.deleted = {1}
		deletions.check(account)
		row = frappe.get_all("Mention", fields=["*"])[0]
		assert "anzibar" not in json.dumps(
			{k: v for k, v in row.items() if k != "social_profile"}, default=str
		)

	def test_a_document_made_of_it_stays(self, account, platform):
		pull(account, 1, text="Please add a longer cable to the drill")
		issue = frappe.get_doc(
			{"doctype": "Issue", "subject": mention(1).title, "description": mention(1).text}
		).insert()
		memory.remember(mention(1), "Issue", issue.name)
		platform.deleted = {1}
		deletions.check(account)
		assert mention(1).deleted_upstream and mention(1).documents[0].document_name == issue.name
		assert "longer cable" in frappe.db.get_value("Issue", issue.name, "description")

	def test_a_blank_mention_is_not_asked_for_again_nor_pulled_in_again(self, account, platform):
		pull(account, 1, 2)
		platform.deleted = {1}
		deletions.check(account)
		platform.asked.clear()
		store(make_post(1, raw=status(1)), account=account)
		deletions.check(account)
		assert platform.asked == ["2"] and mention(1).text == GONE

	def test_an_account_that_is_gone_is_blank_and_its_link_marked(self, account, platform):
		author = make_author(
			display_name="Jane Doe", bio="Buys drills", email="jane@people.example", followers=7
		)
		pull(account, 1, author=author)
		lead, profile = make_lead("Jane"), mention(1).social_profile
		decisions.link(profile, "Lead", lead.name)
		platform.deleted, platform.left = {1}, {author.external_id}
		assert deletions.check(account).profiles == 1
		row = frappe.get_doc("Social Profile", profile)
		assert (row.title, row.deleted_upstream, row.lead, row.link_status) == (GONE, 1, lead.name, "Linked")
		assert not any((row.display_name, row.handle, row.bio, row.email, row.url, row.avatar))
		assert row.followers == 7
		assert not frappe.db.exists("Identity Key", {"reference_name": profile})

	def test_what_its_candidates_rest_on_goes_too(self, account, platform):
		author = make_author(display_name="Jane Doe", bio="Write to jane@people.example")
		make_contact("Jane", email="jane@people.example", social_handles="@jane@social.example")
		pull(account, 1, author=author)
		profile = mention(1).social_profile
		store(make_post(2, raw=status(2), author=make_author("renamed", external_id=author.external_id)))
		held = frappe.get_all("Social Profile Match", {"profile": profile}, pluck="name")
		assert held and frappe.db.count("Social Profile Match Evidence", {"parent": ("in", held)})
		status_before = frappe.get_all("Social Profile Match", pluck="status", order_by="name")
		platform.deleted, platform.left = {1}, {author.external_id}
		deletions.check(account)
		assert not frappe.db.count("Social Profile Match Evidence", {"parent": ("in", held)})
		assert not frappe.db.count(
			"Social Profile Match", {"profile": profile, "first_evidence": ("is", "set")}
		)
		assert frappe.get_all("Social Profile Match", pluck="status", order_by="name") == status_before
		row = frappe.get_doc("Social Profile", profile).as_dict()
		key = {"external_id", "profile_key"}  # by which the account is known if it comes back
		assert "jane" not in json.dumps({k: v for k, v in row.items() if k not in key}, default=str)
		notes = frappe.get_all("Comment", {"reference_name": profile}, pluck="content")
		assert not any("jane" in note for note in notes)

	def test_a_link_by_rule_stays_too(self, account, platform):
		lead = make_lead("Jane", social_handles="@jane@social.example")
		pull(account, 1)
		platform.deleted, platform.left = {1}, {make_author().external_id}
		deletions.check(account)
		lead.reload()
		lead.social_handles = ""
		lead.save()
		assert mention(1).lead == lead.name


class TestTrouble:
	@pytest.mark.parametrize(
		"answer", [{"status": 500}, {"status": 401}, {"status": 429}, {"status": 403}, {"body": "<html>"}]
	)
	def test_what_cannot_be_asked_is_untouched(self, account, answer):
		pull(account, 1)
		with responses.RequestsMock(assert_all_requests_are_fired=False) as net:
			net.get(re.compile(".*"), **answer)
			tally = deletions.check(account)
		assert tally.blanked == 0 and "drill" in mention(1).text and not mention(1).deleted_upstream

	def test_an_unreachable_platform_is_asked_again_within_the_day(self, account):
		pull(account, 1)
		with responses.RequestsMock(assert_all_requests_are_fired=False) as net:
			net.get(re.compile(".*"), status=503)
			deletions.check(account)
		row = frappe.get_doc("Social Account", account)
		assert row.deletions_checked_at is None
		assert get_datetime(row.deletion_check_at) < add_to_date(now_datetime(), hours=2)

	def test_a_limit_ends_the_day_and_the_next_goes_on_from_there(self, account, platform, monkeypatch):
		monkeypatch.setattr(deletions, "PAGE", 2)
		pull(account, *range(6))
		with responses.RequestsMock() as net:
			net.get(STATUSES, json=[status(n) for n in range(6)])
			net.get(STATUSES, status=429)
			deletions.check(account)
		position = json.loads(frappe.db.get_value("Social Account", account, "deletion_cursor"))["recent"]
		assert position
		deletions.check(account)
		assert len(platform.asked) == 4

	def test_a_page_that_is_refused_is_logged_and_passed_over(self, account, platform, monkeypatch):
		monkeypatch.setattr(deletions, "PAGE", 2)
		pull(account, *range(4))
		find, calls = deletions._Sweep._answers, []

		def refused_once(sweep, rows):
			calls.append(rows)
			if len(calls) == 1:
				raise deletions.ConnectorError("odd")
			return find(sweep, rows)

		monkeypatch.setattr(deletions._Sweep, "_answers", refused_once)
		assert deletions.check(account).asked == 2
		assert frappe.db.exists(
			"Error Log", {"reference_doctype": "Social Account", "reference_name": account}
		)


class TestRounds:
	def test_recent_posts_every_day_and_old_ones_in_turns(self, account, platform, monkeypatch):
		monkeypatch.setattr(deletions, "PAGE", 2)
		monkeypatch.setattr(deletions, "PAGES", {"recent": 10, "old": 1})
		pull(account, *range(10))
		for number in range(3, 10):
			frappe.db.set_value(
				"Mention", mention(number).name, "posted_at", add_days(now_datetime(), -40 - number)
			)
		rounds = []
		for _day in range(5):
			platform.asked.clear()
			deletions.check(account)
			rounds.append(sorted(map(int, platform.asked)))
		assert rounds[:4] == [[0, 1, 2, 3, 4], [0, 1, 2, 5, 6], [0, 1, 2, 7, 8], [0, 1, 2, 9]]
		assert rounds[4] == [0, 1, 2, 3, 4]

	def test_once_a_day(self, account, platform, monkeypatch):
		started = []
		monkeypatch.setattr(scheduler, "enqueue_deletion_check", started.append)
		scheduler.dispatch()
		assert started.count(account) == 1
		job.check_account(account)
		scheduler.dispatch()
		assert started.count(account) == 1
		frappe.db.set_value("Social Account", account, "deletion_check_at", add_days(now_datetime(), -1))
		scheduler.dispatch()
		assert started.count(account) == 2

	def test_a_disabled_account_is_not_asked(self, account, platform):
		pull(account, 1)
		frappe.db.set_value("Social Account", account, "enabled", 0)
		job.check_account(account)
		assert account not in deletions.due_accounts() and platform.asked == []

	def test_a_feed_cannot_be_asked_and_waits_for_the_next_day(self, db):
		feed = make_account("Feed", enabled=1).name
		assert deletions.check(feed) == deletions.Tally()
		assert feed not in deletions.due_accounts()

	def test_a_run_stops_in_time(self, account, platform, monkeypatch):
		monkeypatch.setattr(deletions, "PAGE", 2)
		pull(account, *range(6))
		deletions.check(account, seconds=0)
		assert len(platform.asked) == 2


POSTS = 400
RUN = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect()
from social_crm_app.ingest import deletions
deletions.check(sys.argv[2])
"""


class Loopback(ThreadingHTTPServer):
	"""The same server for other processes: every third post is deleted. A little slow, to be killed in time."""

	daemon_threads = True

	def __init__(self):
		super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
	def do_GET(self):
		url = urlsplit(self.path)
		number = url.path.rpartition("/")[2]
		if url.path == "/api/v1/statuses":
			time.sleep(0.02)
			ids = [int(one) for one in parse_qs(url.query)["id[]"]]
			return self._answer(200, [status(one) for one in ids if one % 3])
		return self._answer(404 if int(number) % 3 == 0 else 200, {})

	def _answer(self, code, body):
		content = json.dumps(body).encode()
		self.send_response(code)
		self.send_header("Content-Length", str(len(content)))
		self.end_headers()
		self.wfile.write(content)

	def log_message(self, *args):
		"""Quiet."""


def blanked(account):
	frappe.db.rollback()
	return frappe.db.count("Mention", {"social_account": account, "deleted_upstream": 1})


@pytest.mark.real_commit
def test_a_check_killed_again_and_again_blanks_what_is_gone_and_nothing_else(site):
	server = Loopback()
	threading.Thread(target=server.serve_forever, daemon=True).start()
	account = make_account(
		"Deletions Kill Test",
		"Mastodon",
		instance_url=f"http://127.0.0.1:{server.server_port}",
		access_token="x",
	).name
	# Private posts without authors: nothing has to be asked of other servers, which are not there
	store(make_post(0, raw=status(0), private=True), account=account)
	values = {"posted_at": now_datetime(), "social_profile": None}
	frappe.db.set_value("Mention", {"social_account": account}, values)
	(row,) = frappe.get_all("Mention", {"social_account": account}, ["*"])
	sql.insert_missing(
		"Mention",
		[
			{
				**row,
				"name": f"deletion-{n:05}",
				"mention_key": f"test:{n}",
				"external_id": status(n)["uri"],
				"raw": json.dumps(status(n)),
				"posted_at": now_datetime(),
			}
			for n in range(1, POSTS)
		],
	)
	frappe.db.commit()
	try:
		rng, done = random.Random(5), [0]
		while len(done) < 5:
			process = subprocess.Popen([sys.executable, "-c", RUN, site, account], start_new_session=True)
			while process.poll() is None and blanked(account) == done[-1]:
				time.sleep(0.02)
			time.sleep(rng.uniform(0, 0.3))
			if process.poll() is not None:
				break
			os.killpg(process.pid, signal.SIGKILL)
			process.wait()
			done.append(blanked(account))
		assert sum(0 < count < POSTS // 3 for count in done) >= 2, f"killed too late: {done}"
		subprocess.run([sys.executable, "-c", RUN, site, account], check=True, timeout=120)
		subprocess.run([sys.executable, "-c", RUN, site, account], check=True, timeout=120)
		frappe.db.rollback()
		rows = frappe.get_all(
			"Mention", {"social_account": account}, ["external_id", "text", "deleted_upstream"]
		)
		assert len(rows) == POSTS
		for mention in rows:
			gone = int(mention.external_id.rpartition("/")[2]) % 3 == 0
			assert (mention.deleted_upstream, mention.text == GONE) == (int(gone), gone), mention.external_id
	finally:
		server.shutdown()
		server.server_close()
		forget_everything_pulled()
		frappe.delete_doc("Social Account", account, force=True)
		frappe.db.commit()
