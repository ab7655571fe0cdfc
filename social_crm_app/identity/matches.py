"""Candidates and their evidence: the only writer of Social Profile Match.

A match is one pair of profile and party, for ever: suggested by the rules, decided by a person or by an
exact attested key. It must not touch the link itself, that is `linker`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

import frappe
from frappe import _
from frappe.utils import now

from social_crm_app import sql
from social_crm_app.identity.evidence import describe
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.resolver import Candidate

DECIDED_AGAINST = ("Rejected", "Undone")


def record(found: Iterable[tuple[str, Candidate, str]]) -> None:
	"""Keeps (profile, candidate, status) rows with their evidence; a person's decision is not overwritten."""
	found = list(found)
	keys = [
		match_key(profile, candidate.party_type, candidate.party) for profile, candidate, _status in found
	]
	decided = set(
		frappe.get_all(
			"Social Profile Match",
			filters={"match_key": ("in", keys), "decided_by": ("is", "set")},
			pluck="match_key",
		)
		if keys
		else ()
	)
	rows = [_row(key, *entry) for key, entry in zip(keys, found, strict=True) if key not in decided]
	sql.upsert("Social Profile Match", rows, ("status", "score", "customer", "lead", "contact"))
	_replace_evidence([(key, entry[1]) for key, entry in zip(keys, found, strict=True) if key not in decided])


def decide(profile: str, party_type: str, party: str, status: str) -> None:
	"""Keeps that the current user confirmed, rejected or undid this pair, whether it was suggested or not."""
	key = match_key(profile, party_type, party)
	row = {
		"name": name_for(key), "match_key": key, "profile": profile, "party_type": party_type, "party": party,
		"status": status, "decided_by": frappe.session.user, "decided_at": now(),
	}  # fmt: skip
	sql.upsert("Social Profile Match", [row], ("status", "decided_by", "decided_at"))


def decided_against(profiles: Collection[str]) -> dict[str, set[tuple[str, str]]]:
	"""For each profile the parties that a person said it is not."""
	rejected: dict[str, set[tuple[str, str]]] = defaultdict(set)
	for row in frappe.get_all(
		"Social Profile Match",
		filters={"profile": ("in", list(profiles)), "status": ("in", DECIDED_AGAINST)},
		fields=["profile", "party_type", "party"],
		order_by="name",
	):
		rejected[row.profile].add((row.party_type, row.party))
	return rejected


def forget_party(party_type: str, party: str) -> None:
	"""Removes the matches of a party that is being deleted."""
	names = frappe.get_all("Social Profile Match", {"party_type": party_type, "party": party}, pluck="name")
	if names:
		frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", names)})
		frappe.db.delete("Social Profile Match", {"name": ("in", names)})
	for field in ("customer", "lead", "contact"):
		if field == party_type.lower():
			frappe.db.set_value("Social Profile Match", {field: party}, field, None, update_modified=False)


def match_key(profile: str, party_type: str, party: str) -> str:
	"""The unique key of a pair; long or oddly spelt party names are folded into a digest."""
	return f"{profile}:{name_for(f'{party_type}:{party}')}"


def _row(key: str, profile: str, candidate: Candidate, status: str) -> dict:
	return {
		"name": name_for(key),
		"match_key": key,
		"profile": profile,
		"party_type": candidate.party_type,
		"party": candidate.party,
		"customer": candidate.customer or None,
		"lead": candidate.lead or None,
		"contact": candidate.contact or None,
		"score": round(candidate.score * 100, 2),
		"status": status,
	}


def _replace_evidence(found: list[tuple[str, Candidate]]) -> None:
	parents = [name_for(key) for key, _candidate in found]
	if not parents:
		return
	frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", parents)})
	rows = [
		{
			"name": name_for(f"{parent}:{idx}"), "parent": parent, "parenttype": "Social Profile Match",
			"parentfield": "evidence", "idx": idx, "kind": e.kind, "value": e.value[:190], "source": e.source,
			"attested": int(e.attested), "reason": describe(e, _),
		}
		for parent, (_key, candidate) in zip(parents, found, strict=True)
		for idx, e in enumerate(candidate.evidence, 1)
	]  # fmt: skip
	sql.insert_missing("Social Profile Match Evidence", rows)
