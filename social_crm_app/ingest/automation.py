"""Fires what listens to new Mentions, once per mention, after they are safely stored.

A mention waits with `automation_pending` set. A batch is claimed, fired and unset in one transaction, so a
worker killed in between leaves it to the next one, and two workers never fire the same. One listener's
error stops neither the others nor the batch. It must not decide what listens (that is `listeners`).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import frappe

if TYPE_CHECKING:
	from frappe.model.document import Document

BATCH = 50


def fire_pending() -> int:
	"""Fires all mentions that wait; returns how many. Commits after each batch."""
	fired = 0
	while names := _claim():
		for doc in _documents(names):
			_fire(doc)
		fired += len(names)
		frappe.publish_realtime("list_update", {"doctype": "Mention"}, doctype="Mention", after_commit=True)
		frappe.db.commit()  # nosemgrep - a batch is done for good, a kill must not fire it again
	return fired


def waiting() -> bool:
	"""True if any mention still waits, for example because a worker was killed."""
	return bool(frappe.db.exists("Mention", {"automation_pending": 1}))


def _claim() -> list[str]:
	table = frappe.qb.DocType("Mention")
	names = (
		frappe.qb.from_(table)
		.select(table.name)
		.where(table.automation_pending == 1)
		.limit(BATCH)
		.for_update(skip_locked=True)
		.run(pluck=True)
	)
	if names:
		frappe.db.set_value(
			"Mention", {"name": ("in", names)}, "automation_pending", 0, update_modified=False
		)
	return names


def _documents(names: list[str]) -> "Iterator[Document]":
	"""The claimed mentions as documents, oldest post first, read in two queries."""
	rows = frappe.get_all(
		"Mention", filters={"name": ("in", names)}, fields=["*"], order_by="posted_at, name"
	)
	topics: dict[str, list[dict]] = {}
	for topic in frappe.get_all(
		"Mention Topic", filters={"parent": ("in", names)}, fields=["*"], order_by="parent, idx"
	):
		topics.setdefault(topic.parent, []).append({**topic, "doctype": "Mention Topic"})
	for row in rows:
		yield frappe.get_doc({"doctype": "Mention", **row, "topics": topics.get(row.name, [])})


def _fire(doc: "Document") -> None:
	"""The events that follow an insert, in Frappe's own order (Document.insert, run_post_save_methods)."""
	frappe.db.savepoint("listeners")
	try:
		doc.set("__islocal", True)
		doc.flags.notifications_executed = []
		doc.run_method("after_insert")
		doc.flags.in_insert = True
		doc.run_method("on_update")
		doc.run_method("on_change")
	except Exception:  # a listener is an admin's own code: whatever it raises must not stop the pull
		frappe.db.rollback(save_point="listeners")
		frappe.log_error(
			title=f"Listener failed on Mention {doc.name}",
			reference_doctype="Mention",
			reference_name=doc.name,
		)
