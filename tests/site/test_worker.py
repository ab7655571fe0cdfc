"""The whole way with a real background worker: "Sync Now", the worker pulls, and every kind of listener fires once."""

import contextlib
import json

import pytest

import frappe

from social_crm_app.api import account as api
from social_crm_app.jobs import scheduler
from social_crm_app.testing import (
	feed_of,
	forget_everything_pulled,
	make_account,
	make_lead,
	make_user,
	serving,
)

pytestmark = pytest.mark.real_commit

KEYS = ["rss:https://feed.example/1", "rss:https://feed.example/2", "rss:https://feed.example/3"]
ENTRIES = [
	{
		"guid": f"https://feed.example/{n}",
		"title": "Support",
		"description": f"My drill number {n} stopped working, nobody answers",
		"pubDate": f"Mon, 02 Mar 2026 09:0{n}:00 GMT",
	}
	for n in (1, 2, 3)
]
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@pytest.fixture
def server():
	with serving(feed_of(ENTRIES)) as server:
		yield server


@pytest.fixture
def account(server):
	account = make_account("Worker test", instance_url=server.url)
	frappe.db.commit()
	yield account
	forget_everything_pulled()
	frappe.delete_doc("Social Account", account.name, force=True)
	frappe.db.commit()


@pytest.fixture
def agent():
	user = make_user("agent@social.example", "Social CRM User")
	frappe.db.set_value("Notification Settings", user.name, "enable_email_notifications", 0)
	frappe.db.commit()
	yield user.name
	for doctype, field in (("ToDo", "allocated_to"), ("Notification Log", "for_user")):
		frappe.db.delete(doctype, {field: user.name})
	frappe.db.commit()


@contextlib.contextmanager
def listener(**values):
	"""A record of Frappe's automation, committed, removed again afterwards."""
	doc = frappe.get_doc(values).insert()
	frappe.db.commit()
	frappe.clear_cache()
	try:
		yield doc
	finally:
		frappe.db.rollback()
		frappe.delete_doc(doc.doctype, doc.name, force=True)
		frappe.db.commit()
		frappe.clear_cache()


def pull(account, workers):
	"""Sync Now and a worker, then the same feed once more: a replay must fire nothing."""
	api.sync_now(account.name)
	frappe.db.commit()
	workers.run_until_empty()
	frappe.db.set_value("Social Account", account.name, "cursor", None)
	frappe.db.commit()
	api.sync_now(account.name)
	frappe.db.commit()
	workers.run_until_empty()


def test_sync_now_brings_mentions(account, workers):
	pull(account, workers)
	assert sorted(frappe.get_all("Mention", pluck="mention_key")) == KEYS
	logs = frappe.get_all(
		"Social Sync Log",
		{"social_account": account.name},
		["status", "created", "known", "trigger"],
		order_by="started_at",
	)
	assert [(log.status, log.created, log.known, log.trigger) for log in logs] == [
		("Success", 3, 0, "Manual"),
		("Success", 0, 3, "Manual"),
	]


def test_the_scheduled_dispatcher_brings_mentions(account, workers):
	scheduler.dispatch()
	frappe.db.commit()
	workers.run_until_empty()
	assert frappe.db.count("Mention") == 3
	scheduler.dispatch()
	frappe.db.commit()
	assert frappe.db.get_value("Social Account", account.name, "next_sync_at") > frappe.utils.now_datetime()


def test_a_notification_reaches_its_people(account, agent, workers):
	with listener(
		doctype="Notification", name="Worker test", document_type="Mention", event="New", channel="System Notification", enabled=1,
		subject="{{ doc.title }}", message="x", condition="doc.intent == 'Problem'", recipients=[{"receiver_by_role": "Social CRM User"}],
	):  # fmt: skip
		pull(account, workers)
		assert frappe.db.count("Notification Log", {"for_user": agent, "document_type": "Mention"}) == 3


def test_an_assignment_rule_assigns(account, agent, workers):
	with listener(
		doctype="Assignment Rule", name="Worker test", document_type="Mention", assign_condition="intent == 'Problem'", rule="Round Robin",
		description="Please answer", users=[{"user": agent}], assignment_days=[{"day": day} for day in DAYS],
	):  # fmt: skip
		pull(account, workers)
		assert frappe.db.count("ToDo", {"allocated_to": agent, "reference_type": "Mention"}) == 3
		assert all(agent in json.loads(row) for row in frappe.get_all("Mention", pluck="_assign"))


def test_a_workflow_has_its_first_state(account, workers):
	frappe.db.set_value("Workflow", "Mention Triage", "is_active", 1)
	frappe.db.commit()
	frappe.clear_cache()
	try:
		pull(account, workers)
		assert frappe.get_all("Mention", pluck="status") == ["Open"] * 3
	finally:
		frappe.db.set_value("Workflow", "Mention Triage", "is_active", 0)
		frappe.db.commit()
		frappe.clear_cache()


def test_a_webhook_is_called(account, server, workers):
	with listener(
		doctype="Webhook", name="Worker test", webhook_doctype="Mention", webhook_docevent="after_insert", request_url=server.url,
		request_structure="JSON", webhook_json='{"key": "{{ doc.mention_key }}"}', enabled=1,
	):  # fmt: skip
		pull(account, workers)
		assert sorted(json.loads(body)["key"] for body in server.received) == KEYS


@pytest.mark.parametrize("event", ["Before Save", "After Insert"])
def test_a_server_script_runs(account, workers, event):
	with listener(
		doctype="Server Script", name="Worker test", script_type="DocType Event", reference_doctype="Mention", doctype_event=event,
		script="frappe.get_doc({'doctype': 'ToDo', 'description': 'ran ' + doc.mention_key}).insert()",
	):  # fmt: skip
		pull(account, workers)
		ran = frappe.get_all("ToDo", {"description": ("like", "ran rss:%")}, pluck="description")
		frappe.db.delete("ToDo", {"description": ("like", "ran rss:%")})
		frappe.db.commit()
	assert sorted(ran) == [f"ran {key}" for key in KEYS]


def test_a_new_lead_finds_its_profile_through_a_worker(account, workers):
	"""doc_events enqueue, a worker links: nothing of it runs in the person's own request."""
	profile = frappe.get_doc(
		{
			"doctype": "Social Profile",
			"platform": "Mastodon",
			"handle": "ola@social.example",
			"display_name": "Ola",
		}
	).insert()
	lead = make_lead("Ola", social_handles="@ola@social.example")
	frappe.db.commit()
	try:
		workers.run_until_empty()
		assert frappe.db.get_value("Social Profile", profile.name, "lead") == lead.name
	finally:
		frappe.delete_doc("Lead", lead.name, force=True)
		frappe.db.commit()
