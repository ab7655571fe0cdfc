"""Mentions that wait for an answer get the agreement of whom their author is linked to afterwards."""

from datetime import datetime, timedelta, timezone

import pytest

import frappe
from frappe.utils import now_datetime

from social_crm_app.engage import deadlines
from social_crm_app.identity import decisions, restamp
from social_crm_app.jobs import restamp as restamp_job
from social_crm_app.jobs import scheduler, service_levels
from social_crm_app.testing import forget_everything_pulled, make_author, make_customer, make_post, store

# Saving an agreement changes Custom Fields, which the database commits by itself.
pytestmark = pytest.mark.real_commit

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=timezone.utc)
SLOW, QUICK = datetime(2026, 3, 2, 14, 0), datetime(2026, 3, 2, 11, 0)  # four hours, one hour


@pytest.fixture(scope="module")
def agreements(site):
	"""An answer within four hours, and within one for a Customer Group of its own: {customer, other, slow, quick}."""
	frappe.set_user("Administrator")
	zone = frappe.db.get_single_value("System Settings", "time_zone")
	frappe.db.set_single_value("System Settings", "time_zone", "UTC")
	frappe.db.set_single_value("Support Settings", "track_service_level_agreement", 1)
	frappe.clear_cache()
	made = []
	if not frappe.db.exists("Issue Priority", "Medium"):
		made.append(frappe.get_doc({"doctype": "Issue Priority", "name": "Medium"}).insert())
	holidays = {"holiday_list_name": "Relinked", "from_date": "2026-01-01", "to_date": "2026-12-31"}
	made.append(frappe.get_doc({"doctype": "Holiday List", **holidays}).insert())
	for group in ("Relinked", "Relinked too"):
		values = {"customer_group_name": group, "parent_customer_group": "All Customer Groups"}
		made.append(frappe.get_doc({"doctype": "Customer Group", **values}).insert())
	made.append(make_customer("Relinked Works", customer_group="Relinked"))
	made.append(make_customer("Relinked Other", customer_group="Relinked too"))
	made.append(_agreement("Relinked all", hours=4, default_service_level_agreement=1))
	made.append(_agreement("Relinked group", hours=1, entity_type="Customer Group", entity="Relinked"))
	frappe.db.commit()
	*_others, customer, other, slow, quick = (doc.name for doc in made)
	yield frappe._dict(customer=customer, other=other, slow=slow, quick=quick)
	frappe.db.rollback()
	frappe.db.set_single_value("System Settings", "time_zone", zone)
	for doc in reversed(made):
		frappe.delete_doc(doc.doctype, doc.name, force=True)
	frappe.db.commit()


def _agreement(title, hours, **values):
	return frappe.get_doc(
		{
			"doctype": "Service Level Agreement", "service_level": title, "document_type": "Mention", "enabled": 1,
			"holiday_list": "Relinked", "apply_sla_for_resolution": 0, **values,
			"priorities": [{"priority": "Medium", "default_priority": 1, "response_time": hours * 3600}],
			"support_and_resolution": [{"workday": d, "start_time": "09:00:00", "end_time": "17:00:00"} for d in DAYS],
			"sla_fulfilled_on": [{"status": "Closed"}], "pause_sla_on": [{"status": "Replied"}],
		}
	).insert()  # fmt: skip


@pytest.fixture(autouse=True)
def tidy(agreements):
	yield
	forget_everything_pulled()


def post(*numbers, handle="ola"):
	store(*(make_post(n, author=make_author(handle), posted_at=MONDAY) for n in numbers))
	frappe.db.commit()
	return frappe.get_all(
		"Mention", {"author_handle": f"{handle}@social.example"}, pluck="name", order_by="name"
	)


def profile_of(mention):
	return frappe.db.get_value("Mention", mention, "social_profile")


def link(mention, customer):
	decisions.link(profile_of(mention), "Customer", customer)
	frappe.db.commit()


def due(mention):
	return frappe.db.get_value("Mention", mention, "response_by")


def marked():
	return frappe.db.count("Social Profile", {deadlines.MARK: 1})


def test_a_link_made_afterwards_brings_the_agreement_of_the_group(agreements, workers):
	(name,) = post(1)
	frappe.db.set_value("Mention", name, "creation", now_datetime() - timedelta(days=1))  # when it was pulled
	assert due(name) == SLOW
	modified = frappe.db.get_value("Mention", name, "modified")
	link(name, agreements.customer)
	workers.run_until_empty()
	mention = frappe.get_doc("Mention", name)
	assert (mention.service_level_agreement, mention.response_by) == (agreements.quick, QUICK)
	assert mention.agreement_status == "First Response Due" and mention.modified == modified
	assert not marked()
	mention.save()
	assert mention.response_by == QUICK


def test_it_goes_again_with_the_link(agreements):
	(name,) = post(1)
	for customer, expected in ((agreements.customer, QUICK), (agreements.other, SLOW)):
		link(name, customer)
		service_levels.run()
		assert due(name) == expected
	link(name, agreements.customer)
	decisions.unlink(profile_of(name))
	service_levels.run()
	assert (due(name), frappe.db.get_value("Mention", name, "service_level_agreement")) == (
		SLOW,
		agreements.slow,
	)


