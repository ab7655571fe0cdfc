"""What only an ERP knows: numbers of documents in posts, names and user names on record; found at any size."""

import pytest

import frappe
from frappe.utils import today

from social_crm_app.connectors.base import Author
from social_crm_app.identity import decisions, documents, index, lookup, recheck
from social_crm_app.identity.keys import Key
from social_crm_app.ingest import pipeline
from social_crm_app.patches.v0_1 import rebuild_identity_index
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_coupon,
	make_customer,
	make_invoice,
	make_lead,
	make_order,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

JANE = make_author("jd", display_name="Jane Doe")
STRANGER = make_author("hawk")


def profile(handle="hawk@social.example"):
	return frappe.get_doc("Social Profile", {"handle": handle})


def evidence(**filters):
	return frappe.get_all("Social Profile Match Evidence", filters=filters, fields=["*"], order_by="idx")


def person(name="Jane Doe", **values):
	return make_customer(name, customer_type="Individual", **values).name


def company():
	return frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]


def sold_item():
	return frappe.get_value("Item", "Test Service")


def make_note(customer, **item):
	"""A submitted Delivery Note of one piece."""
	items = [{"item_code": "Test Service", "qty": 1, "rate": 100, **item}]
	values = {"doctype": "Delivery Note", "company": company(), "customer": customer, "items": items}
	return frappe.get_doc(values).insert().submit()


def make_quotation(quotation_to, party):
	make_order(person("Somebody Else"), 1)  # makes the item
	values = {
		"doctype": "Quotation", "company": company(), "quotation_to": quotation_to, "party_name": party,
		"items": [{"item_code": "Test Service", "qty": 1, "rate": 100}], "valid_till": today(),
	}  # fmt: skip
	return frappe.get_doc(values).insert().submit()


def make_serial(customer, serial="DRL-2026-004711"):
	"""A serial number that was received and then delivered to the customer, through the stock ledger."""
	warehouse = frappe.get_value(
		"Warehouse", {"company": company(), "is_group": 0, "warehouse_name": "Stores"}
	)
	item = {
		"doctype": "Item", "item_code": "Test Drill", "is_stock_item": 1, "has_serial_no": 1, "stock_uom": "Nos",
		"item_group": frappe.get_value("Item Group", {"is_group": 0}), "valuation_rate": 50,
	}  # fmt: skip
	frappe.get_doc(item).insert()
	row = {"item_code": "Test Drill", "qty": 1, "serial_no": serial, "use_serial_batch_fields": 1}
	receipt = {
		"doctype": "Stock Entry", "stock_entry_type": "Material Receipt", "company": company(),
		"items": [{**row, "t_warehouse": warehouse, "basic_rate": 50}],
	}  # fmt: skip
	frappe.get_doc(receipt).insert().submit()
	make_note(customer, **row, warehouse=warehouse)
	return frappe.get_doc("Serial No", serial)


def gift_card(customer, code="GIFT-77001"):
	coupon = make_coupon(code)
	coupon.db_set({"customer": customer, "coupon_type": "Gift Card"})
	return coupon


def delivered(customer):
	make_order(customer, 1)
	return make_note(customer)


MAKERS = {
	"Order": lambda customer: make_order(customer, 100),
	"Invoice": lambda customer: make_invoice(customer, 100),
	"Quotation": lambda customer: make_quotation("Customer", customer),
	"Delivery": delivered,
	"Serial No": make_serial,
	"Coupon": gift_card,
}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_number_in_a_post_is_evidence_and_alone_only_a_suggestion(kind):
	customer = person("Wanda Zielinska")
	document = MAKERS[kind](customer)
	store(make_post(1, f"My {document.name.lower()} again, promo code {document.name}?", author=STRANGER))
	assert profile().link_status == "Suggested" and profile().party is None
	(match,) = frappe.get_all("Social Profile Match", fields=["party", "status"])
	assert (match.party, match.status) == (customer, "Suggested")
	found = [e for e in evidence(kind=kind) if e.reference_name == document.name]
	assert found and not found[0].attested
	assert (found[0].reference_doctype, found[0].source) == (document.doctype, "post text")
	assert document.name in found[0].reason and str(found[0].observed_on)[:10] == "2026-03-02"


