"""Bluesky's JSON in, posts and authors out.

Two shapes hold the same post: a notification (`reason`, `record`, no counts) and a post view of a search
(`record`, `embed`, counts). The kind of a post is read from the record, so it is the same in both. Must not
call anything; `bluesky` does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from social_crm_app.connectors.base import Author, Media, Post
from social_crm_app.connectors.loose import (
	count,
	distinct_media,
	identifier,
	items,
	mapping,
	text,
	web_url,
	when,
)
from social_crm_app.exceptions import BadPayload

POST = "app.bsky.feed.post"
REASONS = ("mention", "reply", "quote")
# Who hands out handles below their own domain; such a handle proves no website. The account's own server adds
# its domains (describeServer).
SHARED_DOMAINS = (
	".bsky.social",
	".bsky.team",
	".brid.gy",
	".blacksky.app",
	".northsky.social",
	".eurosky.social",
	".selfhosted.social",
	".tngl.sh",
)
_POST_URI = re.compile(rf"at://(did:[a-z]+:[\w.:%-]+)/{re.escape(POST)}/([\w.~:-]+)", re.ASCII)
_DID = re.compile(r"did:[a-z]+:[\w.:%-]+", re.ASCII)
_HANDLE = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
_CDN = "https://cdn.bsky.app/img/feed_fullsize/plain/{did}/{cid}@jpeg"
_VIDEO = "https://video.bsky.app/watch/{did}/{cid}/playlist.m3u8"


def is_post_uri(uri: str) -> bool:
	"""Whether `uri` names a post by its author's DID."""
	return bool(_POST_URI.fullmatch(uri))


def sorted_at(record: Any) -> datetime | None:
	"""The moment by which the network sorts: what the author's software claims, but never later than when the
	network saw it."""
	view = mapping(record)
	claimed = when(mapping(view.get("record")).get("createdAt"))
	seen = when(view.get("indexedAt"))
	if claimed is None or seen is None:
		return claimed or seen
	return min(claimed, seen)


def post_of(view: Any, *, did: str, source: str, shared: Iterable[str] = ()) -> Post | None:
	"""The post of a notification or a post view; None for what is no post of somebody to us or about us.

	`did` is the account's own. Raises BadPayload for what is not shaped like either.
	"""
	if not isinstance(view, dict) or not isinstance(view.get("record"), dict):
		raise BadPayload("A Bluesky record without a record")
	if "reason" in view and view["reason"] not in REASONS:
		return None
	record, uri = view["record"], identifier(view.get("uri"))
	found = _POST_URI.fullmatch(uri)
	if not found or record.get("$type", POST) != POST:
		raise BadPayload("A Bluesky record that is not a post")
	reply = mapping(record.get("reply"))
	return Post(
		external_id=uri,
		text=text(record.get("text")),
		posted_at=sorted_at(view),
		kind=_kind(view, record, did),
		author=author_of(view.get("author"), shared),
		permalink=f"https://bsky.app/profile/{found[1]}/post/{found[2]}",
		language=_language(record),
		root_id=identifier(mapping(reply.get("root")).get("uri")),
		parent_id=identifier(mapping(reply.get("parent")).get("uri")),
		media=distinct_media((*_embedded(record.get("embed"), found[1]), *_links(record))),
		likes=count(view.get("likeCount")),
		replies=count(view.get("replyCount")),
		reposts=count(view.get("repostCount")),
		source=source,
		raw=view,
	)


