"""Profiles find their Lead, Customer and Contact, with evidence; what a person decides stays."""

import pytest

import frappe

from social_crm_app.identity import decisions, index
from social_crm_app.jobs import index as index_job
from social_crm_app.testing import make_author, make_contact, make_customer, make_lead, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")


def profile():
	(row,) = frappe.get_all("Social Profile", fields=["*"])
	return row


def mention(**filters):
	(row,) = frappe.get_all("Mention", filters=filters, fields=["*"])
	return row


def attested(handle="jane", link="https://brightworks.example", **values):
	return make_author(handle, attested_links=(link,), **values)


def test_a_handle_on_file_links_itself_and_says_why():
	lead = make_lead("Jane", social_handles="@jane@social.example")
	outcome = store(make_post(1))
	assert outcome.linked == 1
	assert (mention().party_type, mention().party, mention().lead) == ("Lead", lead.name, lead.name)
	assert profile().link_status == "Linked" and profile().link_source == "Rule"
	assert "jane@social.example" in profile().link_reason
	match = frappe.get_doc("Social Profile Match", {"profile": profile().name})
	assert match.status == "Confirmed" and match.evidence[0].attested


def test_an_attested_domain_links_to_the_customer_with_that_website():
	customer = make_customer("Bright Works", website="https://www.brightworks.example/shop")
	store(make_post(1, author=attested()))
	assert mention().customer == customer.name


@pytest.mark.parametrize(
	"author",
	[
		make_author(email="jane@brightworks.example"),
		make_author(bio="Buyer at brightworks. Mail me: jane@brightworks.example"),
		make_author(links=("https://brightworks.example",)),
		make_author(website="https://brightworks.example"),
	],
	ids=["e-mail field", "bio", "link", "website"],
)
def test_what_anyone_can_write_is_only_a_suggestion(author):
	customer = make_customer("Bright Works", website="https://brightworks.example")
	make_contact("Jane", email="jane@brightworks.example", links=(("Customer", customer.name),))
	store(make_post(1, author=author))
	assert mention().party is None
	assert profile().link_status == "Suggested"
	match = frappe.get_doc("Social Profile Match", {"profile": profile().name})
	assert (match.party_type, match.party, match.status) == ("Customer", customer.name, "Suggested")
	assert match.evidence and not match.evidence[0].attested
	assert 0 < match.score < 100


@pytest.mark.parametrize(("by_name", "status"), [(1, "Suggested"), (0, "Unlinked")])
def test_a_name_alone_never_links_and_is_suggested_only_if_the_settings_say_so(by_name, status):
	frappe.db.set_single_value("Social CRM Settings", "suggest_by_name", by_name)
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
	make_customer("Jane Doe", customer_type="Individual")
	store(make_post(1, author=make_author(display_name="Jane Doe")))
	assert profile().link_status == status and not mention().party
	assert frappe.db.count("Social Profile Match") == by_name


def test_two_parties_with_one_attested_key_are_for_a_person_to_decide():
	make_customer("Bright Works", website="https://brightworks.example")
	make_customer("Bright Works Export", website="https://brightworks.example")
	store(make_post(1, author=attested()))
	assert mention().party is None and profile().link_status == "Suggested"
	assert frappe.db.count("Social Profile Match", {"status": "Suggested"}) == 2


def test_a_contact_leads_to_its_customer():
	customer = make_customer("Bright Works")
	contact = make_contact(
		"Jane", links=(("Customer", customer.name),), social_handles="@jane@social.example"
	)
	store(make_post(1))
	assert (mention().customer, mention().contact) == (customer.name, contact.name)


def test_the_lead_that_became_a_customer_is_one_party_and_keeps_its_mentions():
	lead = make_lead("Jane", social_handles="@jane@social.example")
	store(make_post(1))
	assert (mention().lead, mention().customer) == (lead.name, None)
	customer = make_customer("Bright Works", lead_name=lead.name, social_handles="@jane@social.example")
	assert (mention().party_type, mention().customer, mention().lead) == (
		"Customer",
		customer.name,
		lead.name,
	)
	store(make_post(2))
	assert frappe.db.count("Mention", {"customer": customer.name, "lead": lead.name}) == 2


@pytest.mark.parametrize("make", [make_lead, make_customer, make_contact])
def test_a_new_record_finds_the_profiles_that_waited(make):
	store(make_post(1), make_post(2))
	assert profile().link_status == "Unlinked"
	record = make("Jane", social_handles="https://social.example/@jane")
	assert profile().link_status == "Linked"
	assert frappe.db.count("Mention", {"party": record.name}) == 2


def test_a_changed_record_finds_them_too():
	store(make_post(1))
	lead = make_lead("Jane")
	lead.social_handles = "@jane@social.example"
	lead.save()
	assert mention().lead == lead.name


def test_linking_by_hand_stamps_past_and_future_and_survives_rules():
	store(make_post(1))
	lead, other = make_lead("Jane"), make_lead("Other")
	decisions.link(profile().name, "Lead", lead.name)
	other.social_handles = "@jane@social.example"
	other.save()
	store(make_post(2, author=make_author(bio="new bio")))
	assert frappe.db.count("Mention", {"lead": lead.name}) == 2
	assert profile().link_source == "Person"


