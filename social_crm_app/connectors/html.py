"""HTML of posts and feeds as the plain text a reader would see.

Must not sanitise for display: what comes out is text, and whoever shows it escapes it.
"""

import html
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from lxml import etree

# Longer input is cut before parsing: no post is so long, and the text is capped again when stored.
LONGEST = 100_000

_TAG = re.compile(r"<(?:/?[a-zA-Z]|!)[^<>]*>")
_BLOCKS = frozenset(
	"address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
	"header hr li main nav ol pre section summary table tr ul".split()
)
_HIDDEN = frozenset(
	"script style template head title iframe object svg math noscript select textarea".split()
)
_FEED_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+xml")
# Marks for the breaks that tags ask for, told apart from the white space of the source.
_BLOCK, _LINE, _PARAGRAPH = "\x01", "\x02", "\x03"
_MARKS = f"{_BLOCK}{_LINE}{_PARAGRAPH}"
_SPACES = re.compile(r"[ \t\r\n\f\v\xa0]+")
_BREAKS = re.compile(rf" ?[{_MARKS}][{_MARKS} ]*")
_SHORTENED = re.compile(r"(?:…|\.\.\.)$")
_SCHEME = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


def to_text(markup: str) -> str:
	"""`markup` as plain text: paragraphs are separated by an empty line, line breaks and blocks by a newline.

	Entities are decoded once. Links keep their visible text, except that a shortened URL becomes the whole
	one. Text without a tag keeps its own line breaks.
	"""
	markup = markup[:LONGEST].replace("\x00", "")
	if "<" not in markup and "&" not in markup:
		return markup.strip()
	markup = markup.replace("<![CDATA[", "").replace("]]>", "")
	if not _TAG.search(markup):
		return html.unescape(markup).strip()
	# Without something around it, libxml2 would take loose text at the beginning for a paragraph.
	return _lay_out(_parse(f"<div>{markup}</div>", _Reader()))


def feed_links(markup: str) -> list[str]:
	"""The addresses of the feeds that an HTML page announces (`<link rel=alternate>`), as written there."""
	return _parse(markup[:LONGEST].replace("\x00", ""), _FeedLinks())


def scheme_of(url: str) -> str:
	"""The scheme of `url` in lower case; empty if it is no URL at all."""
	try:
		return urlsplit(url).scheme.lower()
	except ValueError:
		return ""


def _parse(markup: str, target):
	# Events of libxml2 instead of a tree, and not html.parser: both take quadratic time on hostile input.
	parser = etree.HTMLParser(target=target, encoding="utf-8")
	# "replace", for a lone half of a surrogate pair, which is legal in JSON.
	parser.feed(markup.encode("utf-8", "replace") or b" ")
	return parser.close()


class _Reader:
	"""Collects the visible text, with marks where a tag breaks the line."""

	def __init__(self):
		self.parts: list[str] = []
		self.hidden = 0
		self.pre = 0
		self.links: list[tuple[int, str]] = []

	def start(self, tag: str, attributes: Mapping[str, str]) -> None:
		if tag in _HIDDEN:
			self.hidden += 1
		elif tag == "a":
			self.links.append((len(self.parts), attributes.get("href", "").strip()))
		elif tag == "pre":
			self.pre += 1
		self._break(tag, "- " if tag == "li" else "")

	def end(self, tag: str) -> None:
		if tag in _HIDDEN:
			self.hidden -= 1
		elif tag == "a" and self.links:
			self._close_link(*self.links.pop())
		elif tag == "pre":
			self.pre -= 1
		elif tag in ("td", "th"):
			self.parts.append(" ")
		if tag != "br":
			self._break(tag)

	def data(self, text: str) -> None:
		if not self.hidden:
			self.parts.append(text.replace("\n", _LINE) if self.pre else text)

	def close(self) -> str:
		return "".join(self.parts)

	def _break(self, tag: str, bullet: str = "") -> None:
		if tag in _BLOCKS:
			self.parts.append(_BLOCK + bullet)
		elif tag == "p":
			self.parts.append(_PARAGRAPH)
		elif tag == "br":
			self.parts.append(_LINE)

	def _close_link(self, start: int, href: str) -> None:
		shown = "".join(self.parts[start:]).strip()
		if _is_shortened(shown, href):
			self.parts[start:] = [href]


class _FeedLinks:
	"""Collects the addresses of announced feeds."""

	def __init__(self):
		self.found: list[str] = []

	def start(self, tag: str, attributes: Mapping[str, str]) -> None:
		relations = attributes.get("rel", "").lower().split()
		kind = attributes.get("type", "").lower().strip()
		if tag == "link" and "alternate" in relations and kind in _FEED_KINDS and attributes.get("href"):
			self.found.append(attributes["href"].strip())

	def close(self) -> list[str]:
		return self.found


def _is_shortened(shown: str, href: str) -> bool:
	"""Whether a link's visible text is its target, cut off with an ellipsis."""
	if not _SHORTENED.search(shown) or scheme_of(href) not in ("http", "https"):
		return False
	start = _SCHEME.sub("", _SHORTENED.sub("", shown))
	return bool(start) and _SCHEME.sub("", href).startswith(start)


def _lay_out(text: str) -> str:
	"""Collapse white space as a browser does, then write the breaks that the tags asked for."""
	return _BREAKS.sub(_newlines, _SPACES.sub(" ", text)).strip()


def _newlines(found: re.Match) -> str:
	marks = found.group()
	return "\n\n" if _PARAGRAPH in marks or marks.count(_LINE) > 1 else "\n"
