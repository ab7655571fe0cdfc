"""A new key finds the profiles that show it, also those of a page that was open meanwhile, and whatever is killed."""

import contextlib

import pytest

import frappe

from social_crm_app.identity import index, waking
from social_crm_app.identity.keys import Key
from social_crm_app.jobs import recheck as job
from social_crm_app.jobs import scheduler
from social_crm_app.testing import (
	forget_everything_pulled,
	make_author,
	make_customer,
	make_lead,
	make_post,
	store,
)

HANDLE = "@jane@social.example"
MANY = 440  # profiles, more than two pages
HANDLES = [f"w{n:04}" for n in range(MANY)]


def profile():
	(row,) = frappe.get_all("Social Profile", fields=["*"])
	return row


def marked():
	return frappe.get_all("Social Profile", {"recheck_pending": 1}, pluck="handle", order_by="handle")


def linked():
	return frappe.db.count("Social Profile", {"link_status": "Linked"})


def pending(record):
	"""The different numbers of looks that the keys of a record are still to be taken."""
	return set(frappe.get_all("Identity Key", {"reference_name": record.name}, pluck="pending_looks"))


def let_time_pass(minutes=31):
	"""As if what stands in the index had been written so much earlier."""
	for column in ("creation", "modified"):
		frappe.db.sql(f"UPDATE `tabIdentity Key` SET `{column}` = `{column}` - INTERVAL {minutes} MINUTE")


@contextlib.contextmanager
def beside():
	"""What is done in the block is done on a connection of its own, which stays open until the test commits it."""
	mine = frappe.local.db
	frappe.connect()
	try:
		yield frappe.local.db
	finally:
		frappe.local.db = mine


@pytest.fixture
def no_jobs(monkeypatch):
	"""Jobs that are sent get lost; gives the list of them."""
	sent = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **kwargs: sent.append(method))
	return sent


@pytest.fixture
def leads():
	"""A list for the leads that a test commits; everything is removed afterwards."""
	forget_everything_pulled()
	made = []
	yield made
	frappe.db.rollback()
	forget_everything_pulled()
	for lead in made:
		frappe.delete_doc("Lead", lead.name, force=True)
	frappe.db.commit()


@pytest.mark.real_commit
def test_a_page_that_was_open_when_the_record_came(leads, workers):
	"""Neither transaction sees the other; the first look of the job comes too early, the second does not."""
	store(make_post(1))
	with beside() as other:
		leads.append(make_lead("Jane", social_handles=HANDLE))
		other.commit()
		other.close()
	assert workers.start(burst=True).wait(60) == 0  # the page is still open
	frappe.db.commit()
	assert (profile().link_status, pending(leads[0])) == ("Unlinked", {1})
	assert not waking.waiting()
	let_time_pass()
	assert waking.waiting()
	scheduler.enqueue_recheck()
	frappe.db.commit()
	workers.run_until_empty()
	assert (profile().lead, pending(leads[0])) == (leads[0].name, {0})
	assert frappe.get_all("Mention", pluck="lead") == [leads[0].name]


@pytest.mark.real_commit
def test_a_record_that_was_open_when_the_page_came(leads, workers):
	leads.append(make_lead("Jane", social_handles=HANDLE))
	with beside() as other:
		store(make_post(1))
		other.commit()
		other.close()
	frappe.db.commit()
	assert profile().link_status == "Unlinked"
	workers.run_until_empty()
	assert profile().lead == leads[0].name


@pytest.mark.real_commit
def test_a_profile_that_was_saved_after_the_job_had_begun(leads, no_jobs, monkeypatch):
	"""What the job had read before must not hide the profile when its mark is taken off."""
	leads.append(make_lead("Jane", email_id="jane@people.example"))
	job.run()
	take, saved = waking.take, []

	def take_while_somebody_saves():
		keys = take()
		with beside() as other:
			values = {"platform": "Bluesky", "handle": "jane.example", "bio": "Write to jane@people.example"}
			saved.append(frappe.get_doc({"doctype": "Social Profile", **values}).insert())
			other.commit()
			other.close()
		return keys

	monkeypatch.setattr(waking, "take", take_while_somebody_saves)
	job.run()
	assert len(saved) == 1
	assert (profile().link_status, profile().recheck_pending) == ("Suggested", 0)


