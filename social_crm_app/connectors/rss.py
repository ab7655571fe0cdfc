"""RSS and Atom feeds: one feed is one account, `instance_url` is its address.

Cheap by validators: a feed that has not changed costs one 304. Must not search: topics are found in what
is stored. How one entry becomes a post, `rss_entry` says.

The cursor: {"feed": which address it belongs to, "url": where the feed has moved to for good, "etag",
"modified", "digest": what was read to its end last, "after": id of the last entry of the slice before,
"begun": digest when the slices began}. Without `backfill_from` everything the feed still shows is taken.
"""

import base64
import hashlib
import io
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser

from social_crm_app.connectors.base import (
	AccountConfig,
	AccountInfo,
	Capabilities,
	Connector,
	Page,
	Setup,
)
from social_crm_app.connectors.clocks import server_time
from social_crm_app.connectors.html import feed_links, to_text
from social_crm_app.connectors.loose import text, web_url
from social_crm_app.connectors.rates import parse_rate
from social_crm_app.connectors.response import Response, host_of
from social_crm_app.connectors.rss_entry import Feed
from social_crm_app.connectors.rss_ids import feed_key
from social_crm_app.connectors.walk import not_before
from social_crm_app.exceptions import BadPayload, Gone, Unreachable

SLICE = 500
_ACCEPT = (
	"application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/xml;q=0.8, */*;q=0.5"
)
_LOOKED_AT = 64 * 1024
_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]{1,100}|[0-9]{1,100});", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel|entry|item)\b", re.IGNORECASE)


class RSSFeed(Connector):
	"""A feed. `handle` and the secret `password`, both optional, are its HTTP Basic credentials."""

	platform = "rss"
	label = "RSS/Atom Feed"
	capabilities = Capabilities()
	setup = Setup(needs_instance_url=True, optional_secrets=("password",))

	def fetch(self, account: AccountConfig, cursor: Mapping[str, Any] | None) -> Page:
		"""The feed's posts, in slices if it is very long; no posts when it has not changed."""
		known = _known(account, cursor)
		response = self._download(account, known)
		told_at = server_time(response.headers)
		rate = parse_rate(response.headers)
		digest = hashlib.sha256(response.content).hexdigest()[:32]
		if response.status == 304 or digest == known.get("digest"):
			return Page((), known | _moved(response), rate=rate, complete_until=told_at)
		feed, whole = _parse(account, response)
		slice_, last, vanished = _slice(feed.entries, known.get("after"), account.page_size or SLICE)
		posts, skipped = self.parse_all(slice_, feed.post)
		state = {name: known[name] for name in ("feed", "url") if name in known} | _moved(response)
		if last is None:
			if whole and known.get("begun", digest) == digest:
				state |= _validators(response, digest)
		else:
			state |= {"after": last, "begun": digest if vanished else known.get("begun", digest)}
		return Page(
			posts=not_before(posts, account.backfill_from),
			next_cursor=state,
			has_more=last is not None and not vanished,
			rate=rate,
			skipped=skipped,
			complete_until=told_at if last is None else None,
		)

	def check(self, account: AccountConfig) -> AccountInfo:
		"""The feed's title and site."""
		response = self._download(account, {})
		feed, _whole = _parse(account, response)
		return AccountInfo(
			external_id=feed.key,
			handle=host_of(_address(account)),
			display_name=to_text(text(feed.about.get("title"))),
			url=web_url(urljoin(response.url, text(feed.about.get("link")))) or response.url,
		)

	def _download(self, account: AccountConfig, known: dict[str, Any]) -> Response:
		"""The feed from where it is known to be, else from where it was typed; `known` forgets a dead address."""
		headers = {"Accept": _ACCEPT} | _credentials(account)
		# Between two slices the cursor holds no validators, so that the rest is sent.
		for name, value in (("If-None-Match", "etag"), ("If-Modified-Since", "modified")):
			if value in known:
				headers[name] = known[value]
		secrets = tuple(account.secrets.values())
		if "url" in known:
			try:
				return self.http.get(known["url"], headers=headers, secrets=secrets, ok=(200, 304))
			except (Gone, Unreachable):
				del known["url"]  # it may have moved again, or back
				headers = {"Accept": _ACCEPT} | _credentials(account)
		return self.http.get(_address(account), headers=headers, secrets=secrets, ok=(200, 304))


