"""Who may see what, one function per DocType and question. Nothing else decides about visibility.

Frappe's own role and user permissions come first; what stands here only narrows them further.
"""

import contextlib
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.db_query import DatabaseQuery
from frappe.permissions import get_allowed_docs_for_doctype, get_user_permissions, has_user_permission

from social_crm_app import approvers
from social_crm_app.identity.matches import NOBODY
from social_crm_app.identity.parties import LINKABLE

_MATCH = "`tabSocial Profile Match`"
# Dynamic Links to parties, by DocType: the fields of type and name. User Permissions do not look at them.
_NAMED = {
	"Mention": ("party_type", "party"),
	"Social Profile": ("party_type", "party"),
	"Social Profile Claim": ("party_type", "party"),
	"Idea Vote": ("voter_type", "voter"),
	"Idea Follower": ("person_type", "person"),
	"Identity Key": ("reference_doctype", "reference_name"),
}


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


def party_query(user: str | None = None, doctype: str = "") -> str:
	"""SQL condition for lists of a DocType of `_NAMED`: no party that the user's User Permissions leave out. Where
	a Link field names the party, Frappe does the same by itself."""
	type_field, name_field = (f"IFNULL(`tab{doctype}`.`{field}`, '')" for field in _NAMED[doctype])
	return " AND ".join(
		f"NOT ({type_field} = {frappe.db.escape(party)} AND "
		f"{name_field} NOT IN ('', {', '.join(frappe.db.escape(name, percent=False) for name in names)}))"
		for party, names in _only(doctype, user or frappe.session.user).items()
	)


def party_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""The same rule for one document, of any DocType of ours, and what User Permissions say of its Link fields.

	Frappe asks the latter itself afterwards, but aloud: "because it is linked to Customer 'X'" names the very
	record that is hidden. Refused here, nothing is said of it.
	"""
	user = user or frappe.session.user
	type_field, name_field = _NAMED.get(doc.doctype, ("", ""))
	only = _only(doc.doctype, user).get(doc.get(type_field)) if type_field else None
	if only and doc.get(name_field) and str(doc.get(name_field)) not in only:
		return False
	with _in_silence():
		return has_user_permission(doc, user, ptype=ptype)


def match_query(user: str | None = None) -> str:
	"""SQL condition for lists of Social Profile Matches: only candidates whose party the user may read, and
	whose Customer, Lead and Contact too, because a match names them all."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	readable = {doctype: _readable(doctype, user) for doctype in LINKABLE}
	columns = {column: readable[column.title()] for column in ("customer", "lead", "contact")}
	if all(condition == "" for condition in readable.values()):
		return ""
	parties = [
		f"({_MATCH}.`party_type` = {frappe.db.escape(doctype)} AND {_column_in('party', doctype, names)})"
		for doctype, names in readable.items()
		if names is not None
	]
	parties.append(f"{_MATCH}.`party_type` = {frappe.db.escape(NOBODY)}")
	through = [
		f"(IFNULL({_MATCH}.`{column}`, '') = '' OR {_column_in(column, column.title(), names)})"
		for column, names in columns.items()
		if names != ""
	]
	return " AND ".join([f"({' OR '.join(parties)})", *through])


def match_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""The same rule for one Social Profile Match."""
	if not party_allowed(doc, ptype, user):
		return False
	named = {(column.title(), doc.get(column)) for column in ("customer", "lead", "contact")}
	if doc.party_type != NOBODY:
		named.add((doc.party_type, doc.party))
	with _in_silence():
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
	readable = "" if user == "Administrator" else _readable("Mention", user)
	if readable is None:
		return "FALSE"
	parts = [] if _may_see_private(user) else ["`tabMention Reply`.`visibility` = 'Public'"]
	if readable:
		of_it = "`tabMention`.`name` = `tabMention Reply`.`mention`"
		parts.append(f"EXISTS (SELECT 1 FROM `tabMention` WHERE {of_it} AND {readable})")
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


def _only(doctype: str, user: str) -> dict[str, list[str]]:
	"""{party DocType: names}: the parties to which User Permissions restrict what the user sees of `doctype`."""
	granted = get_user_permissions(user) or {}
	found = {party: get_allowed_docs_for_doctype(granted.get(party, []), doctype) for party in LINKABLE}
	return {party: names for party, names in found.items() if names}


def _may_see_private(user: str) -> bool:
	if user == "Administrator":
		return True
	return bool({"Social CRM User", "Social CRM Manager", "System Manager"} & set(frappe.get_roles(user)))


@contextlib.contextmanager
def _in_silence() -> Iterator[None]:
	"""Frappe collects why a right was refused and tells the user; here that would name the hidden record."""
	collected = frappe.flags.pop("has_permission_check_logs", None)
	try:
		yield
	finally:
		if collected is not None:
			frappe.flags["has_permission_check_logs"] = collected


def _readable(doctype: str, user: str) -> str | None:
	"""SQL condition on the records of a DocType that the user may read: "" for all of them, None for none."""
	if not frappe.has_permission(doctype, "read", user=user):
		return None
	query = DatabaseQuery(doctype, user=user)
	condition = query.build_match_conditions()  # may also put what is shared with the user into `conditions`
	return " AND ".join(f"({part})" for part in (*query.conditions, condition) if part)


def _column_in(column: str, doctype: str, condition: str | None) -> str:
	"""The column names a record that fulfils the condition of `_readable`."""
	if not condition:
		return "TRUE" if condition == "" else "FALSE"
	# Null-safe equality keeps MariaDB from working out all readable records first: one look-up for each row shown
	return (
		f"EXISTS (SELECT 1 FROM `tab{doctype}` "
		f"WHERE `tab{doctype}`.`name` <=> {_MATCH}.`{column}` AND {condition})"
	)
