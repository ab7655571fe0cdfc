"""Walks a timeline that is served newest first, page by page, down to what is already known.

The state is a small JSON dict, kept with each stored page, so that a worker killed anywhere goes on where
the last stored page ended:

    since     the watermark: everything at or above it was seen by an earlier walk
    at        the platform's own position of the next older page, while a walk is under way
    top       what becomes `since` once this walk reaches the old one
    began     the server's clock when the walk began
    complete  until when everything was in after the last finished walk

A walk never skips: posts that arrive while it goes on lie above `top` and are the next walk's. Ties at the
watermark are read again, because one more post may have come in the same second; the unique key drops what
is known. Must not know a platform, nor read the clock: every value comes from the answers.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from social_crm_app.connectors.base import Page, Post, Rate
from social_crm_app.exceptions import BadPayload, ConnectorError, Gone

Mark = float | int | str
Read = Callable[[Any, Mark | None], "Step"]


@dataclass(frozen=True, slots=True)
class Step:
	"""One page of the timeline.

	`marks` are the platform's own sort keys of all its records, unreadable ones too, newest first; all of
	one type. `older` is the JSON-able position of the next older page, None at the timeline's end.
	`told_at` is the server's clock (`clocks.server_time`).
	"""

	posts: tuple[Post, ...]
	marks: tuple[Mark, ...]
	older: Any = None
	rate: Rate | None = None
	skipped: int = 0
	told_at: datetime | None = None


def walk(
	state: Mapping[str, Any] | None,
	read: Read,
	*,
	floor: Mark | None = None,
	overlap: float = 0,
	when: Callable[[Mark], datetime | None] | None = None,
	stale: tuple[type[ConnectorError], ...] = (BadPayload, Gone),
) -> Page:
	"""The next page of the walk, with the state to keep as its cursor.

	`read(at, bottom)` fetches the page at a position (None: the newest) and may ask the platform for nothing
	below `bottom`. `floor` ends the very first walk; without one, that walk is the newest page only.
	`overlap` goes below the watermark by so much, for platforms that index late; numeric marks only.
	`when` reads a mark as a moment, for platforms that send no Date. An error of `stale` with a status, at a
	position, means that the platform has forgotten the position: the walk starts again from the top, above
	the same watermark, so nothing is lost, and `has_more` is False once, so that it cannot spin.
	"""
	state = dict(state or {})
	since = state.get("since")
	bottom = floor if since is None else since - overlap if overlap else since
	state, step, restarted = _read(state, read, bottom, stale)
	if _finished(step, state, bottom):
		state = _closed(state, when, timedelta(seconds=overlap))
		more = False
	else:
		state["at"] = step.older
		more = not restarted
	return Page(
		posts=step.posts,
		next_cursor=state,
		has_more=more,
		rate=step.rate,
		skipped=step.skipped,
		complete_until=_moment(state.get("complete")),
	)


def not_before(posts: Iterable[Post], start: datetime | None) -> tuple[Post, ...]:
	"""The posts that are not older than `start`; those without a date stay."""
	return tuple(post for post in posts if start is None or post.posted_at is None or post.posted_at >= start)


def epoch_moment(mark: Mark) -> datetime | None:
	"""A mark that is Unix seconds as an aware UTC moment."""
	try:
		return datetime.fromtimestamp(float(mark), timezone.utc)
	except (ValueError, OverflowError, OSError):
		return None


def _read(state: dict, read: Read, bottom: Mark | None, stale) -> tuple[dict, Step, bool]:
	"""The state of the walk under way or begun now, its page, and whether it had to start again."""
	restarted = False
	if state.get("at") is not None:
		try:
			return state, read(state["at"], bottom), False
		except stale as exc:
			if exc.http_status is None:
				raise
			restarted = True
	step = read(None, bottom)
	begun = {name: state[name] for name in ("since", "complete") if name in state}
	marks = [mark for mark in (begun.get("since"), *step.marks) if mark is not None]
	if marks:
		begun["top"] = max(marks)
	if step.told_at is not None:
		begun["began"] = step.told_at.isoformat()
	return begun, step, restarted


def _finished(step: Step, state: Mapping[str, Any], bottom: Mark | None) -> bool:
	if step.older is None or step.older == state.get("at"):
		return True
	if bottom is None:
		return True
	return bool(step.marks) and step.marks[-1] < bottom


def _closed(state: Mapping[str, Any], when, overlap: timedelta) -> dict[str, Any]:
	"""The state after the walk: `top` is the new watermark, and everything is in until it began."""
	closed: dict[str, Any] = {}
	if "top" in state:
		closed["since"] = state["top"]
	began = _moment(state.get("began"))
	if began is not None:
		until = began - overlap
	else:
		until = when(state["top"]) if when and "top" in state else None
	earlier = _moment(state.get("complete"))
	known = [moment for moment in (until, earlier) if moment is not None]
	if known:
		closed["complete"] = max(known).isoformat()
	return closed


def _moment(value: Any) -> datetime | None:
	return datetime.fromisoformat(value) if isinstance(value, str) else None
