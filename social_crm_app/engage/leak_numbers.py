"""Which words of a text could be the number of a document, however it is spelled there. Pure; whether such a
document exists is looked up elsewhere. It must give back much rather than little: a look-up is cheap."""

import re
from collections.abc import Iterator
from itertools import pairwise

MOST_CANDIDATES = 1_500
SHORTEST, LONGEST = 3, 140
MOST_PARTS = 6  # SAL ORD 2026 00017 1 has five
_FEWEST_DIGITS = 4  # of digits alone that are only a part of a longer word
_WORD = re.compile(r"[^\s,;:!?\"“”„«»()\[\]{}<>|]+")
_EDGES = ".'*_~`#-/…"
_PART = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[ \t./:#'*~`=&?+_-]{0,3}")  # what may stand between two parts of one number
_YEAR = re.compile(r"(?:19|20)\d\d")
_JOINED_BY = ("-", "", " ", "/")


def candidates(text: str) -> list[str]:
	"""What could be such a number: it holds a digit. Words as they stand come first, then what is found by taking
	them apart and joining neighbours: "SN.4711" is also read SN-4711, "...00001-it" also ...00001."""
	words = (word.strip(_EDGES) for word in _WORD.findall(text))
	found = dict.fromkeys(word for word in words if _is_possible(word))
	for candidate in _joined(text):
		if len(found) >= MOST_CANDIDATES:
			break
		if _is_possible(candidate):
			found.setdefault(candidate)
	return list(found)[:MOST_CANDIDATES]


def _is_possible(word: str) -> bool:
	return SHORTEST <= len(word) <= LONGEST and any(map(str.isdigit, word))


def _joined(text: str) -> Iterator[str]:
	"""Runs of neighbouring parts, short runs first."""
	parts = list(_PART.finditer(text))
	joints = [text[first.end() : second.start()] for first, second in pairwise(parts)]
	is_joint = [bool(_JOINT.fullmatch(joint)) for joint in joints]
	for size in range(1, MOST_PARTS + 1):
		for start in range(len(parts) - size + 1):
			if all(is_joint[start : start + size - 1]):
				run = [part[0] for part in parts[start : start + size]]
				whole = text[parts[start].start() : parts[start + size - 1].end()]
				yield from _spellings(run, whole)


def _spellings(run: list[str], whole: str) -> Iterator[str]:
	"""One run as it stands and as a name would join it. A run over blanks ends with digits, as names do; else every
	sentence would be one."""
	if len(run) == 1:
		if not run[0].isdigit() or (len(run[0]) >= _FEWEST_DIGITS and not _YEAR.fullmatch(run[0])):
			yield run[0]
		return
	if any(blank in whole for blank in " \t") and not any(map(str.isdigit, run[-1])):
		return
	yield whole
	yield from (joint.join(run) for joint in _JOINED_BY)
