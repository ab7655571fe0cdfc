"""Whatever an admin hangs on Mention fires for a pulled one, once, and not at all when nobody listens."""

import pytest

import frappe

from social_crm_app.ingest import automation, preread
from social_crm_app.ingest.listeners import Listening, listening
from social_crm_app.testing import make_post, make_user, store

PROBLEM = "My drill stopped working, nobody answers, I want a refund"


def pull(*posts):
	outcome = store(*posts)
	if outcome.pending:
		automation.fire_pending()
	return outcome


def notification(event="New", **values):
	return frappe.get_doc(
		{
			"doctype": "Notification", "name": f"Test {event}", "document_type": "Mention", "event": event, "channel": "System Notification",
			"subject": "New mention {{ doc.name }}", "message": "x", "enabled": 1, "condition": "doc.intent == 'Problem'",
			"recipients": [{"receiver_by_role": "Social CRM Manager"}], **values,
		}
	).insert()  # fmt: skip


def assignment_rule(user):
	return frappe.get_doc(
		{
			"doctype": "Assignment Rule", "name": "Test rule", "document_type": "Mention", "assign_condition": "intent == 'Problem'",
			"description": "Please answer", "rule": "Round Robin", "users": [{"user": user}],
			"assignment_days": [{"day": d} for d in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")],
		}
	).insert()  # fmt: skip


def server_script(event, script):
	return frappe.get_doc(
		{
			"doctype": "Server Script", "name": f"Test {event}", "script_type": "DocType Event",
			"reference_doctype": "Mention", "doctype_event": event, "script": script,
		}
	).insert()  # fmt: skip


def test_nobody_listens_on_a_fresh_site():
	assert listening() is Listening.NOBODY
	outcome = store(make_post(1, PROBLEM))
	assert not outcome.pending
	assert not automation.waiting()


@pytest.mark.parametrize("event", ["New", "Save"])
def test_a_notification_fires_once_per_mention(event):
	user = make_user("manager@example.com", "Social CRM Manager")
	notification(event)
	frappe.clear_cache()
	assert listening() is Listening.AFTER
	pull(make_post(1, PROBLEM), make_post(2, "I love it, thank you"))
	pull(make_post(1, PROBLEM))
	assert automation.fire_pending() == 0
	logs = frappe.get_all(
		"Notification Log", {"for_user": user.name, "document_type": "Mention"}, pluck="document_name"
	)
	assert len(logs) == 1
	assert frappe.db.get_value("Mention", logs[0], "intent") == "Problem"


def test_an_assignment_rule_assigns_once():
	user = make_user("agent@example.com", "Social CRM User")
	frappe.db.set_value(
		"Notification Settings", user.name, "enable_email_notifications", 0
	)  # no mail server here
	assignment_rule(user.name)
	frappe.clear_cache()
	assert listening() is Listening.AFTER
	pull(make_post(1, PROBLEM), make_post(2, "I love it, thank you"))
	pull(make_post(1, PROBLEM))
	todos = frappe.get_all(
		"ToDo", {"reference_type": "Mention", "allocated_to": user.name}, ["reference_name", "status"]
	)
	assert [t.status for t in todos] == ["Open"]
	assert user.name in frappe.db.get_value("Mention", todos[0].reference_name, "_assign")


def test_a_workflow_gives_new_mentions_their_first_state():
	frappe.db.set_value("Workflow", "Mention Triage", "is_active", 1)
	frappe.clear_cache()
	assert listening() is Listening.BEFORE
	pull(make_post(1, PROBLEM))
	(name,) = frappe.get_all("Mention", pluck="name")
	from frappe.model.workflow import get_transitions

	doc = frappe.get_doc("Mention", name)
	assert doc.status == "Open"
	assert {t.action for t in get_transitions(doc)} == {"Wait for Customer", "Close", "Ignore"}


def test_a_webhook_is_sent_once_per_mention():
	frappe.get_doc(
		{
			"doctype": "Webhook", "name": "Test hook", "webhook_doctype": "Mention", "webhook_docevent": "after_insert", "request_url": "https://hook.example/in",
			"request_structure": "Form URL-Encoded", "enabled": 1, "webhook_data": [{"fieldname": "mention_key", "key": "key"}],
		}
	).insert()  # fmt: skip
	frappe.clear_cache()
	assert listening() is Listening.AFTER
	sent = []
	original = frappe.enqueue

	def record(method, *args, **kwargs):
		if "webhook" in str(method):
			sent.append(kwargs["doc"].name)
			return None
		return original(method, *args, **kwargs)

	import frappe.utils.background_jobs as jobs

	patch = pytest.MonkeyPatch()
	patch.setattr(frappe, "enqueue", record)
	patch.setattr(jobs, "enqueue", record)
	try:
		pull(make_post(1, PROBLEM), make_post(2))
		pull(make_post(1, PROBLEM))
	finally:
		patch.undo()
	assert len(sent) == len(set(sent)) == 2


@pytest.mark.parametrize(
	("event", "kind"),
	[
		("Before Insert", Listening.BEFORE),
		("Before Validate", Listening.BEFORE),
		("Before Save", Listening.BEFORE),
		("After Insert", Listening.AFTER),
		("After Save", Listening.AFTER),
	],
)
def test_a_server_script_runs_once_per_mention(event, kind):
	server_script(
		event, "frappe.get_doc({'doctype': 'ToDo', 'description': 'ran for ' + doc.mention_key}).insert()"
	)
	frappe.clear_cache()
	assert listening() is kind
	pull(make_post(1, PROBLEM), make_post(2))
	pull(make_post(1, PROBLEM))
	assert frappe.db.count("ToDo", {"description": ("like", "ran for %")}) == 2


def test_a_server_script_may_change_the_mention_before_it_is_saved():
	server_script("Before Save", "if 'drill' in doc.text: doc.priority = None; doc.status = 'Waiting'")
	frappe.clear_cache()
	pull(make_post(1, PROBLEM))
	assert frappe.get_all("Mention", pluck="status") == ["Waiting"]


@pytest.mark.parametrize("event", ["Before Save", "After Insert"])
def test_a_script_that_raises_loses_nothing(event):
	server_script(event, "frappe.throw('no')")
	frappe.clear_cache()
	before = frappe.db.count(
		"Error Log", {"method": ("like", "Listener %")}
	)  # a table that no rollback empties
	pull(make_post(1, PROBLEM), make_post(2))
	assert frappe.db.count("Mention") == 2
	assert not automation.waiting()
	assert frappe.db.count("Error Log", {"method": ("like", "Listener %")}) == before + 2


def test_a_service_level_agreement_takes_the_form_s_way():
	frappe.db.set_single_value("Support Settings", "track_service_level_agreement", 1)
	frappe.db.sql(  # the row alone decides; setting up a whole agreement belongs to its own test
		"insert into `tabService Level Agreement` (name, document_type, enabled) values ('Test SLA', 'Mention', 1)"
	)
	assert listening() is Listening.BEFORE


def test_what_a_rule_loads_is_what_stands_in_the_database():
	"""A batch hands its documents to Assignment Rules from memory: column by column the same as loaded."""
	frappe.get_doc({"doctype": "Listening Query", "title": "Drills", "any_words": "drill"}).insert()
	pull(make_post(1, PROBLEM))
	name = frappe.db.get_value("Mention", {"text": PROBLEM})
	loaded = frappe.get_doc("Mention", name)
	(read,) = automation._documents([name])
	read.set("__islocal", True)
	with preread.giving(read):
		given = frappe.get_doc("Mention", name)
		assert given is not read and not given.is_new()
		assert given.as_dict() == loaded.as_dict() and given.topics
		frappe.get_doc("Mention", name).add_comment("Comment", "seen")
		given.status = "Closed"
		given.save()
		assert frappe.get_doc("Mention", name).status == "Closed"
	assert frappe.get_doc("Mention", name).status == "Closed"
