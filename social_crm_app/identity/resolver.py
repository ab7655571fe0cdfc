"""Decides which party a profile belongs to, or that a person has to decide.

Pure: look-ups come through `KeyLookup`, so the same code runs on the Identity Key table, on SQLite and on a
dict. It links only what is exact, attested and single; everything weaker is a suggestion. It must never link
on a name or on a claim, and never bring back what a person rejected. It writes nothing: `linker` does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from social_crm_app.identity.evidence import Evidence, score, weight
from social_crm_app.identity.keys import Key, ProfileKey


def _(text: str) -> str:
	"""Marks a literal for the translation catalogue; the desk translates when it shows it."""
	return text


LINKED = _("One party alone holds an identifier that the platform vouches for.")
SHARED_KEY = _("More than one party holds an identifier that the platform vouches for.")
CLAIMED_ONLY = _("Anyone can write what matches here, so a person has to confirm it.")
SWITCHED_OFF = _("Linking without a person is switched off.")
REJECTED = _("A person has rejected every match that was found.")
TOO_COMMON = _("What matches here is shared by too many parties to mean anything.")
NOTHING = _("No identifier of this profile is on record.")

EXACT_AND_ATTESTED = "Exact and Attested"
NEVER = "Never"

Party = tuple[str, str]  # party_type, party


@dataclass(frozen=True, slots=True)
class Owner:
	"""`doctype` and `name` say who holds the key, `party_type` and `party` which business party it stands for
	(Customer before Lead before the Contact itself); the look-up fills them in. Without a party the owner
	stands for itself, except a Social Profile, which is nobody until it has been linked."""

	doctype: str
	name: str
	party_type: str = ""
	party: str = ""
	contact: str = ""
	lead: str = ""
	customer: str = ""


class KeyLookup(Protocol):
	def find(self, keys: Collection[Key]) -> Mapping[Key, Sequence[Owner]]:
		"""The owners of each key; keys nobody holds may be missing. Called once for any number of profiles."""


@dataclass(frozen=True, slots=True)
class Policy:
	"""`auto_link` is EXACT_AND_ATTESTED or NEVER. A key that more than `max_owners_per_key` parties hold is
	ignored. At most `max_candidates` suggestions are returned per profile."""

	auto_link: str = EXACT_AND_ATTESTED
	max_candidates: int = 5
	max_owners_per_key: int = 20


@dataclass(frozen=True, slots=True)
class Candidate:
	"""A party and why. `contact`, `lead`, `customer` are blank where the party's owners disagree."""

	party_type: str
	party: str
	contact: str
	lead: str
	customer: str
	score: float
	evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
	"""`status` is Linked (then `link` is set), Suggested or Unlinked; `candidates` come best first;
	`reason` is one of this module's constant sentences."""

	status: str
	link: Candidate | None
	candidates: tuple[Candidate, ...]
	reason: str


@dataclass(frozen=True, slots=True)
class _Sighting:
	"""One owner reached by one key of the profile."""

	owner: Owner
	evidence: Evidence


def resolve_many(
	profiles: Mapping[str, Sequence[ProfileKey]],
	lookup: KeyLookup,
	*,
	policy: Policy = Policy(),
	rejected: Mapping[str, Collection[Party]] | None = None,
) -> dict[str, Resolution]:
	"""A Resolution for every profile, with one look-up for all of them.

	`profiles` maps any name of a profile to its keys; `rejected` maps it to the parties a person has refused.
	The result does not depend on the order of keys, owners or profiles.
	"""
	keys = {profile_key.key for of_profile in profiles.values() for profile_key in of_profile}
	owners = lookup.find(keys) if keys else {}
	parties = {key: _by_party(owners.get(key, ())) for key in keys}
	refused = rejected or {}
	return {
		name: _resolve(of_profile, parties, policy, frozenset(map(tuple, refused.get(name, ()))))
		for name, of_profile in profiles.items()
	}


def _by_party(owners: Iterable[Owner]) -> dict[Party, list[Owner]]:
	parties: dict[Party, list[Owner]] = defaultdict(list)
	for owner in owners:
		if owner.party_type and owner.party:
			parties[owner.party_type, owner.party].append(owner)
		elif owner.doctype != "Social Profile":
			parties[owner.doctype, owner.name].append(owner)
	return parties


