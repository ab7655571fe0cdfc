"""The Mastodon API's JSON in, posts and authors out; written for every server that speaks it.

A status's `uri` is the same on every server, its `id` only on one: the uri is the external id, the id stays
in `raw` for calls about this status. Must not call anything; `mastodon` does.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup

from social_crm_app.connectors.base import Author, Media, Post
from social_crm_app.connectors.html import LONGEST, to_text
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

_OPEN = ("public", "unlisted", "local")
_MEDIA_KINDS = {"image": "image", "gifv": "video", "video": "video", "audio": "audio"}
_NAMES_A_SITE = re.compile(
	r"\b(?:web ?sites?|web|home ?page|site|www|url|blog|shop|store|company|firma|webseite|sitio|p[áa]gina|sito)\b",
	re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@<>()\"',;:]+@[^\s@<>()\"',;:]+\.[^\s@<>()\"',;:.]{2,}")


def post_of(status: Any, *, host: str, source: str, seen_at: datetime | None = None) -> Post:
	"""The post of a status. `host` completes the handles of the server's own people; `seen_at`, when the
	server noticed it, bounds a date that lies. Raises BadPayload for what is no status."""
	if not isinstance(status, dict):
		raise BadPayload("A Mastodon record that is not a status")
	external_id = _address(status)
	if not external_id:
		raise BadPayload("A Mastodon status without an address")
	visibility = text(status.get("visibility"))
	return Post(
		external_id=external_id,
		text=_text(status),
		posted_at=_posted_at(status, seen_at),
		kind=_kind(status, visibility, source),
		author=author_of(status.get("account"), host),
		permalink=web_url(status.get("url")) or web_url(external_id),
		language=_language(status.get("language")),
		edited_at=when(status.get("edited_at")),
		media=distinct_media(_media(status)),
		likes=count(status.get("favourites_count")),
		replies=count(status.get("replies_count")),
		reposts=count(status.get("reblogs_count")),
		private=bool(visibility) and visibility not in _OPEN,
		source=source,
		raw=status,
	)


def parent_of(status: Mapping[str, Any]) -> str:
	"""The server's own id of the status that this one answers, or ""."""
	return identifier(status.get("in_reply_to_id"))


def in_thread(post: Post, statuses: Mapping[str, Mapping[str, Any]]) -> Post:
	"""`post` with the addresses of its parent and of the first post of its thread, if `statuses` (by the
	server's own ids) lead there."""
	parent = statuses.get(parent_of(post.raw))
	if parent is None:
		return post
	root, seen = parent, set()
	while parent_of(root) and parent_of(root) not in seen:
		seen.add(parent_of(root))
		root = statuses.get(parent_of(root)) or {}
	return replace(post, parent_id=_address(parent), root_id=_address(root))


def author_of(account: Any, host: str) -> Author | None:
	"""The author of an account entity; None without an address that is the same on every server."""
	account = mapping(account)
	external_id = _address(account)
	if not external_id:
		return None
	fields = _Fields(account)
	return Author(
		external_id=external_id,
		handle=_handle(account, host),
		display_name=text(account.get("display_name")),
		url=web_url(account.get("url")) or web_url(external_id),
		avatar=web_url(account.get("avatar")) or web_url(account.get("avatar_static")),
		bio=to_text(text(account.get("note"))),
		website=fields.website,
		email=fields.email,
		followers=count(account.get("followers_count")),
		following=count(account.get("following_count")),
		posts=count(account.get("statuses_count")),
		bot=account.get("bot") is True,
		attested_links=tuple(fields.attested),
		links=tuple(fields.claimed),
	)


