"""What the ledger says of a person: a paying customer, an open deal, known, unknown; and how it follows the ledger."""

import pytest

import frappe
from frappe.utils import add_days, today

from social_crm_app.identity import decisions, matches, relationship, restamp, undo
from social_crm_app.jobs import relationships
from social_crm_app.testing import (
	make_author,
	make_customer,
	make_invoice,
	make_lead,
	make_order,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

HANDLE = "@jane@social.example"


def profile(handle="jane@social.example"):
	return frappe.get_doc("Social Profile", {"handle": handle})


def stands(handle="jane@social.example"):
	"""What the profile says; all its mentions must say the same."""
	found = profile(handle)
	said = set(frappe.get_all("Mention", {"social_profile": found.name}, pluck="relationship"))
	assert said <= {found.relationship}
	return found.relationship


def linked_customer(name="Bright Works"):
	"""A customer who is the author of a stored post."""
	customer = make_customer(name, social_handles=HANDLE).name
	store(make_post(1))
	assert stands() == "Known"
	return customer


def company():
	return frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]


def make_opportunity(party_type, party, **values):
	currency = frappe.get_cached_value("Company", company(), "default_currency")
	values = {
		"opportunity_from": party_type,
		"party_name": party,
		"company": company(),
		"currency": currency,
		**values,
	}
	return frappe.get_doc({"doctype": "Opportunity", **values}).insert()


def make_quotation(party_type, party, **values):
	order = make_order(make_customer("Somebody Else").name, 1)  # makes the item
	items = [{"item_code": order.items[0].item_code, "qty": 1, "rate": 10}]
	values = {"quotation_to": party_type, "party_name": party, "company": company(), "items": items, **values}
	return frappe.get_doc({"doctype": "Quotation", **values}).insert().submit()


def test_nobody_we_know():
	store(make_post(1))
	assert stands() == "Unknown"


def test_an_invoice_makes_a_paying_customer_until_it_is_cancelled():
	invoice = make_invoice(linked_customer(), 100)
	assert stands() == "Paying Customer"
	store(make_post(2))
	assert stands() == "Paying Customer"  # the new mention too
	invoice.cancel()
	assert stands() == "Known"


def test_a_credit_note_alone_is_no_purchase():
	customer = linked_customer()
	invoice = make_invoice(customer, 100)
	returned = make_invoice(customer, 100, is_return=1, return_against=invoice.name, items=[
		{"item_code": invoice.items[0].item_code, "qty": -1, "rate": 100}
	])  # fmt: skip
	assert returned.docstatus == 1 and stands() == "Paying Customer"
	frappe.db.set_value("Sales Invoice", invoice.name, "docstatus", 2)
	relationships.refresh_all()
	assert stands() == "Known"


def test_an_order_is_an_open_deal_until_it_is_closed():
	order = make_order(linked_customer(), 100)
	assert stands() == "Open Deal"
	order.update_status("Closed")  # without an event: the nightly refresh sees it
	relationships.refresh_all()
	assert stands() == "Known"


def test_an_opportunity_of_a_lead_until_it_is_lost():
	lead = make_lead("Jane", social_handles=HANDLE)
	store(make_post(1))
	assert stands() == "Known"
	opportunity = make_opportunity("Lead", lead.name)
	assert stands() == "Open Deal"
	opportunity.status = "Lost"
	opportunity.save()
	assert stands() == "Known"


def test_a_deleted_opportunity():
	opportunity = make_opportunity("Customer", linked_customer())
	assert stands() == "Open Deal"
	opportunity.delete()
	relationships.refresh_all()  # a job that runs inline comes before the row is gone
	assert stands() == "Known"


def test_an_opportunity_that_goes_to_another_party():
	customer, other = linked_customer(), make_customer("Other").name
	opportunity = make_opportunity("Customer", customer)
	opportunity.party_name = other
	opportunity.save()
	assert stands() == "Known"


def test_a_quotation_until_it_is_lost_or_expired():
	customer = linked_customer()
	quotation = make_quotation("Customer", customer, valid_till=add_days(today(), 5))
	assert stands() == "Open Deal"
	frappe.db.set_value("Quotation", quotation.name, "valid_till", add_days(today(), -1))
	relationships.refresh_all()
	assert stands() == "Known"
	frappe.db.set_value("Quotation", quotation.name, {"valid_till": None, "status": "Lost"})
	relationships.refresh_all()
	assert stands() == "Known"
	frappe.db.set_value("Quotation", quotation.name, "status", "Open")
	relationships.refresh_all()
	assert stands() == "Open Deal"
	quotation.reload().cancel()
	assert stands() == "Known"


def test_the_customer_that_a_lead_became_counts_for_its_old_profile():
	lead = make_lead("Jane", social_handles=HANDLE)
	store(make_post(1))
	customer = make_customer("Bright Works", lead_name=lead.name).name
	assert stands() == "Known"
	make_invoice(customer, 100)
	assert stands() == "Paying Customer"


