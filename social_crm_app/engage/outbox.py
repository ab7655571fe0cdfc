"""The outbox: with `queueing`, which puts replies into it, the only writer of a Mention Reply that is more than a
draft.

A row is claimed in a transaction of its own before anything is sent, and from then on it counts as perhaps
posted (`in_doubt`) until the platform has said otherwise. `pending_key` is unique in the database, so a
mention has one reply on its way at most; one that waits for approval holds it too. Must not call a platform
(`send` does), nor decide about approval (`decision`).
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_datetime, get_fullname, get_system_timezone, now_datetime
from frappe.workflow.doctype.workflow_action.workflow_action import clear_workflow_actions

from social_crm_app import approvers
from social_crm_app.approvers import is_waiting

if TYPE_CHECKING:
	from frappe.model.document import Document

REPLY = "Mention Reply"
DRAFT, QUEUED, SENDING, SENT, FAILED, CANCELLED = "Draft", "Queued", "Sending", "Sent", "Failed", "Cancelled"
UNDO_SECONDS = 10
# A claim older than this has no worker any more: a job is ended well before (jobs.enqueue.REPLY_SECONDS).
STALE_SECONDS = 330


@dataclass(frozen=True, slots=True)
class Claim:
	"""A row that is ours to send. `perhaps_posted`: an earlier try may have succeeded; `decided_at` is UTC."""

	name: str
	token: str
	mention: str
	account: str
	text: str
	private: bool
	sender: str
	key: str
	tries: int
	perhaps_posted: bool
	decided_at: datetime


def save_draft(mention: str, values: Mapping[str, Any], name: str | None = None) -> "Document":
	"""Keeps text, visibility and template as the user's draft: a new one, or the one called `name`."""
	doc = own_draft(name) if name else frappe.get_doc({"doctype": REPLY, "mention": mention})
	doc.update(values)
	return doc.save()


def own_draft(name: str) -> "Document":
	"""A draft that the user may change, locked until the transaction ends. Raises a ValidationError if it is none."""
	doc = frappe.get_doc(REPLY, name, for_update=True)
	doc.check_permission("write")
	if doc.status != DRAFT:
		frappe.throw(_("This reply is no draft any more: {0}.").format(_(doc.status)))
	return doc


def on_its_way() -> dict[str, Any]:
	"""What makes a reply due once the time to undo, which begins now, is over. Its key tells from when on it may
	stand on the platform."""
	until = now_datetime() + timedelta(seconds=undo_seconds())
	return {"status": QUEUED, "idempotency_key": _new_key(), "undo_until": until, "next_try_at": until}


def cancel(name: str) -> str:
	"""Takes a reply back and returns its status: Cancelled, or what it is if it may be posted already."""
	row = _held(name, "status", "in_doubt", "mention")
	waits = bool(row) and is_waiting(row.status)
	if row and (waits or row.status == DRAFT or (row.status == QUEUED and not row.in_doubt)):
		_write(name, {"status": CANCELLED, "pending_key": None, "next_try_at": None})
		if waits:
			clear_workflow_actions(REPLY, name)
		announce(row.mention)
		return CANCELLED
	return row.status if row else CANCELLED


def pending(mention: str) -> dict[str, Any] | None:
	"""The reply of this mention that is on its way: {name, status, sender, sender_name, undo_until, error, in_doubt,
	approval_reason, waits_for}, the last being the roles of which one has to approve it."""
	found = frappe.db.get_value(
		REPLY,
		{"pending_key": mention},
		["name", "status", "sender", "undo_until", "error", "in_doubt", "approval_reason"],
		as_dict=True,
	)
	return found and {
		**found,
		"sender_name": get_fullname(found.sender),
		"waits_for": approvers.roles(found.status),
	}


def due(limit: int = 100) -> list[tuple[str, int]]:
	"""(name, tries) of the rows whose next try is due, and of those whose worker has gone."""
	reply, now = frappe.qb.DocType(REPLY), now_datetime()
	gone = now - timedelta(seconds=STALE_SECONDS)
	is_due = (reply.status == QUEUED) & (reply.next_try_at <= now)
	is_stale = (reply.status == SENDING) & (reply.claimed_at <= gone)
	query = frappe.qb.from_(reply).select(reply.name, reply.tries).where(is_due | is_stale)
	return query.orderby(reply.next_try_at).limit(limit).run()


