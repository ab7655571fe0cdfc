"""Which business record a logged-in person is: through Contact, the Customer's portal users, or a Lead.

Reads only.
"""

import frappe

from social_crm_app.identity import logins, parties
from social_crm_app.identity.parties import Pair

NOBODY = ("Guest", "Administrator")


def party_of(user: str) -> Pair | None:
	"""(doctype, name) of the person's own record, or None.

	The person's Contact when it leads to a Customer or a Lead, else the Customer that lists the person as
	portal user, else the Lead with this e-mail, else the Contact alone.
	"""
	if user in NOBODY:
		return None
	contacts = logins.contacts_of([user])[user]
	stands = parties.stand_for(("Contact", name) for name in contacts)
	with_party = [pair for pair, owners in stands.items() if owners[0].party_type != "Contact"]
	others = [("Customer", _portal_customer(user)), ("Lead", _lead_of(user))]
	found = [*with_party, *(pair for pair in others if pair[1]), *stands]
	return found[0] if found else None


def _portal_customer(user: str) -> str | None:
	return frappe.db.get_value(
		"Portal User", {"user": user, "parenttype": "Customer"}, "parent", order_by="creation"
	)


def _lead_of(user: str) -> str | None:
	return frappe.db.get_value("Lead", {"email_id": user}, "name", order_by="creation")
