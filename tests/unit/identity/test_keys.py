"""Which keys profiles show and records hold, and who vouches for them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity import evidence
from social_crm_app.identity.keys import (
	SOURCES,
	Key,
	ProfileKey,
	email_domains,
	keys_in_text,
	keys_of_party,
	keys_of_profile,
)
from social_crm_app.identity.names import blocks


def claimed(keys):
	return {item.key.value for item in keys if not item.attested}


def attested(keys):
	return {item.key.value for item in keys if item.attested}


@pytest.mark.parametrize(
	("text", "country", "values"),
	[
		("Write to Jane@Acme.com.", None, ["jane@acme.com"]),
		("see (https://www.acme.com/shop).", None, ["acme.com"]),
		("Founder of beta.io/x, lover of node.js", None, ["beta.io"]),
		("my code: https://github.com/jane", None, ["github:jane"]),
		("also https://mastodon.example/@jane", None, ["mastodon:jane@mastodon.example"]),
		("call +49 30 901820 today", None, ["+4930901820"]),
		("ruf 030 901820 an", "DE", ["+4930901820"]),
		("ruf 030 901820 an", None, []),
		("Order 1234567890 from 2024-01-31 10:00", None, []),
		("etc. i.e. 3.5 ... v1.2.3 :-) @someone #tag", None, []),
		("jane@gmail.com https://gmail.com", None, ["jane@gmail.com"]),
		("", None, []),
		(None, None, []),
	],
)
def test_keys_in_text(text, country, values):
	assert [key.value for key in keys_in_text(text, country)] == values


def test_text_beyond_the_bound_is_not_read():
	assert keys_in_text("x" * 2000 + " jane@acme.com") == []


@given(st.text(max_size=400), st.sampled_from([None, "US"]))
def test_any_text_is_survived(text, country):
	keys = keys_in_text(text, country)
	assert len(keys) == len(set(keys)) <= 20


@pytest.mark.parametrize(
	"piece",
	["a", "a.", "a@", "1", "1 ", "a-", "www.", "http://", "@a.", "a.b.c.", "+1 ", "é", "a.com@", "1-"],
)
def test_hostile_text_costs_no_more_than_its_length(piece):
	started = time.process_time()
	keys_in_text(piece * 2000, "US")
	assert time.process_time() - started < 2  # quadratic or worse would take minutes


def test_a_mastodon_profile():
	keys = keys_of_profile(
		"mastodon",
		"https://mastodon.example/users/jane",
		"jane@mastodon.example",
		"Jane from Acme",
		"Ask me: jane@acme.example or https://blog.example/",
		"https://jane.example",
		"",
		["https://acme.example/", "https://github.com/jane", "https://paper.example/authors/jane"],
		["https://shop.acme.example/de"],
	)
	keys = [item for item in keys if item.key.type != "Name"]
	assert attested(keys) == {"mastodon:jane@mastodon.example", "acme.example", "github:jane"}
	assert claimed(keys) == {
		"paper.example",
		"jane.example",
		"jane@acme.example",
		"blog.example",
		"shop.acme.example",
	}


def test_a_local_handle_gets_the_server_s_host():
	keys = keys_of_profile("mastodon", "https://mastodon.example/users/jane", "jane")
	assert keys == [ProfileKey(Key("Handle", "mastodon:jane@mastodon.example"), "handle", True)]


def test_a_domain_handle_proves_that_domain_and_not_the_one_above():
	keys = keys_of_profile("bluesky", "did:plc:abc", "jane.acme.example")
	assert keys == [
		ProfileKey(Key("Handle", "bluesky:jane.acme.example"), "handle", True),
		ProfileKey(Key("Domain", "jane.acme.example"), "domain handle", True),
		ProfileKey(Key("Domain", "acme.example"), "domain handle", False),
	]


@pytest.mark.parametrize("handle", ["jane.bsky.social", "handle.invalid"])
def test_a_handle_under_a_shared_or_broken_domain_proves_no_domain(handle):
	assert not [
		item for item in keys_of_profile("bluesky", "did:plc:abc", handle) if item.key.type == "Domain"
	]


def test_a_registered_name_has_no_domain_above():
	keys = keys_of_profile("bluesky", "did:plc:abc", "acme.co.uk")
	assert {item.key.value for item in keys if item.key.type == "Domain"} == {"acme.co.uk"}


@pytest.mark.parametrize("platform", ["rss", "webhook", "csv", ""])
def test_a_name_no_platform_vouches_for_is_no_key(platform):
	assert keys_of_profile(platform, "1", "jane") == []


def test_the_attested_sighting_wins():
	keys = keys_of_profile(
		"mastodon",
		"",
		"j@m.example",
		bio="acme.example",
		website="acme.example",
		attested_links=["acme.example"],
	)
	assert [item for item in keys if item.key.value == "acme.example"] == [
		ProfileKey(Key("Domain", "acme.example"), "verified link", True)
	]


def test_a_later_attested_sighting_wins_too():
	keys = keys_of_profile(
		"mastodon", attested_links=["https://acme.example/by/jane", "https://acme.example"]
	)
	assert keys == [ProfileKey(Key("Domain", "acme.example"), "verified link", True)]


def test_an_email_claims_the_company_behind_it():
	keys = keys_of_profile("github", "1", "jane", email="jane@acme.example")
	assert claimed(keys) == {"jane@acme.example", "acme.example"}


def test_a_name_and_a_user_name_are_only_claimed():
	keys = keys_of_profile("mastodon", "", "jane_miller@m.example", "Jane Miller")
	assert [(item.key.type, item.source) for item in keys] == [
		("Handle", "handle"),
		("Username", "handle name"),
		*[("Name", "name")] * 3,
	]
	assert claimed(keys) == {"janemiller", *blocks("Jane Miller")}


def test_profile_and_party_meet_by_name_and_by_user_name():
	profile = {item.key for item in keys_of_profile("x", "1", "JaneMiller", "Miller, Jane")}
	party = set(keys_of_party(handles_text="bluesky: jane-miller.bsky.social", names=["Jane Müller", "Acme"]))
	assert {key.type for key in profile & party} == {"Name", "Username"}


def test_a_party_s_names_follow_its_other_keys():
	keys = keys_of_party(["jane@acme.example"], names=["Jane Miller", "", "Jane", "Jane Miller"])
	assert [key.type for key in keys] == ["Email", "Name", "Name", "Name"]


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40), st.text(max_size=40))
def test_what_people_write_is_never_attested(bio, name, website, email):
	keys = keys_of_profile("mastodon", "", "", name, bio, website, email, (), (website,), "DE")
	assert attested(keys) == set()
	assert all(item.source in SOURCES for item in keys)


def test_a_party_holds_each_key_once():
	keys = keys_of_party(
		["Jane@acme.example", "jane@ACME.example", "nonsense"],
		["030 901820", "+4930901820"],
		["https://acme.example", "https://x.com/acme"],
		"@acme@social.example\n???",
		"DE",
	)
	assert [key.value for key in keys] == [
		"jane@acme.example",
		"+4930901820",
		"acme.example",
		"x:acme",
		"mastodon:acme@social.example",
	]
	assert {key.type for key in keys} == {"Email", "Phone", "Domain", "Handle"}


def test_the_domains_behind_e_mails_are_no_keys_of_their_own():
	emails = ["info@acme.example", "acme@gmail.com", "jane@ACME.example", "nonsense"]
	assert email_domains(emails) == [Key("Domain", "acme.example")]
	assert keys_of_party(emails[:1]) == [Key("Email", "info@acme.example")]


def test_an_e_mail_in_the_place_of_a_website_is_no_website():
	assert keys_of_party(websites=["info@acme.example"]) == []


def test_every_source_has_words():
	assert set(SOURCES) == set(evidence.SOURCE_WORDS)
