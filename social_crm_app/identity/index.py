"""The key table: the only writer of Identity Key.

Every key that a party or a profile holds is one row, so that a look-up costs the same with a thousand
customers as with a million. It must not judge: who somebody is gets decided in `resolver`.
"""

from collections.abc import Iterable, Mapping

import frappe

from social_crm_app import sql
from social_crm_app.identity import parties, staff
from social_crm_app.identity.keys import ON_RECORD, Key, ProfileKey
from social_crm_app.identity.naming import name_for

PROFILE = "Social Profile"
LOOKS = 2  # how often a new key of a record wakes profiles (`waking`)


def rekey_party(doctype: str, names: Iterable[str]) -> set[Key]:
	"""Brings the keys of these Leads, Customers or Contacts up to date; returns the keys that are new, or that the
	record comes by in another way. They are to wake the profiles that show them."""
	names = list(names)
	wanted = {
		(row.name, key): (0, source)
		for row in parties.read(doctype, names)
		for key, source in parties.keys(doctype, row).items()
	}
	return _replace(doctype, names, wanted)


def rekey_staff(doctype: str, names: Iterable[str]) -> set[Key]:
	"""Brings the keys of these Users or Employees up to date; returns the keys that came or went. Who is not
	(or no longer) on the staff holds none."""
	names = list(names)
	before = _held_keys(doctype, names)
	_replace(
		doctype,
		names,
		{
			(row.name, key): (0, ON_RECORD)
			for row in staff.read(doctype, names)
			for key in staff.keys(doctype, row)
		},
	)
	return {key for _name, key in before ^ _held_keys(doctype, names)}


def rekey_profiles(profiles: Mapping[str, Iterable[ProfileKey]]) -> set[Key]:
	"""Brings the keys of these Social Profiles (by name) up to date; returns the keys that are new or changed."""
	wanted = {
		(name, held.key): (int(held.attested), held.source)
		for name, keys in profiles.items()
		for held in keys
	}
	return _replace(PROFILE, list(profiles), wanted)


def add_profile_keys(profiles: Mapping[str, Iterable[ProfileKey]]) -> None:
	"""Adds keys of profiles that are known to have none of these yet; keeps all others."""
	sql.insert_missing(
		"Identity Key",
		[
			_row(PROFILE, name, held.key, int(held.attested), held.source)
			for name, keys in profiles.items()
			for held in keys
		],
	)


def forget(doctype: str, name: str) -> set[Key]:
	"""Removes all keys of a record that is being deleted; returns them."""
	held = {key for _name, key in _held_keys(doctype, [name])}
	frappe.db.delete("Identity Key", {"reference_doctype": doctype, "reference_name": name})
	return held


def wake(doctype: str, name: str) -> None:
	"""Has the keys of a record wake profiles once more: it stands for another party now."""
	frappe.db.set_value(
		"Identity Key",
		{"reference_doctype": doctype, "reference_name": name},
		"pending_looks",
		LOOKS,
		update_modified=False,
	)


def looked(names: Iterable[str], pending: int) -> None:
	"""Notes on these keys (by name) that profiles were looked for, unless somebody has done so meanwhile. `pending`
	are the looks that there were still to be taken."""
	frappe.db.set_value(
		"Identity Key", {"name": ("in", list(names)), "pending_looks": pending}, "pending_looks", pending - 1
	)


def profile_keys(names: Iterable[str]) -> dict[str, list[ProfileKey]]:
	"""The stored keys of these Social Profiles; a profile without keys has an empty list."""
	found: dict[str, list[ProfileKey]] = {name: [] for name in names}
	for row in _rows(PROFILE, found):
		key = Key(row.key_type, row.key_value)
		found[row.reference_name].append(ProfileKey(key, row.source, bool(row.attested)))
	return found


def _replace(doctype: str, names: list[str], wanted: Mapping[tuple[str, Key], tuple[int, str]]) -> set[Key]:
	if not names:
		return set()
	held = {(r.reference_name, Key(r.key_type, r.key_value)): r for r in _rows(doctype, names)}
	gone = [r.name for pair, r in held.items() if wanted.get(pair) != (int(r.attested), r.source)]
	if gone:
		frappe.db.delete("Identity Key", {"name": ("in", gone)})
	new = [pair for pair, mark in wanted.items() if pair not in held or held[pair].name in set(gone)]
	sql.insert_missing("Identity Key", [_row(doctype, name, key, *wanted[name, key]) for name, key in new])
	return {key for _name, key in new}


def _held_keys(doctype: str, names: Iterable[str]) -> set[tuple[str, Key]]:
	return {(row.reference_name, Key(row.key_type, row.key_value)) for row in _rows(doctype, names)}


def _rows(doctype: str, names: Iterable[str]) -> list[dict]:
	return frappe.get_all(
		"Identity Key",
		filters={"reference_doctype": doctype, "reference_name": ("in", list(names))},
		fields=["name", "key_type", "key_value", "attested", "source", "reference_name"],
		order_by="name",
	)


def _row(doctype: str, name: str, key: Key, attested: int, source: str) -> dict:
	return {
		"name": name_for(f"{key.type}|{key.value}|{doctype}|{name}"),
		"key_type": key.type,
		"key_value": key.value,
		"attested": attested,
		"source": source,
		"pending_looks": 0 if doctype == PROFILE else LOOKS,
		"reference_doctype": doctype,
		"reference_name": name,
	}