def _address(account: AccountConfig) -> str:
	"""The address that was typed, `feed:` in front of it understood as browsers did."""
	address = account.instance_url.strip()
	if address.lower().startswith("feed:"):
		address = address[5:]
		return "https:" + address if address.startswith("//") else address
	return address


def _known(account: AccountConfig, cursor: Mapping[str, Any] | None) -> dict[str, Any]:
	"""The cursor, unless it belongs to an address that the account no longer has."""
	key = feed_key(_address(account))
	return dict(cursor) if cursor and cursor.get("feed") == key else {"feed": key}


def _credentials(account: AccountConfig) -> dict[str, str]:
	password = account.secrets.get("password")
	if not (account.handle and password):
		return {}
	pair = base64.b64encode(f"{account.handle}:{password}".encode("utf-8", "replace")).decode()
	return {"Authorization": f"Basic {pair}"}


def _moved(response: Response) -> dict[str, str]:
	return {"url": response.permanent_url} if response.permanent_url else {}


def _validators(response: Response, digest: str) -> dict[str, str]:
	found = {"etag": response.headers.get("ETag"), "modified": response.headers.get("Last-Modified")}
	return {"digest": digest} | {name: value for name, value in found.items() if value}


def _slice(entries: list[tuple[str, Any]], after: str | None, size: int) -> tuple[list, str | None, bool]:
	"""The next entries after the one with the id `after`, the last one's id if more follow, and whether
	`after` has vanished, so that the slices began again."""
	ids = [external_id for external_id, _entry in entries]
	vanished = after is not None and after not in ids
	start = ids.index(after) + 1 if after is not None and not vanished else 0
	found = entries[start : start + size]
	last = found[-1][0] if found and start + size < len(entries) else None
	return found, last, vanished


def _parse(account: AccountConfig, response: Response) -> tuple[Feed, bool]:
	"""The feed, and whether it came whole. Raises BadPayload if it is none."""
	# Without its base address feedparser leaves ids as they are; a feed that moves must keep its ids.
	# What it would sanitise becomes plain text here, and its sanitiser is slow on hostile input.
	if not _ROOT.search(response.content[:_LOOKED_AT].replace(b"\0", b"")):
		raise _not_a_feed(response)
	try:
		parsed = feedparser.parse(
			io.BytesIO(_REFERENCE.sub(_possible, response.content)),
			response_headers={"content-type": response.headers.get("Content-Type", "application/xml")},
			sanitize_html=False,
			resolve_relative_uris=False,
		)
	except Exception:  # what its parsers raise on hostile input is not documented
		raise _not_a_feed(response) from None
	broken = isinstance(parsed.get("bozo_exception"), SAXException)
	if not parsed.entries and (broken or not parsed.get("version")):
		raise _not_a_feed(response)
	return Feed.of(parsed, _address(account), response.url), not broken


def _possible(reference: re.Match[bytes]) -> bytes:
	"""The reference, or U+FFFD if XML has no such character: one of these would cost the whole feed."""
	digits = reference.group(1).lower()
	number = int(digits[1:], 16) if digits.startswith(b"x") else int(digits)
	known = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE
	return reference.group() if known or 0x10000 <= number < 0x110000 else b"&#xFFFD;"


def _not_a_feed(response: Response) -> BadPayload:
	host, start = host_of(response.url), response.content[:_LOOKED_AT].lstrip(b"\xef\xbb\xbf \t\r\n")
	if not start:
		return BadPayload(f"This is not a feed: {host} answered with nothing")
	if start[:1] in (b"{", b"["):
		return BadPayload(f"This is not a feed: {host} answered with JSON")
	links = feed_links(response.text()) if b"<link" in response.content.lower() else []
	if links:
		announced = urljoin(response.url, links[0])
		return BadPayload(f"This is not a feed but a web page of {host}. Its feed is at {announced[:300]}")
	if _ROOT.search(start.replace(b"\0", b"")):
		return BadPayload(f"This feed of {host} is broken: no entry of it can be read")
	return BadPayload(f"This is not a feed: {host} answered with a web page or other text")
