"""Which Listening Queries a text is about."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.analysis.topics import QuerySpec, TopicHit, compile_queries


def matches(text, language="en", account="", **query):
	return bool(compile_queries([QuerySpec("q", **query)]).match(text, language, account))


@pytest.mark.parametrize(
	("term", "text", "expected"),
	[
		("Acme", "I like ACME!", True),
		("acme", "(acme)", True),
		("acme", "acmes", False),
		("acme", "my acme's drill", True),
		("acme", "@acme hello", True),
		("acme", "see https://acme.example/x", True),
		("#AcmeDrill", "#acmedrill rocks", True),
		("#AcmeDrill", "my acmedrill", True),
		("AcmeDrill", "#AcmeDrill", True),
		("acme drill", "#AcmeDrill", True),
		("drill", "#AcmeDrill3000", True),
		("acme drill", "#acme_drill", True),
		("drill", "#acmedrill", False),
		("drill", "drills", False),
		("drill*", "drills", True),
		("drill*", "a drill", True),
		("drill*", "mandrill", False),
		("acme drill", "Acme-Drill", True),
		("acme drill", "acme   \n drill", True),
		("acme drill", "drill acme", False),
		("acme drill", "acme drills", False),
		("acme drill*", "acme drills", True),
		("Straße", "STRASSE", True),
		("café", "Café", True),
		("café", "cafe", False),
		("ａｃｍｅ", "acme", True),
		("电钻", "我的电钻坏了", True),
		("ドリル", "電動ドリルが壊れた", True),
		("삼성", "삼성이 좋아요", True),
		("हिन्दी", "हिन्दी में", True),
		("हिन्द", "हिन्दी में", False),
		("C++", "I write C++, mostly", True),
		("C++", "I write C+ and C", False),
		("AT&T", "at&t again", True),
		("AT&T", "chat&t", False),
		(".NET", "asp.net", False),
		(".NET", "the .net runtime", True),
		("node.js", "Node.js!", True),
		('"acme drill"', "acme drill", True),
		("", "anything", False),
		("*", "anything", False),
		("#", "anything", False),
	],
)
def test_one_term(term, text, expected):
	assert matches(text, any=(term,)) is expected


def test_a_phrase_is_literal():
	assert matches("my acme drill", phrases=("acme drill",))
	assert not matches("drills", phrases=("drill*",))


@pytest.mark.parametrize(
	("text", "expected"),
	[
		("acme drill", True),
		("bosch drill", True),
		("acme cordless power tool", False),
		("drill", False),
		("acme drill dentist", False),
		("power tool drill", True),
	],
)
def test_all_any_none_and_phrases_together(text, expected):
	query = {"all": ("drill",), "any": ("acme", "bosch"), "phrases": ("power tool",), "none": ("dentist",)}
	assert matches(text, **query) is expected


def test_all_alone_is_enough_and_none_alone_is_not():
	assert matches("a drill by acme", all=("acme", "drill"))
	assert not matches("a drill", all=("acme", "drill"))
	assert not matches("anything", none=("spam",))
	assert not matches("anything")


def test_languages_and_accounts_limit():
	assert matches("acme", "en-GB", any=("acme",), languages=("en",))
	assert matches("acme", "en", any=("acme",), languages=("de", "EN-us"))
	assert not matches("acme", "de", any=("acme",), languages=("en",))
	assert not matches("acme", "", any=("acme",), languages=("en",))
	assert matches("acme", "", any=("acme",))
	assert not matches("acme", "", any=("acme",), languages=("english",))
	assert matches("acme", "en", "A1", any=("acme",), accounts=("A1", "A2"))
	assert not matches("acme", "en", "A3", any=("acme",), accounts=("A1", "A2"))


def test_hits_come_in_order_with_target_and_reason():
	matcher = compile_queries(
		[
			QuerySpec("b", any=("Acme",), phrases=("acme drill",), target_type="Brand", target="Acme"),
			QuerySpec("none", any=("bosch",)),
			QuerySpec("a", all=("drill*",), target_type="Item", target="DRILL-1"),
		]
	)
	assert matcher.match("the #AcmeDrill", "en") == [
		TopicHit("b", "Brand", "Acme", "Acme, acme drill"),
		TopicHit("a", "Item", "DRILL-1", "drill*"),
	]
	assert matcher.match("", "en") == []
	assert compile_queries([]).match("acme", "en") == []


ALPHABET = st.sampled_from(["a", "b", "ab", "c", "abc"])


@given(
	st.lists(st.lists(ALPHABET, min_size=1, max_size=2), max_size=5),
	st.lists(ALPHABET, max_size=6),
	st.booleans(),
)
def test_one_scan_finds_what_a_regex_per_term_finds(terms, words, starred):
	star = "*" if starred else ""
	specs = [QuerySpec(str(number), any=(" ".join(term) + star,)) for number, term in enumerate(terms)]
	text = " ".join(words)
	found = {hit.query for hit in compile_queries(specs).match(text, "en")}
	end = "" if starred else r"\b"
	expected = {
		str(number)
		for number, term in enumerate(terms)
		if re.search(rf"\b{re.escape(' '.join(term))}{end}", text)
	}
	assert found == expected


@given(st.text(max_size=100), st.text(max_size=20))
def test_any_text_and_any_term_are_survived(text, term):
	compile_queries([QuerySpec("q", any=(term,), phrases=(term,), none=(text,))]).match(text, "en")
