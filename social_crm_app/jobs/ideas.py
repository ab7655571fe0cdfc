"""The nightly count of what Ideas are worth, and the job that tells followers what becomes of them."""

from social_crm_app.ideas import demand, news
from social_crm_app.jobs.enqueue import NEWS_SECONDS


def recount() -> None:
	"""Votes fade and invoices come in: every Idea is counted again."""
	demand.recount_all()


def tell() -> None:
	"""Tells the followers of Ideas whose status has changed; what a killed run left over is done by the next."""
	# Leave a margin: the worker kills the job at its timeout.
	news.run_waiting(seconds=NEWS_SECONDS * 0.8)
