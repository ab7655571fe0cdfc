"""Takes a person's decision back: what was before it is put back exactly, on profiles, matches and mentions.

Documents that were made meanwhile stay. Only the newest decision about a profile can be taken back, and only
while nothing else has settled who the profile is. It must not check rights, that is done in `api`.
"""

import json
from collections.abc import Mapping

import frappe
from frappe import _

from social_crm_app.identity import matches, states
from social_crm_app.identity.links import locked, say, set_link
from social_crm_app.identity.parties import Pair
from social_crm_app.identity.restamp import LINK_COLUMNS, STAMPED

CHUNK = 1000  # mentions of one statement


def undo(match: str, why: str = "") -> list[str]:
	"""Takes the decision back that was kept on this match; returns the profiles that it concerned.

	Raises frappe.ValidationError when there is none, when a newer one stands on it, when the link has changed
	since, or when the record that the profile was linked to before is gone.
	"""
	match, state = _kept(match)
	profiles = locked(state["profiles"])
	match, state = _kept(match)  # again, now that nobody else can decide
	for name in profiles:
		_check_newest(name, state)
	_check_unchanged(state)
	_check_records(state)
	_put_matches_back(state)
	for name, before in state["profiles"].items():
		set_link(profiles[name], {column: before[column] for column in states.PROFILE_COLUMNS})
		_put_mentions_back(name, before["mentions"])
		say(name, match, _("took the last decision back"), why)
	return list(profiles)


def concerned(match: str) -> list[str]:
	"""The profiles that taking this decision back would change."""
	return list(_kept(match)[1]["profiles"])


def returning(match: str) -> set[Pair]:
	"""The (DocType, name) of the records to which taking this decision back would link a profile or a mention,
	as far as they still exist: `undo` says of the others that they are gone."""
	wanted = _wanted(_kept(match)[1])
	return {(doctype, name) for doctype, names in wanted.items() for name in _held(doctype, names)}


def _kept(match: str) -> tuple[str, dict]:
	"""The match that holds the whole state of the decision, and that state."""
	kept = frappe.db.get_value("Social Profile Match", match, "state_before")
	state = json.loads(kept) if kept else {}
	if "kept_in" in state:
		return _kept(state["kept_in"])
	if not state:
		frappe.throw(_("There is no decision here that could be undone."))
	return match, state


def _check_newest(profile: str, state: Mapping) -> None:
	newest = states.last_decision(profile)
	if newest and newest[1] > state["number"]:
		frappe.throw(
			_("Something newer has been decided about {0}. Undo that first.").format(_title(profile)),
			title=_("Not the Last Decision"),
		)


def _check_unchanged(state: Mapping) -> None:
	now = states.marks(list(state["after"]))
	changed = [name for name, mark in state["after"].items() if now.get(name) != mark]
	if changed:
		frappe.throw(
			_("The link of {0} has been changed since by a rule, another record or the person.").format(
				_title(changed[0])
			),
			title=_("Not Undone"),
		)


def _check_records(state: Mapping) -> None:
	"""What would be linked again must still be there, for the profile and for each mention."""
	for doctype, names in _wanted(state).items():
		if names - _held(doctype, names):
			frappe.throw(
				_("The {0} that was linked before has been deleted, renamed or merged.").format(_(doctype)),
				title=_("Not Undone"),
			)


def _wanted(state: Mapping) -> dict[str, set[str]]:
	"""{DocType: names} of all records that a kept state names as links."""
	links = [[before[c] for c in LINK_COLUMNS] for before in state["profiles"].values()]
	links += [link for before in state["profiles"].values() for link, _names in before["mentions"]]
	wanted: dict[str, set[str]] = {"Customer": set(), "Lead": set(), "Contact": set()}
	for party_type, party, *columns in links:
		if party_type and party:
			wanted.setdefault(party_type, set()).add(party)
		for doctype, name in zip(("Customer", "Lead", "Contact"), columns, strict=True):
			wanted[doctype] |= {name} if name else set()
	return wanted


def _held(doctype: str, names: set[str]) -> set[str]:
	return set(frappe.get_all(doctype, {"name": ("in", list(names))}, pluck="name")) if names else set()


def _put_matches_back(state: Mapping) -> None:
	"""The judgements as they were; a match that was made by the decision itself is only remembered."""
	rows = {name: {**row} for name, row in state["matches"].items()}
	for row in rows.values():
		if "state_before" in row:
			row["state_before"] = states.pack(row["state_before"]) if row["state_before"] else None
	for name in state["decided"]:
		rows.setdefault(name, {"status": "Undone", "state_before": None})
	matches.put_back(rows)


def _put_mentions_back(profile: str, exceptions: list) -> None:
	"""Mentions that said something else than their profile say it again."""
	if not exceptions:
		return
	_stamp_now(profile)
	for link, names in exceptions:
		for start in range(0, len(names), CHUNK):
			frappe.db.set_value(
				"Mention",
				{"name": ("in", names[start : start + CHUNK]), "social_profile": profile},
				dict(zip(LINK_COLUMNS, link, strict=True)),
				update_modified=False,
			)


def _stamp_now(profile: str) -> None:
	"""Does what waits for a job, which would go over the exceptions."""
	row = frappe.db.get_value("Social Profile", profile, [*STAMPED, "restamp_pending"], as_dict=True)
	if not row.pop("restamp_pending"):
		return
	frappe.db.set_value("Mention", {"social_profile": profile}, dict(row), update_modified=False)
	frappe.db.set_value("Social Profile", profile, "restamp_pending", 0, update_modified=False)


def _title(profile: str) -> str:
	return frappe.bold(frappe.utils.escape_html(frappe.db.get_value("Social Profile", profile, "title")))
