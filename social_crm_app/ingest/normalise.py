"""Makes what comes from outside safe to keep: text, keys, times, JSON.

Pure functions. Nothing is interpreted here and nothing is escaped: escaping belongs to where text is shown.
"""

import hashlib
import json
import re
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

TEXT_CAP = 20_000  # characters kept in the text; the rest stays in the raw payload
RAW_CAP = 200_000  # characters of raw payload
KEY_CAP = 150  # characters of an id that stay readable in a key

# What MariaDB's utf8mb4 or a JSON column cannot hold, or what a reader never meant: NUL and other control
# characters (tab and newline stay) and lone surrogates.
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_PLAIN_KEY = re.compile(r"[a-z0-9][a-z0-9:/._~@+=?&#-]*\Z")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_NOT_IN_URL = re.compile(r"[\s\"'<>]")
_EARLIEST = datetime(1970, 1, 2, tzinfo=timezone.utc)


def clean_text(text: Any, cap: int = TEXT_CAP) -> tuple[str, bool]:
	"""`text` without unstorable characters, at most `cap` characters, and whether something was cut off.

	A "<" that a browser would take for a tag gets an invisible word joiner behind it. We escape what we show,
	but a report, a print format or somebody's e-mail template may not, and Frappe's own cleaning would
	change the author's words when a person saves the form.
	"""
	text = text if isinstance(text, str) else str(text or "")
	cut = len(text) > cap
	text = text[:cap]
	if not text.isprintable():
		text = _UNSAFE.sub("", text.replace("\r\n", "\n"))
	if "<" in text:
		text = _TAG.sub("<\u2060", text)[:cap]
	return text.strip(), cut


def clean_line(text: Any, cap: int = 140) -> str:
	"""One line of clean text for a Data field, shortened with an ellipsis."""
	if not text:
		return ""
	if (
		isinstance(text, str)
		and len(text) <= cap
		and text.isprintable()
		and "  " not in text
		and "<" not in text
	):
		return text.strip()
	line, cut = clean_text(text, 4 * cap)
	line = " ".join(line.split())
	return line if len(line) <= cap and not cut else line[: cap - 1].rstrip() + "…"


def clean_url(url: Any, cap: int = 2000) -> str:
	"""`url` if it is one that a browser may follow (http, https), else an empty string."""
	if not url:
		return ""
	url, cut = clean_text(url, cap)
	if cut or not url.lower().startswith(("http://", "https://")) or _NOT_IN_URL.search(url):
		return ""
	return url


def stable_key(platform: str, external_id: str) -> str:
	"""`platform:external_id` in a form that no collation folds together, at most 190 characters.

	MariaDB's default collation takes "aB", "ab" and "ab " for equal, ids do not: an id that is not plain
	lower-case ASCII, or is too long, gets a digest of its exact spelling behind a readable beginning.
	"""
	if len(external_id) <= KEY_CAP and _PLAIN_KEY.match(external_id):
		return f"{platform}:{external_id}"
	digest = hashlib.sha256(external_id.encode("utf-8", "surrogatepass")).hexdigest()[:20]
	readable = clean_text(external_id[:100])[0].lower()
	return f"{platform}:{readable}~{digest}"


def to_site_time(moment: datetime | None, zone: ZoneInfo, now: datetime) -> datetime:
	"""`moment` as a naive datetime of the site's time zone, as Frappe keeps them.

	A missing date, one in the future and one before 1970 become `now` (aware): a post cannot have been
	written after it was read, and a wrong date must not hide it at the end of a list.
	"""
	if moment is None or moment > now or moment < _EARLIEST:
		moment = now
	return moment.astimezone(zone).replace(tzinfo=None)


def to_json(value: Any, cap: int = RAW_CAP) -> str | None:
	"""`value` as JSON text that utf8mb4 can hold, or None when there is nothing to keep.

	A payload above `cap` characters is kept as its beginning, under the key `cut`.
	"""
	if not value:
		return None
	text = json.dumps(value, default=str, ensure_ascii=False, separators=(",", ":"))
	if not text.isascii() and _UNSAFE.search(text):
		text = json.dumps(value, default=str, separators=(",", ":"))
	return text if len(text) <= cap else json.dumps({"cut": text[:cap]})
