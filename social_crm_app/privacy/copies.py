"""The copies of a post in the documents that were made of it: Ideas, Issues, Tasks, Opportunities ...

What was copied is taken out, what a person typed stays. Records of the business (Lead, Customer ...) are
never rewritten; the report names them instead.
"""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import frappe
from frappe.utils import strip_html
from frappe.utils.global_search import update_global_search

from social_crm_app.privacy.holdings import PARTIES, existing
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.words import MASK

_HTML = ("Text Editor", "HTML Editor")
_LONG = ("Small Text", "Text", "Long Text", "Code", "Markdown Editor", *_HTML)
_LEAST = 12  # letters from which a piece of a post is recognised inside other text
# What hangs on such a document and may repeat its text: (DocType, type column, name column, text columns).
_BESIDE = (
	("Comment", "reference_doctype", "reference_name", ("content",)),
	("Communication", "reference_doctype", "reference_name", ("subject", "content", "text_content")),
	("ToDo", "reference_type", "reference_name", ("description",)),
)
_DELETED_BESIDE = (
	("Version", "ref_doctype", "docname", ("data",)),
	("Notification Log", "document_type", "document_name", ("subject", "email_content")),
)


@dataclass(frozen=True, slots=True)
class Copied:
	"""What one mention may have left in other documents, ready to be taken out of their fields."""

	pieces: tuple[str, ...]
	names: tuple[str, ...]

	def without(self, value: str, is_html: bool) -> str:
		"""`value` with MASK in place of the copied text; all of it where the copy cannot be cut out."""
		if _plain(value) in {_plain(piece) for piece in (*self.pieces, *self.names)}:
			return MASK
		for piece in self.pieces:
			if len(piece) >= _LEAST:
				for written in _spellings(piece):
					value = value.replace(written, MASK)
		if is_html and any(len(p) >= _LEAST and _plain(p) in _plain(value) for p in self.pieces):
			return MASK
		return value

	def without_names(self, value: str) -> str:
		"""The same for the author's name and handle, as whole words."""
		for name in self.names:
			value = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", MASK, value)
		return value


def blank(names: Sequence[str], report: Report) -> None:
	"""Takes the text and the author of these mentions (still stored) out of everything made of them."""
	copied = {row.name: _copied(row) for row in _mentions(names)}
	for (doctype, doc), mentions in _made_of(names).items():  # few mentions become a document
		mine = [copied[mention] for mention in mentions]
		if doctype in PARTIES:
			report.keep(doctype, doc)
		elif existing(doctype):
			_blank_document(doctype, doc, mine, report)
		_blank_beside(doctype, doc, mine, report)
	for mention, mine in copied.items() if _written_about(names) else ():
		_blank_beside("Mention", mention, [mine], report)
	frappe.db.set_value(
		"Idea Evidence",
		{"evidence_type": "Mention", "evidence": ("in", list(names))},
		"note",
		None,
		update_modified=False,
	)


def _mentions(names: Sequence[str]) -> list[dict]:
	return frappe.get_all(
		"Mention",
		filters={"name": ("in", list(names))},
		fields=["name", "title", "text", "author_name", "author_handle", "permalink"],
		order_by="name",
	)


def _made_of(names: Sequence[str]) -> dict[tuple[str, str], list[str]]:
	"""{(DocType, name): mentions} of what was made of these mentions or names them as its evidence."""
	made = defaultdict(list)
	for row in frappe.get_all(
		"Mention Document",
		{"parent": ("in", list(names)), "parenttype": "Mention"},
		["parent", "document_type", "document_name"],
		order_by="parent, idx",
	):
		made[row.document_type, row.document_name].append(row.parent)
	for row in frappe.get_all(
		"Idea Evidence",
		{"evidence_type": "Mention", "evidence": ("in", list(names))},
		["parent", "parenttype", "evidence"],
		order_by="parent, idx",
	):
		if row.evidence not in made[row.parenttype, row.parent]:
			made[row.parenttype, row.parent].append(row.evidence)
	return made


def _written_about(names: Sequence[str]) -> bool:
	"""True if people wrote e-mails from one of these mentions; those are theirs and only masked."""
	return bool(
		frappe.db.exists(
			"Communication", {"reference_doctype": "Mention", "reference_name": ("in", list(names))}
		)
	)


def _blank_document(doctype: str, name: str, copied: Iterable[Copied], report: Report) -> None:
	types = {f.fieldname: f.fieldtype for f in frappe.get_meta(doctype).fields if not f.fetch_from}
	types = {field: kind for field, kind in types.items() if kind in (*_LONG, "Data")}
	row = frappe.db.get_value(doctype, name, list(types), as_dict=True)
	if not row:
		return
	changes: dict[str, str | None] = {}
	for field, old in row.items():
		new = old
		for one in copied if old else ():
			new = one.without(new, types[field] in _HTML)
			new = one.without_names(new) if types[field] in _LONG else new
		if new != old:
			changes[field] = new
	if "_comments" in frappe.db.get_table_columns(doctype):
		changes["_comments"] = None  # beginnings of comments, for lists; the comments are masked below
	if changes:
		frappe.db.set_value(doctype, name, changes, update_modified=False)
		frappe.clear_document_cache(doctype, name)
		report.add(doctype, 1)
		_search_again(doctype, name)


def _search_again(doctype: str, name: str) -> None:
	"""The search index holds the old words until Frappe writes it anew some minutes later; a DocType with an index of
	its own has the method `text_erased`."""
	frappe.db.delete("__global_search", {"doctype": doctype, "name": name})
	doc = frappe.get_doc(doctype, name)
	update_global_search(doc)
	doc.run_method("text_erased")


def _blank_beside(doctype: str, name: str, copied: Sequence[Copied], report: Report) -> None:
	for beside, type_field, name_field, columns in (*_BESIDE, *_DELETED_BESIDE):
		rows = frappe.get_all(beside, {type_field: doctype, name_field: name}, ["name", *columns])
		for row in rows:
			changes = _changes(row, columns, copied)
			if changes and beside in ("Version", "Notification Log"):
				frappe.db.delete(beside, {"name": row.name})
			elif changes:
				frappe.db.set_value(beside, row.name, changes, update_modified=False)
			report.add(beside, int(bool(changes)))


def _changes(row: dict, columns: Sequence[str], copied: Sequence[Copied]) -> dict[str, str]:
	changes = {}
	for column in columns:
		new = old = row[column] or ""
		for one in copied:
			new = one.without_names(one.without(new, is_html=True))
		if new != old:
			changes[column] = new
	return changes


def _copied(mention: dict) -> Copied:
	text = mention.text or ""
	lines = [line.strip() for line in text.splitlines()]
	pieces = [text.strip(), (mention.title or "").rstrip("… "), mention.permalink or "", *lines]
	names = [mention.author_handle or "", mention.author_name or ""]
	return Copied(
		tuple(sorted({p for p in pieces if p}, key=len, reverse=True)), tuple(n for n in names if n)
	)


def _spellings(piece: str) -> set[str]:
	"""How a piece of text may stand in a field: as it is, escaped for HTML, as JSON, with <br> for lines."""
	escaped = {piece, html.escape(piece), html.escape(piece, quote=False), frappe.as_json(piece)[1:-1]}
	return escaped | {spelling.replace("\n", "<br>") for spelling in escaped}


def _plain(value: str) -> str:
	return " ".join(html.unescape(strip_html(value)).split())
