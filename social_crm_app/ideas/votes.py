"""Votes for Ideas: one row per voter and Idea, counted once per person.

The only writer of Idea Vote besides the form, which comes here too. What they add up to is `counting`'s to say.
"""

from datetime import datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_crm_app.ideas import counting, merging, people
from social_crm_app.ideas.people import Voter
from social_crm_app.ideas.status import SETTLED
from social_crm_app.identity.naming import name_for

if TYPE_CHECKING:
	from frappe.model.document import Document


def cast(idea: str, voter: Voter, mention: str | None = None, cast_by: str | None = None) -> str:
	"""Votes for an Idea (or for the one it was merged into) and returns the row's name; again changes nothing.

	Raises frappe.ValidationError when the Idea is settled or the person's vote budget is used up.
	"""
	idea = merging.root_of([idea])[idea]
	row = held(idea, voter)
	if row and not row.withdrawn:
		return row.name
	doc = row or frappe.new_doc("Idea Vote", idea=idea, voter_type=voter[0], voter=voter[1])
	doc.update({"withdrawn": 0, "mention": mention or doc.mention, "cast_by": cast_by, "voted_at": _now()})
	try:
		doc.save(ignore_permissions=True)  # whoever calls has asked for the right; the portal has no roles
	except frappe.DuplicateEntryError:  # the same click twice at once: the other one has done it
		frappe.clear_messages()
	return name_of(idea, *voter)


def withdraw(idea: str, voter: Voter) -> None:
	"""Takes back the vote of this voter, also one given before the Idea was merged."""
	root = merging.root_of([idea])[idea]
	for member in sorted(merging.families([root])[root]):
		row = held(member, voter)
		if row and not row.withdrawn:
			row.withdrawn = 1
			row.save(ignore_permissions=True)  # whoever calls has asked for the right


def held(idea: str, voter: Voter) -> "Document | None":
	"""The row of this voter, locked until the transaction ends, or None."""
	name = name_of(idea, *voter)
	return frappe.get_doc("Idea Vote", name, for_update=True) if frappe.db.exists("Idea Vote", name) else None


def name_of(idea: str, voter_type: str, voter: str) -> str:
	return name_for(f"vote:{idea}:{voter_type}:{voter}")


def complete(vote: "Document") -> None:
	"""Fills what a form or an import leaves out. An import may bring its own date."""
	vote.voted_at = vote.voted_at or _now()
	if vote.mention and not vote.cast_by:
		vote.cast_by = frappe.session.user


def check(vote: "Document") -> None:
	"""Refuses a vote for a settled Idea or beyond the budget; taking one back is always allowed. What is imported
	from a file was given somewhere else, and counts."""
	if vote.withdrawn or frappe.flags.in_import or not (vote.is_new() or vote.has_value_changed("withdrawn")):
		return
	title, status = frappe.db.get_value("Idea", vote.idea, ["title", "status"])
	if status in SETTLED:
		frappe.throw(_("{0} is {1}: nobody needs to vote for it any more.").format(title, _(status)))
	budget = frappe.get_cached_doc("Social CRM Settings").idea_votes_per_person
	if budget and _open_votes_of((vote.voter_type, vote.voter), besides=vote.name) >= budget:
		frappe.throw(
			_(
				"All {0} votes of this person are given. Take one back, or wait until an Idea is settled."
			).format(budget)
		)


def recount_after(vote: "Document") -> None:
	counting.recount(merging.root_of([vote.idea]).values())


def forget(idea: str) -> None:
	"""The votes of an Idea that is being deleted go with it."""
	frappe.db.delete("Idea Vote", {"idea": idea})


def _open_votes_of(voter: Voter, besides: str) -> int:
	"""Ideas that are not settled and that this person has voted for, with any handle."""
	person = people.persons([voter])[voter]
	rows = frappe.get_all(
		"Idea Vote",
		filters={"withdrawn": 0, "name": ("!=", besides or ""), "voter": ("in", people.names_of(voter))},
		fields=["idea", "voter_type", "voter"],
		order_by="name",
	)
	settled = set(
		frappe.get_all(
			"Idea", {"name": ("in", [r.idea for r in rows]), "status": ("in", SETTLED)}, pluck="name"
		)
	)
	same = people.persons({(row.voter_type, row.voter) for row in rows})
	return len({r.idea for r in rows if same[r.voter_type, r.voter] == person} - settled)


def _now() -> datetime:
	"""Whole seconds: Frappe's Data Import takes a column of times only if all are written alike."""
	return now_datetime().replace(microsecond=0)
