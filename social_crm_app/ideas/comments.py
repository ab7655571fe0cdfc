"""What is said about an Idea on the portal: who may read it, who must wait, who may hide it.

Text only. A comment stays at the Idea it was written for; an Idea that others were merged into shows theirs too.
Whoever calls has asked `portal.shown` whether this person may see the Idea.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.ideas import merging, reputation
from social_crm_app.ingest.normalise import clean_text

if TYPE_CHECKING:
	from frappe.model.document import Document

MAX_TEXT = 3000
SHOWN = 100  # of one Idea, the newest
TEAM = {"Social CRM User", "Social CRM Manager", "System Manager"}


def listed(user: str, idea: str, audience: tuple[str, ...]) -> list[dict]:
	"""The comments of an Idea and of those merged into it, as far as `audience` may see them, oldest first:
	[{name, author_name, by_team, text, creation, mine, waiting}]. One's own waiting ones are among them."""
	members = merging.families([idea])[idea]
	ideas = frappe.get_all(
		"Idea",
		filters={"name": ("in", sorted(members)), "visibility": ("in", audience), "moderation": "Approved"},
		pluck="name",
		order_by="name",
	)
	own = {"author": user} if user != "Guest" else {"name": ""}
	rows = frappe.get_all(
		"Idea Comment",
		filters={"idea": ("in", [*ideas, idea]), "moderation": ("!=", "Rejected")},
		or_filters={"moderation": "Approved", **own},
		fields=["name", "author", "author_name", "by_team", "text", "creation", "moderation"],
		order_by="creation desc, name",
		limit=SHOWN,
	)
	for row in rows:
		row.mine = row.pop("author") == user != "Guest"
		row.waiting = row.pop("moderation") == "Waiting"
	return rows[::-1]


def add(idea: str, text: str) -> str:
	"""Says something about an Idea as the current user; returns the comment's name."""
	comment = frappe.get_doc({"doctype": "Idea Comment", "idea": idea, "text": text})
	comment.insert(ignore_permissions=True)  # portal users have no role on it; `portal.shown` was asked
	return comment.name


def remove(comment: str, user: str) -> None:
	"""Deletes a comment of one's own. Raises frappe.PermissionError for somebody else's."""
	if user == "Guest" or frappe.db.get_value("Idea Comment", comment, "author") != user:
		frappe.throw(_("This comment is not yours."), frappe.PermissionError)
	frappe.delete_doc("Idea Comment", comment, ignore_permissions=True)  # it is the author's own


def hide(comment: str, user: str) -> None:
	"""Hides a comment until the team has looked at it. Raises frappe.PermissionError without the right to."""
	if not reputation.may(user, "hide_comments"):
		frappe.throw(_("You do not have the right to do this here."), frappe.PermissionError)
	doc = frappe.get_doc("Idea Comment", comment, for_update=True)
	if doc.by_team:
		frappe.throw(_("This is what the team says."), frappe.PermissionError)
	if doc.moderation == "Approved":
		doc.moderation = "Waiting"
		doc.save(ignore_permissions=True)  # `reputation` gave the right


def complete(comment: "Document") -> None:
	"""Who wrote it and whether it waits: never what the sender of a request says."""
	user = frappe.session.user
	comment.author = user
	comment.by_team = int(is_team(user))
	full, first = frappe.db.get_value("User", user, ["full_name", "first_name"])
	# Strangers read it: of customers no more than the first name
	comment.author_name = full if comment.by_team else first
	comment.helpful = 0
	comment.moderation = "Approved" if comment.by_team or reputation.may(user, "post_at_once") else "Waiting"


def check(comment: "Document") -> None:
	"""Raises a ValidationError for an empty comment, or one that is too long. What looks like HTML stays text."""
	comment.text, _cut = clean_text(comment.text or "", cap=10 * MAX_TEXT)
	if not comment.text:
		frappe.throw(_("Please write something first."))
	if len(comment.text) > MAX_TEXT:
		frappe.throw(_("The comment is too long: {0} of {1} characters.").format(len(comment.text), MAX_TEXT))


def forget(idea: str) -> None:
	"""The comments of an Idea that is being deleted go with it."""
	frappe.db.delete("Idea Comment", {"idea": idea})


def is_team(user: str) -> bool:
	return user == "Administrator" or bool(TEAM & set(frappe.get_roles(user)))
