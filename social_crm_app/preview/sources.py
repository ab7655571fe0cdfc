"""What is read: each feed and each account as one Source, with the configuration its connector wants.

A source keeps its own cursor under `id`. Must not fetch, and must not put a secret into an id or a title.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from urllib.parse import urlsplit

from social_crm_app.connectors.base import AccountConfig


class NotAnAddress(ValueError):
	"""What was typed is no web address that may be called."""


@dataclass(frozen=True, slots=True)
class Source:
	"""One feed or account. `id` is a digest: an address may hold a private token."""

	id: str
	title: str
	config: AccountConfig = field(repr=False)
	allow_loopback: bool = False


def feed(address: str, since: datetime | None = None) -> Source:
	"""A feed by its address."""
	url = web_address(address)
	return _source(f"Feed {_shown(url)}", AccountConfig("rss", instance_url=url, backfill_from=since))


def mastodon(address: str, token: str, listen: Sequence[str] = (), since: datetime | None = None) -> Source:
	"""The account on a Mastodon server that the token belongs to: its mentions, and searches for `listen`."""
	url = web_address(address)
	config = AccountConfig(
		"mastodon",
		instance_url=url,
		backfill_from=since,
		searches=searchable(listen),
		secrets={"access_token": token},
	)
	return _source(f"Mastodon at {urlsplit(url).netloc}", config)


def bluesky(handle: str, password: str, listen: Sequence[str] = (), since: datetime | None = None) -> Source:
	"""A Bluesky account: its mentions, and searches for `listen`."""
	handle = handle.strip().lstrip("@")
	config = AccountConfig(
		"bluesky",
		handle=handle,
		backfill_from=since,
		searches=searchable(listen),
		secrets={"app_password": password},
	)
	return _source(f"Bluesky @{handle}", config)


def hackernews(terms: Sequence[str], since: datetime | None = None) -> Source:
	"""Searches on Hacker News."""
	title = "Hacker News: " + ", ".join(f'"{term}"' for term in terms)
	return _source(title, AccountConfig("hackernews", searches=tuple(terms), backfill_from=since))


def reachable(source: Source, allow_loopback: bool) -> Source:
	"""The source, with or without the permission to call this machine."""
	return replace(source, allow_loopback=allow_loopback)


def searchable(listen: Sequence[str]) -> tuple[str, ...]:
	"""The words to listen for as platforms search for them: without the * that only our own matching knows."""
	return tuple(dict.fromkeys(filter(None, (term.strip().rstrip("*").strip() for term in listen))))


def web_address(typed: str) -> str:
	"""`typed` as an http or https address, https:// put in front where it is missing. Raises NotAnAddress."""
	address = typed.strip()
	if address.lower().startswith("feed:"):
		address = address[5:].lstrip("/")
	if "://" not in address:
		address = f"https://{address}"
	try:
		parts = urlsplit(address)
		host, _port = parts.hostname, parts.port
	except ValueError:
		raise NotAnAddress(f"{typed!r} is not a web address") from None
	if parts.scheme.lower() not in ("http", "https") or not host or any(c.isspace() for c in address):
		raise NotAnAddress(f"{typed!r} is not a web address: it must start with http:// or https://")
	if parts.username is not None or parts.password is not None:
		raise NotAnAddress(f"the address of {host} holds a user name or a password; write it without")
	return address


def _shown(url: str) -> str:
	"""Host and path: what follows the ? may be a private token."""
	parts = urlsplit(url)
	return parts.netloc + parts.path.rstrip("/") + ("?…" if parts.query else "")


def _source(title: str, config: AccountConfig) -> Source:
	"""With another day to go back to, it is another source: its cursor has to begin again."""
	since = config.backfill_from.isoformat() if config.backfill_from else ""
	parts = (config.platform, config.instance_url, config.handle, since)
	if config.platform == "hackernews":
		parts += tuple(sorted(config.searches))
	return Source(hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24], title, config)
