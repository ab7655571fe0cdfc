"""The job that looks again at profiles whose link or suggestions may have lost their ground."""

import time

import frappe

from social_crm_app.errorlog import log_failure
from social_crm_app.identity import recheck as work
from social_crm_app.jobs.enqueue import RECHECK_SECONDS


def run() -> None:
	"""Looks at all marked profiles in pages; what a killed or timed-out run left over is done by the next. A page
	that fails is logged and passed over."""
	deadline, after = time.monotonic() + RECHECK_SECONDS * 0.8, ""
	_end_page()
	while time.monotonic() < deadline and (names := work.take(after)):
		after = names[-1]
		try:
			work.recheck(names)
		except Exception:  # what is wrong with one profile must not stop the others
			frappe.db.rollback()
			log_failure("Looking again at profiles failed")
		_end_page()


def _end_page() -> None:
	frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself, with its marks
