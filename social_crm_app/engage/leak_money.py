"""Amounts of money in a text: numbers with a currency, and bare numbers that the customer has on a bill. Pure.

It knows no customers: whoever calls brings the names of the currencies and, if they are needed, the totals.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from social_crm_app.engage import currency_words as data
from social_crm_app.engage.leak_text import readable

Totals = Callable[[], Collection[Decimal]]
SMALLEST = 100  # of whole numbers with no word of money near them: "24 hours" is no bill of 24
SMALLEST_OF_ALL = 10
NEAR = 60  # characters before and behind a number in which a word of money is looked for
_LOOK_BACK = 24  # characters before a number in which its currency may stand
_MOST_WORDS = 6  # of the name of a currency
_EDGES = ".'*_~`#"

_NUMBER = re.compile(r"(?:\d{1,3}(?: \d{3}(?!\d))+|\d+)(?:[.,']\d+)*(?:[.,]-(?!\w)|/-(?!\w))?")
_TIMES_AND_BLANK = re.compile(r"[ \t]?(?:(?:k|m|mn|mio|bn|tsd)\.?[ \t]?)?", re.IGNORECASE)
_WORD = re.compile(r"[ \t-]{0,2}([^\W\d_][^\s\d,;:!?()\[\]{}<>|\"“”„«»/-]*)")
_WORD_BEFORE = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,9})\.?[ \t]?$")
_PART_OF_MORE_BEFORE = re.compile(r"[\w.,/:#'-]$")
_PART_OF_MORE_AFTER = re.compile(r"[\w/:°-]|[ \t]?[%‰]|[.,']\d")
_WITH_CENTS = re.compile(r".*[.,]\d\d")
_ONE_DECIMAL = re.compile(r"\d+[.,]\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONEY = re.compile(data.MONEY, re.IGNORECASE | re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Vocabulary:
	"""How currencies are called: `names` and, in front of a number, `before`, both in small letters; `exact` as
	they are written; `signs` are written next to numbers without a blank."""

	names: frozenset[str]
	before: frozenset[str]
	exact: frozenset[str]
	signs: tuple[str, ...]


@lru_cache(maxsize=32)
def vocabulary(currencies: tuple[str, ...]) -> Vocabulary:
	"""Codes, symbols and names of currencies as given, with the everyday words."""
	given = {word.strip() for name in currencies for word in readable(name).split(" or ") if word.strip()}
	letters = {word.rstrip(".") for word in given if _is_words(word)}
	exact = {word for word in letters if _needs_capitals(word)}
	names = {_in_order(word) for word in letters - exact}
	codes = {word.casefold() for word in letters - exact if len(word) == 3 and word.isupper()}
	signs = {word for word in given if not _is_words(word)}
	return Vocabulary(
		frozenset(names | data.EVERYDAY),
		frozenset(codes | data.BEFORE),
		frozenset(exact),
		tuple(sorted({*data.SIGNS, *signs}, key=len, reverse=True)),
	)


def amounts(text: str, currencies: tuple[str, ...], totals: Totals = frozenset) -> Iterator[str]:
	"""€12, 12,50 EUR, Rs. 300, 12k €, 50 dollars; and of bare numbers those that are one of `totals`, which is asked
	only if there are such numbers. `text` is readable."""
	words, bare, done = vocabulary(currencies), [], 0
	for number in _NUMBER.finditer(text):
		start = _currency_before(
			text[max(done, number.start() - _LOOK_BACK) : number.start()], words, number[0]
		)
		end = _currency_after(text, number, words)
		if start or end or number[0].endswith("-"):
			done = end or number.end()
			yield text[number.start() - (0 if end else start) : done].strip(" \t")
		elif _could_be_total(text, number):
			bare.append(number[0])
	if bare:
		held = frozenset(totals())
		yield from (number for number in bare if held & readings(number))


def readings(number: str) -> frozenset[Decimal]:
	"""What a written number may mean: 1.234 is one thousand and more in one country, one and a bit in the next."""
	digits = number.rstrip("-/.,").replace(" ", "").replace("'", "")
	marks = [mark for mark in digits if mark in ".,"]
	if not marks:
		return frozenset((Decimal(digits),))
	whole, _mark, rest = digits.rpartition(marks[-1])
	without = Decimal(digits.replace(",", "").replace(".", ""))
	with_decimals = Decimal(f"{whole.replace(',', '').replace('.', '')}.{rest}")
	if len(marks) > 1 and len(set(marks)) == 1:
		return frozenset((without,))
	return frozenset((with_decimals, without) if len(marks) == 1 and len(rest) == 3 else (with_decimals,))


def _is_words(name: str) -> bool:
	return name.rstrip(".").replace(" ", "").replace("-", "").isalpha()


def _needs_capitals(word: str) -> bool:
	plain = word.casefold()
	return plain in data.ORDINARY or (len(word) < 3 and plain not in data.EVERYDAY)


def _in_order(name: str) -> str:
	return name.casefold().replace("-", " ")


def _currency_before(before: str, words: Vocabulary, number: str) -> int:
	"""How many characters before the number its currency begins, 0 if there is none."""
	close = before[:-1] if before[-1:] in (" ", "\t") else before
	for sign in words.signs:
		if close.endswith(sign):
			return len(before) - len(close) + len(sign)
	if not (word := _WORD_BEFORE.search(before)):
		return 0
	is_certain = word[1].casefold() in words.before
	is_likely = word[1] in words.exact and (len(number) > 2 and not _ONE_DECIMAL.fullmatch(number))
	return len(before) - word.start() if is_certain or is_likely else 0


def _currency_after(text: str, number: re.Match, words: Vocabulary) -> int:
	"""Where the currency behind the number ends, 0 if there is none."""
	if number.start() and re.match(r"[\w.,]", text[number.start() - 1]):
		return 0
	close = _TIMES_AND_BLANK.match(text, number.end()).end()
	for sign in words.signs:
		if text.startswith(sign, close):
			return close + len(sign)
	return _name_after(_words_from(text, number.end()), words)


def _words_from(text: str, position: int) -> list[tuple[str, int]]:
	"""The next words of the same line and clause, each with its end; multiples and "US" are left out."""
	found = []
	while len(found) < _MOST_WORDS + 3 and (word := _WORD.match(text, position)):
		position = word.end()
		found.append((word[1].rstrip(_EDGES), word.start(1) + len(word[1].rstrip(_EDGES))))
	if found and found[0][0].casefold() in data.TIMES:
		found.pop(0)
		if found and found[0][0].casefold() in data.OF:
			found.pop(0)
	return found


def _name_after(following: list[tuple[str, int]], words: Vocabulary) -> int:
	if not following:
		return 0
	written, end = following[0]
	if written in words.exact:
		return end
	if unspaced := next((name for name in data.UNSPACED if written.startswith(name)), ""):
		return end - len(written) + len(unspaced)
	plain = [word.casefold().removeprefix("d'").removesuffix("'s") for word, _end in following]
	for count in range(min(len(plain), _MOST_WORDS), 0, -1):
		if " ".join(plain[:count]) in words.names:
			return following[count - 1][1]
	return following[1][1] if plain[0] in data.WHOSE and plain[1:] and plain[1] in words.names else 0


def _could_be_total(text: str, number: re.Match) -> bool:
	"""Whether it is worth comparing: no part of a date or version, no percentage, no small number of things."""
	before, after = text[: number.start()][-1:], text[number.end() : number.end() + 2]
	if _PART_OF_MORE_BEFORE.search(before) or _PART_OF_MORE_AFTER.match(after):
		return False
	value = max(readings(number[0]))
	if _MONEY.search(text, max(0, number.start() - NEAR), number.end() + NEAR):
		return value >= SMALLEST_OF_ALL
	if _WITH_CENTS.fullmatch(number[0]):
		return True
	return value >= SMALLEST and not _YEAR.fullmatch(number[0]) and not _ONE_DECIMAL.fullmatch(number[0])
