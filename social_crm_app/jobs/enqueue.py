"""Every job this app enqueues, in one place: the queue, the name that prevents doubles, the time it may take.

All are sent after the caller's transaction has committed, so that a job never looks for a row that is not
there yet.
"""

from collections.abc import Iterable

import frappe

SYNC_SECONDS = 1500
INDEX_SECONDS = 3000
RESTAMP_SECONDS = 3000
REPLY_SECONDS = 240
CLAIM_SECONDS = 120


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


def enqueue_restamp() -> None:
	"""Copies changed links to the mentions of profiles with many of them, or goes on where a killed run stopped."""
	frappe.enqueue(
		"social_crm_app.jobs.restamp.run",
		queue="long",
		timeout=RESTAMP_SECONDS,
		job_id="social-crm-restamp",
		deduplicate=True,
		enqueue_after_commit=True,
	)


def enqueue_influence() -> None:
	"""Counts influence, engagement and stance of all profiles, or goes on where a killed count stopped."""
	frappe.enqueue(
		"social_crm_app.jobs.influence.run",
		queue="long",
		timeout=INDEX_SECONDS,
		job_id="social-crm-influence",
		deduplicate=True,
		enqueue_after_commit=True,
	)


def enqueue_stakes() -> None:
	"""Counts what is at stake with new suggestions, or goes on where a killed count stopped."""
	frappe.enqueue(
		"social_crm_app.jobs.stakes.run_waiting",
		queue="long",
		timeout=INDEX_SECONDS,
		job_id="social-crm-stakes",
		deduplicate=True,
		enqueue_after_commit=True,
	)


def enqueue_claim_check(claim: str) -> None:
	"""Looks on the platform for the code of a claim; the person is waiting in front of the page."""
	frappe.enqueue(
		"social_crm_app.privacy.proof.check",
		queue="short",
		timeout=CLAIM_SECONDS,
		job_id=f"social-crm-claim-{claim}",
		deduplicate=True,
		enqueue_after_commit=True,
		claim=claim,
	)


def enqueue_recheck(profiles: Iterable[str]) -> None:
	"""Looks again at Social Profiles whose link or suggestions may have lost their ground."""
	profiles = list(profiles)
	if profiles:
		frappe.enqueue(
			"social_crm_app.jobs.recheck.run",
			queue="long",
			timeout=INDEX_SECONDS,
			enqueue_after_commit=True,
			profiles=profiles,
		)


def enqueue_erase(profile: str, user: str | None = None) -> None:
	"""Erases a marked profile, or goes on where a killed worker stopped; `user` is told when it is done."""
	frappe.enqueue(
		"social_crm_app.jobs.privacy.erase",
		queue="long",
		timeout=INDEX_SECONDS,
		job_id=f"social-crm-erase-{profile}",
		deduplicate=True,
		enqueue_after_commit=True,
		profile=profile,
		user=user,
	)


def enqueue_export(profile: str, user: str) -> None:
	"""Writes a large export of a profile into a file."""
	frappe.enqueue(
		"social_crm_app.jobs.privacy.write_export",
		queue="long",
		timeout=INDEX_SECONDS,
		job_id=f"social-crm-export-{profile}-{user}",
		deduplicate=True,
		enqueue_after_commit=True,
		profile=profile,
		user=user,
	)


def enqueue_answer_download(request: str) -> None:
	"""Adds social profiles to the answer of a Personal Data Download Request."""
	frappe.enqueue(
		"social_crm_app.jobs.privacy.answer_download",
		queue="long",
		timeout=INDEX_SECONDS,
		enqueue_after_commit=True,
		request=request,
	)


def enqueue_reply(reply: str, tries: int) -> None:
	"""Sends one reply of the outbox. `tries` so far are part of the name, so that a killed worker's job, which
	seems to run for a while, does not keep the next try out."""
	frappe.enqueue(
		"social_crm_app.jobs.outbox.deliver",
		queue="short",
		timeout=REPLY_SECONDS,
		job_id=f"social-crm-reply-{reply}-{tries}",
		deduplicate=True,
		enqueue_after_commit=True,
		reply=reply,
	)


def enqueue_deletion_check(account: str) -> None:
	"""Asks one account's platform which posts were deleted there; a second call while it runs does nothing."""
	frappe.enqueue(
		"social_crm_app.jobs.deletions.check_account",
		queue="long",
		timeout=SYNC_SECONDS,
		job_id=f"social-crm-deletions-{account}",
		deduplicate=True,
		enqueue_after_commit=True,
		account=account,
	)
