"""The words of an Idea as the full-text index holds them, and the forms in which words are looked for there.

Writes the Idea's `search_words` on the document that is being saved; `analysis.stems` cuts, `similar` searches.
"""

from typing import TYPE_CHECKING

import frappe

from social_crm_app.analysis import language, stems

if TYPE_CHECKING:
	from frappe.model.document import Document


def keep(idea: "Document") -> None:
	"""Writes what the index is to hold, and keeps it out of the versions: the title and the description tell."""
	idea.search_words = of(idea.title, idea.description)
	if before := idea.get_doc_before_save():
		before.search_words = idea.search_words


def of(title: str, description: str | None) -> str:
	"""What the index holds of an Idea."""
	text = f"{title} {description or ''}"
	return stems.index_text(text, languages(text)[:1])


def languages(text: str) -> list[str]:
	"""ISO 639-1 codes, the likeliest first: that of the text, or the site's and the user's if it is too short."""
	if found := language.detect(text):
		return [found]
	ours = (language.code(frappe.db.get_default("lang")), language.code(frappe.local.lang))
	return list(dict.fromkeys(filter(None, ours)))
