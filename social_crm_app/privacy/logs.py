"""What names an erased person in logs, versions, filters and the bin, wherever it points. Once per erasure: it reads
these tables whole.

The account's own words decide everywhere. The display name alone is looked for only where it tells people apart, and
not in what belongs to a record of the business: that may be a namesake's.
"""

import json
from collections.abc import Sequence
from typing import Any

import frappe

from social_crm_app.privacy.data_subject import Person
from social_crm_app.privacy.holdings import LOGS, MASKED_LOGS, OURS, TRACES, existing
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.traces import delete, holds
from social_crm_app.privacy.words import Marks

_POINTS = {trace.doctype: trace.type_field for trace in TRACES if trace.type_field}
_NO_NAMES = ("Email Queue",)  # mails of the business to its own people, some of them not sent yet
_MASKED_NAMES = ("Social Sync Log", "Social Account")  # in a reply the words are our own people's


def remove_from_logs(person: Person, report: Report) -> None:
	"""Deletes the rows that name the person, masks the person in those that stay."""
	finder = _Finder(person)
	for doctype, columns in LOGS:
		if existing(doctype):
			children = next((trace.children for trace in TRACES if trace.doctype == doctype), ())
			delete(doctype, finder.named(doctype, columns), report, children)
	for doctype, columns in MASKED_LOGS:
		_mask(doctype, columns, finder, report)
	if person.words:
		_versions(person, report)
	_deleted_documents(finder, report)
	_prepared_reports(report)
	_user_settings(finder, report)


class _Finder:
	"""Which rows name this person: the database finds the candidates, patterns decide."""

	def __init__(self, person: Person) -> None:
		self.person, self.name = person, person.telling_name
		self.names = Marks(_spelt([self.name]), loose=True)
		self.looked_for = _spelt([*person.words_ever, self.name])
		self._marks: dict[tuple[str, ...], Marks] = {}

	def marks_at(self, moment: Any) -> Marks:
		"""The account's words as they were at that moment."""
		words = tuple(self.person.words_at(moment))
		if words not in self._marks:
			self._marks[words] = Marks(_spelt(words), loose=True)
		return self._marks[words]

	def rows(self, doctype: str, columns: Sequence[str]) -> list[dict]:
		"""Rows that may name the person, with `creation` and the DocType they point to as `points_to`."""
		columns = _held(doctype, columns)
		if not columns or not self.looked_for:
			return []
		table, points = frappe.qb.DocType(doctype), _POINTS.get(doctype)
		query = frappe.qb.from_(table).select(table.name, table.creation, *[table[c] for c in columns])
		if points:
			query = query.select(table[points].as_("points_to"))
		return query.where(holds([table[c] for c in columns], self.looked_for)).run(as_dict=True)

	def named(self, doctype: str, columns: Sequence[str]) -> list[str]:
		"""Names of the rows of a log that name the person."""
		columns = _held(doctype, columns)
		return [row.name for row in self.rows(doctype, columns) if self._names(doctype, row, columns)]

	def _names(self, doctype: str, row: dict, columns: Sequence[str]) -> bool:
		marks = self.marks_at(row.creation)
		if any(marks.found_in(row[column]) for column in columns):
			return True
		ours = doctype not in _NO_NAMES and row.get("points_to") in (None, "", *OURS)
		return ours and any(self.names.found_in(row[column]) for column in columns)


def _mask(doctype: str, columns: Sequence[str], finder: _Finder, report: Report) -> None:
	by_name = doctype in _MASKED_NAMES
	masked = 0
	for row in finder.rows(doctype, columns):  # few: a run that failed on just this person
		marks = finder.marks_at(row.creation)
		new = {column: marks.mask(row[column]) for column in columns if row.get(column)}
		new = {column: finder.names.mask(text) if by_name else text for column, text in new.items()}
		if changed := {column: text for column, text in new.items() if text != row[column]}:
			frappe.db.set_value(doctype, row.name, changed, update_modified=False)
			masked += 1
	report.add(doctype, masked)


def _versions(person: Person, report: Report) -> None:
	"""Earlier versions of other people's mentions, profiles and of our replies."""
	table, marks = frappe.qb.DocType("Version"), Marks(person.words)
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.data)
		.where(table.ref_doctype.isin(OURS))
		.where(holds([table.data], _spelt(person.words)))
		.run(as_dict=True)
	)
	delete("Version", [row.name for row in rows if marks.found_in(row.data)], report)


def _deleted_documents(finder: _Finder, report: Report) -> None:
	"""What was deleted before and could be restored from Frappe's bin."""
	table = frappe.qb.DocType("Deleted Document")
	words = [*finder.looked_for, finder.person.name]
	names = (
		frappe.qb.from_(table)
		.select(table.name)
		.where(table.deleted_doctype.isin(OURS))
		.where(holds([table.data, table.deleted_name], words))
		.run(pluck=True)
	)
	delete("Deleted Document", names, report)


def _prepared_reports(report: Report) -> None:
	"""Results of our reports that were kept as files; they can be made again."""
	ours = frappe.get_all("Report", {"ref_doctype": ("in", OURS)}, pluck="name")
	kept = frappe.get_all("Prepared Report", {"report_name": ("in", ours)}, pluck="name") if ours else []
	for name in kept:  # one by one: each has a file on the disk
		frappe.delete_doc(
			"Prepared Report", name, force=True, delete_permanently=True,
			ignore_permissions=True,  # a cache of rows that are gone, whoever made it
		)  # fmt: skip
	report.add("Prepared Report", len(kept))


def _user_settings(finder: _Finder, report: Report) -> None:
	"""List filters that users typed last, kept by Frappe per user and DocType."""
	if not finder.looked_for:
		return
	table, marks = frappe.qb.Table("__UserSettings"), finder.marks_at(None)
	rows = (
		frappe.qb.from_(table)
		.select(table.user, table.doctype, table.data)
		.where(holds([table.data], finder.looked_for))
		.run(as_dict=True)
	)
	named = [
		row
		for row in rows
		if marks.found_in(row.data) or (row.doctype in OURS and finder.names.found_in(row.data))
	]
	for row in named:  # few: somebody searched for just this person
		frappe.db.delete("__UserSettings", {"user": row.user, "doctype": row.doctype})
		frappe.cache.hdel("_user_settings", f"{row.doctype}::{row.user}")
	report.add("User Settings", len(named))


def _held(doctype: str, columns: Sequence[str]) -> list[str]:
	"""Some columns are there in one version of Frappe and not in the other."""
	there = frappe.db.get_table_columns(doctype)
	return [column for column in columns if column in there]


def _spelt(words: Sequence[str]) -> list[str]:
	"""The words, and as JSON spells them where that is otherwise."""
	return list(dict.fromkeys(s for word in words if word for s in (word, json.dumps(word)[1:-1])))
