"""What nobody writes into an Idea from outside: what is counted, where it was merged into, its history.

A form may have been opened before a vote and be saved after it, and a request may say anything; both keep what is
stored. The app's own writers go past `validate` (SQL), or say so with a flag that no request can set.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from frappe.model.document import Document

# What a new Idea has in these columns.
KEPT = {
	"votes": 0,
	"rank_score": 0.0,
	"rank_reason": None,
	"counted_at": None,
	"demand_customers": 0,
	"demand_revenue": 0.0,
	"demand_open": 0.0,
	"demand_returns": 0.0,
	"demand_claims": 0,
	"bought_for": 0.0,
	"bought_by": 0,
	"news_pending": 0,
}


def restore(idea: "Document") -> None:
	"""Puts back into an Idea that is being saved what is stored of it; into a new one the defaults."""
	before = idea.get_doc_before_save()
	for column, default in KEPT.items():
		idea.set(column, before.get(column) if before else default)
	if not idea.flags.merging:
		idea.merged_into = before.merged_into if before else None
	idea.set("status_log", [row.as_dict() for row in before.status_log] if before else [])
