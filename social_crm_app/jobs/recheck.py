"""The job that looks again at profiles whose link or suggestions may have lost their ground."""

import frappe

from social_crm_app.identity import recheck as work


def run(profiles: list[str]) -> None:
	"""Checks these profiles in pages; a page is done for good once it is committed."""
	for start in range(0, len(profiles), work.PAGE):
		work.recheck(profiles[start : start + work.PAGE])
		frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself
