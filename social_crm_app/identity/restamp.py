"""The link of a profile and what follows from it, copied to all its mentions: the only writer of these columns of
past Mentions.

A few mentions are stamped within the caller's transaction. Many wait, marked on their profile, for
`run_waiting`: pages in short transactions, so that it may be killed anywhere and started again. It must not
decide who anybody is (`linker`) nor touch mentions without a profile.
"""

import time
from collections.abc import Iterable
from typing import Any

import frappe

from social_crm_app.errorlog import log_failure
from social_crm_app.identity import relationship

LINK_COLUMNS = ("party_type", "party", "customer", "lead", "contact")
STAMPED = (*LINK_COLUMNS, "relationship")  # the link, and what the ledger says of it
NO_STAMP = {**dict.fromkeys(LINK_COLUMNS), "relationship": relationship.UNKNOWN}
AT_ONCE = 1000  # mentions, of all the profiles of one call together
PAGE = 2000  # rows of one transaction: others wait for a profile no longer than one page takes
HOOK = "social_crm_restamp"
RELINKED = "social_crm_relinked"

_SET = ", ".join(f"m.`{column}` = p.`{column}`" for column in STAMPED)
_SAME = " AND ".join(f"m.`{column}` <=> p.`{column}`" for column in STAMPED)
Position = tuple[Any, str]  # posted_at and name of the last mention of a page


def restamp(profiles: Iterable[str]) -> None:
	"""Brings the relationship of these profiles up to date with their links, and both to all their mentions.

	Call it in the transaction that changed the links. The hook `social_crm_relinked` is told of the profiles.
	"""
	names = sorted(set(profiles))
	relationship.refresh(names)
	copy(names)
	for method in frappe.get_hooks(RELINKED) if names else ():
		frappe.get_attr(method)(names)


def refresh(profiles: Iterable[str]) -> None:
	"""The same after the ledger has moved and no link: only profiles whose relationship is another one now are
	copied to their mentions."""
	copy(relationship.refresh(profiles))


def copy(profiles: Iterable[str]) -> None:
	"""Copies what is STAMPED from these profiles to all their mentions that say something else.

	More than AT_ONCE mentions are left to a job, which the hook `social_crm_restamp` starts after the commit and
	the dispatcher starts again when it died.
	"""
	names = sorted(set(profiles))
	if not names:
		return
	if _are_few(names):
		frappe.db.sql(  # an UPDATE with a join and null-safe comparison: the query builder cannot say it
			f"UPDATE `tabMention` m JOIN `tabSocial Profile` p ON p.`name` = m.`social_profile` SET {_SET} "
			f"WHERE p.`name` IN %(names)s AND NOT ({_SAME})",
			{"names": names},
		)
		return
	frappe.db.set_value(
		"Social Profile", {"name": ("in", names)}, "restamp_pending", 1, update_modified=False
	)
	for method in frappe.get_hooks(HOOK):
		frappe.get_attr(method)()


def waiting() -> bool:
	"""True if the mentions of any profile are still to be stamped."""
	return bool(frappe.db.exists("Social Profile", {"restamp_pending": 1}))


def run_waiting(seconds: float) -> int:
	"""Stamps the mentions of all waiting profiles; returns how many rows were changed. Commits page by page.

	Stops after about `seconds`; what is left still waits. A profile that fails is logged and passed over.
	"""
	deadline, changed, profile = time.monotonic() + seconds, 0, ""
	while time.monotonic() < deadline and (profile := _next_after(profile)):
		try:
			changed += _run_profile(profile, deadline)
		except Exception:  # a deadlock or a lost connection with one profile must not stop the others
			frappe.db.rollback()
			log_failure("Stamping the mentions of a profile failed", "Social Profile", profile)
	return changed


def _are_few(names: list[str]) -> bool:
	mention = frappe.qb.DocType("Mention")
	some = frappe.qb.from_(mention).select(mention.name).where(mention.social_profile.isin(names))
	return len(some.limit(AT_ONCE + 1).run()) <= AT_ONCE


def _next_after(profile: str) -> str | None:
	found = frappe.get_all(
		"Social Profile",
		filters={"restamp_pending": 1, "name": (">", profile)},
		pluck="name",
		order_by="name",
		limit=1,
	)
	return found[0] if found else None


def _run_profile(profile: str, deadline: float) -> int:
	"""Pages through all mentions of one profile; a link that changes meanwhile makes it begin again."""
	link, after, changed = None, None, 0
	while time.monotonic() < deadline:
		_end_transaction()  # so that the lock comes first and what is read after it is the newest
		held = _lock(profile)
		if held is None:
			break
		if held != link:
			link, after = held, None
		end = _end_of_page(profile, after)
		changed += _stamp(profile, link, after, end)
		if end is None:
			_finish(profile)
			break
		after = end
	_end_transaction()
	return changed


def _end_transaction() -> None:
	frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself


def _lock(profile: str) -> tuple | None:
	"""The stamp of a waiting profile, which nobody can change nor store mentions for until the page is
	committed; None when there is nothing left to do."""
	row = frappe.db.get_value(
		"Social Profile", profile, [*STAMPED, "restamp_pending"], for_update=True, as_dict=True
	)
	return tuple(row[column] for column in STAMPED) if row and row.restamp_pending else None


def _end_of_page(profile: str, after: Position | None) -> Position | None:
	"""The last of the next PAGE mentions in the order of date and name; None if there are fewer."""
	mention = frappe.qb.DocType("Mention")
	page = (
		frappe.qb.from_(mention)
		.select(mention.posted_at, mention.name)
		.where(mention.social_profile == profile)
		.orderby(mention.posted_at, mention.name)
	)
	if after:
		at, name = after
		page = page.where((mention.posted_at > at) | ((mention.posted_at == at) & (mention.name > name)))
	found = page.limit(1).offset(PAGE - 1).run()
	return found[0] if found else None


def _stamp(profile: str, link: tuple, after: Position | None, end: Position | None) -> int:
	"""Stamps the mentions beyond `after` up to `end` that say something else; returns how many those were."""
	values = dict(zip(STAMPED, link, strict=True))
	sets = ", ".join(f"`{column}` = %({column})s" for column in values)
	same = " AND ".join(f"`{column}` <=> %({column})s" for column in values)
	within = ""
	if after:
		within += " AND (`posted_at` > %(after)s OR (`posted_at` = %(after)s AND `name` > %(after_name)s))"
		values["after"], values["after_name"] = after
	if end:
		within += " AND (`posted_at` < %(end)s OR (`posted_at` = %(end)s AND `name` <= %(end_name)s))"
		values["end"], values["end_name"] = end
	# The index is named because the planner prefers everybody's posts of those days.
	frappe.db.sql(  # null-safe comparison and an index by name: the query builder cannot say it
		f"UPDATE `tabMention` FORCE INDEX (`social_profile_posted_at_index`) SET {sets} "
		f"WHERE `social_profile` = %(profile)s {within} AND NOT ({same})",
		{**values, "profile": profile},
	)
	return frappe.db._cursor.rowcount


def _finish(profile: str) -> None:
	frappe.db.set_value("Social Profile", profile, "restamp_pending", 0, update_modified=False)
	frappe.clear_document_cache("Mention")
	# Whoever has the form open sees that it is done
	frappe.publish_realtime(
		"doc_update",
		{"doctype": "Social Profile", "name": profile},
		doctype="Social Profile",
		docname=profile,
		after_commit=True,
	)
