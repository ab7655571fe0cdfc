"""Two workers bring posts of one author at the same moment: the author is one profile with one link, one match and one
remark, as if the posts had come one after the other. Real processes on connections of their own."""

import subprocess
import sys

import pytest

import frappe

from social_crm_app.testing import forget_everything_pulled, make_lead

pytestmark = pytest.mark.real_commit

ROUNDS = 15  # authors, each of them a race
# Stores one post of author {n} as {handle} for each line that it reads, trying again after a deadlock as a pull does.
WORKER = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect()
from social_crm_app.testing import make_author, make_post, store
for line in sys.stdin:
	post, n, handle = line.split()
	author = make_author(handle, external_id=f"https://social.example/users/{n}", bio=f"I am {handle}")
	while True:
		try:
			store(make_post(int(post), author=author))
			frappe.db.commit()
			break
		except frappe.QueryDeadlockError:
			frappe.db.rollback()
	print("stored", flush=True)
"""


class Pair:
	"""Two workers that are told to store at the same time."""

	def __init__(self, site):
		command = [sys.executable, "-c", WORKER, site]
		pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
		self.workers = [subprocess.Popen(command, **pipes) for _ in range(2)]
		self.posts = 0

	def store(self, author, *handles):
		"""One post each of the same author, whom the two see under these handles."""
		for worker, handle in zip(self.workers, handles, strict=True):
			self.posts += 1
			worker.stdin.write(f"{self.posts} {author} {handle}\n")
		assert [worker.stdout.readline() for worker in self.workers] == ["stored\n"] * 2

	def end(self):
		for worker in self.workers:
			worker.stdin.close()
			worker.wait(20)


def forget_all():
	forget_everything_pulled()
	frappe.db.delete("Comment", {"reference_doctype": "Social Profile"})
	frappe.db.commit()


@pytest.fixture
def pair(site):
	forget_all()
	pair = Pair(site)
	yield pair
	pair.end()
	forget_all()


@pytest.fixture
def lead(pair):
	"""The one party of all these authors; committed."""
	handles = "\n".join(f"@author{n}@social.example" for n in range(ROUNDS))
	lead = make_lead("Jane", social_handles=handles)
	frappe.db.commit()
	yield lead
	frappe.db.rollback()
	frappe.delete_doc("Lead", lead.name, force=True)
	frappe.db.commit()


def counts(doctype, field, **filters):
	"""How often each value of `field` occurs, as a set: {1} when everything is there once."""
	rows = frappe.get_all(doctype, filters, pluck=field)
	return len(set(rows)), {rows.count(value) for value in rows}


def test_a_new_author_is_linked_once(pair, lead):
	for n in range(ROUNDS):
		pair.store(n, f"author{n}", f"author{n}")
	frappe.db.rollback()
	profiles = frappe.get_all("Social Profile", fields=["name", "link_status", "lead"])
	assert {(row.link_status, row.lead) for row in profiles} == {("Linked", lead.name)}
	assert counts("Social Profile", "profile_key") == (ROUNDS, {1})
	assert counts("Social Profile Match", "profile", status="Confirmed", party=lead.name) == (ROUNDS, {1})
	assert counts("Social Profile Match", "profile") == (ROUNDS, {1})
	assert counts("Social Profile Match Evidence", "parent", kind="Handle") == (ROUNDS, {1})
	assert counts(
		"Identity Key", "reference_name", reference_doctype="Social Profile", key_type="Handle"
	) == (ROUNDS, {1})
	assert counts("Mention", "social_profile", lead=lead.name) == (ROUNDS, {2})


def test_a_change_that_two_bring_is_noted_once(pair, lead):
	"""The handle is another now: one remark says so, one that the link was taken back."""
	for n in range(ROUNDS):
		pair.store(n, f"author{n}", f"author{n}")
	for n in range(ROUNDS):
		pair.store(n, f"other{n}", f"other{n}")
	frappe.db.rollback()
	remarks = frappe.get_all(
		"Comment", {"reference_doctype": "Social Profile", "comment_type": "Info"}, pluck="content"
	)
	assert sum("was @author" in remark for remark in remarks) == ROUNDS
	assert sum("taken back" in remark for remark in remarks) == ROUNDS
	assert counts("Social Profile Match", "profile", status="Suggested") == (ROUNDS, {1})
	assert not frappe.get_all("Mention", {"lead": lead.name})
