"""The job that judges stored mentions again and shows how far it is."""

import frappe

from social_crm_app.ingest import rescore as work


def rescore(user: str | None = None, query: str | None = None) -> None:
	"""Judges all mentions, or only for one Listening Query; `user` sees a progress bar."""
	total = frappe.db.count("Mention") or 1
	done = 0
	for done in work.apply_query(query) if query else work.rescore_all():
		_show(user, done, total)
	_show(user, max(done, total), total)


def _show(user: str | None, done: int, total: int) -> None:
	if user:
		frappe.publish_realtime(
			"social_rescore", {"done": done, "total": total, "percent": 100 * done / total}, user=user
		)
