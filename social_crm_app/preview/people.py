"""Which party each record of the export stands for, and under which identity keys it is found.

The same rules as in the app: a Contact stands for the Customer or Lead it belongs to, a Lead for the Customer it
became, an e-mail's domain hints at companies only. Must not read files.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import phonenumbers

from social_crm_app.identity.keys import Key, email_domains, keys_of_party
from social_crm_app.identity.resolver import Owner
from social_crm_app.preview.people_csv import PeopleFile, Record, read_people
from social_crm_app.preview.store import Store

RULES = 3  # raise it when the same file would give other keys


@dataclass(frozen=True, slots=True)
class Loaded:
	"""What the file held: records by kind, how many have nothing to be recognised by, and what was unreadable."""

	counts: Mapping[str, int]
	silent: int
	problems: Sequence[str]


def load_people(store: Store, path: Path, country: str = "") -> Loaded:
	"""Reads the export and puts its keys into the store, unless they are there. Raises NoPeople."""
	people = read_people(path)
	stamp = _stamp(people, country)
	if store.meta("people") != stamp:
		names = _names(people.records)
		keys = [keys_of_record(record, country) for record in people.records]
		parties = [(r.kind, n, r.title, _company(r)) for r, n in zip(people.records, names, strict=True)]
		silent = sum(not found for found in keys)
		store.replace_people(stamp, silent, parties, _owned(people.records, names, keys))
	counts = Counter(record.kind for record in people.records)
	return Loaded(counts, int(store.meta("people_silent") or 0), people.problems)


def keys_of_record(record: Record, country: str = "") -> dict[Key, bool]:
	"""The identity keys of one record, with whether it only has an e-mail at that domain; `country` (ISO 3166 alpha-2)
	reads its national phone numbers."""
	own = record.country.upper()
	entered = keys_of_party(
		record.emails,
		record.phones,
		record.websites,
		"\n".join(record.handles),
		(own if own in phonenumbers.SUPPORTED_REGIONS else country) or None,
		names=(record.title, "" if record.kind == "Contact" else _company(record)),
	)
	derived = email_domains((*record.emails, *record.websites)) if _is_company(record) else ()
	return dict.fromkeys(derived, True) | dict.fromkeys(entered, False)


def _is_company(record: Record) -> bool:
	"""A customer without a type is taken for a company if it has a website of its own."""
	if record.kind == "Customer":
		said = record.customer_type.lower()
		return said == "company" or (not said and bool(record.websites))
	return record.kind == "Lead" and bool(record.companies)


def _company(record: Record) -> str:
	return record.companies[0] if record.companies and record.companies[0] != record.title else ""


def _names(records: Sequence[Record]) -> list[str]:
	"""A name for each record that no other of its kind has: its ID, else its title, with its line if need be."""
	seen: set[tuple[str, str]] = set()
	names = []
	for record in records:
		name = record.id or record.title
		if (record.kind, name) in seen:
			name = f"{name} (line {record.line})"
		seen.add((record.kind, name))
		names.append(name)
	return names


def _owned(
	records: Sequence[Record], names: Sequence[str], keys: Sequence[Mapping[Key, bool]]
) -> Iterator[tuple[Key, Owner]]:
	register = _Register(records, names)
	for record, name, its_keys in zip(records, names, keys, strict=True):
		owners = register.owners(record, name)
		for key, derived in its_keys.items():
			for owner in owners:
				yield key, replace(owner, derived=derived)


class _Register:
	"""Finds customers and leads by ID or by title; a title that two of them have finds neither."""

	def __init__(self, records: Sequence[Record], names: Sequence[str]):
		self.ids: dict[tuple[str, str], str] = {}
		titles: dict[tuple[str, str], set[str]] = defaultdict(set)
		for record, name in zip(records, names, strict=True):
			self.ids[record.kind, name.casefold()] = name
			titles[record.kind, record.title.casefold()].add(name)
		self.titles = {key: found.pop() for key, found in titles.items() if len(found) == 1}
		self.customer_of: dict[str, str] = {}
		for record, name in zip(records, names, strict=True):
			lead = self.find("Lead", record.from_lead) if record.kind == "Customer" else ""
			if lead:
				self.customer_of[lead] = name
		self.lead_of = {customer: lead for lead, customer in self.customer_of.items()}

	def find(self, kind: str, said: str) -> str:
		key = (kind, said.casefold())
		return self.ids.get(key) or self.titles.get(key, "") if said else ""

	def owners(self, record: Record, name: str) -> list[Owner]:
		if record.kind != "Contact":
			return [self._owner(record.kind, name, "", (record.kind, name))]
		targets = dict.fromkeys(filter(None, map(self._target, record.companies)))
		found = [self._owner("Contact", name, name, target) for target in targets]
		return list(dict.fromkeys(found)) or [Owner("Contact", name, "Contact", name, contact=name)]

	def _target(self, company: str) -> tuple[str, str] | None:
		for kind in ("Customer", "Lead"):
			name = self.find(kind, company)
			if name:
				return kind, name
		return None

	def _owner(self, doctype: str, name: str, contact: str, target: tuple[str, str]) -> Owner:
		kind, found = target
		customer = found if kind == "Customer" else self.customer_of.get(found, "")
		lead = found if kind == "Lead" else self.lead_of.get(customer, "")
		party_type, party = ("Customer", customer) if customer else ("Lead", lead)
		return Owner(doctype, name, party_type, party, contact=contact, lead=lead, customer=customer)


def _stamp(people: PeopleFile, country: str) -> str:
	digest = hashlib.sha256(f"{RULES}\0{country}\0".encode())
	for part in _parts(people.records):
		digest.update(part.encode("utf-8", "replace"))
	return digest.hexdigest()


def _parts(records: Iterable[Record]) -> Iterator[str]:
	return (f"{record!r}\0" for record in records)
