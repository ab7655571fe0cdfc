"""What the conditions of rules ask about mentions, read for a whole batch at once.

Only what is asked for is read, with as many queries for one mention as for two hundred. Everything goes through
the rights of the current user: a mention they may not read is not there, a customer they may not read is
unknown. Reads only.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pypika.functions import Count

import frappe
from frappe.utils import nowdate

from social_crm_app.engage.rules import check
from social_crm_app.engage.rules import subjects as s
from social_crm_app.insight import receivables, stake
from social_crm_app.insight.visible import visible_records

CLOSED_ISSUES = ("Resolved", "Closed")
_ALWAYS = (
	"name", "title", "author_name", "author_handle", "platform", "company", "posted_at", "deleted_upstream",
	"social_profile", "party_type", "party", "customer",
)  # fmt: skip


@dataclass(slots=True)
class Known:
	"""A mention's own columns, and its facts by the name of the subject."""

	row: Any
	facts: dict[str, Any] = field(default_factory=dict)


Batch = dict[str, Known]


def gather(names: Sequence[str], subjects: Collection[str]) -> Batch:
	"""The facts about these mentions that the subjects ask for, by the name of the mention."""
	asked = [s.SUBJECTS[name] for name in sorted(subjects) if name in s.SUBJECTS]
	asked = [subject for subject in asked if check.is_there(subject)]
	batch = _mentions(names, [subject for subject in asked if subject.source == s.MENTION])
	_forget_hidden(batch, asked)
	for source, read in _READERS.items():
		if wanted := [subject for subject in asked if subject.source == source]:
			read(batch, wanted)
	return batch


def _mentions(names: Sequence[str], wanted: Sequence[s.Subject]) -> Batch:
	columns = dict.fromkeys([*_ALWAYS, *(subject.field for subject in wanted)])
	rows = frappe.get_list(
		"Mention", {"name": ("in", list(names))}, list(columns), order_by="posted_at, name", limit=0
	)
	return {
		row.name: Known(row, {subject.name: row[subject.field] for subject in wanted})
		for row in rows
		if not row.deleted_upstream
	}


def _forget_hidden(batch: Batch, asked: Iterable[s.Subject]) -> None:
	"""Takes those customers and parties from the rows that the user may not read; only where they are asked for."""
	sources = {subject.source for subject in asked}
	if not sources.intersection(s.OF_THE_CUSTOMER):
		return
	pairs = {("Customer", known.row.customer) for known in batch.values()}
	if s.STAKE in sources:
		pairs |= {(known.row.party_type, known.row.party) for known in batch.values()}
	seen = visible_records(pairs)
	for known in batch.values():
		if ("Customer", known.row.customer) not in seen:
			known.row.customer = None
		if (known.row.party_type, known.row.party) not in seen:
			known.row.party = None


def _topics(batch: Batch, wanted: Sequence[s.Subject]) -> None:
	found: dict[str, set[str]] = defaultdict(set)
	for topic in frappe.get_all(
		"Mention Topic", {"parent": ("in", list(batch)), "parenttype": "Mention"}, ["parent", "query"]
	):
		found[topic.parent].add(topic.query)
	for name, known in batch.items():
		known.facts.update({subject.name: frozenset(found[name]) for subject in wanted})


def _profiles(batch: Batch, wanted: Sequence[s.Subject]) -> None:
	names = {known.row.social_profile for known in batch.values() if known.row.social_profile}
	columns = dict.fromkeys(["name", *(subject.field for subject in wanted)])
	rows = frappe.get_all("Social Profile", {"name": ("in", list(names))}, list(columns), limit=0)
	held = {row.name: row for row in rows}
	for known in batch.values():
		if row := held.get(known.row.social_profile):
			known.facts.update({subject.name: _profile_value(subject, row) for subject in wanted})


def _profile_value(subject: s.Subject, row: dict) -> Any:
	if subject.field == "_user_tags":
		return frozenset(filter(None, (row[subject.field] or "").split(",")))
	return row[subject.field]


def _customers_of(batch: Batch) -> list[str]:
	return sorted({known.row.customer for known in batch.values() if known.row.customer})


def _put(batch: Batch, subject: s.Subject, values: dict[str, Any]) -> None:
	"""`values` by customer; a mention without a customer that may be seen keeps the fact unknown."""
	for known in batch.values():
		if known.row.customer:
			known.facts[subject.name] = values.get(known.row.customer)


def _customer(batch: Batch, wanted: Sequence[s.Subject]) -> None:
	columns = [subject.field for subject in wanted]
	rows = frappe.get_all(
		"Customer", {"name": ("in", _customers_of(batch))}, ["name", *columns], order_by="name"
	)
	for subject in wanted:
		above = _with_all_above(subject.doctype)
		_put(batch, subject, {row.name: above.get(row[subject.field], frozenset()) for row in rows})


def _with_all_above(doctype: str) -> dict[str, frozenset[str]]:
	"""Each record of a tree with all that it lies below, itself included."""
	parent = f"parent_{frappe.scrub(doctype)}"
	held = dict(frappe.get_all(doctype, fields=["name", parent], as_list=True, order_by="lft"))
	found: dict[str, frozenset[str]] = {}
	for name, above in held.items():  # from the root downwards: what is above was there before
		found[name] = frozenset({name}) | found.get(above, frozenset())
	return found


def _receivable(batch: Batch, wanted: Sequence[s.Subject]) -> None:
	owed = receivables.owed_by(_customers_of(batch))
	for subject in wanted:
		_put(batch, subject, {name: getattr(amount, subject.field) for name, amount in owed.items()})


def _warranty(batch: Batch, wanted: Sequence[s.Subject]) -> None:
	customers = _customers_of(batch)
	filters = {"customer": ("in", customers), "warranty_expiry_date": (">=", nowdate())}
	covered = set(frappe.get_all("Serial No", filters, pluck="customer", distinct=True, order_by="customer"))
	_put(batch, wanted[0], {name: name in covered for name in customers})


def _issues(batch: Batch, wanted: Sequence[s.Subject]) -> None:
	customers = _customers_of(batch)
	issue = frappe.qb.DocType("Issue")
	query = frappe.qb.from_(issue).select(issue.customer, Count("*")).groupby(issue.customer)
	query = query.where(issue.customer.isin(customers) & issue.status.notin(CLOSED_ISSUES))
	_put(batch, wanted[0], {**dict.fromkeys(customers, 0), **dict(query.run() if customers else ())})


def _stake(batch: Batch, wanted: Sequence[s.Subject]) -> None:
	"""Of whoever the author is: a Lead has open Opportunities too."""
	values = stake.value_at_stake({party for known in batch.values() if (party := _party_of(known.row))})
	for known in batch.values():
		known.facts[wanted[0].name] = values.get(_party_of(known.row))


def _party_of(row: Any) -> tuple[str, str] | None:
	if row.customer:
		return "Customer", row.customer
	return (row.party_type, row.party) if row.party else None


_READERS: dict[str, Callable[[Batch, Sequence[s.Subject]], None]] = {
	s.TOPICS: _topics,
	s.PROFILE: _profiles,
	s.CUSTOMER: _customer,
	s.RECEIVABLE: _receivable,
	s.WARRANTY: _warranty,
	s.ISSUES: _issues,
	s.STAKE: _stake,
}
