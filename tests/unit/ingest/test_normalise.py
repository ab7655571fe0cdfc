"""What comes from outside is made safe to keep: whatever it is, and without changing what people read."""

import json
from datetime import datetime, timedelta, timezone
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.ingest.normalise import (
	clean_line,
	clean_text,
	clean_url,
	stable_key,
	to_json,
	to_site_time,
)

ANYTHING = st.text(st.characters(), max_size=300)  # lone surrogates too
NOW = datetime(2026, 11, 1, 12, tzinfo=timezone.utc)
ROME = ZoneInfo("Europe/Rome")


class Tags(HTMLParser):
	def __init__(self, text):
		super().__init__()
		self.found = []
		self.feed(text)
		self.close()

	def handle_starttag(self, tag, attrs):
		self.found.append(tag)

	handle_endtag = handle_comment = handle_decl = handle_pi = lambda self, tag: self.found.append(tag)


@given(ANYTHING)
def test_text_can_be_stored_and_cleaning_again_changes_nothing(text):
	clean, cut = clean_text(text)
	clean.encode("utf-8")
	assert "\x00" not in clean and not cut
	assert clean_text(clean)[0] == clean


@given(
	st.lists(
		st.sampled_from(["<img src=x onerror=a()>", "<", "</b>", "<!--", "<?x", "a < b", "<3", "ab", "\n"]),
		max_size=20,
	)
)
def test_no_tag_is_left_and_no_letter_lost(parts):
	text = "".join(parts)
	clean, _cut = clean_text(text)
	assert Tags(clean).found == []
	assert clean.replace("\u2060", "") == text.strip()


def test_a_heart_and_a_comparison_stay_as_they_are():
	assert clean_text("I <3 this, 1 < 2") == ("I <3 this, 1 < 2", False)


def test_ten_megabytes_are_cut_and_it_is_said():
	clean, cut = clean_text("x" * 10_000_000)
	assert len(clean) == 20_000 and cut


@given(ANYTHING, st.integers(min_value=5, max_value=200))
def test_a_line_fits_and_is_one(text, cap):
	line = clean_line(text, cap)
	assert len(line) <= cap and "\n" not in line


@pytest.mark.parametrize(
	("url", "kept"),
	[
		("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
		("HTTP://A.example", "HTTP://A.example"),
		("javascript:alert(1)", ""),
		(" javascript:alert(1)", ""),
		("data:text/html,x", ""),
		('https://a.example/"onclick="x', ""),
		("https://a.example/<script>", ""),
		("https://a.example/a b", ""),
		("", ""),
		(None, ""),
		("https://a.example/" + "x" * 3000, ""),
	],
)
def test_only_urls_that_a_browser_may_follow(url, kept):
	assert clean_url(url) == kept


@given(ANYTHING, ANYTHING)
def test_different_ids_have_keys_that_differ_even_without_case_and_accents(one, other):
	if one != other:
		assert stable_key("x", one).casefold().rstrip() != stable_key("x", other).casefold().rstrip()


@given(ANYTHING)
def test_keys_fit_their_column(external_id):
	key = stable_key("mastodon", external_id * 3)
	assert len(key) <= 190
	key.encode("utf-8")


@pytest.mark.parametrize(
	"moment", [None, NOW + timedelta(seconds=1), datetime(1969, 1, 1, tzinfo=timezone.utc)]
)
def test_impossible_dates_become_now(moment):
	assert to_site_time(moment, ROME, NOW) == datetime(2026, 11, 1, 13)


def test_dates_are_told_in_the_sites_zone():
	assert to_site_time(NOW - timedelta(days=120), ROME, NOW) == datetime(2026, 7, 4, 14)


@given(
	st.recursive(
		st.none() | st.booleans() | st.floats() | ANYTHING,
		lambda c: st.lists(c, max_size=3) | st.dictionaries(ANYTHING, c, max_size=3),
		max_leaves=10,
	)
)
def test_any_payload_becomes_text_that_can_be_stored(value):
	text = to_json({"payload": value})
	text.encode("utf-8")
	json.loads(text)
	assert "\x00" not in text


def test_a_huge_payload_keeps_its_beginning():
	text = to_json({"x": "y" * 1_000_000})
	assert len(text) < 300_000 and json.loads(text)["cut"].startswith('{"x":"yyy')
