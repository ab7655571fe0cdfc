"""What changes over time: records that get other keys, other names, become another party or disappear, and
authors that change their handle.

Called by the events of all records that a profile can be linked to, and by the pull. Each function does at once
what must not wait (no link to a name that is gone) and leaves the rest to a job: it returns the profiles to look at
again, or marks the keys that are to wake some (`waking`). It writes links through `linker` and `restamp` only, except
for a party's new name, which is no new link.
"""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import escape_html

from social_crm_app import sql
from social_crm_app.identity import (
	former_handles,
	index,
	linker,
	match_moves,
	notes,
	parties,
	recheck,
)
from social_crm_app.identity.restamp import LINK_COLUMNS, restamp

PROFILE = "Social Profile"


def keys_changed(doctype: str, name: str) -> list[str]:
	"""Brings a record's keys up to date. Returns the profiles that a key which is gone, or counts less, had led to this
	record; those that wait for a key which is new are found by `waking`."""
	before = _key_rows(doctype, name)
	index.rekey_party(doctype, [name])
	gone = before - _key_rows(doctype, name)
	return _found_by_rules(doctype, name) if gone else []


def renamed(doctype: str, old: str, new: str) -> None:
	"""A record has a new name, or was merged into another. Its keys wake the profiles that wait for them.

	Frappe has renamed Link fields, and dynamic links as far as it knew of them: it does not look for rows that
	were written in bulk. Nothing here relies on that.
	"""
	_rename_columns(doctype, old, new)
	candidates = match_moves.move((doctype, old), (doctype, new))
	if doctype in parties.PARTY_DOCTYPES:
		_rekey_renamed(doctype, old, new)
	restamp(_profiles_of(doctype, new))
	recheck.unmark(candidates)


def stands_for_changed(doctype: str, name: str) -> None:
	"""A Lead became a Customer, a Contact belongs to somebody else. Its keys wake profiles once more."""
	owners = parties.stand_for([(doctype, name)])[doctype, name]
	party = {(owner.party_type, owner.party) for owner in owners}
	if len(party) == 1 and party != {(doctype, name)}:
		match_moves.move((doctype, name), party.pop())
	linker.refresh({doctype.lower(): name})
	index.wake(doctype, name)


def deleted(doctype: str, name: str) -> list[str]:
	"""A record is being deleted. Returns the profiles to be looked at again.

	Who was this record is nobody; who was somebody else by way of it (a Customer's Contact, the Lead that
	became the Customer) stays that, unless a rule had linked by nothing but its keys.
	"""
	found = _found_by_rules(doctype, name)
	beside = _take_from_beside(doctype, name) if doctype in parties.PARTY_DOCTYPES else []
	index.forget(doctype, name)
	linker.forget_party(doctype, name)
	recheck.unmark(found)
	return sorted({*found, *beside})


def authors_changed(handles: Mapping[str, tuple[str, str]]) -> set[str]:
	"""Profiles (by name: former and present handle) whose keys have changed upstream, the same account all the
	while. A link by a person stays; returns those whose link by rule did not."""
	renamed = {name: former for name, (former, present) in handles.items() if former and former != present}
	notes.add(PROFILE, {name: escape_html(_("was @{0}").format(former)) for name, former in renamed.items()})
	if renamed:
		former_handles.note(renamed)
	linked = frappe.get_all(
		PROFILE,
		filters={"name": ("in", list(handles)), "link_status": "Linked", "link_source": "Rule"},
		pluck="name",
		order_by="name",
	)
	return recheck.recheck(linked) if linked else set()


def _rekey_renamed(doctype: str, old: str, new: str) -> None:
	"""The keys of a renamed record, under its new name."""
	index.forget(doctype, old)
	# A merged record's keys have been renamed in the index too; all are made anew, each once.
	index.forget(doctype, new)
	index.rekey_party(doctype, [new])
	linker.refresh({doctype.lower(): new})


def _take_from_beside(doctype: str, name: str) -> list[str]:
	"""Takes a record off the profiles that are somebody else by way of it; returns them."""
	column = doctype.lower()
	beside = frappe.get_all(
		PROFILE,
		filters={column: name},
		or_filters={"party_type": ("!=", doctype), "party": ("!=", name)},
		pluck="name",
		order_by="name",
	)
	if beside:
		frappe.db.set_value(PROFILE, {"name": ("in", beside)}, column, None, update_modified=False)
		restamp(beside)
	return beside


def _key_rows(doctype: str, name: str) -> set[tuple[str, str]]:
	filters = {"reference_doctype": doctype, "reference_name": name}
	return set(frappe.get_all("Identity Key", filters, ["name", "source"], order_by="name", as_list=True))


def _profiles_of(doctype: str, name: str) -> list[str]:
	"""Names of the profiles that are linked to this record or by way of it."""
	linked = frappe.get_all(PROFILE, {"party_type": doctype, "party": name}, pluck="name", order_by="name")
	if doctype in parties.PARTY_DOCTYPES:
		linked += frappe.get_all(PROFILE, {doctype.lower(): name}, pluck="name", order_by="name")
	return sorted(set(linked))


def _found_by_rules(doctype: str, name: str) -> list[str]:
	"""Profiles that a rule has linked to this record, or by way of it, or suggests it for."""
	through = [[doctype.lower(), "=", name]] if doctype in parties.PARTY_DOCTYPES else []
	suggested = frappe.get_all(
		"Social Profile Match",
		filters={"status": "Suggested"},
		or_filters=[["party", "=", name], *through],
		pluck="profile",
		order_by="name",
	)
	linked = _profiles_of(doctype, name)
	by_rule = (
		frappe.get_all(
			PROFILE, {"name": ("in", linked), "link_source": "Rule"}, pluck="name", order_by="name"
		)
		if linked
		else []
	)
	return sorted({*suggested, *by_rule})


def _rename_columns(doctype: str, old: str, new: str) -> None:
	"""The name where a link shows it: on profiles, and on mentions that were stamped by hand without a profile.
	The mentions of profiles follow by `restamp`, in a job when they are many."""
	of_old = _profiles_of(doctype, old)
	rows = (
		frappe.get_all(PROFILE, {"name": ("in", of_old)}, ["name", *LINK_COLUMNS], order_by="name")
		if of_old
		else []
	)
	column = doctype.lower() if doctype in parties.PARTY_DOCTYPES else ""
	for row in rows:
		if column and row[column] == old:
			row[column] = new
		row.party = new if (row.party_type, row.party) == (doctype, old) else row.party
	sql.upsert(PROFILE, rows, LINK_COLUMNS)
	alone = {"social_profile": ("is", "not set")}
	frappe.db.set_value(
		"Mention", {**alone, "party_type": doctype, "party": old}, "party", new, update_modified=False
	)
	if column:
		frappe.db.set_value("Mention", {**alone, column: old}, column, new, update_modified=False)
