"""What must not be said in public is found in the text, and what may be is left alone."""

from decimal import Decimal
from time import process_time

import pytest
from harmless_replies import HARMLESS
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.engage.leak_money import amounts, readings
from social_crm_app.engage.leak_numbers import MOST_CANDIDATES, candidates
from social_crm_app.engage.leak_places import Place
from social_crm_app.engage.leaks import Facts, Leak, find

NUMBERS = {
	"sal-ord-2026-00017": "Sales Order", "acc-sinv-2026-00003": "Sales Invoice", "sn-4711": "Serial No", "10023": "Quotation",
	"dn/26/0042": "Delivery Note", "mat 55": "Serial No",
}  # fmt: skip


def known(words):
	return {word.casefold(): NUMBERS[word.casefold()] for word in words if word.casefold() in NUMBERS}


CURRENCIES = ("EUR", "USD", "Rs", "kr", "CHF", "Fr")


def facts(**more):
	return Facts(known=known, **{"currencies": CURRENCIES, "region": "DE", **more})


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
		("Your order SAL-ORD-2026-00017\u2014it left", "SAL-ORD-2026-00017"),
		("it left\u2014SAL-ORD-2026-00017", "SAL-ORD-2026-00017"),
		("your quotation\u201310023\u2013is here", "10023"),
		("SAL\u2011ORD\u20112026\u201100017 left", "SAL-ORD-2026-00017"),
		("SAL\u2013ORD\u20132026\u201300017 left", "SAL-ORD-2026-00017"),
		("SAL-ORD-2026-00017's parcel", "SAL-ORD-2026-00017"),
		("SAL-ORD-2026-00017\u2019s parcel", "SAL-ORD-2026-00017"),
		("order SAL-ORD-2026-00017- it left", "SAL-ORD-2026-00017"),
		("order SAL ORD 2026 00017 left", "SAL-ORD-2026-00017"),
		("order sal/ord/2026/00017", "sal-ord-2026-00017"),
		("order SAL-ORD 2026-00017", "SAL-ORD-2026-00017"),
		("order #SAL_ORD_2026_00017", "SAL-ORD-2026-00017"),
		("drill SN.4711", "SN-4711"),
		("drill SN: 4711", "SN-4711"),
		("Rechnung ACC-SINV-2026-00003.Danke", "ACC-SINV-2026-00003"),
	],
)
def test_numbers_of_documents_that_exist(text, words):
	found = [leak.words for leak in find(text, facts())]
	assert words in found


@pytest.mark.parametrize(
	"text",
	[
		"SAL-ORD-2026-99999",
		"SAL\u2014ORD 2026",
		"In 2026 we had 3 of them",
		"Model X200 has 18 V",
		"order",
		"",
		"24/7",
		"100 %",
	],
)
def test_other_numbers_are_left_alone(text):
	assert kinds(text) == []


@pytest.mark.parametrize(
	"text, words",
	[
		("You owe us € 120", "€ 120"), ("You owe us 120€.", "120€"), ("that is 1.234,50 EUR", "1.234,50 EUR"),
		("refund of $1,234.50 today", "$1,234.50"), ("Rs. 300 back", "Rs. 300"), ("Rs 300", "Rs 300"),
		("CHF 1'200.-", "CHF 1'200.-"), ("12 kr", "12 kr"), ("₹500", "₹500"), ("500 eur", "500 eur"), ("＄99", "$99"),
		("a refund of 49 euros", "49 euros"), ("50 dollars back", "50 dollars"), ("500 rupees", "500 rupees"),
		("12k €", "12k €"), ("12k euros", "12k euros"), ("3 Mio. Euro", "3 Mio. Euro"), ("5 lakh rupees", "5 lakh rupees"),
		("2 millones de euros", "2 millones de euros"), ("12 kroner", "12 kroner"), ("Rs.500/-", "Rs.500/-"),
		("50 US dollars", "50 US dollars"), ("a 50-dollar voucher", "50-dollar"), ("50€-Gutschein", "50€"),
		("CHF 49.\u2013", "CHF 49.-"), ("nur 49,-", "49,-"), ("20 Franken", "20 Franken"), ("20 roupies", "20 roupies"),
		("20 dólares", "20 dólares"), ("20 dollari", "20 dollari"), ("20 reais", "20 reais"), ("20 cents", "20 cents"),
		("500 रुपये वापस", "500 रुपये"), ("500円です", "500円"), ("500 рублей", "500 рублей"), ("10 quid", "10 quid"),
		("1,00,000 rupees", "1,00,000 rupees"), ("12 euro's", "12 euro's"), ("500 Euro\u2014today", "500 Euro"),
		("TRY 500", "TRY 500"), ("500 try", None), ("20 ₺", "20 ₺"), ("kr 12", "kr 12"), ("US$ 20", "$ 20"),
	],
)  # fmt: skip
def test_amounts_with_a_currency(text, words):
	assert kinds(text, currencies=(*CURRENCIES, "TRY")) == ([("Amount", words)] if words else [])


