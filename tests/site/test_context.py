"""What stands beside a post: every block with documents made by hand, and who may see which of it."""

import pytest

import frappe
from frappe.permissions import add_user_permission
from frappe.utils import add_days, today

from erpnext.accounts.doctype.payment_entry.payment_entry import get_payment_entry
from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return

from social_crm_app.api import party as party_api
from social_crm_app.api.context import beside
from social_crm_app.engage import memory
from social_crm_app.identity import decisions
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_customer,
	make_invoice,
	make_lead,
	make_order,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

JANE = make_author("jane", followers=1200, bio="Carpenter")
AGENT = ("Social CRM User", "Sales User")
EVERYTHING = (*AGENT, "Accounts User", "Support Team", "Maintenance User", "Stock User")


@pytest.fixture
def customer(db):
	"""A Customer that Jane is linked to; she has posted twice."""
	store(make_post(1, "It broke: serial SN-77001", author=JANE), make_post(2, "Hello?", author=JANE))
	name = make_customer("Bright Works", account_manager="Administrator").name
	decisions.link(profile(), "Customer", name)
	return name


def profile(handle="jane"):
	return frappe.db.get_value("Social Profile", {"handle": f"{handle}@social.example"})


def mention(number=1):
	return frappe.db.get_value("Mention", {"external_id": f"https://social.example/statuses/{number}"})


def context(number=1):
	"""What the browser gets, its blocks by key."""
	found = frappe._dict(frappe.parse_json(frappe.as_json(beside(mention(number)))))
	found.blocks = {block["key"]: frappe._dict(block) for block in found.blocks}
	return found


def company():
	return frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]


def currency():
	return frappe.get_cached_value("Company", company(), "default_currency")


def labels(block):
	return [row["label"] for row in block.rows]


def value_of(found, label):
	(row,) = (row for row in found.blocks["value"].rows if row["label"] == label)
	return row


def make_opportunity(party, doctype="Customer", **values):
	values = {"opportunity_from": doctype, "party_name": party, "company": company(), **values}
	return frappe.get_doc({"doctype": "Opportunity", "currency": currency(), **values}).insert()


def make_issue(subject, **values):
	return frappe.get_doc({"doctype": "Issue", "subject": subject, "company": company(), **values}).insert()


def make_serial(name, customer, **values):
	group = frappe.db.get_value("Item Group", {"is_group": 0}, order_by="lft")
	if not frappe.db.exists("Item", "Test Drill"):
		frappe.get_doc(
			{
				"doctype": "Item", "item_code": "Test Drill", "item_name": "Drill 500", "item_group": group,
				"stock_uom": "Nos", "has_serial_no": 1,
			}
		).insert()  # fmt: skip
	values = {
		"serial_no": name,
		"item_code": "Test Drill",
		"customer": customer,
		"company": company(),
		**values,
	}
	return frappe.get_doc({"doctype": "Serial No", **values}).insert()


def make_quotation(customer):
	items = [{"item_code": "Test Service", "qty": 1, "rate": 70}]
	values = {"quotation_to": "Customer", "party_name": customer, "company": company(), "items": items}
	return (
		frappe.get_doc({"doctype": "Quotation", "valid_till": add_days(today(), 9), **values})
		.insert()
		.submit()
	)


def make_company_abroad():
	"""A second company with a currency of its own, of which it sells without accounts."""
	theirs = "USD" if currency() != "USD" else "EUR"
	values = {"company_name": "Acme Abroad", "abbr": "AA", "default_currency": theirs}
	frappe.get_doc({"doctype": "Company", "name": "Acme Abroad", **values}).db_insert()
	return theirs


def make_foreign_invoice(customer, amount):
	values = {"customer": customer, "base_net_total": amount, "company": "Acme Abroad", "docstatus": 1}
	values |= {"name": frappe.generate_hash(length=8), "posting_date": add_days(today(), -900)}
	frappe.get_doc({"doctype": "Sales Invoice", **values}).db_insert()


# The person and the party


def test_the_person_and_the_party(customer):
	found = context()
	assert found.party == {
		"doctype": "Customer", "name": customer, "title": "Bright Works",
		"route": frappe.utils.get_absolute_url("Customer", customer),
	}  # fmt: skip
	person = found.person
	assert (person["profile"], person["handle"], person["followers"]) == (
		profile(),
		"jane@social.example",
		1200,
	)
	assert (person["bio"], person["link_status"], person["platform"]) == ("Carpenter", "Linked", "Mastodon")
	assert set(person) == {
		"profile", "title", "avatar", "platform", "handle", "followers", "url", "bio", "link_status",
		"relationship", "verified_purchaser",
	}  # fmt: skip


