"""Ideas made of what customers complain about and send back: Issues, Warranty Claims, lost Opportunities, returns."""

import pytest

import frappe
from frappe.permissions import add_user_permission

from erpnext.controllers.sales_and_purchase_return import make_return_doc as make_return

from social_crm_app.api import idea as api
from social_crm_app.ideas import merging
from social_crm_app.testing import make_contact, make_customer, make_invoice

pytestmark = pytest.mark.usefixtures("any_status")

XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def idea_of(doctype, name):
	return frappe.get_doc("Idea", api.make_from(doctype, name)["name"])


def voters_of(idea):
	return frappe.get_all("Idea Vote", {"idea": idea.name}, ["voter_type", "voter", "cast_by"])


@pytest.fixture
def acme():
	customer = make_customer("Acme Joinery").name
	contact = make_contact("Ola", links=(("Customer", customer),)).name
	return frappe._dict(customer=customer, contact=contact)


def make_issue(subject="The cable is too short", **values):
	return frappe.get_doc({"doctype": "Issue", "subject": subject, **values}).insert().name


@pytest.fixture
def saw():
	group = frappe.db.get_value("Item Group", {"is_group": 0}, "name")
	values = {"item_code": "Saw", "item_name": "The Saw", "stock_uom": "Nos", "item_group": group}
	return frappe.get_doc({"doctype": "Item", "is_stock_item": 0, **values}).insert()


@pytest.fixture
def claim(acme, saw):
	company = frappe.get_all("Company", pluck="name")[0]
	values = {"customer": acme.customer, "item_code": "Saw", "company": company}
	return (
		frappe.get_doc({"doctype": "Warranty Claim", "complaint": "<p>Too <b>heavy</b></p>", **values})
		.insert()
		.name
	)


@pytest.fixture
def lost(acme, saw):
	"""A lost Opportunity with its reasons."""
	reason = frappe.get_doc({"doctype": "Opportunity Lost Reason", "lost_reason": "Battery"}).insert()
	doc = frappe.get_doc(
		{
			"doctype": "Opportunity", "opportunity_from": "Customer", "party_name": acme.customer,
			"items": [{"item_code": "Saw", "qty": 1, "uom": "Nos", "rate": 900}],
		}
	).insert()  # fmt: skip
	doc.reload()
	doc.declare_enquiry_lost([{"lost_reason": reason.name}], [], "The battery is too weak\nfor a day")
	return doc.name


@pytest.fixture
def returned(acme):
	invoice = make_invoice(acme.customer, 100)
	doc = make_return("Sales Invoice", invoice.name)
	doc.remarks = "Too loud"
	return doc.insert().submit().name


def test_an_issue_becomes_an_idea_with_the_vote_of_its_contact(acme):
	text = f"<p>I need five metres</p><p>{XSS}</p>"
	issue = make_issue(description=text, customer=acme.customer, contact=acme.contact)
	idea = idea_of("Issue", issue)
	assert (idea.title, idea.status, idea.visibility) == ("The cable is too short", "New", "Internal")
	assert "I need five metres" in idea.description and "<blockquote>" in idea.description
	assert "<img" not in idea.description and "<script" not in idea.description
	assert [(row.evidence_type, row.evidence) for row in idea.evidence] == [("Issue", issue)]
	assert voters_of(idea) == [{"voter_type": "Contact", "voter": acme.contact, "cast_by": "Administrator"}]


def test_the_words_of_outsiders_stay_words():
	issue = make_issue(subject="Cables & <plugs>: 3 < 5", description="if a &lt;b&gt; then c")
	idea = idea_of("Issue", issue)
	assert "<" not in idea.title and "&lt;" in idea.title
	assert "if a &lt;b&gt; then c" in idea.description


def test_a_warranty_claim_brings_its_item(acme, claim, saw):
	idea = idea_of("Warranty Claim", claim)
	assert (idea.title, idea.item, idea.item_group) == ("Too heavy", "Saw", saw.item_group)
	assert [row.voter for row in voters_of(idea)] == [acme.customer]


def test_a_lost_opportunity_brings_its_reasons(acme, lost):
	idea = idea_of("Opportunity", lost)
	assert (idea.title, idea.item) == ("The battery is too weak for a day", "Saw")
	assert "Battery" in idea.description
	assert [row.voter for row in voters_of(idea)] == [acme.customer]


