"""Mastodon and every server that speaks its API (GoToSocial, snac, Pleroma, Akkoma, Friendica ...).

Pages by `max_id` itself, because not every server sends Link headers, and never compares ids, because they
are opaque. Must not parse statuses; `mastodon_parse` does.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from social_crm_app.connectors import mastodon_deleted, mastodon_person, mastodon_reply, mastodon_thread
from social_crm_app.connectors.answering import ParentRef, ReplyTerms, Sent
from social_crm_app.connectors.base import (
	AccountConfig,
	AccountInfo,
	Capabilities,
	Held,
	Page,
	Person,
	Post,
	Setup,
)
from social_crm_app.connectors.clocks import server_time
from social_crm_app.connectors.conversing import MOST
from social_crm_app.connectors.loose import each_once, identifier, mapping, when
from social_crm_app.connectors.marks import TICK, is_above, page_marks
from social_crm_app.connectors.mastodon_parse import author_of, in_thread, parent_of, post_of
from social_crm_app.connectors.mastodon_server import Server, listed
from social_crm_app.connectors.rates import parse_rate
from social_crm_app.connectors.response import Response
from social_crm_app.connectors.streams import MENTIONS, SEARCH, StreamConnector
from social_crm_app.connectors.walk import Step, epoch_moment, not_before, walk
from social_crm_app.exceptions import BadPayload

# Posts of other servers come late, and are filed under the moment they were written.
OVERLAP = 15 * 60
# A search is paged by counting from the newest: so many are read twice, lest a deletion in between hid one.
_SEARCH_OVERLAP = 5
_TAG = re.compile(r"#([\w·]+)")


class Mastodon(StreamConnector):
	"""One stream for mentions, one for each search: a hashtag's timeline, or what the server has indexed."""

	platform = "mastodon"
	label = "Mastodon"
	raw_kept = ("id", "uri", "visibility", "language")  # the local id is known to this account's server alone
	capabilities = Capabilities(
		can_search=True,
		can_mentions=True,
		can_reply=True,
		can_reply_privately=True,
		can_delete_check=True,
		can_prove=True,
		can_show_thread=True,
	)
	setup = Setup(needs_instance_url=True, secrets=("access_token",))
	usual_limit = mastodon_reply.DEFAULT_LIMIT

	def fetch_stream(self, account: AccountConfig, stream: str, state: dict[str, Any] | None) -> Page:
		"""The next page of the newest-first walk down to what is known, or to `backfill_from`."""
		server = Server(self.http, account)
		start = account.backfill_from
		page = walk(
			state,
			lambda at, bottom: _threaded(server, _read(server, stream, at), bottom),
			floor=start.timestamp() if start else None,
			overlap=OVERLAP,
			when=epoch_moment,
		)
		return replace(page, posts=not_before(page.posts, start))

	def check(self, account: AccountConfig) -> AccountInfo:
		"""Whose token it is."""
		server = Server(self.http, account)
		author = author_of(server.get("/api/v1/accounts/verify_credentials").json(), server.host)
		if author is None:
			raise BadPayload(f"{server.host} does not answer like a Mastodon server")
		return AccountInfo(author.external_id, author.handle, author.display_name, author.url)

	def find_deleted(self, account: AccountConfig, posts: Sequence[Held]) -> set[str]:
		"""Those that this server and their own no longer have; only posts whose `raw` is still on file."""
		server = Server(self.http, account)
		return mastodon_deleted.posts(server.get, server.statuses, self.http, posts)

	def find_deleted_authors(self, account: AccountConfig, external_ids: Sequence[str]) -> set[str]:
		"""Those that their own servers no longer have."""
		return mastodon_deleted.people(self.http, external_ids)

	def find_person(self, account: AccountConfig | None, handle: str) -> Person | None:
		"""Who has the handle user@host, as that host tells it."""
		return mastodon_person.find_person(self.http, account, handle)

	def posts_of(self, account: AccountConfig | None, handle: str, limit: int = 20) -> tuple[Post, ...]:
		"""The last public posts of user@host."""
		return mastodon_person.posts_of(self.http, account, handle, limit)

	def conversation(self, account: AccountConfig, post: Held, limit: int = MOST) -> tuple[Post, ...]:
		"""What the account's own server knows of the thread."""
		return mastodon_thread.conversation(self.http, account, post, limit)

	@classmethod
	def parent_of(
		cls, external_id: str, raw: Mapping[str, Any], *, author: str = "", private: bool = False
	) -> ParentRef | None:
		"""The status with that address."""
		return mastodon_reply.parent_of(external_id, raw, author=author, private=private)

	@classmethod
	def compose(cls, parent: ParentRef, text: str) -> str:
		"""The text with the author's handle in front."""
		return mastodon_reply.compose(parent, text)

	@classmethod
	def count(cls, text: str) -> int:
		"""Characters; a link is 23 of them, of a handle only the local part counts."""
		return mastodon_reply.length_of(text)

	def reply_terms(self, account: AccountConfig) -> ReplyTerms:
		"""The server's own limit, 500 if it tells none."""
		return mastodon_reply.reply_terms(self.http, account)

	def reply(
		self,
		account: AccountConfig,
		parent: ParentRef,
		text: str,
		*,
		idempotency_key: str,
		private: bool = False,
	) -> Sent:
		"""Posts the answer, as visible as its parent; with `private` as a direct message to the author."""
		return mastodon_reply.reply(self.http, account, parent, text, idempotency_key, private)

	def find_own_reply(
		self,
		account: AccountConfig,
		parent: ParentRef,
		text: str,
		since: datetime,
		*,
		idempotency_key: str = "",
		not_these: Collection[str] = (),
	) -> Sent | None:
		"""Our answer to that post with those words."""
		return mastodon_reply.find_own_reply(self.http, account, parent, text, since, not_these)


