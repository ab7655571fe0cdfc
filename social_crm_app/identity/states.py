"""What a person's decision is about to change, read before it and kept small on its match, for `undo`.

Of a profile the link columns; of its matches the judgement; of its mentions only those that say something else
than the profile, so that a profile with 100,000 mentions costs no more than one with ten. Decisions are
numbered per profile. It must not write anything but through `matches`, and never links.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from social_crm_app.identity import matches
from social_crm_app.identity.restamp import LINK_COLUMNS

PROFILE_COLUMNS = (
	*LINK_COLUMNS, "link_status", "link_source", "link_reason", "kept_out", "verified_purchaser",
)  # fmt: skip
JUDGEMENT = ("status", "decided_by", "decided_at", "why", "customer", "lead", "contact")
DEEPEST = 20  # decisions on one and the same pair that can be undone one after the other

_DIFFERS = " OR ".join(f"NOT (m.`{column}` <=> p.`{column}`)" for column in LINK_COLUMNS)
Packed = dict[str, Any]


@dataclass(frozen=True, slots=True)
class State:
	"""`profiles`: by name their columns and `mentions`, [[link columns, mention names], ...] of those that say
	something else; `matches`: by name their judgement and `state_before`; `number` of the decision to come."""

	profiles: dict[str, Packed]
	matches: dict[str, Packed]
	number: int


def before(profiles: Collection[str]) -> State:
	"""The state of these profiles, whose rows the caller has locked."""
	rows = frappe.get_all(
		"Social Profile",
		filters={"name": ("in", list(profiles))},
		fields=["name", *PROFILE_COLUMNS, "restamp_pending"],
		order_by="name",
	)
	exceptions = _exceptions([row.name for row in rows if not row.restamp_pending])
	of_profiles = {
		row.name: {
			**{column: row[column] for column in PROFILE_COLUMNS},
			"mentions": exceptions.get(row.name, []),
		}
		for row in rows
	}
	held = _matches(profiles)
	numbers = [kept["number"] for row in held.values() if (kept := row["state_before"])]
	return State(of_profiles, held, max(numbers, default=0) + 1)


def keep(state: State, decided: Mapping[str, str]) -> None:
	"""Keeps the state on the matches (by profile) that were decided: whole on the first one, the others refer
	to it. Call it when the decision has been written."""
	names = list(decided.values())
	packed = {
		"number": state.number,
		"profiles": state.profiles,
		"after": marks(list(decided)),
		"decided": names,
		"matches": {name: _row_to_keep(row, name in names) for name, row in state.matches.items()},
	}
	matches.put_back({names[0]: {"state_before": pack(packed)}})
	reference = pack({"number": state.number, "kept_in": names[0]})
	matches.put_back({name: {"state_before": reference} for name in names[1:]})


def marks(profiles: Collection[str]) -> dict[str, list]:
	"""By profile what tells whether somebody or something else has decided about it since: linked or not, by
	whom, kept out or not, and when a person last decided about one of its matches."""
	rows = frappe.get_all(
		"Social Profile",
		filters={"name": ("in", list(profiles))},
		fields=["name", "link_status", "link_source", "kept_out"],
		order_by="name",
	)
	decided = dict.fromkeys(profiles, "")
	for match in frappe.get_all(
		"Social Profile Match",
		filters={"profile": ("in", list(profiles)), "decided_at": ("is", "set"), "status": ("!=", "Undone")},
		fields=["profile", "decided_at"],
		order_by="name",
	):
		decided[match.profile] = max(decided[match.profile], str(match.decided_at))
	return {
		row.name: [
			row.link_status == "Linked", row.link_source or "", row.kept_out or "", decided[row.name],
		]
		for row in rows
	}  # fmt: skip


def last_decision(profile: str) -> tuple[str, int] | None:
	"""The match of the newest decision about a profile that can be undone, and its number."""
	numbers = {
		name: kept["number"] for name, row in _matches([profile]).items() if (kept := row["state_before"])
	}
	return max(numbers.items(), key=lambda item: item[1]) if numbers else None


def pack(state: Packed) -> str:
	return json.dumps(state, default=str, separators=(",", ":"))


def shallow(state: Packed | None, depth: int = DEEPEST) -> Packed | None:
	"""A kept state without what lies more than `depth` decisions on the same pair back."""
	if not state or "decided" not in state:
		return state
	if depth <= 1:
		return None
	rows = {
		name: {**row, "state_before": shallow(row["state_before"], depth - 1)}
		if "state_before" in row
		else row
		for name, row in state["matches"].items()
	}
	return {**state, "matches": rows}


def _row_to_keep(row: Packed, was_decided: bool) -> Packed:
	"""The judgement; of a match that was decided now also the state before its decision before."""
	kept = {column: row[column] for column in JUDGEMENT}
	return {**kept, "state_before": shallow(row["state_before"])} if was_decided else kept


def _matches(profiles: Collection[str]) -> dict[str, Packed]:
	rows = frappe.get_all(
		"Social Profile Match",
		filters={"profile": ("in", list(profiles))},
		fields=["name", *JUDGEMENT, "state_before"],
		order_by="name",
	)
	return {
		row.pop("name"): {**row, "state_before": json.loads(row.state_before) if row.state_before else None}
		for row in rows
	}


def _exceptions(profiles: Collection[str]) -> dict[str, list]:
	"""By profile the mentions that say something else, grouped by what they say. A profile whose mentions still
	wait to be stamped has none: what they say now is not meant to stay."""
	grouped: dict[str, dict[tuple, list[str]]] = defaultdict(lambda: defaultdict(list))
	columns = ", ".join(f"m.`{column}`" for column in LINK_COLUMNS)
	for (
		profile,
		name,
		*link,
	) in frappe.db.sql(  # a join with null-safe comparison: no query builder can say it
		f"SELECT m.`social_profile`, m.`name`, {columns} FROM `tabMention` m "
		f"JOIN `tabSocial Profile` p ON p.`name` = m.`social_profile` "
		f"WHERE p.`name` IN %(profiles)s AND ({_DIFFERS}) ORDER BY m.`name`",
		{"profiles": list(profiles) or [""]},
	):
		grouped[profile][tuple(link)].append(name)
	return {
		profile: [[list(link), names] for link, names in grouped[profile].items()] for profile in profiles
	}
