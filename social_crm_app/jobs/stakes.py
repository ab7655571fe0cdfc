"""The jobs that count what is at stake with suggested parties, page by page."""

import frappe

from social_crm_app.identity import matches
from social_crm_app.insight.stake import value_at_stake

PAGE = 500  # parties of one page


def run_waiting() -> None:
	"""Counts the suggestions that have no value yet; goes on where a killed run stopped."""
	while page := _uncounted():
		_count(page)


def refresh_stakes() -> None:
	"""Counts all open suggestions anew: once a day, for invoices come and Opportunities go."""
	after = ("", "")
	while page := _page_after(after):
		_count(page)
		after = page[-1]


def waiting() -> bool:
	"""True if a suggestion has no value yet."""
	return bool(_uncounted(limit=1))


def _count(page: list[tuple[str, str]]) -> None:
	matches.set_stakes(value_at_stake(page))
	frappe.db.commit()  # nosemgrep - each page is complete in itself, so a job can be killed and resumed


def _uncounted(limit: int = PAGE) -> list[tuple[str, str]]:
	match = frappe.qb.DocType("Social Profile Match")
	rows = (
		frappe.qb.from_(match)
		.select(match.party_type, match.party)
		.where((match.status == "Suggested") & match.stake_counted_at.isnull())
		.limit(limit)
		.run()
	)
	return list(dict.fromkeys(rows))


def _page_after(after: tuple[str, str]) -> list[tuple[str, str]]:
	match = frappe.qb.DocType("Social Profile Match")
	beyond = (match.party_type > after[0]) | ((match.party_type == after[0]) & (match.party > after[1]))
	rows = (
		frappe.qb.from_(match)
		.select(match.party_type, match.party)
		.where((match.status == "Suggested") & beyond)
		.groupby(match.party_type, match.party)
		.orderby(match.party_type)
		.orderby(match.party)
		.limit(PAGE)
		.run()
	)
	return list(rows)
