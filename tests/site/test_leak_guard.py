"""The leak guard with a site's own currencies, amounts and addresses: ordinary sentences that give something away,
and everyday ones that do not."""

from time import process_time

import pytest
from harmless_replies import HARMLESS

import frappe

from social_crm_app.engage import leak_facts
from social_crm_app.testing import make_customer, make_invoice, make_order, make_post, store

BILL = 1234.5


@pytest.fixture
def mention():
	store(make_post(1, "Where is it?"))
	return frappe.get_last_doc("Mention")


@pytest.fixture
def jane(mention):
	"""The mention's author has ordered something, owes for something else, and lives somewhere."""
	customer = make_customer("Bright Works")
	frappe.get_doc(
		{
			"doctype": "Address", "address_title": "Bright Works", "address_line1": "Flat 3, 12 High Street",
			"city": "London", "pincode": "SW1A 1AA", "country": "United Kingdom",
			"links": [{"link_doctype": "Customer", "link_name": customer.name}],
		}
	).insert()  # fmt: skip
	order, invoice = make_order(customer.name, BILL), make_invoice(customer.name, 770)
	mention.db_set({"customer": customer.name, "party_type": "Customer", "party": customer.name})
	return frappe._dict(mention=mention.reload(), customer=customer, order=order, invoice=invoice)


def found(text, mention):
	return [(leak.kind, leak.words) for leak in leak_facts.leaks_in(text, mention)]


@pytest.mark.parametrize(
	"sentence",
	[
		"Your order {0}\u2014it left", "{0}\u2019s parcel", "order {0}-", "order {0}\u2013 on its way", "your {0}.Thanks",
	],
)  # fmt: skip
def test_the_number_of_an_order_in_ordinary_sentences(jane, sentence):
	assert found(sentence.format(jane.order.name), jane.mention) == [("Sales Order", jane.order.name)]


@pytest.mark.parametrize("joint", ["\u2010", "\u2011", "\u2013", "\u2014", " ", "/", "."])
def test_the_number_of_an_order_with_other_joints(jane, joint):
	text = f"Your {jane.order.name.replace('-', joint)} left"
	assert ("Sales Order", jane.order.name) in found(text, jane.mention)


def test_a_sale_at_the_till_has_a_number_too(mention):
	frappe.db.sql(  # the row alone decides; a till belongs to other tests
		"insert into `tabPOS Invoice` (name, customer, docstatus) values ('ACC-PSINV-2026-00001', 'x', 1)"
	)
	text = "It is on ACC-PSINV-2026-00001"
	assert found(text, mention) == [("POS Invoice", "ACC-PSINV-2026-00001")]


@pytest.mark.parametrize(
	"amount",
	[
		"49 euros", "50 dollars", "500 rupees", "Rs. 500", "12k €", "12 US dollars", "20 Schweizer Franken", "20 francs",
		"30 UAE dirhams", "30 roupies indiennes", "30 indische Rupien", "5 pounds", "500 रुपये", "20 libras esterlinas",
		"100 yen", "12 kroner",
	],
)  # fmt: skip
def test_money_as_people_call_it(mention, amount):
	assert found(f"We pay you {amount} back", mention) == [("Amount", amount)]


def test_names_in_the_language_of_the_user(mention, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "pl")
	assert found("Oddamy 20 dolarów amerykańskich", mention) == [("Amount", "20 dolarów amerykańskich")]


@pytest.mark.parametrize(
	("text", "words"),
	[
		("your total of 1,234.50 is due", "1,234.50"),
		("Offen sind noch 1.234,50", "1.234,50"),
		("you owe 770", "770"),
		("the balance is 770.00", "770.00"),
	],
)
def test_the_customers_own_totals_and_what_they_owe(jane, text, words):
	assert found(text, jane.mention) == [("Amount", words)]
	jane.mention.update({"customer": None, "party_type": None, "party": None})
	assert found(text, jane.mention) == [], "nobody knows whose it would be"


def test_a_cancelled_bill_is_none(jane):
	jane.order.cancel()
	assert found("it was 1,234.50 then", jane.mention) == []


@pytest.mark.parametrize(
	("text", "words"),
	[
		("It goes to 12 High St.", "Flat 3, 12 High Street"),
		("High Street 12?", "Flat 3, 12 High Street"),
		("London SW1A 1AA", "SW1A 1AA London"),
	],
)
def test_the_customers_address(jane, text, words):
	assert found(text, jane.mention) == [("Address", words)]


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_replies_pass(mention, text):
	"""With every currency of the world in use; no customer is needed for that."""
	frappe.db.set_value("Currency", {"enabled": 0}, "enabled", 1)
	assert found(text, mention) == []


def test_it_is_fast_enough_to_be_asked_while_typing(jane):
	text = f"Thanks for your order {jane.order.name}, it is 1,234.50 and goes to 12 High Street. " * 10
	found(text, jane.mention)
	started = process_time()
	found(text, jane.mention)
	assert process_time() - started < 0.3
