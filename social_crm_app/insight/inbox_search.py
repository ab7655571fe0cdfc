"""Which mentions an inbox page shows: keyset paging over indexes, never over everything there is.

Newest first, in the order (posted_at, name). Whatever an index answers (status, group) is walked along that index.
What no index answers (words, tags, rights, nobody assigned) is looked for in windows of the newest rows until the
page is full or the time is up; then it says until when it has looked, and the next page goes on from there. Small
sets that are known by other means (my ToDos, what is overdue, a tag) are looked up whole instead. Returns names
only; `inbox` reads what is shown of them.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import frappe
from frappe.utils import now_datetime

from social_crm_app.insight.inbox_filters import MINE, OPEN, OVERDUE, UNASSIGNED, Position, Wanted, statuses
from social_crm_app.insight.visible import readable

WINDOWS = (1_000, 2_000, *(4_000,) * 25)  # rows looked through for one page, as long as there is time
SECONDS = 0.12  # no further window is begun after that
FEW = 2_000  # a set of so many mentions is looked up whole
GROUP_INDEX = "relationship_status_posted_at_index"
OVERDUE_INDEX = "status_first_responded_on_response_by_index"
# Where all statuses are wanted, the filter that leaves least is walked along
_ALONG = ("social_account", "intent", "sentiment_label", "platform")
_BEYOND = "`posted_at` <= %(at)s AND (`posted_at` < %(at)s OR `name` < %(name)s)"
_WITHIN = "`posted_at` >= %(end)s AND (`posted_at` > %(end)s OR `name` >= %(end_name)s)"
_NEWEST = "ORDER BY `posted_at` DESC, `name` DESC"


@dataclass(frozen=True, slots=True)
class Found:
	"""`positions` of the mentions, newest first; `next` is where to go on, None at the end; `until` is the moment
	back to which was looked, if the time was up before the page was full."""

	positions: list[Position]
	next: Position | None
	until: datetime | None


@dataclass(frozen=True, slots=True)
class _Stream:
	"""One index and the values of its first columns: its rows come in the order of a page."""

	index: str
	equal: tuple[tuple[str, str], ...] = ()


class Finder:
	"""Finds mentions for the current user; what is the same for several questions is asked once."""

	def __init__(self) -> None:
		self.rights = readable("Mention")
		self.now = now_datetime()
		self._few: dict[tuple, list[str] | None] = {}

	def find(
		self, wanted: Wanted, after: Position | None, limit: int, windows: Sequence[int] | None = None
	) -> Found:
		"""Up to `limit` mentions beyond `after`."""
		wanted = _narrowed(wanted)
		if wanted is None:
			return Found([], None, None)
		names = self._known(wanted)
		if names is not None:
			rows = self._among(names, wanted, after, limit + 1) if names else []
			return _full(rows, limit) or Found(rows, None, None)
		return self._walk(wanted, after, limit, windows or WINDOWS)

	def _walk(self, wanted: Wanted, after: Position | None, limit: int, windows: Sequence[int]) -> Found:
		along, deadline = _streams(wanted), time.monotonic() + SECONDS
		rows: list[Position] = []
		for size in windows:
			end = self._end(along, after, size)
			rows += self._window(along, wanted, after, end, limit + 1 - len(rows))
			if full := _full(rows, limit):
				return full
			if end is None:
				return Found(rows, None, None)
			after = end
			if time.monotonic() > deadline:
				break
		return Found(rows, after, after[0])

	def _end(self, along: Sequence[_Stream], after: Position | None, size: int) -> Position | None:
		"""The last row of a window of about `size` rows: the newest of where each index stops, so that none is
		looked at further back than the others. None if the window holds all that is left."""
		ends = []
		for one in along:
			conditions, values = _of_stream(one)
			values |= _at(after)
			ends += _rows(
				f"SELECT `posted_at`, `name` FROM `tabMention` FORCE INDEX (`{one.index}`) "
				f"WHERE {_all(*conditions, _BEYOND if after else '')} {_NEWEST} LIMIT 1 OFFSET %(skip)s",
				{**values, "skip": max(size // len(along), 1) - 1},
			)
		return max(ends, default=None)

	def _window(
		self,
		along: Sequence[_Stream],
		wanted: Wanted,
		after: Position | None,
		end: Position | None,
		limit: int,
	) -> list[Position]:
		conditions, values = self._conditions(wanted)
		values |= _at(after) | {"limit": limit}
		if end:
			values["end"], values["end_name"] = end
		parts = []
		for number, one in enumerate(along):
			own, held = _of_stream(one, str(number))
			values |= held
			where = _all(*own, _BEYOND if after else "", _WITHIN if end else "", *conditions)
			parts.append(
				f"(SELECT `posted_at`, `name` FROM `tabMention` FORCE INDEX (`{one.index}`) "
				f"WHERE {where} {_NEWEST} LIMIT %(limit)s)"
			)
		return _rows(
			f"SELECT `posted_at`, `name` FROM ({' UNION ALL '.join(parts)}) found {_NEWEST} LIMIT %(limit)s",
			values,
		)

	def _among(
		self, names: Sequence[str], wanted: Wanted, after: Position | None, limit: int
	) -> list[Position]:
		conditions, values = self._conditions(wanted)
		if wanted.statuses:
			conditions.append("`status` IN %(statuses)s")
		if wanted.group:
			conditions.append("`relationship` = %(group)s")
		values |= {**_at(after), "names": names, "statuses": wanted.statuses, "group": wanted.group}
		return _rows(
			"SELECT `posted_at`, `name` FROM `tabMention` FORCE INDEX (PRIMARY) WHERE `name` IN %(names)s AND "
			f"{_all(_BEYOND if after else '', *conditions)} {_NEWEST} LIMIT %(limit)s",
			{**values, "limit": limit},
		)

	def _conditions(self, wanted: Wanted) -> tuple[list[str], dict[str, Any]]:
		"""Everything but status and group: rights, box, equal columns, tag and words."""
		conditions, values = [self.rights], {"user": frappe.session.user, "now": self.now}
		for column, value in wanted.equal:
			conditions.append(f"`{column}` = %({column})s")
			values[column] = value
		conditions += _BOXES.get(wanted.box, ())
		if wanted.tag:
			conditions.append("CONCAT(`_user_tags`, ',') LIKE %(tag)s")
			values["tag"] = f"%,{_literally(wanted.tag)},%"
		for number, word in enumerate(wanted.words):
			key = f"word_{number}"
			conditions.append(
				f"(`text` LIKE %({key})s OR `author_name` LIKE %({key})s OR `author_handle` LIKE %({key})s)"
			)
			values[key] = f"%{_literally(word)}%"
		return conditions, values

	def _known(self, wanted: Wanted) -> list[str] | None:
		"""The mentions of a small set that holds all that is wanted; None if there is none so small."""
		for key in ((wanted.box, *wanted.statuses), ("tag", wanted.tag)):
			if key not in self._few:
				names = self._candidates(*key)
				self._few[key] = names if names is not None and len(names) <= FEW else None
			if self._few[key] is not None:
				return self._few[key]
		return None

	def _candidates(self, kind: str, *values: str) -> list[str] | None:
		query = _SETS.get(kind)
		if query is None or (kind == "tag" and not values[0]):
			return None
		asked = {"user": frappe.session.user, "now": self.now, "tag": values and values[0], "few": FEW + 1}
		return [row[0] for row in _rows(query, {**asked, "statuses": values})]


# What each box asks of a mention
_BOXES = {
	MINE: (
		"EXISTS (SELECT 1 FROM `tabToDo` t WHERE t.`allocated_to` = %(user)s AND t.`reference_type` = 'Mention' "
		"AND t.`status` = 'Open' AND t.`reference_name` = `tabMention`.`name`)",
	),
	# Frappe keeps here who has an open ToDo
	UNASSIGNED: ("(`_assign` IS NULL OR `_assign` IN ('', '[]'))",),
	OVERDUE: ("`response_by` < %(now)s", "`first_responded_on` IS NULL"),
}
# Sets that an index knows without looking at mentions one by one
_SETS = {
	MINE: (
		"SELECT DISTINCT `reference_name` FROM `tabToDo` WHERE `allocated_to` = %(user)s "
		"AND `reference_type` = 'Mention' AND `status` = 'Open' LIMIT %(few)s"
	),
	OVERDUE: (
		f"SELECT `name` FROM `tabMention` FORCE INDEX (`{OVERDUE_INDEX}`) WHERE `status` IN %(statuses)s "
		"AND `first_responded_on` IS NULL AND `response_by` < %(now)s LIMIT %(few)s"
	),
	"tag": (
		"SELECT DISTINCT `document_name` FROM `tabTag Link` WHERE `document_type` = 'Mention' "
		"AND `tag` = %(tag)s LIMIT %(few)s"
	),
}


def _narrowed(wanted: Wanted) -> Wanted | None:
	"""Only what is open can be overdue. None if nothing can be found."""
	if wanted.box != OVERDUE:
		return wanted
	left = tuple(one for one in OPEN if not wanted.statuses or one in wanted.statuses)
	return replace(wanted, statuses=left) if left else None


def _streams(wanted: Wanted) -> list[_Stream]:
	"""The indexes whose rows together are all that can be wanted, none twice."""
	if wanted.group:
		return [
			_Stream(GROUP_INDEX, (("relationship", wanted.group), ("status", status)))
			for status in wanted.statuses or statuses()
		]
	if wanted.statuses:
		return [_Stream("status_posted_at_index", (("status", status),)) for status in wanted.statuses]
	equal = dict(wanted.equal)
	for column in _ALONG:
		if column in equal:
			return [_Stream(f"{column}_posted_at_index", ((column, equal[column]),))]
	return [_Stream("posted_at")]


def _of_stream(one: _Stream, mark: str = "") -> tuple[list[str], dict[str, Any]]:
	values = {f"{column}_{mark}": value for column, value in one.equal}
	return [f"`{column}` = %({column}_{mark})s" for column, _value in one.equal], values


def _at(after: Position | None) -> dict[str, Any]:
	return {"at": after[0], "name": after[1]} if after else {}


def _full(rows: list[Position], limit: int) -> Found | None:
	"""A page that is full and has more behind it."""
	return Found(rows[:limit], rows[limit - 1], None) if len(rows) > limit else None


def _all(*conditions: str) -> str:
	return " AND ".join(filter(None, conditions)) or "TRUE"


def _literally(word: str) -> str:
	"""For LIKE: what people type is no pattern."""
	return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rows(query: str, values: dict[str, Any]) -> list[tuple]:
	# Raw SQL: indexes by name, windows and Frappe's own match conditions; the query builder has none of them.
	return list(frappe.db.sql(query, values))  # nosemgrep
