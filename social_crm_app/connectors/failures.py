"""Which error of ours a status or an exception of requests means, in the provider's own words.

Must not quote the text of requests or urllib3: it can hold a URL or a header with a secret.
"""

import http.client
import json

import requests
from requests import exceptions as trouble
from urllib3 import exceptions as low

from social_crm_app.connectors import clocks, ssrf
from social_crm_app.connectors.response import Response, host_of
from social_crm_app.connectors.scrub import Scrubber, provider_words, shorten
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	ConnectorError,
	Gone,
	NotPermitted,
	RateLimited,
	Unreachable,
)

# All that requests and urllib3 are known to raise; requests' own errors are OSErrors.
TROUBLE = (OSError, low.HTTPError, http.client.HTTPException, ValueError)
_BY_STATUS = {401: AuthExpired, 403: NotPermitted, 404: Gone, 408: Unreachable, 410: Gone}


def of_status(raw: requests.Response, content: bytes, scrub: Scrubber) -> ConnectorError:
	"""The error for an unexpected status; `content` is the body, or its beginning."""
	status, host = raw.status_code, host_of(raw.url)
	try:
		body = json.loads(content)
	except (ValueError, RecursionError):
		body = None
	text = Response(status, "", raw.headers, content).text()
	words = shorten(scrub(provider_words(text, body)))
	message = f"{host} answered {status}" + (f": {words}" if words else "")
	if status == 429 or (status == 503 and "Retry-After" in raw.headers):
		wait = clocks.retry_after(raw.headers, body)
		return RateLimited(message, retry_after=wait, provider_message=words, http_status=status)
	kind = _BY_STATUS.get(status, Unreachable if status >= 500 else BadPayload)
	return kind(message, provider_message=words, http_status=status)


def of_exception(exc: Exception, host: str) -> ConnectorError:
	"""The error for an exception of `TROUBLE` that a call to `host` raised."""
	reason = getattr(exc.args[0], "reason", None) if exc.args else None
	if isinstance(exc, trouble.ContentDecodingError):
		return BadPayload(f"The compressed answer of {host} cannot be unpacked")
	if isinstance(exc, trouble.InvalidHeader | trouble.InvalidJSONError):
		return unsendable(host)
	if isinstance(exc, trouble.SSLError):
		return Unreachable(f"No secure connection to {host}: its certificate or TLS version was not accepted")
	return Unreachable(_connection_words(exc, reason).format(host=host))


def _connection_words(exc: Exception, reason: object) -> str:
	if isinstance(exc, trouble.ConnectTimeout):
		return "{host} cannot be connected to: no answer in time"
	if isinstance(exc, trouble.Timeout) or isinstance(reason, low.ReadTimeoutError) or _timed_out(exc):
		return "{host} did not answer in time"
	if isinstance(reason, ssrf.NameNotFound):
		return "The server name {host} cannot be found"
	if isinstance(reason, low.NewConnectionError):
		return "{host} does not accept connections"
	if isinstance(exc, ValueError):
		return "{host} is not a web address that can be called"
	return "The connection to {host} broke"


def _timed_out(exc: Exception) -> bool:
	"""Whether the body stopped coming: requests calls that a ConnectionError around urllib3's error."""
	return bool(exc.args) and isinstance(exc.args[0], low.ReadTimeoutError)


def unsendable(host: str) -> BadPayload:
	"""The error for a call whose headers or body cannot be written at all."""
	return BadPayload(f"The request to {host} cannot be written: a value has characters it must not have")


def moved(origin: str, target: str, scrub: Scrubber) -> Unreachable:
	"""The error for a redirect that cannot be followed with what the call carries."""
	where = shorten(scrub(target), 200)
	return Unreachable(f"{host_of(origin)} has moved to {where}: enter the new address on the account")
