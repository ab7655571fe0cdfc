"""Numbers of documents in what people write, and everything that looks like one."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity.references import MAX_NUMBERS, numbers_in


@pytest.mark.parametrize(
	("text", "numbers"),
	[
		("Where is #SO-00017?", ["SO-00017"]),
		("(SAL-ORD-2026-00017), SINV-26-00003!", ["SAL-ORD-2026-00017", "SINV-26-00003"]),
		("ACC-SINV-2026-00001; MAT-DN-2026-00002.", ["ACC-SINV-2026-00001", "MAT-DN-2026-00002"]),
		("order sal-ord-2026-00017 and SAL-ORD-2026-00017", ["SAL-ORD-2026-00017"]),
		("SO 00017 is late", ["SO-00017", "00017"]),
		("QTN: 00012, please", ["QTN-00012", "00012"]),
		("Nr.SO-00017", ["SO-00017"]),
		("SO–00017’s box", ["SO-00017"]),
		("Order SO00017", ["SO00017"]),
		("#SO00017", ["SO00017"]),
		("INV/2026/00017", ["INV/2026/00017"]),
		("SN: 4711-XY-9", ["4711-XY-9"]),
		("S/N 5901234123457", ["5901234123457"]),
		("order 00017", ["00017"]),
		("my code WELCOME10", ["WELCOME10"]),
		("coupon code: SUMMERSA works, welcome10 too", ["SUMMERSA"]),
		("voucher xmas25off", ["XMAS25OFF"]),
	],
)
def test_numbers(text, numbers):
	assert list(numbers_in(text)) == numbers


@pytest.mark.parametrize(
	"text",
	[
		"",
		None,
		"ORDER NOW, GREAT DRILL",
		"use the code please",
		"order 1234 and 17",
		"call +49 30 901820, 030 901820 or (030) 90 18 20",
		"555-0142-222, 503.555.0142",
		"tel: 5550142, whatsapp me at 017612345",
		"5035550142",
		"since 2026, 2026-01-31, 31.01.2026, 01/31/26, 20260131 at 10:00",
		"$1299.00, 12999 EUR, €12999, 1,299.00, 18000 mAh, 10000 rpm",
		"https://shop.example/SO-00017 www.shop.example/12345 shop.example/p/12345 SO-00017@shop.example",
		"@bob12345 @SO-00017",
		"#summer2026 #covid19 #WELCOME10",
		"covid-19, F-150, summer-2026, GX-125, iPhone15, v1.2.3, WD40",
	],
)
def test_what_is_none(text):
	assert numbers_in(text) == ()


@given(st.one_of(st.text(max_size=300), st.from_regex(r"([A-Z]{2,4}-\d{5}[ ,.;\n])*")))
def test_any_text_gives_few_upper_case_strings_with_a_digit_or_behind_code(text):
	found = numbers_in(text)
	assert len(found) == len(set(found)) <= MAX_NUMBERS
	assert all(one == one.upper() and 4 <= len(one) <= 60 for one in found)
	assert "code" in text.lower() or all(any(map(str.isdigit, one)) for one in found)


@pytest.mark.parametrize(
	"piece",
	["1", "1 ", "a.", "0 ", "0-", "+1", "(1", "www.", "1,", "a-", "#", "@", "$1", "call ", "code ", "A1-", "-1", "a", "a@", "SO 1"],
)  # fmt: skip
def test_hostile_text_costs_no_more_than_its_length(piece):
	started = time.process_time()
	numbers_in("SO-00017 " + piece * 5000)
	assert time.process_time() - started < 2  # quadratic would take longer
