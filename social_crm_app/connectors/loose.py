"""Reads the JSON of strangers: whatever shape a value has, the shape that was asked for comes back.

A missing or odd value becomes "", None or an empty container, so that parsers need no checks of their own.
Must not raise, and must not know a platform. Text is handed on as it is; cleaning it is the pipeline's work.
"""

from collections.abc import Iterable
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit

from social_crm_app.connectors.base import Media, Post
from social_crm_app.connectors.clocks import moment, number

LONGEST_ID = 2_000
_LARGEST = 2**63 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def text(value: Any) -> str:
	"""`value` if it is text, else ""."""
	return value if isinstance(value, str) else ""


def mapping(value: Any) -> dict[str, Any]:
	"""`value` if it is a JSON object, else an empty one."""
	return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
	"""`value` if it is a JSON array, else an empty one."""
	return value if isinstance(value, list) else []


def count(value: Any) -> int | None:
	"""`value` if it is a number of things that a column can hold, else None. Hidden counts come as -1."""
	if isinstance(value, bool) or not isinstance(value, int):
		return None
	return value if 0 <= value <= _LARGEST else None


def identifier(value: Any) -> str:
	"""`value` as an id, numbers too; "" for what cannot be one: blanks, controls, half characters, too long."""
	if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST:
		value = str(value)
	if not isinstance(value, str) or not 0 < len(value) <= LONGEST_ID:
		return ""
	return value if value.isprintable() and " " not in value else ""


def web_url(value: Any) -> str:
	"""`value` if it is an http(s) URL, else "": nothing else may ever become a link."""
	url = identifier(text(value).strip())
	try:
		parts = urlsplit(url)
		return url if parts.scheme in ("http", "https") and parts.hostname else ""
	except ValueError:
		return ""


def origin(address: str) -> str:
	"""scheme://host[:port] of the server address a person typed, https when no scheme was; an address that
	cannot be read comes back as it is, for the HTTP client to refuse."""
	address = address.strip()
	try:
		parts = urlsplit(address if "://" in address else f"https://{address}")
	except ValueError:
		return address
	return f"{parts.scheme}://{parts.netloc}"


def when(value: Any) -> datetime | None:
	"""An ISO 8601 moment, however loosely written, as an aware UTC datetime; None if it cannot be read."""
	if not isinstance(value, str) or number(value) is not None:
		return None
	return moment(value, _EPOCH)


def each_once(posts: Iterable[Post]) -> tuple[Post, ...]:
	"""The posts without those whose `external_id` came before."""
	found: dict[str, Post] = {}
	for post in posts:
		found.setdefault(post.external_id, post)
	return tuple(found.values())


def distinct_media(media: Iterable[Media]) -> tuple[Media, ...]:
	"""The media that have a URL, each URL once."""
	found: dict[str, Media] = {}
	for item in media:
		if item.url:
			found.setdefault(item.url, item)
	return tuple(found.values())
