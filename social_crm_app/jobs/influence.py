"""The nightly count of influence, engagement and stance: the only writer of these columns of Social Profile.

Works in pages of the primary key with a bookmark that is committed with its page, so it can be killed at any
point and goes on where it stopped. A stance that a person has set is never touched.
"""

from collections.abc import Mapping, Sequence

import frappe
from frappe.utils import add_months, now_datetime

from social_crm_app.errorlog import log_failure
from social_crm_app.insight import standing
from social_crm_app.jobs.enqueue import enqueue_influence

PAGE = 200
_COLUMNS = (
	"influence_score", "influence_reach", "influence_relevance", "influence_conversion", "influence_numbers",
	"engagement_level", "participation",
)  # fmt: skip


def nightly() -> None:
	"""Scheduler: sends the count to a worker."""
	enqueue_influence()


def resume() -> None:
	"""Scheduler: goes on with a count that was killed, if there is one."""
	if _bookmark():
		enqueue_influence()


def run() -> int:
	"""Counts all profiles that said something in the last 12 months or have a score; returns how many."""
	after, done = _bookmark(), 0
	this = standing.new_round()
	try:
		while names := due(after):
			count(names, this)
			after, done = names[-1], done + len(names)
			_keep_bookmark(after)
		_keep_bookmark("")
	except Exception:
		frappe.db.rollback()
		log_failure("Counting influence failed")
		raise
	return done


def recount(profile: str) -> None:
	"""Counts one profile now."""
	count([profile], standing.new_round([profile]), even_if_same=True)


def due(after: str) -> list[str]:
	"""The next page of profiles behind that name: with a mention in the last 12 months, or counted before."""
	# Raw SQL: EXISTS on the index (social_profile, posted_at) stops at the first mention of each profile.
	return frappe.db.sql(  # nosemgrep
		"""SELECT p.name FROM `tabSocial Profile` p WHERE p.name > %(after)s AND (p.influence_at IS NOT NULL
			OR EXISTS (SELECT 1 FROM `tabMention` m WHERE m.social_profile = p.name AND m.posted_at >= %(since)s))
		ORDER BY p.name LIMIT %(page)s""",
		{"after": after, "since": add_months(now_datetime(), -standing.MONTHS), "page": PAGE},
		pluck=True,
	)


def count(names: Sequence[str], this: standing.Round, even_if_same: bool = False) -> None:
	"""Writes how these profiles stand; rows that stay the same are not touched, nor is `modified`."""
	held = _held(names)
	found = standing.standing_of(list(held), this)
	changes = {}
	for name, values in found.items():
		row = held[name]
		if row.stance_overridden:
			values["stance"] = row.stance
		if even_if_same or _differs(row, values):
			changes[name] = values
	frappe.db.bulk_update("Social Profile", changes, update_modified=False)


def _differs(row: Mapping, values: Mapping) -> bool:
	if any((row[column] or None) != (values[column] or None) for column in (*_COLUMNS, "stance")):
		return True
	return bool(row["influence_at"]) != bool(values["influence_at"])


def _held(names: Sequence[str]) -> dict[str, dict]:
	"""The rows as they are, locked until the page is committed: nobody sets a stance meanwhile."""
	table = frappe.qb.DocType("Social Profile")
	rows = (
		frappe.qb.from_(table)
		.select("name", "influence_at", "stance", "stance_overridden", *_COLUMNS)
		.where(table.name.isin(list(names)))
		.orderby(table.name)
		.for_update()
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def _bookmark() -> str:
	return frappe.db.get_single_value("Social CRM Settings", "influence_cursor", cache=False) or ""


def _keep_bookmark(after: str) -> None:
	frappe.db.set_single_value("Social CRM Settings", "influence_cursor", after, update_modified=False)
	frappe.db.commit()  # nosemgrep - a page and its bookmark together: the count can be killed and resumed