def test_an_unlinked_author_has_a_person_and_own_posts_only(db):
	store(make_post(1, author=JANE), make_post(2, author=JANE), make_post(3, author=make_author("bob")))
	found = context()
	assert found.party is None and set(found.blocks) == {"mentions"}
	assert [row["name"] for row in found.blocks["mentions"].rows] == [mention(2)]


def test_a_mention_without_a_profile_shows_what_the_post_says(db):
	values = {"platform": "Other", "text": "Hello", "author_name": "Ola"}
	name = frappe.get_doc({"doctype": "Mention", **values}).insert().name
	found = beside(name)
	assert (found["person"]["title"], found["person"]["profile"], found["party"]) == ("Ola", None, None)
	assert found["blocks"] == []


# Blocks


def test_orders_late_and_on_time(customer):
	past = add_days(today(), -20)
	late = make_order(customer, 100, transaction_date=past, delivery_date=add_days(today(), -5))
	on_time = make_order(customer, 50, delivery_date=add_days(today(), 5))
	delivered = make_order(customer, 60, transaction_date=past, delivery_date=add_days(today(), -4))
	delivered.db_set({"per_delivered": 100, "status": "To Bill"})
	for status in ("Closed", "Completed"):
		make_order(customer, 70, transaction_date=past, delivery_date=past).db_set("status", status)
	frappe.get_doc(late.as_dict()).update({"name": None, "docstatus": 0}).insert()  # a draft is no order
	blocks = context().blocks
	(row,) = blocks["late"].rows
	assert (row["doctype"], row["name"], row["amount"], row["colour"]) == (
		"Sales Order",
		late.name,
		100,
		"red",
	)
	assert (row["date"], row["currency"]) == (add_days(today(), -5), currency())
	assert labels(blocks["orders"]) == [delivered.name, on_time.name]
	assert blocks["late"].route["doctype"] == "Sales Order" and not blocks["late"].more


def test_unpaid_invoices_say_what_is_left_and_what_is_overdue(customer):
	past = {"set_posting_time": 1, "posting_date": add_days(today(), -40), "due_date": add_days(today(), -10)}
	overdue = make_invoice(customer, 100, **past)
	fresh = make_invoice(customer, 80, due_date=add_days(today(), 10))
	pay(overdue, 40)
	pay(make_invoice(customer, 70), 70)
	block = context().blocks["invoices"]
	assert [(row["name"], row["amount"], row["colour"]) for row in block.rows] == [
		(overdue.name, 60, "red"),
		(fresh.name, 80, "orange"),
	]
	assert "Overdue" in block.rows[0]["about"] and block.rows[0]["currency"] == currency()


def pay(invoice, amount):
	payment = get_payment_entry("Sales Invoice", invoice.name, party_amount=amount)
	payment.update({"reference_no": "1", "reference_date": today()})
	payment.insert().submit()


def test_lifetime_value_is_net_of_returns_in_our_currency(customer):
	invoice = make_invoice(customer, 1000)
	credit = make_sales_return(make_invoice(customer, 300).name)
	credit.insert().submit()
	make_invoice(customer, 50).cancel()
	make_invoice(make_customer("Other Works").name, 9999)
	theirs = make_company_abroad()
	values = {"from_currency": theirs, "to_currency": currency(), "exchange_rate": 0.5, "for_selling": 1}
	frappe.get_doc({"doctype": "Currency Exchange", "name": "x", "date": today(), **values}).db_insert()
	make_foreign_invoice(customer, 200)
	found = context()
	row = value_of(found, "Lifetime Value")
	assert (row["amount"], row["currency"]) == (1100, currency())
	assert row["about"].startswith("3 ")
	assert value_of(found, "Customer Since")["date"] == add_days(today(), -900)
	assert value_of(found, "Account Manager")["about"] == "Administrator"
	assert invoice.name in labels(found.blocks["invoices"])


def test_sales_without_an_exchange_rate_stand_beside_the_others(customer):
	make_invoice(customer, 1000)
	theirs = make_company_abroad()
	make_foreign_invoice(customer, 200)
	rows = [row for row in context().blocks["value"].rows if row["label"] == "Lifetime Value"]
	assert [(row["amount"], row["currency"]) for row in rows] == [(1000, currency()), (200, theirs)]


