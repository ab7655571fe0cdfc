"""Nothing lost, nothing doubled: workers killed in the middle, pages replayed, two runs at once. Real processes."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

import frappe

from social_crm_app.testing import feed_of, forget_everything_pulled, make_account, serving

pytestmark = pytest.mark.real_commit

POSTS = 3000
RUN = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect()
from social_crm_app.ingest import run
print(run.sync(sys.argv[2], "Manual").created)
"""


def entry(n: int) -> dict[str, str]:
	return {
		"guid": f"https://feed.example/{n}",
		"title": f"Post {n}",
		"author": f"p{n % 70}@people.example (Person {n % 70})",
		"description": f"My drill number {n} stopped working, please help",
		"pubDate": f"Mon, 02 Mar 2026 {n // 3600 % 24:02}:{n // 60 % 60:02}:{n % 60:02} GMT",
	}


@pytest.fixture
def account():
	"""An account on a feed of POSTS entries on loopback."""
	with serving(feed_of([entry(n) for n in range(POSTS)])) as server:
		account = make_account("Crash test", instance_url=server.url)
		frappe.db.commit()
		yield account
		forget_everything_pulled()
		frappe.delete_doc("Social Account", account.name, force=True)
		frappe.db.commit()


def start(site: str, account: str) -> subprocess.Popen:
	"""A run of this account in a process of its own, in its own process group."""
	return subprocess.Popen(
		[sys.executable, "-c", RUN, site, account],
		start_new_session=True,
		stdin=subprocess.DEVNULL,
		stdout=subprocess.PIPE,
		stderr=subprocess.PIPE,
		text=True,
	)


def finish(process: subprocess.Popen) -> str:
	out, err = process.communicate(timeout=240)
	assert process.returncode == 0, err
	return out


def assert_exactly_one_row_each():
	frappe.db.rollback()
	keys = frappe.get_all("Mention", pluck="mention_key")
	assert len(keys) == len(set(keys)) == POSTS
	authors = frappe.get_all("Social Profile", pluck="profile_key")
	assert len(authors) == len(set(authors)) == 70
	orphans = frappe.db.sql(
		"select count(*) from `tabMention` m left join `tabSocial Profile` p on p.name = m.social_profile where p.name is null"
	)
	assert orphans[0][0] == 0


def test_a_run_killed_again_and_again_loses_nothing(site, account):
	rng, kills = random.Random(7), 0
	while kills < 8:
		process = start(site, account.name)
		time.sleep(rng.uniform(0.7, 2.0))
		if process.poll() is not None:
			break
		os.killpg(process.pid, signal.SIGKILL)
		process.wait()
		kills += 1
	finish(start(site, account.name))
	assert kills >= 2, "the runs were over before they could be killed: make the feed larger"
	assert_exactly_one_row_each()
	states = frappe.get_all("Social Sync Log", {"social_account": account.name}, pluck="status")
	assert "Running" not in states


def test_two_workers_on_one_account_make_one_row_each(site, account):
	first, second = start(site, account.name), start(site, account.name)
	finish(first), finish(second)
	finish(start(site, account.name))
	assert_exactly_one_row_each()


def test_poll_and_backfill_at_once(site, account):
	"""Two accounts that read the same feed, as a poll beside a backfill or a webhook beside a poll."""
	other = make_account(
		"Crash test backfill", instance_url=account.instance_url, backfill_from="2020-01-01 00:00:00"
	)
	frappe.db.commit()
	try:
		first, second = start(site, account.name), start(site, other.name)
		finish(first), finish(second)
		assert_exactly_one_row_each()
	finally:
		frappe.delete_doc("Social Account", other.name, force=True)
		frappe.db.commit()


def test_pages_replayed_three_times(site, account):
	finish(start(site, account.name))
	for _ in range(3):
		frappe.db.set_value("Social Account", account.name, "cursor", None)
		frappe.db.commit()
		finish(start(site, account.name))
	assert_exactly_one_row_each()


def test_a_killed_batch_of_listeners_is_fired_once(site, account):
	"""Killed while firing: every mention's listener has run once when all is done."""
	script = frappe.get_doc(
		{
			"doctype": "Server Script", "name": "Crash count", "script_type": "DocType Event", "reference_doctype": "Mention",
			"doctype_event": "After Insert", "script": "frappe.get_doc({'doctype': 'ToDo', 'description': doc.mention_key}).insert()",
		}
	).insert()  # fmt: skip
	frappe.db.commit()
	frappe.clear_cache()
	try:
		for _ in range(6):
			process = start(site, account.name)
			time.sleep(2.5)
			os.killpg(process.pid, signal.SIGKILL)
			process.wait()
		finish(start(site, account.name))
		fire = "import sys, frappe\nfrappe.init(site=sys.argv[1]); frappe.connect()\nfrom social_crm_app.ingest import automation\nautomation.fire_pending()"
		subprocess.run([sys.executable, "-c", fire, site], check=True, timeout=240)
		assert_exactly_one_row_each()
		marks = frappe.get_all("ToDo", {"description": ("like", "rss:%")}, pluck="description")
		assert len(marks) == len(set(marks)) == POSTS
	finally:
		frappe.delete_doc("Server Script", script.name, force=True)
		frappe.db.delete("ToDo", {"description": ("like", "rss:%")})
		frappe.db.commit()
		frappe.clear_cache()
