"""Cuts text into words, for every part of this room that does so."""

import re
import unicodedata
from typing import NamedTuple

# Combining marks belong to the word they stand in; Python's \w leaves them out. Latin and Greek accents,
# Hebrew and Arabic points, the vowel signs of the Indian scripts (without their full stops), Thai, and joiners.
MARKS = (
	"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece"
	"\u200c\u200d"
)

# One word: letters and digits of any script with their marks. An underscore separates, as in hashtags.
WORD = rf"[^\W_](?:[^\W_]|[{MARKS}])*"

# Scripts that put no spaces between words, and Korean, whose particles stick to the word.
UNSPACED = (
	"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
	"\U00020000-\U0002ffff"
)

# What stands among the words of `tokens`: the end of a sentence that asks, of any other, and a comma.
QUESTION, STOP, COMMA = "?", ".", ","
_SIGNS = {
	**dict.fromkeys("?？؟¿", QUESTION),
	**dict.fromkeys(".!…\n。！¡।", STOP),
	**dict.fromkeys(",;:،、，", COMMA),
}
_TOKEN = re.compile(rf"{WORD}|[{re.escape(''.join(_SIGNS))}\u2600-\u27bf\U0001f300-\U0001faff]")
_LINK_OR_NAME = re.compile(r"https?://\S+|www\.\S+|[\w.+-]*@[\w.@:-]+")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_APOSTROPHES = "'’‘`´"


class Spelling(NamedTuple):
	"""How a language is made canonical: whether an apostrophe splits words ("l'app" is "l", "app") instead of
	joining them ("don't" is "dont"), and whether umlauts are written out ("ä" is "ae") instead of dropped."""

	splits: bool = False
	umlauts: bool = False


PLAIN = Spelling()


def tokens(text: str, spelling: Spelling = PLAIN) -> list[str]:
	"""`text` as canonical words, emoji and QUESTION, STOP, COMMA, in reading order.

	Case, accents of Latin letters, apostrophes and letters drawn out ("sooo") are made plain; links, e-mails
	and @names are left out.
	"""
	text = fold(text, spelling)
	if "@" in text or "http" in text or "www." in text:
		text = _LINK_OR_NAME.sub(" ", text)
	if "'" in text or not text.isascii():
		text = text.translate(_SPLIT if spelling.splits else _JOIN)
	text = _DRAWN_OUT.sub(r"\1", text)
	return [_SIGNS.get(token[0], token) for token in _TOKEN.findall(text)]


def fold(text: str, spelling: Spelling = PLAIN) -> str:
	"""Lower case without the accents of Latin letters."""
	if text.isascii():
		return text.lower()
	text = unicodedata.normalize("NFC", text).casefold()
	return text.translate(_UMLAUTS if spelling.umlauts else _ACCENTS)


def _accents() -> dict[int, str]:
	"""Latin letters with accents and the letter below ("é" to "e"); other scripts keep their marks."""
	table = {}
	for number in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
		plain = unicodedata.normalize("NFD", chr(number))[0]
		if plain != chr(number) and plain.isascii():
			table[number] = plain
	return table | {ord("ø"): "o", ord("æ"): "ae", ord("œ"): "oe", ord("ł"): "l", ord("ı"): "i"}


_ACCENTS = _accents()
_UMLAUTS = _ACCENTS | {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}
_JOIN = {ord(mark): None for mark in _APOSTROPHES}
_SPLIT = {ord(mark): " " for mark in _APOSTROPHES}
