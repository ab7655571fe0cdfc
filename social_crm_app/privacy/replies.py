"""What our answers say to an erased person: "@jane" of a conversation, where it can be nobody else.

The answers are our own people's words and stay. What identifies the account anywhere is masked by `logs`.
"""

import re
from collections.abc import Sequence

import frappe

from social_crm_app.privacy.data_subject import Person
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.words import MASK, at_sign_masked

REPLY = "Mention Reply"
_TEXTS = ("text", "error", "leaks", "leak_reason", "sent_back_because", "approval_reason", "proposed_because")


def mask(mentions: Sequence[str], person: Person, report: Report, by_person: bool = False) -> None:
	"""Masks the short handle in our answers to these mentions, which are the person's own (`by_person`: then the
	display name too) or stand in a conversation with them; earlier versions of a changed answer go."""
	rows = frappe.get_all(
		REPLY, {"mention": ("in", list(mentions))}, ["name", "mention", *_TEXTS], order_by="name"
	)
	names = [person.telling_name] if by_person and person.telling_name else []
	changed = {}
	for row in rows:
		new = {column: _masked(row[column], person, names) for column in _TEXTS if row[column]}
		if new := {column: text for column, text in new.items() if text != row[column]}:
			changed[row.name] = new
	for name, new in changed.items():  # few: answers that name the person
		frappe.db.set_value(REPLY, name, new, update_modified=False)
		frappe.clear_document_cache(REPLY, name)
	if changed:
		frappe.db.delete("Version", {"ref_doctype": REPLY, "docname": ("in", list(changed))})
	report.add(REPLY, len(changed))


def _masked(text: str, person: Person, names: Sequence[str]) -> str:
	for handle in person.short_handles:
		text = at_sign_masked(text, handle)
	for name in names:
		text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", MASK, text)
	return text
