"""The job that asks one account's platform which of the stored posts were deleted there."""

import frappe

from social_crm_app.ingest import deletions
from social_crm_app.jobs.enqueue import SYNC_SECONDS


def check_account(account: str) -> None:
	"""Asks for one account if it is still enabled; goes on where the last run stopped."""
	if frappe.db.get_value("Social Account", account, "enabled"):
		deletions.check(account, seconds=SYNC_SECONDS * 0.5)
