"""Length as the platform counts it, with what is put in front."""

from social_crm_app.connectors import get
from social_crm_app.connectors.answering import ParentRef
from social_crm_app.connectors.counting import Limit
from social_crm_app.engage.limits import measure

MASTODON, BLUESKY = get("mastodon"), get("bluesky")


def test_the_handle_in_front_counts_without_its_host():
	parent = ParentRef("https://social.example/1", author="jane@social.example")
	found = measure(MASTODON, parent, " Hello ", Limit(500))
	assert (found.used, found.limit, found.is_over) == (len("@jane Hello"), 500, False)


def test_a_link_is_23_characters_on_mastodon():
	parent = ParentRef("https://social.example/1")
	assert measure(MASTODON, parent, "https://a.example/" + "x" * 300, Limit(500)).used == 23


def test_one_character_more_is_over():
	parent = ParentRef("at://x")
	assert not measure(BLUESKY, parent, "x" * 300, Limit(300, 3000)).is_over
	assert measure(BLUESKY, parent, "x" * 301, Limit(300, 3000)).is_over


def test_a_family_is_one_character_but_many_octets():
	family = "👨‍👩‍👧‍👦"
	found = measure(BLUESKY, ParentRef("at://x"), family * 130, Limit(300, 3000))
	assert found.used == 130 and found.over_octets and found.is_over