def _resolve(
	profile_keys: Sequence[ProfileKey],
	parties: Mapping[Key, Mapping[Party, list[Owner]]],
	policy: Policy,
	rejected: frozenset[Party],
) -> Resolution:
	reached = [(item, parties[item.key]) for item in profile_keys if parties[item.key]]
	telling = [(item, found) for item, found in reached if len(found) <= policy.max_owners_per_key]
	sightings = _sightings(telling)
	candidates = _candidates({party: seen for party, seen in sightings.items() if party not in rejected})
	if not candidates:
		return Resolution("Unlinked", None, (), _why_nothing(bool(reached), bool(sightings)))
	party, reason = _decide(sightings, telling, policy, rejected)
	top = tuple(candidates[: policy.max_candidates])
	if party is None:
		return Resolution("Suggested", None, top, reason)
	return Resolution("Linked", _linked(party, sightings[party]), top, reason)


def _why_nothing(reached: bool, telling: bool) -> str:
	if telling:
		return REJECTED
	return TOO_COMMON if reached else NOTHING


def _sightings(
	telling: Iterable[tuple[ProfileKey, Mapping[Party, list[Owner]]]],
) -> dict[Party, list[_Sighting]]:
	"""Each party with every owner reached. What another profile shows was only claimed there, so that a
	match through a Social Profile is never attested, whatever this profile's own key is."""
	sightings: dict[Party, list[_Sighting]] = defaultdict(list)
	for item, found in telling:
		for party, owners in found.items():
			for owner in owners:
				attested = item.attested and owner.doctype != "Social Profile"
				evidence = Evidence(item.key.type, item.key.value, item.source, attested, len(found))
				sightings[party].append(_Sighting(owner, evidence))
	return sightings


def _decide(
	sightings: Mapping[Party, list[_Sighting]],
	telling: Iterable[tuple[ProfileKey, Mapping[Party, list[Owner]]]],
	policy: Policy,
	rejected: frozenset[Party],
) -> tuple[Party | None, str]:
	"""The one party to link, or None, and the reason. A rejected party still makes a key ambiguous."""
	vouched = {party for party, seen in sightings.items() if any(one.evidence.attested for one in seen)}
	if not vouched - rejected:
		return None, CLAIMED_ONLY
	reached_by_attested = {party for item, found in telling if item.attested for party in found}
	if len(reached_by_attested) > 1:
		return None, SHARED_KEY
	if policy.auto_link != EXACT_AND_ATTESTED:
		return None, SWITCHED_OFF
	return next(iter(vouched)), LINKED


def _candidates(sightings: Mapping[Party, Sequence[_Sighting]]) -> list[Candidate]:
	"""All parties, best first; equal scores in the order of their names."""
	candidates = [_candidate(party, seen, seen) for party, seen in sightings.items()]
	return sorted(candidates, key=lambda one: (-one.score, one.party_type, one.party))


def _linked(party: Party, seen: Sequence[_Sighting]) -> Candidate:
	"""The candidate as it is linked: contact and lead come from what is attested, never along with a claim."""
	return _candidate(party, seen, [one for one in seen if one.evidence.attested])


def _candidate(party: Party, seen: Sequence[_Sighting], deciding: Sequence[_Sighting]) -> Candidate:
	evidence = sorted(
		{one.evidence for one in seen}, key=lambda one: (-weight(one), one.kind, one.value, one.source)
	)
	owners = [one.owner for one in deciding]
	return Candidate(
		party_type=party[0],
		party=party[1],
		contact=_agreed(owner.contact for owner in owners),
		lead=_agreed(owner.lead for owner in owners),
		customer=_agreed(owner.customer for owner in owners),
		score=score(evidence),
		evidence=tuple(evidence),
	)


def _agreed(names: Iterable[str]) -> str:
	"""The one name all owners give (a blank has no opinion), or "" when they differ."""
	different = set(filter(None, names))
	return different.pop() if len(different) == 1 else ""
