"""What is overdue and what was answered late: the one definition for the report, the list and the inbox.

A deadline is ERPNext's own `response_by`, a first answer its `first_responded_on`. Reads only; must not set
deadlines nor say what an answer is. What is counted are mentions with a deadline that are answered or still open.
"""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from pypika import Case, Criterion
from pypika.queries import Table
from pypika.terms import ValueWrapper

import frappe
from frappe.utils import get_datetime, now_datetime

from social_crm_app.insight.visible import readable

FULFILLED, FAILED, OVERDUE, DUE = "Fulfilled", "Failed", "Overdue", "Due"
STATES = (FULFILLED, FAILED, OVERDUE, DUE)
BREACHES = (FAILED, OVERDUE)
OPEN = ("Open", "Waiting")  # nobody waits for an answer to what was closed or ignored

# Every number of the report comes out of this index, without a look at the mentions themselves
INDEX = "response_times_index"
INDEXED = (
	"posted_at", "response_by", "first_responded_on", "status", "time_to_first_response", "company", "platform",
	"private",
)  # fmt: skip
_SHOWN = (
	"name", "title", "author_name", "author_handle", "platform", "status", "priority", "posted_at", "party_type",
	"party", "customer", "service_level_agreement", "response_by", "first_responded_on", "time_to_first_response",
	"replied_by", "_assign",
)  # fmt: skip

# What a condition means: in a query, and of one value
_IN_QUERY = {
	"in": lambda field, value: field.isin(value),
	"<": lambda field, value: field < value,
	"is": lambda field, value: field.isnull() if value == "not set" else field.isnotnull(),
}
_OF_VALUE = {
	"in": lambda value, wanted: value in wanted,
	"<": lambda value, limit: bool(value) and get_datetime(value) < limit,
	"is": lambda value, wanted: bool(value) == (wanted == "set"),
}


def overdue_filters(now: datetime | None = None) -> list[list]:
	"""Nobody has answered, the time for it is over, and somebody still should: as filters of a list of Mentions."""
	# In Frappe's lists an empty date is earlier than any other, so these name the agreement that sets it as well.
	return [["service_level_agreement", "is", "set"], *_conditions(now)]


def overdue(mention: Table, now: datetime | None = None) -> Criterion:
	"""The same as a condition on the Mention table of a query."""
	return Criterion.all(
		_IN_QUERY[operator](mention[field], value) for field, operator, value in _conditions(now)
	)


def is_overdue(row: Mapping[str, Any], now: datetime | None = None) -> bool:
	"""The same of one row with its status, response_by and first_responded_on."""
	return all(_OF_VALUE[operator](row[field], value) for field, operator, value in _conditions(now))


def failed(mention: Table) -> Criterion:
	"""Somebody has answered, but too late."""
	return mention.first_responded_on > mention.response_by


def state(mention: Table, now: datetime | None = None) -> Case:
	"""One of STATES, or nothing: without a deadline, or closed and ignored without an answer."""
	is_due = mention.status.isin(OPEN) & mention.response_by.isnotnull() & mention.first_responded_on.isnull()
	return (
		Case()
		.when(failed(mention), ValueWrapper(FAILED))
		.when(mention.first_responded_on <= mention.response_by, ValueWrapper(FULFILLED))
		.when(overdue(mention, now), ValueWrapper(OVERDUE))
		.when(is_due, ValueWrapper(DUE))
	)


@dataclass(frozen=True, slots=True)
class Wanted:
	"""Mentions posted between two days (inclusive). `equal`: columns and their values; `state`: one of STATES;
	`customer_group`: with all below it; `person`: has it now, or has answered."""

	since: date
	until: date
	equal: Mapping[str, str] = field(default_factory=dict)
	state: str = ""
	only_breaches: bool = False
	customer_group: str = ""
	person: str = ""
	now: datetime = field(default_factory=now_datetime)


