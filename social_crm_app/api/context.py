"""What stands beside a post: the customer's orders, invoices, warranty and more, as far as the caller may see them."""

import frappe

from social_crm_app.insight import context
from social_crm_app.permissions import require


@frappe.whitelist(methods=["GET"])
def beside(mention: str) -> dict:
	"""{person, party, blocks} for a Mention that the user may read; see `insight.context.beside`."""
	require("Mention", "read", mention)
	return context.beside(frappe.get_doc("Mention", mention))
