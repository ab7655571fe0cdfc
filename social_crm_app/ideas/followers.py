"""Who wants to hear what becomes of an Idea: one row per person and Idea, stopped or not.

The only writer of Idea Follower besides the form, which comes here too. Like votes, rows stay where they were given
when Ideas are merged, and count where the signposts lead. What people are told is `news`.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import frappe
from frappe.utils import now_datetime

from social_crm_app.engage import proposals
from social_crm_app.ideas import merging, people, rights
from social_crm_app.ideas.people import Voter
from social_crm_app.identity.naming import name_for

if TYPE_CHECKING:
	from frappe.model.document import Document

FOLLOWER = "Idea Follower"
KEY = ("idea", "person_type", "person")  # unique together


def follow(idea: str, person: Voter, mention: str | None = None) -> str:
	"""Follows an Idea (or the one it was merged into) and returns the row's name; again changes nothing.

	`mention` is the post by which a profile asked for it. Somebody who had unsubscribed from its e-mails and
	follows again gets them again.
	"""
	idea = merging.root_of([idea])[idea]
	row = _held(idea, person)
	if not row or row.stopped:
		doc = row or frappe.new_doc(FOLLOWER, idea=idea, person_type=person[0], person=person[1])
		doc.update({"stopped": 0, "mention": mention or doc.mention, "since": now_datetime()})
		doc.flags.rights_asked = True
		try:
			doc.save(ignore_permissions=True)  # whoever calls has asked for the right
		except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
			frappe.clear_messages()  # the same click twice at once: the other one has done it
	_subscribe_again(idea, person)
	return frappe.db.get_value(FOLLOWER, _key(idea, person), "name", for_update=True)


def unfollow(idea: str, person: Voter) -> None:
	"""The person hears no more of this Idea, whatever handle or login they follow it with."""
	rows = _rows_of(_family(idea), person)
	if rows:
		frappe.db.set_value(FOLLOWER, {"name": ("in", [row.name for row in rows])}, "stopped", 1)


def is_following(idea: str, person: Voter) -> bool:
	"""True if this person hears of changes: they follow with any handle or login, and have not unsubscribed."""
	members = _family(idea)
	return bool(_rows_of(members, person)) and not unsubscribed(members, [person[1]])


def count(idea: str) -> int:
	"""How many persons follow, merged Ideas included."""
	rows = active(_family(idea))
	return len(set(people.persons({(row.person_type, row.person) for row in rows}).values()))


def active(ideas: Collection[str]) -> list[dict]:
	"""The rows of these very Ideas that are not stopped: name, idea, person_type, person, mention, told."""
	return frappe.get_all(
		FOLLOWER,
		filters={"idea": ("in", sorted(ideas)), "stopped": 0},
		fields=["name", "idea", "person_type", "person", "mention", "told"],
		order_by="since, name",
	)


def mark_told(rows: Iterable[str], change: str) -> None:
	"""Keeps that these followers have been told of a change (the name of its row in the status log)."""
	frappe.db.set_value(FOLLOWER, {"name": ("in", list(rows))}, "told", change, update_modified=False)


def unsubscribed(ideas: Collection[str], addresses: Collection[str]) -> set[str]:
	"""Those of the addresses that Frappe's unsubscribe link was used for, of one of these Ideas or of all e-mail."""
	if not addresses:
		return set()
	found = frappe.get_all(
		"Email Unsubscribe",
		filters={"email": ("in", list(addresses))},
		fields=["email", "global_unsubscribe", "reference_doctype", "reference_name"],
		order_by="name",
	)
	return {
		row.email
		for row in found
		if row.global_unsubscribe or (row.reference_doctype == "Idea" and row.reference_name in ideas)
	}


def new_name(idea: str, person_type: str, person: str) -> str:
	"""A name for a new row. It says nothing: a person may be renamed, and a file may bring names of its own."""
	name = name_for(f"follower:{idea}:{person_type}:{person}")
	return frappe.generate_hash(length=20) if frappe.db.exists(FOLLOWER, name) else name


def check(follower: "Document") -> None:
	"""Refuses a follower whom the user may not read, or somebody else's post."""
	rights.check_person(follower, (follower.person_type, follower.person), "stopped")


def complete(follower: "Document") -> None:
	"""Fills what a form or an import leaves out."""
	follower.since = follower.since or now_datetime()


def forget(idea: str) -> None:
	"""An Idea is being deleted: its followers go, drafted replies stay without the link."""
	frappe.db.delete(FOLLOWER, {"idea": idea})
	proposals.forget(("Idea", idea))


def _family(idea: str) -> set[str]:
	root = merging.root_of([idea])[idea]
	return merging.families([root])[root]


def _held(idea: str, person: Voter) -> "Document | None":
	"""The row of this person, locked until the transaction ends, or None."""
	name = frappe.db.get_value(FOLLOWER, _key(idea, person))
	return frappe.get_doc(FOLLOWER, name, for_update=True) if name else None


def _key(idea: str, person: Voter) -> dict[str, str]:
	return dict(zip(KEY, (idea, *person), strict=True))


def _rows_of(ideas: Collection[str], person: Voter) -> list[dict]:
	"""The rows of these Ideas, not stopped, with which this person follows; others may have the same name."""
	filters = {"idea": ("in", sorted(ideas)), "stopped": 0, "person": ("in", people.names_of(person))}
	rows = frappe.get_all(FOLLOWER, filters, ["name", "person_type", "person"], order_by="name")
	same = people.alike(person, {(row.person_type, row.person) for row in rows})
	return [row for row in rows if (row.person_type, row.person) in same]


def _subscribe_again(idea: str, person: Voter) -> None:
	"""Only a login's own address: nobody subscribes somebody else's."""
	if person == ("User", frappe.session.user):
		members = sorted(_family(idea))
		of_idea = {"reference_doctype": "Idea", "reference_name": ("in", members)}
		frappe.db.delete("Email Unsubscribe", {"email": person[1], **of_idea})