def claim(name: str) -> Claim | None:
	"""Marks the row as ours and as perhaps posted, for everybody to see, before anything is sent. None if it is
	not due, or another worker's."""
	row = _held(
		name, "status", "next_try_at", "claimed_at", "in_doubt", "tries", "mention", "social_account", "text",
		"visibility", "sender", "idempotency_key",
	)  # fmt: skip
	if row is None or not _may_be_claimed(row):
		return None
	token = frappe.generate_hash(length=20)
	tries = (row.tries or 0) + 1
	values = {
		"status": SENDING,
		"claimed_at": now_datetime(),
		"claimed_by": token,
		"tries": tries,
		"in_doubt": 1,
	}
	_write(name, values)
	frappe.db.commit()  # nosemgrep - a second worker, and whoever finds us killed, must see the claim
	return Claim(
		name=name,
		token=token,
		mention=row.mention,
		account=row.social_account or "",
		text=row.text,
		private=row.visibility == "Private",
		sender=row.sender,
		key=row.idempotency_key,
		tries=tries,
		perhaps_posted=bool(row.in_doubt),
		decided_at=_decided_at(row.idempotency_key),
	)


def close(claim: Claim, status: str, values: Mapping[str, Any]) -> bool:
	"""Ends a claim with SENT or FAILED; False if it is not ours any more. The caller commits."""
	return _settle(claim, {"status": status, "pending_key": None, "next_try_at": None, **values})


def put_back(claim: Claim, seconds: float, *, in_doubt: bool, error: str) -> bool:
	"""Lets the row wait for its next try; False if it is not ours any more. The caller commits."""
	again = now_datetime() + timedelta(seconds=seconds)
	values = {"status": QUEUED, "next_try_at": again, "in_doubt": int(in_doubt), "error": error}
	return _settle(claim, values)


def last_sent(mention: str, *, as_of_now: bool = False) -> str:
	"""The name of the reply to this mention that was sent last, "" if none was. `as_of_now` also sees what was
	committed since this transaction began to read; rows that are being written, none of which is sent, are not waited for."""
	found = frappe.db.get_value(
		REPLY,
		{"mention": mention, "status": SENT},
		"name",
		order_by="claimed_at desc, creation desc",  # by our own clock; `sent_at` is the platform's
		for_update=as_of_now,
		skip_locked=as_of_now,
	)
	return found or ""


def earlier_ids(claim: Claim) -> list[str]:
	"""The ids on the platform of our other replies to the same mention."""
	return frappe.get_all(
		REPLY, {"mention": claim.mention, "status": SENT, "name": ("!=", claim.name)}, pluck="remote_id"
	)


def undo_seconds() -> int:
	"""How long a reply can be taken back; 10 until somebody has set it."""
	told = frappe.get_cached_doc("Social CRM Settings").get("reply_undo_seconds")
	return UNDO_SECONDS if told is None else max(int(told), 0)


def announce(mention: str) -> None:
	"""Tells open forms of the mention, once this is committed, that something has changed."""
	frappe.publish_realtime(
		"social_reply", {"mention": mention}, doctype="Mention", docname=mention, after_commit=True
	)


def _may_be_claimed(row: Mapping[str, Any]) -> bool:
	if row.status == QUEUED:
		return bool(row.next_try_at) and row.next_try_at <= now_datetime()
	return row.status == SENDING and _age(row.claimed_at) > STALE_SECONDS


def _age(moment: datetime) -> float:
	"""Seconds since a moment of the site's clock, by the latest reading of it: in the night in which an hour comes
	twice a claim must not seem old."""
	local = get_datetime(moment).replace(tzinfo=ZoneInfo(get_system_timezone()), fold=1)
	return (datetime.now(timezone.utc) - local).total_seconds()


def _settle(claim: Claim, values: Mapping[str, Any]) -> bool:
	row = _held(claim.name, "status", "claimed_by")
	if row is None or row.status != SENDING or row.claimed_by != claim.token:
		return False
	_write(claim.name, {**values, "claimed_by": None})
	announce(claim.mention)
	return True


def _held(name: str, *columns: str) -> Mapping[str, Any] | None:
	"""The row as it is now, locked until the transaction ends."""
	return frappe.db.get_value(REPLY, name, columns, as_dict=True, for_update=True)


def _write(name: str, values: Mapping[str, Any]) -> None:
	frappe.db.set_value(REPLY, name, values)


def _new_key() -> str:
	"""`microseconds since 1970`-`random`, see `connectors.answering.Answers.reply`."""
	return f"{time.time_ns() // 1000}-{frappe.generate_hash(length=20)}"


def _decided_at(key: str) -> datetime:
	return datetime.fromtimestamp(int(key.partition("-")[0]) / 1_000_000, timezone.utc)
