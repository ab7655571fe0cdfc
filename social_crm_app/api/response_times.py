"""The list of Mentions: which of them are overdue now."""

import frappe
from frappe.utils import now_datetime

from social_crm_app.insight import response_times


@frappe.whitelist(methods=["GET"])
def overdue_filters() -> list[list]:
	"""[[field, operator, value]] that a list of Mentions shows the overdue ones with, as of now."""
	frappe.has_permission("Mention", "read", throw=True)
	now = now_datetime().replace(microsecond=0)  # the filter of the desk knows whole seconds only
	return [
		[field, operator, str(value) if value == now else value]
		for field, operator, value in response_times.overdue_filters(now)
	]
