"""Nothing that was done is lost to the loop: not what ERPNext closes past every event, nor the job of a killed
worker."""

import json
import time
from datetime import datetime, timedelta, timezone

import pytest

import frappe
from frappe.utils import add_to_date, now_datetime, today

from erpnext.selling.doctype.sales_order.sales_order import make_delivery_note
from erpnext.support.doctype.issue.issue import set_multiple_status

from social_crm_app.engage import default_templates, loop, memory, missed, proposals
from social_crm_app.jobs import loop as jobs
from social_crm_app.jobs import scheduler
from social_crm_app.testing import (
	forget_everything_pulled,
	make_account,
	make_author,
	make_customer,
	make_order,
	make_post,
	store,
)

REPLY = "Mention Reply"


@pytest.fixture(autouse=True)
def templates(db):
	default_templates.seed_reply_templates()


@pytest.fixture
def account():
	return make_account("Acme on Mastodon", "Mastodon", instance_url="http://127.0.0.1:9", access_token="x")


@pytest.fixture
def customer():
	return make_customer("Jane's Joinery", social_handles="@jane@social.example").name


@pytest.fixture
def issue(account, customer):
	"""An open Issue that was made of a mention."""
	return made_of(new_mention(account))


@pytest.fixture
def swept():
	"""The last sweep was an hour ago."""
	mark(now_datetime() - timedelta(hours=1))


def new_mention(account, number=1, text="My drill stopped working", handle="jane"):
	post = make_post(
		number, text, make_author(handle), raw={"id": f"90{number}"}, posted_at=datetime.now(timezone.utc)
	)
	store(post, account=account.name)
	return frappe.get_doc("Mention", {"external_id": post.external_id})


def made_of(mention):
	doc = frappe.get_doc({"doctype": "Issue", "subject": "Drill", "customer": mention.customer}).insert()
	memory.remember(mention, "Issue", doc.name)
	return doc.name


def mark(moment):
	frappe.db.set_single_value(missed.SETTINGS, missed.MARK, moment, update_modified=False)


def changed(doctype, name, minutes):
	"""As if that document had last been changed so many minutes ago."""
	moment = add_to_date(now_datetime(), minutes=-minutes)
	frappe.db.set_value(doctype, name, "modified", moment, update_modified=False)


def closed_from_list(*names, status="Closed", minutes=30):
	set_multiple_status(json.dumps(names), status)
	for name in names:
		changed("Issue", name, minutes)


def drafts():
	return frappe.get_all(REPLY, fields=["mention", "status", "proposed_for"], order_by="creation")


def test_issues_that_are_closed_from_the_list_are_told(issue, swept):
	closed_from_list(issue)
	assert not drafts(), "ERPNext tells nobody of it"
	jobs.sweep()
	(draft,) = drafts()
	assert (draft.status, draft.proposed_for) == ("Draft", issue)
	mark(now_datetime() - timedelta(hours=1))
	jobs.sweep()
	assert drafts() == [draft]


def test_an_issue_that_is_reopened_from_the_list_takes_its_draft_back(issue, swept):
	closed_from_list(issue)
	jobs.sweep()
	closed_from_list(issue, status="Open", minutes=1)
	jobs.sweep()
	assert not drafts()


def test_a_draft_that_somebody_threw_away_does_not_come_back(issue, swept):
	closed_from_list(issue)
	jobs.sweep()
	frappe.db.set_value(REPLY, {"proposed_for": issue}, "status", "Cancelled")
	mark(now_datetime() - timedelta(hours=1))
	jobs.sweep()
	assert [draft.status for draft in drafts()] == ["Cancelled"]


def test_a_delivery_whose_job_was_lost_is_told(account, customer, swept):
	order = make_order(customer, 10)
	mention = new_mention(account, text=f"Where is my order {order.name}?")
	note = make_delivery_note(order.name).insert().submit()
	changed("Delivery Note", note.name, 30)
	assert not drafts(), "no worker has run"
	jobs.sweep()
	assert [(draft.mention, draft.proposed_for) for draft in drafts()] == [(mention.name, note.name)]


def test_an_old_delivery_that_is_only_touched_now_is_not_told(account, customer, swept):
	order = make_order(customer, 10)
	new_mention(account, text=f"Where is my order {order.name}?")
	note = make_delivery_note(order.name).insert().submit()
	frappe.db.set_value("Delivery Note", note.name, "posting_date", frappe.utils.add_days(today(), -30))
	changed("Delivery Note", note.name, 30)
	jobs.sweep()
	assert not drafts()


