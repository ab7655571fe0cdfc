"""Deadlines of mentions that already waited for an answer when their author was linked to somebody else.

The change of a link marks the profile; a job asks ERPNext again, in pages of short transactions, so that it may be
killed anywhere and started again. Which agreement fits and what it demands is ERPNext's to say, as on every save of
a mention. It must not touch what is answered, closed or ignored, nor links (`identity.restamp`).
"""

import time
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

import frappe

from erpnext.support.doctype.service_level_agreement.service_level_agreement import apply

from social_crm_app.engage.service_level import AGREEMENT, start_clock
from social_crm_app.errorlog import log_failure
from social_crm_app.insight.response_times import OPEN

if TYPE_CHECKING:
	from frappe.model.document import Document

PAGE = 100  # mentions of one transaction; ERPNext asks about fifteen questions for each
MARK = "service_level_pending"
# What `apply` may change while the status stays the same
_WRITTEN = (
	"service_level_agreement", "service_level_agreement_creation", "priority", "response_by", "sla_resolution_by",
	"agreement_status",
)  # fmt: skip
_Position = tuple[Any, str]  # posted_at and name of the last mention of a page


def mark(profiles: Iterable[str]) -> bool:
	"""Notes that the links of these profiles have changed; True if there is something to do for `run_waiting`. Without
	an agreement for mentions nothing is noted. Call it in the transaction that changed the links."""
	names = sorted(set(profiles))
	if not (names and _is_tracked()):
		return False
	frappe.db.set_value("Social Profile", {"name": ("in", names)}, MARK, 1, update_modified=False)
	return True


def waiting() -> bool:
	"""True if the deadlines of any profile are still to be looked at, and its mentions have their new links."""
	return _is_tracked() and bool(frappe.db.exists("Social Profile", {MARK: 1, "restamp_pending": 0}))


def run_waiting(seconds: float) -> int:
	"""Looks at all marked profiles; returns how many mentions were changed. Commits page by page.

	Stops after about `seconds`; what is left still waits. A profile that fails is logged and passed over.
	"""
	deadline, changed, profile = time.monotonic() + seconds, 0, ""
	while time.monotonic() < deadline and (profile := _next_after(profile)):
		try:
			changed += _run_profile(profile, deadline)
		except Exception:  # a deadlock or a broken agreement must not stop the others
			frappe.db.rollback()
			log_failure("The deadlines of a profile's mentions could not be set", "Social Profile", profile)
	return changed


def _is_tracked() -> bool:
	"""Switched off, ERPNext would take every agreement away again; nobody has asked for that here."""
	return bool(
		frappe.db.get_single_value("Support Settings", "track_service_level_agreement")
		and frappe.db.exists(AGREEMENT, {"document_type": "Mention", "enabled": 1})
	)


def _next_after(profile: str) -> str | None:
	found = frappe.get_all(
		"Social Profile",
		filters={MARK: 1, "restamp_pending": 0, "name": (">", profile)},
		pluck="name",
		order_by="name",
		limit=1,
	)
	return found[0] if found else None


def _run_profile(profile: str, deadline: float) -> int:
	"""Pages through the waiting mentions of one profile; a link that changes meanwhile makes it begin again."""
	customer, after, changed = None, None, 0
	while time.monotonic() < deadline:
		_end_transaction()  # so that the lock comes first and what is read after it is the newest
		held = _lock(profile)
		if held is None:
			break
		if held.customer != customer:
			customer, after = held.customer, None
		page = _page(profile, after)
		changed += _ask_again([name for _at, name in page])
		if len(page) < PAGE:
			frappe.db.set_value("Social Profile", profile, MARK, 0, update_modified=False)
			break
		after = page[-1]
	_end_transaction()
	return changed


def _end_transaction() -> None:
	frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself


def _lock(profile: str) -> frappe._dict | None:
	"""The profile, whose link nobody can change until the page is committed; None when there is nothing left to do."""
	row = frappe.db.get_value(
		"Social Profile", profile, ["customer", MARK, "restamp_pending"], for_update=True, as_dict=True
	)
	return row if row and row[MARK] and not row.restamp_pending and _is_tracked() else None


def _page(profile: str, after: _Position | None) -> list[_Position]:
	"""The next mentions of the profile that nobody has answered, in the order of date and name."""
	mention = frappe.qb.DocType("Mention")
	page = (
		frappe.qb.from_(mention)
		.select(mention.posted_at, mention.name)
		.where((mention.social_profile == profile) & _unanswered(mention))
		.orderby(mention.posted_at, mention.name)
	)
	if after:
		at, name = after
		page = page.where((mention.posted_at > at) | ((mention.posted_at == at) & (mention.name > name)))
	return list(page.limit(PAGE).run())


def _unanswered(mention: Any) -> Any:
	return mention.status.isin(OPEN) & mention.first_responded_on.isnull()


def _ask_again(names: Sequence[str]) -> int:
	"""Applies the agreement to these mentions; returns how many have another one or another deadline now."""
	changes = {doc.name: new for doc in _documents(names) if (new := _changes(doc))}
	frappe.db.bulk_update("Mention", changes, update_modified=False)
	for name in changes:
		frappe.clear_document_cache("Mention", name)
	return len(changes)


def _changes(doc: "Document") -> dict[str, Any]:
	before = {column: doc.get(column) for column in _WRITTEN}
	if _is_for_somebody(doc.service_level_agreement):
		doc.service_level_agreement = None  # ERPNext keeps the one that is there, whosever it is
	start_clock(doc)
	apply(doc)
	after = {column: doc.get(column) for column in _WRITTEN}
	return after if after != before else {}


def _is_for_somebody(agreement: str | None) -> bool:
	"""It is one of a customer, a group or a territory, and goes with the link."""
	return bool(agreement and frappe.get_cached_value(AGREEMENT, agreement, "entity_type"))


def _documents(names: Sequence[str]) -> "list[Document]":
	"""Those of the mentions that still are unanswered, locked as they stand now, with their child tables."""
	if not names:
		return []
	mention = frappe.qb.DocType("Mention")
	rows = (
		frappe.qb.from_(mention)
		.select("*")
		.where(mention.name.isin(list(names)) & _unanswered(mention))
		.orderby(mention.name)
		.for_update()
		.run(as_dict=True)
	)
	children = _children([row.name for row in rows])
	return [frappe.get_doc({"doctype": "Mention", **row, **children.get(row.name, {})}) for row in rows]


def _children(names: Collection[str]) -> dict[str, dict[str, list[dict]]]:
	"""{mention: {table field: its rows}}, one query for each table: a condition may ask for anything."""
	found: dict[str, dict[str, list[dict]]] = {}
	for table in frappe.get_meta("Mention").get_table_fields():
		for row in frappe.get_all(
			table.options,
			filters={"parent": ("in", list(names)), "parenttype": "Mention", "parentfield": table.fieldname},
			fields=["*"],
			order_by="parent, idx",
		):
			rows = found.setdefault(row.parent, {}).setdefault(table.fieldname, [])
			rows.append({**row, "doctype": table.options})
	return found
