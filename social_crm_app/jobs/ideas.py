"""The nightly count of what Ideas are worth."""

from social_crm_app.ideas import demand


def recount() -> None:
	"""Votes fade and invoices come in: every Idea is counted again."""
	demand.recount_all()
