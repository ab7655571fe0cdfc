"""A reply goes out exactly once: a server that fails in every way, killed workers, two at once, undo."""

import json
import os
import signal
import time
import uuid
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from fault_server import finish, serving_platform, start

import frappe
from frappe.permissions import add_permission
from frappe.utils import now_datetime

from social_crm_app import connectors
from social_crm_app.api import reply as api
from social_crm_app.connectors.http import HttpClient
from social_crm_app.engage import outbox, queueing
from social_crm_app.jobs import outbox as jobs
from social_crm_app.testing import forget_everything_pulled, make_account, make_post, store

REPLY = "Mention Reply"
DELIVER = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect()
from social_crm_app.engage import send
from social_crm_app.jobs.outbox import open_line
print(send.deliver(sys.argv[2], open_line))
"""
QUEUE = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect(); frappe.set_user(sys.argv[3])
from social_crm_app.engage import queueing
values = {"text": "from " + sys.argv[3], "visibility": "Public", "social_account": sys.argv[4]}
try:
	print(queueing.queue(sys.argv[2], values, request_key=sys.argv[5]).name)
	frappe.db.commit()
except queueing.Answering:
	print("answering")
"""


@pytest.fixture
def platform():
	with serving_platform() as server:
		yield server


@pytest.fixture(autouse=True)
def undo_seconds(db):
	frappe.db.set_single_value("Social CRM Settings", "reply_undo_seconds", 10)


@pytest.fixture
def account(platform):
	return make_account(
		"Acme on Mastodon", "Mastodon", instance_url=platform.url, access_token="token-of-acme"
	)


def new_mention(account, number=1, **values):
	raw = {"id": f"90{number}", "visibility": "public", **values.pop("raw", {})}
	store(make_post(number, raw=raw, **values), account=account.name)
	return frappe.get_last_doc("Mention", order_by="creation desc, posted_at desc")


@pytest.fixture
def mention(account):
	return new_mention(account)


def queued(mention, text="Sorry! We look into it.", **more):
	"""A reply whose time to undo is over, by somebody who has seen the ones before."""
	more = {"last_sent": outbox.last_sent(mention.name), **more}
	done = api.send(mention.name, text, more.pop("key", uuid.uuid4().hex), **more)
	assert done["status"] == "Queued", done
	make_due(done["name"])
	return done["name"]


def make_due(name):
	frappe.db.set_value(REPLY, name, "next_try_at", now_datetime() - timedelta(seconds=1))
	frappe.db.commit()


def make_stale(name):
	gone = now_datetime() - timedelta(seconds=outbox.STALE_SECONDS + 5)
	frappe.db.set_value(REPLY, name, "claimed_at", gone)
	frappe.db.commit()


def row(name):
	return frappe.get_doc(REPLY, name)


