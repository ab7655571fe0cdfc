"""What Frappe keeps beside a document: versions, comments, notifications, files, assignments.

Removes it for documents whose content goes. It must not touch the documents themselves; what names a person in logs
that point nowhere is in `logs`.
"""

from collections.abc import Sequence

from pypika.functions import Concat
from pypika.terms import Term

import frappe
from frappe.model.utils.user_settings import sync_user_settings
from frappe.query_builder import CustomFunction
from frappe.utils.global_search import sync_global_search

from social_crm_app.privacy.holdings import TRACES, existing, files_of
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.words import MASK

Instr = CustomFunction("INSTR", ["text", "part"])
Coalesce = CustomFunction("COALESCE", ["value", "otherwise"])


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
			delete(
				trace.doctype, frappe.get_all(trace.doctype, filters, pluck="name"), report, trace.children
			)
	_automatic_mails(doctype, names, report)
	_forget_in_search(doctype, names)
	frappe.cache.delete_value([frappe.get_document_cache_key(doctype, name) for name in names])


def flush() -> None:
	"""Writes what waits in Redis for the search index and the user settings: else it would come back later."""
	sync_global_search()
	sync_user_settings()


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
	delete("Communication", mails, report, ("Communication Link",))


def delete(doctype: str, names: Sequence[str], report: Report, children: Sequence[str] = ()) -> None:
	"""These rows, those of their child tables, and what the search says of them."""
	if names:
		for child in children:
			frappe.db.delete(child, {"parent": ("in", list(names))})
		frappe.db.delete(doctype, {"name": ("in", list(names))})
		_forget_in_search(doctype, names)
		report.add(doctype, len(names))


def _forget_in_search(doctype: str, names: Sequence[str]) -> None:
	frappe.db.delete("__global_search", {"doctype": doctype, "name": ("in", list(names))})


def holds(columns: Sequence[Term], words: Sequence[str]) -> Term:
	"""A condition: one of the words stands anywhere in one of these columns."""
	spaced = [term for column in columns for term in (Coalesce(column, ""), " ")]
	text = Concat(*spaced)
	condition = Instr(text, words[0]) > 0
	for word in words[1:]:
		condition = condition | (Instr(text, word) > 0)
	return condition
