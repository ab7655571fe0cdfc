"""What a profile and the parties behind its keys have in common, piece by piece.

Pure. It weighs nothing and decides nothing: `evidence` and `resolver` do. It says which evidence is attested, and
it must be strict there: a name, a place, a user name and a coupon code never are, whoever says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from social_crm_app.identity import weights
from social_crm_app.identity.evidence import Evidence, name_band
from social_crm_app.identity.keys import Key, ProfileKey
from social_crm_app.identity.names import agree, is_persons, is_telling, similarity
from social_crm_app.identity.places import common_place, is_elsewhere

Party = tuple[str, str]  # party_type, party
_PERSONS = frozenset({"Contact", "Lead"})


@dataclass(frozen=True, slots=True)
class Owner:
	"""`doctype` and `name` say who holds the key, `party_type` and `party` which business party it stands for
	(Customer before Lead before the Contact itself); the look-up fills them in. Without a party the owner
	stands for itself, except a Social Profile, which is nobody until it has been linked.

	`title` is the holder's own name to compare with (a Contact's full name, a document's customer and contact), one
	per line where there are several; `place` its words for where it is, nearest first, the country's code last.
	`derived` says of an owner of a key that the key is not on record, but the domain behind an e-mail that is.
	"""

	doctype: str
	name: str
	party_type: str = ""
	party: str = ""
	contact: str = ""
	lead: str = ""
	customer: str = ""
	title: str = ""
	place: tuple[str, ...] = ()
	derived: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
	"""A profile to be resolved: its keys, what it calls itself and where it says to be.

	`found` is what the caller has looked up itself: documents named in its posts, each with its owner, who stands for
	the party it belongs to. The evidence's `attested` and `shared_by` are set anew here.
	"""

	keys: tuple[ProfileKey, ...]
	display_name: str = ""
	location: str = ""
	found: tuple[tuple[Owner, Evidence], ...] = ()


@dataclass(frozen=True, slots=True)
class Sighting:
	"""One owner reached by one piece of evidence."""

	owner: Owner
	evidence: Evidence


@dataclass(slots=True)
class Seen:
	"""`sightings` by party; `reached_by_proof` are all parties that hold a value which is attested for one of them;
	`crowded` says that something was left out because too many parties share it."""

	sightings: dict[Party, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
	reached_by_proof: set[Party] = field(default_factory=set)
	crowded: bool = False

	def add(self, party: Party, owner: Owner, evidence: Evidence) -> None:
		self.sightings[party].append(Sighting(owner, evidence))


def by_party(owners: Iterable[Owner]) -> dict[Party, list[Owner]]:
	"""The owners of each party they stand for; an unlinked Social Profile stands for nobody."""
	parties: dict[Party, list[Owner]] = defaultdict(list)
	for owner in owners:
		if owner.party_type and owner.party:
			parties[owner.party_type, owner.party].append(owner)
		elif owner.doctype != "Social Profile":
			parties[owner.doctype, owner.name].append(owner)
	return parties


def see(
	subject: Subject,
	parties: Mapping[Key, Mapping[Party, list[Owner]]],
	most_owners: int,
	most_namesakes: int,
) -> Seen:
	"""All evidence of the subject. `parties` gives each key's parties; a key with more than `most_owners` of them
	(a Name key: `most_namesakes`) is left out."""
	seen = Seen()
	namesakes: dict[Party, list[Owner]] = defaultdict(list)
	for item in subject.keys:
		found = parties[item.key]
		if len(found) > (most_namesakes if item.key.type == "Name" else most_owners):
			seen.crowded = True
		elif item.key.type == "Name":
			for party, owners in found.items():
				namesakes[party].extend(owners)
		else:
			_see_key(seen, item, found)
	_see_documents(seen, subject, most_owners)
	_see_names(seen, subject.display_name, namesakes, most_owners)
	_see_places(seen, subject.location)
	return seen


def _see_key(seen: Seen, item: ProfileKey, found: Mapping[Party, list[Owner]]) -> None:
	"""What another profile shows was only claimed there, and a domain behind an e-mail is the whole firm's, so that a
	match through either is never attested, whatever this profile's own key is."""
	proof = item.attested and item.key.type in weights.KEYS_OF_PROOF
	if proof:
		seen.reached_by_proof.update(found)
	for party, owners in found.items():
		for owner in owners:
			attested = proof and owner.doctype != "Social Profile" and not owner.derived
			evidence = Evidence(
				item.key.type, item.key.value, item.source, attested, len(found), derived=owner.derived
			)
			seen.add(party, owner, evidence)


