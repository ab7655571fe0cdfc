"""The Influence tab of a Social Profile: count now, and the sales behind it for those who may see invoices."""

import frappe

from social_crm_app.insight import revenue
from social_crm_app.insight.sales_of_profile import sales_by_company
from social_crm_app.jobs import influence
from social_crm_app.permissions import require


@frappe.whitelist(methods=["POST"])
def recount(profile: str) -> None:
	"""Counts influence, engagement and stance of one profile now instead of tonight."""
	require("Social Profile", "write", profile)
	influence.recount(profile)


@frappe.whitelist(methods=["GET"])
def sales(profile: str) -> list[dict]:
	"""Sales of the last 12 months through the profile's coupon and sales partner, per company:
	[{company, currency, invoices, net, open}]; empty for users who may not read Sales Invoices."""
	require("Social Profile", "read", profile)
	return sales_by_company(profile) if revenue.may_see_money() else []
