"""A record whose keys came or changed wakes the Social Profiles that show one of them.

The record and a page of posts may be written at the same time, and neither transaction sees what the other writes. So
the profiles are looked for in a job, after the record's transaction, and once more when every transaction that was
open then has ended: then among those whose keys are newer. What is still to be done stands on the keys
(`Identity Key.pending_looks`), so that it is not lost with a job. It must not judge: it marks, `recheck` looks.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime

from social_crm_app.identity import index, recheck
from social_crm_app.identity.keys import Key
from social_crm_app.identity.lookup import PROFILE, profiles_waiting_for

PAGE = 500  # keys
# More than any job that stores posts may take (`jobs.enqueue.SYNC_SECONDS`): its page has been committed, or never will.
SECOND_LOOK_AFTER = timedelta(minutes=30)


def waiting() -> bool:
	"""True if profiles with some key are to be looked for now."""
	return bool(_due(limit=1))


def take() -> list[dict]:
	"""Marks the profiles that the next page of keys wakes, to be looked at again (`recheck.take`); returns the keys, none
	when no key is due. Call it first in a transaction, so that it sees all that was committed before, and `done` in the
	next: whoever saves a record locks keys and profiles in any order, so nobody else must hold both."""
	rows = _due(limit=PAGE)
	if rows:
		profiles = profiles_waiting_for({Key(row.key_type, row.key_value) for row in rows})
		if rows[0].pending_looks < index.LOOKS:
			profiles = _with_keys_since(profiles, min(row.modified for row in rows) - SECOND_LOOK_AFTER)
		recheck.mark(profiles)
	return rows


def done(rows: Sequence[Mapping]) -> None:
	"""Notes on the keys that `take` gave that it is done."""
	index.looked([row["name"] for row in rows], rows[0]["pending_looks"])


def _due(limit: int) -> list[dict]:
	"""Keys to be looked for the first time, or, when there is none, the second time; those that waited longest first."""
	fields = ["name", "key_type", "key_value", "pending_looks", "modified"]
	first = {"pending_looks": index.LOOKS}
	second = {"pending_looks": 1, "modified": ("<", now_datetime() - SECOND_LOOK_AFTER)}
	for filters in (first, second):
		if rows := frappe.get_all("Identity Key", filters, fields, order_by="modified", limit=limit):
			return rows
	return []


def _with_keys_since(profiles: Iterable[str], moment: datetime) -> list[str]:
	profiles = list(profiles)
	if not profiles:
		return []
	filters = {
		"reference_doctype": PROFILE, "reference_name": ("in", profiles), "creation": (">=", moment),
	}  # fmt: skip
	return frappe.get_all(
		"Identity Key", filters, pluck="reference_name", distinct=True, order_by="reference_name"
	)
