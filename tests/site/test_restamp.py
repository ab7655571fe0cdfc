"""A changed link reaches all mentions of a profile: few at once, many by a job that may be killed anywhere."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

import frappe

from social_crm_app import sql
from social_crm_app.identity import restamp
from social_crm_app.jobs import restamp as job
from social_crm_app.jobs import scheduler
from social_crm_app.testing import (
	forget_everything_pulled,
	make_author,
	make_customer,
	make_lead,
	make_post,
	store,
)

RUN = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect()
from social_crm_app.identity import restamp
restamp.PAGE = int(sys.argv[2])
restamp.run_waiting(600)
"""
LINKED = {"party_type": "Customer", "customer": None, "lead": None, "contact": None}


@pytest.fixture(autouse=True)
def small_numbers(monkeypatch):
	monkeypatch.setattr(restamp, "AT_ONCE", 10)
	monkeypatch.setattr(restamp, "PAGE", 4)
	frappe.clear_cache()  # hooks of an older version of the app


def make_profile(mentions: int, handle: str = "jane") -> str:
	"""A profile with that many mentions; some of them share their second, for posts of one moment happen."""
	author = make_author(handle)
	store(
		*(
			make_post(n // 3, author=author, external_id=f"https://social.example/{handle}/{n}")
			for n in range(mentions)
		)
	)
	return frappe.db.get_value("Social Profile", {"handle": author.handle})


def give(profile: str, customer: str | None) -> None:
	"""Sets the link of the profile and lets its mentions follow."""
	values = {**LINKED, "party_type": customer and "Customer", "party": customer, "customer": customer}
	frappe.db.set_value("Social Profile", profile, values)
	restamp.restamp([profile])


def stamped(profile: str) -> set:
	"""The different links of the profile's mentions."""
	return set(
		frappe.get_all(
			"Mention",
			filters={"social_profile": profile},
			fields=list(restamp.LINK_COLUMNS),
			as_list=True,
			order_by="name",
		)
	)


def link_of(customer: str | None) -> set:
	return {("Customer" if customer else None, customer, customer, None, None)}


def pending(profile: str) -> int:
	return frappe.db.get_value("Social Profile", profile, "restamp_pending")


def test_few_mentions_follow_at_once():
	profile, customer = make_profile(10), make_customer("Bright Works").name
	give(profile, customer)
	assert stamped(profile) == link_of(customer) and not pending(profile)
	give(profile, None)
	assert stamped(profile) == link_of(None) and not pending(profile)


def test_many_mentions_wait_for_the_job(workers):
	profile, customer = make_profile(11), make_customer("Bright Works").name
	give(profile, customer)
	assert stamped(profile) == link_of(None) and pending(profile) and restamp.waiting()
	job.run()
	assert stamped(profile) == link_of(customer) and not pending(profile) and not restamp.waiting()


def test_the_job_is_started_by_the_change_and_again_by_the_dispatcher(monkeypatch):
	started = []
	monkeypatch.setattr(
		frappe, "enqueue", lambda method, **kwargs: started.append((method, kwargs["job_id"]))
	)
	profile = make_profile(11)
	scheduler.dispatch()
	assert not [one for one in started if "restamp" in one[0]]
	give(profile, make_customer("Bright Works").name)
	scheduler.dispatch()
	expected = ("social_crm_app.jobs.restamp.run", "social-crm-restamp")
	assert [one for one in started if "restamp" in one[0]] == [expected, expected]


def test_every_number_of_pages(monkeypatch):
	"""Full pages, one more, one less: nobody is left out at an edge."""
	monkeypatch.setattr(restamp, "AT_ONCE", 0)
	customer = make_customer("Bright Works").name
	for mentions in (1, 3, 4, 5, 8, 9):
		profile = make_profile(mentions, f"jane{mentions}")
		give(profile, customer)
		job.run()
		assert stamped(profile) == link_of(customer) and not pending(profile)


def test_only_what_says_something_else_is_written():
	profile, customer = make_profile(12), make_customer("Bright Works").name
	give(profile, customer)
	assert restamp.run_waiting(60) == 12
	restamp.restamp([profile])
	assert pending(profile) and restamp.run_waiting(60) == 0


def test_profiles_and_mentions_of_others_are_left_alone():
	profile, other = make_profile(12), make_profile(2, "joe")
	lead = make_lead("By hand").name
	frappe.db.set_value(
		"Mention", {"social_profile": other}, {"party_type": "Lead", "party": lead, "lead": lead}
	)
	alone = frappe.get_all("Mention", {"social_profile": other}, pluck="name", limit=1)[0]
	frappe.db.set_value("Mention", alone, "social_profile", None)
	give(profile, make_customer("Bright Works").name)
	job.run()
	assert frappe.db.get_value("Mention", alone, "lead") == lead
	assert stamped(other) == {("Lead", lead, None, lead, None)}


def test_a_link_that_changes_between_two_pages_ends_in_the_newest_state(monkeypatch):
	profile = make_profile(20)
	first, second = make_customer("First").name, make_customer("Second").name
	give(profile, first)
	pages = []
	stamp = restamp._stamp

	def changed_after_the_second_page(*page):
		changed = stamp(*page)
		pages.append(page)
		if len(pages) == 2:
			give(profile, second)
		return changed

	monkeypatch.setattr(restamp, "_stamp", changed_after_the_second_page)
	job.run()
	assert stamped(profile) == link_of(second) and not pending(profile)
	assert len(pages) == 2 + 6  # began again: five full pages, and the one that finds nothing more


def test_mentions_stored_meanwhile_get_the_new_link(monkeypatch):
	profile, customer = make_profile(12), make_customer("Bright Works").name
	give(profile, customer)
	stamp = restamp._stamp

	def another_post_comes_in(*page):
		store(make_post(0, external_id=f"https://social.example/new/{frappe.generate_hash()}"))
		return stamp(*page)

	monkeypatch.setattr(restamp, "_stamp", another_post_comes_in)
	job.run()
	assert stamped(profile) == link_of(customer)
	assert frappe.db.count("Mention", {"social_profile": profile}) > 12


def test_a_run_stops_in_time_and_goes_on_later():
	profile = make_profile(12)
	give(profile, make_customer("Bright Works").name)
	assert restamp.run_waiting(0) == 0 and pending(profile)
	assert restamp.run_waiting(60) == 12


def test_one_profile_that_fails_does_not_stop_the_others(monkeypatch):
	customer = make_customer("Bright Works").name
	profiles = sorted([make_profile(11), make_profile(11, "joe")])
	for profile in profiles:
		give(profile, customer)
	stamp = restamp._stamp

	def fails_for_the_first(profile, *page):
		if profile == profiles[0]:
			raise frappe.QueryDeadlockError
		return stamp(profile, *page)

	monkeypatch.setattr(restamp, "_stamp", fails_for_the_first)
	job.run()
	assert pending(profiles[0]) and stamped(profiles[0]) == link_of(None)
	assert stamped(profiles[1]) == link_of(customer)
	assert frappe.db.exists(
		"Error Log", {"reference_doctype": "Social Profile", "reference_name": profiles[0]}
	)


MENTIONS = 6000


@pytest.fixture
def crowded():
	"""A profile with MENTIONS mentions, and a customer; really committed."""
	customer = make_customer("Restamp Kill Test").name
	profile = make_profile(1)
	(row,) = frappe.get_all("Mention", {"social_profile": profile}, ["*"])
	rows = [{**row, "name": f"restamp-{n:06}", "mention_key": f"test:{n}"} for n in range(MENTIONS - 1)]
	sql.insert_missing("Mention", rows)
	frappe.db.commit()
	yield profile, customer
	forget_everything_pulled()
	frappe.delete_doc("Customer", customer, force=True)
	frappe.db.commit()


def stamped_with(customer: str) -> int:
	frappe.db.rollback()
	return frappe.db.count("Mention", {"customer": customer})


def start(site: str, page: int) -> subprocess.Popen:
	return subprocess.Popen(
		[sys.executable, "-c", RUN, site, str(page)],
		start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
	)  # fmt: skip


def finish(process: subprocess.Popen) -> None:
	_out, err = process.communicate(timeout=120)
	assert process.returncode == 0, err
	frappe.db.rollback()


@pytest.mark.real_commit
def test_a_job_killed_again_and_again_stamps_every_mention(site, crowded):
	profile, customer = crowded
	give(profile, customer)
	frappe.db.commit()
	rng, done = random.Random(11), [0]
	while len(done) < 7:
		process = start(site, page=20)
		while process.poll() is None and stamped_with(customer) == done[-1]:
			time.sleep(0.01)
		time.sleep(rng.uniform(0, 0.2))
		if process.poll() is not None:
			break
		os.killpg(process.pid, signal.SIGKILL)
		process.wait()
		done.append(stamped_with(customer))
		assert bool(pending(profile)) == (done[-1] < MENTIONS)
	assert len(done) >= 3, f"killed too late: {done}"
	assert all(count % 20 == 0 for count in done)  # a page is stamped whole or not at all
	finish(start(site, page=2000))
	assert stamped(profile) == link_of(customer) and not pending(profile)
	assert frappe.db.count("Mention", {"social_profile": profile}) == MENTIONS


@pytest.mark.real_commit
def test_two_jobs_at_once_and_a_link_that_changes_meanwhile(site, crowded):
	profile, customer = crowded
	other = make_customer("Restamp Kill Test Other").name
	try:
		give(profile, customer)
		frappe.db.commit()
		jobs = [start(site, page=20), start(site, page=50)]
		for number in range(20):
			give(profile, (customer, other)[number % 2])
			frappe.db.commit()
			time.sleep(0.1)
		for process in jobs:
			finish(process)
		finish(start(site, page=500))  # the dispatcher's, if the last change came after both had ended
		assert stamped(profile) == link_of(other) and not pending(profile)
	finally:
		frappe.db.set_value("Social Profile", profile, LINKED | {"party_type": None, "party": None})
		frappe.db.set_value(
			"Mention", {"customer": other}, {"customer": None, "party_type": None, "party": None}
		)
		frappe.delete_doc("Customer", other, force=True)
		frappe.db.commit()
