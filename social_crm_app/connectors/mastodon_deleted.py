"""Which posts and people of the fediverse are gone: our server is asked by its own ids, then their own server.

Our server alone does not settle it: it also says 404 to posts of people who block us, and to everything once
the account has moved to another server, whose ids are others. So a public post is gone when its own server says
so too, or will not speak to strangers. Must not read texts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from social_crm_app.connectors.base import Held
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import identifier, mapping
from social_crm_app.connectors.response import Response
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
)

HERE, GONE, SILENT, UNKNOWN = "here", "gone", "silent", "unknown"
# What an ActivityPub server is asked with: https://www.w3.org/TR/activitypub/#retrieving-objects
_ACCEPT = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'

Get = Callable[[str], Response]
Known = Mapping[str, Mapping[str, Any]]


def posts(
	get: Get, statuses: Callable[[list[str]], Known], http: HttpClient, held: Iterable[Held]
) -> set[str]:
	"""The external ids of those that are gone. `statuses` gives what a look-up of many ids at once finds. Posts
	without our server's id on file are never reported, nor is a private one unless that server is the same still."""
	by_id = {name: post for post in held if (name := identifier(post.raw.get("id")))}
	found = statuses(list(by_id))
	here = {name for name, post in by_id.items() if _is(found.get(name, {}), post)}
	answers = {name: _ask(get, name, post) for name, post in by_id.items() if name not in here}
	same_server = bool(here) or HERE in answers.values()
	missing = [by_id[name] for name, answer in answers.items() if answer == GONE]
	return {post.external_id for post in missing if _is_gone(http, post, same_server)}


def people(http: HttpClient, external_ids: Sequence[str]) -> set[str]:
	"""Those of the accounts that their own server says are gone."""
	return {one for one in dict.fromkeys(external_ids) if _at_home(http, one) == GONE}


def _ask(get: Get, name: str, post: Held) -> str:
	try:
		status = mapping(get(f"/api/v1/statuses/{name}").json())
	except Gone:
		return GONE
	except (NotPermitted, BadPayload):
		return UNKNOWN
	return HERE if _is(status, post) else UNKNOWN


def _is(status: Mapping[str, Any], post: Held) -> bool:
	"""Whether this is that post and not another server's with the same id."""
	return post.external_id in (identifier(status.get("uri")), identifier(status.get("url")))


def _is_gone(http: HttpClient, post: Held, same_server: bool) -> bool:
	if post.private:
		return same_server  # its own server tells strangers nothing of it, deleted or not
	answer = _at_home(http, post.external_id)
	return answer == GONE or (answer == SILENT and same_server)


def _at_home(http: HttpClient, address: str) -> str:
	"""What the server of this address says of it to a stranger. Trouble is no answer."""
	if not address.startswith("https://"):
		return UNKNOWN
	try:
		http.get(address, headers={"Accept": _ACCEPT})
	except Gone:
		return GONE
	except (AuthExpired, NotPermitted):
		return SILENT
	except ConnectorError:
		return UNKNOWN
	return HERE
