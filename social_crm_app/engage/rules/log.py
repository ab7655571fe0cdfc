"""What rules did: the only writer of Mention Rule Log.

A row's name follows from rule and mention, so that each pair has one row whoever comes first.
"""

from collections.abc import Sequence

import frappe
from frappe.utils import now_datetime

from social_crm_app import sql
from social_crm_app.identity.naming import name_for

DONE, FAILED = "Done", "Failed"
WORDS = 1000  # characters of an error that are kept


def claim(rule: str, mention: str) -> str | None:
	"""The name of the new row of this pair; None if the rule has fired for the mention before.

	Belongs to the transaction of the actions: killed, both are gone.
	"""
	name = name_for(f"{rule}:{mention}")
	row = {"name": name, "rule": rule, "mention": mention, "status": DONE, "fired_at": now_datetime()}
	return name if sql.insert_missing("Mention Rule Log", [row]) else None


def is_done(rule: str, mention: str) -> bool:
	"""True if the rule has fired for the mention and nothing went wrong."""
	return frappe.db.get_value("Mention Rule Log", name_for(f"{rule}:{mention}"), "status") == DONE


def close(name: str, status: str, actions: Sequence[str] = (), error: str = "") -> None:
	"""Writes what became of it."""
	values = {"status": status, "actions": "\n".join(actions), "error": error[:WORDS]}
	frappe.db.set_value("Mention Rule Log", name, values, update_modified=False)
