"""Reply Templates: which fit a mention, and what they make of it.

Their fields are plain texts (`merge_fields`) and their language can do nothing but say them (`merge`), so a template
can change nothing. What it makes goes into the reply box for a person to read; must not send anything.
"""

from typing import TYPE_CHECKING

import frappe

from social_crm_app.engage import merge, merge_fields
from social_crm_app.engage.merge import BadTemplate

if TYPE_CHECKING:
	from frappe.model.document import Document

__all__ = ["BadTemplate", "fitting", "render", "unknown_fields", "used_for"]
_CHOICE = ["name", "title", "for_language", "intent"]


def render(
	template: str, mention: "Document", document: "Document | None" = None, *, strict: bool = False
) -> str:
	"""The text of the Reply Template of that name for this mention, and the document that is the occasion. Raises
	BadTemplate; with `strict` also for a field that is empty, which otherwise leaves a gap."""
	text = frappe.db.get_value("Reply Template", template, "text") or ""
	values = merge_fields.fields_of(mention, document)
	explain = (lambda name: merge_fields.why_empty(values, name)) if strict else None
	return merge.fill(text, values, explain)


def unknown_fields(text: str) -> list[str]:
	"""The words about each field in the template that does not exist. Raises BadTemplate if it is no template."""
	return merge.unknown_fields(text, merge_fields.FIELDS)


def fitting(mention: "Document") -> list[dict[str, str]]:
	"""[{name, title}] of the enabled templates, those of the mention's language and intent first."""
	rows = frappe.get_list("Reply Template", {"enabled": 1}, _CHOICE, order_by="title", limit=200)
	return [{"name": row.name, "title": row.title} for row in _nearest(rows, mention)]


def used_for(occasion: str, mention: "Document") -> str | None:
	"""The enabled template for an occasion that fits the mention best; None switches the occasion off."""
	filters = {"enabled": 1, "used_for": occasion}
	rows = _nearest(frappe.get_all("Reply Template", filters, _CHOICE, order_by="title"), mention)
	return rows[0].name if rows else None


def _nearest(rows: list[dict], mention: "Document") -> list[dict]:
	def distance(row: dict) -> int:
		wanted = ((row.for_language, mention.language), (row.intent, mention.intent))
		return sum(0 if mine == theirs else 1 if not mine else 2 for mine, theirs in wanted)

	return sorted(rows, key=distance)
