"""Profiles whose link may have lost its ground are looked at again, also when the job for it was lost or killed."""

import pytest

import frappe

from social_crm_app.identity import recheck
from social_crm_app.jobs import recheck as job
from social_crm_app.jobs import scheduler
from social_crm_app.testing import forget_everything_pulled, make_author, make_lead, make_post, store

MANY = 440  # profiles, more than two pages
HANDLES = [f"p{n:04}" for n in range(MANY)]


def marked():
	return frappe.db.count("Social Profile", {"recheck_pending": 1})


def linked():
	return frappe.db.count("Social Profile", {"link_status": "Linked"})


def make_known(handles):
	"""A Lead with these handles, and a linked profile for each of them."""
	lead = make_lead("Crowd", social_handles="\n".join(f"@{handle}@social.example" for handle in handles))
	store(*(make_post(n, author=make_author(handle)) for n, handle in enumerate(handles)))
	return lead


def lose_ground(lead):
	lead.reload()
	lead.social_handles = ""
	lead.save()


def test_a_lost_job_is_sent_again(monkeypatch):
	"""The one that the change sends never runs; the dispatcher finds the marks."""
	lead, sent = make_known(["jane"]), []
	monkeypatch.setattr(
		frappe, "enqueue", lambda method, **kwargs: sent.append((method, kwargs.get("job_id")))
	)
	lose_ground(lead)
	assert marked() == 1 and linked() == 1 and recheck.waiting()
	scheduler.dispatch()
	expected = ("social_crm_app.jobs.recheck.run", "social-crm-recheck")
	assert [one for one in sent if "recheck" in one[0]] == [expected, expected]
	job.run()
	assert marked() == linked() == 0
	assert frappe.get_all("Mention", pluck="party") == [None]
	sent.clear()
	scheduler.dispatch()
	assert not [one for one in sent if "recheck" in one[0]]


def test_a_page_that_fails_stops_no_other(monkeypatch):
	lead = make_known(["jane", "joe"])
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
	monkeypatch.setattr(recheck, "PAGE", 1)
	lose_ground(lead)
	first = min(frappe.get_all("Social Profile", pluck="name"))
	work = recheck.recheck

	def fails_once(names):
		if first in names:
			raise frappe.QueryDeadlockError
		return work(names)

	monkeypatch.setattr(recheck, "recheck", fails_once)
	job.run()
	assert frappe.get_all("Social Profile", {"recheck_pending": 1}, pluck="name") == [first]
	assert linked() == 1
	monkeypatch.setattr(recheck, "recheck", work)
	job.run()
	assert marked() == linked() == 0


def test_one_that_fails_does_not_keep_its_page_back(monkeypatch):
	handles = [f"p{n}" for n in range(20)]
	lead = make_known(handles)
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
	lose_ground(lead)
	wrong = sorted(frappe.get_all("Social Profile", pluck="name"))[7]
	work = recheck.recheck

	def fails(names):
		if wrong in names:
			raise frappe.ValidationError
		return work(names)

	monkeypatch.setattr(recheck, "recheck", fails)
	job.run()
	assert frappe.get_all("Social Profile", {"recheck_pending": 1}, pluck="name") == [wrong]
	assert frappe.get_all("Social Profile", {"link_status": "Linked"}, pluck="name") == [wrong]


def test_a_reason_that_comes_meanwhile_is_kept(monkeypatch):
	"""Marked anew while the job looks: it is looked at once more."""
	lead, looked = make_known(["jane"]), []
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **kwargs: None)
	lose_ground(lead)
	work = recheck.recheck

	def meanwhile(names):
		done = work(names)
		if not looked:
			recheck.mark(names)
		looked.append(names)
		return done

	monkeypatch.setattr(recheck, "recheck", meanwhile)
	job.run()
	assert marked() == 1
	job.run()
	assert marked() == 0 and len(looked) == 2


@pytest.fixture
def crowd():
	"""A Lead that has just lost what links MANY profiles to it; committed, nothing looked at yet."""
	forget_everything_pulled()
	lead = make_known(HANDLES)
	assert linked() == MANY
	lose_ground(lead)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	forget_everything_pulled()
	frappe.delete_doc("Lead", lead.name, force=True)
	frappe.db.commit()


@pytest.mark.real_commit
def test_a_killed_worker_loses_nobody(crowd, workers, wait_for):
	worker = workers.start()  # takes the job that the change has sent
	wait_for(lambda: 0 < marked() < MANY, timeout=60, pause=0.01)
	workers.kill(worker)
	frappe.db.rollback()
	left = marked()
	assert 0 < left < MANY and linked() == left  # a page is done with its marks, or not at all
	assert recheck.waiting()
	frappe.enqueue("social_crm_app.jobs.recheck.run", queue="long")
	frappe.db.commit()
	workers.run_until_empty()
	assert marked() == linked() == 0
	assert not frappe.db.exists("Mention", {"party": ("is", "set")})
