"""Whether a post belongs to an Issue that is open already: surely, perhaps, or not.

An open Issue that was made of another post of the same author is surely the same matter. One that came from
elsewhere, as by e-mail, may be another one: a person has to say. Reads only.
"""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from social_crm_app.engage import memory
from social_crm_app.engage.conversions import author as people
from social_crm_app.engage.conversions.author import Author

if TYPE_CHECKING:
	from frappe.model.document import Document

OPEN = ("Open", "Replied", "On Hold")  # of an Issue: whoever writes again means the same matter
MOST = 10  # Issues that are offered
LOOKED_AT = 100  # open Issues of one author, the newest, among which those are looked for


def same(mention: "Document") -> "Document | None":
	"""The newest open Issue that was made of another post of the same author, if the user may change it."""
	names = frappe.get_all(
		"Mention Document",
		filters={"document_type": "Issue", "parent": ("in", _posts_with_issues(mention))},
		pluck="document_name",
		order_by="creation desc",
	)
	found = frappe.get_list(
		"Issue",
		filters={"name": ("in", names), "status": ("in", OPEN)},
		pluck="name",
		order_by="creation desc",
	)
	name = next((one for one in found if frappe.has_permission("Issue", "write", one)), None)
	return frappe.get_doc("Issue", name) if name else None


def choices(mention: "Document") -> list[dict[str, str]]:
	"""[{name, subject, status, since}] of other open Issues of the author that the user may read and change: MOST
	of them, those of the very person before those of their Customer, then the newest first."""
	return [
		{
			"name": row.name,
			"subject": row.subject,
			"status": row.status,
			"since": str(getdate(row.opening_date or row.creation)),
		}
		for row in islice(_changeable(mention), MOST)
	]


def chosen(mention: "Document", name: str) -> "Document":
	"""The Issue of that name, if the post may be added to it.

	Raises frappe.ValidationError, which does not say why, for one that is closed, of somebody else, or not for this
	user to change.
	"""
	surely = same(mention)
	if surely and surely.name == name:
		return surely
	if not any(_changeable(mention, name)):
		frappe.throw(
			_(
				"This post cannot be added to that Issue: it is closed, belongs to somebody else, or is not one that you may change."
			)
		)
	return frappe.get_doc("Issue", name)


def _changeable(mention: "Document", name: str = "") -> Iterator[frappe._dict]:
	"""Rows of the author's open Issues, or of the one of that `name`; each is asked for when its turn comes."""
	author = people.of(mention)
	whose = _whose(author)
	if not whose or not frappe.has_permission("Issue", "write"):
		return
	rows = frappe.get_list(
		"Issue",
		filters={"status": ("in", OPEN), **({"name": name} if name else {})},
		or_filters=whose,
		fields=["name", "subject", "status", "opening_date", "creation", "lead", "contact", "raised_by"],
		order_by="creation desc, name desc",
		limit=LOOKED_AT,
	)
	own = _own(author)
	rows.sort(key=lambda row: not any(row[field] == value for field, value in own.items()))
	yield from (row for row in rows if frappe.has_permission("Issue", "write", row.name))


def _whose(author: Author) -> list[list[str]]:
	"""Filters of which one is enough for an Issue to be the author's."""
	whose = {**_own(author), **({"customer": author.customer} if author.customer else {})}
	return [[field, "=", value] for field, value in whose.items()]


def _own(author: Author) -> dict[str, str]:
	"""What stands on an Issue of this very person, not of a colleague."""
	own = {"contact": author.contact, "lead": author.lead, "raised_by": people.email(author)}
	return {field: value for field, value in own.items() if value}


def _posts_with_issues(mention: "Document") -> list[str]:
	"""Other mentions of this author, under any profile of the party the user may see, that became an Issue."""
	author, party = people.of(mention), memory.existing_party(mention)
	if party and not author.hidden:
		column = party[0].lower() if party[0] in ("Customer", "Lead") else ""
		same_author = {column: party[1]} if column else {"party_type": party[0], "party": party[1]}
	elif mention.social_profile:
		same_author = {"social_profile": mention.social_profile}
	else:
		return []
	made = frappe.qb.DocType("Mention Document")
	said = frappe.qb.DocType("Mention")
	query = (
		frappe.qb.from_(said)
		.join(made)
		.on((made.parent == said.name) & (made.document_type == "Issue"))
		.select(said.name)
		.distinct()
		.where(said.name != mention.name)
	)
	for column, value in same_author.items():
		query = query.where(said[column] == value)
	return query.run(pluck=True)
