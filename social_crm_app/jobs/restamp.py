"""The job that copies changed links to the mentions of profiles with many of them."""

from social_crm_app.engage import deadlines
from social_crm_app.identity import restamp
from social_crm_app.jobs.enqueue import RESTAMP_SECONDS, enqueue_service_levels


def run() -> None:
	"""Stamps what waits; what a killed or timed-out run left over is done by the next."""
	# Leave a margin: the worker kills the job at its timeout.
	restamp.run_waiting(seconds=RESTAMP_SECONDS * 0.8)
	if deadlines.waiting():
		enqueue_service_levels()
