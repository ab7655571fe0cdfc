"""How an English text sounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from social_crm_app.analysis.judgement import Judgement
from social_crm_app.analysis.sentiment import MAX_TEXT, score

VADER = SentimentIntensityAnalyzer()
WORDS = [
	"love",
	"hate",
	"not",
	"no",
	"never",
	"but",
	"kind",
	"of",
	"least",
	"very",
	"the",
	"drill",
	"BAD",
	"😍",
	"👾",
]
GLUE = [" ", "  ", ", ", "! ", "\n", "", "'", "-", "\u00a0"]


@pytest.mark.parametrize(
	("text", "label"),
	[
		("I love my new drill", "Positive"),
		("This is awful", "Negative"),
		("It was delivered on Tuesday", "Neutral"),
		("", "Neutral"),
		("😍", "Positive"),
		("I ❤️ it", "Positive"),
	],
)
def test_labels(text, label):
	assert score(text, "en").label == label


@pytest.mark.parametrize("language", ["de", "fr", "hi", "", "xx"])
def test_other_languages_get_no_judgement(language):
	assert score("love love love", language) == Judgement("")


@pytest.mark.parametrize(
	("text", "reason"),
	[
		("Love it, great work", "love (+3.2), great (+3.1)"),
		("not good at all", "not good (-1.4)"),
		("I don’t like it", "don't like (-1.1)"),
		("broken, broken, broken", "broken (-2.1)"),
		("wow 😍", "wow (+2.8), 😍 (+2.0)"),
		("at the shop", ""),
	],
)
def test_the_reason_names_the_strongest_words(text, reason):
	assert score(text, "en").reason == reason


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GLUE)), max_size=10))
def test_the_shortcut_never_changes_vader_s_answer(pairs):
	text = "".join(word + glue for word, glue in pairs)
	judged = score(text, "en")
	assert judged.score == VADER.polarity_scores(text)["compound"]
	assert judged.label == (
		"Positive" if judged.score >= 0.05 else "Negative" if judged.score <= -0.05 else "Neutral"
	)


@pytest.mark.parametrize("text", ["poisoner👴🏻, ", "ignorantly👩🏼\u200d💻", "dynamite👨🏽!"])
def test_emoji_stuck_to_words_are_read_as_vader_reads_them(text):
	assert score(text, "en").score == VADER.polarity_scores(text)["compound"] != 0


def test_only_the_beginning_is_read():
	assert score("x " * MAX_TEXT + "awful", "en") == Judgement("Neutral", 0.0)


@given(st.text(max_size=200))
def test_any_text_is_survived(text):
	judged = score(text, "en")
	assert -1 <= judged.score <= 1
	assert len(judged.reason) < 500
