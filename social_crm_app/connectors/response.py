"""An answer as connectors see it: status, headers, bytes, and how to read them.

Must not call anything: `http` does, and decides what is an error.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from requests.structures import CaseInsensitiveDict
from requests.utils import get_encoding_from_headers

from social_crm_app.connectors.scrub import Scrubber, shorten
from social_crm_app.exceptions import BadPayload

QUOTED = 120
_LOOKED_AT = 64 * 1024


@dataclass(frozen=True)
class Response:
	"""An answer with one of the expected statuses.

	`url` is where it came from in the end, without secrets. `permanent_url` is the address to use from now
	on, when every redirect on the way was permanent (301, 308); None otherwise, or if it holds a secret.
	"""

	status: int
	url: str
	headers: Mapping[str, str] = field(default_factory=CaseInsensitiveDict, repr=False)
	content: bytes = field(default=b"", repr=False)
	permanent_url: str | None = field(default=None, repr=False)
	scrub: Callable[[str], str] = field(default_factory=Scrubber, repr=False, compare=False)

	def json(self) -> Any:
		"""The decoded JSON. Raises BadPayload, quoting the beginning of what came instead."""
		try:
			return json.loads(self.content, parse_constant=_no_constant)
		except (ValueError, RecursionError):
			start = shorten(self.scrub(self.text()[:_LOOKED_AT]), QUOTED)
		raise BadPayload(
			f"Expected JSON from {host_of(self.url)}, got: {start or 'nothing'}",
			provider_message=start,
			http_status=self.status,
		)

	def text(self) -> str:
		"""The content as text, in the charset of the header, else UTF-8; what cannot be read becomes U+FFFD."""
		kind = self.headers.get("content-type", "")
		# Without a charset requests would guess ISO-8859-1 for any text/*.
		charset = get_encoding_from_headers({"content-type": kind}) if "charset" in kind.lower() else None
		try:
			return self.content.decode(charset or "utf-8", "replace")
		except (LookupError, ValueError):
			return self.content.decode("utf-8", "replace")


def host_of(url: str) -> str:
	"""The host of `url` for a message; path and query stay out of it."""
	try:
		return (urlsplit(url.strip()).hostname or "the server")[:100]
	except (ValueError, AttributeError):
		return "the server"


def _no_constant(name: str) -> Any:
	raise ValueError(f"{name} is not JSON")
