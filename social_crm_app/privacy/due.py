"""What is past its time: one condition per class and DocType, shared by the nightly round and its preview.

Pure conditions; nothing is changed here. A mention that became a document, or that somebody is assigned to,
is still somebody's work and keeps its words; so does an open one where the rule is for everybody.
"""

from collections.abc import Callable
from datetime import datetime

from pypika.terms import Criterion, ExistsCriterion

import frappe
from frappe import _
from frappe.query_builder import Table
from frappe.utils import add_days, now_datetime

from social_crm_app.privacy.holdings import PROFILE

Condition = Callable[[Table, datetime], Criterion]
_SETTING = {
	"raw": "keep_raw_days",
	"text": "keep_text_days",
	"strangers": "keep_strangers_days",
	"rejected": "keep_rejected_days",
}
_OWN = ("Own Staff", "Own Account")

RAW_IS_CUT = '{"kept": true'  # how a payload begins of which only what the connector needs is left


def cutoffs() -> dict[str, datetime]:
	"""{class: moment}; what is older is due. Classes that are switched off (0 days) are left out."""
	days = frappe.db.get_singles_dict("Social CRM Settings", cast=True)
	found = {}
	for name, field in _SETTING.items():
		if (kept := frappe.utils.cint(days.get(field))) > 0:
			found[name] = add_days(now_datetime(), -kept)
	return found


def label(name: str) -> str:
	"""The class in the user's language."""
	return {
		"raw": _("Raw payloads"),
		"text": _("Texts of old mentions"),
		"strangers": _("People who belong to no record"),
		"rejected": _("Evidence of refused candidates"),
	}[name]


def _raw(mention: Table, cutoff: datetime) -> Criterion:
	"""Counted from when it came in: an old post that was fetched yesterday keeps its payload."""
	cut = mention.raw.like(f"{RAW_IS_CUT}%")
	return mention.raw.isnotnull() & ~cut & (mention.creation < cutoff)


def _text(mention: Table, cutoff: datetime) -> Criterion:
	return (
		(mention.text != "")
		& (mention.posted_at < cutoff)
		& mention.status.notin(("Open", "Waiting"))
		& ~_worked_with(mention)
	)


def _text_of_nobody(mention: Table, cutoff: datetime) -> Criterion:
	"""Mentions without an author record; those with one go together with their profile."""
	return (
		(mention.text != "")
		& (mention.posted_at < cutoff)
		& _empty(mention.social_profile)
		& _empty(mention.party)
		& ~_worked_with(mention)
	)


def _stranger(profile: Table, cutoff: datetime) -> Criterion:
	"""A profile linked to nobody that has said nothing since. One that the person has claimed, that is our
	own, that has a Sales Partner or coupon, or that voted for an Idea is no stranger."""
	mention = frappe.qb.DocType("Mention").as_("said")
	said = frappe.qb.from_(mention).select(mention.name).where(mention.social_profile == profile.name)
	claim = frappe.qb.DocType("Social Profile Claim")
	claimed = frappe.qb.from_(claim).select(claim.name).where(claim.social_profile == profile.name)
	vote = frappe.qb.DocType("Idea Vote")
	voted = frappe.qb.from_(vote).select(vote.name).where(vote.voter == profile.name)
	return (
		(profile.erased == 0)
		& (profile.creation < cutoff)
		& (profile.link_status != "Linked")
		& Criterion.all(_empty(profile[c]) for c in ("party", "claimed_by", "sales_partner", "coupon_code"))
		& (profile.consent.isnull() | (profile.consent != "Given"))
		& (profile.kept_out.isnull() | profile.kept_out.notin(_OWN))
		& ~ExistsCriterion(claimed)
		& ~ExistsCriterion(voted)
		& ~ExistsCriterion(said.where((mention.posted_at >= cutoff) | _worked_with(mention)))
	)


def _refused(match: Table, cutoff: datetime) -> Criterion:
	evidence = frappe.qb.DocType("Social Profile Match Evidence")
	rows = frappe.qb.from_(evidence).select(evidence.name).where(evidence.parent == match.name)
	return (match.status == "Rejected") & (match.decided_at < cutoff) & ExistsCriterion(rows)


def _worked_with(mention: Table) -> Criterion:
	document = frappe.qb.DocType("Mention Document")
	evidence = frappe.qb.DocType("Idea Evidence")
	made = frappe.qb.from_(document).select(document.name).where(document.parent == mention.name)
	speaks = (
		frappe.qb.from_(evidence)
		.select(evidence.name)
		.where((evidence.evidence == mention.name) & (evidence.evidence_type == "Mention"))
	)
	assigned = mention._assign.isnotnull() & mention._assign.notin(("", "[]"))
	return assigned | ExistsCriterion(made) | ExistsCriterion(speaks)


def _empty(column) -> Criterion:
	return column.isnull() | (column == "")


CONDITIONS: dict[str, dict[str, Condition]] = {
	"raw": {"Mention": _raw},
	"text": {"Mention": _text},
	"strangers": {"Mention": _text_of_nobody, PROFILE: _stranger},
	"rejected": {"Social Profile Match": _refused},
}
