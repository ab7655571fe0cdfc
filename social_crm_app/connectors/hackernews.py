"""Hacker News stories and comments, by full-text search (Algolia's public API, no credentials).

A query gives at most about 1000 hits, so a search is walked newest first by time slices: each page asks
for what is not newer than the oldest second seen so far, that second included, because more of it may lie
on the next page. Known posts come again and are dropped by their key. Must not write: there is no API.
"""

from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from social_crm_app.connectors import hackernews_deleted, hackernews_person
from social_crm_app.connectors.base import (
	AccountConfig,
	AccountInfo,
	Author,
	Capabilities,
	Held,
	Media,
	Page,
	Person,
	Post,
	Setup,
)
from social_crm_app.connectors.clocks import server_time
from social_crm_app.connectors.html import to_text
from social_crm_app.connectors.loose import count, identifier, items, mapping, text, web_url, when
from social_crm_app.connectors.rates import parse_rate
from social_crm_app.connectors.response import Response
from social_crm_app.connectors.streams import StreamConnector
from social_crm_app.connectors.walk import Mark, Step, epoch_moment, walk
from social_crm_app.exceptions import BadPayload

SITE = "https://news.ycombinator.com"
PAGE_SIZE = 200
# Algolia serves no hit beyond this one, whatever the paging.
REACH = 1000
# The index runs behind the site by some minutes: that much below the watermark is read again.
OVERLAP = 15 * 60


class HackerNews(StreamConnector):
	"""One stream per search term. Without `backfill_from` the first read is the newest page only."""

	platform = "hackernews"
	label = "Hacker News"
	capabilities = Capabilities(can_search=True, can_delete_check=True, can_prove=True)
	setup = Setup(needs_search=True, default_instance_url="https://hn.algolia.com")

	def fetch_stream(self, account: AccountConfig, stream: str, state: dict[str, Any] | None) -> Page:
		def read(at: dict[str, int] | None, bottom: Mark | None) -> Step:
			return self._read(account, stream, at or {}, bottom)

		floor = int(account.backfill_from.timestamp()) if account.backfill_from else None
		return walk(state, read, floor=floor, overlap=OVERLAP, when=epoch_moment)

	def check(self, account: AccountConfig) -> AccountInfo:
		"""Hacker News itself: there is no account. Proves that the search answers."""
		self._search(account, {"query": "", "hitsPerPage": 1})
		return AccountInfo(external_id=self.platform, handle="", display_name=self.label, url=SITE)

	def find_deleted(self, account: AccountConfig, posts: Sequence[Held]) -> set[str]:
		"""Those that the site itself calls deleted."""
		return hackernews_deleted.posts(self.http, [post.external_id for post in posts])

	def find_person(self, account: AccountConfig | None, handle: str) -> Person | None:
		"""Who has this name, with the "about" text."""
		return hackernews_person.find_person(self.http, handle, _author)

	def posts_of(self, account: AccountConfig | None, handle: str, limit: int = 20) -> tuple[Post, ...]:
		"""The last stories and comments of this name."""
		return hackernews_person.posts_of(self.http, handle, limit, lambda hit: _post(hit, "profile"))

	def _read(self, account: AccountConfig, stream: str, at: dict[str, int], bottom: Mark | None) -> Step:
		size = max(1, min(account.page_size or PAGE_SIZE, REACH))
		page, until = at.get("page", 0), at.get("until")
		filters = [f"created_at_i>={int(bottom)}"] if bottom is not None else []
		filters += [f"created_at_i<={until}"] if until is not None else []
		params = _query(stream.partition(":")[2]) | {"hitsPerPage": size, "page": page}
		if filters:
			params["numericFilters"] = ",".join(filters)
		response, found = self._search(account, params)
		hits = found["hits"]
		marks = tuple(second for second in map(_second, hits) if second is not None)
		older, lost = _older(marks, at, size) if _has_more(found, page, size) else (None, 0)
		posts, skipped = self.parse_all(hits, lambda hit: _post(hit, stream))
		return Step(
			posts=tuple(posts),
			marks=marks,
			older=older,
			rate=parse_rate(response.headers),
			skipped=skipped + lost,
			told_at=server_time(response.headers),
		)

	def _search(self, account: AccountConfig, params: Mapping[str, Any]) -> tuple[Response, dict[str, Any]]:
		"""The answer and its body, which has a list of hits."""
		base = (account.instance_url or self.setup.default_instance_url).rstrip("/")
		response = self.http.get(
			f"{base}/api/v1/search_by_date",
			params={"tags": "(story,comment)", **params},
			headers={"Accept": "application/json"},
		)
		body = mapping(response.json())
		if not isinstance(body.get("hits"), list):
			raise BadPayload(
				"Hacker News search answered without a list of hits", http_status=response.status
			)
		return response, body


def _query(term: str) -> dict[str, str]:
	"""The search parameters for a term: several words are one phrase, and nothing is guessed around typos."""
	words = term.replace('"', " ").split()
	if len(words) < 2:
		return {"query": " ".join(words), "typoTolerance": "false"}
	return {"query": f'"{" ".join(words)}"', "typoTolerance": "false", "advancedSyntax": "true"}


def _has_more(body: Mapping[str, Any], page: int, size: int) -> bool:
	"""Whether older hits exist, be they within reach of this query's pages or not."""
	pages, total = count(body.get("nbPages")), count(body.get("nbHits"))
	if pages is None and total is None:
		return len(body["hits"]) >= size
	return page + 1 < (pages or 0) or (page + 1) * size < (total or 0)


def _older(marks: tuple[int, ...], at: dict[str, int], size: int) -> tuple[dict[str, int] | None, int]:
	"""Where the next older page begins, and how many posts at least cannot be reached at all."""
	if not marks:
		return None, 0
	last, until = marks[-1], at.get("until")
	if until is None or last < until:
		return {"until": last}, 0
	page = at.get("page", 0) + 1  # the whole page is one second: turn the page within it
	if page * size < REACH:
		return {"until": until, "page": page}, 0
	return {"until": until - 1}, 1


def _second(hit: Any) -> int | None:
	return count(mapping(hit).get("created_at_i"))


def _post(hit: Any, stream: str) -> Post:
	"""One hit as a post. Raises BadPayload if it has no id."""
	hit = mapping(hit)
	external_id = identifier(hit.get("objectID"))
	if not external_id:
		raise BadPayload("A hit without an id")
	comment = "comment" in items(hit.get("_tags")) or hit.get("comment_text") is not None
	title = "" if comment else unescape(text(hit.get("title"))).strip()
	body = to_text(text(hit.get("comment_text" if comment else "story_text")))
	url = web_url(hit.get("url"))
	second = _second(hit)
	return Post(
		external_id=external_id,
		text="\n\n".join(part for part in (title, body) if part),
		title=title,
		posted_at=when(hit.get("created_at")) if second is None else epoch_moment(second),
		kind="Comment" if comment else "Post",
		author=_author(identifier(hit.get("author"))),
		permalink=f"{SITE}/item?id={external_id}",
		root_id=identifier(hit.get("story_id")) if comment else "",
		parent_id=identifier(hit.get("parent_id")) if comment else "",
		media=(Media(url, "link", title),) if url else (),
		likes=count(hit.get("points")),
		replies=count(hit.get("num_comments")),
		source=stream,
		raw={name: value for name, value in hit.items() if name != "_highlightResult"},
	)


def _author(name: str) -> Author | None:
	if not name:
		return None
	return Author(external_id=name, handle=name, display_name=name, url=f"{SITE}/user?id={name}")
