"""What is shown: every mention with its verdict and who it probably is, the counts, and how the sources are.

Data for `terminal` and `page`; it must not lay anything out. Who somebody is gets resolved here, for all authors
with one look-up, by the app's own rules.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone

from social_crm_app import connectors
from social_crm_app.identity.evidence import describe
from social_crm_app.identity.resolver import Candidate, Resolution, Subject, resolve_many
from social_crm_app.preview.judge import Verdict, keys_of_row
from social_crm_app.preview.people import Loaded
from social_crm_app.preview.pull import Health
from social_crm_app.preview.store import Store

LINKED, SUGGESTED, UNKNOWN = "Linked", "Suggested", "Unknown"
MOST_SHOWN = 2_000  # mentions that are shown in full; the counts are of all
NO_AUTHOR = "The post does not name its author."

Titles = Mapping[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Guess:
	"""A party that it may be: "Jane Miller, contact of Northwind Carpentry (Customer)", the probability, and why."""

	title: str
	probability: float
	reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Person:
	"""Who the author probably is. `status` is LINKED (then `guesses` has that one), SUGGESTED or UNKNOWN."""

	status: str
	reason: str
	guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
	"""One mention as people read it. `new`: this run brought it, and there was one before."""

	posted_at: datetime
	author: str
	author_url: str
	platform: str
	kind: str
	private: bool
	title: str
	text: str
	permalink: str
	verdict: Verdict
	person: Person
	new: bool


@dataclass(slots=True)
class Report:
	"""All of it. `counts` is by (what, label), such as ("intent", "Problem") or ("status", "Linked")."""

	health: Sequence[Health]
	people: Loaded
	people_file: str
	made_at: datetime
	demo: bool
	first_run: bool
	mentions: list[Shown] = field(default_factory=list)
	total: int = 0
	new: int = 0
	authors: int = 0
	counts: Counter = field(default_factory=Counter)

	def count(self, what: str, label: str) -> int:
		return self.counts[what, label]


def make_report(
	store: Store,
	health: Sequence[Health],
	people: Loaded,
	*,
	run: int,
	people_file: str,
	demo: bool = False,
	first_run: bool = False,
) -> Report:
	"""The report on everything that these sources have ever shown."""
	sources = [one.source.id for one in health]
	report = Report(health, people, people_file, datetime.now(timezone.utc), demo, first_run)
	persons, authors = _people(store, sources)
	report.authors = len(authors)
	for row in store.mentions_of(sources):
		person = persons.get(row["profile_key"], Person(UNKNOWN, NO_AUTHOR))
		fresh = row["run"] == run
		shown = _shown(row, authors.get(row["profile_key"], {}), person, fresh and not first_run)
		report.new += fresh
		_count(report, shown)
		if len(report.mentions) < MOST_SHOWN:
			report.mentions.append(shown)
	return report


def _people(store: Store, sources: Sequence[str]) -> tuple[dict[str, Person], dict[str, dict]]:
	rows = store.profiles_of(sources)
	authors = {row["profile_key"]: json.loads(row["author"]) for row in rows}
	subjects = {row["profile_key"]: _subject(row, authors[row["profile_key"]]) for row in rows}
	titles = store.party_titles()
	resolved = resolve_many(subjects, store)
	return {key: _person(resolution, titles) for key, resolution in resolved.items()}, authors


def _subject(row: Mapping, author: Mapping) -> Subject:
	"""What is known of an author; nothing on a platform whose rules forbid to ask who somebody is."""
	if not _may_link(row["platform"]):
		return Subject(())
	return Subject(tuple(keys_of_row(row)), author.get("display_name") or "", author.get("location") or "")


def _may_link(platform: str) -> bool:
	return connectors.get(platform).capabilities.identity_linking


def _person(resolution: Resolution, titles: Titles) -> Person:
	if resolution.link:
		return Person(LINKED, resolution.reason, (_guess(resolution.link, titles),))
	if resolution.candidates:
		guesses = tuple(_guess(candidate, titles) for candidate in resolution.candidates)
		return Person(SUGGESTED, resolution.reason, guesses)
	return Person(UNKNOWN, resolution.reason)


def _guess(candidate: Candidate, titles: Titles) -> Guess:
	party = _titled(candidate.party_type, candidate.party, titles)
	if candidate.contact and candidate.party_type != "Contact":
		contact = titles.get(("Contact", candidate.contact), (candidate.contact, ""))[0]
		party = f"{contact}, contact of {party}"
	return Guess(party, candidate.score, tuple(map(describe, candidate.evidence)))


def _titled(kind: str, name: str, titles: Titles) -> str:
	title, company = titles.get((kind, name), (name, ""))
	return f"{title} ({kind}, {company})" if company else f"{title} ({kind})"


def _shown(row: Mapping, author: Mapping, person: Person, new: bool) -> Shown:
	return Shown(
		posted_at=datetime.fromisoformat(row["posted_at"]),
		author=_author(author),
		author_url=author.get("url") or "",
		platform=connectors.get(row["platform"]).label,
		kind=row["kind"],
		private=bool(row["private"]),
		title=row["title"],
		text=row["text"],
		permalink=row["permalink"],
		verdict=Verdict.read(row["judgement"]),
		person=person,
		new=new,
	)


def _author(author: Mapping) -> str:
	"""Name and handle; only one of them where a platform, such as a feed, has no more."""
	handle, name = author.get("handle") or "", author.get("display_name") or ""
	return f"{name} @{handle}" if name and handle and name != handle else name or handle or "nobody named"


def _count(report: Report, shown: Shown) -> None:
	report.total += 1
	report.counts["status", shown.person.status] += 1
	report.counts["intent", shown.verdict.intent.label or "Other"] += 1
	report.counts["sentiment", shown.verdict.sentiment.label or "Not judged"] += 1
	for topic, _why in shown.verdict.topics:
		report.counts["topic", topic] += 1
