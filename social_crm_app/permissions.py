"""Who may see what, one function per DocType and question. Nothing else decides about visibility.

Frappe's own role and user permissions come first; what stands here only narrows them further.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.permissions import has_user_permission

from social_crm_app import approvers, readable
from social_crm_app.identity.matches import NOBODY
from social_crm_app.identity.parties import LINKABLE

_MATCH = "`tabSocial Profile Match`"
# Dynamic Links to people and parties, by DocType: the fields of type and name. Frappe's rights do not look at them.
_NAMED = {
	"Mention": ("party_type", "party"),
	"Social Profile": ("party_type", "party"),
	"Social Profile Claim": ("party_type", "party"),
	"Idea Vote": ("voter_type", "voter"),
	"Idea Follower": ("person_type", "person"),
	"Identity Key": ("reference_doctype", "reference_name"),
}
# What else they name than parties, and what is hidden when it may not be read.
_OTHERS = {
	"Idea Vote": ("Social Profile",),
	"Idea Follower": ("Social Profile",),
	"Identity Key": ("Social Profile", "Employee", "User"),
}
# Where the records behind the party have Link fields of their own.
_BEHIND = {doctype: ("customer", "lead", "contact") for doctype in ("Mention", "Social Profile")}


def may_see_app() -> bool:
	"""True for everybody who can read Mentions: the tile on the apps screen."""
	return bool(frappe.has_permission("Mention", "read"))


def may_see_party(doctype: str, name: str) -> bool:
	"""True if the current user may read that Lead, Customer, Contact ..."""
	return bool(name and frappe.has_permission(doctype, "read", name))


def require(doctype: str, ptype: str, name: str) -> None:
	"""Raises frappe.PermissionError without saying why: Frappe's own words would name the record that stands in
	the way, and it may be one that the user must not know."""
	if not frappe.has_permission(doctype, ptype, name):
		frappe.throw(_("You do not have the right to do this here."), frappe.PermissionError)


def require_parties(profile: str) -> None:
	"""Raises frappe.PermissionError unless the user may read every record that the profile is linked to now."""
	held = frappe.db.get_value(
		"Social Profile", profile, ["party_type", "party", "customer", "lead", "contact"], as_dict=True
	)
	named = {(doctype, held[doctype.lower()]) for doctype in ("Customer", "Lead", "Contact")}
	require_all({*named, (held.party_type, held.party)})


def require_all(pairs: Iterable[tuple[str, str]]) -> None:
	"""Raises frappe.PermissionError unless the user may read all these (DocType, name); does not say which not."""
	if not all(may_see_party(doctype, name) for doctype, name in pairs if name):
		frappe.throw(_("You do not have the right to do this here."), frappe.PermissionError)


def party_query(user: str | None = None, doctype: str = "") -> str:
	"""SQL condition for lists of a DocType of `_NAMED`: none that is linked to a record which the user may not read,
	be it for want of a role or by User Permissions. Empty for who may read all of them."""
	user, table = user or frappe.session.user, f"`tab{doctype}`"
	type_field, name_field = _NAMED[doctype]
	allowed = {party: readable.condition(party, user) for party in (*LINKABLE, *_OTHERS.get(doctype, ()))}
	parts = [
		readable.dynamic_link_allowed(f"{table}.`{type_field}`", f"{table}.`{name_field}`", allowed),
		*(
			readable.link_allowed(f"{table}.`{column}`", column.title(), allowed[column.title()])
			for column in _BEHIND.get(doctype, ())
		),
	]
	return " AND ".join(part for part in parts if part)


def party_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""The same rule for one document, of any DocType of ours, and what User Permissions say of its Link fields.

	Frappe asks the latter itself afterwards, but aloud: "because it is linked to Customer 'X'" names the very
	record that is hidden. Refused here, nothing is said of it.
	"""
	user = user or frappe.session.user
	if not all(readable.may_read(*pair, user) for pair in _named_by(doc)):
		return False
	with readable.in_silence():
		return has_user_permission(doc, user, ptype=ptype)


def _named_by(doc) -> set[tuple[str, str]]:
	"""The (DocType, name) of the records that decide whether this document is shown."""
	type_field, name_field = _NAMED.get(doc.doctype, ("", ""))
	named = {(column.title(), doc.get(column)) for column in _BEHIND.get(doc.doctype, ())}
	if type_field and doc.get(type_field) in (*LINKABLE, *_OTHERS.get(doc.doctype, ())):
		named.add((doc.get(type_field), doc.get(name_field)))
	return {(doctype, str(name)) for doctype, name in named if name}


