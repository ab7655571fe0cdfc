"""Ideas from mentions and other records, and what speaks for them."""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import escape_html

from social_crm_app.engage import convert
from social_crm_app.ideas import merging, votes
from social_crm_app.ideas.demand import EVIDENCE

if TYPE_CHECKING:
	from frappe.model.document import Document


def from_mention(mention: "Document") -> str:
	"""Name of the Idea made of this Mention; the one that exists when it was made before.

	The caller holds the Mention's row, so that two clicks make one Idea. Its author is the first to vote.
	"""
	if existing := convert.made_of(mention, "Idea"):
		return existing
	idea = frappe.new_doc("Idea")
	idea.title = mention.title
	idea.description = f"<blockquote>{escape_html(mention.text)}</blockquote>".replace("\n", "<br>")
	idea.item = next((t.target for t in mention.topics if t.target_type == "Item"), None)
	idea.append("evidence", _row("Mention", mention.name, mention.author_name))
	idea.insert()
	convert.remember(mention, "Idea", idea.name)
	_vote_of_author(idea.name, mention)
	return idea.name


def add_mention(idea: str, mention: "Document") -> str:
	"""Adds a Mention to an Idea (or to the one it was merged into), with its author's vote; returns the Idea."""
	root = add_evidence(idea, "Mention", mention.name, mention.author_name)
	if convert.made_of(mention, "Idea") != root:
		convert.remember(mention, "Idea", root)
	_vote_of_author(root, mention)
	return root


def add_evidence(idea: str, doctype: str, name: str, note: str | None = None) -> str:
	"""Adds a record that speaks for an Idea; again changes nothing. Returns the Idea where it counts.

	Raises frappe.ValidationError for a DocType that is no evidence.
	"""
	if doctype not in EVIDENCE:
		frappe.throw(_("Evidence for an Idea can be: {0}").format(", ".join(_(one) for one in EVIDENCE)))
	root = merging.root_of([idea])[idea]
	doc = frappe.get_doc("Idea", root, for_update=True)
	doc.append("evidence", _row(doctype, name, note))
	doc.save()
	return root


def drop_double_evidence(idea: "Document") -> None:
	"""Each record speaks once, however often it was added."""
	kept = {(row.evidence_type, row.evidence): row for row in reversed(idea.evidence)}
	if len(kept) < len(idea.evidence):
		idea.set("evidence", list(reversed(kept.values())))


def _row(doctype: str, name: str, note: str | None) -> dict:
	return {"evidence_type": doctype, "evidence": name, "note": note}


def _vote_of_author(idea: str, mention: "Document") -> None:
	"""Who asks for something in public wants it: the post is the proof of the vote."""
	if mention.social_profile:
		votes.cast(
			idea,
			("Social Profile", mention.social_profile),
			mention=mention.name,
			cast_by=frappe.session.user,
		)
