"""Every job this app enqueues, in one place: the queue, the name that prevents doubles, the time it may take.

All are sent after the caller's transaction has committed, so that a job never looks for a row that is not
there yet.
"""

from collections.abc import Iterable
from typing import Any

import frappe

from social_crm_app.identity import recheck

SYNC_SECONDS = 1500
INDEX_SECONDS = 3000
RESTAMP_SECONDS = 3000
SERVICE_LEVEL_SECONDS = 3000
NEWS_SECONDS = 1500
REPLY_SECONDS = 240
CLAIM_SECONDS = 120
SETTLE_SECONDS = RECHECK_SECONDS = 300  # the time of Frappe's short queue


def _send(
	method: str, *, name: str = "", queue: str = "long", timeout: int = INDEX_SECONDS, **arguments: Any
) -> None:
	"""A job of this app. While one of the same `name` waits or runs, a second one is not sent."""
	once = {"job_id": f"social-crm-{name}", "deduplicate": True} if name else {}
	frappe.enqueue(
		f"social_crm_app.{method}",
		queue=queue,
		timeout=timeout,
		enqueue_after_commit=True,
		**once,
		**arguments,
	)


def enqueue_sync(account: str, trigger: str, user: str | None = None) -> None:
	"""Pulls one account; a second call while it waits or runs does nothing."""
	job = {"account": account, "trigger": trigger, "user": user}
	_send("jobs.sync.sync_account", name=f"sync-{account}", timeout=SYNC_SECONDS, **job)


def enqueue_automation() -> None:
	"""Fires listeners of mentions whose worker was killed before it could."""
	_send("ingest.automation.fire_pending", name="automation", timeout=SYNC_SECONDS)


def enqueue_index_build() -> None:
	"""Builds the identity index, or goes on where a killed build stopped."""
	_send("jobs.index.build", name="index")


def enqueue_settle(profiles: Iterable[str]) -> None:
	"""Looks again at who these Social Profiles are. They are marked in the caller's transaction."""
	if profiles := list(profiles):
		recheck.mark(profiles)
		enqueue_recheck()


def enqueue_rescore(user: str | None = None, query: str | None = None) -> None:
	"""Judges stored mentions again; with a query, only whether they are about it."""
	_send("jobs.rescore.rescore", name=f"rescore-{query or 'all'}", user=user, query=query)


def enqueue_restamp() -> None:
	"""Copies changed links to the mentions of profiles with many of them, or goes on where a killed run stopped."""
	_send("jobs.restamp.run", name="restamp", timeout=RESTAMP_SECONDS)


def enqueue_service_levels() -> None:
	"""Asks for the agreements of waiting mentions again, or goes on where a killed run stopped."""
	_send("jobs.service_levels.run", name="service-levels", timeout=SERVICE_LEVEL_SECONDS)


def enqueue_relationship(doctype: str, name: str) -> None:
	"""Asks the ledger anew what this party is to us, for its Social Profiles and their mentions."""
	_send(
		"jobs.relationships.refresh_party",
		name=f"relationship-{doctype}-{name}",
		queue="short",
		timeout=SETTLE_SECONDS,
		doctype=doctype,
		party=name,
	)


def enqueue_influence() -> None:
	"""Counts influence, engagement and stance of all profiles, or goes on where a killed count stopped."""
	_send("jobs.influence.run", name="influence")


def enqueue_stakes() -> None:
	"""Counts what is at stake with new suggestions, or goes on where a killed count stopped."""
	_send("jobs.stakes.run_waiting", name="stakes")


def enqueue_claim_check(claim: str) -> None:
	"""Looks on the platform for the code of a claim; the person is waiting in front of the page."""
	_send("privacy.proof.check", name=f"claim-{claim}", queue="short", timeout=CLAIM_SECONDS, claim=claim)


def enqueue_recheck() -> None:
	"""Looks again at the marked Social Profiles (`identity.recheck`) and those that new keys wake (`identity.waking`),
	or goes on where a killed run stopped."""
	_send("jobs.recheck.run", name="recheck", queue="short", timeout=RECHECK_SECONDS)


def enqueue_idea_news() -> None:
	"""Tells followers of Ideas what has become of them, or goes on where a killed run stopped."""
	_send("jobs.ideas.tell", name="idea-news", timeout=NEWS_SECONDS)


def enqueue_erase(profile: str, user: str | None = None) -> None:
	"""Erases a marked profile, or goes on where a killed worker stopped; `user` is told when it is done."""
	_send("jobs.privacy.erase", name=f"erase-{profile}", profile=profile, user=user)


def enqueue_export(profile: str, user: str) -> None:
	"""Writes a large export of a profile into a file."""
	_send("jobs.privacy.write_export", name=f"export-{profile}-{user}", profile=profile, user=user)


def enqueue_answer_download(request: str) -> None:
	"""Adds social profiles to the answer of a Personal Data Download Request."""
	_send("jobs.privacy.answer_download", request=request)


def enqueue_reply(reply: str, tries: int) -> None:
	"""Sends one reply of the outbox. `tries` so far are part of the name, so that a killed worker's job, which
	seems to run for a while, does not keep the next try out."""
	_send(
		"jobs.outbox.deliver",
		name=f"reply-{reply}-{tries}",
		queue="short",
		timeout=REPLY_SECONDS,
		reply=reply,
	)


def enqueue_deletion_check(account: str) -> None:
	"""Asks one account's platform which posts were deleted there; a second call while it runs does nothing."""
	_send("jobs.deletions.check_account", name=f"deletions-{account}", timeout=SYNC_SECONDS, account=account)


def enqueue_proposals(doctype: str, document: str) -> None:
	"""Drafts replies to the mentions that a finished document came from."""
	_send("jobs.loop.propose", queue="short", timeout=SETTLE_SECONDS, doctype=doctype, document=document)


def enqueue_withdrawal(doctype: str, document: str) -> None:
	"""Takes back the drafts for a document that is not finished any more."""
	_send("jobs.loop.withdraw", queue="short", timeout=SETTLE_SECONDS, doctype=doctype, document=document)


def enqueue_sweep() -> None:
	"""Looks for finished documents whose proposals were never asked for, or whose job was lost."""
	_send("jobs.loop.sweep", name="answers-sweep", timeout=SETTLE_SECONDS)
