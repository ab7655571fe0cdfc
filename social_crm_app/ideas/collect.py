"""Ideas from mentions."""

from typing import TYPE_CHECKING

import frappe
from frappe.utils import escape_html

from social_crm_app.engage import convert

if TYPE_CHECKING:
	from frappe.model.document import Document


def from_mention(mention: "Document") -> str:
	"""Name of the Idea made of this Mention; the one that exists when it was made before.

	The caller holds the Mention's row, so that two clicks make one Idea.
	"""
	if existing := convert.made_of(mention, "Idea"):
		return existing
	idea = frappe.new_doc("Idea")
	idea.title = mention.title
	idea.description = f"<blockquote>{escape_html(mention.text)}</blockquote>".replace("\n", "<br>")
	idea.item = next((t.target for t in mention.topics if t.target_type == "Item"), None)
	idea.append(
		"evidence", {"evidence_type": "Mention", "evidence": mention.name, "note": mention.author_name}
	)
	idea.insert()
	convert.remember(mention, "Idea", idea.name)
	return idea.name
