"""Ideas are weighted by money: nobody learns of an invoice, or of a customer, through a vote, a follower or evidence; and
nobody writes what is counted."""

import pytest

import frappe
import frappe.client
from frappe.permissions import add_user_permission

from social_crm_app.api import idea as api
from social_crm_app.api import idea_followers
from social_crm_app.ideas import collect, demand, followers, merging, votes
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_customer,
	make_invoice,
	make_lead,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("any_status")
MONEY = ("demand_revenue", "demand_open", "demand_returns", "bought_for")


def make_idea(title="A longer cable", **values):
	return frappe.get_doc({"doctype": "Idea", "title": title, **values}).insert()


def mention_of(handle, number=1):
	store(make_post(number, "I wish the cable was longer", author=make_author(handle)))
	profile = frappe.db.get_value("Social Profile", {"handle": f"{handle}@social.example"})
	return frappe.db.get_value("Mention", {"social_profile": profile}), profile


@pytest.fixture
def worth():
	"""An Idea that a customer with an invoice wants, counted."""
	customer = make_customer("Secret Works").name
	make_invoice(customer, 1234)
	idea = make_idea()
	votes.cast(idea.name, ("Customer", customer))
	demand.recount([idea.name])
	assert frappe.db.get_value("Idea", idea.name, "demand_revenue") == 1234
	return frappe._dict(idea=idea.name, customer=customer)


@pytest.mark.parametrize(
	("doctype", "kind", "who"),
	[("Idea Vote", "voter_type", "voter"), ("Idea Follower", "person_type", "person")],
)
class TestRowsFromOutside:
	def row(self, doctype, kind, who, worth, **values):
		return {"doctype": doctype, "idea": make_idea().name, kind: "Customer", who: worth.customer, **values}

	def test_a_hidden_customer_is_named_by_nobody(self, doctype, kind, who, worth, as_user):
		row = self.row(doctype, kind, who, worth, flags={"rights_asked": True})
		with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
			frappe.client.insert(row)
		with as_user("Social CRM User", "Sales User") as user:
			add_user_permission("Customer", make_customer("Shown Works").name, user, ignore_permissions=True)
			with pytest.raises(frappe.PermissionError):
				frappe.client.insert(row)
		assert not frappe.db.count(doctype, {"idea": row["idea"]})

	def test_nor_a_login_of_somebody_else_but_ones_own(self, doctype, kind, who, worth, as_user):
		with as_user("Social CRM User") as user:
			own = frappe.client.insert(self.row(doctype, kind, who, worth, **{kind: "User", who: user}))
			assert own[who] == user
			with pytest.raises(frappe.PermissionError):
				frappe.client.insert(
					self.row(doctype, kind, who, worth, **{kind: "User", who: "Administrator"})
				)

	def test_other_records_are_nobody(self, doctype, kind, who, worth):
		with pytest.raises(frappe.ValidationError):
			frappe.client.insert(self.row(doctype, kind, who, worth, **{kind: "Sales Invoice", who: "x"}))

	def test_who_may_read_the_customer_may(self, doctype, kind, who, worth, as_user):
		with as_user("Social CRM User", "Sales User"):
			assert frappe.client.insert(self.row(doctype, kind, who, worth))[who] == worth.customer

	def test_the_post_of_somebody_else_proves_nothing(self, doctype, kind, who, worth):
		mention, profile = mention_of("jane")
		row = self.row(doctype, kind, who, worth, mention=mention)
		with pytest.raises(frappe.ValidationError, match="somebody else"):
			frappe.client.insert(row)
		frappe.db.set_value("Social Profile", profile, "customer", worth.customer)
		assert frappe.client.insert(row)["mention"] == mention


class TestEvidence:
	def test_what_one_may_not_read_is_no_evidence(self, worth, as_user):
		issue = frappe.get_doc({"doctype": "Issue", "subject": "x", "customer": worth.customer}).insert().name
		row = {"evidence_type": "Issue", "evidence": issue}
		with as_user("Social CRM User"):
			with pytest.raises(frappe.PermissionError):
				frappe.client.insert({"doctype": "Idea", "title": "x", "evidence": [row]})
			mine = frappe.client.insert({"doctype": "Idea", "title": "x"})
			with pytest.raises(frappe.PermissionError):
				frappe.client.set_value("Idea", mine["name"], {"evidence": [row]})
			assert not frappe.get_all("Idea Evidence", {"parent": mine["name"]})
		with as_user("Social CRM User", "Support Team"):
			assert frappe.client.insert({"doctype": "Idea", "title": "x", "evidence": [row]})["evidence"]

	def test_what_is_there_already_stays_whoever_saves(self, worth, as_user):
		issue = frappe.get_doc({"doctype": "Issue", "subject": "x"}).insert().name
		collect.add_evidence(worth.idea, "Issue", issue)
		with as_user("Social CRM User"):
			frappe.client.set_value("Idea", worth.idea, "title", "Longer")
		assert [row.evidence for row in frappe.get_doc("Idea", worth.idea).evidence] == [issue]

	@pytest.mark.parametrize("kind", ["User", "Customer", "Sales Invoice"])
	def test_only_records_that_speak_for_an_idea(self, worth, kind):
		name = frappe.get_all(kind, pluck="name", limit=1)[0]  # of invoices: no return
		with pytest.raises(frappe.ValidationError, match=r"evidence|Evidence|return"):
			make_idea(evidence=[{"evidence_type": kind, "evidence": name}])


