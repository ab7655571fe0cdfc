"""ERPNext's Service Level Agreement on Mention: when its clock starts, and how long the first answer took.

Everything else (which agreement, the deadline, what counts as answered) is ERPNext's.
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import frappe
from frappe.utils import get_datetime, get_weekdays, getdate, to_timedelta

from erpnext.support.doctype.service_level_agreement.service_level_agreement import (
	get_holidays,
	get_support_days,
	update_agreement_status,
)

if TYPE_CHECKING:
	from frappe.model.document import Document

AGREEMENT = "Service Level Agreement"
MOST_DAYS = 3660  # of waiting that are counted day by day


def start_clock(doc: "Document") -> None:
	"""The person waits since they wrote, not since we pulled it: ERPNext counts from this column if it is set."""
	if not doc.get("service_level_agreement_creation"):
		doc.service_level_agreement_creation = doc.posted_at


def stop_clock(doc: "Document") -> None:
	"""Keeps how long the first answer took: `time_to_first_response`, in seconds of working time."""
	doc.update(_time_taken(doc))


def after_answer(doc: "Document", answered_at: Any) -> dict[str, Any]:
	"""What a first answer changes on a mention that is not saved, because a Workflow stands in the way: the time
	it took and the state of the agreement. {} without an agreement."""
	if not doc.get("service_level_agreement"):
		return {}
	doc.first_responded_on = answered_at
	update_agreement_status(
		doc, frappe.get_cached_value(AGREEMENT, doc.service_level_agreement, "apply_sla_for_resolution")
	)
	return {"agreement_status": doc.agreement_status, **_time_taken(doc)}


def working_seconds(start: datetime, end: datetime, agreement: "Document") -> int:
	"""The agreement's working time between two moments, as ERPNext's `get_expected_time_for` counts it for the
	deadline: hours of the support days, without the days of the Holiday List."""
	hours, holidays = get_support_days(agreement), set(map(getdate, get_holidays(agreement.holiday_list)))
	weekdays, seconds, day = get_weekdays(), 0.0, start.date()
	last = min(end.date(), day + timedelta(days=MOST_DAYS))
	while day <= last:
		open_hours = hours.get(weekdays[day.weekday()])
		if open_hours and day not in holidays:
			opens, closes = (_at(day, clock) for clock in (open_hours.start_time, open_hours.end_time))
			seconds += max((min(end, closes) - max(start, opens)).total_seconds(), 0)
		day += timedelta(days=1)
	return round(seconds)


def _time_taken(doc: "Document") -> dict[str, Any]:
	started, answered = doc.get("service_level_agreement_creation"), doc.get("first_responded_on")
	if not (started and answered and doc.get("service_level_agreement")):
		return {}
	agreement = frappe.get_cached_doc(AGREEMENT, doc.service_level_agreement)
	seconds = working_seconds(get_datetime(started), get_datetime(answered), agreement)
	return {"time_to_first_response": seconds}


def _at(day: date, clock: timedelta | str) -> datetime:
	return datetime.combine(day, time()) + to_timedelta(clock)