def author_of(profile: Any, shared: Iterable[str] = ()) -> Author | None:
	"""The author of a basic or a detailed profile view; None without a DID."""
	profile = mapping(profile)
	did = identifier(profile.get("did"))
	if not _DID.fullmatch(did):
		return None
	handle = _handle(profile)
	proven = f"https://{handle}/" if _proves_a_site(handle, shared) else ""
	website = web_url(profile.get("website"))
	return Author(
		external_id=did,
		handle=handle,
		display_name=text(profile.get("displayName")),
		url=f"https://bsky.app/profile/{did}",
		avatar=web_url(profile.get("avatar")),
		bio=text(profile.get("description")),
		website=website or proven,
		followers=count(profile.get("followersCount")),
		following=count(profile.get("followsCount")),
		posts=count(profile.get("postsCount")),
		verified=mapping(profile.get("verification")).get("verifiedStatus") == "valid",
		bot=_says_bot(profile, did),
		attested_links=(proven,) if proven else (),
		links=(website,) if website else (),
	)


def with_details(post: Post, authors: Mapping[str, Author]) -> Post:
	"""`post` with its author replaced by the better known one of the same DID, if there is one."""
	known = authors.get(post.author.external_id) if post.author else None
	return replace(post, author=known) if known else post


def _handle(profile: Mapping[str, Any]) -> str:
	"""The handle; "" for handle.invalid, which says that the claimed name does not lead back to the account."""
	handle = text(profile.get("handle")).lower()
	return handle if _HANDLE.fullmatch(handle) and handle != "handle.invalid" else ""


def _proves_a_site(handle: str, shared: Iterable[str]) -> bool:
	"""Whether the handle is a domain of the author's own: the network itself checked that it names this DID."""
	domains = {f".{domain.lstrip('.').lower()}" for domain in (*SHARED_DOMAINS, *shared)}
	return bool(handle) and not f".{handle}".endswith(tuple(domains))


def _says_bot(profile: Mapping[str, Any], did: str) -> bool:
	labels = map(mapping, items(profile.get("labels")))
	return any(label.get("val") == "bot" and label.get("src") == did for label in labels)


def _kind(view: Mapping[str, Any], record: Mapping[str, Any], did: str) -> str:
	if isinstance(record.get("reply"), dict):
		return "Reply"
	if is_post_uri(_quoted(record)):
		return "Quote"
	if view.get("reason") == "mention" or did in {feature.get("did") for feature in _features(record)}:
		return "Mention"
	return "Post"


def _quoted(record: Mapping[str, Any]) -> str:
	"""The URI that a record embed, alone or beside media, points to."""
	embedded = mapping(mapping(record.get("embed")).get("record"))
	return identifier(embedded.get("uri") or mapping(embedded.get("record")).get("uri"))


def _language(record: Mapping[str, Any]) -> str:
	"""The base tag of the first language: "en" of "en-US"."""
	first = next((text(tag) for tag in items(record.get("langs"))), "")
	tag = first.partition("-")[0].lower()
	return tag if tag.isascii() and tag.isalpha() and len(tag) <= 3 else ""


def _features(record: Mapping[str, Any]) -> list[dict[str, Any]]:
	facets = map(mapping, items(record.get("facets")))
	return [mapping(feature) for facet in facets for feature in items(facet.get("features"))]


def _links(record: Mapping[str, Any]) -> list[Media]:
	"""The whole URLs behind the links that the text shows shortened."""
	return [Media(web_url(feature.get("uri")), "link") for feature in _features(record)]


def _embedded(embed: Any, did: str) -> list[Media]:
	"""Images, a video or a link card of a record's embed; blobs are named by their address on the CDN."""
	embed = mapping(embed)
	embed = mapping(embed.get("media")) or embed
	card, alt = mapping(embed.get("external")), text(embed.get("alt"))
	found = [
		Media(_blob_url(_CDN, did, image.get("image")), "image", text(image.get("alt")))
		for image in map(mapping, items(embed.get("images")))
	]
	found.append(Media(_blob_url(_VIDEO, did, embed.get("video")), "video", alt))
	found.append(Media(web_url(card.get("uri")), "link", text(card.get("title"))))
	return found


def _blob_url(pattern: str, did: str, blob: Any) -> str:
	cid = identifier(mapping(mapping(blob).get("ref")).get("$link"))
	return pattern.format(did=did, cid=cid) if cid.isascii() and cid.isalnum() else ""
