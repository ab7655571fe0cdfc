"""How like two names are, and under which few keys a name is found again.

Names of people and of firms as they are written: with accents, titles, legal forms, initials, nicknames, the
surname first, and a typo. Pure. It must not decide anything: a name alone never links (`resolver`).
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from social_crm_app.identity.name_words import (
	CONNECTORS,
	FIRST_NAMES,
	GENERATIONS,
	LEGAL_FORMS,
	LEGAL_FORMS_BEFORE,
	NICKNAMES,
	NO_NAMES,
	PARTICLES,
	PRONOUNS,
	TITLES,
	TITLES_AFTER,
)
from social_crm_app.identity.weights import NAMES_AGREE_FROM

MAX_NAME = 140  # characters of a name that are read
MAX_WORDS = 8
_BLOCK_WORD = 12  # characters of a folded word in a block, so that a key is always short enough to be stored
_REMEMBERED = 20_000  # names kept in memory: a page's authors and the records they are compared with
_LIKE_FROM = 0.6  # words less alike than that have nothing to do with each other
_NICKNAME, _SOUND, _INITIAL, _JOINED = (
	0.97,
	0.88,
	0.85,
	0.97,
)  # likeness of words or names that differ just so
_LEFT_OUT = 0.35  # what a word counts that only one name has: people leave out middle names

_LETTERS = str.maketrans(
	{"ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}
)
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TAGLINE = re.compile(r"\s[/@–—-]\s|\s@|[|•·]")
_AROUND_ASIDES = re.compile(rf"[()\[\]]|{_TAGLINE.pattern}")
_DOTTED = re.compile(r"(?<!\w)\w(?:[./] ?\w){1,5}(?!\w)")
_APOSTROPHE = re.compile(r"(?<=\w)['’`´ʼ](?=\w)")
_SP_Z_OO = re.compile(r"\bsp\b\.? z oo\b")
_WORD = re.compile(r"[^\W_]+")
_UMLAUT = re.compile(r"(?<!q)([aou])e+(?=[b-df-hj-np-tv-z])(?!la?\b)")  # Mueller as Muller; Joe, Michael stay
# Letters that sound alike, as one; the longer spellings come first.
_SOUNDS = {
	"tsch": "s", "sch": "s", "sh": "s", "cz": "s", "tz": "s", "ts": "s", "z": "s", "ph": "f", "pf": "f", "ck": "k",
	"qu": "k", "q": "k", "c": "k", "gh": "k", "dt": "t", "th": "t", "x": "ks", "w": "v", "ai": "e", "ay": "e",
	"ei": "e", "ey": "e", "ie": "e", "ee": "e", "j": "i", "y": "i",
}  # fmt: skip
_SOUND_OF = re.compile("|".join(_SOUNDS))
_SILENT_H = re.compile("(?<=.)h")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile(r"(?<=.)[aeiou]")


def words(name: str | None) -> tuple[str, ...]:
	"""The telling words of a name in their order: lower case, without accents, titles, legal forms, particles, and
	what follows a "|". Fed back in, joined by spaces, they return the same. () for text without letters."""
	return _words(name) if name else ()


def similarity(one: str | None, other: str | None) -> float:
	"""How like two names are, 0 to 1, whatever their order; 0 where one has no words. Words are matched one to one by
	rapidfuzz's optimal string alignment and count by their length; a word that one name lacks counts less."""
	first, second = sorted((words(one), words(other)))
	if not first or not second:
		return 0.0
	return 1.0 if first == second else _similarity(first, second)


def agree(one: str | None, other: str | None) -> bool:
	"""Whether a document's number and the name together prove who it is: both names tell something, and every word of
	one is a word of the other, or its nickname, or has one letter of many wrong. A word too many ("Fans", also in
	brackets or behind a "|") is somebody else, and so may be an initial in the place of a name."""
	if not (is_telling(one) and is_telling(other)) or similarity(one, other) < NAMES_AGREE_FROM:
		return False
	if not (_has_no_more(one) and _has_no_more(other) and _same_kind(one, other)):
		return False
	return _same_initials(words(one), words(other)) and _same_words(words(one), words(other))