def test_what_is_answered_closed_or_ignored_is_left_alone(agreements):
	names = post(*range(1, 6))
	for name, status in zip(names, ("Replied", "Closed", "Ignored", "Waiting"), strict=False):
		doc = frappe.get_doc("Mention", name)
		doc.status = status
		doc.save()
	link(names[0], agreements.customer)
	before = {name: frappe.get_doc("Mention", name).as_dict() for name in names[:3]}
	service_levels.run()
	assert [frappe.get_doc("Mention", name).as_dict() for name in names[:3]] == list(before.values())
	assert due(names[3]) == due(names[4]) == QUICK


def test_mentions_of_others_are_left_alone(agreements):
	(mine,), (other,) = post(1), post(2, handle="kari")
	frappe.db.set_value("Mention", other, "response_by", "2026-04-01 12:00:00")
	link(mine, agreements.customer)
	service_levels.run()
	assert due(other) == datetime(2026, 4, 1, 12)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_every_number_of_pages(agreements, monkeypatch, number):
	monkeypatch.setattr(deadlines, "PAGE", 2)
	names = post(*range(number))
	link(names[0], agreements.customer)
	assert deadlines.run_waiting(60) == number and not marked()
	assert {due(name) for name in names} == {QUICK}
	assert deadlines.run_waiting(60) == 0


def test_a_condition_sees_the_whole_mention(agreements):
	(name,) = post(1)
	doc = frappe.get_doc("Mention", name)
	doc.append("topics", {"target_type": "Customer", "target": agreements.customer})
	doc.save()
	only = {"condition": "doc.intent == 'Other' and doc.topics and doc.topics[0].target"}
	sla = _agreement("Relinked condition", hours=2, **only)
	try:
		link(name, agreements.other)
		service_levels.run()
		assert due(name) == datetime(2026, 3, 2, 12)
	finally:
		forget_everything_pulled()
		frappe.delete_doc("Service Level Agreement", sla.name, force=True)
		frappe.db.commit()


def test_many_mentions_wait_until_they_have_their_link(agreements, monkeypatch):
	monkeypatch.setattr(restamp, "AT_ONCE", 1)
	names = post(1, 2, 3)
	link(names[0], agreements.customer)
	service_levels.run()
	assert due(names[0]) == SLOW and marked() and not deadlines.waiting()
	restamp_job.run()
	assert deadlines.waiting()
	service_levels.run()
	assert {due(name) for name in names} == {QUICK} and not marked()


def test_a_link_that_changes_between_two_pages_counts(agreements, monkeypatch):
	monkeypatch.setattr(deadlines, "PAGE", 2)
	names = post(*range(5))
	link(names[0], agreements.customer)
	ask, asked = deadlines._ask_again, []

	def changed_after_the_first_page(page):
		asked.append(page)
		changed = ask(page)
		if len(asked) == 1:
			link(names[0], agreements.other)
		return changed

	monkeypatch.setattr(deadlines, "_ask_again", changed_after_the_first_page)
	service_levels.run()
	assert {due(name) for name in names} == {SLOW} and not marked()


def test_what_a_killed_job_left_is_started_by_the_dispatcher(agreements, monkeypatch):
	(name,) = post(1)
	link(name, agreements.customer)
	started = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **kwargs: started.append(method))
	scheduler.dispatch()
	assert "social_crm_app.jobs.service_levels.run" in started
	assert deadlines.run_waiting(0) == 0 and marked()
	deadlines.run_waiting(60)
	started.clear()
	scheduler.dispatch()
	assert "social_crm_app.jobs.service_levels.run" not in started


def test_an_agreement_that_cannot_be_applied_stops_no_other_profile(agreements, monkeypatch):
	(mine,), (other,) = post(1), post(2, handle="kari")
	for name in (mine, other):
		link(name, agreements.customer)
	first = min(profile_of(mine), profile_of(other))
	page = deadlines._page

	def fails_for_the_first(profile, after):
		if profile == first:
			raise frappe.QueryDeadlockError
		return page(profile, after)

	monkeypatch.setattr(deadlines, "_page", fails_for_the_first)
	service_levels.run()
	assert sorted([due(mine), due(other)]) == [QUICK, SLOW] and marked() == 1
	assert frappe.db.exists("Error Log", {"reference_doctype": "Social Profile", "reference_name": first})


@pytest.mark.parametrize("off", ["Support Settings", "Service Level Agreement"])
def test_without_agreements_nothing_is_marked(agreements, off):
	(name,) = post(1)
	if off == "Support Settings":
		frappe.db.set_single_value(off, "track_service_level_agreement", 0)
	else:
		frappe.db.set_value(off, {"document_type": "Mention"}, "enabled", 0)
	try:
		decisions.link(profile_of(name), "Customer", agreements.customer)
		assert not marked()
	finally:
		frappe.db.set_single_value("Support Settings", "track_service_level_agreement", 1)
		frappe.db.set_value("Service Level Agreement", {"document_type": "Mention"}, "enabled", 1)