class _Fields:
	"""What an account's profile fields and bio say: links the server has checked (rel=me), links anyone could
	have written, an e-mail, a website."""

	def __init__(self, account: Mapping[str, Any]):
		self.attested: list[str] = []
		self.claimed: list[str] = []
		self.email = ""
		self._labelled = ""
		for field in map(mapping, items(account.get("fields"))):
			self._take(text(field.get("name")), text(field.get("value")), bool(field.get("verified_at")))
		self._take("", text(account.get("note")), False)

	@property
	def website(self) -> str:
		"""The link that a field calls a website, else the first link written, else the first verified one."""
		return self._labelled or next(iter([*self.claimed, *self.attested]), "")

	def _take(self, name: str, value: str, verified: bool) -> None:
		urls, emails = _links_of(value)
		if name and not urls:
			plain = to_text(value)
			urls = list(filter(None, [web_url(plain)]))
			emails += [plain] if _EMAIL.fullmatch(plain) else []
		known = self.attested if verified else self.claimed
		known += [url for url in urls if url not in known]
		self.email = self.email or next(iter(emails), "")
		if urls and not self._labelled and _NAMES_A_SITE.search(name):
			self._labelled = urls[0]


def _links_of(markup: str) -> tuple[list[str], list[str]]:
	"""The URLs and the e-mail addresses that HTML links to, without mentions of people and hashtags."""
	if "<a" not in markup:
		return [], []
	soup = BeautifulSoup(markup[:LONGEST].replace("\x00", "").encode("utf-8", "replace").decode(), "lxml")
	urls, emails = [], []
	for link in soup.find_all("a", href=True):
		href = str(link["href"]).strip()
		if href.lower().startswith("mailto:"):
			emails.append(unquote(href[len("mailto:") :].partition("?")[0]).strip())
		elif web_url(href) and not {"mention", "hashtag"} & set(link.get_attribute_list("class")):
			urls.append(href)
	return urls, [email for email in emails if _EMAIL.fullmatch(email)]


def _address(entity: Mapping[str, Any]) -> str:
	"""What names a status or an account on every server: its uri, on older servers its url."""
	return identifier(entity.get("uri")) or identifier(entity.get("url"))


def _handle(account: Mapping[str, Any], host: str) -> str:
	"""user@host; servers leave the host out for their own people."""
	name = identifier(account.get("acct")).lstrip("@") or identifier(account.get("username")).lstrip("@")
	return f"{name}@{host}" if name and "@" not in name else name


def _text(status: Mapping[str, Any]) -> str:
	"""The warning in front, the text, the options of a poll."""
	options = map(mapping, items(mapping(status.get("poll")).get("options")))
	poll = "\n".join(f"- {text(option.get('title'))}" for option in options)
	parts = (text(status.get("spoiler_text")).strip(), to_text(text(status.get("content"))), poll)
	return "\n\n".join(part for part in parts if part)


def _kind(status: Mapping[str, Any], visibility: str, source: str) -> str:
	if visibility == "direct":
		return "Message"
	if parent_of(status):
		return "Reply"
	if isinstance(status.get("quote"), dict):
		return "Quote"
	return "Mention" if source == "mentions" else "Post"


def _posted_at(status: Mapping[str, Any], seen_at: datetime | None) -> datetime | None:
	"""When it was posted, but never later than when the server noticed it."""
	claimed = when(status.get("created_at"))
	return min(filter(None, (claimed, seen_at)), default=None)


def _language(value: Any) -> str:
	"""The base tag: "en" of "en-US"."""
	tag = text(value).partition("-")[0].partition("_")[0].lower()
	return tag if tag.isascii() and tag.isalpha() and len(tag) <= 3 else ""


def _media(status: Mapping[str, Any]) -> Iterable[Media]:
	"""The attachments, and the page a link preview shows."""
	for item in map(mapping, items(status.get("media_attachments"))):
		url = next(filter(None, map(web_url, (item.get("url"), item.get("remote_url")))), "")
		kind = _MEDIA_KINDS.get(text(item.get("type")), "link")
		yield Media(url, kind, text(item.get("description")))
	card = mapping(status.get("card"))
	yield Media(web_url(card.get("url")), "link", text(card.get("title")))
