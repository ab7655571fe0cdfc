"""Whether what a profile says of its location names the place where a party is.

Pure: accents, local names of towns, country names in many languages and flags are understood, nothing is looked up
elsewhere. It must not guess: a word has to be the same, and a place in another country or state is another place.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from social_crm_app.identity.country_names import COUNTRY_NAMES
from social_crm_app.identity.place_words import COUNTRIES, FILLERS, REGIONS, TOWNS, US_STATES

MAX_LOCATION = 140  # characters of a location that are read
_REMEMBERED = 10_000  # locations and places kept in memory
_PIECES = re.compile(r"[,;/|\\()\[\]•·&+\n→]|\s[-–—]\s")
_AND = re.compile(r"\s(?:and|und|et|y)\s")
_WORDS = re.compile(r"[^\W\d_]+")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FIRST_OF_FLAGS = 0x1F1E6
_STATE_NAMES = frozenset(US_STATES.values())


@dataclass(frozen=True, slots=True)
class Common:
	"""What both name: the party's `word` for it, and whether that is a whole country."""

	word: str
	is_country: bool


@dataclass(slots=True)
class _Place:
	"""A text taken apart: towns and regions, the countries it names, those it may name besides, states of the US."""

	names: set[str] = field(default_factory=set)
	countries: set[str] = field(default_factory=set)
	perhaps: set[str] = field(default_factory=set)
	states: set[str] = field(default_factory=set)


def common_place(location: str | None, place: tuple[str, ...]) -> Common | None:
	"""The nearest town, region or country that both name, or None; also None when one names another country or
	state. `place` is a tuple of words such as ("Cologne", "North Rhine-Westphalia", "Germany", "DE")."""
	if not location or not place:
		return None
	place = _pieces(place)
	said, there = _said(location[:MAX_LOCATION]), _there(place)
	if _differ(said, there):
		return None
	for word in place:
		if _canonical(word) in said.names & there.names:
			return Common(word, False)
	if said.countries.isdisjoint(there.countries):
		return None
	return Common(next(word for word in place if _country(_plain(word)) & said.countries), True)


def is_elsewhere(location: str | None, place: tuple[str, ...]) -> bool:
	"""True if both name a country, or a state of the US, and not the same; arguments as in `common_place`."""
	return bool(location and place) and _differ(_said(location[:MAX_LOCATION]), _there(_pieces(place)))


def _pieces(place: tuple[str, ...]) -> tuple[str, ...]:
	return tuple(piece.strip() for word in place for piece in _PIECES.split(word) if piece.strip())


def _differ(said: _Place, there: _Place) -> bool:
	named = said.countries | said.perhaps
	if named and there.countries and named.isdisjoint(there.countries):
		return True
	return bool(said.states and there.states and said.states.isdisjoint(there.states))


@lru_cache(maxsize=_REMEMBERED)
def _said(location: str) -> _Place:
	found = _Place()
	for flag in _FLAG.findall(location):
		found.countries.add("".join(chr(ord(letter) - _FIRST_OF_FLAGS + ord("A")) for letter in flag))
	for piece in map(_plain, _PIECES.split(location)):
		whole = bool(_country(piece))  # Trinidad and Tobago is one
		for part in [piece] if whole else _AND.split(piece):
			_read_piece(found, _without_fillers(part))
	return found


def _read_piece(found: _Place, piece: str) -> None:
	"""A country, a state, a town, or a town followed by one of the former without a comma."""
	if not piece or _read_wider(found, piece):
		return
	front, _space, last = piece.rpartition(" ")
	if front and _read_wider(found, last):
		found.names.add(_canonical(_without_fillers(front)))
	found.names.add(_canonical(piece))


def _read_wider(found: _Place, piece: str) -> bool:
	"""Takes the piece as a country or as a state of the US, or as both if it can be both; False if it is neither."""
	state = US_STATES.get(piece) or (piece if piece in _STATE_NAMES else "")
	countries = _country(piece)
	found.countries |= countries
	if state:
		found.states.add(state)
		found.names.add(state)
		(found.perhaps if countries else found.countries).add("US")
	return bool(state or countries)


@lru_cache(maxsize=_REMEMBERED)
def _there(place: tuple[str, ...]) -> _Place:
	"""A party's place. Of its words with two letters the last is the country, another one may be a state."""
	found = _Place()
	for position, word in enumerate(map(_plain, place)):
		countries = _country(word)
		is_code = len(word) == 2 and position == len(place) - 1
		if countries and (is_code or len(word) > 2):
			found.countries |= countries
		elif word:
			found.names.add(_canonical(word))
	if "US" in found.countries:
		found.states = found.names & _STATE_NAMES
	return found


def _plain(text: str) -> str:
	"""Letters only, lower case, without accents, words apart by one space."""
	if not text.isascii():
		text = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
		text = "".join(letter for letter in text if not unicodedata.combining(letter))
	return " ".join(_WORDS.findall(text)).lower()


def _without_fillers(piece: str) -> str:
	"""Cologne for "based near Cologne"."""
	words = piece.split()
	while words and words[0] in FILLERS and _country(piece) == frozenset():
		words = words[1:]
	while words and words[-1] in FILLERS and len(words) > 1:
		words = words[:-1]
	return " ".join(words)


def _canonical(word: str) -> str:
	plain = _plain(word)
	plain = US_STATES.get(plain, plain)
	return TOWNS.get(plain) or REGIONS.get(plain) or plain


def _country(plain: str) -> frozenset[str]:
	"""The ISO 3166 codes that a plain text may mean: a code, or a name in any of many languages."""
	return _countries().get(plain, frozenset())


@lru_cache(maxsize=1)
def _countries() -> dict[str, frozenset[str]]:
	"""What every code and country name may mean; a few names mean two countries."""
	found: dict[str, set[str]] = {name: {code} for name, code in COUNTRIES.items()}
	for line in COUNTRY_NAMES.strip().splitlines():
		code, _colon, names = line.partition(": ")
		for name in (code.lower(), *names.split("|")):
			found.setdefault(name, set()).add(code)
	return {name: frozenset(codes) for name, codes in found.items()}