def is_telling(name: str | None) -> bool:
	"""Whether the name can tell people apart: two words, or one that is neither a first name nor a role."""
	found = [word for word in words(name) if len(word) > 1 and word.rstrip("0123456789") not in NO_NAMES]
	found = [word for word in found if not word.isdigit()]
	if len(found) != 1:
		return len(found) > 1
	return found[0] not in FIRST_NAMES and len(found[0]) >= (4 if found[0].isascii() else 2)


def is_persons(name: str | None) -> bool:
	"""Whether this is surely the name of a person: more than one word, and one of them a known first name."""
	found = words(name)
	return len(found) > 1 and not FIRST_NAMES.isdisjoint(found)


def blocks(name: str | None) -> tuple[str, ...]:
	"""The keys under which a name is indexed and looked up, at most four; () for a name that tells nothing.

	Two records are compared when they share one. Selective rather than complete, because the cost of a look-up is the
	number of records behind a key: the first and the last word by their sound, whatever their order; with three words
	or more also the first two (firms add words, people a second surname); and either word by its sound with the first
	letters of the other (two of the first word, three of the last, which has many more beginnings), which finds one typo
	anywhere but in those letters (typos at the beginning are rare:
	Pollock and Zamora, "Automatic Spelling Correction in Scientific and Scholarly Text", CACM 27, 1984).
	A name of one word is found by that word only.
	"""
	return _blocks(words(name)) if is_telling(name) else ()


@lru_cache(maxsize=_REMEMBERED)
def _words(name: str) -> tuple[str, ...]:
	text = _lower(name[: 2 * MAX_NAME])[:MAX_NAME]
	written = text.split() if text.replace(" ", "").isalpha() else _picked(text)
	found = [_UMLAUT.sub(r"\1", word) for word in written][:MAX_WORDS]
	while (core := _core(found)) != found:
		found = core
	return tuple(found)


def _picked(text: str) -> list[str]:
	"""The words of a text that holds more than letters, the first name first."""
	text = _SP_Z_OO.sub("spzoo", _DOTTED.sub(_joined_if_legal, _APOSTROPHE.sub("", _without_asides(text))))
	parts = [_WORD.findall(part) for part in text.split(",")]
	if len(parts) == 2 and _is_surname_first(*parts):
		parts.reverse()
	return [word for part in parts for word in part]


def _lower(text: str) -> str:
	"""Lower case without accents; applied to its own result it changes nothing."""
	if text.isascii():
		return text.lower()
	for _round in range(2):  # some letters are lower case only after they were taken apart
		text = unicodedata.normalize("NFKD", text.lower()).translate(_LETTERS)
	return "".join(letter for letter in text if not unicodedata.combining(letter))


def _without_asides(text: str) -> str:
	"""Without what stands in brackets or behind a "|", unless nothing else is left."""
	plain = _ASIDE.sub(" ", text)
	for shorter in (_TAGLINE.split(plain.strip(), maxsplit=1)[0], plain):
		if _WORD.search(shorter):
			return shorter
	return text


def _joined_if_legal(match: re.Match) -> str:
	"""ltd for l.t.d, as for a/s; initials stay apart."""
	joined = re.sub(r"[./ ]", "", match[0])
	return joined if joined in LEGAL_FORMS else match[0]


def _has_no_more(name: str) -> bool:
	"""Whether what stands in brackets or behind a "|" names nobody else: pronouns, titles, legal forms."""
	more = set(words(_AROUND_ASIDES.sub(" ", name))) - set(words(name))
	return more <= PRONOUNS | LEGAL_FORMS | TITLES | TITLES_AFTER


def _same_kind(one: str, other: str) -> bool:
	"""Not so for father and son, nor for the GmbH and the Inc. of one group."""
	written = [set(_picked(_lower(name[:MAX_NAME]))) for name in (one, other)]
	forms, others = (found & LEGAL_FORMS for found in written)
	if forms and others and forms.isdisjoint(others):
		return False
	return (
		len({frozenset(GENERATIONS[word] for word in found & GENERATIONS.keys()) for found in written}) == 1
	)


def _same_initials(one: Sequence[str], other: Sequence[str]) -> bool:
	"""So too where only one name has any."""
	first, second = (sorted(word for word in found if _is_initial(word)) for found in (one, other))
	return not first or not second or first == second


