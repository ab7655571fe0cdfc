"""One person, whatever they vote and follow with: several handles, another name, a Lead that became a Customer."""

import pytest

import frappe
import frappe.client

from social_crm_app.api import idea as api
from social_crm_app.ideas import collect, community, demand, followers, votes
from social_crm_app.patches.v0_1 import single_votes_and_followers as patch
from social_crm_app.social_crm_app.doctype.idea_vote import idea_vote
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_customer,
	make_invoice,
	make_lead,
	make_portal_person,
	make_post,
	store,
)


def make_idea(title="A longer cable"):
	return frappe.get_doc({"doctype": "Idea", "title": title}).insert().name


def make_profile(handle, **links):
	profile = frappe.get_doc({"doctype": "Social Profile", "platform": "Mastodon", "handle": handle}).insert()
	profile.db_set(links)
	return profile.name


def counted(idea):
	return frappe.db.get_value("Idea", idea, "votes")


class TestTakingBack:
	def test_on_the_portal_what_was_given_with_another_handle(self):
		idea, user = make_idea(), make_portal_person("ann")
		contact = frappe.db.get_value("Contact", {"user": user})
		votes.cast(idea, ("Social Profile", make_profile("@ann@a.example", contact=contact)))
		votes.cast(idea, ("Contact", contact))
		votes.cast(idea, ("Contact", make_contact("Bob").name))
		assert counted(idea) == 2 and votes.has_voted(idea, ("User", user))
		votes.withdraw(idea, ("User", user))
		assert counted(idea) == 1 and not votes.has_voted(idea, ("User", user))

	def test_the_form_knows_of_the_other_handle(self):
		idea = make_idea()
		contact = make_contact("Admin", user="Administrator").name
		votes.cast(idea, ("Contact", contact))
		assert api.my_vote(idea)["voted"]
		api.withdraw(idea)
		assert counted(idea) == 0 and not api.my_vote(idea)["voted"]

	@pytest.mark.parametrize("follow", [False, True])
	def test_of_two_records_with_one_name_only_the_one(self, follow):
		"""A Contact and a Customer, unrelated, that are called the same."""
		idea, contact = make_idea(), make_contact("Jane Works").name
		customer = make_customer("Jane Works").name
		assert customer == contact
		give, take = (followers.follow, followers.unfollow) if follow else (votes.cast, votes.withdraw)
		give(idea, ("Contact", contact))
		give(idea, ("Customer", customer))
		take(idea, ("Contact", contact))
		left = followers.count(idea) if follow else counted(idea)
		assert left == 1
		assert followers.is_following(idea, ("Customer", customer)) is follow
		assert not followers.is_following(idea, ("Contact", contact))


class TestOtherNames:
	def test_a_renamed_voter_takes_back_and_votes_again(self):
		idea, old = make_idea(), make_customer("Old Name").name
		votes.cast(idea, ("Customer", old))
		followers.follow(idea, ("Customer", old))
		new = frappe.rename_doc("Customer", old, "New Name", force=True)
		votes.cast(idea, ("Customer", new))
		followers.follow(idea, ("Customer", new))
		assert (
			frappe.db.count("Idea Vote", {"idea": idea})
			== frappe.db.count("Idea Follower", {"idea": idea})
			== 1
		)
		votes.withdraw(idea, ("Customer", new))
		followers.unfollow(idea, ("Customer", new))
		assert counted(idea) == followers.count(idea) == 0
		# the old name, given to somebody else
		other = make_customer("Old Name").name
		votes.cast(idea, ("Customer", other))
		followers.follow(idea, ("Customer", other))
		assert counted(idea) == followers.count(idea) == 1

	def test_rows_with_names_of_their_own(self):
		idea, voter = make_idea(), make_contact("Jane").name
		row = {"doctype": "Idea Vote", "idea": idea, "voter_type": "Contact", "voter": voter}
		frappe.get_doc(row).insert(set_name="from-a-file")
		assert votes.cast(idea, ("Contact", voter)) == "from-a-file"
		with pytest.raises(frappe.UniqueValidationError):
			frappe.client.insert(row)
		votes.withdraw(idea, ("Contact", voter))
		assert counted(idea) == 0

	@pytest.mark.parametrize(
		("kept", "merged", "left"),
		[(0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 1)],
		ids=["both", "theirs", "ours", "none"],
	)
	def test_two_voters_that_become_one(self, kept, merged, left):
		idea, other = make_idea(), make_idea("Another")
		names = [make_customer(name).name for name in ("Kept Works", "Merged Works")]
		for name, withdrawn in zip(names, (kept, merged), strict=True):
			votes.cast(idea, ("Customer", name))
			followers.follow(idea, ("Customer", name))
			if withdrawn:
				votes.withdraw(idea, ("Customer", name))
				followers.unfollow(idea, ("Customer", name))
		votes.cast(other, ("Customer", names[1]))
		frappe.rename_doc("Customer", names[1], names[0], merge=True, force=True)
		fields = ["voter", "withdrawn"]
		assert frappe.get_all("Idea Vote", {"idea": idea}, fields, as_list=True) == ((names[0], left),)
		fields = ["person", "stopped"]
		assert frappe.get_all("Idea Follower", {"idea": idea}, fields, as_list=True) == ((names[0], left),)
		assert frappe.get_all("Idea Vote", {"idea": other}, pluck="voter") == [names[0]]


