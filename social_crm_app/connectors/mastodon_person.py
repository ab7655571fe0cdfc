"""Looks a person up on the person's own Mastodon server: the public profile and the last public posts.

Only a server may speak for its own people: an answer that names an account of another server is refused,
else anybody's server could say who somebody elsewhere is. Must not judge what is written there.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from social_crm_app.connectors.base import AccountConfig, Person, Post
from social_crm_app.connectors.html import to_text
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import identifier, items, mapping, origin, text, web_url
from social_crm_app.connectors.mastodon_parse import author_of, post_of
from social_crm_app.connectors.response import Response
from social_crm_app.exceptions import BadPayload, Gone

MOST_POSTS = 40
_HANDLE = re.compile(r"@?([\w.-]{1,100})@([A-Za-z0-9.-]{1,253}(?::\d{1,5})?)", re.ASCII)


class _Home:
	"""The server that holds an account; `token` only if it is one of ours."""

	def __init__(self, http: HttpClient, url: str, token: str = ""):
		self.http, self.url, self._token = http, url, token

	def get(self, path: str, params: Iterable[tuple[str, Any]]) -> Response:
		headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
		return self.http.get(self.url + path, params=list(params), headers=headers)


def find_person(http: HttpClient, account: AccountConfig | None, handle: str) -> Person | None:
	"""Who has the handle user@host now, in the words of that host; None if nobody. Raises ConnectorError.

	`account` serves when it is on that host: its address and its token are used then, which servers ask for
	that show nothing to strangers.
	"""
	found = _look_up(http, account, handle)
	if found is None:
		return None
	home, entity = found
	author = author_of(entity, _host(home.url))
	return Person(author, _about(entity)) if author else None


def posts_of(http: HttpClient, account: AccountConfig | None, handle: str, limit: int) -> tuple[Post, ...]:
	"""The last public posts that the account wrote itself; none of what it passed on. Raises ConnectorError."""
	found = _look_up(http, account, handle)
	if found is None:
		return ()
	home, entity = found
	author = author_of(entity, _host(home.url))
	path = f"/api/v1/accounts/{identifier(entity.get('id'))}/statuses"
	params = [("limit", max(1, min(limit, MOST_POSTS))), ("exclude_reblogs", "true")]
	statuses = home.get(path, params).json()
	if not isinstance(statuses, list):
		raise BadPayload(f"{_host(home.url)} answered without a list of posts")
	# A passed on post carries the words of somebody else under this account's name.
	own = (s for s in map(mapping, statuses) if not s.get("reblog"))
	posts = (_post(status, _host(home.url)) for status in own)
	return tuple(p for p in posts if p and p.author and author and p.author.external_id == author.external_id)


def _post(status: dict[str, Any], host: str) -> Post | None:
	try:
		return post_of(status, host=host, source="profile")
	except BadPayload:
		return None


def _look_up(
	http: HttpClient, account: AccountConfig | None, handle: str
) -> tuple[_Home, dict[str, Any]] | None:
	typed = _HANDLE.fullmatch(handle.strip())
	ours = _own_server(account, typed[2]) if typed else None
	if typed is None or (":" in typed[2] and ours is None):  # a port may lead to anything
		return None
	user, host = typed[1], typed[2]
	token = text(account.secrets.get("access_token")).strip() if ours and account else ""
	home = _Home(http, ours or f"https://{host}", token)
	try:
		return _ask(home, user)
	except (Gone, BadPayload) as refusal:
		elsewhere = _web_finger(home, user, host)
		if not elsewhere:
			if isinstance(refusal, Gone):
				return None
			raise
	# People of acme.example may live on social.acme.example.
	try:
		return _ask(_Home(http, elsewhere), user)
	except Gone:
		return None


def _ask(home: _Home, user: str) -> tuple[_Home, dict[str, Any]]:
	"""The account entity and the server it came from in the end. Raises ConnectorError."""
	answer = home.get("/api/v1/accounts/lookup", [("acct", user)])
	entity = mapping(answer.json())
	author = author_of(entity, _host(home.url))
	if author is None:
		raise BadPayload(f"{_host(home.url)} does not answer like a Mastodon server")
	if _host(author.external_id) != _host(answer.url):
		raise BadPayload(f"{_host(answer.url)} speaks for an account of another server")
	moved = _host(answer.url) != _host(home.url)
	return (_Home(home.http, origin(answer.url)) if moved else home), entity


def _web_finger(home: _Home, user: str, host: str) -> str:
	"""The server that `host` names for its user (RFC 7033), if it is another one; "" otherwise."""
	try:
		answer = home.get("/.well-known/webfinger", [("resource", f"acct:{user}@{host}")]).json()
	except (Gone, BadPayload):
		return ""
	for link in map(mapping, items(mapping(answer).get("links"))):
		actor = web_url(link.get("href"))
		if link.get("rel") == "self" and actor.startswith("https://") and _host(actor) != _host(home.url):
			return origin(actor)
	return ""


def _own_server(account: AccountConfig | None, host: str) -> str | None:
	"""The address of `account`'s server if `host` is its name."""
	url = origin(account.instance_url) if account else ""
	return url if url and _host(url) == host.lower() else None


def _about(entity: dict[str, Any]) -> str:
	"""The bio and the profile's fields, as a reader sees them."""
	fields = map(mapping, items(entity.get("fields")))
	lines = (f"{text(f.get('name'))}: {to_text(text(f.get('value')))}" for f in fields)
	return "\n".join((to_text(text(entity.get("note"))), *lines))


def _host(url: str) -> str:
	"""Host and port of a URL, in lower case; "" if it has none."""
	try:
		return urlsplit(url).netloc.lower()
	except ValueError:
		return ""
