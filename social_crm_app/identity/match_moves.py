"""Matches follow their party when it gets another name or becomes another party: a part of `matches`.

A match is named after its pair of profile and party, so a party's new name gives it a new name too. Where a
profile then has two matches with the same party, one remains: what a person decided before what a rule found.
Decisions, their comments and what is kept for Undo move along. It must not touch links.
"""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from pypika import Case

import frappe

from social_crm_app.identity.matches import match_key, name_of
from social_crm_app.identity.restamp import LINK_COLUMNS

MATCH, EVIDENCE = "Social Profile Match", "Social Profile Match Evidence"
PAGE = 500  # profiles
Party = tuple[str, str]  # party_type, party
# What stands beside a document and names it: DocType, the field of its type, the field of its name.
_BESIDE = (
	("Comment", "reference_doctype", "reference_name"),
	("Version", "ref_doctype", "docname"),
	("ToDo", "reference_type", "reference_name"),
)


def move(old: Party, new: Party) -> list[str]:
	"""All matches with the party `old` become matches with `new`; returns the names of their profiles.

	Rows that Frappe has renamed already, but whose names still follow from `old`, are put right too.
	"""
	profiles = _profiles_of(old, new)
	for start in range(0, len(profiles), PAGE):
		page = profiles[start : start + PAGE]
		renamed = _move_page(page, old, new)
		_rewrite_states(page, old, new, renamed)
	return profiles


def _profiles_of(*parties: Party) -> list[str]:
	found: set[str] = set()
	for party_type, party in parties:
		found |= set(frappe.get_all(MATCH, {"party_type": party_type, "party": party}, pluck="profile"))
	return sorted(found)


def _move_page(profiles: Sequence[str], old: Party, new: Party) -> dict[str, str]:
	"""Moves the matches of these profiles; returns the new name of each match whose name has changed."""
	rows = [row for party in {old, new} for row in _rows(profiles, party)]
	rows.sort(key=lambda row: (row.profile, *_rank(row)), reverse=True)
	names, keys, lost = {}, {}, []
	for profile, group in groupby(rows, key=itemgetter("profile")):
		first, *others = [row.name for row in group]
		names.update(dict.fromkeys((first, *others), name_of(profile, *new)))
		keys[first] = match_key(profile, *new)
		lost += others
	_drop(lost, names, keeping=set(keys))
	_set(MATCH, "match_key", keys, by="name", more={"party_type": new[0], "party": new[1]})
	renamed = {name: target for name, target in names.items() if name != target}
	_set(EVIDENCE, "parent", renamed, by="parent")
	for doctype, type_field, name_field in _BESIDE:
		_set(doctype, name_field, renamed, by=name_field, where={type_field: MATCH})
	_set(MATCH, "name", {name: target for name, target in renamed.items() if name in keys}, by="name")
	return renamed


def _rows(profiles: Sequence[str], party: Party) -> list[dict]:
	return frappe.get_all(
		MATCH,
		filters={"profile": ("in", list(profiles)), "party_type": party[0], "party": party[1]},
		fields=["name", "profile", "status", "decided_by", "decided_at", "score"],
		order_by="name",
	)


def _rank(row: Mapping) -> tuple:
	"""The greater, the more it counts: a person's decision, a link, an open suggestion, the later, the likelier."""
	decided = bool(row["decided_by"]) and row["status"] in ("Confirmed", "Rejected")
	strength = {"Suggested": 1, "Rejected": 2, "Confirmed": 3}.get(row["status"], 0)
	return decided, strength, str(row["decided_at"] or ""), row["score"] or 0, row["name"]


def _drop(lost: Sequence[str], names: Mapping[str, str], keeping: set[str]) -> None:
	"""Deletes matches that lost against another of the same pair; one that was kept without evidence gets theirs."""
	if not lost:
		return
	parents = set(frappe.get_all(EVIDENCE, {"parent": ("in", [*names])}, pluck="parent", order_by="parent"))
	bare = {names[name] for name in keeping - parents}
	heirs: dict[str, str] = {}
	for name in lost:
		if name in parents and names[name] in bare and names[name] not in heirs.values():
			heirs[name] = names[name]
	_set(EVIDENCE, "parent", heirs, by="parent")
	frappe.db.delete(EVIDENCE, {"parent": ("in", [name for name in lost if name not in heirs])})
	frappe.db.delete(MATCH, {"name": ("in", list(lost))})


def _set(
	doctype: str,
	column: str,
	values: Mapping[str, str],
	*,
	by: str,
	where: Mapping | None = None,
	more: Mapping | None = None,
) -> None:
	"""Gives `column` its new value where the column `by` has the old one, all in one statement."""
	if not values:
		return
	table = frappe.qb.DocType(doctype)
	new = Case()
	for old, value in values.items():
		new = new.when(table[by] == old, value)
	query = (
		frappe.qb.update(table).set(table[column], new.else_(table[column])).where(table[by].isin([*values]))
	)
	for field, value in (more or {}).items():
		query = query.set(table[field], value)
	for field, value in (where or {}).items():
		query = query.where(table[field] == value)
	query.run()


def _rewrite_states(profiles: Sequence[str], old: Party, new: Party, names: Mapping[str, str]) -> None:
	"""Undo must lead back to the party under its present name."""
	for row in frappe.get_all(
		MATCH,
		filters={"profile": ("in", list(profiles)), "state_before": ("is", "set")},
		fields=["name", "state_before"],
		order_by="name",
	):
		state = json.loads(row.state_before)
		changed = _rewritten(state, old, new, names)
		if changed != state:  # few: a profile has a handful of decisions
			packed = json.dumps(changed, separators=(",", ":"))
			frappe.db.set_value(MATCH, row.name, "state_before", packed, update_modified=False)


def _rewritten(value: Any, old: Party, new: Party, names: Mapping[str, str]) -> Any:
	"""The same JSON with the party and the names of matches replaced, wherever link columns or names stand."""
	if isinstance(value, dict):
		inner = {names.get(key, key): _rewritten(one, old, new, names) for key, one in value.items()}
		return {**inner, **_link({c: inner[c] for c in LINK_COLUMNS if c in inner}, old, new)}
	if isinstance(value, list):
		inner = [_rewritten(one, old, new, names) for one in value]
		is_link = len(inner) == len(LINK_COLUMNS) and all(
			one is None or isinstance(one, str) for one in inner
		)
		return (
			list(_link(dict(zip(LINK_COLUMNS, inner, strict=True)), old, new).values()) if is_link else inner
		)
	return names.get(value, value) if isinstance(value, str) else value


def _link(columns: Mapping[str, Any], old: Party, new: Party) -> dict[str, Any]:
	"""Link columns with one party replaced by another."""
	found = dict(columns)
	if (columns.get("party_type"), columns.get("party")) == old:
		found.update(party_type=new[0], party=new[1])
		if new[0].lower() in found:
			found[new[0].lower()] = new[1]
	if new[0] == old[0] and columns.get(old[0].lower()) == old[1]:
		found[old[0].lower()] = new[1]
	return found
