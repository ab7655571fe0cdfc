"""The thread around a status: GET /api/v1/statuses/:id/context, of the status and of the first post above it.

The context of a status has nothing of what else was answered to its parents; that is in the first post's own.
Source: https://docs.joinmastodon.org/methods/statuses/#context. Must not decide who may see what comes back.
"""

from typing import Any
from urllib.parse import quote

from social_crm_app.connectors.base import AccountConfig, Connector, Held, Post
from social_crm_app.connectors.conversing import CONVERSATION
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import each_once, identifier, items, mapping
from social_crm_app.connectors.mastodon_parse import post_of
from social_crm_app.connectors.mastodon_reply import located, parent_of
from social_crm_app.connectors.mastodon_server import Server
from social_crm_app.exceptions import BadPayload, ConnectorError, Gone


def conversation(http: HttpClient, account: AccountConfig, post: Held, limit: int) -> tuple[Post, ...]:
	"""The posts around `post`, the nearest parents and the first post before all others."""
	server = Server(http, account)
	above, below = _context(server, _local_id(server, post))
	records = [*above[:1], *above[:0:-1], *below, *_under(server, above[:1])]
	posts, _skipped = Connector.parse_all(
		records, lambda record: post_of(record, host=server.host, source=CONVERSATION)
	)
	return tuple(one for one in each_once(posts) if one.external_id != post.external_id)[:limit]


def _local_id(server: Server, post: Held) -> str:
	found = parent_of(post.external_id, post.raw, author="", private=post.private)
	if found is None:
		raise Gone("No status has such an address")
	return found.local_id or located(server, found).local_id


def _context(server: Server, local_id: str) -> tuple[list[Any], list[Any]]:
	"""What stands above and below a status, the oldest first."""
	answer = server.get(f"/api/v1/statuses/{quote(local_id, safe='')}/context")
	told = mapping(answer.json())
	if not isinstance(told.get("ancestors"), list) or not isinstance(told.get("descendants"), list):
		raise BadPayload("The answer is not a conversation", http_status=answer.status)
	return items(told["ancestors"]), items(told["descendants"])


def _under(server: Server, first: list[Any]) -> list[Any]:
	"""All that was answered to the first post. It is a bonus: the line up to it is there without."""
	local_id = identifier(mapping(first[0]).get("id")) if first else ""
	if not local_id:
		return []
	try:
		return _context(server, local_id)[1]
	except ConnectorError:
		return []
