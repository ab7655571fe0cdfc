"""The person behind a mention: other posts and profiles of theirs, and what has become of this mention.

Reads only, with the current user's rights. Without a readable party only what the same profile has said.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.insight.context_blocks import EMPTY, SHOWN, Question, Row, block, one_of
from social_crm_app.insight.context_subjects import Subjects

if TYPE_CHECKING:
	from frappe.model.document import Document

_COLUMNS = (("Customer", "customer"), ("Lead", "lead"), ("Contact", "contact"))
_COLOURS = {"Positive": "green", "Negative": "red", "Neutral": "gray"}
_PERSON = (
	"name", "title", "avatar", "platform", "handle", "followers", "url", "bio", "link_status", "verified_purchaser",
)  # fmt: skip


def card(mention: "Document", subjects: Subjects) -> dict:
	"""{profile, title, avatar, platform, handle, followers, url, bio, link_status, relationship,
	verified_purchaser}; of somebody whose profile is not for the user, what the post itself shows.

	`relationship` is empty where the party is hidden: it is read off the ledger.
	"""
	found = dict.fromkeys(_PERSON[1:]) | {"profile": None, "relationship": ""}
	found.update(title=mention.author_name or mention.author_handle, handle=mention.author_handle)
	found["platform"] = mention.platform
	if not mention.social_profile or not frappe.has_permission("Social Profile", "read"):
		return found
	fields = [*_PERSON, *(["relationship"] if _has_relationship() else [])]
	for row in frappe.get_list("Social Profile", {"name": mention.social_profile}, fields, order_by="name"):
		found.update(row, profile=row.name)
		if subjects.hidden:
			found["relationship"] = ""
	found.pop("name", None)
	return found


def questions(mention: "Document", subjects: Subjects) -> Iterator[Question]:
	"""Their last mentions and their other profiles."""
	same = _same_person(subjects)
	theirs = same or ({"social_profile": mention.social_profile} if mention.social_profile else None)
	if theirs:
		yield mentions(theirs, mention.name)
	if same:
		yield profiles(same, mention.social_profile or "")


def mentions(theirs: dict, this: str) -> Question:
	fields = ("title", "platform", "posted_at", "sentiment_label", "status")
	return Question(
		"mentions", _("Last Mentions"), "Mention", {**theirs, "name": ("!=", this)}, fields, "posted_at desc",
		_mention, in_list=theirs,
	)  # fmt: skip


def profiles(theirs: dict, this: str) -> Question:
	fields = ("title", "platform", "handle", "followers", "last_seen")
	return Question(
		"profiles", _("Other Profiles"), "Social Profile", {**theirs, "name": ("!=", this)}, fields,
		"followers desc, name", _profile, in_list=theirs,
	)  # fmt: skip


def documents(mention: "Document") -> dict | None:
	"""The block of what was made of this mention, as far as the user may read it; a query for each DocType."""
	rows = []
	for doctype in dict.fromkeys(row.document_type for row in mention.documents):
		names = [row.document_name for row in mention.documents if row.document_type == doctype]
		rows += _readable(doctype, names)
	return block("documents", _("Made of This Mention"), rows[:SHOWN], len(rows))


def _same_person(subjects: Subjects) -> dict | None:
	"""Filters of Mention and Social Profile alike."""
	if not subjects.party:
		return None
	for doctype, column in _COLUMNS:
		if names := subjects.of(doctype):
			return {column: one_of(names)}
	party_type, party = subjects.party
	return {"party_type": party_type, "party": party}


def _readable(doctype: str, names: list[str]) -> list[dict]:
	if not frappe.has_permission(doctype, "read"):
		return []
	meta = frappe.get_meta(doctype)
	title = meta.get_title_field()
	fields = ["name", *(field for field in (title, "status") if field != "name" and meta.has_field(field))]
	rows = frappe.get_list(doctype, {"name": ("in", names)}, fields, order_by="creation", limit=len(names))
	return [
		{
			"doctype": doctype, "name": row.name, **EMPTY, "label": row.get(title) or row.name,
			"about": " · ".join(filter(None, (_(doctype), _(row.get("status") or "")))),
		}
		for row in rows
	]  # fmt: skip


def _mention(row: Row) -> dict:
	parts = [_(row.get("platform") or ""), _(row.get("status") or "")]
	return {
		"label": row.get("title") or row.name, "about": " · ".join(filter(None, parts)), "date": row.get("posted_at"),
		"colour": _COLOURS.get(row.get("sentiment_label")),
	}  # fmt: skip


def _profile(row: Row) -> dict:
	followers = _("{0} followers").format(row.followers) if row.get("followers") else ""
	parts = [_(row.get("platform") or ""), followers]
	return {
		"label": row.get("title") or row.name, "about": " · ".join(filter(None, parts)), "date": row.get("last_seen")
	}  # fmt: skip


def _has_relationship() -> bool:
	return frappe.get_meta("Social Profile").has_field("relationship")
