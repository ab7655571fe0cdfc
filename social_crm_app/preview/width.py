"""How wide text is on a terminal, and text from outside that cannot move the cursor or turn the line around."""

import re
import unicodedata

# Control characters (escape sequences begin with one) and marks that change the direction of what follows.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")


def one_line(text: str) -> str:
	"""`text` as one line that is safe to print."""
	return " ".join(_UNSAFE.sub(" ", text).split())


def width(text: str) -> int:
	"""Columns that `text` takes: two for East Asian wide letters and emoji, none for combining marks."""
	return len(text) if text.isascii() else sum(map(_columns, text))


def fit(text: str, columns: int) -> str:
	"""`text` cut or filled to exactly `columns` columns, an ellipsis at the end of what was cut."""
	text = one_line(text)
	if width(text) > columns:
		text = _cut(text, columns - 1) + "…"
	return text + " " * (columns - width(text))


def _cut(text: str, columns: int) -> str:
	used = 0
	for position, letter in enumerate(text):
		used += _columns(letter)
		if used > columns:
			return text[:position]
	return text


def _columns(letter: str) -> int:
	if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
		return 0
	return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