def test_warranty_by_serial_number_the_named_one_first(customer):
	make_serial("SN-77001", customer)
	make_serial("SN-77002", customer, warranty_expiry_date=add_days(today(), 30))
	make_serial("SN-77003", customer, warranty_expiry_date=add_days(today(), -30))
	make_serial("SN-77004", customer, amc_expiry_date=add_days(today(), 3))
	make_serial("SN-77005", customer)
	make_serial("SN-77006", make_customer("Other Works").name, warranty_expiry_date=today())
	block = context().blocks["warranty"]
	assert [(row["name"], row["colour"]) for row in block.rows] == [
		("SN-77001", "gray"), ("SN-77002", "green"), ("SN-77003", "red"), ("SN-77004", "green"),
	]  # fmt: skip
	assert "Under Warranty" in block.rows[1]["about"] and "Drill 500" in block.rows[1]["about"]
	assert "Out of Warranty" in block.rows[2]["about"] and "Under AMC" in block.rows[3]["about"]


def test_a_serial_number_of_somebody_else_is_not_shown_although_it_is_named(customer):
	make_serial("SN-77001", make_customer("Other Works").name, warranty_expiry_date=today())
	assert "warranty" not in context().blocks


def test_open_issues_claims_opportunities_and_quotations(customer):
	make_issue("Handle broke", customer=customer)
	make_issue("Done", customer=customer).db_set("status", "Closed")
	claim = {"customer": customer, "complaint": "It smokes", "complaint_date": today(), "company": company()}
	open_claim = frappe.get_doc({"doctype": "Warranty Claim", "status": "Open", **claim}).insert()
	frappe.get_doc({"doctype": "Warranty Claim", **claim}).insert().db_set("status", "Closed")
	deal = make_opportunity(customer, opportunity_amount=500)
	make_opportunity(customer).db_set("status", "Lost")
	make_order(customer, 1)  # makes the item
	quotation = make_quotation(customer)
	make_quotation(customer).db_set("status", "Ordered")
	blocks = context().blocks
	assert labels(blocks["issues"]) == ["Handle broke"]
	assert [row["name"] for row in blocks["claims"].rows] == [open_claim.name]
	assert [(r["name"], r["amount"]) for r in blocks["opportunities"].rows] == [(deal.name, 500)]
	assert [(r["name"], r["amount"]) for r in blocks["quotations"].rows] == [(quotation.name, 70)]


def test_two_profiles_of_one_customer_share_their_mentions(customer):
	store(make_post(3, "Bob here", author=make_author("bob", followers=7)))
	decisions.link(profile("bob"), "Customer", customer)
	blocks = context().blocks
	assert [row["name"] for row in blocks["profiles"].rows] == [profile("bob")]
	assert [row["name"] for row in blocks["mentions"].rows] == [mention(3), mention(2)]


def test_what_was_made_of_the_mention(customer):
	issue = make_issue("Handle broke")
	doc = frappe.get_doc("Mention", mention())
	memory.remember(doc, "Issue", issue.name)
	memory.remember(doc, "Lead", make_lead("Jane").name)
	assert labels(context().blocks["documents"]) == ["Handle broke", "Jane"]


def test_five_rows_and_how_many_more(customer):
	for number in range(7):
		make_issue(f"Issue {number}", customer=customer)
	block = context().blocks["issues"]
	assert (len(block.rows), block.total, block.more) == (5, 7, True)
	filters = block.route["filters"]
	assert len(frappe.get_list(block.route["doctype"], filters)) == 7


def test_the_company_of_the_mention_comes_first(customer):
	make_company_abroad()
	make_issue("Ours", customer=customer, opening_date=today())
	make_issue("Theirs", customer=customer, opening_date=add_days(today(), -9)).db_set(
		"company", "Acme Abroad"
	)
	frappe.db.set_value("Mention", mention(), "company", "Acme Abroad")
	assert labels(context().blocks["issues"]) == ["Theirs", "Ours"]


# Other parties


def test_a_lead_has_its_deals_issues_and_owner(db):
	store(make_post(1, author=JANE))
	lead = make_lead("Jane", company_name="Bright Works", lead_owner="Administrator").name
	decisions.link(profile(), "Lead", lead)
	deal = make_opportunity(lead, "Lead")
	make_issue("Question", lead=lead)
	found = context()
	assert found.party["doctype"] == "Lead" and set(found.blocks) == {"value", "opportunities", "issues"}
	assert value_of(found, "Lead Owner")["about"] == "Administrator"
	assert [row["name"] for row in found.blocks["opportunities"].rows] == [deal.name]


