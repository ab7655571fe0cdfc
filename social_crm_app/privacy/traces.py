"""What Frappe keeps beside a document: versions, comments, notifications, files, assignments, logs.

Removes it for documents whose content goes. It must not touch the documents themselves.
"""

from collections.abc import Sequence

from pypika.functions import Concat
from pypika.terms import Term

import frappe
from frappe.model.utils.user_settings import sync_user_settings
from frappe.query_builder import CustomFunction
from frappe.utils.global_search import sync_global_search

from social_crm_app.privacy.holdings import LOGS, MASKED_LOGS, TRACES, existing, files_of
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.words import MASK, Marks

Instr = CustomFunction("INSTR", ["text", "part"])
Coalesce = CustomFunction("COALESCE", ["value", "otherwise"])
OURS = ("Social Profile", "Mention", "Social Profile Match", "Social Profile Claim")


def remove(doctype: str, names: Sequence[str], report: Report) -> None:
	"""Everything beside these documents, what people have written there included."""
	if not names:
		return
	remove_files(
		[file.name for file in files_of(doctype, list(names))], report
	)  # first: deleting a file writes a comment
	_assignments(doctype, names, report)
	remove_automatic(doctype, names, report, by_people=True)


def remove_automatic(doctype: str, names: Sequence[str], report: Report, by_people: bool = False) -> None:
	"""What Frappe wrote beside these documents by itself; with `by_people` comments and tags too."""
	for trace in TRACES:
		if (by_people or not trace.by_people) and existing(trace.doctype):
			filters = {trace.name_field: ("in", list(names))}
			if trace.type_field:
				filters[trace.type_field] = doctype
			_delete(
				trace.doctype, frappe.get_all(trace.doctype, filters, pluck="name"), report, trace.children
			)
	_automatic_mails(doctype, names, report)
	_forget_in_search(doctype, names)
	frappe.cache.delete_value([frappe.get_document_cache_key(doctype, name) for name in names])


def flush() -> None:
	"""Writes what waits in Redis for the search index and the user settings: else it would come back later."""
	sync_global_search()
	sync_user_settings()


def remove_from_logs(words: Sequence[str], profile: str, report: Report) -> None:
	"""Rows of logs that name the person in their text; once per erasure, for it reads these logs whole."""
	marks = Marks(words, loose=True)
	for doctype, columns in LOGS:
		if existing(doctype):
			rows = _naming(doctype, columns, marks)
			_delete(doctype, [row.name for row in rows], report)
	for doctype, columns in MASKED_LOGS:
		rows = _naming(doctype, columns, marks)
		for row in rows:  # few: a run that failed on just this person
			masked = {column: marks.mask(row[column]) for column in columns if row[column]}
			frappe.db.set_value(doctype, row.name, masked, update_modified=False)
		report.add(doctype, len(rows))
	_deleted_documents([*words, profile], report)
	_prepared_reports(report)
	_user_settings(marks, report)


def remove_files(files: Sequence[str], report: Report) -> None:
	"""Files by name, from the disk too."""
	for file in files:  # one by one: each is a file on the disk
		frappe.delete_doc(
			"File", file, force=True, delete_permanently=True,
			ignore_permissions=True,  # the right to erase was checked; the file may be somebody else's upload
		)  # fmt: skip
	report.add("File", len(files))


def _assignments(doctype: str, names: Sequence[str], report: Report) -> None:
	"""Assignments stay as a record of work done, without what they were about."""
	todos = frappe.get_all(
		"ToDo", {"reference_type": doctype, "reference_name": ("in", list(names))}, ["name", "status"]
	)
	if not todos:
		return
	held = [todo.name for todo in todos]
	frappe.db.set_value("ToDo", {"name": ("in", held)}, "description", MASK, update_modified=False)
	frappe.db.set_value(
		"ToDo", {"name": ("in", held), "status": "Open"}, "status", "Cancelled", update_modified=False
	)
	remove_automatic("ToDo", held, report, by_people=True)
	report.add("ToDo", len(held))


def _automatic_mails(doctype: str, names: Sequence[str], report: Report) -> None:
	mails = frappe.get_all(
		"Communication",
		filters={
			"reference_doctype": doctype,
			"reference_name": ("in", list(names)),
			"communication_type": ("!=", "Communication"),
		},
		pluck="name",
	)
	_delete("Communication", mails, report, ("Communication Link",))


def _delete(doctype: str, names: Sequence[str], report: Report, children: Sequence[str] = ()) -> None:
	if names:
		for child in children:
			frappe.db.delete(child, {"parent": ("in", list(names))})
		frappe.db.delete(doctype, {"name": ("in", list(names))})
		_forget_in_search(doctype, names)
		report.add(doctype, len(names))


def _forget_in_search(doctype: str, names: Sequence[str]) -> None:
	frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", list(names))})


def _naming(doctype: str, columns: Sequence[str], marks: Marks) -> list[dict]:
	"""Rows of which one column names the person: the database finds the candidates, the pattern decides."""
	have = [column for column in columns if column in frappe.db.get_table_columns(doctype)]
	table = frappe.qb.DocType(doctype)
	if not have or not marks.words:
		return []
	rows = (
		frappe.qb.from_(table)
		.select(table.name, *[table[column] for column in have])
		.where(holds([table[column] for column in have], marks.words))
		.run(as_dict=True)
	)
	return [row for row in rows if any(marks.found_in(row[column]) for column in have)]


def holds(columns: Sequence[Term], words: Sequence[str]) -> Term:
	"""A condition: one of the words stands anywhere in one of these columns."""
	spaced = [term for column in columns for term in (Coalesce(column, ""), " ")]
	text = Concat(*spaced)
	condition = Instr(text, words[0]) > 0
	for word in words[1:]:
		condition = condition | (Instr(text, word) > 0)
	return condition


def _deleted_documents(words: Sequence[str], report: Report) -> None:
	"""What was deleted before and could be restored from Frappe's bin."""
	table = frappe.qb.DocType("Deleted Document")
	names = (
		frappe.qb.from_(table)
		.select(table.name)
		.where(table.deleted_doctype.isin(OURS))
		.where(holds([table.data, table.deleted_name], words))
		.run(pluck=True)
	)
	_delete("Deleted Document", names, report)


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


def _user_settings(marks: Marks, report: Report) -> None:
	"""List filters that users typed last, kept by Frappe per user and DocType."""
	table = frappe.qb.Table("__UserSettings")
	rows = (
		frappe.qb.from_(table)
		.select(table.user, table.doctype, table.data)
		.where(holds([table.data], marks.words))
		.run(as_dict=True)
	)
	named = [row for row in rows if marks.found_in(row.data)]
	for row in named:  # few: somebody searched for just this person
		frappe.db.delete("__UserSettings", {"user": row.user, "doctype": row.doctype})
		frappe.cache.hdel("_user_settings", f"{row.doctype}::{row.user}")
	report.add("User Settings", len(named))
