"""Candidates and their evidence: the only writer of Social Profile Match.

A match is one pair of profile and party, for ever: suggested by the rules, decided by a person or by an
exact attested key. It must not touch the link itself, that is `linker`.

Status: Suggested (somebody should look), Confirmed, Rejected (remembered), Superseded (nobody refused it, but
the profile is somebody else or nobody), Undone (decided once and taken back, never suggested by a rule).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pypika import Case

import frappe
from frappe import _
from frappe.utils import convert_utc_to_system_timezone, get_datetime, now

from social_crm_app import sql
from social_crm_app.identity.evidence import Evidence, describe, weight
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.resolver import Candidate

DECIDED_AGAINST = ("Rejected",)
NOBODY = "Social Profile"  # the party type of the match that says: this profile is no record of ours
HOOK = "social_crm_suggested"
_LINKS = ("customer", "lead", "contact")
_JUDGEMENT = ("status", "decided_by", "decided_at", "why")


def record(found: Iterable[tuple[str, Candidate, str]]) -> None:
	"""Keeps (profile, candidate, status) rows with their evidence; a person's decision is not overwritten."""
	found = list(found)
	keys = [
		match_key(profile, candidate.party_type, candidate.party) for profile, candidate, _status in found
	]
	decided = _decided(keys)
	fresh = [(key, *entry) for key, entry in zip(keys, found, strict=True) if key not in decided]
	sql.upsert(
		"Social Profile Match",
		[_row(*entry) for entry in fresh],
		(*_JUDGEMENT, *_LINKS, "score", "first_evidence"),
	)
	_replace_evidence([(key, candidate) for key, _profile, candidate, _status in fresh])
	if any(status == "Suggested" for *_entry, status in fresh):
		for method in frappe.get_hooks(HOOK):
			frappe.get_attr(method)()


def decide(
	profile: str, party_type: str, party: str, status: str, why: str = "", through: Mapping | None = None
) -> str:
	"""Keeps that the current user confirmed or rejected this pair, whether it was suggested or not; `through`
	holds the link columns of the party. Returns the name of the match."""
	key = match_key(profile, party_type, party)
	row = {
		"name": name_for(key), "match_key": key, "profile": profile, "party_type": party_type, "party": party,
		"status": status, "decided_by": frappe.session.user, "decided_at": now(), "why": why or None,
		**{column: (through or {}).get(column) for column in _LINKS},
	}  # fmt: skip
	sql.upsert("Social Profile Match", [row], (*_JUDGEMENT, *(_LINKS if through else ())))
	return row["name"]


def supersede(profiles: Iterable[str], keep: Iterable[str] = ()) -> None:
	"""The open and confirmed matches of these profiles step back behind those to `keep`."""
	filters: dict = {"status": ("in", ("Suggested", "Confirmed"))}
	if keep := list(keep):
		filters["name"] = ("not in", keep)
	_change(profiles, filters, "Superseded")


def reopen(profile: str) -> None:
	"""What had stepped back behind a link is open again, as far as a rule had suggested it."""
	_change([profile], {"status": "Superseded", "score": (">", 0)}, "Suggested")


def put_back(rows: Mapping[str, Mapping]) -> None:
	"""Gives matches (by name) the columns that they had before a decision."""
	for name, values in rows.items():  # a handful: those that one decision changed
		frappe.db.set_value("Social Profile Match", name, dict(values), update_modified=False)


def set_stakes(stakes: Mapping[tuple[str, str], float]) -> None:
	"""Writes the value at stake of parties (party_type, party), in the default company's currency, on all
	their matches: one statement for each party type, so pass a page of parties."""
	by_type: dict[str, dict[str, float]] = defaultdict(dict)
	for (party_type, party), value in stakes.items():
		by_type[party_type][party] = value
	match = frappe.qb.DocType("Social Profile Match")
	for party_type, values in by_type.items():
		value_of = Case()
		for party, value in values.items():
			value_of = value_of.when(match.party == party, value)
		(
			frappe.qb.update(match)
			.set(match.value_at_stake, value_of.else_(0))
			.set(match.stake_counted_at, now())
			.where((match.party_type == party_type) & match.party.isin(list(values)))
			.run()
		)


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


