"""What must not stand in a public reply: numbers of documents, amounts, phones, e-mails, addresses.

Pure matching of text; what exists on the site is asked through `known`, see `leak_facts`. It would rather stop
one reply too many: a manager can send it all the same. Must not know who may override.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import phonenumbers

from social_crm_app.engage.leak_money import Totals, amounts
from social_crm_app.engage.leak_numbers import candidates
from social_crm_app.engage.leak_places import Place, places
from social_crm_app.engage.leak_text import plain, readable

DOCUMENT, AMOUNT, PHONE, EMAIL, ADDRESS = "Document", "Amount", "Phone", "E-mail", "Address"
LONGEST = 5_000

_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_EMAIL = re.compile(r"(?<![\w@.+-])[\w.+-]+(?:@|\s?[(\[{]at[)\]}]\s?)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leak:
	"""What was found: its kind and the words of the text."""

	kind: str
	words: str


@dataclass(frozen=True, slots=True)
class Facts:
	"""What the matching compares with. `known` gives, of some words, those that name a document of ours, with
	the DocType. `currencies`: codes, symbols and names; `totals` gives the amounts on the linked customer's own
	documents; `public`: what may always be said; `region`: two letters, for phone numbers without a country code;
	`addresses`: those of the linked party."""

	known: Callable[[list[str]], dict[str, str]]
	currencies: tuple[str, ...] = ()
	totals: Totals = frozenset
	public: tuple[str, ...] = ()
	region: str | None = None
	addresses: tuple[Place, ...] = ()
	public_plain: frozenset[str] = field(init=False)

	def __post_init__(self):
		object.__setattr__(self, "public_plain", frozenset(map(plain, self.public)))


def find(text: str, facts: Facts) -> list[Leak]:
	"""All that a public reply with this text would give away, each once, in the order of the kinds."""
	text = readable(text)[:LONGEST]
	found = [
		*_documents(text, facts),
		*(Leak(AMOUNT, words) for words in amounts(text, facts.currencies, facts.totals)),
		*(Leak(PHONE, words) for words in phones(text, facts.region)),
		*(Leak(EMAIL, words) for words in emails(text)),
		*(Leak(ADDRESS, words) for words in places(text, facts.addresses)),
	]
	return [leak for leak in dict.fromkeys(found) if plain(leak.words) not in facts.public_plain]


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
