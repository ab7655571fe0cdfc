"""Idea: votes, evidence, merging, demand, similar ones, an answer on the portal."""

import frappe
from frappe import _

from social_crm_app.ideas import collect, comments, demand, merging, votes
from social_crm_app.ideas import similar as similarity
from social_crm_app.permissions import require


@frappe.whitelist(methods=["POST"])
def vote(
	idea: str, voter_type: str | None = None, voter: str | None = None, mention: str | None = None
) -> str:
	"""Votes as the current user, or on behalf of somebody the user may read; returns the vote's name."""
	frappe.has_permission("Idea", "read", idea, throw=True)
	if not voter:
		return votes.cast(idea, ("User", frappe.session.user))
	frappe.has_permission("Idea Vote", "create", throw=True)
	require(voter_type, "read", voter)
	if mention:
		require("Mention", "read", mention)
	return votes.cast(idea, (voter_type, voter), mention=mention, cast_by=frappe.session.user)


@frappe.whitelist(methods=["POST"])
def withdraw(idea: str, voter_type: str | None = None, voter: str | None = None) -> None:
	"""Takes back the current user's vote, or one that was given on somebody's behalf."""
	frappe.has_permission("Idea", "read", idea, throw=True)
	if voter:
		frappe.has_permission("Idea Vote", "write", throw=True)
		require(voter_type, "read", voter)
	votes.withdraw(idea, (voter_type, voter) if voter else ("User", frappe.session.user))


@frappe.whitelist(methods=["POST"])
def merge(idea: str, into: str) -> None:
	"""Makes an Idea a signpost to another one."""
	frappe.has_permission("Idea", "write", idea, throw=True)
	frappe.has_permission("Idea", "write", into, throw=True)
	demand.recount([merging.merge(idea, into)])


@frappe.whitelist(methods=["POST"])
def unmerge(idea: str) -> None:
	"""Separates two Ideas again; both are as they were."""
	frappe.has_permission("Idea", "write", idea, throw=True)
	if target := merging.unmerge(idea):
		demand.recount([idea, target])


@frappe.whitelist(methods=["POST"])
def add_evidence(idea: str, doctype: str, name: str) -> str:
	"""Adds a record that the user may read to an Idea; returns the Idea where it counts."""
	frappe.has_permission("Idea", "write", idea, throw=True)
	frappe.has_permission(doctype, "read", name, throw=True)
	if doctype == "Mention":
		return collect.add_mention(idea, frappe.get_doc("Mention", name, for_update=True))
	return collect.add_document(idea, doctype, name)


@frappe.whitelist(methods=["GET"])
def proposal(doctype: str, name: str) -> dict:
	"""{idea, title, similar}: the Idea that a record speaks for already (else None), what a new one would be
	called, and those that say nearly the same (as `similar`)."""
	frappe.has_permission("Idea", "read", throw=True)
	frappe.has_permission(doctype, "read", name, throw=True)
	if idea := collect.idea_of(doctype, name):
		return {"idea": idea, "title": "", "similar": []}
	title, description = collect.words_of(doctype, name)
	return {"idea": None, "title": title, "similar": similarity.similar(title, description)}


@frappe.whitelist(methods=["POST"])
def make_from(doctype: str, name: str) -> dict:
	"""{name, is_new} of the Idea made of an Issue, Warranty Claim, lost Opportunity or return; see `collect`."""
	frappe.has_permission("Idea", "create", throw=True)
	frappe.has_permission(doctype, "read", name, throw=True)
	frappe.db.commit()  # nothing is written yet; what is read from here on is newer than the lock we wait for
	frappe.db.get_value(doctype, name, "name", for_update=True)
	is_new = not collect.idea_of(doctype, name)
	return {"name": collect.from_document(doctype, name), "is_new": is_new}


@frappe.whitelist(methods=["POST"])
def answer(idea: str, text: str) -> str:
	"""Says something for everybody who may see the Idea on the portal; returns the comment's name."""
	frappe.has_permission("Idea", "read", idea, throw=True)
	frappe.has_permission("Idea Comment", "create", throw=True)
	return comments.add(idea, text)


@frappe.whitelist(methods=["POST"])
def count_now(idea: str) -> None:
	"""Counts votes and demand of this Idea at once instead of at night."""
	frappe.has_permission("Idea", "write", idea, throw=True)
	demand.recount([idea])


@frappe.whitelist(methods=["GET"])
def documents_behind(idea: str, number: str) -> dict:
	"""{doctype, filters} of the list that shows what a demand number is made of."""
	frappe.has_permission("Idea", "read", idea, throw=True)
	found = demand.documents_of(idea).get(number)
	if not found:
		frappe.throw(_("There is no such number: {0}").format(number))
	frappe.has_permission(found["doctype"], "read", throw=True)
	return found


@frappe.whitelist(methods=["GET"])
def similar(title: str, description: str | None = None, besides: str | None = None) -> list[dict]:
	"""Ideas that say nearly the same: [{name, title, status, votes, likeness}]."""
	frappe.has_permission("Idea", "read", throw=True)
	return similarity.similar(title, description, besides)


@frappe.whitelist(methods=["GET"])
def my_vote(idea: str) -> dict:
	"""{voted, merged: [{name, title}]}: whether the current user has voted, and the Ideas that count here."""
	frappe.has_permission("Idea", "read", idea, throw=True)
	members = merging.families([idea])[idea] - {idea}
	return {
		"voted": votes.has_voted(idea, ("User", frappe.session.user)),
		"merged": frappe.get_list(
			"Idea", {"name": ("in", sorted(members))}, ["name", "title"], order_by="title"
		),
	}
