"""The jobs that ask the ledger again what the people behind Social Profiles are to us."""

import frappe

from social_crm_app.identity import relationship, restamp

PAGE = 500  # profiles of one transaction


def refresh_party(doctype: str, party: str) -> None:
	"""Brings the profiles of one party, and their mentions, up to date after one of its documents has changed."""
	_refresh(relationship.profiles_of(doctype, party))


def refresh_all() -> None:
	"""The same for all linked profiles: quotations expire without an event, and rows are changed behind our back.

	Each page is complete in itself, so it may be killed and run again.
	"""
	after = ""
	while names := relationship.page_after(after, PAGE):
		_refresh(names)
		after = names[-1]


def _refresh(names: list[str]) -> None:
	# So that the locks come first and what is read after them is the newest
	frappe.db.commit()  # nosemgrep - nothing has been changed yet
	restamp.refresh(names)
	frappe.db.commit()  # nosemgrep - a page is done for good