def _same_words(one: Sequence[str], other: Sequence[str]) -> bool:
	"""Whether the words that are no initials can be paired, each with one of its own. One word alone must have been
	the whole name."""
	first, second = ([word for word in found if not _is_initial(word)] for found in (one, other))
	if len(first) != len(second) or (len(first) == 1 and max(len(one), len(other)) > 1):
		return False
	for word in first:
		match = max(second, key=lambda its: _like(word, its))
		if _like(word, match) <= _SOUND:
			return False
		second.remove(match)
	return True


def _is_initial(word: str) -> bool:
	return len(word) == 1 and word.isascii() and word.isalpha()


def _is_surname_first(before: list[str], after: list[str]) -> bool:
	"""Miller, Jane: one comma, and behind it neither a legal form nor a title."""
	return 0 < len(before) <= 2 and 0 < len(after) <= 2 and not set(after) & (LEGAL_FORMS | TITLES_AFTER)


def _core(found: list[str]) -> list[str]:
	"""One step less of titles, legal forms, connectors and particles, as long as something is left."""
	if len(found) < 2:
		return found
	if found[0] in TITLES or found[0] in LEGAL_FORMS_BEFORE:
		return found[1:]
	if found[-1] in LEGAL_FORMS or found[-1] in TITLES_AFTER:
		return found[:-1]
	plain = [word for word in found if word not in CONNECTORS] or found
	telling = [word for word in plain if word not in PARTICLES]
	return telling if len(telling) > 1 else plain


@lru_cache(maxsize=_REMEMBERED)
def _similarity(first: tuple[str, ...], second: tuple[str, ...]) -> float:
	pairs = [(_like(one, other), i, j) for i, one in enumerate(first) for j, other in enumerate(second)]
	left, right = dict(enumerate(first)), dict(enumerate(second))
	got = whole = 0.0
	for like, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
		if like and i in left and j in right:
			length = max(len(left.pop(i)), len(right.pop(j)))
			got += like * length
			whole += length
	whole += _LEFT_OUT * sum(map(len, (*left.values(), *right.values())))
	joined = OSA.normalized_similarity("".join(first), "".join(second), score_cutoff=0.9) * _JOINED
	return min(1.0, max(got / whole, joined))


@lru_cache(maxsize=_REMEMBERED)
def _like(one: str, other: str) -> float:
	"""How like two words are; 0 below _LIKE_FROM, and for short words that are not the same."""
	if one == other:
		return 1.0
	if len(one) == 1 or len(other) == 1:
		return _INITIAL if one[0] == other[0] else 0.0
	if one in NICKNAMES.get(other, ()) or other in NICKNAMES.get(one, ()):
		return _NICKNAME
	if min(len(one), len(other)) < 4:
		return 0.0
	spelt = OSA.normalized_similarity(one, other, score_cutoff=_LIKE_FROM)
	return max(spelt, _SOUND) if _sound(one) == _sound(other) else spelt


def _blocks(found: tuple[str, ...]) -> tuple[str, ...]:
	full = [NICKNAMES.get(word, (word,))[0] for word in found if len(word) > 1 or not word.isascii()]
	if len(full) < 2:
		return (" ".join(found)[:MAX_NAME],)
	first, last = full[0], full[-1]
	keys = [_pair(first, last), f"{_sound(first)}|{last[:3]}", f"{_sound(last)}|{first[:2]}"]
	if len(full) > 2:
		keys.append(_pair(first, full[1]))
	return tuple(dict.fromkeys(keys))


def _pair(one: str, other: str) -> str:
	return " ".join(sorted((_sound(one), _sound(other))))


@lru_cache(maxsize=_REMEMBERED)
def _sound(word: str) -> str:
	"""A word as it sounds, so that Meyer is Maier and Schmidt Schmitt: alike letters as one, then the first letter and
	all consonants, with the first vowel too where fewer than three consonants would be left."""
	if not word.isascii():
		return word[:_BLOCK_WORD]
	word = _SOUND_OF.sub(lambda match: _SOUNDS[match[0]], word)
	word = _TWICE.sub(r"\1", _SILENT_H.sub("", word))
	bare = _TWICE.sub(r"\1", _VOWELS.sub("", word))
	vowel = _VOWELS.search(word)
	if len(bare) < 3 and vowel:
		bare = bare[:1] + vowel[0] + bare[1:]
	return bare[:_BLOCK_WORD]
