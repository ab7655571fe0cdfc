"""Ideas that say the same already, offered before a new one is made; and those that contain some words. Reads only."""

import re
from collections.abc import Callable, Collection

from rapidfuzz import fuzz

import frappe
from frappe.utils import strip_html

from social_crm_app.analysis.words import UNSPACED

CONSIDERED = 50  # by the full-text index, before they are compared word by word
SHOWN = 5
ALIKE_FROM = 40  # of 100; below that two ideas merely share a common word
MAX_TEXT = 1000
FOUND = 1000  # of a search: the highest in rank
# What MariaDB's full-text index leaves out: short words and its own list (INNODB_FT_DEFAULT_STOPWORD).
SHORTEST = 3
LEFT_OUT = frozenset(
	"about are com for from how that the this und was what when where who will with www".split()
)


def similar(title: str, description: str | None = None, besides: str | None = None) -> list[dict]:
	"""Up to SHOWN Ideas the current user may read, most alike first: [{name, title, status, votes, likeness}].

	`likeness` is rapidfuzz's token set ratio (0 to 100) of the titles, whatever the order of words. Costs one
	look-up in a full-text index, also with 100,000 Ideas.
	"""
	return _alike(title, description, frappe.get_list, {}, besides)


def similar_for(visibilities: Collection[str], title: str) -> list[dict]:
	"""The same for the portal, where no roles are but an audience that may see these visibilities."""
	seen = {"visibility": ("in", list(visibilities)), "moderation": "Approved"}
	return _alike(title, None, frappe.get_all, seen, None)


def with_words(text: str) -> list[str]:
	"""Names of the Ideas whose title or description contains words that begin like all of these. Short words,
	and scripts without spaces, are looked for in the titles as they stand: the index does not know them."""
	words = [
		word for word in re.findall(r"\w+", text.lower()) if len(word) >= SHORTEST and word not in LEFT_OUT
	]
	if words and not re.search(f"[{UNSPACED}]", text):
		return _search(" ".join(f"+{word}*" for word in words))
	like = re.sub(r"([%_\\])", r"\\\1", text)
	return frappe.get_all(
		"Idea",
		{"title": ("like", f"%{like}%")},
		pluck="name",
		order_by="rank_score desc, name desc",
		limit=FOUND,
	)


def _search(words: str) -> list[str]:
	rows = frappe.db.sql(  # the query builder has no full-text search
		"SELECT `name` FROM `tabIdea` WHERE MATCH(`title`, `description`) AGAINST (%s IN BOOLEAN MODE) "
		"ORDER BY `rank_score` DESC, `name` DESC LIMIT %s",
		(words, FOUND),
	)
	return [row[0] for row in rows]


def _alike(
	title: str, description: str | None, get: Callable[..., list], filters: dict, besides: str | None
) -> list[dict]:
	text = f"{title} {strip_html(description or '')}"[:MAX_TEXT].strip()
	if not text:
		return []
	found = get(
		"Idea",
		filters={"name": ("in", _by_words(text)), "merged_into": ("is", "not set"), **filters},
		fields=["name", "title", "status", "votes"],
		limit=CONSIDERED,
		order_by="name",
	)
	for row in found:
		row.likeness = round(fuzz.token_set_ratio(title.lower(), row.title.lower()))
	alike = [row for row in found if row.likeness >= ALIKE_FROM and row.name != besides]
	return sorted(alike, key=lambda row: (-row.likeness, -row.votes, row.name))[:SHOWN]


def _by_words(text: str) -> list[str]:
	rows = frappe.db.sql(  # the query builder has no full-text search
		"SELECT `name` FROM `tabIdea` WHERE MATCH(`title`, `description`) AGAINST (%s IN NATURAL LANGUAGE MODE) LIMIT %s",
		(text, CONSIDERED),
	)
	return [row[0] for row in rows]
