"""Looks a person up on Bluesky: the profile and the last posts, from the network's public index.

Must not judge what is written there, nor log in unless an account of another network is given.
"""

from collections.abc import Callable, Iterable
from typing import Any

from social_crm_app.connectors.base import AccountConfig, Person, Post
from social_crm_app.connectors.bluesky_parse import author_of, post_of
from social_crm_app.connectors.bluesky_session import BlueskySession
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import items, mapping
from social_crm_app.connectors.response import Response
from social_crm_app.exceptions import BadPayload

# Serves everybody without a login: https://docs.bsky.app/docs/advanced-guides/api-directory
PUBLIC = "https://public.api.bsky.app/xrpc/"
MOST_POSTS = 100
_NOBODY = ("InvalidRequest", "AccountDeactivated", "AccountTakedown")

Get = Callable[[str, Iterable[tuple[str, Any]]], Response]


def find_person(http: HttpClient, account: AccountConfig | None, handle: str) -> Person | None:
	"""Who has the handle now, or None. With `account` its own network is asked. Raises ConnectorError."""
	name = handle.strip().lstrip("@").lower()
	if not name:
		return None
	try:
		profile = _getter(http, account)("app.bsky.actor.getProfile", [("actor", name)]).json()
	except BadPayload as refusal:
		if refusal.http_status == 400 and refusal.provider_message.partition(":")[0] in _NOBODY:
			return None
		raise
	author = author_of(profile)
	if author is None:
		raise BadPayload("Bluesky answered without an account")
	# A look-up by DID would find the account too, but the person is asked for by the handle.
	return Person(author, author.bio) if author.handle == name else None


def posts_of(http: HttpClient, account: AccountConfig | None, handle: str, limit: int) -> tuple[Post, ...]:
	"""The last posts that the account wrote itself; none of what it passed on. Raises ConnectorError."""
	person = find_person(http, account, handle)
	if person is None:
		return ()
	did = person.author.external_id
	params = [("actor", did), ("limit", max(1, min(limit, MOST_POSTS)))]
	feed = mapping(_getter(http, account)("app.bsky.feed.getAuthorFeed", params).json()).get("feed")
	if not isinstance(feed, list):
		raise BadPayload("The answer has no list of posts")
	posts = (_post(mapping(entry).get("post")) for entry in items(feed) if not mapping(entry).get("reason"))
	return tuple(post for post in posts if post and post.author and post.author.external_id == did)


def _post(view: Any) -> Post | None:
	try:
		return post_of(view, did="", source="profile")
	except BadPayload:
		return None


def _getter(http: HttpClient, account: AccountConfig | None) -> Get:
	if account is not None:
		return BlueskySession(http, account).get
	return lambda method, params: http.get(PUBLIC + method, params=list(params))
