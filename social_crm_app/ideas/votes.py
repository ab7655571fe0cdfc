"""Votes for Ideas: one row per voter and Idea, counted once per person.

The only writer of Idea Vote besides the form, which comes here too. What they add up to is `counting`'s to say.
Everybody locks in the same order: the person (if votes are limited), the Idea, its votes.
"""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_crm_app.ideas import counting, merging, people, rights
from social_crm_app.ideas.people import Voter
from social_crm_app.ideas.status import SETTLED
from social_crm_app.identity.naming import name_for

if TYPE_CHECKING:
	from frappe.model.document import Document

VOTE = "Idea Vote"
KEY = ("idea", "voter_type", "voter")  # unique together
_BEFORE = "social_crm_before_vote"  # savepoint


def cast(idea: str, voter: Voter, mention: str | None = None, cast_by: str | None = None) -> str:
	"""Votes for an Idea (or for the one it was merged into) and returns the row's name; again changes nothing.

	Raises frappe.ValidationError, with nothing written, when the Idea is settled, the person's vote budget is used
	up, or the mention is somebody else's.
	"""
	idea = take_turn(idea, voter)
	row = held(idea, voter)
	if row and not row.withdrawn:
		return row.name
	doc = row or frappe.new_doc(VOTE, idea=idea, voter_type=voter[0], voter=voter[1])
	doc.update({"withdrawn": 0, "mention": mention or doc.mention, "cast_by": cast_by, "voted_at": _now()})
	doc.flags.rights_asked = True
	frappe.db.savepoint(_BEFORE)
	try:
		doc.save(ignore_permissions=True)  # whoever calls has asked for the right; the portal has no roles
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):  # the same click twice at once
		frappe.clear_messages()
		return frappe.db.get_value(VOTE, dict(zip(KEY, (idea, *voter), strict=True)), "name", for_update=True)
	except frappe.ValidationError:
		frappe.db.rollback(save_point=_BEFORE)
		raise
	return doc.name


def withdraw(idea: str, voter: Voter) -> None:
	"""Takes back every vote of the person behind this voter, with whatever handle or login, also those given before
	the Idea was merged."""
	root = merging.lock_root(idea)
	rows = _given(merging.families([root], locked=True)[root], voter, locked=True)
	if rows:
		frappe.db.set_value(VOTE, {"name": ("in", [row.name for row in rows])}, "withdrawn", 1)
		counting.recount([root])


def has_voted(idea: str, voter: Voter) -> bool:
	"""True if the person behind this voter wants the Idea, with whatever handle or login."""
	root = merging.root_of([idea])[idea]
	return bool(_given(merging.families([root])[root], voter))


def held(idea: str, voter: Voter) -> "Document | None":
	"""The row of this very voter, locked until the transaction ends, or None."""
	name = frappe.db.get_value(VOTE, dict(zip(KEY, (idea, *voter), strict=True)))
	return frappe.get_doc(VOTE, name, for_update=True) if name else None


def take_turn(idea: str, voter: Voter) -> str:
	"""Locks what a vote must be counted against until the transaction ends, and returns the Idea where it counts."""
	if _budget():
		person, name = people.persons([voter])[voter]
		frappe.db.get_value(person, name, "name", for_update=True)
	return merging.lock_root(idea)


def new_name(idea: str, voter_type: str, voter: str) -> str:
	"""A name for a new row. It says nothing: a voter may be renamed, and a file may bring names of its own."""
	name = name_of(idea, voter_type, voter)
	return frappe.generate_hash(length=20) if frappe.db.exists(VOTE, name) else name


def name_of(idea: str, voter_type: str, voter: str) -> str:
	return name_for(f"vote:{idea}:{voter_type}:{voter}")


def complete(vote: "Document") -> None:
	"""Fills what a form or an import leaves out. An import may bring its own date."""
	vote.voted_at = vote.voted_at or _now()
	if vote.mention and not vote.cast_by:
		vote.cast_by = frappe.session.user


def check(vote: "Document") -> None:
	"""Refuses a vote in the name of somebody whom the user may not read, or for a settled Idea; taking one back is
	always allowed. What is imported from a file was given somewhere else, and counts."""
	rights.check_person(vote, (vote.voter_type, vote.voter), "withdrawn")
	take_turn(vote.idea, (vote.voter_type, vote.voter))
	if not _is_given(vote):
		return
	title, status = frappe.db.get_value("Idea", vote.idea, ["title", "status"], for_update=True)
	if status in SETTLED:
		frappe.throw(_("{0} is {1}: nobody needs to vote for it any more.").format(title, _(status)))


def count(vote: "Document") -> None:
	"""After a vote was written: refuses it if it goes beyond the budget, and counts the Idea again.

	The budget is looked at when the row is there: before, two people who vote for the first time at once would each
	lock the place where the other's row belongs.
	"""
	if _is_given(vote):
		_check_budget((vote.voter_type, vote.voter))
	recount_after(vote)


def recount_after(vote: "Document") -> None:
	counting.recount(merging.root_of([vote.idea]).values())


def forget(idea: str) -> None:
	"""The votes of an Idea that is being deleted go with it."""
	frappe.db.delete(VOTE, {"idea": idea})


def _is_given(vote: "Document") -> bool:
	"""True if this save gives the vote, here and now."""
	return not (vote.withdrawn or frappe.flags.in_import) and vote.has_value_changed("withdrawn")


def _budget() -> int:
	return frappe.get_cached_doc("Social CRM Settings").idea_votes_per_person or 0


def _check_budget(voter: Voter) -> None:
	if (budget := _budget()) and _open_votes_of(voter) > budget:
		frappe.throw(
			_(
				"All {0} votes of this person are given. Take one back, or wait until an Idea is settled."
			).format(budget)
		)


def _open_votes_of(voter: Voter) -> int:
	"""Ideas that are not settled and that this person has voted for, with any handle, as it is now."""
	voted = {row.idea for row in _given((), voter, locked=True)}
	settled = frappe.get_all("Idea", {"name": ("in", voted), "status": ("in", SETTLED)}, pluck="name")
	return len(voted.difference(settled))


def _given(ideas: Collection[str], voter: Voter, locked: bool = False) -> list[dict]:
	"""The votes of the person behind this voter that are not taken back, for these very Ideas or for all."""
	filters = {"withdrawn": 0, "voter": ("in", people.names_of(voter))}
	if ideas:
		filters["idea"] = ("in", sorted(ideas))
	fields = ["name", "idea", "voter_type", "voter"]
	rows = frappe.qb.get_query(VOTE, fields=fields, filters=filters, for_update=locked).run(as_dict=True)
	same = people.alike(voter, {(row.voter_type, row.voter) for row in rows})
	return [row for row in rows if (row.voter_type, row.voter) in same]


def _now() -> datetime:
	"""Whole seconds: Frappe's Data Import takes a column of times only if all are written alike."""
	return now_datetime().replace(microsecond=0)