def test_linking_and_undoing_by_hand():
	customer, lead = make_customer("Bright Works").name, make_lead("Jane").name
	make_invoice(customer, 100)
	store(make_post(1), make_post(2))
	name = profile().name
	decisions.link(name, "Customer", customer)
	assert stands() == "Paying Customer"
	decisions.link(name, "Lead", lead)
	assert stands() == "Known"
	undo.undo(matches.name_of(name, "Lead", lead))
	assert stands() == "Paying Customer" and profile().customer == customer
	make_opportunity("Lead", lead)
	undo.undo(matches.name_of(name, "Customer", customer))
	assert stands() == "Unknown" and profile().customer is None


def test_undo_restores_a_stamp_by_hand_and_derives_the_relationship():
	"""What a mention was linked to beside its profile comes back; what the ledger says is asked anew."""
	customer, lead = make_customer("Bright Works").name, make_lead("By Hand").name
	store(make_post(1))
	name = profile().name
	frappe.db.set_value(
		"Mention", {"social_profile": name}, {"party_type": "Lead", "party": lead, "lead": lead}
	)
	decisions.link(name, "Customer", customer)
	make_invoice(customer, 100)
	undo.undo(matches.name_of(name, "Customer", customer))
	(mention,) = frappe.get_all("Mention", fields=["lead", "customer", "relationship"])
	assert (mention.lead, mention.customer, mention.relationship) == (lead, None, "Unknown")


def test_many_mentions_follow_by_the_job(monkeypatch):
	monkeypatch.setattr(restamp, "AT_ONCE", 2)
	monkeypatch.setattr(restamp, "PAGE", 2)
	customer = linked_customer()
	store(*(make_post(n) for n in range(2, 8)))
	make_invoice(customer, 100)
	assert stands() == "Paying Customer"


def test_a_ledger_that_changes_nothing_writes_nothing(monkeypatch):
	customer = linked_customer()
	make_invoice(customer, 100)
	copied = []
	monkeypatch.setattr(restamp, "copy", lambda names: copied.extend(names))
	make_invoice(customer, 50)
	assert copied == []


def test_documents_of_strangers_send_no_job(monkeypatch):
	customer = make_customer("Nobody's Profile").name
	sent = []
	monkeypatch.setattr(frappe, "enqueue", lambda method, **more: sent.append((method, more.get("job_id"))))
	make_invoice(customer, 100)
	assert not [one for one in sent if "relationship" in one[0]]
	linked = make_customer("Bright Works", social_handles=HANDLE).name
	store(make_post(1))
	sent.clear()
	make_invoice(linked, 100)
	expected = (
		"social_crm_app.jobs.relationships.refresh_party",
		f"social-crm-relationship-Customer-{linked}",
	)
	assert [one for one in sent if "relationship" in one[0]] == [expected]


def test_any_number_of_profiles_with_the_same_queries(monkeypatch):
	def queries(count):
		names = []
		for n in range(count):
			customer = make_customer(
				f"Customer {count} {n}", social_handles=f"@c{count}x{n}@social.example"
			).name
			make_invoice(customer, 10)
			handle = f"c{count}x{n}"
			store(make_post(1000 * count + n, author=make_author(handle)))
			names.append(profile(f"{handle}@social.example").name)
		frappe.db.set_value("Social Profile", {"name": ("in", names)}, "relationship", "Unknown")
		asked, original = [], frappe.local.db.sql
		monkeypatch.setattr(frappe.local.db, "sql", lambda *a, **k: asked.append(a) or original(*a, **k))
		assert sorted(relationship.refresh(names)) == sorted(names)
		monkeypatch.undo()
		return len(asked)

	assert queries(2) == queries(7) <= 4


def test_all_pages_of_the_nightly_refresh(monkeypatch):
	monkeypatch.setattr(relationships, "PAGE", 2)
	for n in range(5):
		customer = make_customer(f"Customer {n}", social_handles=f"@c{n}@social.example").name
		store(make_post(n, author=make_author(f"c{n}")))
		invoice = make_invoice(customer, 10)
		frappe.db.set_value("Social Profile", {"customer": customer}, "relationship", "Unknown")
		assert invoice.docstatus == 1
	relationships.refresh_all()
	assert set(frappe.get_all("Mention", pluck="relationship")) == {"Paying Customer"}


def test_a_form_that_was_opened_before_does_not_write_it_back():
	customer = linked_customer()
	opened, mention = profile(), frappe.get_doc("Mention", {"social_profile": profile().name})
	make_invoice(customer, 100)
	opened.website = "https://jane.example"
	opened.save()
	mention.status = "Closed"
	mention.save()
	assert stands() == "Paying Customer"


def test_a_mention_by_hand_takes_it_from_the_profile():
	make_invoice(linked_customer(), 100)
	doc = frappe.get_doc(
		{
			"doctype": "Mention",
			"text": "Said on the phone",
			"platform": "Mastodon",
			"social_profile": profile().name,
		}
	).insert()
	assert doc.relationship == "Paying Customer"
	alone = frappe.get_doc({"doctype": "Mention", "text": "Overheard", "platform": "Other"}).insert()
	assert alone.relationship == "Unknown"


def test_the_patch_fills_what_was_linked_before():
	from social_crm_app.patches.v0_1 import fill_relationship

	make_invoice(linked_customer(), 100)
	frappe.db.set_value("Social Profile", profile().name, "relationship", "Unknown")
	frappe.db.set_value("Mention", {"social_profile": profile().name}, "relationship", "Unknown")
	fill_relationship.execute()
	assert stands() == "Paying Customer"
