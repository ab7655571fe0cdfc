"""Answers posts on Bluesky, and finds an answer of ours again when it is not known whether it was posted.

The key of the record comes from the idempotency key, so a second try can only meet the first one's record.
Must not decide whether to try again; `engage.send` does.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

from social_crm_app.connectors import counting
from social_crm_app.connectors.answering import ParentRef, Sent
from social_crm_app.connectors.bluesky_parse import POST, is_post_uri
from social_crm_app.connectors.bluesky_session import BlueskySession
from social_crm_app.connectors.loose import identifier, items, mapping, text, when
from social_crm_app.exceptions import BadPayload, Gone

LIMIT = counting.Limit(300, 3000)  # app.bsky.feed.post: maxGraphemes, maxLength
_TID_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"
_TID_DAY = 1_704_067_200_000_000  # 2024-01-01, in microseconds
_YEAR = 365 * 86_400 * 1_000_000
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_LINK_END = ".,;:!?\"'"
_HANDLE = re.compile(r"(?<![\w@/.])@((?:[a-z0-9][a-z0-9-]{0,62}\.)+[a-z][a-z0-9-]{0,62})", re.IGNORECASE)
_NO_RECORD = ("RecordNotFound",)


def parent_of(external_id: str, raw: Mapping[str, Any], *, author: str, private: bool) -> ParentRef | None:
	"""The post with that URI; `raw` is a notification or a post view of it."""
	if not is_post_uri(external_id):
		return None
	record = mapping(raw.get("record")) or mapping(raw.get("value"))
	root = mapping(mapping(record.get("reply")).get("root"))
	version = identifier(raw.get("cid"))
	has_root = is_post_uri(identifier(root.get("uri")))
	return ParentRef(
		external_id,
		author=author,
		private=private,
		version=version,
		root_id=identifier(root.get("uri")) if has_root else external_id,
		root_version=identifier(root.get("cid")) if has_root else version,
		language=text(next(iter(items(record.get("langs"))), "")),
	)


def reply(session: BlueskySession, parent: ParentRef, words: str, key: str) -> Sent:
	"""Creates the record. Raises ConnectorError; a record that is there already is a refusal of the server's."""
	session.ensure()
	parent = _located(session, parent)
	record_key = tid_of(key)
	record = {
		"$type": POST,
		"text": words,
		"createdAt": _written(_moment(key)),
		"reply": {
			"root": {"uri": parent.root_id, "cid": parent.root_version},
			"parent": {"uri": parent.external_id, "cid": parent.version},
		},
	}
	if parent.language:
		record["langs"] = [parent.language]
	if facets := list(_facets(session, words)):
		record["facets"] = facets
	payload = {"repo": session.did, "collection": POST, "rkey": record_key, "record": record}
	made = mapping(session.post("com.atproto.repo.createRecord", payload).json())
	if not is_post_uri(identifier(made.get("uri"))):
		raise BadPayload("The server's answer does not name the post it made", http_status=200)
	return _sent(session.did, record_key, record)


def find_own_reply(session: BlueskySession, parent: ParentRef, key: str) -> Sent | None:
	"""The record that `reply` made with this key, from the repository itself, which is never behind."""
	session.ensure()
	record_key = tid_of(key)
	params = [("repo", session.did), ("collection", POST), ("rkey", record_key)]
	try:
		record = mapping(mapping(session.get("com.atproto.repo.getRecord", params).json()).get("value"))
	except BadPayload as exc:
		code, _colon, said = exc.provider_message.partition(": ")
		if exc.http_status == 400 and (code in _NO_RECORD or said.startswith("Could not locate record")):
			return None
		raise
	answered = mapping(mapping(record.get("reply")).get("parent")).get("uri")
	return _sent(session.did, record_key, record) if answered == parent.external_id else None


def tid_of(key: str) -> str:
	"""The record key (a TID: 53 bits of microseconds, 10 bits that tell clocks apart) of an idempotency key.

	The time is the one in front of the key, or, in a key without one, some moment of 2024 drawn from it.
	Format: https://atproto.com/specs/tid
	"""
	drawn = int.from_bytes(hashlib.sha256(key.encode()).digest()[:10], "big")
	number = (_micros(key) or _TID_DAY + drawn % _YEAR) << 10 | (drawn >> 64) & 0x3FF
	return "".join(_TID_DIGITS[number >> shift & 31] for shift in range(60, -1, -5))


def _micros(key: str) -> int | None:
	"""The moment in front of the key in microseconds since 1970; None if there is none that a TID can hold."""
	front = key.partition("-")[0]
	number = int(front) if front.isascii() and front.isdigit() and len(front) == 16 else 0
	return number if 0 < number < 2**53 else None


def _moment(key: str) -> datetime:
	micros = _micros(key)
	if micros is None:
		return datetime.now(timezone.utc)
	return datetime.fromtimestamp(micros / 1_000_000, timezone.utc)


def _written(moment: datetime) -> str:
	return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _sent(did: str, record_key: str, record: Mapping[str, Any]) -> Sent:
	url = f"https://bsky.app/profile/{did}/post/{record_key}"
	return Sent(f"at://{did}/{POST}/{record_key}", url, when(record.get("createdAt")))


def _located(session: BlueskySession, parent: ParentRef) -> ParentRef:
	"""`parent` with the hashes of itself and of its thread's first post."""
	if parent.version and parent.root_version:
		return parent
	answer = session.get("app.bsky.feed.getPosts", [("uris", parent.external_id)])
	for view in map(mapping, items(mapping(answer.json()).get("posts"))):
		if identifier(view.get("uri")) == parent.external_id and identifier(view.get("cid")):
			found = parent_of(parent.external_id, view, author=parent.author, private=parent.private)
			if found and found.root_version:
				return found
	raise Gone("Bluesky does not find the post that is to be answered", http_status=404)


def _facets(session: BlueskySession, words: str) -> Iterator[dict[str, Any]]:
	"""What makes links and handles in the text clickable, by their places in its UTF-8 bytes."""
	for start, link in _links(words):
		yield _facet(words, start, link, {"$type": "app.bsky.richtext.facet#link", "uri": link})
	for found in _HANDLE.finditer(_LINK.sub(lambda link: " " * len(link[0]), words)):
		if did := _did_of(session, found[1]):
			feature = {"$type": "app.bsky.richtext.facet#mention", "did": did}
			yield _facet(words, found.start(), found[0], feature)


def _links(words: str) -> Iterable[tuple[int, str]]:
	for found in _LINK.finditer(words):
		link = found[0].rstrip(_LINK_END)
		if link.endswith(")") and "(" not in link:
			link = link[:-1].rstrip(_LINK_END)
		yield found.start(), link


def _facet(words: str, start: int, shown: str, feature: dict[str, str]) -> dict[str, Any]:
	first = counting.octets(words[:start])
	place = {"byteStart": first, "byteEnd": first + counting.octets(shown)}
	return {"index": place, "features": [feature]}


def _did_of(session: BlueskySession, handle: str) -> str:
	"""The account that a handle means; "" for none: the text then just is not clickable there."""
	try:
		found = session.get("com.atproto.identity.resolveHandle", [("handle", handle.lower())])
	except BadPayload:
		return ""
	return identifier(mapping(found.json()).get("did"))
