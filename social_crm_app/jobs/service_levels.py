"""The job that asks for the agreements of mentions again whose author was linked after they had come."""

from collections.abc import Iterable

from social_crm_app.engage import deadlines
from social_crm_app.jobs.enqueue import SERVICE_LEVEL_SECONDS, enqueue_service_levels


def on_relinked(profiles: Iterable[str]) -> None:
	"""What `social_crm_relinked` calls, in the transaction that changed the links of these profiles."""
	if deadlines.mark(profiles):
		enqueue_service_levels()


def run() -> None:
	"""Works off what is marked; what a killed or timed-out run left over is done by the next."""
	# Leave a margin: the worker kills the job at its timeout.
	deadlines.run_waiting(seconds=SERVICE_LEVEL_SECONDS * 0.8)