class TestSending:
	def test_a_sent_reply_says_where_it_is_and_the_mention_is_answered(self, platform, mention):
		mention.add_comment("Comment", "Between us: this one is difficult")
		name = queued(mention, "Sorry!\nWe look into it.")
		jobs.deliver(name)
		reply, (post,) = row(name), platform.posts
		assert (reply.status, reply.remote_id, reply.permalink) == ("Sent", post["uri"], post["url"])
		assert reply.sent_at and not reply.in_doubt and not reply.pending_key and not reply.error
		assert post["sent"] == {
			"status": "@jane@social.example Sorry!\nWe look into it.",
			"in_reply_to_id": "901",
			"visibility": "public",
		}
		mention.reload()
		assert (mention.status, mention.replied_by) == ("Replied", "Administrator")
		assert mention.first_responded_on == reply.sent_at

	def test_it_stands_in_the_timeline_of_the_mention_as_text(self, platform, mention):
		jobs.deliver(queued(mention, "Is 3 < 4 & <b>bold</b>?"))
		(said,) = frappe.get_all(
			"Communication", {"reference_doctype": "Mention", "reference_name": mention.name}, ["content", "sent_or_received"]
		)  # fmt: skip
		assert said.sent_or_received == "Sent"
		assert "&lt;b&gt;bold&lt;/b&gt;" in said.content and platform.posts[0]["url"] in said.content

	def test_what_was_said_in_private_is_not_shown_to_who_may_read_the_public_post(
		self, platform, mention, as_user
	):
		name = queued(mention, "Your order is SAL-1", visibility="Private")
		jobs.deliver(name)
		(said,) = frappe.get_all("Communication", {"reference_name": mention.name}, pluck="content")
		assert "SAL-1" not in said and name in said
		for doctype in ("Mention", REPLY):
			add_permission(doctype, "Sales User")
		with as_user("Sales User"):
			assert api.state(mention.name) == {
				"pending": None,
				"last": None,
				"sent_back": None,
				"writing": [],
			}
			assert not row(name).has_permission("read") and not frappe.get_list(REPLY)
		with as_user("Social CRM User"):
			assert frappe.get_list(REPLY, pluck="name") == [name]

	def test_what_was_written_is_posted_as_it_was_written(self, platform, mention):
		text = """<your name> & "quotes" < 5 <script>alert(1)</script>\n&amp; 🙂 <b>x</b>"""
		name = queued(mention, text)
		jobs.deliver(name)
		assert platform.posts[0]["sent"]["status"] == f"@jane@social.example {text}"
		draft = api.save_draft(mention.name, text)
		assert row(draft).text == row(name).text == text

	def test_internal_notes_never_leave(self, platform, mention):
		mention.add_comment("Comment", "secret-note-4711")
		jobs.deliver(queued(mention))
		assert "secret-note-4711" not in json.dumps(platform.posts)

	def test_a_listener_that_fails_does_not_undo_what_was_sent(self, platform, mention, monkeypatch):
		monkeypatch.setattr(type(mention), "validate", lambda self: 1 / 0)
		name = queued(mention)
		jobs.deliver(name)
		assert (row(name).status, row(name).in_doubt) == ("Sent", 0)
		monkeypatch.undo()
		assert mention.reload().status == "Open"
		assert frappe.db.exists("Error Log", {"reference_name": mention.name})

	def test_a_workflow_that_knows_no_way_to_replied_does_not_hinder(self, platform, mention):
		frappe.get_doc("Workflow", "Mention Triage").update({"is_active": 1}).save()
		frappe.clear_cache(doctype="Mention")
		name = queued(mention)
		jobs.deliver(name)
		assert row(name).status == "Sent" and mention.reload().status == "Replied"
		assert mention.replied_by == "Administrator"

	def test_a_second_answer_does_not_move_the_first_response(self, platform, mention):
		jobs.deliver(queued(mention, "First"))
		first = mention.reload().first_responded_on
		jobs.deliver(queued(mention, "Second"))
		assert mention.reload().first_responded_on == first and len(platform.posts) == 2

	def test_a_private_answer_is_a_direct_message(self, platform, mention):
		jobs.deliver(queued(mention, visibility="Private"))
		assert platform.posts[0]["visibility"] == "direct"

	def test_a_sent_row_is_not_sent_again(self, platform, mention):
		name = queued(mention)
		jobs.deliver(name), jobs.deliver(name)
		assert len(platform.posts) == 1


