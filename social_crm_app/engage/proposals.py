"""Drafts that nobody wrote: a reply to a mention, proposed because something was done, for a person to read.

A proposal is a draft of the outbox like any other and has no way out by itself: only `queueing.queue`, which a
person calls, sends. Its name is made of mention and document, so the primary key sees to it that there is one.
Must not write a row that is more than a draft.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

import frappe

from social_crm_app.approvers import is_waiting
from social_crm_app.engage.outbox import DRAFT, REPLY, announce

Pair = tuple[str, str]  # DocType, name
_WHY = ("proposed_because", "proposed_for_type", "proposed_for")


def keep(mention: str, reason: Pair, values: Mapping[str, Any]) -> str | None:
	"""Keeps the draft and returns its name. None if this mention had one for this reason: if that is not sent yet,
	it learns the new words and the document, for it may have been cancelled and made again."""
	name = _name(mention, reason)
	doc = frappe.new_doc(REPLY)
	doc.update({**values, "mention": mention, "status": DRAFT})
	doc.name, doc.flags.name_set, doc.flags.from_outbox = name, True, True
	frappe.db.savepoint("proposal")
	try:
		doc.insert(ignore_permissions=True)  # made by a job; who may read the mention may read it
	except frappe.DuplicateEntryError:
		frappe.db.rollback(save_point="proposal")
		frappe.clear_messages()
		_say(name, {field: values[field] for field in _WHY})
		return None
	announce(mention)
	return name


def withdraw(document: Pair, words: str) -> None:
	"""The document is not done any more: its proposals go if nobody has touched them, else they say so in `words`.
	What was sent, or is on its way, stays."""
	doctype, name = document
	for reply in frappe.get_all(
		REPLY, {"proposed_for_type": doctype, "proposed_for": name}, pluck="name", order_by="creation"
	):
		if _is_untouched(reply):
			mention = frappe.db.get_value(REPLY, reply, "mention")
			frappe.delete_doc(
				REPLY,
				reply,
				ignore_permissions=True,  # a job's own draft; who cancels a delivery answers no mentions
				delete_permanently=True,
			)
			announce(mention)
		else:
			_say(reply, {"proposed_because": words})


def forget(document: Pair) -> None:
	"""The document is being deleted: replies stay and keep their words, without the link that would hold it back."""
	doctype, name = document
	frappe.db.set_value(
		REPLY,
		{"proposed_for_type": doctype, "proposed_for": name},
		{"proposed_for_type": None, "proposed_for": None},
		update_modified=False,
	)


def _name(mention: str, reason: Pair) -> str:
	return hashlib.sha256(f"proposal {mention} {' '.join(reason)}".encode()).hexdigest()[:20]


def _is_untouched(reply: str) -> bool:
	"""A draft as the job has made it: whoever saves one, changes `modified`."""
	row = frappe.db.get_value(REPLY, reply, ["status", "creation", "modified"], as_dict=True, for_update=True)
	return bool(row) and row.status == DRAFT and row.creation == row.modified


def _say(reply: str, values: Mapping[str, Any]) -> None:
	"""Writes on a proposal that is not sent why it is there, without seeming to be a person's edit."""
	row = frappe.db.get_value(REPLY, reply, ["status", "mention"], as_dict=True, for_update=True)
	if row and (row.status == DRAFT or is_waiting(row.status)):
		frappe.db.set_value(REPLY, reply, values, update_modified=False)
		announce(row.mention)
