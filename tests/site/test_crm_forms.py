"""What people see of mentions in the CRM they already use, and what they must not see."""

import pytest

import frappe
from frappe.desk.form.load import get_docinfo
from frappe.desk.notifications import get_open_count

from social_crm_app.api import mention as mention_api
from social_crm_app.api import party as party_api
from social_crm_app.api import profile as profile_api
from social_crm_app.testing import make_author, make_contact, make_customer, make_lead, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture
def jane():
	"""A Customer with a Contact, once a Lead in a Prospect, who has posted twice."""
	lead = make_lead("Jane", company_name="Bright Works")
	customer = make_customer("Bright Works", lead_name=lead.name)
	contact = make_contact(
		"Jane", links=(("Customer", customer.name),), social_handles="@jane@social.example"
	)
	store(
		make_post(1, "My drill stopped working, nobody answers"),
		make_post(2, "I love the new saw, thank you!", author=make_author(display_name=XSS)),
	)
	return frappe._dict(lead=lead, customer=customer, contact=contact)


def timeline(doc):
	get_docinfo(doc)
	return frappe.response["docinfo"]["additional_timeline_content"]


def only_mention():
	return frappe.get_all("Mention", pluck="name", order_by="posted_at")[0]


@pytest.mark.parametrize("which", ["lead", "customer", "contact"])
def test_the_timeline_shows_the_mentions(jane, which):
	assert len(timeline(jane[which])) == 2


def test_prospect_and_opportunity_show_them_through_their_party(jane):
	prospect = frappe.get_doc(
		{"doctype": "Prospect", "company_name": "Bright Prospect", "leads": [{"lead": jane.lead.name}]}
	).insert()
	opportunity = frappe.get_doc(
		{"doctype": "Opportunity", "opportunity_from": "Customer", "party_name": jane.customer.name}
	).insert()
	assert len(timeline(prospect)) == 2
	assert len(timeline(opportunity)) == 2


def test_a_stranger_s_record_shows_nothing(jane):
	assert timeline(make_lead("Somebody Else")) == []


def test_everything_from_outside_is_escaped_on_the_timeline(jane):
	store(make_post(3, XSS, author=make_author(display_name=XSS), permalink="javascript:alert(3)"))
	for entry in timeline(jane.customer):
		assert "<img" not in entry["content"] and "<script" not in entry["content"]
		assert "javascript:" not in entry["content"]


def test_the_timeline_asks_whether_mentions_may_be_read(jane, as_user):
	with as_user("Sales User"):
		assert timeline(frappe.get_doc("Customer", jane.customer.name)) == []
	with as_user("Sales User", "Social CRM User"):
		assert len(timeline(frappe.get_doc("Customer", jane.customer.name))) == 2


def test_connections_count_mentions_and_profiles(jane):
	for which, doctype in (("lead", "Lead"), ("customer", "Customer"), ("contact", "Contact")):
		counts = {
			row["doctype"]: row["count"]
			for row in get_open_count(doctype, jane[which].name)["count"]["external_links_found"]
		}
		assert (counts["Mention"], counts["Social Profile"]) == (2, 1), doctype


def test_the_social_section_knows_profiles_mentions_and_trend(jane):
	found = party_api.summary("Customer", jane.customer.name)
	assert found["total"] == 2 and not found["more"]
	assert [p["handle"] for p in found["profiles"]] == ["jane@social.example"]
	assert len(found["mentions"]) == 2
	assert len(found["trend"]) == 12


def test_the_social_section_needs_the_right_to_read_the_record(jane, as_user):
	with as_user("Social CRM User"):
		with pytest.raises(frappe.PermissionError):
			party_api.summary("Customer", jane.customer.name)
	with as_user("Sales User"):
		assert party_api.summary("Customer", jane.customer.name) == {}


