"""The one dispatcher: once a minute it looks which accounts are due and sends each to a worker."""

import frappe

from social_crm_app.engage import deadlines, missed
from social_crm_app.ideas import news
from social_crm_app.identity import recheck, restamp, waking
from social_crm_app.ingest import accounts, automation, deletions
from social_crm_app.jobs import outbox, stakes
from social_crm_app.jobs.enqueue import (
	enqueue_automation,
	enqueue_deletion_check,
	enqueue_idea_news,
	enqueue_index_build,
	enqueue_recheck,
	enqueue_restamp,
	enqueue_service_levels,
	enqueue_stakes,
	enqueue_sweep,
	enqueue_sync,
)


def dispatch() -> None:
	"""Enqueues a sync for every due account, and whatever a killed worker left undone."""
	outbox.dispatch()
	for account in due_accounts():
		enqueue_sync(account, "Schedule")
	for account in deletions.due_accounts():
		enqueue_deletion_check(account)
	if automation.waiting():
		enqueue_automation()
	if restamp.waiting():
		enqueue_restamp()
	if deadlines.waiting():
		enqueue_service_levels()
	if recheck.waiting() or waking.waiting():
		enqueue_recheck()
	if news.waiting():
		enqueue_idea_news()
	if stakes.waiting():
		enqueue_stakes()
	if missed.waiting():
		enqueue_sweep()
	if frappe.db.get_single_value("Social CRM Settings", "index_status") in ("Not Built", "Building"):
		enqueue_index_build()


def due_accounts() -> list[str]:
	"""Names of the enabled accounts whose next call may be made now, those that waited longest first."""
	return accounts.due("next_sync_at")
