"""Merging and separating at random, with votes, followers and evidence: nothing is lost, nothing counted twice, and what is
separated again is as it was."""

import random

import pytest

import frappe

from social_crm_app.api import idea as api
from social_crm_app.ideas import collect, demand, followers, merging, votes
from social_crm_app.testing import make_contact, make_customer, make_invoice, make_lead

STEPS, IDEAS = 14, 5
TABLES = {
	"Idea": ("merged_into", "votes", "rank_score", "demand_customers", "demand_revenue", "status", "title"),
	"Idea Vote": ("idea", "voter_type", "voter", "withdrawn", "voted_at"),
	"Idea Follower": ("idea", "person_type", "person", "stopped", "since", "told"),
	"Idea Evidence": ("parent", "evidence_type", "evidence", "note", "idx"),
}


def state(ideas):
	"""Everything of these Ideas that merging could touch."""
	of = {"Idea": "name", "Idea Evidence": "parent"}
	return {
		table: frappe.get_all(
			table, {of.get(table, "idea"): ("in", ideas)}, ["name", *columns], order_by="name", as_list=True
		)
		for table, columns in TABLES.items()
	}


class World:
	"""Ideas with votes, followers and evidence, and by hand who stands behind whom."""

	def __init__(self, rng):
		self.rng = rng
		self.ideas = [
			frappe.get_doc({"doctype": "Idea", "title": f"Idea {n}"}).insert().name for n in range(IDEAS)
		]
		self.merged = {}
		self.person, self.customer, self.revenue = {}, {}, {}
		for number in range(2):
			self._party(number)
		self.issues = {}
		for number, customer in enumerate([*self.revenue, None]):
			issue = frappe.get_doc({"doctype": "Issue", "subject": f"Issue {number}", "customer": customer})
			self.issues[issue.insert().name] = customer
		self._fill()

	def _party(self, number):
		"""A Customer that was a Lead, and a Contact of it with two handles."""
		lead = make_lead(f"Lead {number}").name
		customer = make_customer(f"Works {number}", lead_name=lead).name
		contact = make_contact(f"Person {number}", links=(("Customer", customer),)).name
		make_invoice(customer, 1000 * (number + 1))
		self.revenue[customer] = 1000 * (number + 1)
		handles = [self._profile(f"@p{number}@{host}.example", contact=contact) for host in "ab"]
		for voter in (("Customer", customer), ("Lead", lead), ("Contact", contact), *handles):
			self.person[voter] = ("Customer" if voter[0] in ("Customer", "Lead") else "Contact", number)
			self.customer[voter] = customer

	def _profile(self, handle, **links):
		doc = frappe.get_doc({"doctype": "Social Profile", "platform": "Mastodon", "handle": handle}).insert()
		doc.db_set(links)
		return "Social Profile", doc.name

	def _fill(self):
		who = list(self.person)
		for _each in range(25):
			idea, one = self.rng.choice(self.ideas), self.rng.choice(who)
			self.rng.choice((votes.cast, votes.cast, followers.follow))(idea, one)
			collect.add_evidence(self.rng.choice(self.ideas), "Issue", self.rng.choice(list(self.issues)))
		for _each in range(3):
			votes.withdraw(self.rng.choice(self.ideas), self.rng.choice(who))
			followers.unfollow(self.rng.choice(self.ideas), self.rng.choice(who))
		demand.recount(self.ideas)

	def root(self, idea):
		while idea in self.merged:
			idea = self.merged[idea]
		return idea

	def step(self):
		"""Merges two Ideas, or separates one again."""
		if self.merged and self.rng.random() < 0.4:
			source = self.rng.choice(list(self.merged))
			api.unmerge(source)
			del self.merged[source]
			return
		source, target = self.rng.sample(self.ideas, 2)
		if source in self.merged or self.root(target) == source:
			with pytest.raises(frappe.ValidationError):
				api.merge(source, target)
		else:
			api.merge(source, target)
			self.merged[source] = self.root(target)

	def check(self):
		"""Every Idea that is no signpost counts its family, each person and customer once."""
		for root in set(self.ideas) - set(self.merged):
			family = [idea for idea in self.ideas if self.root(idea) == root]
			assert merging.families([root])[root] == set(family)
			given = self._rows("Idea Vote", family, "voter_type", "voter", withdrawn=0)
			behind = {self.customer[one] for one in given}
			for issue in frappe.get_all("Idea Evidence", {"parent": ("in", family)}, pluck="evidence"):
				behind |= {self.issues[issue]} - {None}
			row = frappe.db.get_value("Idea", root, ["votes", "demand_customers", "demand_revenue"])
			money = sum(self.revenue[one] for one in behind)
			assert row == (len({self.person[one] for one in given}), len(behind), money)
			following = self._rows("Idea Follower", family, "person_type", "person", stopped=0)
			assert followers.count(root) == len({self.person[one] for one in following})

	def _rows(self, table, family, kind, name, **filters):
		rows = frappe.get_all(table, {"idea": ("in", family), **filters}, [kind, name], as_list=True)
		return {tuple(row) for row in rows}


@pytest.mark.parametrize("seed", range(4))
def test_what_is_separated_again_is_as_it_was(seed):
	rng = random.Random(seed)
	world = World(rng)
	before = state(world.ideas)
	assert all(before.values())
	world.check()
	for _step in range(STEPS):
		world.step()
		world.check()
	for source in rng.sample(list(world.merged), len(world.merged)):
		api.unmerge(source)
		del world.merged[source]
		world.check()
	assert state(world.ideas) == before
