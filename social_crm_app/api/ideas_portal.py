"""The ideas portal: vote, take back, hand in, similar ones, comments. For people who are logged in; no desk needed."""

import frappe
from frappe import _

from social_crm_app.api.limits import per_person
from social_crm_app.ideas import comments, followers, merging, portal, votes
from social_crm_app.ideas import similar as similarity


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=120)
def vote(idea: str) -> int:
	"""Votes as the current user and returns the number of people who want this idea."""
	_require_open(idea)
	votes.cast(idea, ("User", frappe.session.user))
	return frappe.db.get_value("Idea", idea, "votes")


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=120)
def withdraw(idea: str) -> int:
	"""Takes the current user's vote back and returns the number of people left."""
	_require(idea)
	votes.withdraw(idea, ("User", frappe.session.user))
	return frappe.db.get_value("Idea", idea, "votes")


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=120)
def follow(idea: str) -> None:
	"""Hears by e-mail, as the current user, what becomes of this idea."""
	_require_open(idea)
	followers.follow(idea, ("User", frappe.session.user))


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=120)
def unfollow(idea: str) -> None:
	"""Hears no more of it."""
	_require(idea)
	followers.unfollow(idea, ("User", frappe.session.user))


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=10)
def submit(title: str, description: str = "") -> str:
	"""Hands in an idea and returns its name."""
	return portal.submit(frappe.session.user, title, description)


@frappe.whitelist(methods=["GET"])
@per_person(an_hour=300)
def similar(title: str, description: str = "") -> list[dict]:
	"""Ideas that the current user may see and that say nearly the same: [{name, title, status, votes, likeness}]."""
	seen = portal.audience(frappe.session.user)
	return similarity.similar_for(seen, title, description) if seen else []


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=30)
def comment(idea: str, text: str) -> str:
	"""Says something about an idea; returns the comment's name. A newcomer's waits for approval."""
	_require_open(idea)
	return comments.add(idea, text)


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=60)
def remove_comment(comment: str) -> None:
	"""Deletes one's own comment."""
	comments.remove(comment, frappe.session.user)


@frappe.whitelist(methods=["POST"])
@per_person(an_hour=60)
def hide_comment(comment: str) -> None:
	"""Hides somebody's comment until the team has looked at it, for those whose rank allows that."""
	_require(frappe.db.get_value("Idea Comment", comment, "idea") or "")
	comments.hide(comment, frappe.session.user)


def _require(idea: str) -> None:
	if frappe.session.user == "Guest" or not portal.shown(frappe.session.user, idea):
		frappe.throw(_("There is no such idea."), frappe.DoesNotExistError)


def _require_open(idea: str) -> None:
	"""Of an idea that goes on together with another one, that one must be there for this user too."""
	_require(idea)
	_require(merging.root_of([idea])[idea])
