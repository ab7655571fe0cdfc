"""Two people before the same mention: the second one learns of the first, and never posts unawares."""

import time
import uuid
from datetime import timedelta

import pytest
from fault_server import finish, serving_platform, start

import frappe
from frappe.permissions import add_permission, update_permission_property
from frappe.utils import now_datetime

from social_crm_app.api import reply as api
from social_crm_app.engage import outbox, queueing, reply_box
from social_crm_app.jobs import outbox as jobs
from social_crm_app.testing import forget_everything_pulled, make_account, make_post, store

REPLY = "Mention Reply"
ANSWER = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect()
from social_crm_app.engage import outbox, queueing, send
from social_crm_app.jobs.outbox import open_line
values = {"text": "the first answer", "visibility": "Public", "social_account": sys.argv[3]}
name = queueing.queue(sys.argv[2], values).name
frappe.db.set_value("Mention Reply", name, "next_try_at", "2026-01-01")
frappe.db.commit()
print(send.deliver(name, open_line))
"""


@pytest.fixture
def platform():
	with serving_platform() as server:
		yield server


@pytest.fixture
def account(platform):
	return make_account(
		"Acme on Mastodon", "Mastodon", instance_url=platform.url, access_token="token-of-acme"
	)


@pytest.fixture
def mention(account):
	store(make_post(1, raw={"id": "901", "visibility": "public"}), account=account.name)
	return frappe.get_last_doc("Mention")


def sent(mention, text, **more):
	"""Sends a reply from the box as far as the platform; gives what the box is told."""
	done = api.send(mention.name, text, more.pop("key", uuid.uuid4().hex), **more)
	if done.get("status") == "Queued":
		frappe.db.set_value(REPLY, done["name"], "next_try_at", now_datetime() - timedelta(seconds=1))
		jobs.deliver(done["name"])
	return done


def texts(platform):
	return [post["sent"]["status"].removeprefix("@jane@social.example ") for post in platform.posts]


class TestStamp:
	def test_who_opened_the_box_before_a_colleague_answered_is_stopped(self, platform, mention, as_user):
		with as_user("Social CRM User") as second:
			stamp = api.begin(mention.name)["last_sent"]
			assert stamp == ""
		with as_user("Social CRM User"):
			first = sent(mention, "We look into it.", last_sent=api.begin(mention.name)["last_sent"])["name"]
		frappe.set_user(second)
		told = sent(mention, "Me too", last_sent=stamp)
		assert set(told) == {"answered"} and texts(platform) == ["We look into it."]
		answered = told["answered"]
		assert (answered["name"], answered["sender_name"], answered["text"]) == (
			first,
			"Test",
			"We look into it.",
		)
		assert answered["sent_at"] and frappe.db.count(REPLY) == 1
		sent(mention, "One more thing", last_sent=answered["name"])
		assert texts(platform) == ["We look into it.", "One more thing"]

	def test_who_shows_no_stamp_has_seen_nothing(self, platform, mention):
		sent(mention, "First")
		assert set(sent(mention, "Second")) == {"answered"} and texts(platform) == ["First"]

	def test_a_draft_waits_for_the_same_look(self, platform, mention):
		draft = api.save_draft(mention.name, "From my draft")
		sent(mention, "First")
		assert set(sent(mention, "From my draft", draft=draft)) == {"answered"}
		assert frappe.db.get_value(REPLY, draft, "status") == "Draft"

	def test_each_answer_makes_the_stamps_before_it_old(self, platform, mention):
		stamps = []
		for text in ("one", "two", "three"):
			stamps.append(api.begin(mention.name)["last_sent"])
			sent(mention, text, last_sent=stamps[-1])
		assert len(set(stamps)) == 3
		for stamp in (*stamps, "nonsense"):
			assert set(sent(mention, "again", last_sent=stamp)) == {"answered"}
		assert texts(platform) == ["one", "two", "three"]

	def test_the_same_request_twice_is_still_one_reply(self, platform, mention):
		first = sent(mention, "Once", key="k")
		assert api.send(mention.name, "Once", "k")["name"] == first["name"]
		assert texts(platform) == ["Once"]

	def test_what_failed_or_was_taken_back_stops_nobody(self, platform, mention):
		api.undo(api.send(mention.name, "Never mind", "k1")["name"])
		platform.script = ["422"]
		assert row_of(sent(mention, "Refused")).status == "Failed"
		assert row_of(sent(mention, "Then this")).status == "Sent"

	def test_private_words_are_not_told_to_who_may_not_read_them(self, platform, mention, as_user):
		sent(mention, "Your order is late", visibility="Private")
		for doctype in ("Mention", REPLY):
			add_permission(doctype, "Sales User")
		update_permission_property(REPLY, "Sales User", 0, "create", 1)
		with as_user("Sales User"):
			answered = reply_box.answered_since(mention.name, "")
		assert (answered["sender_name"], answered["text"]) == ("Administrator", "")


def row_of(done):
	return frappe.get_doc(REPLY, done["name"])


@pytest.mark.real_commit
def test_an_answer_that_goes_out_while_the_second_is_being_queued(site, platform, account, mention):
	"""This connection has read that nobody has answered, and does not see what others commit from then on."""
	try:
		frappe.db.commit()
		assert outbox.last_sent(mention.name) == ""
		assert finish(start(ANSWER, site, mention.name, account.name)) == "Sent"
		assert outbox.last_sent(mention.name) == "", "the snapshot of this transaction"
		values = {"text": "the second", "visibility": "Public", "social_account": account.name}
		with pytest.raises(queueing.Answering, match="has just answered"):
			queueing.queue(mention.name, values)
		frappe.db.rollback()
		assert frappe.get_all(REPLY, pluck="text") == ["the first answer"]
	finally:
		frappe.db.rollback()
		forget_everything_pulled()
		frappe.db.delete(REPLY)
		frappe.db.delete("Communication", {"reference_doctype": "Mention"})
		frappe.delete_doc("Social Account", account.name, force=True)
		frappe.db.commit()


class TestOpenBoxes:
	def test_a_colleague_with_the_box_open_is_seen(self, mention, as_user):
		with as_user("Social CRM User") as first:
			assert api.attend(mention.name)["writing"] == []
		with as_user("Social CRM User"):
			seen = [{"user": first, "full_name": "Test"}]
			assert api.begin(mention.name)["writing"] == api.state(mention.name)["writing"] == seen
			assert api.attend(mention.name)["writing"] == seen
		frappe.set_user(first)
		assert len(api.state(mention.name)["writing"]) == 1, "the other one, not oneself"
		api.attend(mention.name, is_open=False)
		frappe.set_user("Administrator")
		assert [each["user"] == first for each in api.state(mention.name)["writing"]] == [False]

	def test_a_browser_that_died_is_forgotten(self, mention, as_user, monkeypatch):
		with as_user("Social CRM User"):
			api.attend(mention.name)
		assert api.state(mention.name)["writing"]
		late = time.time() + reply_box.OPEN_SECONDS + 1
		monkeypatch.setattr(reply_box, "time", lambda: late)
		assert not api.state(mention.name)["writing"]
		key = frappe.cache.make_key(reply_box.key_of(mention.name))
		assert 0 < frappe.cache.ttl(key) <= reply_box.OPEN_SECONDS

	def test_open_forms_hear_of_it_once(self, mention, monkeypatch):
		heard = []
		monkeypatch.setattr(
			frappe,
			"publish_realtime",
			lambda event, *args, **more: heard.append((event, more.get("docname"))),
		)
		api.attend(mention.name), api.attend(mention.name)
		api.attend(mention.name, is_open=False), api.attend(mention.name, is_open=False)
		assert heard == [("social_reply_box", mention.name)] * 2

	def test_an_open_box_hears_of_the_answer(self, platform, mention):
		assert api.attend(mention.name, last_sent="")["answered"] is None
		name = sent(mention, "Here you are")["name"]
		assert api.attend(mention.name, last_sent="")["answered"]["name"] == name
		assert api.attend(mention.name, last_sent=name)["answered"] is None

	def test_only_for_those_who_may_read_the_mention(self, mention, as_user):
		with as_user("Sales User"), pytest.raises(frappe.PermissionError):
			api.attend(mention.name)


class TestTwoWindows:
	"""One person with the same draft in two windows."""

	def test_a_draft_that_was_discarded_is_not_sent(self, mention):
		draft = api.save_draft(mention.name, "Half a thought")
		api.undo(draft)
		with pytest.raises(queueing.Discarded, match="discarded meanwhile"):
			api.send(mention.name, "Half a thought", "k", draft=draft)
		assert outbox.pending(mention.name) is None
		assert api.send(mention.name, "Half a thought", "k")["status"] == "Queued", "as a new one"

	def test_a_draft_that_was_sent_is_that_reply_if_its_words_are_the_same(self, platform, mention):
		draft = api.save_draft(mention.name, "One")
		assert sent(mention, "One", draft=draft)["name"] == draft
		again = api.send(mention.name, "One ", "k", draft=draft)
		assert (again["name"], again["status"], again["waits"]) == (draft, "Sent", False)
		with pytest.raises(queueing.Discarded, match="with other words: Sent"):
			api.send(mention.name, "Two", "k", draft=draft)
		assert texts(platform) == ["One"]

	def test_a_request_that_was_taken_back_says_so(self, mention):
		name = api.send(mention.name, "Once", "k")["name"]
		api.undo(name)
		assert api.send(mention.name, "Once", "k")["status"] == "Cancelled"


def test_what_is_taken_back_keeps_all_that_was_chosen(mention):
	frappe.get_doc({"doctype": "Reply Template", "title": "Sorry", "text": "Sorry!"}).insert()
	name = api.send(mention.name, "Your order", "k", visibility="Private", template="Sorry")["name"]
	taken = api.undo(name)
	assert taken == {
		"status": "Cancelled", "text": "Your order", "visibility": "Private", "template": "Sorry",
		"social_account": mention.social_account,
	}  # fmt: skip
