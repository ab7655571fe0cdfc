"""Words as a full-text index should hold them, so that "cables" finds "cable" in any language.

A word is kept as it is written and as its stem (Snowball stemmers, https://snowballstem.org); a script without spaces
is cut into pairs of signs. Pure functions; which language a text is in is somebody else's business (`language`), and
so is the index.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

import snowballstemmer

from social_crm_app.analysis.words import UNSPACED, WORD, fold

MAX_TEXT = 5000  # characters that are read
# MariaDB's full-text index leaves out what is shorter, and these (INNODB_FT_DEFAULT_STOPWORD).
SHORTEST = 3
LEFT_OUT = frozenset(
	"a about an are as at be by com de en for from how i in is it la of on or that the this to und was what when "
	"where who will with www".split()
)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(WORD)
_SIGNS = re.compile(f"[{UNSPACED}]+")
_STEMMERS = {
	"ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english",
	"es": "spanish", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi",
	"hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali",
	"nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
	"sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


def index_text(text: str, languages: Sequence[str]) -> str:
	"""What the index holds of a text, HTML or plain: every form of each of its words once, with spaces between."""
	plain = _TAG.sub(" ", text[:MAX_TEXT])
	return " ".join(dict.fromkeys(form for word in forms(plain, languages) for form in word))


def forms(text: str, languages: Sequence[str]) -> list[tuple[str, ...]]:
	"""For each distinct word of a plain text the forms it may stand in the index as, the written one first.

	`languages` are ISO 639-1 codes; of those without a stemmer words stay as they are. Words that the index leaves
	out are left out; short ones are filled up with "_" to the length it takes.
	"""
	ways = [_stemming(language) for language in languages]
	found = {word: [fold(word), *(way(word) for way in ways)] for word in _words(text)}
	return [tuple(dict.fromkeys(map(_filled, written))) for written in found.values()]


def stems(text: str, language: str) -> str:
	"""A text's words as their stems in one language, in reading order: to be compared with others of that kind."""
	return " ".join(map(_stemming(language), _words(text)))


def _words(text: str) -> Iterable[str]:
	for word in _WORD.findall(unicodedata.normalize("NFC", text).casefold()):
		if word.isascii() or not _SIGNS.search(word):
			if word not in LEFT_OUT:
				yield word
			continue
		yield from _SIGNS.sub(" ", word).split()
		for run in _SIGNS.findall(word):
			yield from (run[at : at + 2] for at in range(max(len(run) - 1, 1)))


def _stemming(language: str) -> Callable[[str], str]:
	"""A word to its stem without accents: stemmers need the accents, the index does not. A new stemmer each time,
	because one keeps the word it works on and must not be shared between threads."""
	if (name := _STEMMERS.get(language)) not in snowballstemmer.algorithms():
		return fold
	stemmer = snowballstemmer.stemmer(name)
	return lambda word: fold(stemmer.stemWord(word))


def _filled(form: str) -> str:
	return form.rjust(SHORTEST, "_")
