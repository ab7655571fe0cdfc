"""How fast people were answered, by their Service Level Agreements: the list of breaches, and of what was in time."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import fmt_money

from social_crm_app.insight import response_times
from social_crm_app.insight.columns import column, party_cells, party_columns, period, text
from social_crm_app.insight.response_times import BREACHES, DUE, FAILED, FULFILLED, OVERDUE, STATES
from social_crm_app.insight.visible import visible_records

MONTHS = 1
MOST = 1000
DAYS, WEEKS = 35, 200  # as many days are shown one by one, or by the week; more by the month
_COLOURS = {FULFILLED: "green", FAILED: "red", OVERDUE: "orange", DUE: "blue"}


def execute(filters: Mapping | None = None):
	frappe.has_permission("Mention", "read", throw=True)
	wanted = _wanted(frappe._dict(filters or {}))
	tally = response_times.tally(wanted)
	rows = response_times.mentions(wanted, MOST)
	seen = visible_records(map(_party, rows))
	total = sum(day.mentions for day in tally)
	return (
		_columns(),
		[_row(row, seen) for row in rows],
		_note(total),
		_chart(tally, wanted),
		_summary(tally, wanted),
	)


def _wanted(filters: Mapping) -> response_times.Wanted:
	since, until = period(filters, MONTHS)
	return response_times.Wanted(
		since,
		until,
		{name: filters[name] for name in ("company", "platform") if filters.get(name)},
		state=filters.get("state") or "",
		only_breaches=bool(frappe.utils.cint(filters.get("only_breaches"))),
		customer_group=filters.get("customer_group") or "",
		person=filters.get("assignee") or "",
	)


def _party(row: Mapping) -> tuple[str | None, str | None]:
	return ("Customer", row["customer"]) if row["customer"] else (row["party_type"], row["party"])


def _row(row: Mapping, seen: set) -> dict:
	return {
		"mention": row["name"],
		"title": text(row["title"]),
		"author": text(row["author_name"] or row["author_handle"]),
		**{name: row[name] for name in ("platform", "posted_at", "response_by", "first_responded_on")},
		**party_cells(*_party(row), seen),
		"priority": text(_(row["priority"] or "")),
		"agreement": text(row["service_level_agreement"]),
		"time_to_first_response": row["time_to_first_response"] if row["first_responded_on"] else None,
		"state": _(row["state"]),
		"state_key": row["state"],
		"status": _(row["status"]),
		"assigned": text(", ".join(json.loads(row["_assign"] or "[]"))),
		"replied_by": text(row["replied_by"]),
	}


def _columns() -> list[dict]:
	moment = {"fieldtype": "Datetime", "width": 150}
	return [
		column("mention", _("Mention"), "Link", 170, options="Mention"),
		column("title", _("Title"), width=240),
		column("author", _("Author"), width=140),
		column("platform", _("Platform"), width=100),
		*party_columns(_("Who It Is")),
		column("state", _("State"), width=100),
		column("priority", _("Priority"), width=90),
		column("posted_at", _("Posted At"), **moment),
		column("response_by", _("Response By"), **moment),
		column("first_responded_on", _("First Responded On"), **moment),
		column("time_to_first_response", _("Time to First Response"), "Duration", 150),
		column("status", _("Status"), width=90),
		# No Links: Frappe empties a report for readers who may not read such a DocType
		column("assigned", _("Assigned To"), width=160),
		column("replied_by", _("Answered By"), width=160),
		column("agreement", _("Service Level Agreement"), width=170),
	]


def _note(total: int) -> str | None:
	if total <= MOST:
		return None
	return _(
		"The newest {0} of {1} mentions are listed. The figures and the chart count all of them."
	).format(fmt_money(MOST, precision=0), fmt_money(total, precision=0))


def _summary(tally: list[dict], wanted: response_times.Wanted) -> list[dict]:
	states = Counter()
	for day in tally:
		states[day.state] += day.mentions
	answered, breached = states[FULFILLED] + states[FAILED], sum(states[one] for one in BREACHES)
	judged = states[FULFILLED] + breached
	median = response_times.median_seconds(wanted)
	cards = [
		(sum(states.values()), _("Mentions"), "Int", None),
		(answered, _("Answered"), "Int", None),
		(breached, _("Breached"), "Int", "Red" if breached else "Green"),
	]
	if judged:
		cards.append((round(100 * states[FULFILLED] / judged), _("Answered in Time (%)"), "Int", None))
	if median is not None:
		cards.append((round(median), _("Median Time to First Response"), "Duration", None))
	return [
		{"value": value, "label": label, "datatype": datatype, **({"indicator": colour} if colour else {})}
		for value, label, datatype, colour in cards
	]


def _chart(tally: list[dict], wanted: response_times.Wanted) -> dict | None:
	if not tally:
		return None
	days = (wanted.until - wanted.since).days
	counts = Counter()
	for day in tally:
		counts[_bucket(day.day, days), day.state] += day.mentions
	buckets = sorted({bucket for bucket, _state in counts})
	return {
		"type": "bar",
		"data": {
			"labels": [frappe.utils.formatdate(bucket) for bucket in buckets],
			"datasets": [
				{"name": _(state), "values": [counts[bucket, state] for bucket in buckets]}
				for state in STATES
			],
		},
		"colors": [_COLOURS[state] for state in STATES],
		"barOptions": {"stacked": 1},
		"fieldtype": "Int",
	}


def _bucket(day: date, days: int) -> date:
	"""The day itself, the Monday of its week or the first of its month."""
	if days <= DAYS:
		return day
	return day - timedelta(days=day.weekday()) if days <= WEEKS else day.replace(day=1)
