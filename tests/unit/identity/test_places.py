"""What profiles say of where they are, against where a party is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity.country_names import COUNTRY_NAMES
from social_crm_app.identity.place_words import REGIONS, TOWNS, US_STATES
from social_crm_app.identity.places import Common, common_place

COLOGNE = ("Cologne", "North Rhine-Westphalia", "Germany", "DE")
PORTLAND = ("Portland", "OR", "United States", "US")
PARIS = ("Paris", "Île-de-France", "France", "FR")


@pytest.mark.parametrize(
	("location", "place", "word"),
	[
		("Cologne", COLOGNE, "Cologne"),
		("Köln, DE", COLOGNE, "Cologne"),
		("📍koeln 🇩🇪", COLOGNE, "Cologne"),
		("KOLN / Berlin", COLOGNE, "Cologne"),
		("based in Köln", COLOGNE, "Cologne"),
		("Greater Cologne Area", COLOGNE, "Cologne"),
		("Cologne Germany", COLOGNE, "Cologne"),
		("NRW", COLOGNE, "North Rhine-Westphalia"),
		("Cologne", ("Köln", "Nordrhein-Westfalen", "Germany", "DE"), "Köln"),
		("Köln", ("Köln, DE",), "Köln"),
		("Portland, OR", PORTLAND, "Portland"),
		("Portland, Oregon, USA", PORTLAND, "Portland"),
		("portland", PORTLAND, "Portland"),
		("NYC", ("New York", "NY", "United States", "US"), "New York"),
		("Ile de France", PARIS, "Île-de-France"),
		("Kiel & Paris, France", PARIS, "Paris"),
	],
)
def test_the_same_town_or_region(location, place, word):
	assert common_place(location, place) == Common(word, False)


@pytest.mark.parametrize(
	("location", "place", "word"),
	[
		("Germany", COLOGNE, "Germany"),
		("Deutschland", COLOGNE, "Germany"),
		("ドイツ", COLOGNE, "Germany"),
		("🇩🇪", COLOGNE, "Germany"),
		("Berlin, DE", COLOGNE, "Germany"),
		("USA", PORTLAND, "United States"),
		("England", ("London", "GB"), "GB"),
	],
)
def test_the_same_country(location, place, word):
	assert common_place(location, place) == Common(word, True)


@pytest.mark.parametrize(
	("location", "place"),
	[
		("Berlin", COLOGNE),
		("Cologne, France", COLOGNE),
		("Cologne 🇺🇸", COLOGNE),
		("Paris, Texas", PARIS),
		("Paris, TX", PARIS),
		("Portland, ME", PORTLAND),
		("New York", ("York", "United Kingdom", "GB")),
		("New Mexico", ("Mexico City", "Mexico", "MX")),
		("Earth", COLOGNE),
		("everywhere", COLOGNE),
		("", COLOGNE),
		(None, COLOGNE),
		("Cologne", ()),
		("42", ("42", "DE")),
	],
)
def test_another_place_or_none(location, place):
	assert not common_place(location, place)


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_is_survived_and_the_word_is_the_party_s(location, place):
	common = common_place(location, tuple(place))
	assert common is None or any(common.word in word for word in place)


def test_every_country_is_known_by_its_english_name_and_its_code():
	lines = [line.partition(": ") for line in COUNTRY_NAMES.strip().splitlines()]
	assert len(lines) == len({code for code, _colon, _names in lines}) > 240
	for code, _colon, names in lines:
		assert common_place(names.split("|")[0], (code,)), code
		assert all(name == name.lower().strip() and len(name) > 1 for name in names.split("|"))


def test_the_tables_lead_to_names_that_lead_nowhere_else():
	for table in (TOWNS, REGIONS, US_STATES):
		for name, meant in table.items():
			assert table.get(meant, meant) == meant, name
			assert name == " ".join(name.lower().split()) and name.isascii()
