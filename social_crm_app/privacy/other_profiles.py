"""What other people's profiles and candidates say of an erased person: the handle in a bio, a link to the account, a
name to which theirs was compared.

Their profiles are theirs and stay; the person in them is masked, and what rested on it is worked out anew. It must
not touch an account's own handle, address or id, nor what a person decided.
"""

from collections.abc import Iterator

import frappe

from social_crm_app import sql
from social_crm_app.identity import matches, profile_form, recheck
from social_crm_app.identity.keys import handle_key, username_key
from social_crm_app.identity.places import common_place
from social_crm_app.identity.profile_form import platform_key
from social_crm_app.privacy.data_subject import Person
from social_crm_app.privacy.holdings import PROFILE
from social_crm_app.privacy.others import distinct, holders_of_lost
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.traces import holds
from social_crm_app.privacy.words import Marks

PAGE = 500
MATCH, EVIDENCE = "Social Profile Match", "Social Profile Match Evidence"
_TEXTS = ("title", "display_name", "bio", "location", "link_reason")
_LINES = ("links", "attested_links")
_DROPPED = ("website", "email")
_COLUMNS = (*_TEXTS, *_LINES, *_DROPPED)
_OF_MATCH = ("first_evidence", "why", "state_before")
_THROUGH_PROFILES = ("Name", "Username", "Place")  # kinds for which another account is compared with


def mask_profiles(person: Person, report: Report) -> Iterator[None]:
	"""Masks the person in all other profiles, in pages, each complete in itself with its identity keys; those
	profiles are looked at again later."""
	holders, after = holders_of_lost(person), ""
	while person.words and (rows := _profiles_naming(person, after)):
		after = rows[-1].name
		changed = []
		for row in rows:
			moment = None if row.name in holders else row.pop("modified")
			words = person.words_at(moment)
			marks = Marks(words) if row.platform == person.platform else distinct(words)
			if new := _masked(row, marks):
				changed.append(new)
		sql.upsert(PROFILE, changed, _COLUMNS)
		names = [row["name"] for row in changed]
		profile_form.rekey_stored(names)
		recheck.mark(names)
		for name in names:
			frappe.clear_document_cache(PROFILE, name)
		report.add("Social Profile of others", len(names))
		yield


def forget_evidence(person: Person, report: Report) -> None:
	"""Takes out of other people's candidates what came through this account: evidence that names it, and names, user
	names and places that were compared with those of this account. Their suggestions are looked at again later."""
	own = frappe.get_all(MATCH, {"profile": person.name}, ["party_type", "party"], order_by="name")
	found = [*_evidence_naming(person), *_evidence_through(person, {(m.party_type, m.party) for m in own})]
	names = sorted({row.name for row in found})
	if names:
		frappe.db.delete(EVIDENCE, {"name": ("in", names)})
		report.add(EVIDENCE, len(names))
	parents = {row.parent for row in found} | _matches_naming(person)
	touched = frappe.get_all(
		MATCH,
		{"name": ("in", sorted(parents)), "profile": ("!=", person.name)},
		["name", "profile", *_OF_MATCH],
		order_by="name",
	)
	matches.renew_first_evidence([row.name for row in touched])
	_mask_matches(person, touched)
	recheck.mark({row.profile for row in touched})


def _profiles_naming(person: Person, after: str) -> list[dict]:
	table = frappe.qb.DocType(PROFILE)
	return (
		frappe.qb.from_(table)
		.select(table.name, table.platform, table.modified, *[table[column] for column in _COLUMNS])
		.where((table.name > after) & (table.name != person.name) & (table.erased == 0))
		.where(holds([table[column] for column in _COLUMNS], person.words_ever))
		.orderby(table.name)
		.limit(PAGE)
		.run(as_dict=True)
	)


def _masked(row: dict, marks: Marks) -> dict | None:
	"""The row's columns without the person; None if nothing in it is about the person."""
	new = {"name": row.name}
	for column in _TEXTS:
		new[column] = marks.mask(row[column]) if row[column] else row[column]
	for column in _LINES:
		lines = (row[column] or "").splitlines()
		new[column] = "\n".join(line for line in lines if not marks.found_in(line)) if lines else row[column]
	for column in _DROPPED:
		new[column] = "" if marks.found_in(row[column]) else row[column]
	return new if any((new[column] or None) != (row[column] or None) for column in _COLUMNS) else None


def _evidence_naming(person: Person) -> list[dict]:
	"""Evidence of others' matches with the account itself in it, as its key or in a sentence."""
	if not person.words:
		return []
	table, match = frappe.qb.DocType(EVIDENCE), frappe.qb.DocType(MATCH)
	rows = (
		frappe.qb.from_(table)
		.join(match)
		.on(match.name == table.parent)
		.select(table.name, table.parent, table.kind, table.value, table.reason, table.other)
		.where(match.profile != person.name)
		.where(holds([table.value, table.reason, table.other], person.words))
		.run(as_dict=True)
	)
	marks, keys = distinct(person.words), {key.value for key in _keys(person)}
	return [
		row
		for row in rows
		if (row.kind == "Handle" and row.value in keys)
		or any(marks.found_in(text) for text in (row.value, row.reason, row.other))
	]


def _evidence_through(person: Person, parties: set[tuple[str, str]]) -> list[dict]:
	"""Evidence that compares another account with this one, because both were thought to be the same party's."""
	names = sorted({party for _party_type, party in parties})
	if not names:
		return []
	table, match = frappe.qb.DocType(EVIDENCE), frappe.qb.DocType(MATCH)
	rows = (
		frappe.qb.from_(table)
		.join(match)
		.on(match.name == table.parent)
		.select(table.name, table.parent, table.kind, table.value, table.reason, table.other)
		.select(match.party_type, match.party)
		.where(match.party.isin(names) & (match.profile != person.name))
		.where(table.kind.isin(_THROUGH_PROFILES))
		.run(as_dict=True)
	)
	usernames = {key.value for handle in _keys(person) if (key := username_key(handle))}
	return [
		row for row in rows if (row.party_type, row.party) in parties and _is_through(row, person, usernames)
	]


def _is_through(row: dict, person: Person, usernames: set[str]) -> bool:
	if row.kind == "Username":
		return row.value in usernames
	if row.kind == "Place":
		return bool(person.location and common_place(row.value, (person.location,)))
	said = f"{row.other or ''}\n{row.reason or ''}"
	return bool(person.display_name) and person.display_name in said


def _matches_naming(person: Person) -> set[str]:
	table, marks = frappe.qb.DocType(MATCH), distinct(person.words)
	if not marks.words:
		return set()
	rows = (
		frappe.qb.from_(table)
		.select(table.name, *[table[column] for column in _OF_MATCH])
		.where(table.profile != person.name)
		.where(holds([table[column] for column in _OF_MATCH], marks.words))
		.run(as_dict=True)
	)
	return {row.name for row in rows if any(marks.found_in(row[column]) for column in _OF_MATCH)}


def _mask_matches(person: Person, rows: list[dict]) -> None:
	marks = distinct(person.words)
	changed = {}
	for row in rows:
		new = {c: marks.mask(row[c]) for c in ("why", "state_before") if marks.found_in(row[c])}
		if new:
			changed[row.name] = new
	matches.put_back(changed)


def _keys(person: Person) -> list:
	platform = platform_key(person.platform)
	return [key for handle in person.handles if (key := handle_key(platform, handle))]
