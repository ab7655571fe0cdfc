"""Who reads an export, and what of the business they may see in it. Asks Frappe's permissions, decides nothing."""

from collections import defaultdict
from dataclasses import dataclass

import frappe


@dataclass(frozen=True, slots=True)
class Reader:
	"""A user; `manages` says that they look after Social CRM, otherwise they are the person themselves.
	Without `private` it is not proven that they are: private messages are left out."""

	user: str
	manages: bool
	private: bool = True

	def sees(self, doctype: str | None, name: str | None) -> bool:
		"""True if the user may read that record."""
		return bool(
			doctype
			and name
			and frappe.db.exists(doctype, name)
			and frappe.has_permission(doctype, "read", name, user=self.user)
		)

	def documents(self, mentions: list[str]) -> dict[str, list[dict]]:
		"""{mention: [{type, name}]} of what was made of these mentions, as far as the user may read it."""
		rows = frappe.get_all(
			"Mention Document",
			{"parent": ("in", mentions), "parenttype": "Mention"},
			["parent", "document_type", "document_name"],
			order_by="parent, idx",
		)
		wanted = defaultdict(set)
		for row in rows:
			wanted[row.document_type].add(row.document_name)
		seen = {
			(doctype, name) for doctype, names in wanted.items() for name in self._readable(doctype, names)
		}
		found = defaultdict(list)
		for row in rows:
			if (row.document_type, row.document_name) in seen:
				found[row.parent].append({"type": row.document_type, "name": row.document_name})
		return found

	def _readable(self, doctype: str, names: set[str]) -> list[str]:
		if not frappe.has_permission(doctype, "read", user=self.user):
			return []
		return frappe.get_list(
			doctype,
			filters={"name": ("in", sorted(names))},
			pluck="name",
			order_by="name",
			user=self.user,
			limit=0,
		)