@pytest.mark.real_commit
def test_a_killed_worker_loses_nobody(leads, workers, wait_for):
	store(*(make_post(n, author=make_author(handle)) for n, handle in enumerate(HANDLES)))
	frappe.db.commit()
	handles = "\n".join(f"@{handle}@social.example" for handle in HANDLES)
	leads.append(make_lead("Crowd", social_handles=handles))
	frappe.db.commit()
	assert linked() == 0
	worker = workers.start()  # takes the job that the new record has sent
	wait_for(lambda: 0 < linked() < MANY, timeout=60, pause=0.01)
	workers.kill(worker)
	frappe.db.rollback()
	assert 0 < linked() < MANY and linked() + len(marked()) == MANY
	frappe.enqueue("social_crm_app.jobs.recheck.run", queue="long")
	frappe.db.commit()
	workers.run_until_empty()
	assert (linked(), marked()) == (MANY, [])
	assert not frappe.db.exists("Mention", {"party": ("is", "not set")})


def test_a_lost_job_is_sent_again(no_jobs):
	store(make_post(1))
	lead = make_lead("Jane", social_handles=HANDLE)
	no_jobs.clear()
	scheduler.dispatch()
	assert "social_crm_app.jobs.recheck.run" in no_jobs
	job.run()
	assert profile().lead == lead.name and not waking.waiting()
	no_jobs.clear()
	scheduler.dispatch()
	assert "social_crm_app.jobs.recheck.run" not in no_jobs


def test_the_second_look_is_only_at_profiles_whose_keys_are_newer(no_jobs):
	make_lead("Jane", email_id="jane@people.example")
	store(make_post(1, author=make_author("early", email="jane@people.example")))
	let_time_pass(120)
	job.run()
	store(make_post(2, author=make_author("late", email="jane@people.example")))
	let_time_pass()
	assert {row["pending_looks"] for row in waking.take()} == {1}
	assert marked() == ["late@social.example"]


def test_a_key_that_is_woken_meanwhile_is_looked_at_again(no_jobs):
	lead = make_lead("Jane", social_handles=HANDLE)
	job.run()
	let_time_pass()
	keys = waking.take()
	index.wake("Lead", lead.name)
	waking.done(keys)
	assert pending(lead) == {index.LOOKS}


def test_a_page_of_keys_at_a_time(no_jobs, monkeypatch):
	store(make_post(1), make_post(2, author=make_author("joe")))
	lead = make_lead("Jane", social_handles=f"{HANDLE}\n@joe@social.example")
	monkeypatch.setattr(waking, "PAGE", 1)
	assert len(waking.take()) == 1 and len(marked()) == 1
	job.run()
	assert frappe.db.count("Social Profile", {"lead": lead.name}) == 2


def test_what_cannot_be_looked_for_stops_nothing_else_and_stays(no_jobs, monkeypatch):
	store(make_post(1))
	lead = make_lead("Jane", social_handles=HANDLE)
	monkeypatch.setattr(waking, "take", lambda: frappe.throw("no"))
	frappe.db.set_value("Social Profile", profile().name, "recheck_pending", 1)
	job.run()
	assert profile().lead == lead.name and pending(lead) == {index.LOOKS}


def test_a_new_customer_with_an_e_mail_is_in_the_index():
	"""ERPNext saves the customer once more in its own `on_update`."""
	customer = make_customer(
		"Bright Works", email_id="info@brightworks.example", website="https://brightworks.example"
	)
	held = frappe.get_all(
		"Identity Key", {"reference_name": customer.name, "reference_doctype": "Customer"}, pluck="key_type"
	)
	assert {"Email", "Domain", "Name"} <= set(held)


def reads():
	return sum(int(value) for _name, value in frappe.db.sql("SHOW SESSION STATUS LIKE 'Handler_read%'"))


def test_asking_what_is_due_costs_the_same_with_many_keys():
	"""5,000 keys that were looked for once and are not due yet, and as many of which nothing is to be done."""
	for looks in (0, 1):
		rows = [
			{
				**index._row("Lead", f"L{n}", Key("Email", f"{looks}-{n}@people.example"), 0, "test"),
				"pending_looks": looks,
			}
			for n in range(5000)
		]
		index.sql.insert_missing("Identity Key", rows)
	job.run()  # whatever other keys of the site are due
	before = reads()
	assert not waking.waiting()
	assert reads() - before < 50