def _see_documents(seen: Seen, subject: Subject, most_owners: int) -> None:
	"""A number is attested where the names agree, and no other country is named, and then only through those whose names
	do: the customer's or the contact's. One number may name documents of several parties."""
	by_value: dict[str, dict[Party, list[tuple[Owner, Evidence]]]] = defaultdict(lambda: defaultdict(list))
	for owner, evidence in subject.found:
		for party in by_party([owner]):
			by_value[evidence.value][party].append((owner, evidence))
	for parties in by_value.values():
		if len(parties) > most_owners:
			seen.crowded = True
			continue
		for party, found in parties.items():
			proven = [one for one in found if _is_proof(subject, *one)]
			if proven:
				seen.reached_by_proof.update(parties)
			for owner, evidence in proven or found:
				seen.add(party, owner, replace(evidence, attested=bool(proven), shared_by=len(parties)))


def _is_proof(subject: Subject, owner: Owner, evidence: Evidence) -> bool:
	if evidence.kind not in weights.DOCUMENTS_OF_PROOF:
		return False
	if is_elsewhere(subject.location, owner.place):
		return False
	return any(agree(subject.display_name, title) for title in owner.title.splitlines())


def _see_names(
	seen: Seen, display_name: str, namesakes: Mapping[Party, list[Owner]], most_owners: int
) -> None:
	"""Compares the name with every owner reached so far and with the namesakes."""
	if not is_telling(display_name):
		return
	bands: dict[Party, tuple[str, float, list[tuple[Owner, str]]]] = {}
	for party, owners in _everybody(seen, namesakes):
		likeness, best = _best(display_name, owners)
		band = name_band(likeness)
		if band == weights.UNLIKE and not _two_persons(display_name, best):
			continue
		if band and (band != weights.UNLIKE or party in seen.sightings):
			bands[party] = (band, likeness, best)
	same = sum(band == weights.SAME for band, _likeness, _best in bands.values())
	alike = same + sum(band == weights.ALIKE for band, _likeness, _best in bands.values())
	shared = {weights.SAME: same, weights.ALIKE: alike, weights.UNLIKE: 1}
	for party, (band, likeness, best) in bands.items():
		if shared[band] > most_owners:
			seen.crowded = True
			continue
		for owner, title in best:
			evidence = Evidence(
				"Name", display_name, "name", False, shared[band], other=title, likeness=round(likeness, 3)
			)
			seen.add(party, owner, evidence)


def _everybody(seen: Seen, namesakes: Mapping[Party, list[Owner]]) -> Iterator[tuple[Party, list[Owner]]]:
	for party in seen.sightings.keys() | namesakes.keys():
		reached = [one.owner for one in seen.sightings.get(party, ())]
		yield party, list(dict.fromkeys([*reached, *namesakes.get(party, ())]))


def _best(display_name: str, owners: Iterable[Owner]) -> tuple[float, list[tuple[Owner, str]]]:
	"""The greatest likeness among the owners with a telling name, and those who have it with that name."""
	likest = [(*_likest(display_name, owner), owner) for owner in owners]
	telling = [(likeness, title, owner) for likeness, title, owner in likest if is_telling(title)]
	top = max((likeness for likeness, _title, _owner in telling), default=weights.UNLIKE_BELOW)
	return top, [(owner, title) for likeness, title, owner in telling if likeness == top]


def _likest(display_name: str, owner: Owner) -> tuple[float, str]:
	"""The likeness of the owner's likest name, and that name."""
	return max(
		((similarity(display_name, title), title) for title in owner.title.splitlines()), default=(0.0, "")
	)


def _two_persons(display_name: str, best: Iterable[tuple[Owner, str]]) -> bool:
	"""Only names of persons can contradict each other: a firm's account need not be named like its contact."""
	return is_persons(display_name) and all(
		owner.doctype in _PERSONS and is_persons(title) for owner, title in best
	)


def _see_places(seen: Seen, location: str) -> None:
	if not location:
		return
	for party, its in list(seen.sightings.items()):
		for owner in dict.fromkeys(one.owner for one in its):
			common = common_place(location, owner.place) if owner.place else None
			if common:
				likeness = 0.5 if common.is_country else 1.0
				evidence = Evidence(
					"Place", location, "location", False, other=common.word, likeness=likeness
				)
				seen.add(party, owner, evidence)