@pytest.mark.parametrize("minutes", [1, 90])
def test_only_what_was_changed_since_the_last_sweep_and_has_settled(issue, swept, minutes):
	closed_from_list(issue, minutes=minutes)
	jobs.sweep()
	assert not drafts()


def test_it_never_goes_further_back_than_a_few_days(issue):
	closed_from_list(issue, minutes=60 * 24 * (missed.DAYS + 1))
	mark(now_datetime() - timedelta(days=60))
	jobs.sweep()
	assert not drafts()


def test_the_first_sweep_ever_and_one_while_drafts_are_off_take_nothing_up(issue, swept):
	closed_from_list(issue)
	mark(None)
	jobs.sweep()
	frappe.db.set_single_value(missed.SETTINGS, "draft_replies", 0)
	frappe.clear_document_cache(missed.SETTINGS, missed.SETTINGS)
	mark(now_datetime() - timedelta(hours=1))
	jobs.sweep()
	frappe.db.set_single_value(missed.SETTINGS, "draft_replies", 1)
	frappe.clear_document_cache(missed.SETTINGS, missed.SETTINGS)
	jobs.sweep()
	assert not drafts() and not missed.waiting()


def test_it_goes_on_where_its_time_was_over(issue, account, customer):
	other = made_of(new_mention(account, 2, handle="bob"))
	mark(now_datetime() - timedelta(hours=3))
	closed_from_list(issue, minutes=170)
	closed_from_list(other, minutes=30)
	assert missed.sweep(0) == 0
	assert missed.sweep(60) == 2
	assert not missed.waiting()


def test_pages(account, customer, swept, monkeypatch):
	monkeypatch.setattr(missed, "PAGE", 2)
	names = [made_of(new_mention(account, number, handle=f"p{number}")) for number in range(1, 6)]
	closed_from_list(*names)
	jobs.sweep()
	assert sorted(draft.proposed_for for draft in drafts()) == sorted(names)


def test_a_document_that_is_not_in_order_stops_no_other(issue, account, swept, monkeypatch):
	other = made_of(new_mention(account, 2, handle="bob"))
	closed_from_list(issue, other)
	propose = loop.propose
	monkeypatch.setattr(loop, "propose", lambda *named: 1 / 0 if named[1] == issue else propose(*named))
	jobs.sweep()
	assert [draft.proposed_for for draft in drafts()] == [other]
	assert frappe.db.exists("Error Log", {"reference_name": issue})


@pytest.mark.real_commit
def test_a_worker_killed_while_it_drafts(account, workers):
	"""Kill -9 in the middle of the job of a closed Issue: the dispatcher of later minutes sees to it."""
	mention = new_mention(account, handle="walkin")
	name = made_of(mention)
	mark(now_datetime() - timedelta(hours=1))
	frappe.db.commit()
	try:
		# Somebody else's lock on the mention's key holds the worker in the middle of its insert
		draft = proposals._name(mention.name, ("Issue", name))
		frappe.get_doc("Issue", name).update({"status": "Closed"}).save()
		frappe.db.commit()
		frappe.db.sql(  # an insert that is never committed
			"insert into `tabMention Reply` (name, mention, text, status) values (%s, %s, 'x', 'Draft')",
			(draft, mention.name),
		)
		worker = workers.start()
		wait_until_blocked()
		workers.kill(worker)
		frappe.db.rollback()
		assert not drafts()
		changed("Issue", name, 30)
		frappe.db.commit()
		scheduler.dispatch()
		frappe.db.commit()
		workers.run_until_empty(120)
		assert [(one.mention, one.proposed_for) for one in drafts()] == [(mention.name, name)]
	finally:
		frappe.db.rollback()
		mark(None)
		frappe.db.commit()
		forget_everything_pulled()
		frappe.delete_doc("Issue", name, force=True)
		frappe.delete_doc("Social Account", account.name, force=True)
		frappe.db.commit()


def wait_until_blocked(seconds=60):
	"""Until another connection stands in the middle of its insert, waiting for the lock that this one holds."""
	deadline = time.monotonic() + seconds
	while time.monotonic() < deadline:
		running = [row.Info or "" for row in frappe.db.sql("show full processlist", as_dict=True)]
		if any(query.startswith("INSERT INTO `tabMention Reply`") for query in running):
			return
		time.sleep(0.1)
	pytest.fail("the worker never came to its insert")
