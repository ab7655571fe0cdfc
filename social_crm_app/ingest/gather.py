"""Small pages in a row become one batch, so that the fixed cost of storing is paid once for some hundred posts.

Platforms give 40 to 200 posts a page. It fetches and nothing else: it does not store, and the cursor that
is kept is the one after the last page of the batch.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime

import frappe

from social_crm_app.connectors.base import AccountConfig, Connector, Page, Post
from social_crm_app.ingest import accounts
from social_crm_app.ingest.listeners import Listening, listening

POSTS = 500  # enough to make the fixed cost small; a batch lies in memory and is one transaction
POSTS_ONE_BY_ONE = 50  # when a listener wants each mention saved like a form, which takes locks for long
SECONDS = 15  # a slow platform must not keep people waiting for what has come already


@dataclass(slots=True)
class Batch:
	"""At least one page. `error` is what stopped the fetching after these pages: they are to be kept first."""

	pages: list[Page]
	error: Exception | None = None

	@property
	def posts(self) -> list[Post]:
		return [post for page in self.pages for post in page.posts]

	@property
	def skipped(self) -> int:
		return sum(page.skipped for page in self.pages)

	@property
	def has_more(self) -> bool:
		return self.pages[-1].has_more

	@property
	def next_cursor(self) -> dict:
		return self.pages[-1].next_cursor

	@property
	def complete_until(self) -> datetime | None:
		"""The latest moment that any of the pages names: a later page may name none."""
		return max(filter(None, (page.complete_until for page in self.pages)), default=None)


def gather(
	account: str, connector: Connector, config: AccountConfig, cursor: str | None, most_pages: int
) -> Batch:
	"""Fetches from `cursor` on until a batch is full, the platform has no more, or time is up.

	Raises what the first page raises; what a later one raises is in the batch.
	"""
	batch, until = Batch([]), time.monotonic() + SECONDS
	most_posts = POSTS_ONE_BY_ONE if listening() is Listening.BEFORE else POSTS
	place, count = json.loads(cursor) if cursor else None, 0
	while True:
		try:
			page = _fetch(account, connector, config, place)
		except Exception as error:
			if not batch.pages:
				raise
			batch.error = error
			return batch
		batch.pages.append(page)
		place, count = page.next_cursor, count + len(page.posts)
		full = count >= most_posts or len(batch.pages) >= most_pages or time.monotonic() > until
		if full or not page.has_more:
			return batch


def _fetch(account: str, connector: Connector, config: AccountConfig, cursor: dict | None) -> Page:
	before = dict(config.session)
	try:
		return connector.fetch(config, cursor)
	finally:
		accounts.keep_session(account, config, before)
		frappe.db.commit()  # nosemgrep - a token that was renewed is lost upstream if it is lost here