@pytest.mark.parametrize("kind", ["Order", "Invoice", "Quotation", "Delivery", "Serial No"])
def test_a_number_and_the_same_name_link_at_once(kind):
	customer = person()
	document = MAKERS[kind](customer)
	outcome = store(make_post(1, f"What about {document.name}?", author=JANE))
	assert outcome.linked == 1
	assert profile(JANE.handle).party == customer
	assert document.name in profile(JANE.handle).link_reason


def test_the_contact_person_of_an_order_counts_as_its_name():
	customer = make_customer("Bright Works").name
	contact = make_contact("Jane", last_name="Doe", links=(("Customer", customer),))
	order = make_order(customer, 100, contact_person=contact.name)
	store(make_post(1, f"Where is {order.name}?", author=JANE))
	assert (profile(JANE.handle).customer, profile(JANE.handle).contact) == (customer, contact.name)


def test_a_quotation_to_a_lead_is_the_leads():
	lead = make_lead("Jane", last_name="Doe")
	quotation = make_quotation("Lead", lead.name)
	store(make_post(1, f"{quotation.name} is too dear", author=JANE))
	assert profile(JANE.handle).lead == lead.name


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_documents_that_do_not_count_are_no_evidence(state):
	order = make_order(person(), 100)
	if state == "cancelled":
		order.cancel()
	else:
		order.db_set("docstatus", 0)
	store(make_post(1, f"Where is {order.name}?", author=STRANGER))
	assert not evidence(kind="Order")


def test_an_account_of_one_company_does_not_look_into_the_documents_of_another():
	order, invoice = make_order(person(), 100), make_invoice(person("Wanda Zielinska"), 100)
	frappe.db.set_value("Sales Order", order.name, "company", "Another Company")
	source = pipeline.source_of("", "mastodon", "Mastodon", company())
	pipeline.process([make_post(1, f"{order.name} and {invoice.name}", author=STRANGER)], source)
	assert [e.kind for e in evidence(reference_name=("is", "set"))] == ["Invoice"]
	recheck.recheck([profile().name])  # nor when it is looked at again
	assert [e.kind for e in evidence(reference_name=("is", "set"))] == ["Invoice"]


def test_an_account_without_a_company_looks_into_all():
	order = make_order(person(), 100)
	frappe.db.set_value("Sales Order", order.name, "company", "Another Company")
	store(make_post(1, order.name, author=STRANGER))
	assert len(evidence(kind="Order")) == 1


def test_a_coupon_of_a_rule_of_another_company_is_not_looked_into():
	coupon = gift_card(person())
	frappe.db.set_value("Pricing Rule", coupon.pricing_rule, "company", "Another Company")
	source = pipeline.source_of("", "mastodon", "Mastodon", company())
	pipeline.process([make_post(1, f"code {coupon.name}", author=STRANGER)], source)
	assert not evidence(kind="Coupon")


def test_a_known_author_is_looked_at_again_when_a_new_post_names_a_document():
	customer = person()
	store(make_post(1, "Hello", author=JANE))
	order = make_order(customer, 100)
	assert profile(JANE.handle).party is None
	store(make_post(2, f"Where is {order.name}?", author=JANE))
	assert profile(JANE.handle).party == customer
	assert frappe.db.count("Mention", {"customer": customer}) == 2


def test_what_was_once_named_is_not_forgotten_when_the_profile_changes():
	order = make_order(person("Wanda Zielinska"), 100)
	store(make_post(1, f"Where is {order.name}?", author=STRANGER))
	changed = make_author("hawk", bio="I make things", website="https://hawk.example")
	store(make_post(2, "Nothing new", author=changed))
	(kept,) = evidence(kind="Order")
	assert kept.reference_name == order.name
	recheck.recheck([profile().name])
	store(make_post(3, f"{order.name}, I said", author=changed))
	(kept,) = evidence(kind="Order")
	assert kept.reference_name == order.name and kept.observed_on.minute == 1


