"""Reads one source from its cursor to the present: fetch a page, store it, go on.

What a platform does wrong ends in the source's health, never in an exception. Must not parse and must not print.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timezone

from social_crm_app import connectors
from social_crm_app.connectors.base import Connector, Page
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.streams import trouble_of
from social_crm_app.exceptions import ConnectorError
from social_crm_app.ingest.normalise import stable_key
from social_crm_app.preview.judge import Judge, stamp_of
from social_crm_app.preview.sources import Source
from social_crm_app.preview.store import Overtaken, Store

MAX_PAGES = 200


@dataclass(slots=True)
class Health:
	"""How reading a source went. `error` is what stopped it; `trouble` are parts that the platform refused, in
	its words; `more`: stopped at the limit of pages; `overtaken`: another run was reading the same source."""

	source: Source
	new: int = 0
	known: int = 0
	skipped: int = 0
	pages: int = 0
	more: bool = False
	overtaken: bool = False
	error: ConnectorError | None = None
	trouble: tuple[tuple[str, str], ...] = ()
	complete_until: str = ""
	broken_since: str = ""


def pull(
	store: Store,
	source: Source,
	judge: Judge,
	run: int,
	*,
	max_pages: int = MAX_PAGES,
	on_page: Callable[[Health], None] = lambda _health: None,
) -> Health:
	"""Brings a source up to date, at most `max_pages` pages; `on_page` hears of every stored page."""
	health = Health(source)
	http = HttpClient(allow_loopback=source.allow_loopback)
	connector = connectors.get(source.config.platform)(http)
	held = store.source(source.id, source.title)
	health.complete_until = held["complete_until"] or ""
	try:
		_pages(store, connector, judge, run, held["cursor"], health, max_pages, on_page)
	except ConnectorError as error:
		health.error = error
	except Overtaken:
		health.overtaken = True
	finally:
		http.close()
	health.broken_since = store.note_health(source.id, failed=health.error is not None)
	return health


def _pages(
	store: Store,
	connector: Connector,
	judge: Judge,
	run: int,
	cursor: str | None,
	health: Health,
	max_pages: int,
	on_page: Callable[[Health], None],
) -> None:
	while health.pages < max_pages:
		page = connector.fetch(health.source.config, json.loads(cursor) if cursor else None)
		cursor = _keep(store, connector.platform, judge, run, page, cursor, health)
		on_page(health)
		if not page.has_more:
			break


def _keep(
	store: Store, platform: str, judge: Judge, run: int, page: Page, cursor: str | None, health: Health
) -> str:
	"""Stores a page; returns the cursor behind it. Only what is new or newer is analysed."""
	posts = {stable_key(platform, post.external_id): post for post in page.posts}
	known = store.edited_at(posts)
	fresh = {
		key: post for key, post in posts.items() if key not in known or stamp_of(post.edited_at) > known[key]
	}
	authors = {post.author.external_id: post.author for post in page.posts if post.author}
	now = datetime.now(timezone.utc)
	after = json.dumps(page.next_cursor, sort_keys=True)
	store.keep_page(
		health.source.id,
		cursor,
		after,
		stamp_of(page.complete_until) or None,
		posts,
		[judge.mention(key, platform, post, run, now) for key, post in fresh.items()],
		[judge.profile(platform, author) for author in authors.values() if author.external_id],
	)
	health.pages += 1
	health.new += len(posts.keys() - known.keys())
	health.known += len(known)
	health.skipped += page.skipped
	health.more = page.has_more
	health.trouble = tuple(trouble_of(page.next_cursor).items())
	health.complete_until = stamp_of(page.complete_until) or health.complete_until
	return after
