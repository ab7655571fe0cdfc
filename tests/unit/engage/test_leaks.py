"""What must not be said in public is found in the text, and what may be is left alone."""

import pytest

from social_crm_app.engage.leaks import Facts, Leak, candidates, find

NUMBERS = {
	"sal-ord-2026-00017": "Sales Order", "acc-sinv-2026-00003": "Sales Invoice", "sn-4711": "Serial No", "10023": "Quotation",
	"dn/26/0042": "Delivery Note", "mat 55": "Serial No",
}  # fmt: skip


def known(words):
	return {word.casefold(): NUMBERS[word.casefold()] for word in words if word.casefold() in NUMBERS}


def facts(**more):
	return Facts(known=known, **{"currencies": ("EUR", "USD", "Rs", "kr", "CHF"), "region": "DE", **more})


def kinds(text, **more):
	return [(leak.kind, leak.words) for leak in find(text, facts(**more))]


@pytest.mark.parametrize(
	"text, words",
	[
		("Your order SAL-ORD-2026-00017 is on its way", "SAL-ORD-2026-00017"),
		("order sal-ord-2026-00017.", "sal-ord-2026-00017"),
		("(#SAL-ORD-2026-00017)", "SAL-ORD-2026-00017"),
		("Invoice: ACC-SINV-2026-00003, thanks", "ACC-SINV-2026-00003"),
		("drill SN-4711 is under warranty", "SN-4711"),
		("drill SN 4711 is under warranty", "SN-4711"),
		("your mat 55 here", "mat 55"),
		("see https://shop.example/orders/SAL-ORD-2026-00017?x=1", "SAL-ORD-2026-00017"),
		("see https://shop.example/?order=10023", "10023"),
		("your quotation No.10023", "10023"),
		("note DN/26/0042 left today", "DN/26/0042"),
		("SAL-ORD-2026-\u200b00017", "SAL-ORD-2026-00017"),
		("SAL\uff0dORD\uff0d2026\uff0d00017", "SAL-ORD-2026-00017"),
		("**SN-4711**", "SN-4711"),
	],
)
def test_numbers_of_documents_that_exist(text, words):
	found = [leak.words for leak in find(text, facts())]
	assert words in found


@pytest.mark.parametrize(
	"text",
	["SAL-ORD-2026-99999", "In 2026 we had 3 of them", "Model X200 has 18 V", "order", "", "24/7", "100 %"],
)
def test_other_numbers_are_left_alone(text):
	assert kinds(text) == []


@pytest.mark.parametrize(
	"text, words",
	[
		("You owe us € 120", "€ 120"), ("You owe us 120€.", "120€"), ("that is 1.234,50 EUR", "1.234,50 EUR"),
		("refund of $1,234.50 today", "$1,234.50"), ("Rs. 300 back", "Rs. 300"), ("Rs 300", "Rs 300"),
		("CHF 1'200.-", "CHF 1'200.-"), ("12 kr", "12 kr"), ("₹500", "₹500"), ("500 eur", "500 eur"), ("＄99", "$99"),
	],
)  # fmt: skip
def test_amounts_with_a_currency(text, words):
	assert kinds(text) == [("Amount", words)]


@pytest.mark.parametrize(
	"text", ["120 pieces", "EUR", "Version 1.2.3", "12 kroner", "5 europeans", "USDA 12"]
)
def test_numbers_without_a_currency_are_no_amounts(text):
	assert kinds(text) == []


@pytest.mark.parametrize(
	"text, words",
	[
		("we called +49 30 901820", "+49 30 901820"),
		("under 030 901820 again", "030 901820"),
		("tel (030) 901820", "(030) 901820"),
		("+1 650-253-0000?", "+1 650-253-0000"),
	],
)
def test_phone_numbers(text, words):
	assert kinds(text) == [("Phone", words)]


def test_numbers_in_links_are_no_phones():
	assert kinds("https://acme.example/p/030901820") == []


@pytest.mark.parametrize(
	"text, words",
	[
		("we wrote to jane.doe+x@mail.example", "jane.doe+x@mail.example"),
		("jane (at) mail.example", "jane (at) mail.example"),
		("JANE@MAIL.EXAMPLE.", "JANE@MAIL.EXAMPLE"),
	],
)
def test_email_addresses(text, words):
	assert kinds(text) == [("E-mail", words)]


@pytest.mark.parametrize("text", ["@jane@social.example hello", "hi @jane.bsky.social", "see you @ the.show"])
def test_handles_are_no_email_addresses(text):
	assert kinds(text) == []


@pytest.mark.parametrize("text", ["to Hauptstraße 12?", "to HAUPTSTRASSE, 12", "hauptstraße  12 is right"])
def test_the_partys_street(text):
	assert kinds(text, addresses=("Hauptstraße 12",)) == [("Address", "Hauptstraße 12")]


@pytest.mark.parametrize("text", ["Hauptstraße 123", "in our Hauptstraße", "12 Hauptstraße"])
def test_other_streets(text):
	assert kinds(text, addresses=("Hauptstraße 12", "B 4")) == []


def test_what_may_be_said_in_public_is_left_alone():
	text = "Write to help@acme.example or call +49 30 901820; it costs 9,90 EUR"
	public = ("Help@acme.example", "+49 (30) 90 18 20", "EUR 9,90", "9,90 EUR")
	assert kinds(text, public=public) == []
	assert len(kinds(text)) == 3


def test_each_is_told_once():
	assert find("SN-4711 SN-4711", facts()) == [Leak("Serial No", "SN-4711")]


def test_a_hostile_text_is_cheap():
	assert len(candidates("a1 " * 100_000)) <= 400
	assert find("1" * 100_000 + " @" * 50_000, facts()) == []


def test_nothing_is_looked_up_for_a_text_without_numbers():
	def never(words):
		raise AssertionError("a look-up without a reason")

	assert find("Thank you!", Facts(known=never)) == []
