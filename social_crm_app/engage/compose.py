"""What stands between a written text and the outbox: gate, length, leaks. And what the reply box shows.

Must not write rows (`outbox`) nor send (`send`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _

from social_crm_app import approvers
from social_crm_app.connectors.answering import ReplyTerms
from social_crm_app.engage import (
	approval,
	leak_facts,
	limits,
	named,
	outbox,
	parents,
	queueing,
	reply_box,
	templates,
)
from social_crm_app.engage.gate import PRIVATE, Gate, gate
from social_crm_app.engage.leaks import Leak
from social_crm_app.engage.send import Line, OpenLine
from social_crm_app.exceptions import ConnectorError

if TYPE_CHECKING:
	from frappe.model.document import Document

OVERRIDES = {"Social CRM Manager", "System Manager"}


@dataclass(frozen=True, slots=True)
class Asked:
	"""What a person asks to be sent: text, visibility and template; the key of the request; their draft; why it
	must go although it gives something away; the reply to the mention that they have seen as the last."""

	values: Mapping[str, Any]
	request_key: str = ""
	draft: str | None = None
	leak_reason: str = ""
	last_sent: str = ""


def opening(mention: "Document", open_line: OpenLine) -> dict[str, Any]:
	"""All that the reply box shows before anybody types."""
	door = _door(mention, open_line)
	return {
		"gate": asdict(door),
		"account_title": frappe.db.get_value("Social Account", door.account, "title") if door.account else "",
		"templates": templates.fitting(mention) if door.allowed else [],
		"draft": reply_box.draft(mention.name),
		"last_sent": outbox.last_sent(mention.name),
		"undo_seconds": outbox.undo_seconds(),
		"may_override": _may_override(),
		"approver_roles": approvers.roles(approvers.WAITING),
		"approval": {
			seen: approval.needed(mention, {"visibility": seen}, frappe.session.user)
			for seen in door.visibilities
		},
		**reply_box.state(mention.name),
	}


def length(mention: "Document", text: str, open_line: OpenLine) -> limits.Length:
	"""The length of a reply with this text, and the limit. Raises a ValidationError where none can be sent."""
	door = gate(mention)
	if not door.allowed:
		frappe.throw(door.reason)
	line = open_line(door.account)
	parent = parents.of(mention.name, door.account, line.connector)
	return limits.measure(line.connector, parent, text, _terms(line).limit)


def send(mention: "Document", asked: Asked, open_line: OpenLine) -> dict[str, Any]:
	"""{name, status, waits, undo_seconds} of the reply, which is queued or `waits` for approval, or is further already
	if this is asked for again; {leaks} if those stop it, {answered} if a reply was sent that they have not seen. Raises
	a ValidationError for a closed gate, a text that is too long or names others in private, a draft that is gone, and
	if somebody else is answering."""
	door = _door(mention, open_line)
	if not door.allowed:
		frappe.throw(door.reason)
	values = dict(asked.values)
	_check(mention, values, door)
	measured = length(mention, values["text"], open_line)
	if measured.is_over:
		frappe.throw(_("The reply is too long: {0} of {1} characters.").format(measured.used, measured.limit))
	leaks = [] if values["visibility"] == PRIVATE else leak_facts.leaks_in(values["text"], mention)
	if leaks and not (_may_override() and asked.leak_reason.strip()):
		return {"leaks": [asdict(leak) for leak in leaks], "may_override": _may_override()}
	values["social_account"] = door.account
	values["leaks"] = as_lines(leaks) or None
	values["leak_reason"] = asked.leak_reason.strip() if leaks else None
	return _queue(mention, asked, values)


def _queue(mention: "Document", asked: Asked, values: Mapping[str, Any]) -> dict[str, Any]:
	try:
		reply = queueing.queue(
			mention.name,
			values,
			request_key=asked.request_key,
			draft=asked.draft,
			approval_reason=approval.needed(mention, values, frappe.session.user),
			last_sent=asked.last_sent,
		)
	except queueing.Answered:
		return {"answered": reply_box.answered_since(mention.name, asked.last_sent)}
	return {
		"name": reply.name,
		"status": reply.status,
		"waits": approvers.is_waiting(reply.status),
		"undo_seconds": outbox.undo_seconds(),
	}


def as_lines(leaks: Iterable[Leak]) -> str:
	"""What was found, as it is kept with the reply."""
	return "\n".join(f"{leak.kind}: {leak.words}" for leak in leaks)


def _door(mention: "Document", open_line: OpenLine) -> Gate:
	"""The gate, closed as well when the platform says that the account's token must not write."""
	door = gate(mention)
	if not door.allowed or _terms(open_line(door.account)).may_write is not False:
		return door
	words = _("The token of this account may only read. Make one that may write (scope write:statuses).")
	return Gate(False, words, door.until, door.account, (), door.by_hand_url)


def _terms(line: Line) -> ReplyTerms:
	"""The platform's terms; if it cannot be asked now, those that it had, or the usual ones."""
	try:
		return line.connector.reply_terms(line.config)
	except ConnectorError:
		return ReplyTerms(line.connector.usual_limit)
	finally:
		line.keep()


def also_reached(mention: "Document", text: str, visibility: str) -> list[str]:
	"""The handles of those who would receive a private reply with this text besides its author."""
	return named.others(text, mention.author_handle or "") if visibility == PRIVATE else []


def _check(mention: "Document", values: Mapping[str, Any], door: Gate) -> None:
	if not (values["text"] or "").strip():
		frappe.throw(_("The reply is empty."))
	if values["visibility"] not in door.visibilities:
		frappe.throw(_("This mention cannot be answered so that it is {0}.").format(_(values["visibility"])))
	if handles := also_reached(mention, values["text"], values["visibility"]):
		words = _("Whoever is named in a private reply receives it: {0}. Name nobody but the author.")
		frappe.throw(words.format(", ".join(handles)))


def _may_override() -> bool:
	return frappe.session.user == "Administrator" or bool(OVERRIDES & set(frappe.get_roles()))
