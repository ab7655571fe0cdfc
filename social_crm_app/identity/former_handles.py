"""The handles that an account had before: kept on its profile, because texts, records and logs still name them.

Kept as lines "YYYY-MM-DD HH:MM:SS handle": until when it was this account's, in site time. For privacy's work only;
nobody is found or linked by a former handle, which may be somebody else's by now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

PROFILE = "Social Profile"
_MOMENT = "%Y-%m-%d %H:%M:%S"
_WIDTH = 19  # characters of a moment
MOST = 50  # handles of one profile, the newest


@dataclass(frozen=True, slots=True)
class Former:
	"""A handle (without "@") that was the account's up to `until`, in site time."""

	handle: str
	until: datetime


def parse(kept: str | None) -> tuple[Former, ...]:
	"""What the column `former_handles` says, oldest first."""
	return tuple(
		Former(line[_WIDTH + 1 :], get_datetime(line[:_WIDTH])) for line in (kept or "").splitlines()
	)


def added(kept: str | None, handle: str) -> str:
	"""The column's new value once `handle` has been given up, now."""
	lines = [line for line in (kept or "").splitlines() if line[_WIDTH + 1 :] != handle]
	return "\n".join([*lines, f"{now_datetime().strftime(_MOMENT)} {handle}"][-MOST:])


def note(renamed: Mapping[str, str]) -> None:
	"""Keeps the former handle of each of these profiles (by name)."""
	rows = frappe.get_all(
		PROFILE, {"name": ("in", list(renamed))}, ["name", "former_handles"], order_by="name"
	)
	for row in rows:  # few: people seldom change their handle
		value = added(row.former_handles, renamed[row.name])
		frappe.db.set_value(PROFILE, row.name, "former_handles", value, update_modified=False)
