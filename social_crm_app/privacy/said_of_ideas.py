"""What a person has said and done about Ideas, for an export. Reads only, and by the tables' names: Ideas stand above.

A person is known there as a Social Profile, as the login that has claimed it, or as the Contact or Lead behind it.
"""

import frappe

from social_crm_app.privacy.holdings import PROFILE
from social_crm_app.privacy.reader import Reader


def of(profile: str, reader: Reader) -> dict[str, list[dict]]:
	"""{votes, follows, comments}: each row with its Idea, whose title is left out where the reader may not see it."""
	held = frappe.db.get_value(PROFILE, profile, ["claimed_by", "contact", "lead"], as_dict=True)
	persons = [(PROFILE, profile), *_also(held, reader)]
	votes = _rows("Idea Vote", "voter", persons, ("idea", "voted_at", "withdrawn", "mention"))
	follows = _rows("Idea Follower", "person", persons, ("idea", "since", "stopped", "mention", "told"))
	comments = _comments([name for doctype, name in persons if doctype == "User"])
	titles = _titles({row.idea for row in (*votes, *follows, *comments)}, reader)
	for row in (*votes, *follows, *comments):
		row.title = titles.get(row.idea)
	return {"votes": votes, "follows": follows, "comments": comments}


def _also(held: dict, reader: Reader) -> list[tuple[str, str]]:
	"""Under which other names the person may have spoken; none of them for whoever has not proved who they are."""
	if not reader.private:
		return []
	found = [("User", held.claimed_by)] if held.claimed_by else []
	records = [("Contact", held.contact), ("Lead", held.lead)]
	return found + [(doctype, name) for doctype, name in records if name and reader.sees(doctype, name)]


def _rows(doctype: str, field: str, persons: list[tuple[str, str]], fields: tuple[str, ...]) -> list[dict]:
	rows = frappe.get_all(
		doctype,
		filters={field: ("in", [name for _doctype, name in persons])},
		fields=[f"{field}_type as kind", f"{field} as who", *fields],
		order_by="creation, name",
	)
	return [row for row in rows if (row.pop("kind"), row.pop("who")) in persons]


def _comments(users: list[str]) -> list[dict]:
	if not users:
		return []
	return frappe.get_all(
		"Idea Comment",
		filters={"author": ("in", users)},
		fields=["idea", "creation", "author_name", "text", "moderation", "helpful"],
		order_by="creation, name",
	)


def _titles(ideas: set[str], reader: Reader) -> dict[str, str]:
	if not ideas or not frappe.has_permission("Idea", "read", user=reader.user):
		return {}
	rows = frappe.get_list(
		"Idea", {"name": ("in", sorted(ideas))}, ["name", "title"], user=reader.user, order_by="name", limit=0
	)
	return {row.name: row.title for row in rows}
