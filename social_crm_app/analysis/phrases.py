"""Finds many short phrases in a text in one pass.

Phrases are written for people, in a small notation:

    still waiting            these words, one after the other
    no one|nobody            one of these words
    kaputt*                  a word that begins so
    want [my] money          a word in brackets may be missing
    not ~2 working           up to two words in between
    ^how do                  only where a sentence begins

Spelling is made plain as in `words.tokens`, in the phrases as in the text. No phrase reaches over the end of a
sentence; commas are passed over. The time grows with the length of the text and with nothing else: a word
that begins no phrase costs a look-up, gaps and phrases are short. It must know nothing of what phrases mean.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from social_crm_app.analysis.words import COMMA, PLAIN, QUESTION, STOP, Spelling, tokens

PREFIX = 4  # letters by which words with a * are looked up; such a word must have at least as many

_ENDS = (QUESTION, STOP)
# Words after which a sentence still counts as beginning ("ok, so how do I …").
_FILLERS = frozenset(
	"a ah alo also and aber but bitte bonjour btw ciao dear e en et guys hallo hello hey hi hola ma mais moin na no "
	"oh ok okay ola oi pero please pls plz por favor salut so team und well y".split()
)


class Element(NamedTuple):
	"""One place of a phrase: its words, the beginnings of words, how many words may stand before it, whether
	it may be missing."""

	words: frozenset[str]
	beginnings: tuple[str, ...]
	gap: int = 0
	optional: bool = False

	def fits(self, word: str) -> bool:
		return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


class Phrase(NamedTuple):
	"""A compiled phrase and what the caller attached to it."""

	elements: tuple[Element, ...]
	at_start: bool
	meaning: object


class Found(NamedTuple):
	"""A phrase found in the tokens from `start` up to, not including, `end`."""

	meaning: object
	start: int
	end: int

	def quote(self, words: list[str]) -> str:
		"""The words of the text that were found."""
		return " ".join(words[self.start : self.end]).replace(f" {COMMA}", COMMA)


class _Node:
	"""The phrases that begin with one word: those of that word alone, and the others by the word after it."""

	__slots__ = ("alone", "by_beginning", "by_word", "reach")

	def __init__(self):
		self.alone: list[Phrase] = []
		self.by_word: dict[str, list[Phrase]] = defaultdict(list)
		self.by_beginning: dict[str, list[Phrase]] = defaultdict(list)
		self.reach = 0  # how far after the first word the second can stand

	def add(self, phrase: Phrase) -> None:
		reach = 0
		for element in phrase.elements[1:]:
			reach += element.gap + 1
			for word in element.words:
				self.by_word[word].append(phrase)
			for beginning in {beginning[:PREFIX] for beginning in element.beginnings}:
				self.by_beginning[beginning].append(phrase)
			if not element.optional:
				break
		else:
			self.alone.append(phrase)
		self.reach = max(self.reach, reach)

	def candidates(self, words: list[str], index: int) -> Iterator[Phrase]:
		"""The phrases whose second word stands near enough after words[index]; the rest is still to be checked."""
		yield from self.alone
		left = self.reach
		for word in islice(words, index + 1, None):
			if word == COMMA:
				continue
			if not left or word in _ENDS:
				return
			yield from self.by_word.get(word, ())
			yield from self.by_beginning.get(word[:PREFIX], ())
			left -= 1


class PhraseBook:
	"""All phrases, found by their first word and what may follow it; made once, safe to keep and to share."""

	def __init__(self, phrases: Iterable[Phrase], spelling: Spelling):
		self._spelling = spelling
		self._by_word: dict[str, _Node] = defaultdict(_Node)
		self._by_beginning: dict[str, _Node] = defaultdict(_Node)
		for phrase in phrases:
			first = phrase.elements[0]
			for word in first.words:
				self._by_word[word].add(phrase)
			for beginning in {beginning[:PREFIX] for beginning in first.beginnings}:
				self._by_beginning[beginning].add(phrase)

	def tokens(self, text: str) -> list[str]:
		"""The text as `find` wants it; see `words.tokens`."""
		return tokens(text, self._spelling)

	def find(self, words: list[str]) -> list[Found]:
		"""Every phrase that begins at any of these tokens, each with its nearest end; some come twice."""
		found = []
		starting = True
		for index, word in enumerate(words):
			for node in (self._by_word.get(word), self._by_beginning.get(word[:PREFIX])):
				for phrase in node.candidates(words, index) if node else ():
					end = _end(phrase.elements, 0, words, index) if starting or not phrase.at_start else 0
					if end:
						found.append(Found(phrase.meaning, index, end))
			starting = word in _ENDS or (starting and (word == COMMA or word in _FILLERS))
		return found


def compile_book(phrases: Iterable[tuple[object, str]], spelling: Spelling = PLAIN) -> PhraseBook:
	"""A PhraseBook of (meaning, phrase) pairs. Raises ValueError for a phrase that cannot be read."""
	return PhraseBook([_compile(meaning, text, spelling) for meaning, text in phrases], spelling)


def _compile(meaning: object, text: str, spelling: Spelling) -> Phrase:
	elements: list[Element] = []
	gap = 0
	for part in text.removeprefix("^").split():
		if part.startswith("~"):
			gap = int(part[1:])
			continue
		elements.append(_element(part, gap, spelling))
		gap = 0
	if not elements or gap or elements[0].optional or elements[0].gap:
		raise ValueError(f"A phrase has to begin and end with a word: {text!r}")
	return Phrase(tuple(elements), text.startswith("^"), meaning)


def _element(part: str, gap: int, spelling: Spelling) -> Element:
	words, beginnings = set(), []
	for alternative in part.strip("[]").split("|"):
		made = tokens(alternative.removesuffix("*"), spelling)
		if len(made) != 1 or made[0] in (*_ENDS, COMMA):
			raise ValueError(f"Not one word: {alternative!r} in {part!r}")
		if not alternative.endswith("*"):
			words.add(made[0])
		elif len(made[0]) >= PREFIX:
			beginnings.append(made[0])
		else:
			raise ValueError(f"Too short for a *: {alternative!r}")
	return Element(frozenset(words), tuple(beginnings), gap, part.startswith("[") and part.endswith("]"))


def _end(elements: tuple[Element, ...], position: int, words: list[str], index: int) -> int:
	"""The index after the last word if elements[position:] fit from `index` on, else 0. Gaps are short and
	phrases too, so that the work per phrase has a fixed bound."""
	if position == len(elements):
		return index
	element = elements[position]
	if element.optional:
		without = _end(elements, position + 1, words, index)
		if without:
			return without
	skipped = 0
	for at in range(index, len(words)):
		word = words[at]
		if word == COMMA:
			continue
		if word in _ENDS:
			return 0
		if element.fits(word):
			end = _end(elements, position + 1, words, at + 1)
			if end:
				return end
		skipped += 1
		if skipped > element.gap:
			return 0
	return 0