def test_a_return_brings_what_was_returned(returned):
	idea = idea_of("Sales Invoice", returned)
	assert (idea.title, idea.item) == ("Returned: Test Service", "Test Service")
	assert "Too loud" in idea.description and "Acme" not in idea.description


def test_what_went_well_speaks_for_no_idea(acme):
	invoice = make_invoice(acme.customer, 100).name
	opportunity = frappe.get_doc(
		{"doctype": "Opportunity", "opportunity_from": "Customer", "party_name": acme.customer}
	).insert()
	idea = frappe.get_doc({"doctype": "Idea", "title": "Something"}).insert().name
	with pytest.raises(frappe.ValidationError, match="return"):
		api.make_from("Sales Invoice", invoice)
	with pytest.raises(frappe.ValidationError, match="lost"):
		api.make_from("Opportunity", opportunity.name)
	with pytest.raises(frappe.ValidationError, match="lost"):
		api.add_evidence(idea, "Opportunity", opportunity.name)
	for doctype, name in (("Customer", acme.customer), ("User", "Administrator")):
		with pytest.raises(frappe.ValidationError, match="Evidence for an Idea"):
			api.make_from(doctype, name)


def test_the_same_document_opens_the_same_idea():
	issue = make_issue()
	first = api.make_from("Issue", issue)
	assert first["is_new"]
	assert api.make_from("Issue", issue) == {**first, "is_new": False}
	assert api.proposal("Issue", issue) == {"idea": first["name"], "title": "", "similar": []}
	other = frappe.get_doc({"doctype": "Idea", "title": "Longer cables"}).insert().name
	merging.merge(first["name"], other)
	assert api.make_from("Issue", issue)["name"] == other


def test_a_document_is_added_to_an_idea_with_its_vote(acme):
	idea = frappe.get_doc({"doctype": "Idea", "title": "Longer cables"}).insert()
	issue = make_issue(customer=acme.customer)
	for _again in range(2):
		assert api.add_evidence(idea.name, "Issue", issue) == idea.name
	assert [row.evidence for row in frappe.get_doc("Idea", idea.name).evidence] == [issue]
	assert [row.voter for row in voters_of(idea)] == [acme.customer]
	assert api.make_from("Issue", issue) == {"name": idea.name, "is_new": False}


def test_evidence_is_collected_when_the_vote_is_refused(acme):
	idea = frappe.get_doc({"doctype": "Idea", "title": "Longer cables", "status": "Shipped"}).insert()
	issue = make_issue(customer=acme.customer)
	api.add_evidence(idea.name, "Issue", issue)
	assert frappe.get_doc("Idea", idea.name).evidence and not voters_of(idea)
	assert "nobody needs to vote" in str(frappe.local.message_log)


@pytest.mark.real_commit
def test_similar_ideas_are_offered_first():
	"""MariaDB's full-text index sees what is committed."""
	known = frappe.get_doc({"doctype": "Idea", "title": "Longer zebrafish cables"}).insert().name
	issue = make_issue("Zebrafish cables too short")
	frappe.db.commit()
	try:
		found = api.proposal("Issue", issue)
		assert (found["idea"], found["title"]) == (None, "Zebrafish cables too short")
		assert [row["name"] for row in found["similar"]] == [known]
	finally:
		frappe.db.rollback()
		frappe.delete_doc("Idea", known, delete_permanently=True)
		frappe.delete_doc("Issue", issue, delete_permanently=True)
		frappe.db.commit()


def test_nobody_votes_for_whom_they_may_not_see(acme, as_user):
	issue = make_issue(customer=acme.customer)
	with as_user("Social CRM User", "Support Team"):
		idea = idea_of("Issue", issue)
	assert idea.evidence and not voters_of(idea)
	assert "Acme" not in f"{idea.title} {idea.description} {idea.evidence[0].note}"


def test_the_rights_on_the_document_and_on_ideas_are_needed(as_user):
	issue, other = make_issue(), make_issue("Other")
	for roles in (("Support Team",), ("Social CRM User",)):
		with as_user(*roles), pytest.raises(frappe.PermissionError):
			api.make_from("Issue", issue)
	with as_user("Social CRM User", "Support Team") as user:
		add_user_permission("Issue", other, user, ignore_permissions=True)
		for call in (api.make_from, api.proposal):
			with pytest.raises(frappe.PermissionError):
				call("Issue", issue)
