"""One message to one follower of an Idea, by the way that is open to them: an e-mail, or a drafted reply.

Nothing of an internal Idea leaves the house, a drafted reply needs a public one, and whoever has unsubscribed, was
erased or does not want to be written to gets nothing. It must not keep who was told: `news` does.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.utils import get_url, get_url_to_form

from social_crm_app.engage import gate, loop, proposals
from social_crm_app.ideas import followers, merging, portal
from social_crm_app.ideas.people import Voter

if TYPE_CHECKING:
	from frappe.model.document import Document

# Where the address of each kind of record stands, and the fields that must be set or empty for it to be used.
_ADDRESS = {
	"User": ("email", {"enabled": 1}),
	"Contact": ("email_id", {"unsubscribed": 0}),
	"Lead": ("email_id", {"unsubscribed": 0}),
	"Customer": ("email_id", {"disabled": 0}),
}


def send(idea: "Document", rows: Sequence[Mapping]) -> str:
	"""Tells one person, who follows with these rows (the preferred one first), of the Idea's last change.

	Returns "E-mail", "Draft" or "" for nothing. Whoever has an address and may not be written to there is not
	told by another way.
	"""
	with_address = [row for row in rows if row["person_type"] in _ADDRESS]
	for row in with_address:
		if address := _address((row["person_type"], row["person"])):
			return _mail(idea, row, address)
	if with_address:
		return ""
	return next((_DRAFT for row in rows if _draft(idea, row)), "")


_MAIL, _DRAFT = "E-mail", "Draft"


def _address(person: Voter) -> str:
	field, filters = _ADDRESS[person[0]]
	if person[1] in ("Guest", "Administrator"):
		return ""
	return frappe.db.get_value(person[0], {"name": person[1], **filters}, field) or ""


def _mail(idea: "Document", row: Mapping, address: str) -> str:
	change = idea.status_log[-1]
	members = merging.families([idea.name])[idea.name]
	user = row["person"] if row["person_type"] == "User" else ""
	if not EmailAccount.find_outgoing(match_by_doctype="Idea"):
		return ""  # a site that sends no e-mail
	if user == change.user or not _may_know(idea, user) or followers.unsubscribed(members, [address]):
		return ""
	with _in_language_of(user):
		frappe.sendmail(
			recipients=[address],
			subject=_("{0}: {1}").format(idea.title, _(idea.status)),
			template="idea_news",
			args={
				"title": idea.title,
				"status": idea.status,
				"reason": change.reason,
				"url": _url(idea, user),
			},
			reference_doctype="Idea",
			reference_name=idea.name,
			unsubscribe_message=_("Stop following this idea"),
		)
	return _MAIL


def _may_know(idea: "Document", user: str) -> bool:
	"""Internal Ideas are for colleagues who may read them."""
	if idea.visibility != "Internal":
		return True
	is_colleague = user and frappe.db.get_value("User", user, "user_type") == "System User"
	return bool(is_colleague) and bool(frappe.has_permission("Idea", "read", idea, user=user))


def _url(idea: "Document", user: str) -> str:
	"""The page of the Idea that this person can open; "" if there is none."""
	if idea.visibility in portal.audience(user or "Guest"):
		return get_url(f"/ideas/{idea.name}")
	if user and frappe.has_permission("Idea", "read", idea, user=user):
		return get_url_to_form("Idea", idea.name)
	return ""


@contextmanager
def _in_language_of(user: str) -> Iterator[None]:
	before = frappe.local.lang
	frappe.local.lang = (user and frappe.db.get_value("User", user, "language")) or before
	try:
		yield
	finally:
		frappe.local.lang = before


def _draft(idea: "Document", row: Mapping) -> str | None:
	"""The name of the reply that is drafted to the post by which a profile asked; None if there can be none."""
	if idea.visibility != "Public" or not row["mention"] or not loop.is_on():
		return None
	mention = frappe.get_doc("Mention", row["mention"])
	if mention.social_profile != row["person"] or gate.closed_to_all(mention):
		return None
	change = idea.status_log[-1]
	text = _("News about what you asked for, “{0}”: it is now {1}.").format(idea.title, _(idea.status))
	return proposals.keep(
		mention.name,
		("Idea Status Log", change.name),
		{
			"text": f"{text} {_url(idea, '')}".strip(),
			"visibility": gate.PRIVATE if mention.private else gate.PUBLIC,
			"sender": loop.person_for(mention) or None,
			"proposed_because": _("The idea “{0}”, which its author follows, is now {1}.").format(
				idea.title, _(idea.status)
			),
			"proposed_for_type": "Idea",
			"proposed_for": idea.name,
		},
	)
