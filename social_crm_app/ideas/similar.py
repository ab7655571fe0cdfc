"""Ideas that say the same already, offered before a new one is made. Reads only."""

from collections.abc import Callable, Collection

from rapidfuzz import fuzz

import frappe
from frappe.utils import strip_html

CONSIDERED = 50  # by the full-text index, before they are compared word by word
SHOWN = 5
ALIKE_FROM = 40  # of 100; below that two ideas merely share a common word
MAX_TEXT = 1000


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
