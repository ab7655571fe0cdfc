"""Takes secrets out of text before anyone reads it, and finds the provider's own words in an answer.

Must not shorten before scrubbing: half a secret is still a secret.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, quote_plus

MASK = "***"
LONGEST = 300
SHORTEST = 4  # characters; masking less than that would shred the provider's words and hide nothing

_IN_QUERY = re.compile(
	r"""(?P<name>(?:^|[?&;\s"'])[\w.-]*(?:token|secret|password|passwd|signature|api[_-]?key)="""
	r"""|[?&;](?:key|auth|code|jwt|sig|pwd|pw)=)[^&\s"'<>#]+""",
	re.IGNORECASE,
)
_IN_HEADER = re.compile(r"\b(Bearer|Basic|DPoP|Digest)(\s+)[A-Za-z0-9._~+/=:-]{6,}", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>(.{0,1000}?)</title", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^>]{0,2000}>")


class Scrubber:
	"""Knows the secrets of one call and replaces them. Shows none of them when printed."""

	def __init__(self, secrets: Iterable[str] = (), headers: Mapping[str, str] | None = None):
		plain = {str(secret) for secret in secrets if secret}
		for name, value in (headers or {}).items():
			if name.lower() in ("authorization", "cookie", "x-api-key", "api-key"):
				plain.update(_credentials(str(value)))
		forms = {form for secret in plain if len(secret) >= SHORTEST for form in _forms(secret)}
		self._needles = sorted(forms, key=len, reverse=True)

	def __repr__(self) -> str:
		return "<Scrubber>"

	def __call__(self, text: str) -> str:
		"""`text` with every secret, bearer value and token in a query string replaced by ***."""
		for needle in self._needles:
			text = text.replace(needle, MASK)
		return _IN_HEADER.sub(rf"\1\2{MASK}", _IN_QUERY.sub(rf"\g<name>{MASK}", text))

	def knows(self, text: str) -> bool:
		"""Whether one of the given secrets is in `text`."""
		return any(needle in text for needle in self._needles)


def _credentials(value: str) -> set[str]:
	"""An Authorization value whole, without its scheme, and, for Basic, decoded into its two halves."""
	scheme, _space, rest = value.partition(" ")
	found = {value, rest.strip()}
	if scheme.lower() == "basic":
		try:
			_user, _colon, password = base64.b64decode(rest, validate=True).decode().partition(":")
		except ValueError:
			password = ""
		found.add(password)
	return {item for item in found if item}


def _forms(secret: str) -> set[str]:
	"""How a secret may be written in an answer: as it is, in a URL, in JSON, in HTML, in base64."""
	try:
		quoted = {quote(secret, safe=""), quote(secret), quote_plus(secret)}
		packed = {base64.b64encode(secret.encode()).decode()}
	except UnicodeEncodeError:
		quoted, packed = set(), set()
	return {secret, json.dumps(secret)[1:-1], html.escape(secret), *quoted, *packed} - {""}


def shorten(text: str, length: int = LONGEST) -> str:
	"""One line of at most `length` characters."""
	line = " ".join(text.replace("\x00", "").split())
	return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def provider_words(text: str, body: Any) -> str:
	"""What the provider says went wrong, not yet scrubbed: from JSON `body`, else from the plain or HTML text."""
	if body is not None:
		return ": ".join(dict.fromkeys(_json_words(body)))
	if "<" not in text[:1000]:
		return text
	title = _TITLE.search(text)
	return html.unescape(title.group(1) if title else _TAG.sub(" ", text))


def _json_words(body: Any) -> list[str]:
	"""The words in the fields that error bodies use, code before sentence."""
	if isinstance(body, str):
		return [body]
	if isinstance(body, list):
		return [word for item in body[:3] for word in _json_words(item)]
	if not isinstance(body, dict):
		return []
	words = []
	for name in ("error", "error_name", "title", "message", "error_description", "error_message", "detail"):
		words += _json_words(body.get(name))
	return words + _json_words(body.get("errors"))
