"""Which id an entry of a feed has: one that stays, and that no other feed's entry can have.

A guid that is unique in the world (URL, tag: or urn: URI) stands alone, so that the same entry in two feeds
is one mention; anything else is prefixed with a hash of the feed's address as it was typed, scheme aside, so
that it stays when the feed moves. Must not look at what an entry says, unless it has no guid and no link.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from social_crm_app.connectors.html import scheme_of
from social_crm_app.connectors.loose import identifier, text, web_url

LONGEST_ID = 120


def feed_key(address: str) -> str:
	"""A short hash that names a feed by its address; http or https, www or not, is the same feed."""
	bare = re.sub(r"^(?:https?:)?//(?:www\.)?", "", address.strip(), flags=re.IGNORECASE)
	host, slash, rest = bare.partition("/")
	return hashlib.sha256((host.lower() + slash + rest).rstrip("/").encode("utf-8", "replace")).hexdigest()[
		:12
	]


def by_id(entries: list[Mapping[str, Any]], key: str) -> list[tuple[str, Mapping[str, Any]]]:
	"""The entries with their ids, in the feed's order; of those with the same id the first."""
	shared = _shared_guids(entries)
	found: dict[str, Mapping[str, Any]] = {}
	for entry in entries:
		found.setdefault(_entry_id(entry, key, shared), entry)
	return list(found.items())


def _shared_guids(entries: list[Mapping[str, Any]]) -> set[str]:
	"""Guids that entries with different links have in common: home-made feeds repeat one for everything."""
	links = defaultdict(set)
	for entry in entries:
		links[text(entry.get("id"))].add(text(entry.get("link")))
	return {guid for guid, targets in links.items() if len(targets) > 1}


def _entry_id(entry: Mapping[str, Any], key: str, shared: set[str]) -> str:
	guid, link = text(entry.get("id")).strip(), text(entry.get("link")).strip()
	if guid and text(entry.get("id")) not in shared:
		return namespaced(guid, key)
	if link:
		return namespaced(link, key)
	# dict.get, because feedparser's own warns when it falls back from one date to another.
	told = (entry.get("title"), dict.get(entry, "published") or dict.get(entry, "updated"))
	if not any(told):
		told = (entry.get("summary"),)
	return f"{key}:{_hash(chr(0).join(text(part) for part in told))}"


def namespaced(guid: str, key: str) -> str:
	"""`guid` alone if no other feed can mean something else by it, else within the feed."""
	scheme = scheme_of(guid)
	if web_url(guid) or (scheme in ("tag", "urn", "at") and identifier(guid)):
		return fitting(guid, key)
	return f"{key}:{_hash(guid)}"


def fitting(external_id: str, key: str) -> str:
	"""`external_id`, or, if it is too long to be a key, its hash within the feed."""
	return external_id if len(external_id) <= LONGEST_ID else f"{key}:{_hash(external_id)}"


def _hash(value: str) -> str:
	return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:32]
