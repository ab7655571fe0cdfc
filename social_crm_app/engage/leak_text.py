"""A text as the leak guard reads it: no invisible characters, plain letters, digits, hyphens and apostrophes. Pure."""

import unicodedata

_INVISIBLE = dict.fromkeys(
	[*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, 0x00AD]
)
_DASHES = dict.fromkeys([0x058A, *range(0x2010, 0x2016), 0x2043, 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
_QUOTES = dict.fromkeys([0x02BC, 0x2019, 0x201B, 0x2032, 0x00B4], "'")
_PLAIN = {**_INVISIBLE, **_DASHES, **_QUOTES}


def readable(text: str) -> str:
	"""The text without invisible characters, with full-width letters and digits, dashes and apostrophes made plain."""
	return unicodedata.normalize("NFKC", text).translate(_PLAIN)


def plain(words: str) -> str:
	"""Letters and digits alone, in small letters: what two spellings of the same have in common."""
	return "".join(filter(str.isalnum, readable(words).casefold()))
