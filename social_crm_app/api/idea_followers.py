"""Following an Idea in the desk, for oneself or on somebody's behalf, and the next status that its work proposes."""

import frappe

from social_crm_app.ideas import followers, next_status
from social_crm_app.permissions import require


@frappe.whitelist(methods=["GET"])
def state(idea: str) -> dict:
	"""{following, followers, proposed}: whether the current user follows, how many persons do, and {status, because}
	of the status that the completed work behind the Idea proposes, or None."""
	require("Idea", "read", idea)
	return {
		"following": followers.is_following(idea, ("User", frappe.session.user)),
		"followers": followers.count(idea),
		"proposed": next_status.proposed(idea),
	}


@frappe.whitelist(methods=["POST"])
def follow(
	idea: str, person_type: str | None = None, person: str | None = None, mention: str | None = None
) -> str:
	"""Follows as the current user, or on behalf of somebody the user may read; returns the follower's name."""
	require("Idea", "read", idea)
	if not person:
		return followers.follow(idea, ("User", frappe.session.user))
	frappe.has_permission("Idea Follower", "create", throw=True)
	require(person_type, "read", person)
	if mention:
		require("Mention", "read", mention)
	return followers.follow(idea, (person_type, person), mention=mention)


@frappe.whitelist(methods=["POST"])
def unfollow(idea: str, person_type: str | None = None, person: str | None = None) -> None:
	"""The current user, or somebody on whose behalf the user acts, hears no more of this Idea."""
	require("Idea", "read", idea)
	if person:
		frappe.has_permission("Idea Follower", "write", throw=True)
		require(person_type, "read", person)
	followers.unfollow(idea, (person_type, person) if person else ("User", frappe.session.user))
