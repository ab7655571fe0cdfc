"""A run of one account: cursor, log, health, notification, and what happens when the platform misbehaves."""

import json
from datetime import timedelta

import pytest
import requests
import responses

import frappe
from frappe.utils import now_datetime

from social_crm_app.api import account as api
from social_crm_app.ingest import run
from social_crm_app.jobs import scheduler
from social_crm_app.testing import make_account, make_lead, make_user

FEED = "https://feed.example/feed.xml"
MASTODON = "https://social.example"
ITEM = """<item><guid>https://feed.example/{n}</guid><title>Post {n}</title><link>https://feed.example/{n}</link>
<description>About the drill</description><pubDate>Mon, 02 Mar 2026 09:{n:02}:00 GMT</pubDate></item>"""


def feed(*numbers):
	items = "".join(ITEM.format(n=n) for n in numbers)
	return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Acme news</title><link>https://feed.example</link>{items}</channel></rss>'


@pytest.fixture
def rss(http):
	http.assert_all_requests_are_fired = False
	return make_account(instance_url=FEED)


@pytest.fixture
def mastodon(http):
	http.assert_all_requests_are_fired = False
	return make_account("Acme on Mastodon", "Mastodon", instance_url=MASTODON, access_token="s3cr3t-token")


def last_log(account):
	return frappe.get_last_doc("Social Sync Log", {"social_account": account.name})


def test_a_feed_is_pulled_and_the_run_is_logged(rss, http):
	http.get(FEED, body=feed(1, 2, 3), headers={"ETag": '"a"'}, content_type="application/rss+xml")
	tally = run.sync(rss.name, "Schedule")
	rss.reload()
	log = last_log(rss)
	assert tally.created == frappe.db.count("Mention", {"social_account": rss.name}) == 3
	assert (log.status, log.created, log.pages) == ("Success", 3, 1)
	assert rss.status == "OK" and json.loads(rss.cursor)
	assert rss.next_sync_at > now_datetime()


def test_an_unchanged_feed_costs_nothing(rss, http):
	http.get(FEED, body=feed(1), headers={"ETag": '"a"'}, content_type="application/rss+xml")
	run.sync(rss.name, "Schedule")
	http.replace(responses.GET, FEED, status=304)
	tally = run.sync(rss.name, "Schedule")
	assert http.calls[-1].request.headers["If-None-Match"] == '"a"'
	assert (tally.created, last_log(rss).status) == (0, "Success")


@pytest.mark.parametrize(
	("answer", "status", "words"),
	[
		({"status": 401, "json": {"error": "The access token was revoked"}}, "Broken", "token was revoked"),
		({"status": 403, "json": {"error": "This action is outside the authorized scopes"}}, "Broken", "authorized scopes"),
		({"status": 429, "json": {"error": "Too many requests"}, "headers": {"Retry-After": "90"}}, "Rate Limited", "Too many"),
		({"status": 500, "body": "oops"}, "Broken", "could not be reached"),
		({"body": requests.exceptions.ReadTimeout()}, "Broken", "could not be reached"),
		({"body": "<html><title>Login</title></html>", "content_type": "text/html"}, "Broken", "could not be read"),
		({"body": '[{"id": "1", "type": "mention"', "content_type": "application/json"}, "Broken", "could not be read"),
	],
	ids=["401", "403", "429", "500", "timeout", "html", "cut json"],
)  # fmt: skip
def test_trouble_keeps_the_cursor_and_shows_on_the_account(mastodon, http, answer, status, words):
	frappe.db.set_value("Social Account", mastodon.name, "cursor", '{"kept": 1}')
	http.get(f"{MASTODON}/api/v1/notifications", **answer)
	run.sync(mastodon.name, "Schedule")
	mastodon.reload()
	assert mastodon.status == status
	assert mastodon.cursor == '{"kept": 1}'
	assert words in mastodon.last_error
	assert "s3cr3t" not in mastodon.last_error + str(last_log(mastodon).as_dict())
	assert bool(mastodon.broken_since) == (status == "Broken")
	if status == "Rate Limited":
		assert timedelta(seconds=60) < mastodon.next_sync_at - now_datetime() <= timedelta(seconds=90)


def test_managers_are_told_once_per_breakage_and_recovery_is_noted(mastodon, http, run_jobs_inline):
	manager = make_user("manager@example.com", "Social CRM Manager")

	def told():
		return frappe.db.count(
			"Notification Log", {"for_user": manager.name, "document_type": "Social Account"}
		)

	url = f"{MASTODON}/api/v1/notifications"
	http.get(url, status=401, json={"error": "revoked"})
	for _ in range(3):
		run.sync(mastodon.name, "Schedule")
	assert told() == 1
	mastodon.reload()
	since = mastodon.broken_since
	assert mastodon.failures_in_a_row == 3
	http.replace(responses.GET, url, json=[])
	run.sync(mastodon.name, "Schedule")
	mastodon.reload()
	assert mastodon.status == "OK" and mastodon.broken_since is None
	comments = frappe.get_all(
		"Comment", {"reference_name": mastodon.name, "comment_type": "Info"}, pluck="content"
	)
	assert since and any("Works again" in c for c in comments)
	http.replace(responses.GET, url, status=401, json={"error": "revoked"})
	run.sync(mastodon.name, "Schedule")
	assert told() == 2


