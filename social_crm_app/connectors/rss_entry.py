"""One entry of a parsed feed as a post.

Must not fetch. What its id is, `rss_ids` says.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parseaddr
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

from social_crm_app.connectors.base import Author, Media, Post
from social_crm_app.connectors.html import scheme_of, to_text
from social_crm_app.connectors.loose import count, distinct_media, items, mapping, text, web_url
from social_crm_app.connectors.rss_ids import by_id, feed_key, fitting, namespaced
from social_crm_app.exceptions import BadPayload

MOST_MEDIA = 20
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
# WordPress and Blogger point at the comment within its page.
_COMMENT_LINK = re.compile(r"#(?:comment[-_]?\d+|c\d{5,})$")
# Nobody's own address: Blogger writes it for everyone.
_SHARED_MAIL = re.compile(r"^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply)@", re.IGNORECASE)


@dataclass(frozen=True)
class Feed:
	"""A parsed feed: `about` is what it says of itself, `entries` its entries by id, each id once."""

	key: str
	url: str
	atom: bool
	about: Mapping[str, Any]
	entries: list[tuple[str, Mapping[str, Any]]]

	@classmethod
	def of(cls, parsed: Any, typed: str, url: str) -> "Feed":
		"""From feedparser's result; `typed` is the address on the account, `url` where it came from."""
		key = feed_key(typed)
		atom = text(parsed.get("version")).startswith("atom")
		return cls(key, url, atom, mapping(parsed.get("feed")), by_id(parsed.entries, key))

	def post(self, item: tuple[str, Mapping[str, Any]]) -> Post:
		"""The entry as a post. Raises BadPayload if nothing in it can be shown."""
		external_id, entry = item
		title, body = self._plain(mapping(entry.get("title_detail"))), self._body(entry)
		permalink = self._permalink(entry)
		media = self._media(entry)
		if not (title or body or permalink or media):
			raise BadPayload("An entry without text and link")
		posted_at = _moment(entry, "published_parsed", "updated_parsed", "created_parsed")
		edited_at = _moment(entry, "updated_parsed")
		replied_to = mapping(entry.get("thr_in-reply-to"))
		return Post(
			external_id=external_id,
			text=_joined(title, body),
			title=title,
			posted_at=posted_at,
			edited_at=edited_at if edited_at != posted_at else None,
			kind="Comment" if replied_to or _COMMENT_LINK.search(permalink) else "Post",
			author=self._author(entry),
			permalink=permalink,
			language=self._language(entry),
			parent_id=namespaced(text(replied_to.get("ref")), self.key) if replied_to.get("ref") else "",
			media=media,
			replies=_number(entry.get("slash_comments")),
			source="feed",
			raw=_jsonable(entry),
		)

	def _plain(self, detail: Mapping[str, Any]) -> str:
		"""A title or content as text. Atom says what is plain; in RSS anything may be HTML."""
		value = text(detail.get("value"))
		return value.strip() if self.atom and detail.get("type") == "text/plain" else to_text(value)

	def _body(self, entry: Mapping[str, Any]) -> str:
		contents = [mapping(item) for item in items(entry.get("content"))]
		shown = [
			item for item in contents if text(item.get("type")).startswith(("text/", "application/xhtml"))
		]
		summary = mapping(entry.get("summary_detail"))
		return max((self._plain(item) for item in [*shown, summary]), key=len)

	def _permalink(self, entry: Mapping[str, Any]) -> str:
		link = text(entry.get("feedburner_origlink")) or text(entry.get("link"))
		if not link or (entry.get("guidislink") and link == entry.get("id") and not scheme_of(link)):
			return ""  # a bare number as guid is no link, although RSS says so
		return _unwrapped(_absolute(self.url, link))

	def _media(self, entry: Mapping[str, Any]) -> tuple[Media, ...]:
		found = [
			(link.get("href"), link.get("type"))
			for link in map(mapping, items(entry.get("links")))
			if link.get("rel") == "enclosure"
		]
		for link in map(mapping, items(entry.get("media_content"))):
			found.append((link.get("url"), link.get("medium") or link.get("type")))
		if not found:
			found = [(mapping(link).get("url"), "image") for link in items(entry.get("media_thumbnail"))]
		media = (Media(_absolute(self.url, text(url)), _media_kind(text(kind))) for url, kind in found if url)
		return distinct_media(media)[:MOST_MEDIA]

	def _author(self, entry: Mapping[str, Any]) -> Author | None:
		"""Who wrote it, by URL or e-mail where these are a person's own, else by the name in this feed."""
		name, email, href = self._who(entry) or self._who(self.about) or ("", "", "")
		if not (name or email or href):
			return None
		own_mail = "" if _SHARED_MAIL.match(email) else email
		own_page = href if urlsplit(href).path.strip("/") or urlsplit(href).query else ""
		stable = own_page or own_mail.lower() or f"{self.key}:{' '.join((name or href).casefold().split())}"
		return Author(
			external_id=fitting(stable, self.key),
			handle=name or own_mail or href,
			display_name=name,
			url=href,
			email=own_mail,
		)

	def _who(self, source: Mapping[str, Any]) -> tuple[str, str, str] | None:
		"""(name, e-mail, URL) of the entry's or the feed's author, or None."""
		detail = mapping(source.get("author_detail"))
		name, email = text(detail.get("name")), text(detail.get("email"))
		if not self.atom:
			# feedparser cuts e-mail addresses off after four letters of the top level domain.
			name, email = _name_and_mail(text(source.get("author")))
		href = _absolute(self.url, text(detail.get("href"))) if detail.get("href") else ""
		who = (to_text(name)[:140], email.strip()[:140], href)
		return who if any(who) else None

	def _language(self, entry: Mapping[str, Any]) -> str:
		content = mapping(next(iter(items(entry.get("content"))), {}))
		detail = mapping(entry.get("title_detail"))
		for source in (entry, content, detail, self.about):
			language = text(source.get("language")).strip()
			if _LANGUAGE.fullmatch(language):
				return language
		return ""


