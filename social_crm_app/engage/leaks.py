"""What must not stand in a public reply: numbers of documents, amounts, phones, e-mails, addresses.

Pure matching of text; what exists on the site is asked through `known`, see `leak_facts`. It would rather stop
one reply too many: a manager can send it all the same. Must not know who may override.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import phonenumbers

DOCUMENT, AMOUNT, PHONE, EMAIL, ADDRESS = "Document", "Amount", "Phone", "E-mail", "Address"
MOST_CANDIDATES = 400
LONGEST = 5_000

_INVISIBLE = dict.fromkeys(
	[*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD]
)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w@.+-])[\w.+-]+(?:@|\s?[(\[{]at[)\]}]\s?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_NUMBER = r"\d+(?:[.,'’]\d+|[ \u00a0\u202f]\d{3}(?!\d))*(?:[.,][-–])?"
_WORD = re.compile(r"[^\s,;:!?\"“”„«»()\[\]{}<>|]+")
_EDGES = ".'’*_~`#"
_SYMBOLS = "€$£¥₹₩₽₺₴₦₱฿₫₪₡₲₵₸₼₾﷼₨¢"


@dataclass(frozen=True, slots=True)
class Leak:
	"""What was found: its kind and the words of the text."""

	kind: str
	words: str


@dataclass(frozen=True, slots=True)
class Facts:
	"""What the matching compares with. `known` gives, of some words, those that name a document of ours, with
	the DocType. `currencies`: codes and symbols; `public`: what may always be said; `region`: two letters, for
	phone numbers without a country code; `addresses`: streets of the linked party."""

	known: Callable[[list[str]], dict[str, str]]
	currencies: tuple[str, ...] = ()
	public: tuple[str, ...] = ()
	region: str | None = None
	addresses: tuple[str, ...] = ()
	public_plain: frozenset[str] = field(init=False)

	def __post_init__(self):
		object.__setattr__(self, "public_plain", frozenset(map(_plain, self.public)))


def find(text: str, facts: Facts) -> list[Leak]:
	"""All that a public reply with this text would give away, each once, in the order of the kinds."""
	text = readable(text)[:LONGEST]
	found = [
		*_documents(text, facts),
		*(Leak(AMOUNT, words) for words in amounts(text, facts.currencies)),
		*(Leak(PHONE, words) for words in phones(text, facts.region)),
		*(Leak(EMAIL, words) for words in emails(text)),
		*(Leak(ADDRESS, words) for words in _streets(text, facts.addresses)),
	]
	return [leak for leak in dict.fromkeys(found) if _plain(leak.words) not in facts.public_plain]


def readable(text: str) -> str:
	"""The text without invisible characters and with full-width letters and digits made plain."""
	return unicodedata.normalize("NFKC", text).translate(_INVISIBLE)


def candidates(text: str) -> list[str]:
	"""The words, and pairs of neighbouring words, that could be the number of a document: they hold a digit."""
	words = [word.strip(_EDGES) for word in _WORD.findall(text)]
	words = [word for word in words if word]
	pairs = (
		joined
		for first, second in pairwise(words)
		for joined in (f"{first}{second}", f"{first}-{second}", f"{first} {second}")
	)
	parts = (part for word in words for part in re.split(r"[/=&?.#]", word) if part != word)
	possible = (
		word for word in (*words, *parts, *pairs) if 3 <= len(word) <= 140 and any(map(str.isdigit, word))
	)
	return list(dict.fromkeys(possible))[:MOST_CANDIDATES]


def amounts(text: str, currencies: Iterable[str]) -> Iterator[str]:
	"""Numbers with a currency before or after them: €12, 12,50 EUR, Rs. 300."""
	names = [re.escape(name) for name in currencies if name.strip()]
	letters = "|".join(sorted((name for name in names if name[-1:].isalnum()), key=len, reverse=True))
	signs = "|".join([*(f"{sign}" for sign in map(re.escape, _SYMBOLS)), *names])
	before = rf"(?:{signs}|(?<!\w)(?:{letters or 'EUR'})\.?)\s?{_NUMBER}"
	after = rf"(?<![\w.,]){_NUMBER}\s?(?:[{re.escape(_SYMBOLS)}]|(?:{letters or 'EUR'})(?!\w))"
	for found in re.finditer(rf"{after}|{before}", text, re.IGNORECASE):
		yield found[0].strip()


def phones(text: str, region: str | None) -> Iterator[str]:
	"""Phone numbers as they stand in the text; links are not looked at."""
	bare = _LINK.sub(lambda link: " " * len(link[0]), text)
	for found in phonenumbers.PhoneNumberMatcher(bare, region):
		yield found.raw_string


def emails(text: str) -> Iterator[str]:
	"""E-mail addresses, also those written with (at); a handle like @user@host is none."""
	for found in _EMAIL.finditer(text):
		yield found[0]


def _documents(text: str, facts: Facts) -> Iterator[Leak]:
	possible = candidates(text)
	known = facts.known(possible) if possible else {}
	for word in possible:
		if doctype := known.get(word.casefold()):
			yield Leak(doctype, word)


def _streets(text: str, addresses: Iterable[str]) -> Iterator[str]:
	"""The party's streets that the text names, whatever the case, the commas and the blanks."""
	squeezed = f" {_squeezed(text)} "
	for street in addresses:
		plain = _squeezed(street)
		if len(plain) >= 6 and f" {plain} " in squeezed:
			yield street


def _squeezed(text: str) -> str:
	return " ".join(re.findall(r"\w+", readable(text).casefold()))


def _plain(words: str) -> str:
	return "".join(filter(str.isalnum, readable(words).casefold()))
