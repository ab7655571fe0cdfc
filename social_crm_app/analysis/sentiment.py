"""How an English text sounds: VADER's compound score, and the words that drove it.

VADER (Hutto and Gilbert, ICWSM-14) is a lexicon with rules for English. In other languages its answer would be
noise, so that nothing is said there instead of "Neutral". It misses most complaints that use no strong word:
`intent` has rules for those, and nothing may take a missing "Negative" for contentment.
"""

import string
from collections.abc import Iterable
from functools import cache

from vaderSentiment.vaderSentiment import N_SCALAR, NEGATE, SentimentIntensityAnalyzer

from social_crm_app.analysis.judgement import Judgement

LANGUAGES = frozenset({"en"})
# VADER's time grows faster than the text: 91 characters 15,200 texts a second, 1,863 characters 268.
MAX_TEXT = 1_000
# The thresholds VADER's authors recommend for the compound score.
POSITIVE, NEGATIVE = 0.05, -0.05
MAX_WORDS = 3  # words named in the reason

# VADER knows "don't" with a straight apostrophe only, and an emoji only without its variation selector.
_PLAIN = {0x2018: "'", 0x2019: "'", 0xFE0F: None}
_NEGATIONS = frozenset(NEGATE) | {"no"}
_NOTHING = Judgement("")
_NEUTRAL = Judgement("Neutral", 0.0)


def score(text: str, language: str) -> Judgement:
	"""Positive, Neutral or Negative with VADER's compound score (-1 to 1); an empty Judgement unless English.

	The reason lists the strongest words with their value in VADER's lexicon, a negation turned as VADER
	turns it: "broken (-1.9), not good (-1.4)".
	"""
	if language not in LANGUAGES:
		return _NOTHING
	text = text[:MAX_TEXT]
	if not text.isascii():
		text = text.translate(_PLAIN)
	words = _loaded_words(text)
	if not words and text.isascii():
		return _NEUTRAL  # without a word of its lexicon VADER's compound is exactly 0
	compound = _analyzer().polarity_scores(text)["compound"]
	label = "Positive" if compound >= POSITIVE else "Negative" if compound <= NEGATIVE else "Neutral"
	return Judgement(label, compound, _reason(words) if compound else "")


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
	"""One per process, loaded on the first English text (about 11 ms)."""
	return SentimentIntensityAnalyzer()


def _loaded_words(text: str) -> list[tuple[str, float]]:
	"""The words and emoji of the text that VADER has a value for, in reading order, with that value."""
	lexicon = _analyzer().lexicon
	tokens = text.lower().split()
	words = []
	for index, token in enumerate(tokens):
		word = token if token in lexicon else token.strip(string.punctuation)
		if word in lexicon:
			words.append(_negated(word, lexicon[word], tokens[max(0, index - 3) : index]))
	if not text.isascii():
		words.extend(_emoji(text))
	return words


def _negated(word: str, value: float, before: Iterable[str]) -> tuple[str, float]:
	"""The word with the negation among the three words before it, its value turned and damped."""
	for other in before:
		if other.strip(string.punctuation) in _NEGATIONS:
			return f"{other.strip(string.punctuation)} {word}", round(value * N_SCALAR, 1)
	return word, value


def _emoji(text: str) -> Iterable[tuple[str, float]]:
	"""Emoji that VADER reads as words of its lexicon ("😍" is "smiling face with heart-eyes")."""
	analyzer = _analyzer()
	for sign in dict.fromkeys(text):
		value = sum(analyzer.lexicon.get(word, 0.0) for word in analyzer.emojis.get(sign, "").split())
		if value:
			yield sign, value


def _reason(words: list[tuple[str, float]]) -> str:
	strongest = sorted(dict.fromkeys(words), key=lambda item: -abs(item[1]))[:MAX_WORDS]
	return ", ".join(f"{word} ({value:+.1f})" for word, value in strongest)
