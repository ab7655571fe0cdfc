"""Decides which party a profile belongs to, or that a person has to decide.

Pure: look-ups come through `KeyLookup`, so the same code runs on the Identity Key table, on SQLite and on a
dict. It links only what is exact, attested and single; everything weaker is a suggestion. It must never link
on a name or on a claim, and never bring back what a person rejected. It writes nothing: `linker` does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from social_crm_app.identity.evidence import Evidence, score, weight
from social_crm_app.identity.keys import Key
from social_crm_app.identity.sightings import Owner, Party, Seen, Sighting, Subject, by_party, see
from social_crm_app.identity.weights import NAMES_AND_PLACES


def _(text: str) -> str:
	"""Marks a literal for the translation catalogue; the desk translates when it shows it."""
	return text


LINKED = _("One party alone holds an identifier that the platform vouches for.")
SHARED_KEY = _("More than one party holds an identifier that the platform vouches for.")
CLAIMED_ONLY = _("What matches here is no proof, so a person has to confirm it.")
SWITCHED_OFF = _("Linking without a person is switched off.")
REJECTED = _("A person has rejected every match that was found.")
TOO_COMMON = _("What matches here is shared by too many parties to mean anything.")
TOO_WEAK = _("What matches here is too little to suggest anybody.")
NOTHING = _("No identifier of this profile is on record.")

EXACT_AND_ATTESTED = "Exact and Attested"
NEVER = "Never"

__all__ = ["Candidate", "KeyLookup", "Owner", "Party", "Policy", "Resolution", "Subject", "resolve_many"]


class KeyLookup(Protocol):
	def find(self, keys: Collection[Key]) -> Mapping[Key, Sequence[Owner]]:
		"""The owners of each key; keys nobody holds may be missing. Called once for any number of profiles."""


@dataclass(frozen=True, slots=True)
class Policy:
	"""`auto_link` is EXACT_AND_ATTESTED or NEVER. A key that more than `max_owners_per_key` parties hold is ignored,
	a Name key (which only finds parties to compare with) beyond `max_owners_per_name`. At most `max_candidates`
	suggestions are returned per profile, none below the probability `suggest_from`, and none that has nothing
	but a name (and a place) in common unless `suggest_by_name`."""

	auto_link: str = EXACT_AND_ATTESTED
	max_candidates: int = 5
	max_owners_per_key: int = 20
	max_owners_per_name: int = 20
	suggest_by_name: bool = True
	suggest_from: float = 0.10


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


def resolve_many(
	profiles: Mapping[str, Subject],
	lookup: KeyLookup,
	*,
	policy: Policy = Policy(),
	rejected: Mapping[str, Collection[Party]] | None = None,
) -> dict[str, Resolution]:
	"""A Resolution for every profile, with one look-up for all of them.

	`profiles` maps any name of a profile to what is known of it; `rejected` maps it to the parties a person has
	refused. The result does not depend on the order of keys, owners or profiles.
	"""
	keys = {profile_key.key for subject in profiles.values() for profile_key in subject.keys}
	owners = lookup.find(keys) if keys else {}
	parties = {key: by_party(owners.get(key, ())) for key in keys}
	refused = rejected or {}
	return {
		name: _resolve(subject, parties, policy, frozenset(map(tuple, refused.get(name, ()))))
		for name, subject in profiles.items()
	}


def _resolve(
	subject: Subject,
	parties: Mapping[Key, Mapping[Party, list[Owner]]],
	policy: Policy,
	rejected: frozenset[Party],
) -> Resolution:
	seen = see(subject, parties, policy.max_owners_per_key, policy.max_owners_per_name)
	party, reason = _decide(seen, policy, rejected)
	possible = _candidates({one: its for one, its in seen.sightings.items() if one not in rejected})
	candidates = [
		one for one in possible if _worth_showing(one, policy) or party == (one.party_type, one.party)
	]
	if not candidates:
		return Resolution("Unlinked", None, (), _why_nothing(seen, bool(possible)))
	top = tuple(candidates[: policy.max_candidates])
	if party is None:
		return Resolution("Suggested", None, top, reason)
	return Resolution("Linked", _linked(party, seen.sightings[party]), top, reason)


def _why_nothing(seen: Seen, possible: bool) -> str:
	if possible:
		return TOO_WEAK
	if seen.sightings:
		return REJECTED
	return TOO_COMMON if seen.crowded else NOTHING


def _decide(seen: Seen, policy: Policy, rejected: frozenset[Party]) -> tuple[Party | None, str]:
	"""The one party to link, or None, and the reason. A rejected party still makes a key ambiguous."""
	vouched = {party for party, its in seen.sightings.items() if any(one.evidence.attested for one in its)}
	if not vouched - rejected:
		return None, CLAIMED_ONLY
	if len(seen.reached_by_proof) > 1:
		return None, SHARED_KEY
	if policy.auto_link != EXACT_AND_ATTESTED:
		return None, SWITCHED_OFF
	return next(iter(vouched)), LINKED


def _worth_showing(candidate: Candidate, policy: Policy) -> bool:
	if candidate.score < policy.suggest_from:
		return False
	return policy.suggest_by_name or any(one.kind not in NAMES_AND_PLACES for one in candidate.evidence)


def _candidates(sightings: Mapping[Party, Sequence[Sighting]]) -> list[Candidate]:
	"""All parties, best first; equal scores in the order of their names."""
	candidates = [_candidate(party, seen, seen) for party, seen in sightings.items()]
	return sorted(candidates, key=lambda one: (-one.score, one.party_type, one.party))


def _linked(party: Party, seen: Sequence[Sighting]) -> Candidate:
	"""The candidate as it is linked: contact and lead come from what is attested, never along with a claim."""
	return _candidate(party, seen, [one for one in seen if one.evidence.attested])


def _candidate(party: Party, seen: Sequence[Sighting], deciding: Sequence[Sighting]) -> Candidate:
	evidence = sorted(
		{one.evidence for one in seen},
		key=lambda one: (
			-weight(one),
			one.kind,
			one.value,
			one.source,
			one.derived,
			one.other,
			one.document,
			one.observed_on,
		),
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
