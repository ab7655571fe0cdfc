"""Mentions for which `social_crm_new_mentions` has failed: when they are tried again, and when that is given up.

They wait with `rules_pending` set, like those that it was never called for; `rules_tries` counts, `rules_retry_at`
is the moment from which they are due. Must not call the hook.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

if TYPE_CHECKING:
	from pypika import Table
	from pypika.terms import Criterion

# Minutes after each failure: the first are for what goes by, the last for what somebody has to mend
PAUSES = (1, 5, 30, 180, 720)


def are_new(table: "Table") -> "Criterion":
	"""Which mentions wait and have never failed."""
	return (table.rules_pending == 1) & (table.rules_tries == 0)


def are_due(table: "Table") -> "Criterion":
	"""Which mentions have failed and may be tried again now."""
	return (table.rules_pending == 1) & (table.rules_tries > 0) & (table.rules_retry_at <= now_datetime())


def waiting() -> bool:
	"""True if any mention is new or due."""
	table = frappe.qb.DocType("Mention")
	due = are_new(table) | are_due(table)
	return bool(frappe.qb.from_(table).select(table.name).where(due).limit(1).run())


def put_off(names: Sequence[str]) -> None:
	"""The hook has failed for these mentions: they wait longer each time, and after the last time say so."""
	tries = frappe.get_all("Mention", {"name": ("in", list(names))}, ["name", "rules_tries"], order_by="name")
	by_count: dict[int, list[str]] = {}
	for row in tries:
		by_count.setdefault(row.rules_tries, []).append(row.name)
	for count, those in by_count.items():
		if count < len(PAUSES):
			again = add_to_date(now_datetime(), minutes=PAUSES[count])
			_write(those, {"rules_pending": 1, "rules_tries": count + 1, "rules_retry_at": again})
		else:
			_give_up(those)


def _give_up(names: Sequence[str]) -> None:
	_write(names, {"rules_pending": 0, "rules_retry_at": None})
	words = _("Mention Rules could not be applied to this mention; the Error Log says why.")
	for name in names:
		frappe.get_doc("Mention", name).add_comment("Info", words)


def _write(names: Sequence[str], values: dict) -> None:
	frappe.db.set_value("Mention", {"name": ("in", list(names))}, values, update_modified=False)
