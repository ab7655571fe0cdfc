"""Every job this app enqueues, in one place: the queue, the name that prevents doubles, the time it may take.

All are sent after the caller's transaction has committed, so that a job never looks for a row that is not
there yet.
"""

from collections.abc import Iterable

import frappe

SYNC_SECONDS = 1500
INDEX_SECONDS = 3000


def enqueue_sync(account: str, trigger: str, user: str | None = None) -> None:
	"""Pulls one account; a second call while it waits or runs does nothing."""
	frappe.enqueue(
		"social_crm_app.jobs.sync.sync_account",
		queue="long",
		timeout=SYNC_SECONDS,
		job_id=f"social-crm-sync-{account}",
		deduplicate=True,
		enqueue_after_commit=True,
		account=account,
		trigger=trigger,
		user=user,
	)


def enqueue_automation() -> None:
	"""Fires listeners of mentions whose worker was killed before it could."""
	frappe.enqueue(
		"social_crm_app.ingest.automation.fire_pending",
		queue="long",
		timeout=SYNC_SECONDS,
		job_id="social-crm-automation",
		deduplicate=True,
		enqueue_after_commit=True,
	)


def enqueue_index_build() -> None:
	"""Builds the identity index, or goes on where a killed build stopped."""
	frappe.enqueue(
		"social_crm_app.jobs.index.build",
		queue="long",
		timeout=INDEX_SECONDS,
		job_id="social-crm-index",
		deduplicate=True,
		enqueue_after_commit=True,
	)


def enqueue_settle(profiles: Iterable[str]) -> None:
	"""Looks again at who these Social Profiles are, after a record with one of their keys appeared."""
	profiles = list(profiles)
	if profiles:
		frappe.enqueue(
			"social_crm_app.jobs.index.settle", queue="short", enqueue_after_commit=True, profiles=profiles
		)


def enqueue_rescore(user: str | None = None, query: str | None = None) -> None:
	"""Judges stored mentions again; with a query, only whether they are about it."""
	frappe.enqueue(
		"social_crm_app.jobs.rescore.rescore",
		queue="long",
		timeout=INDEX_SECONDS,
		job_id=f"social-crm-rescore-{query or 'all'}",
		deduplicate=True,
		enqueue_after_commit=True,
		user=user,
		query=query,
	)