class TestConvertedLeads:
	@pytest.fixture
	def jane(self):
		lead = make_lead("Jane").name
		return frappe._dict(lead=lead, customer=make_customer("Jane's Works", lead_name=lead).name)

	def test_a_lead_and_its_customer_are_one_vote_and_one_customer(self, jane):
		idea, profile = make_idea(), make_profile("@jane@a.example", lead=jane.lead)
		make_invoice(jane.customer, 500)
		for voter in (("Lead", jane.lead), ("Customer", jane.customer), ("Social Profile", profile)):
			votes.cast(idea, voter)
			demand.recount([idea])
			row = frappe.db.get_value("Idea", idea, ["votes", "demand_customers", "demand_revenue"])
			assert row == (1, 1, 500)
		votes.withdraw(idea, ("Customer", jane.customer))
		assert counted(idea) == 0

	def test_the_lead_s_vote_alone_is_the_customer_s_demand(self, jane):
		idea = make_idea()
		votes.cast(idea, ("Lead", jane.lead))
		make_invoice(jane.customer, 500)
		demand.recount([idea])
		assert frappe.db.get_value("Idea", idea, ["demand_customers", "demand_revenue"]) == (1, 500)

	def test_they_stop_following_together(self, jane):
		idea = make_idea()
		followers.follow(idea, ("Lead", jane.lead))
		assert followers.is_following(idea, ("Customer", jane.customer))
		followers.unfollow(idea, ("Customer", jane.customer))
		assert followers.count(idea) == 0


@pytest.mark.parametrize(("consent", "number"), [("Not Asked", 1), ("Given", 1), ("Withdrawn", 0)])
def test_the_author_of_a_post_follows_unless_the_consent_is_withdrawn(consent, number):
	store(make_post(1, "I wish the cable was longer", author=make_author("jane")))
	mention = frappe.get_last_doc("Mention")
	frappe.db.set_value("Social Profile", mention.social_profile, "consent", consent)
	idea = collect.from_mention(mention)
	assert followers.count(idea) == number and counted(idea) == 1


def test_the_community_counts_persons():
	"""Two handles and a login of one Contact, and a colleague of theirs."""
	user = make_portal_person("ann")
	contact = frappe.db.get_value("Contact", {"user": user})
	idea, month = make_idea(), frappe.utils.nowdate()[:7]
	before = community.health([month])[0]
	for voter in (
		("Social Profile", make_profile("@ann@a.example", contact=contact)),
		("Social Profile", make_profile("@ann@b.example", contact=contact)),
		("User", user),
		("Contact", make_contact("Bob").name),
	):
		votes.cast(idea, voter)
	row = community.health([month])[0]
	assert (row["people"] - before["people"], row["newcomers"] - before["newcomers"]) == (2, 2)
	assert row["votes"] - before["votes"] == 4


def test_one_statement_for_a_page_of_ideas(monkeypatch):
	ideas = [make_idea(f"Idea {n}") for n in range(12)]
	written = []
	run = frappe.local.db.sql

	def noting(query, *args, **kwargs):
		written.extend(["update"] if str(query).lstrip().lower().startswith("update") else [])
		return run(query, *args, **kwargs)

	monkeypatch.setattr(frappe.local.db, "sql", noting)
	demand.recount(ideas)
	assert len(written) == 1


@pytest.mark.real_commit
def test_the_patch_removes_doubles():
	idea, voter = make_idea(), make_contact("Jane").name
	rows = (("v1", 1), ("v2", 0), ("v3", 0))
	frappe.db.commit()
	try:
		frappe.db.sql_ddl("ALTER TABLE `tabIdea Vote` DROP INDEX `unique_idea_voter_type_voter`")
		frappe.db.bulk_insert(
			"Idea Vote",
			["name", "creation", "idea", "voter_type", "voter", "withdrawn"],
			[(name, f"2026-01-0{name[1]}", idea, "Contact", voter, withdrawn) for name, withdrawn in rows],
		)
		patch.execute()
		assert frappe.get_all("Idea Vote", {"idea": idea}, pluck="name") == ["v2"]
	finally:
		frappe.delete_doc("Idea", idea, force=True)
		frappe.delete_doc("Contact", voter, force=True)
		frappe.db.commit()
		idea_vote.on_doctype_update()
	assert frappe.db.has_index("tabIdea Vote", "unique_idea_voter_type_voter")
