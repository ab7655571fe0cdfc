"""Which Listening Queries a text is about.

All queries are compiled into one matcher: a text is cut into words once and every word is looked up once, so
that the cost hardly grows with the number of queries. It must not guess: no plurals, no synonyms, no stems.

How a term matches, whatever the case and with or without a leading # or @:
* a word matches that whole word, several words match in this order: "drill" is found in "#drill" and in
  "cordless drill", not in "drills"; inside hashtags words also begin at capitals ("#AcmeDrill");
* a * at the end matches every continuation of the last word ("drill*": "drills", "drilling");
* a term with Chinese, Japanese, Korean, Thai or similar letters matches anywhere, there being no spaces;
* a term with other signs ("C++", "AT&T") matches as it is written, between words.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from social_crm_app.analysis.language import code
from social_crm_app.analysis.words import UNSPACED, WORD

_WORD = re.compile(WORD)
_UNSPACED = re.compile(f"[{UNSPACED}]")
_PLAIN_TERM = re.compile(rf"{WORD}(?:[\s\-_.'’/]+{WORD})*")
_HASHTAG = re.compile(r"#(\w*[a-z0-9][A-Z]\w*)")
_CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_QUOTED = 5  # terms named in a reason


@dataclass(frozen=True, slots=True)
class QuerySpec:
	"""A Listening Query as data.

	A text matches if it has every term of `all`, at least one of `any` and `phrases` together (when there are
	some), none of `none`, one of `languages` (when given; an unknown language does not match) and came in
	through one of `accounts` (when given). A query without `all`, `any` and `phrases` matches nothing. Terms
	of `phrases` are taken literally, without *.
	"""

	name: str
	all: tuple[str, ...] = ()
	any: tuple[str, ...] = ()
	none: tuple[str, ...] = ()
	phrases: tuple[str, ...] = ()
	languages: tuple[str, ...] = ()
	target_type: str = ""
	target: str = ""
	accounts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicHit:
	"""A query that matches; `reason` lists its terms that were found, as the query writes them."""

	query: str
	target_type: str
	target: str
	reason: str


@dataclass(frozen=True, slots=True)
class _Query:
	spec: QuerySpec
	all: frozenset[int]
	either: frozenset[int]
	none: frozenset[int]
	languages: frozenset[str]
	reasons: Mapping[int, str]


class _Text:
	"""A text prepared once for all look-ups."""

	__slots__ = ("folded", "spaced", "words")

	def __init__(self, text: str):
		self.folded = _fold(text)
		found = _WORD.findall(self.folded)
		for tag in _HASHTAG.findall(text) if "#" in text else ():
			found += ["#", *(_fold(part) for part in _CAMEL.findall(tag))]  # "#" keeps tags apart
		self.words = frozenset(found)
		self.spaced = f" {' '.join(found)} "


class _Terms:
	"""Every different term of all queries, numbered, in the tables by which they are found."""

	def __init__(self):
		self._numbers: dict[tuple[str, str], int] = {}
		self._words: dict[str, list[int]] = defaultdict(list)
		self._sequences: dict[str, list[tuple[str, int]]] = defaultdict(list)
		self._beginnings: dict[int, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
		self._anywhere: list[tuple[str, int]] = []
		self._between: list[tuple[str, re.Pattern[str], int]] = []

	def number(self, term: str, literal: bool = False) -> int | None:
		"""The number of a term, entered on first sight; None for one that could never match."""
		text = _fold(term).strip().lstrip("#@").strip("\"'“” ")
		open_ended = text.endswith("*") and not literal
		text = " ".join(text.rstrip("*").split()) if open_ended else " ".join(text.split())
		if not text:
			return None
		key = (text, "*" if open_ended else "")
		if key not in self._numbers:
			self._numbers[key] = len(self._numbers)
			self._enter(text, open_ended, self._numbers[key])
		return self._numbers[key]

	def _enter(self, text: str, open_ended: bool, number: int) -> None:
		words = _WORD.findall(text)
		if _UNSPACED.search(text):
			self._anywhere.append((text, number))
		elif not _PLAIN_TERM.fullmatch(text):
			after = "" if open_ended else r"(?![\w+#])"
			self._between.append((text, re.compile(rf"(?<!\w){re.escape(text)}{after}"), number))
		elif len(words) > 1:
			end = "" if open_ended else " "
			self._sequences[words[0]].append((f" {' '.join(words)}{end}", number))
		elif open_ended:
			self._beginnings[len(text)][text].append(number)
		else:
			self._words[text].append(number)

	def find(self, text: _Text) -> set[int]:
		"""The numbers of all terms in `text`."""
		found: set[int] = set()
		for word in self._words.keys() & text.words:
			found.update(self._words[word])
		for word in self._sequences.keys() & text.words:
			found.update(number for sequence, number in self._sequences[word] if sequence in text.spaced)
		for length, beginnings in self._beginnings.items():
			for beginning in beginnings.keys() & {word[:length] for word in text.words}:
				found.update(beginnings[beginning])
		found.update(number for term, number in self._anywhere if term in text.folded)
		found.update(
			number
			for term, pattern, number in self._between
			if term in text.folded and pattern.search(text.folded)
		)
		return found


class QueryMatcher:
	"""All queries together; made by `compile_queries`, safe to keep and to share."""

	def __init__(self, specs: Iterable[QuerySpec]):
		self._terms = _Terms()
		self._queries: list[_Query] = []
		self._by_term: dict[int, list[int]] = defaultdict(list)
		for spec in specs:
			self._add(spec)

	def match(self, text: str, language: str, account: str = "") -> list[TopicHit]:
		"""The queries that match, in the order in which they were given. `language` is a code or ""."""
		if not self._queries or not text:
			return []
		found = self._terms.find(_Text(text))
		candidates = {position for number in found for position in self._by_term.get(number, ())}
		spoken = code(language)
		queries = (self._queries[position] for position in sorted(candidates))
		return [_hit(query, found) for query in queries if _matches(query, found, spoken, account)]

	def _add(self, spec: QuerySpec) -> None:
		numbers = {term: self._terms.number(term) for term in (*spec.all, *spec.any, *spec.none)}
		literal = {term: self._terms.number(term, literal=True) for term in spec.phrases}
		query = _Query(
			spec=spec,
			all=_numbers(numbers[term] for term in spec.all),
			either=_numbers([*(numbers[term] for term in spec.any), *literal.values()]),
			none=_numbers(numbers[term] for term in spec.none),
			languages=frozenset(code(language) or language for language in spec.languages),
			reasons=_reasons(((term, numbers[term]) for term in (*spec.all, *spec.any)), literal.items()),
		)
		# Any match has a term of `either`, or of `all` if there is no `either`: enough to find the query by.
		for number in query.either or query.all:
			self._by_term[number].append(len(self._queries))
		self._queries.append(query)


def compile_queries(specs: Sequence[QuerySpec]) -> QueryMatcher:
	"""One matcher for all queries; compiling costs some microseconds per term, so keep it."""
	return QueryMatcher(specs)


def _fold(text: str) -> str:
	"""Case-folded, with full-width and other compatibility forms made plain."""
	if text.isascii():
		return text.lower()
	return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _numbers(numbers: Iterable[int | None]) -> frozenset[int]:
	return frozenset(number for number in numbers if number is not None)


def _reasons(*terms: Iterable[tuple[str, int | None]]) -> dict[int, str]:
	"""What is said when a term is found: the term as the query writes it."""
	return {number: term.strip() for some in terms for term, number in some if number is not None}


def _matches(query: _Query, found: set[int], language: str, account: str) -> bool:
	return (
		query.all <= found
		and (not query.either or not query.either.isdisjoint(found))
		and query.none.isdisjoint(found)
		and (not query.languages or language in query.languages)
		and (not query.spec.accounts or account in query.spec.accounts)
	)


def _hit(query: _Query, found: set[int]) -> TopicHit:
	terms = [term for number, term in query.reasons.items() if number in found]
	return TopicHit(query.spec.name, query.spec.target_type, query.spec.target, ", ".join(terms[:_QUOTED]))
