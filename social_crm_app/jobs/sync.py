"""The job that pulls one account, and the progress it shows to the person who asked for it."""

import frappe
from frappe import _

from social_crm_app.ingest import run
from social_crm_app.jobs.enqueue import SYNC_SECONDS


def sync_account(account: str, trigger: str = "Schedule", user: str | None = None) -> None:
	"""Runs one account if it is still enabled. `user` sees a progress bar on the account's form."""
	if not frappe.db.get_value("Social Account", account, "enabled"):
		return
	progress = _progress_bar(account, user) if user else None
	# Leave a margin: the worker kills the job at its timeout, and a page may take a minute.
	tally = run.sync(account, trigger, seconds=SYNC_SECONDS * 0.8, progress=progress)
	if user:
		_finish(account, user, tally)


def _progress_bar(account: str, user: str) -> run.Progress:
	limit = frappe.get_cached_doc("Social CRM Settings").pages_per_run or 50

	def show(tally: run.Tally) -> None:
		_publish(account, user, min(95, 100 * tally.pages / limit), tally)

	return show


def _finish(account: str, user: str, tally: run.Tally) -> None:
	_publish(account, user, 100, tally)


def _publish(account: str, user: str, percent: float, tally: run.Tally) -> None:
	frappe.publish_realtime(
		"social_sync",
		{
			"account": account,
			"percent": percent,
			"message": _("{0} new mentions, {1} already known").format(tally.created, tally.known),
			"status": frappe.db.get_value("Social Account", account, "status"),
		},
		user=user,
	)
