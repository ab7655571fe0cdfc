"""Bluesky and other AT Protocol servers: mentions, replies and quotes of the account, and searches.

Reads through the account's own server, which asks the network's index. Must not parse posts
(`bluesky_parse`) nor handle tokens (`bluesky_session`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from social_crm_app.connectors import bluesky_deleted, bluesky_person, bluesky_reply, bluesky_thread, counting
from social_crm_app.connectors.answering import ParentRef, ReplyTerms, Sent
from social_crm_app.connectors.base import (
	AccountConfig,
	AccountInfo,
	Author,
	Capabilities,
	Held,
	Page,
	Person,
	Post,
	Setup,
)
from social_crm_app.connectors.bluesky_parse import (
	REASONS,
	author_of,
	post_of,
	sorted_at,
	with_details,
)
from social_crm_app.connectors.bluesky_session import DEFAULT_SERVICE, BlueskySession
from social_crm_app.connectors.clocks import server_time
from social_crm_app.connectors.conversing import MOST
from social_crm_app.connectors.loose import each_once, items, mapping, text
from social_crm_app.connectors.marks import is_above, page_marks
from social_crm_app.connectors.rates import parse_rate
from social_crm_app.connectors.response import Response
from social_crm_app.connectors.streams import MENTIONS, SEARCH, StreamConnector
from social_crm_app.connectors.walk import Step, epoch_moment, not_before, walk
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

PAGE_SIZE = 50
LARGEST_PAGE = 100
# getPosts and getProfiles take no more at once.
BATCH = 25
# Posts are sorted by the author's clock and indexed a little later, sometimes by minutes.
OVERLAP = 15 * 60
# A position that the index has forgotten is a 400, or a 502 of the server in between.
_STALE = (BadPayload, Gone, Unreachable)


class Bluesky(StreamConnector):
	"""One stream for what is addressed to the account, one for each search."""

	platform = "bluesky"
	label = "Bluesky"
	capabilities = Capabilities(
		can_search=True,
		can_mentions=True,
		can_reply=True,
		can_delete_check=True,
		can_prove=True,
		can_show_thread=True,
	)
	setup = Setup(needs_handle=True, secrets=("app_password",), default_instance_url=DEFAULT_SERVICE)
	usual_limit = bluesky_reply.LIMIT

	def fetch(self, account: AccountConfig, cursor: Mapping[str, Any] | None) -> Page:
		"""One page of the stream whose turn it is. Logs in first, lest every stream tried it for itself."""
		BlueskySession(self.http, account).ensure()
		return super().fetch(account, cursor)

	def fetch_stream(self, account: AccountConfig, stream: str, state: dict[str, Any] | None) -> Page:
		"""The next page of the newest-first walk down to what is known, or to `backfill_from`."""
		session = BlueskySession(self.http, account)
		start = account.backfill_from
		page = walk(
			state,
			lambda at, bottom: _read(session, stream, at, bottom),
			floor=start.timestamp() if start else None,
			overlap=OVERLAP,
			when=epoch_moment,
			stale=_STALE,
		)
		return replace(page, posts=not_before(page.posts, start))

	def check(self, account: AccountConfig) -> AccountInfo:
		"""Logs in anew, so that it is the password as it is now that is proved."""
		found = BlueskySession(self.http, account).create()
		profile = author_of({"did": found.get("did"), "handle": found.get("handle")})
		if profile is None:
			raise BadPayload("The login was answered without an account")
		return AccountInfo(profile.external_id, profile.handle or account.handle, url=profile.url)

	def find_person(self, account: AccountConfig | None, handle: str) -> Person | None:
		"""Who has this handle, as the public index tells it."""
		return bluesky_person.find_person(self.http, account, handle)

	def posts_of(self, account: AccountConfig | None, handle: str, limit: int = 20) -> tuple[Post, ...]:
		"""The last posts of this handle."""
		return bluesky_person.posts_of(self.http, account, handle, limit)

	def conversation(self, account: AccountConfig, post: Held, limit: int = MOST) -> tuple[Post, ...]:
		"""What the network shows the account of the thread."""
		return bluesky_thread.conversation(BlueskySession(self.http, account), post, limit)

	@classmethod
	def parent_of(
		cls, external_id: str, raw: Mapping[str, Any], *, author: str = "", private: bool = False
	) -> ParentRef | None:
		"""The post with that URI."""
		return bluesky_reply.parent_of(external_id, raw, author=author, private=private)

	@classmethod
	def count(cls, text: str) -> int:
		"""Characters as a reader sees them (graphemes)."""
		return counting.graphemes(text)

	def reply_terms(self, account: AccountConfig) -> ReplyTerms:
		"""The network's limits; an app password may always write."""
		return ReplyTerms(bluesky_reply.LIMIT, True)

	def reply(
		self,
		account: AccountConfig,
		parent: ParentRef,
		text: str,
		*,
		idempotency_key: str,
		private: bool = False,
	) -> Sent:
		"""Posts the answer. Bluesky has no private ones."""
		if private:
			raise NotPermitted("Bluesky has no private replies")
		words = self.compose(parent, text)
		return bluesky_reply.reply(BlueskySession(self.http, account), parent, words, idempotency_key)

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
		"""The record that the same idempotency key made; words and time do not matter."""
		return bluesky_reply.find_own_reply(BlueskySession(self.http, account), parent, idempotency_key)

	def find_deleted(self, account: AccountConfig, posts: Sequence[Held]) -> set[str]:
		"""Those that the network no longer has; not those whose authors block the account."""
		return bluesky_deleted.posts(BlueskySession(self.http, account).get, [p.external_id for p in posts])

	def find_deleted_authors(self, account: AccountConfig, external_ids: Sequence[str]) -> set[str]:
		"""Those that were deleted, deactivated or taken down."""
		return bluesky_deleted.people(BlueskySession(self.http, account).get, external_ids)


