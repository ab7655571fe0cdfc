"""The one way out: every connector's requests go through `HttpClient`.

Bounded in time, size and redirects; calls public addresses only (`ssrf`); answers other than the expected
ones become the errors of `social_crm_app.exceptions`, in the provider's own words and without secrets.

It ignores proxies of the environment and ~/.netrc: a proxy resolves names itself, which would make the
address check worthless, and a netrc would send credentials nobody asked for. A CA bundle named by
REQUESTS_CA_BUNDLE is honoured. Must not sleep longer than a second, keep cookies, or know a platform.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

import requests
from requests.structures import CaseInsensitiveDict

from social_crm_app import __version__
from social_crm_app.connectors import failures, ssrf
from social_crm_app.connectors.deadline import Deadline
from social_crm_app.connectors.response import Response, host_of
from social_crm_app.connectors.scrub import Scrubber
from social_crm_app.connectors.session import (
	downgrades,
	new_session,
	same_origin,
	sendable,
	without_credentials,
)
from social_crm_app.exceptions import AuthExpired, BadPayload, ConnectorError, NotPermitted, Unreachable

__all__ = ["HttpClient", "Response"]

USER_AGENT = f"social_crm_app/{__version__} (ERPNext app; reads public posts for its owner)"
MAX_REDIRECTS = 5
CHUNK = 64 * 1024
ERROR_BODY = 64 * 1024
_PERMANENT = (301, 308)


class HttpClient:
	"""GET and POST with limits. One per run: it keeps connections open, and is not meant for two threads.

	A GET is tried up to three times when connecting fails or the server answers 502, 503 or 504 without
	`Retry-After`; a POST only when connecting fails. `total_timeout` bounds the whole call, redirects and
	second tries included, however slowly the bytes drip. Times are in seconds.
	"""

	def __init__(
		self,
		*,
		allow_loopback: bool = False,
		max_bytes: int = 10 * 2**20,
		connect_timeout: float = 10,
		read_timeout: float = 20,
		total_timeout: float = 60,
		user_agent: str = USER_AGENT,
	):
		self.allow_loopback = allow_loopback
		self.max_bytes = max_bytes
		self.total_timeout = total_timeout
		self._timeout = (connect_timeout, read_timeout)
		self._session = new_session(user_agent, allow_loopback=allow_loopback)

	def close(self) -> None:
		"""Close the kept connections."""
		self._session.close()

	def get(
		self,
		url: str,
		*,
		params: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None,
		headers: Mapping[str, str] | None = None,
		secrets: Iterable[str] = (),
		ok: Collection[int] = (200,),
	) -> Response:
		"""The answer, redirects followed, if its status is in `ok`; raises a ConnectorError otherwise.

		401 AuthExpired, 403 NotPermitted, 404 and 410 Gone, 429 and 503 with Retry-After RateLimited, 408 and
		other 5xx Unreachable, anything else BadPayload.
		"""
		return self._call("GET", url, headers, secrets, ok, {"params": params})

	def post_json(
		self,
		url: str,
		payload: Any,
		*,
		headers: Mapping[str, str] | None = None,
		secrets: Iterable[str] = (),
		ok: Collection[int] = (200,),
	) -> Response:
		"""Like `get`, with a JSON body. A redirect is never followed: the body may hold a password."""
		return self._call("POST", url, headers, secrets, ok, {"json": payload})

	def _call(self, method: str, url: str, headers, secrets, ok, what: dict[str, Any]) -> Response:
		headers = CaseInsensitiveDict(headers or {})
		if not sendable(headers):
			raise failures.unsendable(host_of(url))
		scrub = Scrubber(secrets, headers)
		with Deadline(self.total_timeout) as deadline:
			try:
				result: Response | ConnectorError = self._follow(method, url, headers, scrub, ok, what)
			except ConnectorError as exc:
				result = exc
			except failures.TROUBLE as exc:
				result = failures.of_exception(exc, host_of(url))
		# Outside of the except: the error must not carry one along that quotes a URL with a token.
		if deadline.expired:
			raise Unreachable(f"{host_of(url)} took longer than {self.total_timeout:g} seconds")
		if isinstance(result, ConnectorError):
			raise result
		return result

	def _follow(self, method: str, url: str, headers, scrub: Scrubber, ok, what: dict[str, Any]) -> Response:
		permanent, stripped_at = True, ""
		for hops in range(MAX_REDIRECTS + 1):
			ssrf.check_url(url, allow_loopback=self.allow_loopback)
			with self._send(method, url, headers, what) as raw:
				target = None if raw.status_code in ok else self._session.target(raw)
				if target is None:
					new_home = raw.url if hops and permanent else None
					return self._answer(raw, scrub, ok, new_home, stripped_at)
			target = urljoin(raw.url, target)
			public = headers if same_origin(raw.url, target) else without_credentials(headers, scrub)
			stripped = len(public) < len(headers)
			if method != "GET" or (stripped and downgrades(raw.url, target)):
				raise failures.moved(url, target, scrub)
			if stripped:
				stripped_at = url
			permanent = permanent and raw.status_code in _PERMANENT
			url, headers, what = target, public, {}
		raise Unreachable(f"{host_of(url)} redirects more than {MAX_REDIRECTS} times")

	def _send(self, method: str, url: str, headers, what: dict[str, Any]) -> requests.Response:
		return self._session.request(
			method, url, headers=headers, timeout=self._timeout, stream=True, allow_redirects=False, **what
		)

	def _answer(self, raw: requests.Response, scrub: Scrubber, ok, new_home, stripped_at: str) -> Response:
		if raw.status_code not in ok:
			error = failures.of_status(raw, _beginning(raw), scrub)
			if stripped_at and isinstance(error, AuthExpired | NotPermitted):
				raise failures.moved(stripped_at, raw.url, scrub)  # not the credentials' fault
			raise error
		content = _read(raw, self.max_bytes)
		if content is None:
			raise BadPayload(
				f"The answer of {host_of(raw.url)} is larger than {self.max_bytes / 2**20:g} MB",
				http_status=raw.status_code,
			)
		if new_home and scrub.knows(new_home):
			new_home = None
		return Response(raw.status_code, scrub(raw.url), raw.headers, content, new_home, scrub)


def _read(raw: requests.Response, limit: int) -> bytes | None:
	"""The body, unpacked; None if it is larger than `limit` bytes."""
	content = bytearray()
	for chunk in raw.iter_content(CHUNK):
		content += chunk
		if len(content) > limit:
			return None
	return bytes(content)


def _beginning(raw: requests.Response) -> bytes:
	"""The first bytes of an error's body. The status is the news: a broken body must not hide it."""
	content = bytearray()
	try:
		for chunk in raw.iter_content(CHUNK):
			content += chunk
			if len(content) >= ERROR_BODY:
				break
	except failures.TROUBLE:
		return bytes(content)
	return bytes(content[:ERROR_BODY])
