"""Answers posts through the Mastodon API, and finds an answer of ours again when it is not known whether it
was posted.

`Idempotency-Key` is sent, but GoToSocial and snac ignore it: what counts is the look at our own posts before
a second try. Must not decide whether to try again; `engage.send` does.
"""

import re
import time
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from social_crm_app.connectors import counting
from social_crm_app.connectors.answering import ParentRef, ReplyTerms, Sent
from social_crm_app.connectors.base import AccountConfig
from social_crm_app.connectors.html import to_text
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import count, identifier, items, mapping, text, web_url, when
from social_crm_app.connectors.mastodon_server import Server
from social_crm_app.exceptions import BadPayload, ConnectorError, Gone, Unreachable

DEFAULT_LIMIT = counting.Limit(500)
_VISIBILITIES = ("public", "unlisted", "private", "direct")
_WRITES = {"write", "write:statuses"}
_TERMS_SECONDS = 24 * 3600
_ASK_AGAIN_SECONDS = 5 * 60
# The server's clock and ours may differ by so much.
_SKEW = timedelta(minutes=10)
_PAGES, _PAGE_SIZE = 10, 40
_NOT_WORDS = re.compile(r"@\S+|https?://\S+", re.IGNORECASE)


def parent_of(external_id: str, raw: Mapping[str, Any], *, author: str, private: bool) -> ParentRef | None:
	"""The status with that address; `raw` is the status entity that this account's server gave."""
	if not web_url(external_id):
		return None
	visibility = text(raw.get("visibility"))
	return ParentRef(
		external_id,
		author=author.lstrip("@"),
		private=private,
		local_id=identifier(raw.get("id")),
		visibility=visibility if visibility in _VISIBILITIES else "",
		language=text(raw.get("language")),
	)


def compose(parent: ParentRef, words: str) -> str:
	"""The text with the author's handle in front, without which the author would not be told of it."""
	words = words.strip()
	handle = f"@{parent.author}"
	if not parent.author or re.search(rf"(?<!\w){re.escape(handle)}(?![\w@-]|\.\w)", words, re.IGNORECASE):
		return words
	return f"{handle} {words}"


def length_of(words: str) -> int:
	"""The length as Mastodon counts it."""
	return counting.graphemes(counting.shortened(words))


def reply_terms(http: HttpClient, account: AccountConfig) -> ReplyTerms:
	"""What the server says of its limit and of the token's scopes; asked once a day, kept in the session."""
	home = Server(http, account)
	kept = mapping(account.session.get("terms"))
	if kept.get("mark") != home.mark or not 0 <= time.time() - kept.get("at", 0) < _TERMS_SECONDS:
		kept = account.session["terms"] = {"mark": home.mark, **_ask_terms(home)}
	return ReplyTerms(counting.Limit(kept["limit"]), kept["may_write"])


def _ask_terms(home: Server) -> dict[str, Any]:
	"""{at, limit, may_write}. A server that does not answer is left in peace for some minutes."""
	now = int(time.time())
	try:
		return {"at": now, "limit": _limit(home), "may_write": _may_write(home)}
	except Unreachable:
		again = now - _TERMS_SECONDS + _ASK_AGAIN_SECONDS
		return {"at": again, "limit": DEFAULT_LIMIT.characters, "may_write": None}


def reply(
	http: HttpClient, account: AccountConfig, parent: ParentRef, words: str, key: str, private: bool
) -> Sent:
	"""Posts the answer, as visible as its parent, or to the author alone. Raises ConnectorError."""
	home = Server(http, account)
	found = located(home, parent)
	payload = {
		"status": compose(found, words),
		"in_reply_to_id": found.local_id,
		"visibility": "direct" if private else _visibility(found),
	}
	return _sent(mapping(home.post("/api/v1/statuses", payload, **{"Idempotency-Key": key}).json()))


def find_own_reply(
	http: HttpClient,
	account: AccountConfig,
	parent: ParentRef,
	words: str,
	since: datetime,
	not_these: Collection[str],
) -> Sent | None:
	"""An answer of ours to that post with those words, in the thread or among our own posts."""
	home = Server(http, account)
	found = located(home, parent)
	me = identifier(mapping(home.get("/api/v1/accounts/verify_credentials").json()).get("id"))
	if not me:
		raise BadPayload(f"{home.url} does not tell whose account this is")
	wanted = _words(compose(found, words))
	for status in _candidates(home, found.local_id, me, since - _SKEW):
		is_answer = identifier(status.get("in_reply_to_id")) == found.local_id
		posted = when(status.get("created_at"))
		if not is_answer or posted is None or posted < since - _SKEW or _address(status) in not_these:
			continue
		if _words(to_text(text(status.get("content")))) == wanted:
			return _sent(status)
	return None


