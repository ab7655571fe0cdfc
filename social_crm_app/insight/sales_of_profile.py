"""What one profile sold, for its form: as far as the current user may read the invoices."""

import frappe
from frappe.utils import add_months, getdate

from social_crm_app.insight import revenue
from social_crm_app.insight.standing import MONTHS


def sales_by_company(profile: str) -> list[dict]:
	"""[{company, currency, invoices, net, open}] of the last 12 months; companies without sales are left out."""
	held = revenue.holders()
	keys = held.keys.get(profile)
	if not keys:
		return []
	today = getdate()
	since, rights = add_months(today, -MONTHS), revenue.rights_of_user()
	# Asked for all holders: who else holds a coupon decides whom a line of an invoice belongs to.
	sales = revenue.sales_of(held.all_keys, since, today, rights=rights)
	found = []
	for company in sorted(sales):
		mine = revenue.total(sales[company], keys)
		if mine.by_sale or mine.open:
			currency = frappe.get_cached_value("Company", company, "default_currency")
			numbers = {"invoices": mine.invoices, "net": mine.net, "open": mine.open}
			found.append({"company": company, "currency": currency, **numbers})
	return found