def _read(session: BlueskySession, stream: str, at: Any, bottom: float | None) -> Step:
	"""One page of a stream from the position `at`; the authors of posts above `bottom` with their details."""
	answer, records = _mentions(session, at) if stream == MENTIONS else _search(session, stream, at)
	told_at = server_time(answer.headers)

	def parse(record: Any) -> Post | None:
		return post_of(record, did=session.did, source=stream, shared=session.own_domains)

	posts, skipped = Bluesky.parse_all(records, parse)
	posts = each_once(posts)
	authors = _details(session, _authors_to_ask(posts, bottom))
	return Step(
		posts=tuple(with_details(post, authors) for post in posts),
		marks=page_marks(map(sorted_at, records), told_at),
		older=text(mapping(answer.json()).get("cursor")) or None,
		rate=parse_rate(answer.headers),
		skipped=skipped,
		told_at=told_at,
	)


def _mentions(session: BlueskySession, at: Any) -> tuple[Response, list[Any]]:
	# Without `priority` the account's own setting could hide strangers, who are the ones to hear.
	params = [("priority", "false"), *(("reasons", reason) for reason in REASONS)]
	return _list(session, "app.bsky.notification.listNotifications", params, at, "notifications")


def _search(session: BlueskySession, stream: str, at: Any) -> tuple[Response, list[Any]]:
	params = [("q", stream.removeprefix(SEARCH)), ("sort", "latest")]
	return _list(session, "app.bsky.feed.searchPosts", params, at, "posts")


def _list(session: BlueskySession, method: str, params: list, at: Any, name: str):
	size = min(max(session.account.page_size or PAGE_SIZE, 1), LARGEST_PAGE)
	position = [("cursor", at)] if at else []
	answer = session.get(method, [*params, ("limit", size), *position])
	return answer, _listed(answer, name)


def _listed(answer: Response, name: str) -> list[Any]:
	"""The answer's list called `name`; raises BadPayload when there is none."""
	found = mapping(answer.json()).get(name)
	if not isinstance(found, list):
		raise BadPayload(f"The answer has no list of {name}", http_status=answer.status)
	return found


def _authors_to_ask(posts: Iterable[Post], bottom: float | None) -> list[str]:
	"""The DIDs of the authors whose posts may be new."""
	return list(
		dict.fromkeys(
			post.author.external_id for post in posts if post.author and is_above(post.posted_at, bottom)
		)
	)


def _details(session: BlueskySession, dids: list[str]) -> dict[str, Author]:
	"""The detailed profiles by DID. They are a bonus: posts come in without them too."""
	found: dict[str, Author] = {}
	for batch in _batches(dids):
		try:
			answer = session.get("app.bsky.actor.getProfiles", [("actors", did) for did in batch])
			profiles = items(mapping(answer.json()).get("profiles"))
		except (AuthExpired, RateLimited):
			raise
		except ConnectorError:
			continue
		authors = filter(None, (author_of(profile, session.own_domains) for profile in profiles))
		found.update((author.external_id, author) for author in authors)
	return found


def _batches(names: list[str]) -> Iterable[list[str]]:
	return (names[start : start + BATCH] for start in range(0, len(names), BATCH))
