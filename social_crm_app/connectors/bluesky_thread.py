"""The thread around a post: app.bsky.feed.getPostThread, of the post and of the first post of its thread.

Source: https://docs.bsky.app/docs/api/app-bsky-feed-get-post-thread. Must not decide who may see what comes back.
"""

from collections.abc import Iterator
from typing import Any

from social_crm_app.connectors.base import Connector, Held, Post
from social_crm_app.connectors.bluesky_parse import is_post_uri, post_of
from social_crm_app.connectors.bluesky_session import BlueskySession
from social_crm_app.connectors.conversing import CONVERSATION
from social_crm_app.connectors.loose import each_once, identifier, items, mapping
from social_crm_app.exceptions import BadPayload, ConnectorError, Gone

DEPTH = 6  # answers to answers; what the network itself gives when it is not told
PARENTS = 80
_VIEW = "app.bsky.feed.defs#threadViewPost"  # not found, blocked: other types, without words


def conversation(session: BlueskySession, post: Held, limit: int) -> tuple[Post, ...]:
	"""The posts around `post`, the nearest parents before all others."""
	if not is_post_uri(post.external_id):
		raise Gone("No post has such an address")
	this = _thread(session, post.external_id, PARENTS)
	views = [*_above(this), *_below(this, limit), *_under_first(session, this, post.external_id, limit)]

	def parse(view: Any) -> Post | None:
		return post_of(view, did=session.did, source=CONVERSATION, shared=session.own_domains)

	posts, _skipped = Connector.parse_all(views, parse)
	return tuple(one for one in each_once(posts) if one.external_id != post.external_id)[:limit]


def _thread(session: BlueskySession, uri: str, parents: int) -> dict[str, Any]:
	params = [("uri", uri), ("depth", DEPTH), ("parentHeight", parents)]
	try:
		answer = session.get("app.bsky.feed.getPostThread", params)
	except BadPayload as refusal:
		if refusal.provider_message.partition(":")[0] != "NotFound":
			raise
		raise Gone("Bluesky does not find this post", http_status=refusal.http_status) from None
	thread = mapping(mapping(answer.json()).get("thread"))
	if not thread:
		raise BadPayload("The answer is not a conversation", http_status=answer.status)
	return thread


def _above(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
	"""What it answers, the nearest first."""
	node = mapping(node.get("parent"))
	while node:
		if _is_shown(node):
			yield node["post"]
		node = mapping(node.get("parent"))


def _below(node: dict[str, Any], most: int) -> Iterator[dict[str, Any]]:
	"""Itself and the answers, and then the answers to these; at most `most` answers."""
	level = [node]
	while level and most > 0:
		for one in filter(_is_shown, level[:most]):
			yield one["post"]
		most -= len(level)
		level = [mapping(reply) for one in level for reply in items(one.get("replies"))]


def _under_first(session: BlueskySession, this: dict[str, Any], uri: str, most: int) -> list[dict[str, Any]]:
	"""The first post of the thread and what was answered to it. It is a bonus: the line up to it is there without."""
	record = mapping(mapping(this.get("post")).get("record"))
	root = identifier(mapping(mapping(record.get("reply")).get("root")).get("uri"))
	if not is_post_uri(root) or root == uri:
		return []
	try:
		return list(_below(_thread(session, root, 0), most))
	except ConnectorError:
		return []


def _is_shown(node: dict[str, Any]) -> bool:
	"""Whether it is a post with words, of somebody with whom neither side has broken off."""
	post = node.get("post")
	if not isinstance(post, dict) or node.get("$type", _VIEW) != _VIEW:
		return False
	viewer = mapping(mapping(post.get("author")).get("viewer"))
	return not (viewer.get("blockedBy") or viewer.get("blocking"))
