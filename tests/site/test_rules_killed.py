"""Rules with real workers: a mention that is typed in, and a worker that is killed in the middle of a batch."""

import pytest

import frappe

from social_crm_app.api import account as account_api
from social_crm_app.ingest import automation
from social_crm_app.jobs import scheduler
from social_crm_app.testing import feed_of, forget_everything_pulled, make_account, make_user, serving

pytestmark = pytest.mark.real_commit

POSTS = 90  # two batches: the second is killed
MADE = ("Mention Rule", "Mention Rule Condition", "Mention Rule Action", "Mention Rule Log", "Task")


@pytest.fixture
def account():
	entries = [
		{
			"guid": f"https://feed.example/{number}",
			"title": "Support",
			"description": f"My drill number {number} stopped working, nobody answers",
			"pubDate": "Mon, 02 Mar 2026 09:00:00 GMT",
		}
		for number in range(POSTS)
	]
	with serving(feed_of(entries)) as server:
		account = make_account("Rules killed", instance_url=server.url)
		frappe.db.commit()
		yield account
		tidy_up(account)


def tidy_up(account):
	frappe.db.rollback()
	for doctype in MADE:
		frappe.db.delete(doctype)
	frappe.db.delete("Notification Log", {"document_type": ("in", ("Mention", "Mention Rule", "Task"))})
	frappe.db.commit()
	forget_everything_pulled()
	frappe.delete_doc("Social Account", account.name, force=True)
	frappe.db.commit()


@pytest.fixture
def agent():
	user = make_user("agent@social.example", "Social CRM User")
	frappe.db.set_value("Notification Settings", user.name, "enable_email_notifications", 0)
	frappe.db.commit()
	return user.name


@pytest.fixture
def rule(account, agent):
	"""Makes a Task and notifies: two tables in which a second time would show."""
	doc = frappe.get_doc({"doctype": "Mention Rule", "title": "Killed", "enabled": 1, "newest_days": 0})
	doc.append("conditions", {"subject": "Mention: Intent", "operator": "is", "value": "Problem"})
	doc.append("actions", {"action": "Convert to", "value": "Task"})
	doc.append("actions", {"action": "Notify User", "value": agent})
	doc.insert()
	frappe.db.commit()
	return doc


def logged():
	return frappe.db.count("Mention Rule Log", {"status": "Done"})


def test_a_worker_killed_between_batches_and_within_one_does_nothing_twice(account, rule, workers, wait_for):
	account_api.sync_now(account.name)
	frappe.db.commit()
	first = workers.start()
	wait_for(lambda: logged() >= automation.BATCH, timeout=120)
	workers.kill(first)
	frappe.db.rollback()
	assert logged() < POSTS, "the worker was done before it could be killed: make the feed larger"
	assert automation.waiting()
	while (
		automation.waiting()
	):  # the dispatcher of the next minutes; a killed job may seem to run for a while
		empty(workers)
		scheduler.dispatch()
		frappe.db.commit()
		workers.run_until_empty(120)
	assert logged() == frappe.db.count("Mention", {"social_account": account.name}) == POSTS
	assert frappe.db.count("Task") == frappe.db.count("Mention Document", {"document_type": "Task"}) == POSTS
	assert frappe.db.count("Notification Log", {"document_type": "Mention", "type": "Alert"}) == POSTS


def empty(workers):
	"""What the killed worker held stays "started" in Redis until it is found to be dead."""
	from frappe.utils.background_jobs import get_queues

	for queue in get_queues():
		queue.empty()
		for job in queue.started_job_registry.get_job_ids():
			queue.started_job_registry.remove(job, delete_job=True)


def test_a_mention_typed_in_is_fired_by_a_worker(rule, agent, workers):
	doc = frappe.get_doc(
		{"doctype": "Mention", "text": "My drill stopped working, I want a refund", "platform": "Other"}
	).insert()
	frappe.db.commit()
	workers.run_until_empty()
	doc.reload()
	assert not doc.rules_pending
	assert frappe.db.count("Notification Log", {"document_name": doc.name, "for_user": agent}) == 1
	assert [row.document_type for row in doc.documents] == ["Task"]