def match_query(user: str | None = None) -> str:
	"""SQL condition for lists of Social Profile Matches: only candidates whose party the user may read, and
	whose Customer, Lead and Contact too, because a match names them all."""
	user = user or frappe.session.user
	allowed = {doctype: readable.condition(doctype, user) for doctype in LINKABLE}
	if all(condition == "" for condition in allowed.values()):
		return ""
	parties = [
		f"({_MATCH}.`party_type` = {frappe.db.escape(doctype)} AND "
		f"{readable.column_in(f'{_MATCH}.`party`', doctype, condition)})"
		for doctype, condition in allowed.items()
		if condition is not None
	]
	parties.append(f"{_MATCH}.`party_type` = {frappe.db.escape(NOBODY)}")
	through = [
		readable.link_allowed(f"{_MATCH}.`{column}`", column.title(), allowed[column.title()])
		for column in ("customer", "lead", "contact")
	]
	return " AND ".join([f"({' OR '.join(parties)})", *filter(None, through)])


def match_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""The same rule for one Social Profile Match."""
	if not party_allowed(doc, ptype, user):
		return False
	named = {(column.title(), doc.get(column)) for column in ("customer", "lead", "contact")}
	if doc.party_type != NOBODY:
		named.add((doc.party_type, doc.party))
	with readable.in_silence():
		return all(
			frappe.db.exists(doctype, name) and frappe.has_permission(doctype, "read", name, user=user)
			for doctype, name in named
			if name
		)


def evidence_query(user: str | None = None) -> str:
	"""SQL condition for lists of evidence: that of matches which the user may see."""
	allowed = match_query(user)
	if not allowed:
		return ""
	return (
		"`tabSocial Profile Match Evidence`.`parent` IN "
		f"(SELECT {_MATCH}.`name` FROM {_MATCH} WHERE {allowed})"
	)


def mention_query(user: str | None = None) -> str:
	"""SQL condition for lists of Mentions.

	Private messages (direct messages to the company) are for Social CRM Users and Managers; a role that was
	merely given read access on Mention sees the public ones.
	"""
	user = user or frappe.session.user
	public = "" if _may_see_private(user) else "`tabMention`.`private` = 0"
	return " AND ".join(part for part in (public, party_query(user, "Mention")) if part)


def mention_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""The same rule for one Mention."""
	if not party_allowed(doc, ptype, user):
		return False
	return not doc.get("private") or _may_see_private(user or frappe.session.user)


def reply_query(user: str | None = None) -> str:
	"""SQL condition for lists of Mention Replies: those whose mention the user may read, and what is private for
	those who may see private messages."""
	user = user or frappe.session.user
	allowed = readable.condition("Mention", user)
	if allowed is None:
		return "FALSE"
	parts = [] if _may_see_private(user) else ["`tabMention Reply`.`visibility` = 'Public'"]
	if allowed:
		of_it = "`tabMention`.`name` = `tabMention Reply`.`mention`"
		parts.append(f"EXISTS (SELECT 1 FROM `tabMention` WHERE {of_it} AND {allowed})")
	return " AND ".join(parts)


def reply_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""A reply is seen by those who may read its mention, and changed by its sender and by managers; while it waits,
	by who may approve it, and a proposal by whoever may answer."""
	user = user or frappe.session.user
	if not party_allowed(doc, ptype, user):
		return False
	if doc.get("mention") and not frappe.has_permission("Mention", "read", doc.mention, user=user):
		return False
	if doc.get("visibility") == "Private" and not _may_see_private(user):
		return False
	if ptype not in ("write", "delete") or not doc.get("sender") or doc.sender == user:
		return True
	if ptype == "write" and _is_proposal(doc):
		return True
	return approvers.is_manager(user) or (ptype == "write" and approvers.may_decide(doc, user))


def _is_proposal(doc) -> bool:
	"""A draft that the app has made: whoever may answer the mention may take it over."""
	return (
		doc.get("status") == "Draft"
		and bool(doc.get("proposed_because"))
		and not doc.get("sent_back_because")
	)


def _may_see_private(user: str) -> bool:
	if user == "Administrator":
		return True
	return bool({"Social CRM User", "Social CRM Manager", "System Manager"} & set(frappe.get_roles(user)))