@pytest.mark.parametrize(
	"text",
	[
		"120 pieces",
		"EUR",
		"Version 1.2.3",
		"5 europeans",
		"USDA 12",
		"customers 12",
		"12, Euro is our currency",
	],
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


TOTALS = frozenset(map(Decimal, ("1234.50", "24", "5", "2026", "500", "15.2", "1200", "49.90")))


@pytest.mark.parametrize(
	("text", "words"),
	[
		("your total of 1,234.50 is due", "1,234.50"), ("Es sind 1.234,50 offen", "1.234,50"), ("that makes 1234.50", "1234.50"),
		("it is 1 234,50", "1 234,50"), ("1'234.50 in all", "1'234.50"), ("1,234.5 is due", "1,234.5"),
		("we have received 1200, thank you", "1200"), ("it was 1,200 then", "1,200"), ("we booked 500 for you", "500"),
		("your payment of 24 is late", "24"), ("the amount due is 2026", "2026"), ("just 49.90", "49.90"),
		("votre facture de 24", "24"), ("der Betrag 24", "24"), ("कुल 500", "500"),
	],
)  # fmt: skip
def test_bare_numbers_that_are_the_customers_own_totals(text, words):
	assert kinds(text, totals=lambda: TOTALS) == [("Amount", words)]
	assert kinds(text) == []


def test_totals_are_not_asked_for_without_a_number_to_compare():
	assert kinds("within 24 hours, version 15.2, in 2026", totals=lambda: 1 / 0) == []


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_replies_pass(text):
	enabled = (*CURRENCIES, "€", "$", "TRY", "ALL", "PHP", "TOP", "SOS", "GBP", "Ft", "lei", "won")
	held = {
		*map(Decimal, ("1234.50", "24", "5", "2026", "15.2", "3", "12", "18", "30", "1998", "7", "10", "2"))
	}
	assert kinds(text, currencies=enabled, totals=lambda: held, addresses=ADDRESSES) == []


def test_there_are_enough_everyday_replies():
	assert len(set(HARMLESS)) >= 60


@given(
	st.integers(1, 10**7),
	st.integers(0, 99),
	st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("", ".")]),
)
def test_a_total_is_found_however_it_is_written(whole, cents, marks):
	grouping, point = marks
	written = f"{whole:,}".replace(",", grouping) + f"{point}{cents:02}"
	total = Decimal(f"{whole}.{cents:02}")
	assert total in readings(written)
	assert list(amounts(f"it was {written} then", (), lambda: {total})) == [written]


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
	found = find(text, facts(addresses=ADDRESSES, totals=lambda: TOTALS))
	assert all(leak.kind and leak.words for leak in found)


@given(
	st.lists(st.from_regex(r"[A-Z]{2,4}", fullmatch=True), min_size=1, max_size=3),
	st.integers(1000, 99999),
	st.sampled_from(["-", "\u2010", "\u2011", "\u2013", "\u2014", " ", ".", "/", "_", "", "\u200b-"]),
	st.sampled_from(["", "'s", "\u2019s", "\u2014it left", "-", ".", "...", ", thanks", "\u2013"]),
)
def test_a_number_is_found_however_it_is_spelled(letters, digits, joint, behind):
	if joint == "" and len(letters) > 1:
		letters = letters[:1]  # letters that run into each other cannot be told apart
	name = "-".join((*letters, str(digits)))
	joined = joint.join((*letters, str(digits))) if joint else f"{letters[0]}.{digits}"
	given = Facts(known=lambda words: {name.casefold(): "Serial No"} if name in words else {})
	assert Leak("Serial No", name) in find(f"Your {joined}{behind}", given)


