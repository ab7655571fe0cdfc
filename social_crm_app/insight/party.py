"""What is said by one party: its profiles, newest mentions and the trend of their sentiment.

Every read goes through the current user's permissions.
"""

from collections import Counter

import frappe
from frappe.utils import add_months, get_first_day, getdate, nowdate

from social_crm_app.permissions import may_see_party

NEWEST = 5
TREND_MONTHS = 12
TREND_MENTIONS = 1000  # the trend is read from at most so many of the newest mentions

_COLUMN = {"Lead": "lead", "Customer": "customer", "Contact": "contact"}


def filters_for(doctype: str, name: str) -> list[list] | None:
	"""Filters of Mention for the record whose form is open; None when there can be none or it may not be seen."""
	if column := _COLUMN.get(doctype):
		return [[column, "=", name]]
	if doctype == "Prospect":
		leads = frappe.get_all("Prospect Lead", {"parent": name}, pluck="lead", order_by="idx")
		return [["lead", "in", leads]] if leads else [["party_type", "=", doctype], ["party", "=", name]]
	if doctype == "Opportunity":
		party_type, party = frappe.db.get_value(doctype, name, ["opportunity_from", "party_name"]) or ("", "")
		return filters_for(party_type, party) if party and may_see_party(party_type, party) else None
	return None


def summary(doctype: str, name: str) -> dict:
	"""For the Social section of a form: {total, profiles, mentions, trend}.

	`total` is capped at TREND_MENTIONS (then `more` is true). `trend` is one row per month, oldest first:
	{month: "2026-11", positive, neutral, negative, unknown}, where unknown are mentions whose language has
	no sentiment.
	"""
	filters = filters_for(doctype, name)
	if not filters:
		return {"total": 0, "more": False, "profiles": [], "mentions": [], "trend": []}
	marks = frappe.get_list(
		"Mention",
		filters=filters,
		fields=["posted_at", "sentiment_label"],
		order_by="posted_at desc",
		limit=TREND_MENTIONS + 1,
	)
	return {
		"total": min(len(marks), TREND_MENTIONS),
		"more": len(marks) > TREND_MENTIONS,
		"profiles": _profiles(doctype, name),
		"mentions": _newest(filters),
		"trend": _trend(marks[:TREND_MENTIONS]),
	}


def _profiles(doctype: str, name: str) -> list[dict]:
	if not frappe.has_permission("Social Profile", "read"):
		return []
	column = _COLUMN.get(doctype)
	filters = {column: name} if column else {"party_type": doctype, "party": name}
	return frappe.get_list(
		"Social Profile",
		filters=filters,
		fields=[
			"name",
			"title",
			"platform",
			"handle",
			"display_name",
			"url",
			"followers",
			"verified",
			"link_reason",
			"link_source",
		],
		order_by="followers desc, name",
		limit=20,
	)


def _newest(filters: list[list]) -> list[dict]:
	"""The last mentions; `replied_by_name` and `answering` ({sender, status} or None) say who has seen to it."""
	rows = frappe.get_list(
		"Mention",
		filters=filters,
		fields=[
			"name", "title", "platform", "posted_at", "intent", "sentiment_label", "status", "permalink", "replied_by",
		],
		order_by="posted_at desc",
		limit=NEWEST,
	)  # fmt: skip
	pending = _pending([row.name for row in rows])
	people = [row.replied_by for row in rows] + [reply.sender for reply in pending.values()]
	names = _full_names({user for user in people if user})
	for row in rows:
		reply = pending.get(row.name)
		row.replied_by_name = names.get(row.replied_by)
		row.answering = reply and {"sender": names.get(reply.sender), "status": reply.status}
	return rows


def _pending(mentions: list[str]) -> dict[str, dict]:
	"""The reply on its way to each of these mentions, if the user may see it."""
	if not mentions or not frappe.has_permission("Mention Reply", "read"):
		return {}
	filters, fields = {"pending_key": ("in", mentions)}, ["pending_key", "sender", "status"]
	rows = frappe.get_list("Mention Reply", filters, fields, order_by="name", limit=len(mentions))
	return {row.pending_key: row for row in rows}


def _full_names(users: set[str]) -> dict[str, str]:
	rows = frappe.get_all("User", {"name": ("in", sorted(users))}, ["name", "full_name"], order_by="name")
	return {row.name: row.full_name or row.name for row in rows}


def _trend(marks: list[dict]) -> list[dict]:
	first = add_months(get_first_day(nowdate()), 1 - TREND_MONTHS)
	months = [getdate(add_months(first, i)).strftime("%Y-%m") for i in range(TREND_MONTHS)]
	counts = Counter((m.posted_at.strftime("%Y-%m"), (m.sentiment_label or "unknown").lower()) for m in marks)
	labels = ("positive", "neutral", "negative", "unknown")
	return [{"month": month, **{label: counts[month, label] for label in labels}} for month in months]
