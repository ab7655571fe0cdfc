"""The words by which one person is known, found and masked in text. Pure: text in, text out.

A handle such as "jane" is also an ordinary word, so a short or plain one counts only where it stands like a
handle: behind "@", ":", "/", "=" or a quotation mark.
"""

import re
from collections.abc import Iterable

MASK = "[erased]"
_LOOSE_FROM = 4  # letters that a plain word needs before it is looked for on its own in log files
_NOT_LONGER = r"(?![\w-]|\.\w)"  # "jane" is not in "jane2", "jane@a.example" is not in "jane@a.example.org"


class Marks:
	"""Finds and masks the words of one person. `loose` also takes a plain word on its own, for logs only."""

	def __init__(self, words: Iterable[str], loose: bool = False) -> None:
		self.words = sorted({word for word in words if word}, key=len, reverse=True)
		self._pattern = re.compile("|".join(_pattern(word, loose) for word in self.words) or r"(?!)", re.I)

	def found_in(self, text: str | None) -> bool:
		"""True if one of the words stands in the text."""
		return bool(text) and self._pattern.search(text) is not None

	def mask(self, text: str) -> str:
		"""The text with MASK in place of each word."""
		return self._pattern.sub(MASK, text)


def short_handle(handle: str) -> str:
	"""What people write behind "@" in a conversation: "jane" of jane@social.example and jane.bsky.social."""
	return re.split(r"[@.]", handle, maxsplit=1)[0]


def at_sign_masked(text: str, name: str) -> str:
	"""The text with MASK in place of "@name" (and of "@name@server")."""
	if not name:
		return text
	return re.sub(rf"(?<![\w.])@{re.escape(name)}(?:@[\w.-]*\w)?(?![\w-])", MASK, text, flags=re.I)


def _pattern(word: str, loose: bool) -> str:
	escaped = re.escape(word)
	if is_distinct(word):
		return rf"@?(?<![\w.-]){escaped}{_NOT_LONGER}"
	if loose and len(word) >= _LOOSE_FROM:
		return rf"(?<![\w.-]){escaped}{_NOT_LONGER}"
	return rf"(?<=[@:/=\"]){escaped}(?!@){_NOT_LONGER}"


def is_distinct(word: str) -> bool:
	"""True for what nobody writes by chance: an address, a URL, a DID, a handle with its server."""
	return len(word) > 5 and any(sign in word for sign in "@.:/")