HIGH_STREET = Place(("Flat 3, 12 High Street", "Kensington"), "SW1A 1AA", "London")
HAUPT = Place(("Hauptstraße 12",), "10115", "Berlin")
ADDRESSES = (
	HIGH_STREET,
	HAUPT,
	Place(("B 4", "221 b Baker Street")),
	Place(("12 rue de la Paix",), "75002", "Paris"),
)


@pytest.mark.parametrize(
	("text", "words"),
	[
		("to Hauptstraße 12?", "Hauptstraße 12"), ("to HAUPTSTRASSE, 12", "Hauptstraße 12"),
		("hauptstraße  12 is right", "Hauptstraße 12"), ("to Hauptstr. 12", "Hauptstraße 12"),
		("Haupt-Str. 12 it is", "Hauptstraße 12"), ("12 Hauptstraße", "Hauptstraße 12"),
		("to 12 High Street", "Flat 3, 12 High Street"), ("at 12 High St.!", "Flat 3, 12 High Street"),
		("12, high st", "Flat 3, 12 High Street"), ("High Street 12", "Flat 3, 12 High Street"),
		("221B Baker St.", "221 b Baker Street"), ("baker street 221b", "221 b Baker Street"),
		("au 12, rue de la Paix", "12 rue de la Paix"), ("rue de la paix 12", "12 rue de la Paix"),
		("in 10115 Berlin", "10115 Berlin"), ("in Berlin, 10115", "10115 Berlin"), ("D-10115 berlin", "10115 Berlin"),
		("London SW1A1AA", "SW1A 1AA London"), ("to SW1A 1AA", "SW1A 1AA London"),
	],
)  # fmt: skip
def test_the_partys_address(text, words):
	assert kinds(text, addresses=ADDRESSES) == [("Address", words)]


@pytest.mark.parametrize(
	("line", "text"),
	[
		("12 Main Street", "12 Main St."), ("12 Main St", "12 Main Street"), ("500 Fifth Avenue", "500 Fifth Ave"),
		("7 Mill Road", "7 Mill Rd."), ("Flat 3 12 High Street", "12 high street"), ("Müllerweg 7a", "Muellerweg 7 a"),
		("12-14 Long Lane", "12-14 Long Ln"), ("Rose Cottage, Mill Lane", "Rose Cottage Mill Lane"),
		("Calle Mayor 5, 2º", "calle mayor, 5"), ("Kurfürstendamm 12, Hinterhaus", "Kurfürstendamm 12"),
	],
)  # fmt: skip
def test_an_address_in_other_words(line, text):
	assert kinds(f"to {text}", addresses=(Place((line,)),)) == [("Address", line)]


@pytest.mark.parametrize(
	"text",
	[
		"Hauptstraße 123", "in our Hauptstraße", "12 on the main street", "Flat 3", "in Kensington", "London and Berlin",
		"our shop in High Street", "B 4", "10115", "10115 people", "12 rue de Rivoli", "12 high hopes",
	],
)  # fmt: skip
def test_other_places(text):
	assert kinds(text, addresses=ADDRESSES) == []


def test_what_may_be_said_in_public_is_left_alone():
	text = "Write to help@acme.example or call +49 30 901820; it costs 9,90 EUR"
	public = ("Help@acme.example", "+49 (30) 90 18 20", "EUR 9,90", "9,90 EUR")
	assert kinds(text, public=public) == []
	assert len(kinds(text)) == 3


def test_each_is_told_once():
	assert find("SN-4711 SN-4711", facts()) == [Leak("Serial No", "SN-4711")]


def test_a_hostile_text_is_cheap():
	assert len(candidates("a1 " * 1_500)) <= MOST_CANDIDATES
	assert find("1" * 100_000 + " @" * 50_000, facts()) == []


@pytest.mark.parametrize(
	"piece", ["a1 ", "1 ", "1,1 ", "1k ", "SAL-1-", "12 high ", "a.b@", "1 a", "\u2014", "1 us "]
)
def test_the_longest_text_takes_no_time(piece):
	started = process_time()
	find(piece * 5_000, facts(addresses=ADDRESSES, totals=lambda: TOTALS))
	assert process_time() - started < 1


def test_nothing_is_looked_up_for_a_text_without_numbers():
	def never(words):
		raise AssertionError("a look-up without a reason")

	assert find("Thank you!", Facts(known=never)) == []
