"""The job that looks again at profiles: those that a new key wakes, and those whose link may have lost its ground."""

import time

import frappe

from social_crm_app.errorlog import log_failure
from social_crm_app.identity import recheck as work
from social_crm_app.identity import waking
from social_crm_app.jobs.enqueue import RECHECK_SECONDS

SHARE = 0.6  # of the job's time; the queue is there for others too, and the dispatcher sends it again


def run() -> None:
	"""Looks at all profiles that are marked or woken, in pages; what a killed or timed-out run left over is done by the
	next."""
	began, seconds = time.monotonic(), RECHECK_SECONDS * SHARE
	_end_page()
	_wake(began + seconds / 2)
	_end_page()  # what was read in vain must not hide a profile that was saved since
	_look(began + seconds)


def _wake(deadline: float) -> None:
	try:
		while time.monotonic() < deadline and (keys := waking.take()):
			_end_page()
			waking.done(keys)
			_end_page()
	except Exception:  # the keys stay marked; profiles that are marked already must not wait for it
		frappe.db.rollback()
		log_failure("Looking for profiles of new keys failed")


def _look(deadline: float) -> None:
	"""A page that fails is taken again in smaller ones, so that only the profile that is wrong is passed over."""
	after, most = "", work.PAGE
	while time.monotonic() < deadline and (names := work.take(after, most)):
		try:
			work.recheck(names)
		except Exception:  # what is wrong with one profile must not stop the others
			frappe.db.rollback()
			log_failure("Looking again at profiles failed")
			if len(names) > 1:
				most = max(1, len(names) // 8)
				continue
		else:
			most = min(work.PAGE, most * 2)
		after = names[-1]
		_end_page()


def _end_page() -> None:
	frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself, with its marks
