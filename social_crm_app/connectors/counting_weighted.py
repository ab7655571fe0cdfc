"""The weighted length of a text, as X counts it: twitter-text, configuration v3 (280 of these fill a post).

Source: https://github.com/twitter/twitter-text, config/v3.json and conformance/validate.yml, version 3.1. One thing is
simpler than there: of links that are written without http:// only those under a country's or a common generic
domain are known as links.
"""

import re
import unicodedata
from collections.abc import Iterator

from wcwidth import iter_graphemes

SCALE, DEFAULT = 100, 200
RANGES = ((0, 4351, 100), (8192, 8205, 100), (8208, 8223, 100), (8242, 8247, 100))
LINK = 23
EMOJI = 200
_LONGEST_LABEL = 63  # of a domain, in the form in which it is looked up
_VARIATION, _KEYCAP = "\ufe0f", "\u20e3"
_SKINS = range(0x1F3FB, 0x1F400)
_PICTURES = range(0x1F000, 0x20000)
_GENERIC = (
	"com|org|net|edu|gov|mil|int|info|biz|name|pro|app|dev|shop|store|online|site|blog|tech|cloud|news|xyz|web|page|"
	"live|life|world|global|agency|company|media|group|team|works|systems|services|solutions|support|software"
)
_LETTERS = r"a-z0-9\u00c0-\u024f"
_PATH = rf"(?:/[{_LETTERS}\u0400-\u04ff!*';:=+,.$/%#\[\]\-\u2013_~@|&()]*)?"
_QUERY = r"(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*)?"
_CANDIDATE = re.compile(
	r"(?<![a-z0-9@\uff20$#\uff03])(?:(?P<scheme>https?://)|(?<![-_./]))"
	rf"(?P<host>(?:[^\s/?#:@.,()\[\]<>\"'!…\u2000-\u206f\u3000-\u303f\uff00-\uffef]+\.)+"
	r"[^\W\d_]{2,}|(?:[a-z0-9_-]+\.)+xn--[a-z0-9-]+)"
	rf"(?P<port>:\d+)?(?P<path>{_PATH}{_QUERY})",
	re.IGNORECASE,
)
_BARE = re.compile(rf"(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.)+(?:{_GENERIC}|[a-z]{{2}})", re.IGNORECASE)
# A name and a country alone ("so.it goes") is no link, but for these two
_SHORT = re.compile(r"[^.]+\.(?!co$|tv$)[a-z]{2}", re.IGNORECASE)
_END = ".,;:!?'*$@|~%"


def weighted(text: str) -> int:
	"""The weighted length of `text`, after NFC: Latin, Greek, Cyrillic, Hebrew, Arabic ... letters are 1, Chinese,
	Japanese, Korean ones and every emoji, however many code points it has, 2, a link is 23."""
	text, total, at = unicodedata.normalize("NFC", text), 0, 0
	for start, end in _links(text):
		total += _weight(text[at:start]) + LINK * SCALE
		at = end
	return (total + _weight(text[at:])) // SCALE


def _weight(text: str) -> int:
	return sum(EMOJI if _is_emoji(cluster) else sum(map(_of, cluster)) for cluster in iter_graphemes(text))


def _of(character: str) -> int:
	point = ord(character)
	return next((weight for first, last, weight in RANGES if first <= point <= last), DEFAULT)


def _is_emoji(cluster: str) -> bool:
	"""Whether it is one picture of several code points; one of a single code point weighs the same as any other."""
	if len(cluster) == 1:
		return False
	return ord(cluster[0]) in _PICTURES or any(
		character in (_VARIATION, _KEYCAP) or ord(character) in _SKINS for character in cluster
	)


def _links(text: str) -> Iterator[tuple[int, int]]:
	"""(start, end) of each link."""
	for found in _CANDIDATE.finditer(text):
		host, path = found["host"], found["path"]
		if not all(map(_is_label, host.split("."))):
			continue
		if not found["scheme"] and (not _BARE.fullmatch(host) or (_SHORT.fullmatch(host) and not path)):
			continue
		link = found[0].rstrip(_END)
		while link.endswith(")") and link.count(")") > link.count("("):
			link = link[:-1].rstrip(_END)
		yield found.start(), found.start() + len(link)


def _is_label(label: str) -> bool:
	try:
		coded = label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
	except UnicodeError:
		return False
	return 0 < len(coded) <= _LONGEST_LABEL and not label.startswith("-") and not label.endswith("-")