def test_a_prospect_has_its_leads_and_deals(db):
	store(make_post(1, author=JANE))
	lead = make_lead("Jane").name
	values = {"company_name": "Bright Prospect", "leads": [{"lead": lead}]}
	prospect = frappe.get_doc({"doctype": "Prospect", **values}).insert().name
	decisions.link(profile(), "Prospect", prospect)
	deals = {make_opportunity(prospect, "Prospect").name, make_opportunity(lead, "Lead").name}
	found = context()
	assert (found.party["doctype"], found.party["title"]) == ("Prospect", "Bright Prospect")
	assert {row["name"] for row in found.blocks["opportunities"].rows} == deals


def test_a_contact_of_two_customers_shows_both(db):
	store(make_post(1, author=JANE))
	names = [make_customer(name).name for name in ("Bright Works", "Dark Works")]
	contact = make_contact("Jane", links=[("Customer", name) for name in names]).name
	decisions.link(profile(), "Contact", contact)
	for name in names:
		make_invoice(name, 100)
	found = context()
	assert found.party["doctype"] == "Contact" and found.blocks["invoices"].total == 2
	values = [row["label"] for row in found.blocks["value"].rows if row["amount"]]
	assert values == ["Lifetime Value: Bright Works", "Lifetime Value: Dark Works"]


# Who may see what


@pytest.fixture
def rich(customer):
	"""The customer with something for every block."""
	past = add_days(today(), -20)
	make_order(customer, 4711, transaction_date=past, delivery_date=add_days(today(), -5))
	make_order(customer, 4712)
	make_invoice(customer, 4713)
	make_serial("SN-77001", customer, warranty_expiry_date=today())
	issue = make_issue("Handle broke", customer=customer)
	make_opportunity(customer, opportunity_amount=4714)
	make_quotation(customer)
	doc = frappe.get_doc("Mention", mention())
	memory.remember(doc, "Issue", issue.name)
	store(make_post(3, author=make_author("bob")))
	decisions.link(profile("bob"), "Customer", customer)
	return customer


def test_all_roles_together_see_all_blocks(rich, as_user):
	with as_user(*EVERYTHING):
		assert set(context().blocks) == {
			"value", "late", "orders", "invoices", "issues", "warranty", "opportunities", "quotations", "documents",
			"mentions", "profiles",
		}  # fmt: skip


def test_sales_without_accounts_sees_orders_but_no_invoice_and_no_sum_of_them(rich, as_user):
	with as_user(*AGENT):
		found = context()
		assert set(found.blocks) == {
			"value", "late", "orders", "opportunities", "quotations", "mentions", "profiles",
		}  # fmt: skip
		assert "Lifetime Value" not in str(found) and "4713" not in str(found)
		assert value_of(found, "Customer Since") and found.blocks["late"].rows[0]["amount"] == 4711


def test_who_may_not_read_customers_learns_nothing_of_one(rich, as_user):
	with as_user("Social CRM User") as user:
		with pytest.raises(frappe.PermissionError):
			beside(mention())
		assert_silent(frappe.get_message_log(), rich)
		share_with(user)
		found = context()
		assert found.party is None and not found.blocks
		assert_silent(found, rich)


def test_a_user_permission_on_another_customer_hides_this_one(rich, as_user):
	other = make_customer("Other Works").name
	with as_user(*EVERYTHING) as user:
		as_administrator(
			user, lambda: add_user_permission("Customer", other, user, applicable_for="Customer")
		)
		share_with(user)
		found = context()
		assert found.party is None and set(found.blocks) == {"documents"}
		assert found.person["relationship"] == ""
		assert_silent(found, rich)


def test_a_contact_of_a_hidden_customer_is_hidden_with_it(customer, as_user):
	contact = make_contact("Jane", links=[("Customer", customer)]).name
	decisions.link(profile(), "Contact", contact)
	other = make_customer("Other Works").name
	with as_user(*EVERYTHING) as user:
		as_administrator(
			user, lambda: add_user_permission("Customer", other, user, applicable_for="Customer")
		)
		assert frappe.has_permission("Contact", "read", contact)
		share_with(user)
		found = context()
		assert found.party is None and not found.blocks
		assert_silent(found, customer)


def test_a_contact_does_not_lead_to_what_hidden_customers_have(customer, as_user):
	links = [("Customer", customer), ("Customer", make_customer("Bright Twin").name)]
	contact = make_contact("Jane", links=links).name
	decisions.link(profile(), "Contact", contact)
	make_opportunity(customer, contact_person=contact, opportunity_amount=4714)
	make_issue("Bright Works is angry", customer=customer, contact=contact)
	free = make_issue("Just a question", contact=contact)
	other = make_customer("Other Works").name
	with as_user(*EVERYTHING) as user:
		as_administrator(
			user, lambda: add_user_permission("Customer", other, user, applicable_for="Customer")
		)
		found = context()
		assert found.party["name"] == contact, "a Contact of nobody in particular is a party of its own"
		assert labels(found.blocks["issues"]) == [free.subject] and "opportunities" not in found.blocks
		assert "4714" not in str(found) and "is angry" not in str(found)