def forget_evidence(names: Collection[str]) -> None:
	"""Takes what these matches rest on; who it was thought to be, and the decision, stay."""
	if names := list(names):
		frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", names)})
		frappe.db.set_value(
			"Social Profile Match", {"name": ("in", names)}, "first_evidence", None, update_modified=False
		)


def renew_first_evidence(names: Collection[str]) -> None:
	"""Says anew what is the strongest evidence of these matches, when some has been taken away."""
	first: dict[str, str] = {}
	for row in frappe.get_all(
		"Social Profile Match Evidence",
		filters={"parent": ("in", list(names))},
		fields=["parent", "reason"],
		order_by="parent, idx",
	):
		first.setdefault(row.parent, row.reason)
	for name in names:  # a handful: those of one person
		frappe.db.set_value(
			"Social Profile Match", name, "first_evidence", first.get(name), update_modified=False
		)


def forget_party(party_type: str, party: str) -> None:
	"""Removes the matches of a party that is being deleted."""
	names = frappe.get_all("Social Profile Match", {"party_type": party_type, "party": party}, pluck="name")
	if names:
		frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", names)})
		frappe.db.delete("Social Profile Match", {"name": ("in", names)})
	for field in _LINKS:
		if field == party_type.lower():
			frappe.db.set_value("Social Profile Match", {field: party}, field, None, update_modified=False)


def name_of(profile: str, party_type: str, party: str) -> str:
	"""The name of the match of a pair, whether there is one yet or not."""
	return name_for(match_key(profile, party_type, party))


def match_key(profile: str, party_type: str, party: str) -> str:
	"""The unique key of a pair; long or oddly spelt party names are folded into a digest."""
	return f"{profile}:{name_for(f'{party_type}:{party}')}"


def _decided(keys: list[str]) -> set[str]:
	"""Those of the keys that a person has confirmed or rejected."""
	filters = {
		"match_key": ("in", keys),
		"decided_by": ("is", "set"),
		"status": ("in", ("Confirmed", "Rejected")),
	}
	return set(frappe.get_all("Social Profile Match", filters=filters, pluck="match_key")) if keys else set()


def _change(profiles: Iterable[str], filters: Mapping, status: str) -> None:
	frappe.db.set_value(
		"Social Profile Match",
		{"profile": ("in", list(profiles)), **filters},
		"status",
		status,
		update_modified=False,
	)


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
		"first_evidence": describe(candidate.evidence[0], _, named=False) if candidate.evidence else None,
		"status": status,
		"decided_by": None,
		"decided_at": None,
		"why": None,
	}


def _replace_evidence(found: list[tuple[str, Candidate]]) -> None:
	parents = [name_for(key) for key, _candidate in found]
	if not parents:
		return
	frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", parents)})
	rows = [
		_evidence_row(parent, idx, item)
		for parent, (_key, candidate) in zip(parents, found, strict=True)
		for idx, item in enumerate(candidate.evidence, 1)
	]
	sql.insert_missing("Social Profile Match Evidence", rows)


def _evidence_row(parent: str, idx: int, item: Evidence) -> dict:
	doctype, name = item.document
	return {
		"name": name_for(f"{parent}:{idx}"), "parent": parent, "parenttype": "Social Profile Match",
		"parentfield": "evidence", "idx": idx, "kind": item.kind, "value": item.value[:190],
		"source": item.source, "attested": int(item.attested), "reason": describe(item, _, named=False),
		"other": item.other if item.kind == "Name" else None,
		"weight": weight(item), "observed_on": _site_moment(item.observed_on),
		"reference_doctype": doctype or None, "reference_name": name or None,
	}  # fmt: skip


def _site_moment(iso: str) -> str | None:
	"""An ISO moment as the site's tables hold it; one without a zone is in the site's already."""
	if not iso:
		return None
	moment = get_datetime(iso)
	if moment.tzinfo:
		moment = convert_utc_to_system_timezone(moment).replace(tzinfo=None)
	return moment.strftime("%Y-%m-%d %H:%M:%S.%f")
