"""Puts a reply on its way: once for each request, one for each mention at a time, none unaware of the last.

The unique keys of the database decide between two that come at once. Whoever calls has asked gate, limit and leaks
(`compose`). Must not send (`send`), nor change a reply that is on its way (`outbox`).
"""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import frappe
from frappe import _
from frappe.utils import get_fullname

from social_crm_app.approvers import WAITING
from social_crm_app.engage import outbox
from social_crm_app.engage.outbox import CANCELLED, DRAFT, REPLY

if TYPE_CHECKING:
	from frappe.model.document import Document


class Answering(frappe.ValidationError):
	"""Somebody's reply to this mention is on its way already, or went out this very moment."""


class Answered(frappe.ValidationError):
	"""A reply to this mention was sent that the sender of this one has not seen."""


class Discarded(frappe.ValidationError):
	"""The draft that was to be sent is none any more."""


def queue(
	mention: str,
	values: Mapping[str, Any],
	*,
	request_key: str = "",
	draft: str | None = None,
	approval_reason: str = "",
	last_sent: str = "",
) -> "Document":
	"""The reply, which goes out when the time to undo is over, or, with an `approval_reason`, after somebody has
	approved it. The same `request_key` or the same `draft` twice is one reply. Raises Answering if another one of this
	mention is on its way, Answered if another one than `last_sent` was sent last, Discarded for a draft that is gone."""
	user = frappe.session.user
	name = draft or _name_for(user, request_key)
	if name and (found := _queued_before(name, values, is_draft=bool(draft), lock=bool(draft))):
		return found
	if not _has_seen(outbox.last_sent(mention), last_sent):
		raise Answered
	doc = outbox.own_draft(draft) if draft else frappe.new_doc(REPLY)
	doc.update(values)
	doc.update(
		{
			"mention": mention, "sender": user, "pending_key": mention, "error": None, "approved_by": None,
			"approved_at": None, "sent_back_because": None, "sent_back_by": None,
			"approval_reason": approval_reason or None,
			**({"status": WAITING} if approval_reason else outbox.on_its_way()),
		}
	)  # fmt: skip
	if name and not draft:
		doc.name, doc.flags.name_set = name, True
	doc.flags.from_outbox = True
	if found := _save(doc, values, is_draft=bool(draft)):
		return found
	_refuse_what_was_overtaken(mention, last_sent)
	outbox.announce(mention)
	return doc


def _save(doc: "Document", values: Mapping[str, Any], *, is_draft: bool) -> "Document | None":
	"""Saves a reply that is to go out; gives the one of the same request that came first, if one did."""
	frappe.db.savepoint("reply")
	try:
		doc.save()
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point="reply")
		frappe.clear_messages()
		if found := _queued_before(doc.name, values, is_draft=is_draft, lock=True):
			return found
		_refuse(doc.mention)
	return None


def _has_seen(last: str, last_sent: str) -> bool:
	return not last or last == last_sent


def _refuse_what_was_overtaken(mention: str, last_sent: str) -> None:
	"""A reply that was on its way when this transaction began to read may be sent by now. Once ours is saved nobody
	else's can come in between, so whatever is sent, is seen here."""
	last = outbox.last_sent(mention, as_of_now=True)
	if not _has_seen(last, last_sent):
		who = get_fullname(frappe.db.get_value(REPLY, last, "sender", for_update=True))
		frappe.throw(_("{0} has just answered this mention.").format(who), Answering)


def _refuse(mention: str) -> NoReturn:
	sender = frappe.db.get_value(REPLY, {"pending_key": mention}, "sender", for_update=True)
	who = get_fullname(sender) if sender else _("Somebody")
	frappe.throw(_("{0} is answering this mention already.").format(who), Answering)


def _queued_before(
	name: str, values: Mapping[str, Any], *, is_draft: bool, lock: bool = False
) -> "Document | None":
	"""The reply that an earlier try of the same request made; it may have been sent back to its sender since. A lock
	on a row that is not there yet would make two clicks wait for each other, so it is only taken where the row is
	known to exist."""
	row = frappe.db.get_value(REPLY, name, ["status", "sender", "text"], as_dict=True, for_update=lock)
	if row is None or (is_draft and row.status == DRAFT):
		return None
	if row.sender != frappe.session.user:
		frappe.throw(_("This reply is somebody else's."), frappe.PermissionError)
	if is_draft:
		_check_same(row, values)
	return frappe.get_doc(REPLY, name, for_update=lock)


def _check_same(row: Mapping[str, Any], values: Mapping[str, Any]) -> None:
	"""A draft may have been discarded or sent in another window, with other words."""
	again = _("Send once more to send this as a reply of its own.")
	if row.status == CANCELLED:
		frappe.throw(f"{_('This draft was discarded meanwhile.')} {again}", Discarded)
	if (row.text or "").strip() != (values.get("text") or "").strip():
		words = _("This draft was sent meanwhile, with other words: {0}.").format(_(row.status))
		frappe.throw(f"{words} {again}", Discarded)


def _name_for(user: str, request_key: str) -> str | None:
	return hashlib.sha256(f"{user} {request_key}".encode()).hexdigest()[:20] if request_key else None