def test_documents_are_only_read():
	order = make_order(person(), 100)
	before = frappe.db.get_value("Sales Order", order.name, ["modified", "docstatus", "_comments"])
	store(make_post(1, f"Where is {order.name}?", author=JANE))
	assert frappe.db.get_value("Sales Order", order.name, ["modified", "docstatus", "_comments"]) == before


def test_one_query_per_doctype_for_a_whole_page():
	orders = [make_order(person(f"Person Number{n}"), 100).name for n in range(4)]
	named = {f"p{n}": documents.named_in(f"Where is {name}?") for n, name in enumerate(orders)}
	asked = []
	original = frappe.db.sql

	def counting(query, *args, **kwargs):
		asked.append(str(query))
		return original(query, *args, **kwargs)

	frappe.local.db.sql = counting
	try:
		found = documents.found(named)
	finally:
		del frappe.local.db.sql
	assert {name: pairs[0][1].document for name, pairs in found.items()} == {
		f"p{n}": ("Sales Order", name) for n, name in enumerate(orders)
	}
	assert sum("tabSales Order" in query for query in asked) == 1
	assert not documents.found({"p": documents.named_in("no number here")})


def test_a_name_only_suggests_and_only_where_it_is_wanted():
	customer = person("Wanda Zielinska")
	store(make_post(1, author=make_author("a", display_name="Zielinska, Wanda")))
	assert (
		profile("a@social.example").link_status == "Suggested" and profile("a@social.example").party is None
	)
	assert frappe.get_all("Social Profile Match", pluck="party") == [customer]
	frappe.db.set_single_value("Social CRM Settings", "suggest_by_name", 0)
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
	store(make_post(2, author=make_author("b", display_name="Wanda Zielinska")))
	assert profile("b@social.example").link_status == "Unlinked"


def test_suggestions_below_the_set_probability_are_not_shown():
	person("Wanda Zielinska")
	frappe.db.set_single_value("Social CRM Settings", "suggest_from", 99)
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
	store(make_post(1, author=make_author("a", display_name="Wanda Zielinska")))
	assert profile("a@social.example").link_status == "Unlinked"


@pytest.mark.parametrize("doctype", ["Customer", "Lead", "Contact"])
def test_a_renamed_record_is_found_under_its_new_name(doctype):
	doc = {
		"Customer": lambda: make_customer("Old Firm"),
		"Lead": lambda: make_lead("Old", last_name="Person"),
		"Contact": lambda: make_contact("Old", last_name="Person"),
	}[doctype]()
	doc.reload()
	if doctype == "Customer":
		doc.customer_name = "Wanda Zielinska"
	else:
		doc.update({"first_name": "Wanda", "last_name": "Zielinska"})
	doc.save()
	store(make_post(1, author=make_author("a", display_name="Wanda Zielinska")))
	store(make_post(2, author=make_author("b", display_name="Old Person")))
	assert frappe.get_all("Social Profile Match", pluck="party") == [doc.name]


def test_the_firm_of_a_contact_is_a_name_of_the_record():
	contact = make_contact("Jane", company_name="Brightworks Zielinska")
	store(make_post(1, author=make_author("a", display_name="Brightworks Zielinska GmbH")))
	assert frappe.get_all("Social Profile Match", pluck="party") == [contact.name]


def test_the_place_of_a_customer_is_read_from_its_address_and_its_territory():
	customer = person("Wanda Zielinska")
	address = {
		"doctype": "Address", "address_title": "W", "address_type": "Billing", "address_line1": "Weg 1",
		"city": "Köln", "country": "Germany", "links": [{"link_doctype": "Customer", "link_name": customer}],
	}  # fmt: skip
	frappe.get_doc(address).insert()
	store(make_post(1, author=make_author("a", display_name="Wanda Zielinska", location="Cologne, Germany")))
	assert [e.kind for e in evidence(kind="Place")] == ["Place"]


