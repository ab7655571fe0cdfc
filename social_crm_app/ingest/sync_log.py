"""One Social Sync Log per run: the only writer of that table. Counts and errors, never content or secrets."""

import frappe
from frappe.utils import now_datetime, time_diff_in_seconds

COUNTS = ("pages", "fetched", "created", "known", "skipped", "linked")


def start(account: str, trigger: str) -> str:
	"""Opens the log of a run and returns its name. Closes what a killed worker left open."""
	for name in frappe.get_all(
		"Social Sync Log", {"social_account": account, "status": "Running"}, pluck="name"
	):
		close(
			name,
			"Failed",
			error="The worker was stopped before this run ended; the next run went on from here.",
		)
	log = frappe.new_doc("Social Sync Log")
	log.update(
		{"social_account": account, "trigger": trigger, "status": "Running", "started_at": now_datetime()}
	)
	log.insert(ignore_permissions=True)  # written by a job; people may only read logs
	return log.name


def count(name: str, counts: dict[str, int]) -> None:
	"""Keeps the counts so far, so that a killed run still tells how far it came."""
	frappe.db.set_value("Social Sync Log", name, {c: counts[c] for c in COUNTS}, update_modified=False)


def close(name: str, status: str, *, error: str = "", traceback: str = "") -> None:
	ended = now_datetime()
	started = frappe.db.get_value("Social Sync Log", name, "started_at")
	frappe.db.set_value(
		"Social Sync Log",
		name,
		{
			"status": status,
			"ended_at": ended,
			"duration": time_diff_in_seconds(ended, started),
			"error": error,
			"traceback": traceback,
		},
	)
