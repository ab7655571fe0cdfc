"""Who may see what, one function per DocType and question. Nothing else decides about visibility.

Frappe's own role and user permissions come first; what stands here only narrows them further.
"""

import contextlib
from collections.abc import Iterator

import frappe
from frappe import _
from frappe.model.db_query import DatabaseQuery

from social_crm_app.identity.matches import NOBODY
from social_crm_app.identity.parties import LINKABLE

_MATCH = "`tabSocial Profile Match`"


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
	return "" if _may_see_private(user or frappe.session.user) else "`tabMention`.`private` = 0"


def mention_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""The same rule for one Mention."""
	return not doc.get("private") or _may_see_private(user or frappe.session.user)


def reply_query(user: str | None = None) -> str:
	"""SQL condition for lists of Mention Replies: what is private, or answers something private, is for those
	who may see private messages."""
	if _may_see_private(user or frappe.session.user):
		return ""
	return (
		"(`tabMention Reply`.`visibility` = 'Public' AND NOT EXISTS (SELECT 1 FROM `tabMention` "
		"WHERE `tabMention`.`name` = `tabMention Reply`.`mention` AND `tabMention`.`private` = 1))"
	)


def reply_allowed(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""A reply is seen by those who may read its mention, and changed by its sender and by managers."""
	user = user or frappe.session.user
	if doc.get("mention") and not frappe.has_permission("Mention", "read", doc.mention, user=user):
		return False
	if doc.get("visibility") == "Private" and not _may_see_private(user):
		return False
	if ptype not in ("write", "delete") or not doc.get("sender") or doc.sender == user:
		return True
	return user == "Administrator" or bool(
		{"Social CRM Manager", "System Manager"} & set(frappe.get_roles(user))
	)


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
