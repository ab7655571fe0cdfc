"""What looks like proof and is none: the domain behind an e-mail, and a number next to a name that is only alike."""

import pytest

import frappe

from social_crm_app.jobs import index as index_job
from social_crm_app.patches.v0_1 import recheck_derived_domains
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_order,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

DOMAIN = "qxlead.example"
SITE = f"https://{DOMAIN}"
VERIFIED = make_author("official", display_name="Qx University", attested_links=(SITE,))


def profile():
	(row,) = frappe.get_all("Social Profile", fields=["*"])
	return row


def evidence(**filters):
	return frappe.get_all("Social Profile Match Evidence", filters, ["*"], order_by="idx")


def lead_of_a_firm(**values):
	return make_lead("Kim", company_name="Qx Lead", email_id=f"kim@{DOMAIN}", **values)


def as_before(doctype, name):
	"""The index as it was when a domain behind an e-mail counted like a website."""
	frappe.db.set_value(
		"Identity Key", {"reference_doctype": doctype, "reference_name": name}, "source", "record"
	)


MAKERS = {
	"Lead": lead_of_a_firm,
	"Customer": lambda: make_customer("Qx Lead", email_id=f"info@{DOMAIN}"),
	"Website": lambda: make_customer("Qx Lead", website=f"info@{DOMAIN}"),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_domain_behind_an_e_mail_is_only_a_suggestion(kind):
	record = MAKERS[kind]()
	outcome = store(make_post(1, author=VERIFIED))
	assert (profile().link_status, profile().party, outcome.linked) == ("Suggested", None, 0)
	(found,) = evidence(kind="Domain")
	assert not found.attested and "e-mail" in found.reason
	assert frappe.get_all("Social Profile Match", pluck="party") == [record.name]


def test_a_website_on_record_links_also_beside_an_e_mail_there():
	customer = make_customer("Qx Lead", website=SITE, email_id=f"info@{DOMAIN}")
	store(make_post(1, author=VERIFIED))
	assert profile().customer == customer.name and profile().link_source == "Rule"


def test_a_website_that_is_entered_later_links_and_one_that_is_taken_away_unlinks():
	customer = make_customer("Qx Lead", email_id=f"info@{DOMAIN}")
	customer.reload()
	store(make_post(1, author=VERIFIED))
	assert profile().link_status == "Suggested"
	customer.website = SITE
	customer.save()
	assert profile().customer == customer.name
	customer.website = ""
	customer.save()
	assert (profile().link_status, profile().customer) == ("Suggested", None)


def test_links_of_an_older_index_are_taken_back():
	"""The index is built again, and what rested on a derived domain is looked at anew."""
	lead = lead_of_a_firm()
	other = make_customer("Other", website="https://other.example")
	as_before("Lead", lead.name)
	store(make_post(1, author=VERIFIED))
	store(make_post(2, author=make_author("other", attested_links=("https://other.example",))))
	assert frappe.db.count("Social Profile", {"link_source": "Rule"}) == 2
	recheck_derived_domains.execute()
	assert frappe.db.get_single_value("Social CRM Settings", "index_status") == "Not Built"
	index_job.build()
	linked = frappe.get_all("Social Profile", {"link_status": "Linked"}, pluck="party")
	assert linked == [other.name]
	assert frappe.get_all("Social Profile Match", {"party": lead.name}, pluck="status") == ["Suggested"]
	assert frappe.get_all("Mention", {"lead": lead.name}) == []


def test_a_link_that_a_person_made_is_not_taken_back():
	lead = lead_of_a_firm()
	as_before("Lead", lead.name)
	store(make_post(1, author=VERIFIED))
	frappe.db.set_value("Social Profile", profile().name, "link_source", "Person")
	recheck_derived_domains.execute()
	index_job.build()
	assert profile().lead == lead.name


@pytest.mark.parametrize(
	"name", ["Qxbright Works Fans", "Qxbright Works (Fan Page)", "Q. Works", "Works Qxbright | Fans"]
)
def test_a_number_and_a_name_that_is_only_alike_link_nobody(name):
	order = make_order(make_customer("Qxbright Works").name, 100)
	outcome = store(make_post(1, f"Where is {order.name}?", author=make_author("fans", display_name=name)))
	assert (profile().link_status, profile().verified_purchaser, outcome.linked) == ("Suggested", 0, 0)
	assert [row.attested for row in evidence(kind="Order")] == [0]


def test_another_person_with_the_same_initial_does_not_get_the_order():
	customer = make_customer("Bright Works").name
	contact = make_contact("Jane", last_name="Qxsmith", links=(("Customer", customer),))
	order = make_order(customer, 100, contact_person=contact.name)
	store(make_post(1, f"Where is {order.name}?", author=make_author("j", display_name="J. Qxsmith")))
	assert (profile().link_status, profile().verified_purchaser) == ("Suggested", 0)
	store(make_post(2, f"Where is {order.name}?", author=make_author("j", display_name="Jane Qxsmith")))
	assert (profile().contact, profile().verified_purchaser) == (contact.name, 1)