def _read(server: Server, stream: str, at: Any) -> Step:
	if stream == MENTIONS:
		return _mentions(server, at)
	term = stream.removeprefix(SEARCH)
	tag = _TAG.fullmatch(term)
	return _tagged(server, stream, tag[1], at) if tag else _found(server, stream, term, at)


def _mentions(server: Server, at: str | None) -> Step:
	answer = server.page("/api/v1/notifications", [("types[]", "mention")], at)
	records = listed(answer, answer.json())
	return _step(answer, records, lambda record: _mention(record, server.host), _last_id(records))


def _mention(record: Any, host: str) -> Post | None:
	"""The post of a notification; None for other kinds, which some servers send unasked, and for posts
	deleted since."""
	if not isinstance(record, dict):
		raise BadPayload("A Mastodon record that is not a notification")
	if record.get("type") != "mention" or record.get("status") is None:
		return None
	return post_of(record["status"], host=host, source=MENTIONS, seen_at=when(record.get("created_at")))


def _tagged(server: Server, stream: str, tag: str, at: str | None) -> Step:
	answer = server.page(f"/api/v1/timelines/tag/{quote(tag, safe='')}", (), at)
	records = listed(answer, answer.json())
	return _step(answer, records, _status_parser(server, stream, answer), _last_id(records))


def _found(server: Server, stream: str, term: str, at: dict[str, Any] | None) -> Step:
	"""A page of search results. `at` also names the last result, for servers that ignore the offset."""
	offset = at["offset"] if at else 0
	params = [("q", term), ("type", "statuses"), ("limit", server.size), ("offset", offset)]
	answer = server.get("/api/v2/search", params)
	records = listed(answer, mapping(answer.json()).get("statuses"))
	last, older = _last_id(records), None
	if records and last != (at or {}).get("last"):
		step = len(records) - min(_SEARCH_OVERLAP, len(records) // 2)
		older = {"offset": offset + step, "last": last}
	return _step(answer, records, _status_parser(server, stream, answer), older)


def _status_parser(server: Server, stream: str, answer: Response) -> Callable[[Any], Post]:
	told_at = server_time(answer.headers)
	seen_at = told_at + TICK if told_at else None
	return lambda record: post_of(record, host=server.host, source=stream, seen_at=seen_at)


def _step(answer: Response, records: list[Any], parse: Callable[[Any], Post | None], older: Any) -> Step:
	told_at = server_time(answer.headers)
	posts, skipped = Mastodon.parse_all(records, parse)
	return Step(
		posts=each_once(posts),
		marks=page_marks(map(_date, records), told_at),
		older=older,
		rate=parse_rate(answer.headers),
		skipped=skipped,
		told_at=told_at,
	)


def _threaded(server: Server, step: Step, bottom: float | None) -> Step:
	"""The page with the addresses of what its new replies answer, as far as the server tells them."""
	known = {name: post.raw for post in step.posts if (name := identifier(post.raw.get("id")))}
	wanted = dict.fromkeys(
		parent for post in step.posts if (parent := parent_of(post.raw)) and is_above(post.posted_at, bottom)
	)
	known.update(server.statuses([parent for parent in wanted if parent not in known]))
	return replace(step, posts=tuple(in_thread(post, known) for post in step.posts))


def _date(record: Any) -> datetime | None:
	return when(mapping(record).get("created_at"))


def _last_id(records: list[Any]) -> str | None:
	"""The id below which the next page begins; None when there is nothing to go on from."""
	ids = (identifier(mapping(record).get("id")) for record in reversed(records))
	return next(filter(None, ids), None)
