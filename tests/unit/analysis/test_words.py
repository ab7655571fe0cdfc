"""Cutting text into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.analysis.words import COMMA, QUESTION, STOP, Spelling, fold, tokens


@pytest.mark.parametrize(
	("text", "words"),
	[
		("Don't WORK", ["dont", "work"]),
		("it’s sooo slow", ["its", "so", "slow"]),
		("great, another delay!", ["great", COMMA, "another", "delay", STOP]),
		("really?!", ["really", QUESTION, STOP]),
		("なぜ？", ["なぜ", QUESTION]),
		("¿Por qué?", [QUESTION, "por", "que", QUESTION]),
		("لماذا؟", ["لماذا", QUESTION]),
		("@jane see https://x.example/a?b=1 now", ["see", "now"]),
		("mail jane@acme.example", ["mail"]),
		("#AcmeDrill acme_drill", ["acmedrill", "acme", "drill"]),
		("I ❤️ it 😡", ["i", "❤", "it", "😡"]),
		("ऑर्डर कहाँ है।", ["ऑर्डर", "कहाँ", "है", STOP]),
		("", []),
	],
)
def test_tokens(text, words):
	assert tokens(text) == words


def test_a_language_may_split_at_apostrophes_or_write_umlauts_out():
	assert tokens("l'appli n’arrive", Spelling(splits=True)) == ["l", "appli", "n", "arrive"]
	assert tokens("schön für", Spelling(umlauts=True)) == ["schoen", "fuer"]
	assert tokens("schön für") == ["schon", "fur"]


def test_accents_go_and_other_scripts_stay():
	assert fold("ÀÉÎÕÜ ñ ø ł") == "aeiou n o l"
	assert fold("Ελλάδα й") == "ελλάδα й"
	assert fold("e\u0301") == "e"


@given(st.text(max_size=300))
def test_any_text_is_cut_into_words_without_spaces(text):
	for word in tokens(text):
		assert word
		assert not any(sign.isspace() for sign in word)