def _absolute(base: str, link: str) -> str:
	"""`link` as an http(s) URL, relative ones resolved; "" if it is none."""
	try:
		return web_url(urljoin(base, link.strip()))
	except ValueError:
		return ""


def _unwrapped(link: str) -> str:
	"""The page that a Google Alerts link leads to; any other link as it is."""
	parts = urlsplit(link)
	if parts.path == "/url" and re.fullmatch(r"(?:www\.)?google\.[a-z.]{2,6}", parts.netloc):
		target = parse_qs(parts.query)
		return web_url((target.get("url") or target.get("q") or [""])[0]) or link
	return link


def _name_and_mail(author: str) -> tuple[str, str]:
	"""RSS writes "mail@host (Name)", "Name <mail@host>", a mail or a name."""
	if "@" not in author:
		return author, ""
	name, mail = parseaddr(author)
	return (name, mail) if "@" in mail and " " not in mail else (author, "")


def _joined(title: str, body: str) -> str:
	"""Title and body as one text, without saying a title twice that is only the body's beginning."""
	start = re.sub(r"(?:…|\.\.\.)$", "", title).rstrip()
	if not title or (" ".join(body.split()).startswith(" ".join(start.split())) and body):
		return body
	return f"{title}\n\n{body}" if body else title


def _moment(entry: Mapping[str, Any], *names: str) -> datetime | None:
	"""The first of the dates that can be read; feedparser gives them in UTC."""
	for name in names:
		# dict.get, because feedparser's own falls back from one date to another, with a warning.
		parsed = dict.get(entry, name)
		if isinstance(parsed, time.struct_time):
			try:
				return datetime(*parsed[:6], tzinfo=timezone.utc)
			except ValueError:
				continue
	return None


def _media_kind(kind: str) -> str:
	main = kind.lower().partition("/")[0]
	return main if main in ("image", "video", "audio") else "link"


def _number(value: Any) -> int | None:
	return count(int(value)) if isinstance(value, str) and value.isdecimal() and len(value) < 12 else None


def _jsonable(value: Any) -> Any:
	"""feedparser's structures as plain JSON data; parsed dates are left out, their text is there."""
	if isinstance(value, Mapping):
		return {
			str(name): _jsonable(item) for name, item in value.items() if not str(name).endswith("_parsed")
		}
	if isinstance(value, list | tuple):
		return [_jsonable(item) for item in value]
	return value if isinstance(value, str | int | float | bool) or value is None else str(value)