def _candidates(home: Server, parent: str, me: str, since: datetime) -> Iterator[dict[str, Any]]:
	"""Our own statuses in the thread, then all of ours since `since`, newest first."""
	try:
		below = mapping(home.get(f"/api/v1/statuses/{parent}/context").json()).get("descendants")
	except Gone:
		below = []
	for status in map(mapping, items(below)):
		if identifier(mapping(status.get("account")).get("id")) == me:
			yield status
	yield from _own(home, me, since)


def _own(home: Server, me: str, since: datetime) -> Iterator[dict[str, Any]]:
	"""All that we posted since. A page may be short without being the last: servers filter what they have cut."""
	seen: set[str] = set()
	before: list[tuple[str, Any]] = []
	for _page in range(_PAGES):
		params = [("limit", _PAGE_SIZE), ("exclude_reblogs", "true"), *before]
		found = home.get(f"/api/v1/accounts/{me}/statuses", params).json()
		if not isinstance(found, list):
			raise BadPayload(f"{home.url} answered without a list of our posts")
		statuses = [mapping(status) for status in found]
		yield from statuses
		ids = [name for status in statuses if (name := identifier(status.get("id")))]
		# A pinned post may stand out of order, so a page is only old when all of it is.
		dates = [date for status in statuses if (date := when(status.get("created_at")))]
		if seen.issuperset(ids) or (dates and max(dates) < since):
			return
		seen.update(ids)
		before = [("max_id", ids[-1])]
	raise Unreachable("The account has posted too much since to find out whether the reply is among it")


def located(home: Server, parent: ParentRef) -> ParentRef:
	"""`parent` with its id on this server: asked for by its address, which makes the server fetch it. Raises Gone."""
	if parent.local_id and (parent.visibility or parent.private):
		return parent
	params = [("q", parent.external_id), ("type", "statuses"), ("resolve", "true"), ("limit", 5)]
	statuses = map(mapping, items(mapping(home.get("/api/v2/search", params).json()).get("statuses")))
	for status in statuses:
		if parent.external_id in (_address(status), text(status.get("url"))):
			found = parent_of(parent.external_id, status, author=parent.author, private=parent.private)
			if found and found.local_id:
				return found
	raise Gone("The server does not find the post that is to be answered", http_status=404)


def _visibility(parent: ParentRef) -> str:
	return parent.visibility or ("direct" if parent.private else "public")


def _sent(status: Mapping[str, Any]) -> Sent:
	address = _address(status)
	if not web_url(address):
		raise BadPayload("The server's answer does not name the post it made", http_status=200)
	return Sent(address, web_url(status.get("url")) or web_url(address), when(status.get("created_at")))


def _address(status: Mapping[str, Any]) -> str:
	return identifier(status.get("uri")) or identifier(status.get("url"))


def _words(words: str) -> str:
	"""What of a text survives a server's formatting: its letters and digits, else whatever there is."""
	bare = "".join(_NOT_WORDS.sub(" ", words).casefold().split())
	return "".join(filter(str.isalnum, bare)) or bare


def _limit(home: Server) -> int:
	for path in ("/api/v2/instance", "/api/v1/instance"):
		try:
			told = mapping(home.get(path).json())
		except (BadPayload, Gone):
			continue
		configured = mapping(mapping(told.get("configuration")).get("statuses"))
		if limit := count(configured.get("max_characters")) or count(told.get("max_toot_chars")):
			return limit
	return DEFAULT_LIMIT.characters


def _may_write(home: Server) -> bool | None:
	"""Whether the application may write; servers before Mastodon 4.3 do not tell."""
	try:
		scopes = mapping(home.get("/api/v1/apps/verify_credentials").json()).get("scopes")
	except ConnectorError:
		return None
	return bool(_WRITES & set(map(text, scopes))) if isinstance(scopes, list) and scopes else None
