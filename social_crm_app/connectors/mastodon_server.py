"""The calls of one account to its own Mastodon server. Must not know what they mean; who makes them does."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from social_crm_app.connectors.base import AccountConfig
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.loose import identifier, mapping, origin, text
from social_crm_app.connectors.response import Response
from social_crm_app.exceptions import AuthExpired, BadPayload, Gone, NotPermitted, Unreachable

# GET /api/v1/statuses takes no more ids at once, and is new in Mastodon 4.3.
_BATCH = 20
PAGE_SIZE = 40  # the most that Mastodon gives of a timeline or a search


class Server:
	"""The account's own server, with its token. `kept` is the account's session."""

	def __init__(self, http: HttpClient, account: AccountConfig):
		self.http = http
		self.kept = account.session
		self.url = origin(account.instance_url)
		self.host = self.url.partition("://")[2]
		self.size = min(max(account.page_size or PAGE_SIZE, 1), PAGE_SIZE)
		self._token = text(account.secrets.get("access_token")).strip()

	@property
	def mark(self) -> str:
		"""Changes with server and token; tells nothing of either."""
		return hashlib.sha256(f"{self.url} {self._token}".encode()).hexdigest()[:16]

	def get(self, path: str, params: Iterable[tuple[str, Any]] = ()) -> Response:
		"""The answer; raises ConnectorError."""
		return self.http.get(self.url + path, params=list(params), headers=self._headers())

	def page(self, path: str, params: Iterable[tuple[str, Any]], max_id: str | None) -> Response:
		"""The page of a timeline below `max_id`."""
		below = [("max_id", max_id)] if max_id else []
		return self.get(path, [*params, ("limit", self.size), *below])

	def post(self, path: str, payload: Mapping[str, Any], **headers: str) -> Response:
		"""The answer to a call that changes something; raises ConnectorError."""
		return self.http.post_json(
			self.url + path, payload, headers=self._headers() | headers, ok=(200, 201, 202)
		)

	def statuses(self, ids: list[str]) -> dict[str, Any]:
		"""Statuses by id. They are a bonus: a server that cannot do it is asked once and then left in peace."""
		found: dict[str, Any] = {}
		if self.kept.get("no_batches") == self.url:
			return found
		for start in range(0, len(ids), _BATCH):
			try:
				answer = self.get(
					"/api/v1/statuses", [("id[]", name) for name in ids[start : start + _BATCH]]
				)
				statuses = map(mapping, listed(answer, answer.json()))
			except (BadPayload, Gone, NotPermitted):
				self.kept["no_batches"] = self.url
				break
			except Unreachable:
				break
			found.update((identifier(status.get("id")), status) for status in statuses)
		return found

	def _headers(self) -> dict[str, str]:
		if not self._token:
			raise AuthExpired("The account has no access token")
		return {"Authorization": f"Bearer {self._token}"}


def listed(answer: Response, found: Any) -> list[Any]:
	"""`found` if it is a list; raises BadPayload otherwise."""
	if not isinstance(found, list):
		raise BadPayload("The answer is not a list of posts", http_status=answer.status)
	return found