def test_a_passing_disturbance_is_not_announced(mastodon, http, run_jobs_inline):
	manager = make_user("manager@example.com", "Social CRM Manager")
	url = f"{MASTODON}/api/v1/notifications"
	http.get(url, status=502)
	run.sync(mastodon.name, "Schedule")
	run.sync(mastodon.name, "Schedule")
	assert not frappe.db.count("Notification Log", {"for_user": manager.name})
	run.sync(mastodon.name, "Schedule")
	assert frappe.db.count("Notification Log", {"for_user": manager.name}) == 1


def test_one_poisonous_post_stops_neither_the_page_nor_the_account(rss, http, monkeypatch):
	from social_crm_app.ingest import store

	original = store.row_of

	def row_of(draft, *args, **kwargs):
		if draft.post.external_id.endswith("/2"):
			raise ValueError("nobody foresaw this")
		return original(draft, *args, **kwargs)

	monkeypatch.setattr(store, "row_of", row_of)
	http.get(FEED, body=feed(1, 2, 3), content_type="application/rss+xml")
	run.sync(rss.name, "Schedule")
	rss.reload()
	assert frappe.db.count("Mention") == 2
	assert (last_log(rss).status, last_log(rss).skipped) == ("Partial", 1)
	assert rss.status == "OK" and rss.cursor
	assert frappe.db.exists("Error Log", {"method": ("like", "Post %could not be stored%")})


def test_a_run_that_is_overtaken_stops_quietly(rss, http):
	def another_run_moves_the_cursor(request):
		frappe.db.set_value("Social Account", rss.name, "cursor", '{"ahead": 1}')
		return (200, {"Content-Type": "application/rss+xml"}, feed(1))

	http.add_callback(responses.GET, FEED, callback=another_run_moves_the_cursor)
	run.sync(rss.name, "Schedule")
	rss.reload()
	assert rss.cursor == '{"ahead": 1}'
	assert last_log(rss).status == "Success" and "Another run" in last_log(rss).error


def test_a_killed_run_is_closed_by_the_next(rss, http):
	http.get(FEED, body=feed(1), content_type="application/rss+xml")
	killed = frappe.get_doc(
		{
			"doctype": "Social Sync Log",
			"social_account": rss.name,
			"status": "Running",
			"started_at": now_datetime(),
		}
	).insert()
	run.sync(rss.name, "Schedule")
	killed.reload()
	assert killed.status == "Failed" and "stopped before" in killed.error


def test_the_dispatcher_sends_due_accounts_only(monkeypatch):
	due, later, off = make_account("Due"), make_account("Later"), make_account("Off", enabled=0)
	frappe.db.set_value("Social Account", later.name, "next_sync_at", now_datetime() + timedelta(minutes=5))
	waiting = make_account("Past", poll_every_minutes=30)
	frappe.db.set_value("Social Account", waiting.name, "next_sync_at", now_datetime() - timedelta(minutes=1))
	assert set(scheduler.due_accounts()) == {due.name, waiting.name}
	assert off.status == "Paused"


def test_the_dispatcher_enqueues_an_account_once():
	from frappe.utils.background_jobs import get_queue

	make_account("Due")
	for _ in range(3):
		scheduler.dispatch()
		frappe.db.commit()
	jobs = [j for j in get_queue("long").get_jobs() if "social-crm-sync" in j.id]
	assert len(jobs) == 1


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"platform": "MySpace"}, "MySpace"),
		({"platform": "Mastodon"}, "Access Token"),
		({"platform": "Bluesky"}, "App Password"),
		({"platform": "RSS/Atom Feed", "instance_url": ""}, "Server or Feed URL"),
		({"platform": "RSS/Atom Feed", "instance_url": FEED, "poll_every_minutes": 0}, "at least 1"),
	],
)
def test_an_incomplete_account_says_what_is_missing(values, words):
	with pytest.raises(frappe.ValidationError, match=words):
		frappe.get_doc({"doctype": "Social Account", "title": "X", **values}).insert()


def test_testing_the_connection_shows_whose_account_it_is(mastodon, http):
	http.get(
		f"{MASTODON}/api/v1/accounts/verify_credentials",
		json={
			"id": "1",
			"username": "acme",
			"acct": "acme",
			"display_name": "Acme",
			"url": f"{MASTODON}/@acme",
			"uri": f"{MASTODON}/users/acme",
		},
	)
	found = api.test_connection(mastodon.name)
	mastodon.reload()
	assert found["ok"] and "Acme" in mastodon.connected_as and mastodon.status == "OK"