def test_a_user_permission_on_another_customer_for_everything_hides_the_mention(rich, as_user):
	other = make_customer("Other Works").name
	with as_user(*EVERYTHING) as user:
		as_administrator(user, lambda: add_user_permission("Customer", other, user))
		with pytest.raises(frappe.PermissionError):
			beside(mention())
		assert_silent(frappe.get_message_log(), rich)


def test_a_user_permission_on_some_documents_hides_those(rich, as_user):
	other = make_customer("Other Works").name
	with as_user(*EVERYTHING) as user:
		as_administrator(
			user, lambda: add_user_permission("Customer", other, user, applicable_for="Sales Invoice")
		)
		found = context()
		assert found.party["name"] == rich and "late" in found.blocks
		assert "invoices" not in found.blocks and "Lifetime Value" not in str(found)


def test_a_hidden_field_hides_its_amount_and_what_is_found_by_it(rich, as_user):
	hide("Sales Order", "grand_total")
	hide("Sales Invoice", "outstanding_amount")
	with as_user("Social CRM User", "Accounts User"):
		found = context()
		assert "invoices" not in found.blocks
		assert found.blocks["late"].rows[0]["amount"] is None and "4711" not in str(found.blocks["late"])


def test_mentions_are_needed_to_ask_at_all(rich, as_user):
	with as_user("Sales User"), pytest.raises(frappe.PermissionError):
		beside(mention())


def share_with(user):
	"""A colleague hands the mention of a hidden customer to the user."""
	flags = {"ignore_share_permission": True}
	as_administrator(user, lambda: frappe.share.add_docshare("Mention", mention(), user, flags=flags))


def as_administrator(user, work):
	frappe.set_user("Administrator")
	work()
	frappe.set_user(user)


def hide(doctype, fieldname):
	"""Raises the level of a field, as an admin does in Customize Form."""
	frappe.make_property_setter(
		{
			"doctype": doctype, "fieldname": fieldname, "property": "permlevel", "value": 3, "property_type": "Int",
		}
	)  # fmt: skip
	frappe.clear_cache(doctype=doctype)


def assert_silent(found, customer):
	said = frappe.as_json(found)
	assert customer not in said and "Bright" not in said
	assert not any(str(number) in said for number in (4711, 4712, 4713, 4714))


# On the form of the Customer


def test_the_mentions_of_a_customer_say_who_has_answered_or_is_answering(customer):
	frappe.db.set_value("Mention", mention(2), {"status": "Replied", "replied_by": "Administrator"})
	reply = frappe.get_doc({"doctype": "Mention Reply", "mention": mention(1), "text": "Sorry!"}).insert()
	reply.db_set({"status": "Queued", "pending_key": mention(1), "sender": "Administrator"})
	replied, waiting = party_api.summary("Customer", customer)["mentions"]
	assert (replied.status, replied.replied_by_name, replied.answering) == ("Replied", "Administrator", None)
	assert waiting.answering == {"sender": "Administrator", "status": "Queued"}


def test_who_may_not_read_replies_is_not_told_who_answers(customer, as_user):
	reply = frappe.get_doc({"doctype": "Mention Reply", "mention": mention(1), "text": "Sorry!"}).insert()
	reply.db_set({"status": "Queued", "pending_key": mention(1), "visibility": "Private"})
	role = frappe.get_doc({"doctype": "Role", "role_name": "Onlooker"}).insert().name
	frappe.permissions.add_permission("Mention", role)
	with as_user("Onlooker", "Sales User"):
		assert [row.answering for row in party_api.summary("Customer", customer)["mentions"]] == [None, None]


# What it costs


def test_the_number_of_queries_does_not_grow_with_the_documents(rich):
	few = queries()
	for number in range(12):
		make_invoice(rich, 10)
		make_order(rich, 10)
		make_issue(f"Issue {number}", customer=rich)
		make_opportunity(rich)
		make_serial(f"SN-88{number:03}", rich, warranty_expiry_date=today())
	assert queries() <= few


def queries():
	context()
	frappe.db.value_cache.clear()
	before = []
	sql = frappe.local.db.sql

	def count(*args, **kwargs):
		before.append(args[0])
		return sql(*args, **kwargs)

	frappe.local.db.sql = count
	try:
		context()
	finally:
		del frappe.local.db.sql
	return len(before)
