"""An Issue or a Warranty Claim of a Mention."""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.contacts.doctype.contact.contact import get_contact_details
from frappe.utils import getdate, today

from social_crm_app.engage.conversions import arrival, serials, wording
from social_crm_app.engage.conversions import author as people
from social_crm_app.engage.conversions.author import Author

if TYPE_CHECKING:
	from frappe.model.document import Document


def issue(mention: "Document") -> "Document":
	"""A new Issue. Who may not see the author's record gets one without it: somebody has to help all the same."""
	author = people.of(mention)
	doc = frappe.new_doc("Issue")
	doc.update(_issue_values(mention, author))
	doc.insert()
	arrival.tell(doc, mention)
	return doc


def warranty_claim(mention: "Document") -> "Document":
	"""A new Warranty Claim of the author's Customer, with the Serial No that the author named.

	Raises frappe.ValidationError when the author is not linked to a Customer.
	"""
	author = people.of(mention)
	people.refuse_hidden(author)
	if not author.customer:
		frappe.throw(
			_(
				"A Warranty Claim needs a Customer. Say first who the author is, or turn the Lead into a Customer."
			)
		)
	doc = frappe.new_doc("Warranty Claim")
	doc.update(_claim_values(mention, author))
	doc.insert()
	arrival.tell(doc, mention)
	return doc


def _issue_values(mention: "Document", author: Author) -> dict:
	values = {
		"subject": wording.subject(mention),
		"description": wording.quote(mention),
		"customer": author.customer,
		"lead": author.lead,
		"contact": author.contact,
		"raised_by": people.email(author),
		"company": people.company(mention),
		"via_customer_portal": 0,
	}
	if mention.get("priority") and frappe.db.exists("Issue Priority", mention.priority):
		values["priority"] = mention.priority
	return values


def _claim_values(mention: "Document", author: Author) -> dict:
	values = {
		"customer": author.customer,
		"complaint": wording.quote(mention),
		"complaint_date": getdate(mention.posted_at) if mention.posted_at else today(),
		"complaint_raised_by": wording.author(mention)[: wording.LONGEST],
		"company": people.company(mention),
		"item_code": next((t.target for t in mention.topics if t.target_type == "Item"), None),
		**frappe.db.get_value("Customer", author.customer, ["territory", "customer_group"], as_dict=True),
		**serials.values_for(mention, author.customer),
	}
	if author.contact:
		values |= get_contact_details(author.contact)
	return values