def mentions(wanted: Wanted, limit: int) -> list[dict]:
	"""The newest ones that the user may read, with their `state`."""
	where, values = _where(wanted)
	# Names first: they come out of INDEX alone. Raw SQL: the user's permissions are SQL
	names = frappe.db.sql(  # nosemgrep
		f"SELECT `name` FROM {_table(wanted)} WHERE {where} ORDER BY `posted_at` DESC LIMIT %(limit)s",
		{**values, "limit": limit},
		pluck=True,
	)
	mention = frappe.qb.DocType("Mention")
	columns = [mention[column] for column in _SHOWN]
	query = frappe.qb.from_(mention).select(*columns, state(mention, wanted.now).as_("state"))
	return (
		query.where(mention.name.isin(names or [""]))
		.orderby(mention.posted_at, order=frappe.qb.desc)
		.run(as_dict=True)
	)


def tally(wanted: Wanted) -> list[dict]:
	"""{day, state, mentions}: how many there are."""
	where, values = _where(wanted)
	# Raw SQL: as above
	return frappe.db.sql(  # nosemgrep
		f"""SELECT DATE(`posted_at`) AS `day`, {_state(wanted)} AS `state`, COUNT(*) AS `mentions`
		FROM {_table(wanted)} WHERE {where} GROUP BY `day`, `state` ORDER BY `day`""",
		values,
		as_dict=True,
	)


def median_seconds(wanted: Wanted) -> float | None:
	"""The median time to the first answer, in whole minutes as seconds; None if nobody was answered."""
	where, values = _where(wanted)
	# Raw SQL: as above. By the minute, because to sort all of them takes ten times as long
	minutes = frappe.db.sql(  # nosemgrep
		f"""SELECT FLOOR(`time_to_first_response` / 60) AS `minute`, COUNT(*) FROM {_table(wanted)}
		WHERE {where} AND `time_to_first_response` IS NOT NULL GROUP BY `minute` ORDER BY `minute`""",
		values,
	)
	count = sum(mentions for _minute, mentions in minutes)
	if not count:
		return None
	upto = list(accumulate(mentions for _minute, mentions in minutes))
	lower, upper = (minutes[bisect_left(upto, rank)][0] for rank in ((count + 1) // 2, count // 2 + 1))
	return float(lower + upper) / 2 * 60


def _table(wanted: Wanted) -> str:
	"""The planner would rather read a company's mentions one by one; only few are a person's or a group's."""
	is_narrow = wanted.customer_group or wanted.person
	return "`tabMention`" if is_narrow else f"`tabMention` FORCE INDEX (`{INDEX}`)"


def _where(wanted: Wanted) -> tuple[str, dict[str, Any]]:
	mention = frappe.qb.DocType("Mention")
	counted = mention.response_by.isnotnull() & (
		mention.first_responded_on.isnotnull() | mention.status.isin(OPEN)
	)
	parts = ["`posted_at` >= %(since)s AND `posted_at` < %(after)s", _sql(counted), readable("Mention")]
	values = {"since": wanted.since, "after": wanted.until + timedelta(days=1), **wanted.equal}
	parts += [f"`{column}` = %({column})s" for column in wanted.equal]
	if wanted.only_breaches:
		parts.append(_sql(failed(mention) | overdue(mention, wanted.now)))
	if wanted.state:
		parts.append(f"{_state(wanted)} = %(state)s")
		values["state"] = wanted.state
	if wanted.customer_group:
		# A group says something only of customers that the user may read
		parts.append(
			f"`customer` IN (SELECT `name` FROM `tabCustomer` WHERE `customer_group` IN %(groups)s AND {readable('Customer')})"
		)
		values["groups"] = _with_below("Customer Group", wanted.customer_group)
	if wanted.person:
		parts.append("(`_assign` LIKE %(assigned)s OR `replied_by` = %(person)s)")
		values |= {"assigned": f'%"{wanted.person}"%', "person": wanted.person}
	return " AND ".join(f"({part})" for part in parts), values


def _state(wanted: Wanted) -> str:
	return _sql(state(frappe.qb.DocType("Mention"), wanted.now))


def _sql(term: Criterion | Case) -> str:
	return term.get_sql(quote_char="`")


def _with_below(doctype: str, name: str) -> list[str]:
	return [name, *frappe.db.get_descendants(doctype, name)]


def _conditions(now: datetime | None) -> list[list]:
	return [
		["status", "in", list(OPEN)],
		["response_by", "<", now or now_datetime()],
		["first_responded_on", "is", "not set"],
	]