class TestMoney:
	def test_is_for_those_who_may_read_invoices(self, worth, as_user):
		with as_user("Social CRM User"):
			api.count_now(worth.idea)
			answers = [
				frappe.client.get("Idea", worth.idea),
				frappe.client.set_value("Idea", worth.idea, "title", "Longer"),
				*frappe.get_list("Idea", {"name": worth.idea}, ["*"]),
				*frappe.get_list("Idea", {"name": worth.idea}, ["name", "rank_score", *MONEY]),
			]
			for answer in answers:
				assert not any(answer.get(column) for column in MONEY) and "1234" not in str(answer)
				assert answer["rank_score"] > 1  # the rank is everybody's
		for roles in (("Social CRM User", "Accounts User"), ("Social CRM Manager",)):
			with as_user(*roles):
				assert frappe.client.get("Idea", worth.idea)["demand_revenue"] == 1234
		assert frappe.db.get_value("Idea", worth.idea, "demand_revenue") == 1234

	def test_the_rank_tells_no_amount(self, worth):
		score = frappe.db.get_value("Idea", worth.idea, "rank_score")
		assert score == 1 + 1.1  # log10(12.34) is 1.0913


class TestOnBehalf:
	def test_a_hidden_customer_s_vote_is_not_withdrawn(self, worth, as_user):
		with as_user("Social CRM User", "Sales User") as user:
			add_user_permission("Customer", make_customer("Shown Works").name, user, ignore_permissions=True)
			for method in (api.vote, api.withdraw):
				with pytest.raises(frappe.PermissionError):
					method(worth.idea, "Customer", worth.customer)
		assert frappe.db.get_value("Idea", worth.idea, "votes") == 1

	def test_with_their_own_post_as_the_proof(self, worth):
		idea, (mention, profile) = make_idea().name, mention_of("jane")
		contact, stranger = make_contact("Jane").name, make_contact("John").name
		frappe.db.set_value("Social Profile", profile, "contact", contact)
		for method in (api.vote, idea_followers.follow):
			with pytest.raises(frappe.ValidationError, match="somebody else"):
				method(idea, "Contact", stranger, mention)
			method(idea, "Contact", contact, mention)
		assert frappe.get_all("Idea Vote", {"idea": idea}, pluck="voter") == [contact]
		assert [row["person"] for row in followers.active([idea])] == [contact]

	def test_a_lead_that_became_a_customer(self, worth):
		idea, (mention, profile) = make_idea().name, mention_of("jane")
		lead = make_lead("Jane").name
		customer = make_customer("Jane's Works", lead_name=lead).name
		frappe.db.set_value("Social Profile", profile, "lead", lead)
		api.vote(idea, "Customer", customer, mention)


class TestWhatIsCountedIsNotWritten:
	def test_a_form_that_was_opened_before_a_vote(self):
		stale = make_idea()
		votes.cast(stale.name, ("User", "Administrator"))
		stale.title = "Longer"
		stale.save()
		votes_now, title = frappe.db.get_value("Idea", stale.name, ["votes", "title"])
		assert (votes_now, title) == (1, "Longer")

	def test_nor_by_a_request(self, worth):
		other = make_idea("Another").name
		doc = frappe.get_doc("Idea", worth.idea)
		doc.status = "Planned"
		doc.save()
		before = frappe.get_doc("Idea", worth.idea).as_dict()
		frappe.client.set_value(
			"Idea",
			worth.idea,
			{
				"votes": 9999, "rank_score": 500, "rank_reason": "x", "demand_revenue": 1, "bought_by": 7, "news_pending": 0,
				"counted_at": None, "merged_into": other, "status_log": [], "flags": {"merging": True},
			},
		)  # fmt: skip
		after = frappe.get_doc("Idea", worth.idea).as_dict()
		for column in ("modified", "modified_by"):
			before.pop(column), after.pop(column)
		for row in (*before["status_log"], *after["status_log"]):
			row.pop("modified"), row.pop("modified_by")
		assert after == before and after["status_log"]

	def test_nor_into_a_new_one(self, worth):
		said = {"happened_at": "2020-01-01 00:00:00", "to_status": "Shipped"}
		new = frappe.client.insert(
			{
				"doctype": "Idea", "title": "x", "votes": 9999, "rank_score": 500, "demand_revenue": 1, "status_log": [said],
				"merged_into": worth.idea,
			}
		)  # fmt: skip
		stored = frappe.get_doc("Idea", new["name"])
		assert (stored.votes, stored.rank_score, stored.demand_revenue) == (0, 0, 0)
		assert not stored.merged_into and not stored.status_log

	def test_an_idea_is_not_merged_into_itself_and_a_circle_ends(self, worth):
		frappe.client.set_value("Idea", worth.idea, "merged_into", worth.idea)
		assert not frappe.db.get_value("Idea", worth.idea, "merged_into")
		other = make_idea("Another").name
		frappe.db.set_value("Idea", worth.idea, "merged_into", other)  # as a script might
		frappe.db.set_value("Idea", other, "merged_into", worth.idea)
		assert merging.families([other]) == {other: {other, worth.idea}}
		assert merging.root_of([other])[other] in (other, worth.idea)
		assert merging.lock_root(other) in (other, worth.idea)
		frappe.db.set_value("Idea", other, "merged_into", other)
		assert merging.root_of([other]) == {other: other} and merging.lock_root(other) == other
