"""What somebody looks for in the inbox: the filters of a request, checked, as one value.

Knows names and allowed values. It must not ask the database for mentions nor decide who may see what.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime

from social_crm_app.identity.relationship import GROUPS
from social_crm_app.insight.response_times import OPEN

ALL, MINE, UNASSIGNED, OVERDUE = BOXES = ("all", "mine", "unassigned", "overdue")
ANY = "All"
EQUAL = ("platform", "intent", "sentiment_label", "priority", "social_account", "language")
KEYS = ("box", "group", "status", *EQUAL, "tag", "search")
MOST_WORDS = 8
LONGEST = 140
Position = tuple[datetime, str]  # posted_at and name: where a page ends


@dataclass(frozen=True, slots=True)
class Wanted:
	"""`statuses` is empty for all of them; `equal` are (column, value) pairs; `words` must all be found."""

	box: str = ALL
	group: str = ""
	statuses: tuple[str, ...] = OPEN
	equal: tuple[tuple[str, str], ...] = ()
	tag: str = ""
	words: tuple[str, ...] = ()

	def in_box(self, box: str) -> "Wanted":
		return replace(self, box=box)

	def in_group(self, group: str) -> "Wanted":
		return replace(self, group=group)


def parse(filters: str | Mapping[str, Any]) -> Wanted:
	"""The filters of a request, JSON or read already; raises frappe.ValidationError for what nobody offers."""
	given = cleaned(filters)
	return Wanted(
		box=given.get("box", ALL),
		group=given.get("group", ""),
		statuses=_statuses(given.get("status", OPEN[0])),
		equal=tuple((column, given[column]) for column in EQUAL if column in given),
		tag=given.get("tag", ""),
		words=tuple(given.get("search", "").split()[:MOST_WORDS]),
	)


def cleaned(filters: str | Mapping[str, Any]) -> dict[str, str]:
	"""The same as a dict of those that say something."""
	given = {key: value for key, value in _read(filters).items() if value}
	if unknown := set(given) - set(KEYS):
		frappe.throw(_("The inbox has no filter called {0}.").format(", ".join(sorted(unknown))))
	if given.get("box", ALL) not in BOXES or given.get("group", GROUPS[0]) not in GROUPS:
		frappe.throw(_("The inbox has no such box or group."))
	_statuses(given.get("status", ANY))
	return given


def statuses() -> tuple[str, ...]:
	"""Every status a Mention can have, in the order of its form."""
	options = frappe.get_meta("Mention").get_field("status").options or ""
	return tuple(filter(None, options.split("\n")))


def read_position(token: str) -> Position | None:
	"""Where the page before ended; None for the first page."""
	if not token:
		return None
	at, _bar, name = token.partition("|")
	try:
		moment = get_datetime(at)
	except (ValueError, TypeError, OverflowError):
		moment = None
	if not moment or not name:
		frappe.throw(_("This page of the inbox cannot be found. Please reload."))
	return moment, name


def token_of(position: Position | None) -> str:
	"""The same as text for the next request."""
	return f"{position[0]}|{position[1]}" if position else ""


def _statuses(chosen: str) -> tuple[str, ...]:
	if chosen == ANY:
		return ()
	if chosen == OPEN[0]:
		return OPEN
	if chosen not in statuses():
		frappe.throw(_("A mention has no such status."))
	return (chosen,)


def _read(filters: str | Mapping[str, Any]) -> dict[str, str]:
	"""The filters as texts, none longer than any value can be."""
	try:
		given = json.loads(filters or "{}") if isinstance(filters, str) else filters
	except ValueError:
		given = None
	if not isinstance(given, Mapping):
		frappe.throw(_("These filters cannot be read."))
	return {str(key): str(value or "").strip()[:LONGEST] for key, value in given.items()}
