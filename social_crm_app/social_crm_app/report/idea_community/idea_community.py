"""How the community around the ideas is doing. The formulas stand in `ideas.community`."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.utils import nowdate

from social_crm_app.ideas import community
from social_crm_app.insight.columns import column

MONTHS = 12


def execute(filters: Mapping | None = None):
	frappe.has_permission("Idea", "report", throw=True)
	filters = frappe._dict(filters or {})
	rows = community.health(community.months_until(filters.to_date or nowdate(), MONTHS))
	return _columns(), rows, None, _chart(rows)


def _columns() -> list[dict]:
	return [
		column("month", _("Month"), width=100),
		column("ideas", _("New Ideas"), "Int", 100),
		column("votes", _("Votes"), "Int", 80),
		column("comments", _("Comments"), "Int", 100),
		column("people", _("Active People"), "Int", 120),
		column("newcomers", _("New People"), "Int", 110),
		column("growth", _("Growth %"), "Float", 100, precision=1),
		column("answered", _("Ideas Answered %"), "Float", 145, precision=1),
		column("days_to_answer", _("Days to First Answer (Median)"), "Float", 215, precision=1),
		column("liveliness", _("Votes and Comments per Person"), "Float", 220, precision=1),
	]


def _chart(rows: list[dict]) -> dict:
	return {
		"type": "bar",
		"data": {
			"labels": [row["month"] for row in rows],
			"datasets": [
				{"name": _("New Ideas"), "values": [row["ideas"] for row in rows]},
				{"name": _("Active People"), "values": [row["people"] for row in rows]},
			],
		},
		"height": 220,
	}
