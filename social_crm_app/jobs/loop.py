"""The jobs that draft answers when something was done, and take them back. Must not send anything."""

from social_crm_app.engage import loop, missed

SWEEP_SECONDS = 240


def propose(doctype: str, document: str) -> None:
	"""Drafts a reply to each mention that the document came from."""
	loop.propose(doctype, document)


def withdraw(doctype: str, document: str) -> None:
	"""Takes back the drafts for a document that is not done any more."""
	loop.withdraw(doctype, document)


def sweep() -> None:
	"""Drafts answers for what was done without an event, or whose job was lost."""
	missed.sweep(SWEEP_SECONDS)
