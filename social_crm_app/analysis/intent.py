"""What the author wants: Question, Problem, Idea, Praise or Other, and the rule and words that say so.

Rules, not a model: every answer can be explained and corrected, and no text leaves the house. The order is
Problem before Idea before Question before Praise, because an unanswered problem costs most: a question about
a problem, a thank-you with a complaint and an idea born from anger are problems. People also complain without
a complaint's words ("ordered in May, my card was charged"): signs that mean little alone make a Problem when
they meet in one sentence. Where no rule speaks, a text that sounds negative is a Problem and one that sounds
strongly positive is Praise. Languages without rules are judged by their question marks alone.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from social_crm_app.analysis.intent_rules import ASKS, RULES, SIGNS_OF_A_PROBLEM
from social_crm_app.analysis.judgement import Judgement
from social_crm_app.analysis.language import code
from social_crm_app.analysis.phrases import Found, PhraseBook, compile_book
from social_crm_app.analysis.words import COMMA, PLAIN, QUESTION, STOP, Spelling, tokens

LABELS = ("Problem", "Idea", "Question", "Praise", "Other")
LANGUAGES = frozenset(RULES)
MAX_TEXT = 1_000  # characters that are read: who wants something says so early
# Where no rule speaks: from here on VADER's compound is trusted to mean a complaint or praise.
SOUNDS_NEGATIVE, SOUNDS_POSITIVE = -0.3, 0.6

_SIGN = "Sign"
_DENIALS = {
	"not Problem": ("Problem", _SIGN),
	"not Idea": ("Idea",),
	"not Question": ("Question",),
	"not Praise": ("Praise",),
}
_SPELLINGS = {"de": Spelling(umlauts=True), "fr": Spelling(splits=True), "it": Spelling(splits=True)}
_QUOTED = 3  # findings named in the reason


def classify(text: str, language: str, *, sentiment: Judgement | None = None) -> Judgement:
	"""The intent of `text`, with a reason such as 'still waiting: "been waiting for two weeks"'.

	`language` is a code; "" is read with the English rules, other codes without rules by question marks only.
	`sentiment` is the judgement of the same text, used only where no rule speaks.
	"""
	book = _book(code(language) or "en")
	words = book.tokens(text[:MAX_TEXT]) if book else tokens(text[:MAX_TEXT])
	found = _by_label(book.find(words), words) if book else {}
	for label in ("Problem", "Idea"):
		if label in found:
			return Judgement(label, None, _reason(found[label], words))
	signs = _together(found.get(_SIGN, []), found.get("Question", []), words)
	if signs:
		return Judgement("Problem", None, _reason(signs, words))
	if "Question" in found or QUESTION in words:
		return Judgement("Question", None, _reason(found.get("Question", ()), words) or QUESTION)
	if "Praise" in found:
		return Judgement("Praise", None, _reason(found["Praise"], words))
	return _by_sound(sentiment)


def _by_label(found: list[Found], words: list[str]) -> dict[str, list[Found]]:
	"""What was found by label, without what a denial covers. A denial ends at a comma ("no problems, I
	recommend it")."""
	denied: dict[str, set[int]] = defaultdict(set)
	for one in found:
		for label in _DENIALS.get(one.meaning[0], ()):
			if COMMA not in words[one.start : one.end]:
				denied[label].update(range(one.start, one.end))
	kept: dict[str, list[Found]] = {}
	for one in found:
		label = one.meaning[0]
		if label not in denied or denied[label].isdisjoint(range(one.start, one.end)):
			kept.setdefault(label, []).append(one)
	return kept


def _together(signs: list[Found], questions: list[Found], words: list[str]) -> list[Found]:
	"""The signs of the first sentence in which enough kinds of them come together (`SIGNS_OF_A_PROBLEM`)."""
	if not signs:
		return []
	ends = [index for index, word in enumerate(words) if word in (QUESTION, STOP)]
	asking = {bisect_left(ends, one.start) for one in questions}
	asking.update(number for number, index in enumerate(ends) if words[index] == QUESTION)
	sentences: dict[int, dict[str, Found]] = {}
	for one in signs:
		sentences.setdefault(bisect_left(ends, one.start), {}).setdefault(one.meaning[1], one)
	for number, kinds in sentences.items():
		present = kinds.keys() | ({ASKS} if number in asking else set())
		if any(wanted <= present and not unless & present for wanted, unless in SIGNS_OF_A_PROBLEM):
			return list(kinds.values())
	return []


def _reason(findings: Iterable[Found], words: list[str]) -> str:
	"""The rule and the words, once per rule: 'money: "want my money back"; anger: "fed up"'."""
	by_rule: dict[str, str] = {}
	for one in findings:
		by_rule.setdefault(one.meaning[1], one.quote(words))
	return "; ".join(f'{rule}: "{quote}"' for rule, quote in list(by_rule.items())[:_QUOTED])


def _by_sound(sentiment: Judgement | None) -> Judgement:
	compound = sentiment.score if sentiment else None
	if compound is not None and compound <= SOUNDS_NEGATIVE:
		return Judgement("Problem", None, f"sounds negative: {sentiment.reason}")
	if compound is not None and compound >= SOUNDS_POSITIVE:
		return Judgement("Praise", None, f"sounds positive: {sentiment.reason}")
	return Judgement("Other")


@cache
def _book(language: str) -> PhraseBook | None:
	"""The compiled rules of a language, or None if there are none; compiled on first use (a few ms)."""
	rules = RULES.get(language)
	if rules is None:
		return None
	phrases = [
		((label, rule), phrase)
		for label, of_label in rules.items()
		for rule, text in of_label.items()
		for phrase in _split(text)
	]
	return compile_book(phrases, _SPELLINGS.get(language, PLAIN))


def _split(text: str) -> list[str]:
	"""The phrases of one rule: separated by commas; a line may end after "|"."""
	joined = "|".join(part.strip() for part in text.split("|"))
	return [phrase for phrase in (" ".join(part.split()) for part in joined.split(",")) if phrase]
