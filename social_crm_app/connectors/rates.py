"""What a platform says of its limit, as a `Rate`, and how long to wait.

The reading of the clocks themselves is in `clocks`, which `http` needs too. Must not decide whether to
wait: whoever runs the account does.
"""

from collections.abc import Mapping
from datetime import datetime, timezone

from social_crm_app.connectors.base import Rate
from social_crm_app.connectors.clocks import first, moment, number, retry_after

__all__ = ["parse_rate", "retry_after"]


def parse_rate(headers: Mapping[str, str], now: datetime | None = None) -> Rate | None:
	"""The limit, what is left of it and when it resets (aware UTC); None when no header tells anything.

	Reddit gives no limit but what was used, as a float: the limit is then used + remaining.
	"""
	now = now or datetime.now(timezone.utc)
	lower = {str(name).lower(): value for name, value in headers.items()}
	remaining = number(first(lower, "remaining"))
	limit = number(first(lower, "limit"))
	used = number(first(lower, "used"))
	if limit is None and used is not None and remaining is not None:
		limit = used + remaining
	reset_at = moment(first(lower, "reset"), now)
	if limit is None and remaining is None and reset_at is None:
		return None
	return Rate(limit=_whole(limit), remaining=_whole(remaining), reset_at=reset_at)


def _whole(value: float | None) -> int | None:
	return None if value is None else int(value)