def test_private_messages_are_for_the_social_team(jane, as_user):
	store(make_post(4, "this is between us", kind="Message", private=True))
	role = frappe.get_doc({"doctype": "Role", "role_name": "Onlooker"}).insert()
	frappe.get_doc(
		{"doctype": "Custom DocPerm", "parent": "Mention", "role": role.name, "read": 1, "permlevel": 0}
	).insert()
	frappe.clear_cache(doctype="Mention")
	private = frappe.db.get_value("Mention", {"private": 1})
	with as_user("Onlooker"):
		assert private not in frappe.get_list("Mention", pluck="name")
		assert not frappe.has_permission("Mention", "read", private)
	frappe.db.delete("Custom DocPerm", {"parent": "Mention"})
	frappe.clear_cache(doctype="Mention")


def test_one_click_makes_a_lead_and_the_next_opens_it(as_user):
	store(
		make_post(1, "When do you ship to Norway?", author=make_author("ola", display_name="Ola Nordmann")),
		make_post(2, "Hello?", author=make_author("ola", display_name="Ola Nordmann")),
	)
	with as_user("Social CRM User", "Sales User"):
		first = mention_api.make(only_mention(), "Lead")
		again = mention_api.make(only_mention(), "Lead")
	assert first == {"doctype": "Lead", "name": first["name"], "is_new": True}
	assert again == {**first, "is_new": False}
	assert frappe.db.get_value("Lead", first["name"], "lead_name") == "Ola Nordmann"
	assert frappe.db.count("Mention", {"lead": first["name"]}) == 2
	assert frappe.get_doc("Mention", only_mention()).documents[0].document_name == first["name"]
	assert "ola@social.example" in frappe.db.get_value("Lead", first["name"], "social_handles")


def test_the_linked_customer_is_opened_instead_of_a_new_lead(jane):
	leads = frappe.db.count("Lead")
	assert mention_api.make(only_mention(), "Lead") == {
		"doctype": "Customer",
		"name": jane.customer.name,
		"is_new": False,
	}
	assert frappe.db.count("Lead") == leads


def test_making_a_lead_needs_the_right_to_make_leads(as_user):
	store(make_post(1))
	with as_user("Social CRM User"):
		with pytest.raises(frappe.PermissionError):
			mention_api.make(only_mention(), "Lead")


def test_a_mention_without_author_says_why_it_makes_no_lead():
	store(make_post(1).__class__(external_id="1", text="anonymous"))
	with pytest.raises(frappe.ValidationError, match="no author"):
		mention_api.make(only_mention(), "Lead")


def test_an_idea_is_made_once_and_carries_its_evidence():
	store(make_post(1, "It would be great if the drill had a light. " + XSS))
	first = mention_api.make(only_mention(), "Idea")
	assert {**first, "is_new": False} == mention_api.make(only_mention(), "Idea")
	idea = frappe.get_doc("Idea", first["name"])
	assert idea.status == "New"
	assert (idea.evidence[0].evidence_type, idea.evidence[0].evidence) == ("Mention", only_mention())
	assert "<script" not in idea.description and "<img" not in idea.description
	assert "would be great" in idea.description


def test_linking_by_hand_needs_the_right_to_see_the_party(as_user):
	store(make_post(1))
	lead = make_lead("Jane")
	profile = frappe.get_all("Social Profile", pluck="name")[0]
	with as_user("Social CRM User"):
		with pytest.raises(frappe.PermissionError):
			profile_api.link(profile, "Lead", lead.name)
	with as_user("Social CRM User", "Sales User"):
		profile_api.link(profile, "Lead", lead.name)
	assert frappe.db.get_value("Mention", only_mention(), "lead") == lead.name


def test_candidates_hide_parties_that_the_user_may_not_read(as_user):
	make_customer("Bright Works", website="https://brightworks.example")
	store(make_post(1, author=make_author(website="https://brightworks.example")))
	profile = frappe.get_all("Social Profile", pluck="name")[0]
	with as_user("Social CRM User"):
		assert profile_api.candidates(profile) == []
	with as_user("Social CRM User", "Sales User"):
		(candidate,) = profile_api.candidates(profile)
	assert candidate["party"] == "Bright Works" and candidate["evidence"]


def test_a_guest_gets_nothing(jane):
	frappe.set_user("Guest")
	for call in (
		lambda: party_api.summary("Customer", jane.customer.name),
		lambda: mention_api.make("x", "Lead"),
		lambda: profile_api.candidates("x"),
	):
		with pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):
			call()
