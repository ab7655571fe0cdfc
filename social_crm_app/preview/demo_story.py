"""The demo's story: what people said about Acme Power Tools, and when, as a feed and as Mastodon's JSON.

The posts lie in data/; each has a minute relative to the beginning of the demo, so the
same story is always "this month" and goes on for a while after the start. Pure: text in, text and dicts out.
It must not serve anything (`demo_server` does) and must not read the clock.
"""

import html
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

DATA = Path(__file__).resolve().parent / "data"
HOME = "social.acme-power.example"  # the server on which the company itself has its account
FORUM = "https://forum.workshop-talk.example"
PAGE = 40


@dataclass(frozen=True, slots=True)
class Entry:
	"""One post that has appeared. `number` counts through the whole story and never changes."""

	number: int
	post: dict[str, Any]
	author: dict[str, Any]
	posted_at: datetime

	@property
	def text(self) -> str:
		"""The text with this year's document numbers in it."""
		return self.post["text"].replace("{year}", str(self.posted_at.year))


def load_story(folder: Path = DATA) -> tuple[list[dict], dict[str, dict]]:
	"""All posts in the order of their appearance, and the authors by name."""
	posts = json.loads((folder / "posts.json").read_text(encoding="utf-8"))
	return posts, json.loads((folder / "authors.json").read_text(encoding="utf-8"))


def visible(channel: str, epoch: float, now: float) -> list[Entry]:
	"""What has appeared on `channel` ("forum" or "fediverse") by `now`, newest first. Both moments are Unix
	seconds; `epoch` is when the demo began."""
	posts, authors = load_story()
	start = datetime.fromtimestamp(epoch, timezone.utc)
	entries = (
		Entry(number, post, authors[post["author"]], start + timedelta(minutes=post["at"]))
		for number, post in enumerate(posts, 1)
		if post["channel"] == channel and epoch + post["at"] * 60 <= now
	)
	return sorted(entries, key=lambda entry: entry.number, reverse=True)


def atom(entries: Sequence[Entry], own_url: str) -> str:
	"""An Atom feed (RFC 4287) of forum posts."""
	updated = entries[0].posted_at if entries else datetime.fromtimestamp(0, timezone.utc)
	return "\n".join(
		(
			'<?xml version="1.0" encoding="utf-8"?>',
			'<feed xmlns="http://www.w3.org/2005/Atom">',
			"<title>Workshop Talk: Acme Power Tools</title>",
			f"<id>{FORUM}/tag/acme</id>",
			f'<link rel="self" href={quoteattr(own_url)}/>',
			f'<link rel="alternate" href="{FORUM}/tag/acme"/>',
			f"<updated>{updated.isoformat()}</updated>",
			*map(_atom_entry, entries),
			"</feed>\n",
		)
	)


def _atom_entry(entry: Entry) -> str:
	post, link = entry.post, f"{FORUM}/t/{entry.post['id']}"
	person = "".join(
		f"<{tag}>{escape(entry.author[tag])}</{tag}>"
		for tag in ("name", "email", "uri")
		if tag in entry.author
	)
	return (
		f'<entry xml:lang="{post["language"]}"><id>{link}</id><link rel="alternate" href="{link}"/>'
		f"<title>{escape(post['title'])}</title><author>{person}</author>"
		f"<published>{entry.posted_at.isoformat()}</published><updated>{entry.posted_at.isoformat()}</updated>"
		f'<content type="html">{escape(entry.text)}</content></entry>'
	)


def notifications(
	entries: Sequence[Entry],
	limit: int = 15,
	max_id: str | None = None,
	since_id: str | None = None,
	min_id: str | None = None,
) -> list[dict]:
	"""One page of mentions, newest first, as GET /api/v1/notifications of Mastodon pages them: `max_id` and
	`since_id` are exclusive bounds of the newest page, `min_id` gives the page right above it."""
	chosen = [
		entry
		for entry in entries
		if (max_id is None or entry.number < int(max_id))
		and entry.number > max(int(bound) for bound in (since_id, min_id, "0") if bound is not None)
	]
	limit = max(1, min(limit, PAGE))
	return [_notification(entry) for entry in (chosen[-limit:] if min_id is not None else chosen[:limit])]


def _notification(entry: Entry) -> dict:
	return {
		"id": str(entry.number),
		"type": "mention",
		"created_at": _stamp(entry.posted_at),
		"account": account(entry.author, entry.posted_at),
		"status": status(entry),
	}


def status(entry: Entry) -> dict:
	"""The post as a Mastodon status, with the address it has on its own server."""
	user, _, host = entry.author["handle"].partition("@")
	number = 110_000_000_000_000 + entry.number
	return {
		"id": str(number),
		"uri": f"https://{host}/users/{user}/statuses/{number}",
		"url": f"https://{host}/@{user}/{number}",
		"created_at": _stamp(entry.posted_at),
		"edited_at": None,
		"in_reply_to_id": None,
		"language": entry.post["language"],
		"visibility": "public",
		"sensitive": False,
		"spoiler_text": "",
		"content": _content(entry.text),
		"account": account(entry.author, entry.posted_at),
		"media_attachments": [],
		"mentions": [{"id": "1", "username": "acme", "acct": "acme", "url": f"https://{HOME}/@acme"}],
		"tags": [],
		"replies_count": 0,
		"favourites_count": entry.post.get("favourites", 0),
		"reblogs_count": entry.post.get("reblogs", 0),
	}


def _content(text: str) -> str:
	"""HTML as Mastodon writes it: escaped, in a paragraph, the mention as a link."""
	mention = f'<span class="h-card"><a href="https://{HOME}/@acme" class="u-url mention">@<span>acme</span></a></span>'
	return f"<p>{html.escape(text, quote=False).replace('@acme', mention, 1)}</p>"


def account(author: dict, seen_at: datetime) -> dict:
	"""The author as a Mastodon account; a verified field carries the moment of its check."""
	user, _, host = author["handle"].partition("@")
	return {
		"id": str(sum(map(ord, author["handle"]))),
		"username": user,
		"acct": author["handle"],
		"display_name": author["name"],
		"uri": f"https://{host}/users/{user}",
		"url": f"https://{host}/@{user}",
		"note": f"<p>{html.escape(author.get('bio', ''), quote=False)}</p>",
		"avatar": "",
		"bot": author.get("bot", False),
		"followers_count": author.get("followers", 0),
		"following_count": 100,
		"statuses_count": 500,
		"fields": [_field(field, seen_at) for field in author.get("fields", [])],
	}


def _field(field: dict, seen_at: datetime) -> dict:
	url = field["url"]
	checked = _stamp(seen_at - timedelta(days=90)) if field["verified"] else None
	value = f'<a href="{url}" rel="me nofollow noopener" translate="no">{url.removeprefix("https://")}</a>'
	return {"name": field["name"], "value": value, "verified_at": checked}


def own_account() -> dict:
	"""The company's own account, as verify_credentials tells it."""
	return {
		"id": "1",
		"username": "acme",
		"acct": "acme",
		"display_name": "Acme Power Tools",
		"uri": f"https://{HOME}/users/acme",
		"url": f"https://{HOME}/@acme",
		"note": "<p>Tools that outlast the job.</p>",
		"followers_count": 4021,
		"fields": [],
	}


def _stamp(moment: datetime) -> str:
	return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