def test_the_same_user_name_on_a_platform_that_is_linked_already_is_a_suggestion():
	customer = person("Wanda Zielinska")
	store(make_post(1, author=make_author("wandazet77", display_name="W")))
	decisions.link(profile("wandazet77@social.example").name, "Customer", customer)
	other = Author(external_id="did:plc:w", handle="wandazet77.bsky.social")
	store(make_post(2, author=other), platform="bluesky", label="Bluesky")
	found = profile("wandazet77.bsky.social")
	assert (found.link_status, found.party) == ("Suggested", None)
	assert [e.attested for e in evidence(kind="Username")] == [0]
	assert frappe.get_all("Social Profile Match", {"profile": found.name}, pluck="party") == [customer]


def test_a_profile_that_nobody_has_linked_is_no_evidence():
	store(make_post(1, author=make_author("wandazet77")))
	other = Author(external_id="did:plc:w", handle="wandazet77.bsky.social")
	store(make_post(2, author=other), platform="bluesky", label="Bluesky")
	assert not evidence(kind="Username")


def reads():
	rows = frappe.db.sql("SHOW SESSION STATUS LIKE 'Handler_read%'")
	return sum(int(value) for _name, value in rows)


def test_what_very_many_hold_costs_no_more_than_what_few_hold():
	"""3,000 customers named alike, and 3,000 profiles: neither is read."""
	key, rare = Key("Name", "mueller peter"), Key("Email", "rare@people.example")
	rows = [index._row("Customer", f"C{n}", key, 0, "test") for n in range(3000)]
	rows += [index._row("Social Profile", f"P{n}", key, 0, "test") for n in range(3000)]
	index.sql.insert_missing("Identity Key", [*rows, index._row("Lead", "L1", rare, 0, "test")])
	before = reads()
	found = lookup.holders({key, rare}, ("Customer", "Lead", "Contact"))
	assert [(doctype, name) for _key, doctype, name in found] == [("Lead", "L1")]
	assert lookup.profiles_waiting_for({key}) == []
	assert reads() - before < 3 * (lookup.MOST_HOLDERS + lookup.MOST_WAITING)


def test_keys_are_compared_letter_by_letter_and_never_read_as_sql():
	odd = Key("Email", "100%s'\\`\"@people.example")
	index.sql.insert_missing("Identity Key", [index._row("Lead", "L1", odd, 0, "test")])
	assert lookup.holders({odd}, ("Lead",)) == [(odd, "Lead", "L1")]
	assert lookup.holders({Key("Email", "100%s'\\`\"@péople.example")}, ("Lead",)) == []


def test_a_serial_number_that_does_not_name_its_customer_is_found_through_its_delivery():
	customer = person("Wanda Zielinska")
	serial = make_serial(customer)
	assert (serial.status, serial.customer) == ("Delivered", customer)
	serial.db_set("customer", None)
	store(make_post(1, f"My {serial.name} is broken", author=STRANGER))
	assert frappe.get_all("Social Profile Match", pluck="party") == [customer]
	serial.db_set("status", "Active")  # came back
	assert not documents.found({"p": documents.named_in(serial.name)})


def test_the_patch_has_the_index_built_again_and_keeps_what_was_set():
	frappe.db.set_single_value("Social CRM Settings", {"index_status": "Ready", "suggest_from": 30})
	frappe.db.delete("Singles", {"doctype": "Social CRM Settings", "field": "suggest_by_name"})
	rebuild_identity_index.execute()
	settings = frappe.get_doc("Social CRM Settings")
	assert (settings.index_status, settings.suggest_by_name, settings.suggest_from) == ("Not Built", 1, 30)
