"""Looks a person up on Hacker News: the "about" text from the site's own API, the posts from the search.

The search knows of a new post within minutes; the "about" text is there at once. Must not judge what is
written there.
"""

import re
from collections.abc import Callable
from typing import Any

from social_crm_app.connectors.base import Author, Person, Post
from social_crm_app.connectors.html import to_text
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import mapping, text
from social_crm_app.exceptions import BadPayload

# https://github.com/HackerNews/API
USERS = "https://hacker-news.firebaseio.com/v0/user/"
SEARCH = "https://hn.algolia.com/api/v1/search_by_date"
MOST_POSTS = 100
_NAME = re.compile(r"[A-Za-z0-9_-]{1,30}")


def find_person(http: HttpClient, handle: str, author_of: Callable[[str], Author | None]) -> Person | None:
	"""Who has this name, its case included, or None. Raises ConnectorError."""
	name = handle.strip()
	if not _NAME.fullmatch(name):
		return None
	user = http.get(f"{USERS}{name}.json").json()
	if user is None:  # what the API says when there is nobody
		return None
	if mapping(user).get("id") != name:
		raise BadPayload("Hacker News answered with another user than was asked for")
	author = author_of(name)
	return Person(author, to_text(text(user.get("about")))) if author else None


def posts_of(http: HttpClient, handle: str, limit: int, parse: Callable[[Any], Post]) -> tuple[Post, ...]:
	"""The last stories and comments of this name. Raises ConnectorError."""
	name = handle.strip()
	if not _NAME.fullmatch(name):
		return ()
	params = {"tags": f"author_{name},(story,comment)", "hitsPerPage": max(1, min(limit, MOST_POSTS))}
	hits = mapping(http.get(SEARCH, params=params).json()).get("hits")
	if not isinstance(hits, list):
		raise BadPayload("Hacker News search answered without a list of hits")
	posts = (_post(hit, parse) for hit in hits)
	return tuple(post for post in posts if post and post.author and post.author.external_id == name)


def _post(hit: Any, parse: Callable[[Any], Post]) -> Post | None:
	try:
		return parse(hit)
	except BadPayload:
		return None
