"""One small healthy world per way of reading a platform, for the suites that every connector must pass.

A world is an account and what the platform answers to each path. A new connector joins `WORLDS`.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import responses

from social_crm_app.connectors import REGISTRY
from social_crm_app.connectors.base import AccountConfig, Connector

DATA = Path(__file__).parents[2] / "data"
SECRET = "S3cr3t+token/with=signs"
DATE = {"Date": "Fri, 20 Nov 2026 12:00:00 GMT"}


@dataclass(frozen=True)
class World:
	"""`answers` are JSON-able, or bytes with `content_type`, by the end of the path that is asked."""

	name: str
	platform: str
	answers: dict[str, Any]
	fields: Callable[[], dict[str, Any]] = field(default=dict)
	content_type: str = "application/json"

	def __str__(self) -> str:
		return self.name.replace(" ", "-")

	def connector(self) -> Connector:
		return REGISTRY[self.platform]()

	def account(self, **more: Any) -> AccountConfig:
		return AccountConfig(platform=self.platform, **self.fields() | more)

	def serve(self, web: responses.RequestsMock, answers: dict[str, Any] | None = None) -> None:
		"""Answer to every path of the world, with `answers` instead of its own if given."""
		for path, answer in (answers or self.answers).items():
			body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
			for method in (responses.GET, responses.POST):
				url = re.compile(rf"https://[^?]*{re.escape(path)}(?:\?.*)?$")
				web.add(method, url, body=body, content_type=self.content_type, headers=DATE)


def _json(path: str) -> Any:
	return json.loads((DATA / path).read_text())


def _bluesky() -> dict[str, Any]:
	return {
		"com.atproto.server.createSession": _json("bluesky/session.json"),
		"com.atproto.server.refreshSession": _json("bluesky/session.json"),
		"com.atproto.server.describeServer": {"availableUserDomains": [".pds.example"]},
		"app.bsky.notification.listNotifications": _json("bluesky/notifications.json"),
		"app.bsky.feed.searchPosts": _json("bluesky/search.json"),
		"app.bsky.actor.getProfiles": _json("bluesky/profiles.json"),
		"app.bsky.feed.getPosts": {"posts": []},
		"com.atproto.repo.getRecord": {"uri": "at://x", "value": {}},
	}


def _bluesky_account() -> dict[str, Any]:
	return {"handle": "acme.bsky.social", "searches": ("acme",), "secrets": {"app_password": SECRET}}


def _bluesky_session() -> dict[str, Any]:
	kept = {"service": "https://bsky.social", "login": "acme.bsky.social", "pds": "https://pds.example"}
	kept |= {"did": "did:plc:acme0000000000000000000a", "access": SECRET + "1", "refresh": SECRET + "2"}
	return _bluesky_account() | {"session": kept}


def _mastodon() -> dict[str, Any]:
	statuses = [note["status"] for note in _json("mastodon/notifications.json") if note["status"]]
	return {
		"/api/v1/notifications": _json("mastodon/notifications.json"),
		"/api/v1/timelines/tag/acme": statuses,
		"/api/v2/search": {"accounts": [], "statuses": statuses, "hashtags": []},
		"/api/v1/statuses": _json("mastodon/statuses.json"),
		**{f"/api/v1/statuses/{status['id']}": status for status in statuses if status.get("id")},
		"/api/v1/accounts/verify_credentials": _json("mastodon/account.json"),
	}


def _mastodon_account() -> dict[str, Any]:
	return {
		"instance_url": "https://social.acme.example",
		"searches": ("#acme", "acme widget"),
		"secrets": {"access_token": SECRET},
	}


def _feed(name: str) -> World:
	def fields() -> dict[str, Any]:
		url = f"https://blog.example/{name}"
		return {"instance_url": url, "handle": "reader", "secrets": {"password": SECRET}}

	content = (DATA / "rss" / name).read_bytes()
	return World(f"rss {name}", "rss", {f"/{name}": content}, fields, "application/xml")


WORLDS = (
	World("bluesky first login", "bluesky", _bluesky(), _bluesky_account),
	World("bluesky kept session", "bluesky", _bluesky(), _bluesky_session),
	World("mastodon", "mastodon", _mastodon(), _mastodon_account),
	World(
		"hackernews",
		"hackernews",
		{
			"/api/v1/search_by_date": _json("hackernews/search.json"),
			**{
				f"/v0/item/{hit['objectID']}.json": {"id": int(hit["objectID"])}
				for hit in _json("hackernews/search.json")["hits"]
				if "objectID" in hit
			},
		},
		lambda: {"searches": ("acme", "acme widget")},
	),
	_feed("blog.xml"),
	_feed("atom.xml"),
)