class TestUnknownOutcome:
	@pytest.mark.parametrize("trouble", ["lost", "500", "garbled"])
	def test_what_was_posted_without_our_knowing_is_found_and_not_posted_again(
		self, platform, mention, trouble
	):
		platform.script = [trouble]
		name = queued(mention, "See https://acme.example/help?a=1 & tell us 🙂")
		jobs.deliver(name)
		doubtful = row(name)
		assert (doubtful.status, doubtful.in_doubt) == ("Queued", 1) and doubtful.error
		assert doubtful.next_try_at > now_datetime() + timedelta(seconds=30)
		make_due(name)
		jobs.deliver(name)
		assert (row(name).status, row(name).remote_id) == ("Sent", platform.posts[0]["uri"])
		assert len(platform.posts) == 1

	def test_an_answer_that_comes_too_late_is_one_post(self, platform, mention, monkeypatch):
		impatient = HttpClient(allow_loopback=True, read_timeout=0.4)
		monkeypatch.setattr(jobs.accounts, "connector_for", lambda label: connectors.get(label)(impatient))
		platform.script = ["slow"]
		name = queued(mention)
		jobs.deliver(name)
		assert row(name).in_doubt and "did not answer in time" in row(name).error
		make_due(name)
		jobs.deliver(name)
		assert row(name).status == "Sent" and len(platform.posts) == 1

	def test_a_refusal_for_being_there_already_is_a_success(self, platform, mention):
		platform.script = ["duplicate"]
		name = queued(mention)
		jobs.deliver(name)
		assert row(name).status == "Sent" and len(platform.posts) == 1

	def test_what_was_not_posted_is_posted_after_a_look(self, platform, mention):
		platform.script = ["early500", "early500"]
		name = queued(mention)
		for _try in range(3):
			jobs.deliver(name)
			make_due(name) if row(name).status == "Queued" else None
		assert row(name).status == "Sent" and len(platform.posts) == 1

	def test_without_a_look_there_is_no_second_try(self, platform, mention):
		platform.script = ["lost"]
		name = queued(mention)
		jobs.deliver(name)
		platform.down = True
		for _try in range(2):
			make_due(name)
			jobs.deliver(name)
		assert (row(name).status, row(name).in_doubt, len(platform.posts)) == ("Queued", 1, 1)
		platform.down = False
		make_due(name)
		jobs.deliver(name)
		assert row(name).status == "Sent" and len(platform.posts) == 1

	def test_the_same_words_said_before_are_not_taken_for_this_reply(self, platform, mention):
		jobs.deliver(queued(mention, "Thanks!"))
		platform.script = ["early500"]
		name = queued(mention, "Thanks!")
		jobs.deliver(name)
		make_due(name)
		jobs.deliver(name)
		assert len(platform.posts) == 2 and row(name).remote_id == platform.posts[1]["uri"]

	def test_after_many_tries_it_fails_and_says_that_nobody_knows(self, platform, mention):
		platform.script = ["lost"]
		name = queued(mention)
		jobs.deliver(name)
		platform.down = True
		frappe.db.set_value(REPLY, name, "tries", 40)
		make_due(name)
		jobs.deliver(name)
		assert (row(name).status, row(name).in_doubt) == ("Failed", 1)
		assert "not known whether it was posted" in row(name).error

	def test_an_error_of_our_own_after_the_claim_leaves_it_in_doubt(self, platform, mention, monkeypatch):
		name = queued(mention)
		monkeypatch.setattr(jobs.accounts, "config_of", lambda account: 1 / 0)
		jobs.deliver(name)
		assert (row(name).status, row(name).in_doubt) == ("Queued", 1)
		monkeypatch.undo()
		make_due(name)
		jobs.deliver(name)
		assert len(platform.posts) == 1


class TestRefusals:
	def test_a_refusal_is_told_and_frees_the_mention(self, platform, mention):
		platform.script = ["422"]
		name = queued(mention)
		jobs.deliver(name)
		reply = row(name)
		assert (reply.status, reply.pending_key, reply.in_doubt) == ("Failed", None, 0)
		assert "No: 422" in reply.error and "Change the text" in reply.error
		assert mention.reload().status == "Open" and not mention.first_responded_on
		jobs.deliver(queued(mention, "Shorter"))
		assert len(platform.posts) == 1

	def test_a_limit_is_waited_for_as_told(self, platform, mention):
		platform.script = ["429"]
		name = queued(mention)
		jobs.deliver(name)
		reply = row(name)
		assert (reply.status, reply.in_doubt) == ("Queued", 0)
		assert 60 < (reply.next_try_at - now_datetime()).total_seconds() < 75
		jobs.deliver(name)
		assert not platform.posts, "not before the time"
		make_due(name)
		jobs.deliver(name)
		assert len(platform.posts) == 1

	def test_an_account_that_is_switched_off_sends_nothing(self, platform, account, mention):
		name = queued(mention)
		account.reload().update({"enabled": 0}).save()
		jobs.deliver(name)
		assert row(name).status == "Failed" and "switched off" in row(name).error
		assert not platform.posts

	def test_a_post_that_was_deleted_meanwhile_is_not_answered(self, platform, mention):
		name = queued(mention)
		mention.db_set("deleted_upstream", 1)
		jobs.deliver(name)
		assert row(name).status == "Failed" and not platform.posts

	def test_the_sender_hears_of_a_failure(self, platform, mention, as_user, run_jobs_inline):
		with as_user("Social CRM User") as user:
			name = queued(mention)
		platform.script = ["422"]
		jobs.deliver(name)
		assert frappe.db.exists("Notification Log", {"for_user": user, "document_name": mention.name})


