"""Mentions in the timeline of Lead, Customer, Contact, Prospect and Opportunity.

Called by Frappe when a form loads, for a user who may read that form; whether they may also read Mentions
is asked here. Everything shown comes from outside and is escaped.
"""

import frappe

from social_crm_app.insight.party import filters_for

LIMIT = 20  # entries of a timeline; the rest is under Connections


def mentions(doctype: str, docname: str) -> list[dict]:
	"""The newest mentions of the party as timeline entries (creation, icon, template, template_data)."""
	if not frappe.has_permission("Mention", "read"):
		return []
	filters = filters_for(doctype, docname)
	if not filters:
		return []
	rows = frappe.get_list(
		"Mention",
		filters=filters,
		fields=[
			"name",
			"title",
			"author_name",
			"platform",
			"posted_at",
			"intent",
			"sentiment_label",
			"permalink",
			"kind",
		],
		order_by="posted_at desc",
		limit=LIMIT,
	)
	return [_entry(row) for row in rows]


def _entry(row: dict) -> dict:
	return {
		"icon": "small-message",
		"icon_size": "sm",
		"is_card": True,
		"creation": row.posted_at,
		"content": frappe.render_template(
			"social_crm_app/templates/timeline_mention.html", {"mention": row}, is_path=True
		),
	}
