"""requests, tamed: no cookies, no surprise redirects, no proxies, few and short second tries.

Must not judge answers; `http` does.
"""

import logging
import os
import re
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import urlsplit

import requests
from requests.structures import CaseInsensitiveDict
from urllib3.util.retry import Retry

from social_crm_app.connectors import deadline
from social_crm_app.connectors.scrub import Scrubber
from social_crm_app.connectors.ssrf import GuardedAdapter

_CREDENTIAL_HEADERS = ("authorization", "cookie", "proxy-authorization")


_SENDABLE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")
# urllib3 writes whole URLs into the log, where a token in path or query would stay for ever.
_TALKATIVE = ("urllib3.connectionpool", "urllib3.util.retry")


def _not_ours(record: logging.LogRecord) -> bool:
	"""Log filter: keeps silent about what happens within a call of ours; its error tells what went wrong."""
	return deadline.current() is None


class Session(requests.Session):
	"""requests would read a redirect's whole body, without limit; so it gets to see no redirects."""

	def get_redirect_target(self, resp):
		return None

	def target(self, resp: requests.Response) -> str | None:
		"""Where `resp` redirects to, or None."""
		return super().get_redirect_target(resp)


class _Retry(Retry):
	"""A server that says when to come back is not asked again before; whoever runs the account waits."""

	def is_retry(self, method, status_code, has_retry_after=False):
		return not has_retry_after and super().is_retry(method, status_code, has_retry_after)


def new_session(user_agent: str, *, allow_loopback: bool) -> Session:
	"""A session whose connections go to judged addresses only."""
	for name in _TALKATIVE:
		logging.getLogger(name).addFilter(_not_ours)
	session = Session()
	session.trust_env = False
	session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
	session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
	# Only what urllib3 can always unpack piece by piece.
	session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"})
	adapter = GuardedAdapter(allow_loopback=allow_loopback, max_retries=_retry())
	session.mount("https://", adapter)
	session.mount("http://", adapter)
	return session


def _retry() -> Retry:
	return _Retry(
		total=2,
		connect=2,
		read=0,
		redirect=0,
		status=2,
		other=0,
		allowed_methods={"GET"},
		status_forcelist=(502, 503, 504),
		backoff_factor=0.2,
		raise_on_status=False,
		respect_retry_after_header=False,
	)


def sendable(headers: Mapping[str, str]) -> bool:
	"""Whether every value can be a header's; a pasted token may hold a line break or letters of other scripts."""
	return all(isinstance(value, str) and _SENDABLE.fullmatch(value) for value in headers.values())


def same_origin(one: str, other: str) -> bool:
	"""Whether two URLs have scheme, host and port in common."""
	first, second = urlsplit(one), urlsplit(other)
	return (first.scheme, first.netloc) == (second.scheme, second.netloc)


def downgrades(origin: str, target: str) -> bool:
	"""Whether going from `origin` to `target` gives up encryption."""
	return urlsplit(origin).scheme == "https" and urlsplit(target).scheme != "https"


def without_credentials(headers: Mapping[str, str], scrub: Scrubber) -> Mapping[str, str]:
	"""`headers` less those that hold credentials or one of the call's secrets."""
	kept = {
		name: value
		for name, value in headers.items()
		if name.lower() not in _CREDENTIAL_HEADERS and not scrub.knows(value)
	}
	return CaseInsensitiveDict(kept)
