"""How long things are kept: once a night, in pages, what is past its time goes. Settings say the days, 0 = never.

Four classes: the raw payload; text and names of all mentions; text and names of people who belong to no
record; the evidence of refused candidates. One round walks Mention and Social Profile by primary key, which
needs no index that a pull would have to write, and keeps a bookmark: a round that is stopped or runs out of
time goes on the next night. It must not remove what a person still works with (see `due`).
"""

import json
from collections import Counter
from collections.abc import Iterator
from time import monotonic

import frappe
from frappe import _
from frappe.utils import format_datetime, now_datetime

from social_crm_app import connectors
from social_crm_app.identity import index, matches
from social_crm_app.privacy import due, holdings, mentions, traces
from social_crm_app.privacy.holdings import PAGE, PROFILE
from social_crm_app.privacy.report import Report

SETTINGS = "Social CRM Settings"
SECONDS = 1800  # of one night
WALK_PAGE = 5000
_STEPS = ("Mention", PROFILE, "Social Profile Match")


def run(seconds: float = SECONDS) -> dict[str, int]:
	"""One night's work: {class: rows} of the round so far. Commits after each page."""
	limits = due.cutoffs()
	if not limits:
		return {}
	state = _load()
	stop_at = monotonic() + seconds
	for counts in _round(state, limits):
		state["counts"] = dict(Counter(state["counts"]) + Counter(counts))
		_save(state)
		if monotonic() > stop_at:
			return state["counts"]
	_finish(state)
	return state["counts"]


def preview() -> dict[str, int]:
	"""What the next full round would remove: {class: rows}, only for classes that are switched on."""
	found = {}
	for name, cutoff in due.cutoffs().items():
		for doctype, condition in due.CONDITIONS[name].items():
			table = frappe.qb.DocType(doctype)
			rows = frappe.qb.from_(table).select(table.name).where(condition(table, cutoff))
			counted = frappe.qb.from_(rows).select(frappe.query_builder.functions.Count("*")).run()
			found[name] = found.get(name, 0) + counted[0][0]
	return found


def _round(state: dict, limits: dict) -> Iterator[Counter]:
	"""Goes on where `state` says, and keeps it in step; yields what each page removed. A page that is stopped
	half way is walked again: what is gone is not due any more."""
	for step in _STEPS[state["step"] :]:
		for first, last in _ranges(step, state["after"]):
			yield from _clear(step, first, last, limits)
			state["after"] = last
			yield Counter()
		state.update(step=state["step"] + 1, after="")


def _ranges(doctype: str, after: str) -> Iterator[tuple[str, str]]:
	"""(after, last) bounds of WALK_PAGE names each."""
	table = frappe.qb.DocType(doctype)
	while True:
		names = (
			frappe.qb.from_(table)
			.select(table.name)
			.where(table.name > after)
			.orderby(table.name)
			.limit(WALK_PAGE)
			.run(pluck=True)
		)
		if not names:
			return
		yield after, names[-1]
		after = names[-1]


def _clear(doctype: str, after: str, last: str, limits: dict) -> Iterator[Counter]:
	for name, cutoff in limits.items():
		condition = due.CONDITIONS[name].get(doctype)
		names = _due(doctype, condition, cutoff, after, last) if condition else []
		for start in range(0, len(names), PAGE):
			page = names[start : start + PAGE]
			_REMOVE[name, doctype](page)
			yield Counter({name: len(page)})


def _due(doctype: str, condition, cutoff, after: str, last: str) -> list[str]:
	table = frappe.qb.DocType(doctype)
	return (
		frappe.qb.from_(table)
		.select(table.name)
		.where((table.name > after) & (table.name <= last))
		.where(condition(table, cutoff))
		.run(pluck=True)
	)


def _remove_raw(names: list[str]) -> None:
	"""The payload goes, but for the ids without which the platform could not be asked about the post again."""
	rows = frappe.get_all("Mention", {"name": ("in", names)}, ["name", "platform", "raw"], order_by="name")
	kept = {row.name: {"raw": _needed(row)} for row in rows}
	frappe.db.bulk_update("Mention", kept, update_modified=False)


def _needed(mention: dict) -> str | None:
	fields = connectors.get(mention.platform).raw_kept if mention.platform in connectors.labels() else ()
	try:
		raw = json.loads(mention.raw) if fields else {}
	except ValueError:  # a payload that was too large is cut
		return None
	found = {field: raw[field] for field in fields if field in raw} if isinstance(raw, dict) else {}
	return json.dumps({"kept": True, **found}) if found else None


def _remove_words(names: list[str]) -> None:
	mentions.blank_words(names, Report())


def _remove_strangers(profiles: list[str]) -> None:
	"""The profile goes, its mentions become numbers. Unlike an erasure, the account may come again."""
	report = Report()
	while names := _their_mentions(profiles):
		mentions.erase(names, report)
		frappe.db.set_value("Mention", {"name": ("in", names)}, "social_profile", None, update_modified=False)
	matches = frappe.get_all("Social Profile Match", {"profile": ("in", profiles)}, pluck="name")
	traces.remove("Social Profile Match", matches, report)
	frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", matches or [""])})
	frappe.db.delete("Social Profile Match", {"name": ("in", matches or [""])})
	index.rekey_profiles({profile: () for profile in profiles})
	traces.remove(PROFILE, profiles, report)
	frappe.db.delete("Social Consent Log", {"parent": ("in", profiles), "parenttype": PROFILE})
	frappe.db.delete(PROFILE, {"name": ("in", profiles)})


def _their_mentions(profiles: list[str]) -> list[str]:
	return frappe.get_all(
		"Mention",
		{"social_profile": ("in", profiles)},
		pluck="name",
		order_by="posted_at",
		limit=holdings.PAGE,
	)


_REMOVE = {
	("raw", "Mention"): _remove_raw,
	("text", "Mention"): _remove_words,
	("strangers", "Mention"): _remove_words,
	("strangers", PROFILE): _remove_strangers,
	("rejected", "Social Profile Match"): matches.forget_evidence,
}


def _load() -> dict:
	kept = frappe.db.get_single_value(SETTINGS, "retention_cursor")
	return json.loads(kept) if kept else {"step": 0, "after": "", "counts": {}}


def _save(state: dict) -> None:
	frappe.db.set_single_value(SETTINGS, "retention_cursor", json.dumps(state), update_modified=False)
	frappe.db.commit()  # nosemgrep - a page and its bookmark together: the round can be killed and resumed


def _finish(state: dict) -> None:
	counts = ", ".join(f"{due.label(name)}: {number}" for name, number in state["counts"].items() if number)
	frappe.db.set_single_value(
		SETTINGS,
		{
			"retention_cursor": None,
			"retention_report": f"{format_datetime(now_datetime())} - {counts or _('nothing was due')}",
		},
		update_modified=False,
	)
	frappe.db.commit()  # nosemgrep - the end of the round
