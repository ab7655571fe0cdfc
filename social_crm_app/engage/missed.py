"""Finds finished documents that nobody told the loop of, and drafts what it would have drafted.

ERPNext closes Issues from its list past every document event, and a worker may be killed. So what was changed lately
is looked at again, hour by hour of its change, each hour in one transaction; a draft that is there already stays as
it is. It begins where it stopped, and never further back than DAYS. Must not decide what is done, nor send.
"""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import get_datetime, now_datetime

from social_crm_app.approvers import NOT_WAITING
from social_crm_app.engage import loop
from social_crm_app.engage.outbox import DRAFT, REPLY
from social_crm_app.errorlog import log_failure

SETTINGS, MARK = "Social CRM Settings", "answers_swept_until"
EVERY = timedelta(minutes=5)
SETTLED = timedelta(minutes=5)  # what was changed later may still be with its own job
SLICE = timedelta(hours=1)
DAYS = 7
PAGE = 200
# What a row must be to be worth a look, and the date that must be a recent one: the past that is brought in concerns nobody's posts
_FINISHED = {
	"Issue": ([["status", "in", ("Closed", "Resolved")]], None),
	"Warranty Claim": ([["status", "=", "Closed"]], None),
	"Delivery Note": ([["docstatus", "=", 1], ["is_return", "=", 0]], "posting_date"),
	"Sales Invoice": ([["docstatus", "=", 1], ["is_return", "=", 1]], "posting_date"),
}


def waiting() -> bool:
	"""True if it is time to look again."""
	since = _mark()
	return since is None or now_datetime() - SETTLED - since >= EVERY


def sweep(seconds: float) -> int:
	"""Drafts what was missed and takes back what is not so any more; returns how many drafts were made. Commits hour
	by hour and stops after about `seconds`; the next call goes on there."""
	deadline, made = time.monotonic() + seconds, 0
	until, since = now_datetime() - SETTLED, _mark()
	if since is None or not loop.is_on():
		_set_mark(until)  # what was done before anybody wanted drafts is not taken up
		return 0
	start = max(since, until - timedelta(days=DAYS))
	_withdraw_undone(start)
	while start < until and time.monotonic() < deadline:
		end = min(start + SLICE, until)
		made += sum(_propose(*document) for document in _finished(start, end))
		_set_mark(end)
		start = end
	return made


def _propose(doctype: str, name: str) -> int:
	"""One document that is not in order must not keep the others from being told of."""
	frappe.db.savepoint("missed")
	try:
		return len(loop.propose(doctype, name))
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise  # the hour is done again
	except Exception:
		frappe.db.rollback(save_point="missed")
		log_failure("A reply could not be drafted", doctype, name)
		return 0


def _finished(start: datetime, end: datetime) -> Iterator[tuple[str, str]]:
	"""(DocType, name) of what was changed then, is finished, and has no draft or answer for it."""
	for doctype, (conditions, dated) in _FINISHED.items():
		filters = [*conditions, ["modified", ">", start], ["modified", "<=", end]]
		if dated:
			filters.append([dated, ">=", (end - timedelta(days=DAYS)).date()])
		after = ""
		while names := frappe.get_all(
			doctype, [*filters, ["name", ">", after]], pluck="name", order_by="name", limit=PAGE
		):
			after = names[-1]
			told = {"proposed_for_type": doctype, "proposed_for": ("in", names)}
			known = set(frappe.get_all(REPLY, told, pluck="proposed_for"))
			yield from ((doctype, name) for name in names if name not in known)


def _withdraw_undone(since: datetime) -> None:
	"""Open drafts for documents that were reopened or cancelled since then, past every event too."""
	for doctype in _FINISHED:
		for row in _drafted_for(doctype, since):
			if not loop.is_done(row):
				loop.withdraw(doctype, row.name)


def _drafted_for(doctype: str, since: datetime) -> list[Any]:
	"""What is_done asks about the documents that have an open draft and were changed since then."""
	reply, document = frappe.qb.DocType(REPLY), frappe.qb.DocType(doctype)
	asked = ["status"] if doctype in ("Issue", "Warranty Claim") else ["is_return"]
	rows = (
		frappe.qb.from_(document)
		.join(reply)
		.on((reply.proposed_for == document.name) & (reply.proposed_for_type == doctype))
		.select(document.name, document.docstatus, *(document[column] for column in asked))
		.distinct()
		.where(document.modified > since)
		.where(reply.status.notin([status for status in NOT_WAITING if status != DRAFT]))
		.run(as_dict=True)
	)
	return [frappe._dict(row, doctype=doctype) for row in rows]


def _mark() -> datetime | None:
	value = frappe.db.get_value(SETTINGS, None, MARK)  # get_single_value gives the year 1 for nothing
	return get_datetime(value) if value else None


def _set_mark(until: datetime) -> None:
	frappe.db.set_single_value(SETTINGS, MARK, until, update_modified=False)
	frappe.db.commit()  # nosemgrep - this hour is done for good