class TestUndo:
	def test_a_reply_taken_back_in_time_is_never_sent(self, platform, mention):
		name = queued(mention)
		taken = api.undo(name)
		assert (taken["status"], taken["text"]) == ("Cancelled", "Sorry! We look into it.")
		jobs.deliver(name)
		assert not platform.posts and row(name).status == "Cancelled"
		assert queued(mention, "Better words")

	def test_it_waits_until_the_time_to_undo_is_over(self, platform, mention):
		done = api.send(mention.name, "Hello", "k1")
		assert done["undo_seconds"] == 10
		jobs.deliver(done["name"])
		assert not platform.posts and row(done["name"]).status == "Queued"

	def test_what_may_be_posted_cannot_be_taken_back(self, platform, mention):
		platform.script = ["lost"]
		name = queued(mention)
		jobs.deliver(name)
		assert api.undo(name)["status"] == "Queued"

	def test_when_it_is_over_the_browser_sends_it_off(self, platform, mention, run_jobs_inline):
		name = api.send(mention.name, "Hello", "k1")["name"]
		api.deliver(name)
		assert not platform.posts, "the browser's clock may be ahead"
		make_due(name)
		api.deliver(name)
		assert row(name).status == "Sent"

	def test_without_such_a_time_it_goes_out_at_once(self, platform, mention, run_jobs_inline):
		frappe.db.set_single_value("Social CRM Settings", "reply_undo_seconds", 0)
		api.send(mention.name, "Hello", "k1")
		assert len(platform.posts) == 1

	@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Europe/Berlin", "America/St_Johns"])
	def test_the_age_of_a_claim_does_not_depend_on_the_zone(self, monkeypatch, zone):
		now = datetime.now(timezone.utc)
		monkeypatch.setattr(outbox, "get_system_timezone", lambda: zone)
		claimed = (now - timedelta(seconds=100)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
		assert 99 < outbox._age(claimed) < 110

	def test_the_time_to_undo_is_a_setting(self, mention):
		frappe.get_doc("Social CRM Settings").update({"reply_undo_seconds": 0}).save()
		done = api.send(mention.name, "Hello", "k1")
		assert done["undo_seconds"] == 0 and row(done["name"]).next_try_at <= now_datetime()


class TestOneAtATime:
	def test_a_double_click_is_one_reply(self, mention):
		first = api.send(mention.name, "Hello", "same-key")
		assert api.send(mention.name, "Hello", "same-key")["name"] == first["name"]

	def test_a_click_repeated_after_sending_is_still_the_same_reply(self, platform, mention):
		name = queued(mention, key="same-key")
		jobs.deliver(name)
		assert api.send(mention.name, "Hello", "same-key")["name"] == name
		assert len(platform.posts) == 1

	def test_a_draft_sent_twice_is_one_reply(self, mention):
		draft = api.save_draft(mention.name, "Hel")
		draft = api.save_draft(mention.name, "Hello", draft=draft)
		first = api.send(mention.name, "Hello!", "k1", draft=draft)
		assert first["name"] == draft == api.send(mention.name, "Hello!", "k2", draft=draft)["name"]
		assert row(draft).text == "Hello!"

	def test_a_second_agent_hears_who_is_answering(self, mention, as_user):
		with as_user("Social CRM User") as first:
			queued(mention)
		with as_user("Social CRM User"), pytest.raises(queueing.Answering, match="Test is answering"):
			queued(mention, "Me too")
		assert outbox.pending(mention.name)["sender"] == first

	def test_the_database_itself_keeps_the_second_one_out(self, mention):
		name = queued(mention)
		values = {"doctype": REPLY, "mention": mention.name, "text": "x", "pending_key": mention.name}
		other = frappe.get_doc(values)
		other.flags.from_outbox = True
		with pytest.raises(frappe.UniqueValidationError):
			other.insert()
		assert row(name).pending_key == mention.name

	def test_a_worker_whose_claim_was_taken_over_changes_nothing(self, mention):
		name = queued(mention)
		first = outbox.claim(name)
		assert outbox.claim(name) is None
		make_stale(name)
		second = outbox.claim(name)
		assert second.perhaps_posted and not first.perhaps_posted
		assert not outbox.close(first, outbox.FAILED, {})
		assert outbox.close(second, outbox.FAILED, {})


class TestRights:
	@pytest.mark.parametrize(
		"change", [{"status": "Sent"}, {"text": "other"}, {"remote_id": "x"}, {"pending_key": None}]
	)
	def test_nothing_but_the_outbox_changes_a_reply_on_its_way(self, mention, change):
		reply = row(queued(mention))
		with pytest.raises(frappe.ValidationError):
			reply.update(change).save()

	def test_a_reply_made_in_the_form_is_a_draft(self, mention):
		values = {"doctype": REPLY, "mention": mention.name, "text": "x", "status": "Sent", "remote_id": "y"}
		made = frappe.get_doc({**values, "pending_key": mention.name}).insert()
		assert (made.status, made.remote_id, made.pending_key) == ("Draft", None, None)

	def test_a_sent_reply_is_kept(self, platform, mention):
		name = queued(mention)
		jobs.deliver(name)
		with pytest.raises(frappe.ValidationError, match="kept"):
			frappe.delete_doc(REPLY, name)

	def test_a_colleagues_reply_is_seen_but_not_undone(self, mention, as_user):
		with as_user("Social CRM User"):
			name = queued(mention)
		with as_user("Social CRM User"):
			assert frappe.get_list(REPLY, pluck="name") == [name]
			with pytest.raises(frappe.PermissionError):
				api.undo(name)
		with as_user("Social CRM Manager"):
			assert api.undo(name)["status"] == "Cancelled"

	def test_without_the_role_nothing_is_shown_or_sent(self, mention, as_user):
		with as_user("Sales User"):
			for call in (api.begin, api.state, lambda name: api.send(name, "x", "k")):
				with pytest.raises(frappe.PermissionError):
					call(mention.name)


@pytest.mark.real_commit
class TestProcesses:
	"""Real processes, each with a connection of its own."""

	@pytest.fixture(autouse=True)
	def tidy(self, account, mention):
		frappe.db.commit()
		yield
		forget_everything_pulled()
		frappe.db.delete(REPLY)
		frappe.db.delete("Communication", {"reference_doctype": "Mention"})
		frappe.db.delete("Notification Log", {"document_type": "Mention"})
		frappe.delete_doc("Social Account", account.name, force=True)
		frappe.db.commit()

	def test_killed_between_the_call_and_the_commit(self, site, platform, mention):
		platform.script = ["hang"]
		name = queued(mention)
		process = start(DELIVER, site, name)
		assert platform.hanging.wait(60)
		os.killpg(process.pid, signal.SIGKILL)
		process.communicate(timeout=30)
		frappe.db.rollback()
		assert (row(name).status, len(platform.posts)) == ("Sending", 1)
		assert not outbox.due(), "the worker could still be alive"
		make_stale(name)
		assert [found for found, _tries in outbox.due()] == [name]
		assert finish(start(DELIVER, site, name)) == "Sent"
		frappe.db.rollback()
		assert row(name).status == "Sent" and len(platform.posts) == 1
		assert mention.reload().status == "Replied"

	def test_killed_again_and_again(self, site, platform, mention):
		kills, platform.script = 0, ["slow"]
		name = queued(mention)
		while kills < 12:
			process = start(DELIVER, site, name)
			time.sleep(0.2 * (kills + 1))  # each time a step later, wherever that is on this machine
			if process.poll() is not None:
				break
			os.killpg(process.pid, signal.SIGKILL)
			process.communicate(timeout=30)
			kills += 1
			frappe.db.rollback()
			make_due(name), make_stale(name)
		frappe.db.rollback()
		if row(name).status != "Sent":
			make_due(name), make_stale(name)
			assert finish(start(DELIVER, site, name)) == "Sent"
		frappe.db.rollback()
		assert row(name).status == "Sent" and len(platform.posts) == 1
		assert kills >= 2, "it was over before it could be killed: wait for shorter"

	def test_two_workers_at_once(self, site, platform, mention):
		name = queued(mention)
		both = [start(DELIVER, site, name) for _worker in range(2)]
		assert sorted(finish(process) for process in both) == ["None", "Sent"]
		assert len(platform.posts) == 1

	@pytest.mark.parametrize("keys", [("same", "same"), ("one", "other")])
	def test_two_requests_at_once(self, site, account, mention, keys):
		arguments = (site, mention.name, "Administrator", account.name)
		both = [start(QUEUE, *arguments, key) for key in keys]
		answers = [finish(process) for process in both]
		frappe.db.rollback()
		(only,) = frappe.get_all(REPLY, pluck="name")
		if keys[0] == keys[1]:
			assert answers == [only, only]
		else:
			assert sorted(answers) == sorted([only, "answering"])

	def test_the_dispatcher_sends_what_is_due_and_what_a_killed_worker_left(
		self, platform, account, mention, workers
	):
		left, waiting = new_mention(account, 2), new_mention(account, 3)
		due, stale = queued(mention, "due"), queued(left, "left behind")
		later = api.send(waiting.name, "later", "k3")["name"]
		frappe.db.set_value(REPLY, later, "next_try_at", now_datetime() + timedelta(hours=1))
		assert outbox.claim(stale)
		make_stale(stale)
		for _minute in range(
			8
		):  # jobs may get lost with their queue; the next minute's dispatch makes up for it
			jobs.dispatch()
			frappe.db.commit()
			workers.run_until_empty()
			if {row(due).status, row(stale).status} == {"Sent"}:
				break
		assert [row(name).status for name in (due, stale, later)] == ["Sent", "Sent", "Queued"]
		assert len(platform.posts) == 2
