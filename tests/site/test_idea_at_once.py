"""Vote stuffing and circles: two sessions at once, each with a connection of its own, that really commit."""

import threading
from contextlib import contextmanager

import pytest

import frappe

from social_crm_app.api import idea as api
from social_crm_app.ideas import merging, votes
from social_crm_app.testing import make_contact

pytestmark = pytest.mark.real_commit
PATIENCE = 30  # seconds


@contextmanager
def session(site):
	"""A connection and a user of its own, as a request has; in whatever thread it is entered."""
	frappe.init(site=site)
	frappe.connect()
	frappe.set_user("Administrator")
	try:
		yield
	finally:
		frappe.db.rollback()
		frappe.destroy()


def at_once(*works):
	"""Runs each work in a session of its own. All have looked at the database before the first one starts, and each is
	committed as a request would be; returns what each raised, or None."""
	site, start, raised = frappe.local.site, threading.Barrier(len(works)), [None] * len(works)

	def run(number, work):
		with session(site):
			try:
				frappe.get_all("Idea", limit=1)  # the snapshot that this transaction keeps
				start.wait(PATIENCE)
				work()
				frappe.db.commit()
			except Exception as error:
				raised[number] = error
				frappe.db.rollback()

	threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
	for thread in threads:
		thread.start()
	for thread in threads:
		thread.join(PATIENCE)
		assert not thread.is_alive(), "it never ends"
	frappe.db.rollback()
	return raised


@pytest.fixture
def ideas():
	"""Two Ideas and two Contacts, committed; gone afterwards."""
	made = [frappe.get_doc({"doctype": "Idea", "title": f"At once {n}"}).insert().name for n in range(2)]
	people = [make_contact(f"Voter{n}").name for n in range(2)]
	frappe.db.commit()
	yield made, people
	frappe.db.rollback()
	frappe.db.set_single_value("Social CRM Settings", "idea_votes_per_person", 0)
	for name in made:
		frappe.db.set_value("Idea", name, "merged_into", None)
	for name in made:
		frappe.delete_doc("Idea", name, force=True)
	for name in people:
		frappe.delete_doc("Contact", name, force=True)
	frappe.db.commit()


def allow(number):
	frappe.db.set_single_value("Social CRM Settings", "idea_votes_per_person", number)
	frappe.db.commit()
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")


@pytest.mark.parametrize("again", range(3))
def test_vote_stuffing_two_people_at_once_are_two(ideas, again):
	(idea, _other), people = ideas
	raised = at_once(*(lambda who=who: votes.cast(idea, ("Contact", who)) for who in people))
	assert raised == [None, None]
	assert frappe.db.count("Idea Vote", {"idea": idea}) == frappe.db.get_value("Idea", idea, "votes") == 2


@pytest.mark.parametrize("again", range(3))
def test_vote_stuffing_one_person_at_once_is_one(ideas, again):
	(idea, _other), (who, _somebody) = ideas
	raised = at_once(*(lambda: votes.cast(idea, ("Contact", who)) for _session in range(2)))
	assert raised == [None, None]
	assert frappe.db.count("Idea Vote", {"idea": idea}) == frappe.db.get_value("Idea", idea, "votes") == 1


@pytest.mark.parametrize("again", range(3))
def test_vote_stuffing_two_sessions_at_once_keep_to_the_budget(ideas, again):
	made, (who, _somebody) = ideas
	allow(1)
	raised = at_once(*(lambda idea=idea: votes.cast(idea, ("Contact", who)) for idea in made))
	assert sorted(type(error).__name__ for error in raised) == ["NoneType", "ValidationError"]
	assert frappe.db.count("Idea Vote", {"idea": ("in", made), "withdrawn": 0}) == 1
	assert sum(frappe.get_all("Idea", {"name": ("in", made)}, pluck="votes")) == 1


@pytest.mark.parametrize("again", range(3))
def test_a_vote_is_counted_where_a_merge_at_the_same_time_leads(ideas, again):
	(one, other), (who, somebody) = ideas
	votes.cast(one, ("Contact", somebody))
	frappe.db.commit()
	raised = at_once(lambda: api.merge(one, other), lambda: votes.cast(one, ("Contact", who)))
	assert raised == [None, None]
	assert frappe.db.get_value("Idea", other, "votes") == 2


@pytest.mark.parametrize("again", range(3))
def test_two_merges_into_each_other_are_one(ideas, again):
	one, other = ideas[0]
	raised = at_once(lambda: api.merge(one, other), lambda: api.merge(other, one))
	assert sorted(type(error).__name__ for error in raised) == ["NoneType", "ValidationError"]
	merged = frappe.get_all(
		"Idea", {"name": ("in", (one, other)), "merged_into": ("is", "set")}, pluck="name"
	)
	assert len(merged) == 1 and len(set(merging.root_of([one, other]).values())) == 1
