"""What an order, invoice ... that is named as evidence was about: its date and its items.

Only for documents that the current user may read. Reads only, a few queries for any number of documents.
"""

from collections import defaultdict
from collections.abc import Collection

import frappe
from frappe import _

# DocType -> (its date, its table of items); a Serial No is one item itself.
_KNOWN: dict[str, tuple[str, str | None]] = {
	"Quotation": ("transaction_date", "Quotation Item"),
	"Sales Order": ("transaction_date", "Sales Order Item"),
	"Delivery Note": ("posting_date", "Delivery Note Item"),
	"Sales Invoice": ("posting_date", "Sales Invoice Item"),
	"POS Invoice": ("posting_date", "POS Invoice Item"),
	"Serial No": ("creation", None),
	"Coupon Code": ("valid_from", None),
}
ITEMS = 3  # items named of one document

Pair = tuple[str, str]


def readable(documents: Collection[Pair]) -> dict[Pair, dict]:
	"""For each (doctype, name) that the user may read: {doctype, name, date, items}, items as one line."""
	by_doctype: dict[str, list[str]] = defaultdict(list)
	for doctype, name in dict.fromkeys(documents):
		if doctype in _KNOWN and frappe.has_permission(doctype, "read"):
			by_doctype[doctype].append(name)
	found = {}
	for doctype, names in by_doctype.items():
		date, table = _KNOWN[doctype]
		fields = ["name", f"{date} as date", *(["item_name as items"] if doctype == "Serial No" else [])]
		rows = frappe.get_list(doctype, {"name": ("in", names)}, fields, order_by="name", limit=len(names))
		items = _items(table, [row.name for row in rows]) if table else {}
		for row in rows:
			found[doctype, row.name] = {"doctype": doctype, "items": items.get(row.name, ""), **row}
	return found


def _items(table: str, documents: list[str]) -> dict[str, str]:
	names: dict[str, list[str]] = defaultdict(list)
	for row in frappe.get_all(
		table,
		filters={"parent": ("in", documents)},
		fields=["parent", "item_name", "item_code"],
		order_by="parent, idx",
	):
		names[row.parent].append(row.item_name or row.item_code)
	return {parent: _line(all_names) for parent, all_names in names.items()}


def _line(names: list[str]) -> str:
	line = ", ".join(names[:ITEMS])
	return _("{0} and {1} more").format(line, len(names) - ITEMS) if len(names) > ITEMS else line
