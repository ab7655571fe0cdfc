"""How long to wait, and when a limit resets: the four ways in which platforms say so.

ISO date (Mastodon), Unix time (X, Bluesky), seconds to go (Reddit's float, `Retry-After`), a field in the
body (Stack Exchange `backoff`, Telegram `parameters.retry_after`). Must not sleep and must not ask the
clock unless `now` is left out.
"""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any

# Smaller numbers are seconds to go, larger ones Unix time: 2001-09-09, long before any of these APIs.
_EPOCH_STARTS = 1_000_000_000
_EPOCH_ENDS = 32_503_680_000  # the year 3000; above that it is milliseconds
LONGEST_WAIT = 7 * 86400.0


def number(value: Any) -> float | None:
	"""`value` as a finite number, or None."""
	if isinstance(value, bool) or not isinstance(value, str | int | float):
		return None
	try:
		found = float(value)
	except (ValueError, OverflowError):
		return None
	return found if math.isfinite(found) else None


def moment(value: Any, now: datetime) -> datetime | None:
	"""The aware UTC moment that a reset or retry header means, or None if it cannot be read."""
	seconds = number(value)
	if seconds is not None:
		return _moment_of_number(seconds, now)
	if not isinstance(value, str):
		return None
	for read in (_iso, parsedate_to_datetime):
		try:
			found = read(value.strip())
			return (found if found.tzinfo else found.replace(tzinfo=timezone.utc)).astimezone(timezone.utc)
		except (ValueError, TypeError, OverflowError, IndexError):
			continue
	return None


def _moment_of_number(seconds: float, now: datetime) -> datetime | None:
	if seconds >= _EPOCH_ENDS:
		seconds /= 1000
	try:
		if seconds >= _EPOCH_STARTS:
			return datetime.fromtimestamp(seconds, timezone.utc)
		return now + timedelta(seconds=max(0.0, seconds))
	except (ValueError, OverflowError, OSError):
		return None


def _iso(value: str) -> datetime:
	if value.endswith(("Z", "z")):
		value = value[:-1] + "+00:00"  # Python 3.10 does not read the Z
	head, dot, tail = value.partition(".")
	if dot:
		digits = len(tail) - len(tail.lstrip("0123456789"))
		value = f"{head}.{tail[:digits][:6].ljust(6, '0')}{tail[digits:]}"  # nor other than 3 or 6 digits
	return datetime.fromisoformat(value)


def retry_after(
	headers: Mapping[str, str], body_json: Any = None, now: datetime | None = None
) -> float | None:
	"""Seconds to wait, 0 to a week, or None when nothing says so.

	`Retry-After` counts first, then the body, then the reset time of the limit, but only if the limit is
	said to be used up or no remainder is told.
	"""
	now = now or datetime.now(timezone.utc)
	lower = {str(name).lower(): value for name, value in headers.items()}
	until = moment(lower.get("retry-after"), now)
	if until is not None:
		return _wait(until, now)
	seconds = _in_body(body_json)
	if seconds is not None:
		return min(max(0.0, seconds), LONGEST_WAIT)
	remaining = number(first(lower, "remaining"))
	if remaining is not None and remaining >= 1:
		return None
	until = moment(first(lower, "reset"), now)
	return None if until is None else _wait(until, now)


def first(lower: Mapping[str, str], what: str) -> str | None:
	"""The value of the rate header for `what` (limit, remaining, reset), whatever its prefix."""
	for prefix in ("x-ratelimit-", "ratelimit-", "x-rate-limit-"):
		if prefix + what in lower:
			return lower[prefix + what]
	return None


def _wait(until: datetime, now: datetime) -> float:
	return min(max(0.0, (until - now).total_seconds()), LONGEST_WAIT)


def _in_body(body: Any) -> float | None:
	if not isinstance(body, dict):
		return None
	parameters = body.get("parameters")
	nested = parameters.get("retry_after") if isinstance(parameters, dict) else None
	for value in (body.get("backoff"), nested, body.get("retry_after")):
		seconds = number(value)
		if seconds is not None:
			return seconds
	return None


def server_time(headers: Mapping[str, str]) -> datetime | None:
	"""When the server wrote its answer, by its own `Date` header (aware UTC); None without a readable one.

	It is data, not our clock: "everything is in until then" must not depend on when a page is replayed.
	"""
	told = next((value for name, value in headers.items() if str(name).lower() == "date"), None)
	return moment(told, datetime.now(timezone.utc)) if isinstance(told, str) and ":" in told else None
