"""A real worker is killed in the middle of an erasure: nothing is half done, and the next one ends it."""

import pytest

import frappe

from social_crm_app.privacy import erase
from social_crm_app.testing import forget_everything_pulled, make_author, make_post, store

pytestmark = pytest.mark.real_commit

POSTS = 3000


@pytest.fixture
def profile():
	"""Somebody with many posts, really stored: the profile's name."""
	forget_everything_pulled()
	store(*(make_post(n, f"My secret number {n}", make_author("jane")) for n in range(POSTS)))
	frappe.db.commit()
	name = frappe.db.get_value("Social Profile", {"handle": "jane@social.example"})
	yield name
	frappe.db.rollback()
	frappe.db.delete("Social Consent Log", {"parent": name})
	forget_everything_pulled()


def erased(profile):
	return frappe.db.count("Mention", {"social_profile": profile, "mention_key": ("like", "erased:%")})


def test_a_worker_killed_in_the_middle_loses_nothing(profile, workers, wait_for):
	erase.begin(profile)
	frappe.enqueue("social_crm_app.jobs.privacy.erase", queue="long", profile=profile)
	frappe.db.commit()
	worker = workers.start()
	wait_for(lambda: erased(profile), pause=0.02)
	workers.kill(worker)
	frappe.db.rollback()
	done = erased(profile)
	assert 0 < done < POSTS and done % 500 == 0  # whole pages
	assert erase.unfinished() == [profile]
	assert erase.run(profile)["counts"]["Mention"] == POSTS - done
	assert erased(profile) == POSTS and erase.unfinished() == []
	assert not frappe.db.exists("Mention", {"text": ("like", "%secret%")})
