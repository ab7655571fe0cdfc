"""Takes the words and the person out of Mentions and leaves anonymous counts. Works on pages of names.

Also used where keeping times end. It must not decide which mentions; whoever calls has decided.
"""

from collections.abc import Sequence

from pypika.functions import Concat, Date

import frappe

from social_crm_app.identity.erasure import ERASED
from social_crm_app.identity.relationship import UNKNOWN
from social_crm_app.privacy import copies, traces
from social_crm_app.privacy.holdings import empty_columns
from social_crm_app.privacy.report import Report

# What anyone said, and by whom. Not: when, where, in which tone, about what.
WORDS = {
	"title": "…", "text": "", "text_cut": 0, "author_name": None, "author_handle": None, "permalink": None,
	"media": None, "raw": None, "source": None, "sentiment_reason": None, "intent_reason": None,
}  # fmt: skip
# What an erased mention still tells; every other column goes, also one that an admin has added.
_KEPT = frozenset(
	"""
	name owner creation modified modified_by docstatus idx title text mention_key posted_at platform
	social_account social_profile company kind private status priority language intent intent_detected
	intent_overridden sentiment_label sentiment_detected sentiment_overridden sentiment_score topics_overridden
	analysis_version deleted_upstream
	""".split()
)

_BLANK = {"title": WORDS["title"], "text": "", "relationship": UNKNOWN}


def erase(names: Sequence[str], report: Report) -> None:
	"""Blanks these mentions for good: day, platform, account, tone, intent, kind and topics remain.

	The key becomes "erased:<name>"; the name is a one-way hash of the old key, so that the same post is
	recognised and not stored again.
	"""
	if not names:
		return
	copies.blank(names, report)
	traces.remove("Mention", names, report)
	_forget_drafts(names, report)
	frappe.db.delete("Mention Document", {"parent": ("in", list(names)), "parenttype": "Mention"})
	_forget_topic_words(names)
	table = frappe.qb.DocType("Mention")
	query = frappe.qb.update(table).where(table.name.isin(list(names)))
	for column, value in {**empty_columns("Mention", _KEPT), **_BLANK}.items():
		query = query.set(table[column], value)
	query = query.set(table.mention_key, Concat(ERASED, table.name))
	for column in ("posted_at", "creation"):
		query = query.set(table[column], Date(table[column]))
	query.run()
	_close(names)
	report.add("Mention", len(names))


def blank_words(names: Sequence[str], report: Report) -> None:
	"""Removes only text and names; the mention stays in its thread, linked and known by its key."""
	if not names:
		return
	traces.remove_automatic("Mention", names, report)
	_forget_topic_words(names)
	frappe.db.set_value("Mention", {"name": ("in", list(names))}, WORDS, update_modified=False)
	report.add("Mention", len(names))


def _forget_drafts(names: Sequence[str], report: Report) -> None:
	"""What was said in earlier versions of our replies; the replies themselves are our own words, masked later."""
	replies = frappe.get_all("Mention Reply", {"mention": ("in", list(names))}, pluck="name", order_by="name")
	traces.remove("Mention Reply", replies, report)


def _forget_topic_words(names: Sequence[str]) -> None:
	frappe.db.set_value(
		"Mention Topic",
		{"parent": ("in", list(names)), "parenttype": "Mention"},
		"reason",
		None,
		update_modified=False,
	)


def _close(names: Sequence[str]) -> None:
	"""Nobody can answer what is gone: it leaves the inbox."""
	frappe.db.set_value(
		"Mention",
		{"name": ("in", list(names)), "status": ("in", ("Open", "Waiting"))},
		"status",
		"Ignored",
		update_modified=False,
	)
