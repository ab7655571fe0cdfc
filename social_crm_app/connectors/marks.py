"""The sort keys of a page whose records are dated by strangers, fit for `walk`.

A timeline is sorted by its server, but the dates in it may come from other servers and from people's own
software. One date in the future would become the watermark and hide all that follows; one in the past at the
end of a page would end the walk too early. Must not know a platform.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

# So many records at a page's end must be old before the page counts as having reached what is known.
_TAIL = 5
# A Date header counts whole seconds: what it calls now lasts until the next one.
TICK = timedelta(seconds=1)


def page_marks(dates: Iterable[datetime | None], told_at: datetime | None) -> tuple[float, ...]:
	"""Unix seconds of a page's records, newest first, without the unreadable and the impossible ones.

	`told_at` is the server's clock; without one ours only judges what lies in the future, it never becomes a
	mark. The last mark is the newest of the page's tail: at most five records, at most half of the page.
	"""
	latest = told_at + TICK if told_at else datetime.now(timezone.utc)
	marks = [date.timestamp() for date in dates if date is not None and date < latest]
	tail = min(_TAIL, len(marks) // 2)
	return (*marks[:-1], max(marks[-tail:])) if tail else tuple(marks)


def is_above(date: datetime | None, bottom: float | None) -> bool:
	"""Whether a record of that date may be new to a walk that goes down to `bottom`."""
	return bottom is None or date is None or date.timestamp() >= bottom