def test_unlinking_is_remembered():
	lead = make_lead("Jane", social_handles="@jane@social.example")
	store(make_post(1))
	decisions.unlink(profile().name)
	assert mention().lead is None and profile().link_status == "Rejected"
	lead.social_handles = "@jane@social.example\n@other@social.example"
	lead.save()
	store(make_post(2, author=make_author(bio="changed")))
	assert frappe.db.count("Mention", {"lead": lead.name}) == 0


def test_a_rejected_suggestion_does_not_come_back():
	customer = make_customer("Bright Works", website="https://brightworks.example")
	store(make_post(1, author=make_author(website="https://brightworks.example")))
	decisions.reject(profile().name, "Customer", customer.name)
	assert profile().link_status == "Unlinked"
	store(make_post(2, author=make_author(website="https://brightworks.example", bio="new")))
	assert profile().link_status == "Unlinked"
	assert frappe.get_all("Social Profile Match", pluck="status") == ["Rejected"]


def test_never_link_automatically():
	frappe.db.set_single_value("Social CRM Settings", "auto_link_policy", "Never")
	frappe.clear_cache()
	make_lead("Jane", social_handles="@jane@social.example")
	store(make_post(1))
	assert profile().link_status == "Suggested" and mention().party is None


def test_renaming_and_merging_a_customer_keeps_links_and_keys():
	first = make_customer("Bright Works", social_handles="@jane@social.example")
	second = make_customer("Bright Works Export", website="https://export.example")
	store(make_post(1))
	frappe.rename_doc("Customer", first.name, "Bright Works Ltd")
	assert (mention().customer, mention().party, profile().customer) == ("Bright Works Ltd",) * 3
	frappe.rename_doc("Customer", "Bright Works Ltd", second.name, merge=True)
	assert (mention().customer, mention().party, profile().party) == (second.name,) * 3
	held = frappe.get_all("Identity Key", {"reference_doctype": "Customer"}, ["reference_name", "key_value"])
	assert {row.reference_name for row in held} == {second.name}


def test_deleting_a_lead_keeps_its_mentions():
	lead = make_lead("Jane", social_handles="@jane@social.example")
	store(make_post(1))
	frappe.delete_doc("Lead", lead.name)
	assert mention().lead is None and mention().party is None
	assert profile().link_status == "Unlinked"
	assert not frappe.db.count("Identity Key", {"reference_doctype": "Lead", "reference_name": lead.name})


def test_keys_of_records_follow_every_change():
	contact = make_contact("Jane", email="JANE@Brightworks.example", phone="+49 30 901820")
	keys = frappe.get_all(
		"Identity Key", {"reference_name": contact.name}, pluck="key_value", order_by="key_value"
	)
	assert keys == ["+4930901820", "jane@brightworks.example"]
	contact.email_ids[0].email_id = "doe@brightworks.example"
	contact.save()
	keys = frappe.get_all(
		"Identity Key", {"reference_name": contact.name}, pluck="key_value", order_by="key_value"
	)
	assert keys == ["+4930901820", "doe@brightworks.example"]


def test_the_index_of_existing_data_can_be_stopped_and_resumed(monkeypatch):
	made = [make_lead(f"Lead {n}", email_id=f"lead{n}@people.example") for n in range(6)]
	frappe.db.delete("Identity Key")
	monkeypatch.setattr(index_job, "PAGE", 2)
	calls = []
	original = index.rekey_party

	def killed_after_two_pages(doctype, names):
		calls.append(names)
		if doctype == "Lead" and sum(1 for c in calls if set(c) & {m.name for m in made}) > 2:
			raise KeyboardInterrupt
		return original(doctype, names)

	index_job.rebuild()
	monkeypatch.setattr(index, "rekey_party", killed_after_two_pages)
	with pytest.raises(KeyboardInterrupt):
		index_job.build()
	frappe.db.rollback()
	assert frappe.db.get_single_value("Social CRM Settings", "index_status") == "Building"
	monkeypatch.setattr(index, "rekey_party", original)
	index_job.build()
	assert frappe.db.get_single_value("Social CRM Settings", "index_status") == "Ready"
	held = frappe.get_all(
		"Identity Key",
		{"reference_doctype": "Lead", "key_value": ("like", "lead%@people.example")},
		pluck="key_value",
	)
	assert sorted(held) == [f"lead{n}@people.example" for n in range(6)]


def test_unreadable_handles_are_said_and_saved():
	lead = make_lead("Jane", social_handles="??? what\n@jane@social.example")
	assert any("what" in str(m) for m in frappe.get_message_log())
	assert frappe.db.count("Identity Key", {"reference_name": lead.name, "key_type": "Handle"}) == 1


def test_html_in_handles_is_escaped_in_the_message():
	make_lead("Jane", social_handles="<img src=x onerror=alert(1)>")
	assert not any("<img" in str(m) for m in frappe.get_message_log())


def test_a_form_that_was_opened_before_does_not_write_the_old_link_back():
	store(make_post(1, author=make_author("jane")))
	mention = frappe.get_last_doc("Mention")
	customer = make_customer("Acme")
	decisions.link(mention.social_profile, "Customer", customer.name)
	mention.status = "Closed"
	mention.save()
	assert frappe.db.get_value("Mention", mention.name, ["status", "customer"]) == ("Closed", customer.name)