def test_a_wrong_key_shows_the_platforms_own_words(mastodon, http):
	http.get(
		f"{MASTODON}/api/v1/accounts/verify_credentials",
		status=401,
		json={"error": "The access token is invalid"},
	)
	found = api.test_connection(mastodon.name)
	assert not found["ok"] and "The access token is invalid" in found["message"]
	assert "s3cr3t" not in found["message"]


def test_secrets_do_not_reach_the_browser(mastodon):
	from frappe.desk.form.load import getdoc

	frappe.local.response = frappe._dict(docs=[])
	getdoc("Social Account", mastodon.name)
	assert "s3cr3t" not in frappe.as_json(frappe.local.response)


def test_only_those_who_may_write_accounts_can_pull_or_test(mastodon, as_user):
	with as_user("Social CRM User"):
		for call in (api.sync_now, api.test_connection):
			with pytest.raises(frappe.PermissionError):
				call(mastodon.name)


def test_another_server_begins_a_new_stream(mastodon):
	frappe.db.set_value("Social Account", mastodon.name, "cursor", '{"old": 1}')
	mastodon.reload()
	mastodon.instance_url = "https://elsewhere.example"
	mastodon.save()
	assert mastodon.cursor is None


def test_main_job_a_pulled_mention_stands_on_the_timeline_of_its_lead(mastodon, http):
	lead = make_lead("Jane", social_handles="@jane@social.example")
	account = {
		"id": "7", "username": "jane", "acct": "jane@social.example", "display_name": "Jane", "url": f"{MASTODON}/@jane",
		"uri": f"{MASTODON}/users/jane", "note": "", "fields": [], "followers_count": 3,
	}  # fmt: skip
	status = {
		"id": "11", "uri": f"{MASTODON}/users/jane/statuses/11", "url": f"{MASTODON}/@jane/11", "created_at": "2026-03-02T09:00:00.000Z",
		"content": "<p><a href='https://x'>@acme</a> my drill <b>broke</b></p>", "visibility": "public", "language": "en", "account": account,
	}  # fmt: skip
	http.get(
		f"{MASTODON}/api/v1/notifications",
		json=[
			{
				"id": "1",
				"type": "mention",
				"created_at": "2026-03-02T09:00:00.000Z",
				"account": account,
				"status": status,
			}
		],
	)
	run.sync(mastodon.name, "Schedule")
	from frappe.desk.form.load import get_docinfo

	get_docinfo(lead)
	(entry,) = frappe.response["docinfo"]["additional_timeline_content"]
	assert "my drill broke" in entry["content"]


def test_a_refused_search_is_told_and_stops_nothing_else(mastodon, http):
	mastodon.search_terms = "acme"
	mastodon.save()
	http.get(f"{MASTODON}/api/v1/notifications", json=[])
	http.get(f"{MASTODON}/api/v2/search", status=403, json={"error": "Full-text search is switched off here"})
	run.sync(mastodon.name, "Schedule")
	mastodon.reload()
	assert mastodon.status == "OK"
	assert "switched off here" in mastodon.last_error
	assert last_log(mastodon).status == "Partial" and "switched off here" in last_log(mastodon).error


def notification(n):
	author = {
		"id": "7",
		"username": "jane",
		"acct": "jane",
		"url": f"{MASTODON}/@jane",
		"uri": f"{MASTODON}/users/jane",
	}
	status = {
		"id": str(n), "uri": f"{MASTODON}/users/jane/statuses/{n}", "created_at": f"2026-03-02T09:{n // 60:02}:{n % 60:02}.000Z",
		"content": f"<p>post {n}</p>", "visibility": "public", "account": author,
	}  # fmt: skip
	return {
		"id": str(n),
		"type": "mention",
		"created_at": status["created_at"],
		"account": author,
		"status": status,
	}


def test_pages_are_stored_together_and_trouble_on_the_way_keeps_what_came(mastodon, http, monkeypatch):
	mastodon.db_set("backfill_from", "2020-01-01 00:00:00")
	url = f"{MASTODON}/api/v1/notifications"
	for first in (220, 180):  # newest first, forty a page; the third page fails
		http.get(url, json=[notification(n) for n in range(first, first - 40, -1)])
	http.get(url, status=500, body="oops")
	stored = []
	process = run.pipeline.process
	monkeypatch.setattr(
		run.pipeline, "process", lambda posts, source: stored.append(len(posts)) or process(posts, source)
	)
	tally = run.sync(mastodon.name, "Schedule")
	mastodon.reload()
	assert stored == [80]
	assert (tally.pages, frappe.db.count("Mention", {"social_account": mastodon.name})) == (2, 80)
	assert mastodon.status == "Broken" and json.loads(mastodon.cursor)
	assert last_log(mastodon).status == "Partial"
	http.replace(responses.GET, url, json=[notification(n) for n in range(140, 100, -1)])
	run.sync(mastodon.name, "Schedule")
	assert frappe.db.count("Mention", {"social_account": mastodon.name}) == 120
