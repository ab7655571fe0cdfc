"""Ideas that say the same already, offered before a new one is made; and those that contain some words. Reads only.

Words are compared by their stems, so that the grammar of a language does not matter; see `analysis.stems`.
"""

from collections.abc import Callable, Collection

import frappe
from frappe.utils import strip_html

from social_crm_app.analysis import stems
from social_crm_app.ideas import words

CONSIDERED = 50  # by the full-text index, before they are compared word by word
SHOWN = 5
ALIKE_FROM = 40  # of 100; below that two ideas merely share a common word
MAX_TEXT = 1000
FOUND = 1000  # of a search: the highest in rank


def similar(title: str, description: str | None = None, besides: str | None = None) -> list[dict]:
	"""Up to SHOWN Ideas the current user may read, most alike first: [{name, title, status, votes, likeness}].

	`likeness` (0 to 100) is the higher of two shares, whatever the order of words: how many of the shorter title's stems
	stand in the other title (overlap coefficient), and how many of all words of title and description both have (Jaccard
	index). Costs one look-up in a full-text index, also with 100,000 Ideas.
	"""
	return _alike(title, description, frappe.get_list, (), besides)


def similar_for(visibilities: Collection[str], title: str, description: str | None = None) -> list[dict]:
	"""The same for the portal, where no roles are but an audience that may see these visibilities."""
	return _alike(title, description, frappe.get_all, visibilities, None)


def with_words(text: str, visibilities: Collection[str] = ()) -> list[str]:
	"""Names of the Ideas, highest in rank first, whose title or description contains words that begin like all of
	these or are another form of them. None if there is no word in `text`."""
	found = stems.forms(text, words.languages(text))
	if not found:
		return []
	wanted = " ".join(f"+({' '.join(f'{form}*' for form in forms)})" for forms in found)
	condition, values = _open_to(visibilities)
	rows = frappe.db.sql(  # the query builder has no full-text search
		"SELECT `name` FROM `tabIdea` WHERE MATCH(`search_words`) AGAINST (%(wanted)s IN BOOLEAN MODE)"
		f"{condition} ORDER BY `rank_score` DESC, `name` DESC LIMIT %(limit)s",
		{**values, "wanted": wanted, "limit": FOUND},
	)
	return [row[0] for row in rows]


def _alike(
	title: str,
	description: str | None,
	get: Callable[..., list],
	visibilities: Collection[str],
	besides: str | None,
) -> list[dict]:
	text = f"{title} {strip_html(description or '')}"[:MAX_TEXT].strip()
	if not text:
		return []
	languages = words.languages(text)
	asked = stems.index_text(text, languages)
	found = get(
		"Idea",
		filters={"name": ("in", _by_words(asked, visibilities))},
		fields=["name", "title", "status", "votes", "search_words"],
		limit=CONSIDERED,
		order_by="name",
	)
	for row in found:
		titles = max(_likeness(title, row.title, one) for one in languages or [""])
		row.likeness = round(max(titles, _in_common(asked, row.pop("search_words"))))
	alike = [row for row in found if row.likeness >= ALIKE_FROM and row.name != besides]
	return sorted(alike, key=lambda row: (-row.likeness, -row.votes, row.name))[:SHOWN]


def _likeness(one: str, other: str, language: str) -> float:
	mine, theirs = (set(stems.stems(text, language).split()) for text in (one, other))
	return 100 * len(mine & theirs) / (min(len(mine), len(theirs)) or 1)


def _in_common(one: str, other: str | None) -> float:
	mine, theirs = set(one.split()), set((other or "").split())
	return 100 * len(mine & theirs) / (len(mine | theirs) or 1)


def _by_words(asked: str, visibilities: Collection[str]) -> list[str]:
	"""The best by words of those that are not merged into another one; for an audience, of those approved."""
	condition, values = _open_to(visibilities)
	if visibilities:
		condition += " AND `moderation` = 'Approved'"
	rows = frappe.db.sql(  # the query builder has no full-text search
		"SELECT `name` FROM `tabIdea` WHERE MATCH(`search_words`) AGAINST (%(asked)s IN NATURAL LANGUAGE MODE)"
		f" AND IFNULL(`merged_into`, '') = ''{condition} LIMIT %(limit)s",
		{**values, "asked": asked, "limit": CONSIDERED},
	)
	return [row[0] for row in rows]


def _open_to(visibilities: Collection[str]) -> tuple[str, dict[str, Collection[str]]]:
	"""What is asked together with the words, lest what an audience may not see fills the places."""
	if not visibilities:
		return "", {}
	return " AND `visibility` IN %(seen)s", {"seen": list(visibilities)}
