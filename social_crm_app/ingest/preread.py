"""Mentions that a batch has read already, for Frappe's code that reads each of them again.

An Assignment Rule loads the document it assigns twice, with all child tables: a fifth of its time. While one
fires, a document that has not been modified since the batch was read is taken from memory. Nothing else
may use it: outside of `giving` every load goes to the database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import frappe

if TYPE_CHECKING:
	from frappe.model.document import Document


@contextmanager
def giving(doc: "Document") -> Iterator[None]:
	"""Within the block, loads of this Mention are answered from `doc` as long as its row is unmodified."""
	frappe.local.social_crm_preread = doc
	try:
		yield
	finally:
		frappe.local.social_crm_preread = None


def values_for(doc: "Document") -> dict | None:
	"""The columns and child rows to fill `doc` with, or None if it has to be loaded."""
	held = getattr(frappe.local, "social_crm_preread", None)
	if held is None or doc.name != held.name or doc.flags.for_update:
		return None
	modified = frappe.db.get_value("Mention", held.name, "modified", order_by=None)
	if not modified or str(modified) != str(held.modified):
		return None
	values = held.as_dict()
	values.pop("__islocal", None)  # it is new for those who listen, but it stands in the database
	return values
