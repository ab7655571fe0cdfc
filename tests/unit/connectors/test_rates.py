"""The four clocks in which platforms say how long to wait."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from social_crm_app.connectors.base import Rate
from social_crm_app.connectors.clocks import LONGEST_WAIT, moment, server_time
from social_crm_app.connectors.rates import parse_rate, retry_after

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=timezone.utc)
EPOCH = int(NOW.timestamp())
LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize(
	("headers", "rate"),
	[
		# Mastodon: an ISO date
		(
			{
				"X-RateLimit-Limit": "300",
				"X-RateLimit-Remaining": "298",
				"X-RateLimit-Reset": "2026-11-21T12:05:00.000000Z",
			},
			Rate(300, 298, LATER),
		),
		# X, Bluesky: Unix time
		(
			{
				"x-rate-limit-limit": "450",
				"x-rate-limit-remaining": "0",
				"x-rate-limit-reset": str(EPOCH + 300),
			},
			Rate(450, 0, LATER),
		),
		(
			{"RateLimit-Limit": "3000", "RateLimit-Remaining": "2949", "RateLimit-Reset": str(EPOCH + 300)},
			Rate(3000, 2949, LATER),
		),
		# Reddit: floats, seconds to go, and what was used instead of a limit
		(
			{"x-ratelimit-used": "4", "x-ratelimit-remaining": "96.0", "x-ratelimit-reset": "300"},
			Rate(100, 96, LATER),
		),
		({"X-RateLimit-Remaining": "5"}, Rate(None, 5, None)),
		({"X-RateLimit-Reset": str((EPOCH + 300) * 1000)}, Rate(None, None, LATER)),
		({"X-RateLimit-Limit": "many", "X-RateLimit-Reset": "soon"}, None),
		({}, None),
	],
)
def test_parse_rate(headers, rate):
	assert parse_rate(headers, NOW) == rate
	assert parse_rate(CaseInsensitiveDict(headers), NOW) == rate


@pytest.mark.parametrize(
	("headers", "body", "seconds"),
	[
		({"Retry-After": "120"}, None, 120),
		({"Retry-After": "0"}, None, 0),
		({"retry-after": "1.5"}, None, 1.5),
		({"Retry-After": "Sat, 21 Nov 2026 12:02:00 GMT"}, None, 120),
		({"Retry-After": "Sat, 21 Nov 2026 11:00:00 GMT"}, None, 0),
		({"Retry-After": "-5"}, None, 0),
		({"Retry-After": "99999999"}, None, LONGEST_WAIT),
		({"Retry-After": "whenever"}, None, None),
		({"X-RateLimit-Reset": "2026-11-21T12:05:00.123456789Z"}, None, pytest.approx(300.123456)),
		({"X-RateLimit-Reset": "2026-11-21T13:05:00+01:00"}, None, 300),
		({"x-rate-limit-reset": str(EPOCH + 30), "x-rate-limit-remaining": "0"}, None, 30),
		({"x-rate-limit-reset": str(EPOCH + 30), "x-rate-limit-remaining": "7"}, None, None),
		({"x-ratelimit-reset": "42.5", "x-ratelimit-remaining": "0.0"}, None, 42.5),
		({}, {"backoff": 10, "items": []}, 10),
		({}, {"ok": False, "error_code": 429, "parameters": {"retry_after": 35}}, 35),
		({}, {"retry_after": 0.65}, 0.65),
		({"Retry-After": "3"}, {"backoff": 10}, 3),
		({"x-rate-limit-reset": str(EPOCH + 30)}, {"backoff": 10}, 10),
		({}, {"backoff": "x", "parameters": 3}, None),
		({}, [1], None),
		({}, None, None),
	],
)
def test_retry_after(headers, body, seconds):
	assert retry_after(headers, body, NOW) == seconds


@pytest.mark.parametrize(
	"value", ["", " ", "nan", "inf", "-inf", "1e400", True, None, [], "9" * 30, "2026-13-45T99:99:99Z"]
)
def test_what_cannot_be_read_is_none(value):
	assert moment(value, NOW) is None


def test_a_date_without_zone_is_utc():
	assert moment("2026-11-21T12:05:00", NOW) == moment("Sat, 21 Nov 2026 12:05:00 -0000", NOW) == LATER


def test_server_time():
	assert server_time({"date": "Sat, 21 Nov 2026 12:05:00 GMT"}) == LATER
	assert (
		server_time({}) is None
		and server_time({"Date": "12345"}) is None
		and server_time({"Date": "x:y"}) is None
	)


HEADERS = st.dictionaries(
	st.sampled_from(
		["Retry-After", "X-RateLimit-Reset", "RateLimit-Remaining", "x-rate-limit-limit", "Date"]
	),
	st.text(max_size=30) | st.floats().map(str) | st.integers().map(str) | st.datetimes().map(str),
)
JSON = st.recursive(
	st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
	lambda inner: (
		st.lists(inner, max_size=3)
		| st.dictionaries(st.sampled_from(["backoff", "parameters", "retry_after"]), inner)
	),
)


@given(HEADERS, JSON)
def test_no_header_or_body_breaks_them(headers, body):
	parse_rate(headers, NOW)
	server_time(headers)
	seconds = retry_after(headers, body, NOW)
	assert seconds is None or 0 <= seconds <= LONGEST_WAIT
