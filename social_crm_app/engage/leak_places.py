"""Whether a text names where somebody lives: house number and street, postcode and city. Pure.

It compares words, with the usual short forms and whatever the order, case and commas. It must not take a town or
a street without a number for an address: shops have them too.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from social_crm_app.engage.leak_text import readable

FEWEST_LETTERS = 4  # of a street
_WHOLE_LINE = 10  # letters of a line without a number, such as "Rose Cottage, Mill Lane"
_KINDS = {
	"street": "st", "str": "st", "strasse": "st", "straat": "st", "avenue": "ave", "av": "ave", "avda": "avenida",
	"road": "rd", "lane": "ln", "drive": "dr", "boulevard": "blvd", "bd": "blvd", "square": "sq", "court": "ct",
	"place": "pl", "platz": "pl", "plaza": "pl", "terrace": "ter", "highway": "hwy", "parkway": "pkwy", "crescent": "cres",
	"calle": "c", "close": "cl", "gardens": "gdns", "gasse": "g", "way": "way", "weg": "weg", "allee": "allee", "marg": "marg",
	"rue": "rue", "via": "via", "viale": "viale", "rua": "rua", "avenida": "avenida", "chemin": "chemin",
}  # fmt: skip
_SHORT = frozenset(_KINDS.values())
_ENDINGS = (("strasse", " st"), ("straat", " st"), ("str", " st"), ("platz", " pl"), ("gasse", " g"))
_TOKEN = re.compile(r"\w+")
_HOUSE = re.compile(r"\d{1,5}[a-z]?")
_FILLED = 2  # words between postcode and city: "Springfield, IL 62701"


class Place(NamedTuple):
	"""One address of the party, as it is stored."""

	lines: tuple[str, ...] = ()
	postcode: str = ""
	city: str = ""


def places(text: str, known: Iterable[Place]) -> Iterator[str]:
	"""What of these addresses the text names, as it is stored: a line, or postcode and city."""
	words = f" {_squeezed(text)} "
	for place in known:
		for line in place.lines:
			if any(f" {phrase} " in words for phrase in _phrases(line)):
				yield line
		if _names_city(words, place):
			yield " ".join(filter(None, (place.postcode, place.city)))


def _squeezed(text: str) -> str:
	"""Words in small letters without accents, with one blank between them; kinds of streets in their short form."""
	bare = unicodedata.normalize("NFKD", readable(text).casefold())
	bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
	words = (_short(word) for word in _TOKEN.findall(bare))
	joined = " ".join(words).replace("ae", "a").replace("oe", "o").replace("ue", "u")
	return re.sub(r"(?<= )(\d+) ([a-f])(?= |$)", r"\1\2", f" {joined}").strip()


def _short(word: str) -> str:
	if word in _KINDS:
		return _KINDS[word]
	for ending, kind in _ENDINGS:
		if word.endswith(ending) and len(word) > len(ending) + 2:
			return word.removesuffix(ending) + kind
	return word


def _phrases(line: str) -> Iterator[str]:
	"""The words that give this line away: house number and street in both orders, or a whole line that is no name
	of a place alone."""
	whole = _squeezed(line)
	words = whole.split()
	if len(words) > 1 and len(whole) >= (6 if any(map(str.isdigit, whole)) else _WHOLE_LINE):
		yield whole
	for piece in re.split(r"[,;\n]", line):
		tokens = _squeezed(piece).split()
		for position, token in enumerate(tokens):
			if _HOUSE.fullmatch(token):
				for street in _streets(tokens, position):
					yield f"{token} {street}"
					yield f"{street} {token}"


def _streets(words: list[str], house: int) -> Iterator[str]:
	"""The street that belongs to this house number: the words behind it up to "Street" or the next number, or those
	before it."""
	behind = _until_number(words[house + 1 :])
	kind = next((position for position, word in enumerate(behind) if word in _SHORT and position), None)
	if kind is not None:
		behind = behind[: kind + 1]
	before = _until_number(words[:house][::-1])[::-1]
	for street in (behind, before, before[-2:] if before[-1:] and before[-1] in _SHORT else []):
		if sum(map(len, street)) >= FEWEST_LETTERS and not _UNITS.issuperset(street):
			yield " ".join(street)


_UNITS = frozenset(
	"flat apt apartment unit suite room floor level building block tower house plot shop no nr number door etage stock"
	" zimmer wohnung haus hinterhaus top piso planta puerta apto appartement bat batiment etg box po postfach".split()
)


def _until_number(words: list[str]) -> list[str]:
	found = []
	for word in words:
		if word[0].isdigit():
			break
		found.append(word)
	return found


def _names_city(words: str, place: Place) -> bool:
	"""Postcode next to the city; one of letters and digits, as in Britain, alone: it is a handful of houses."""
	code = "".join(_squeezed(place.postcode).split())
	if len(code) < 3 or not any(map(str.isdigit, code)):
		return False
	spelled = r"(?<!\w)" + " ?".join(map(re.escape, code)) + r"(?!\w)"
	if len(code) >= 5 and not code.isdigit() and re.search(spelled, words):
		return True
	city = re.escape(_squeezed(place.city))
	between = rf"(?: \w+){{0,{_FILLED}}}? "
	return bool(city) and bool(
		re.search(rf"{spelled}{between}{city}(?!\w)|(?<!\w){city}{between}{spelled}", words)
	)
