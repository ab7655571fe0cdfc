"""Fires what listens to new Mentions, once per mention, after they are safely stored.

A mention waits with `automation_pending` set. A batch is claimed, fired and unset in one transaction, so a
worker killed in between leaves it to the next one, and two workers never fire the same. A listener
that raises stops no other mention. Last of all the hook `social_crm_new_mentions` is called with the batch, in the
same transaction; mentions that were saved like a form wait for the hook alone, with `rules_pending` set. A hook that
raises is asked again, for each mention of the batch alone, after a while (`retries`).
It must not decide what listens (that is `listeners`).
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import frappe
from frappe.desk.notifications import clear_doctype_notifications
from frappe.email.doctype.notification.notification import evaluate_alert

from social_crm_app.errorlog import log_failure
from social_crm_app.ingest import listeners, preread, retries

if TYPE_CHECKING:
	from pypika.terms import Criterion

	from frappe.model.document import Document

BATCH = 50
HOOK = "social_crm_new_mentions"
_NOTIFIED_BY = {"after_insert": "New", "on_update": "Save"}


def fire_pending() -> int:
	"""Fires all mentions that wait; returns how many. Commits after each batch."""
	fired, table = 0, frappe.qb.DocType("Mention")
	# So that the claim comes first and what is read after it is the newest
	frappe.db.commit()  # nosemgrep - nothing has been changed yet
	while names := _claim("automation_pending", table.automation_pending == 1):
		if fire := _firing():
			for doc in _documents(names):
				_guarded(fire, doc)
		fired += _end_batch(names)
	while names := _claim("rules_pending", retries.are_new(table)):
		fired += _end_batch(names)
	while names := _claim("rules_pending", retries.are_due(table), limit=1):
		fired += _end_batch(names)
	return fired


def waiting() -> bool:
	"""True if any mention waits that can be fired now, for example because a worker was killed."""
	return bool(frappe.db.exists("Mention", {"automation_pending": 1})) or retries.waiting()


def _end_batch(names: list[str]) -> int:
	_tell(names)
	frappe.db.commit()  # nosemgrep - a batch is done for good, a kill must not fire it again
	return len(names)


def _tell(names: list[str]) -> None:
	"""Calls the hook for a batch. What it raises of its own must not stop the pull."""
	frappe.db.savepoint("new_mentions")
	try:
		for method in frappe.get_hooks(HOOK):
			frappe.get_attr(method)(names)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise  # the batch waits again
	except Exception:
		frappe.db.rollback(save_point="new_mentions")
		log_failure(f"{HOOK} failed")
		retries.put_off(names)


def _claim(column: str, which: "Criterion", limit: int = BATCH) -> list[str]:
	table = frappe.qb.DocType("Mention")
	names = (
		frappe.qb.from_(table)
		.select(table.name)
		.where(which)
		.limit(limit)
		.for_update(skip_locked=True)
		.run(pluck=True)
	)
	if names:
		frappe.db.set_value("Mention", {"name": ("in", names)}, column, 0, update_modified=False)
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


def _firing() -> "Callable[[Document], None] | None":
	"""How to fire one document of this batch; None if only the hook is to be told. Notifications are loaded once
	here, Frappe would load them for every document; where nothing but Assignment Rules listens besides, documents
	no rule wants are passed."""
	alerts = listeners.notifications()
	if listeners.anything_else():
		return lambda doc: _fire_events(doc, alerts)
	rules = listeners.assignment_rules()
	return (lambda doc: _fire_simple(doc, alerts, rules)) if alerts or rules else None


def _fire_events(doc: "Document", alerts: "list[Document]") -> None:
	"""Everything that follows an insert, in Frappe's own order (Document.insert, run_post_save_methods)."""
	for event in listeners.AFTER_EVENTS:
		doc.flags.in_insert = event != "after_insert"
		doc.run_method(event)
		_notify(doc, event, alerts)


def _fire_simple(doc: "Document", alerts: "list[Document]", rules: "list[Document]") -> None:
	_notify(doc, "after_insert", alerts)
	with preread.giving(doc):
		_assign(doc.as_dict(), rules)
	_notify(doc, "on_update", alerts)
	_notify(doc, "on_change", alerts)
	clear_doctype_notifications(doc)


def _assign(values: dict, rules: "list[Document]") -> None:
	"""What Frappe's assignment_rule.apply does for a document that nobody has yet, with the rules of the
	batch: the first one that wants it assigns it, then each may close at once what it assigned."""
	today = [rule for rule in rules if not rule.is_rule_not_applicable_today()]
	if any(rule.apply_assign(values) for rule in today):
		for rule in today:
			rule.close_assignments(values)


def _notify(doc: "Document", event: str, alerts: "list[Document]") -> None:
	"""As Document.run_notifications, with the Notifications of the batch."""
	for alert in alerts:
		if alert.event == _NOTIFIED_BY.get(event) or (alert.event == "Method" and alert.method == event):
			evaluate_alert(doc, alert, alert.event)


def _guarded(fire: "Callable[[Document], None]", doc: "Document") -> None:
	doc.set("__islocal", True)
	doc.flags.notifications = []  # _notify has them
	frappe.db.savepoint("listeners")
	try:
		fire(doc)
	except Exception:  # a listener is an admin's own code: whatever it raises must not stop the pull
		frappe.db.rollback(save_point="listeners")
		log_failure(f"Listener failed on Mention {doc.name}", "Mention", doc.name)
