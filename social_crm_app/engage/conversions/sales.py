"""A Lead or an Opportunity of a Mention."""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.contacts.doctype.contact.contact import get_contact_details

from social_crm_app.engage import memory
from social_crm_app.engage.conversions import arrival
from social_crm_app.engage.conversions import author as people
from social_crm_app.engage.conversions.author import Author
from social_crm_app.identity import decisions, parties, prefill

if TYPE_CHECKING:
	from frappe.model.document import Document

_NOT_IN_NAMES = str.maketrans("<>", "  ")  # ERPNext names a Contact after the Lead, and Frappe refuses these


def lead(mention: "Document") -> "Document":
	"""A new Lead of what the platform says of the author, whose profile is linked to it."""
	doc = _new_lead(mention)
	arrival.tell(doc, mention)
	return doc


def opportunity(mention: "Document") -> "Document":
	"""A new Opportunity of the author, who first becomes a Lead when nobody knows them yet."""
	author = people.of(mention)
	people.refuse_hidden(author)
	if not memory.existing_party(mention):
		author = Author(lead=_new_lead(mention).name)
	doc = frappe.new_doc("Opportunity")
	doc.update(_opportunity_values(mention, author))
	for row in _items(mention):
		doc.append("items", row)
	doc.insert()
	arrival.tell(doc, mention)
	return doc


def _new_lead(mention: "Document") -> "Document":
	profile = frappe.get_doc("Social Profile", mention.social_profile) if mention.social_profile else None
	doc = frappe.new_doc("Lead")
	doc.update(_lead_values(mention, profile))
	doc.insert()
	memory.remember(mention, "Lead", doc.name)
	stamp = parties.stamp_for("Lead", doc.name)
	if profile:
		decisions.link(profile.name, "Lead", doc.name)
		mention.update(stamp)  # written by the link, with all others of this author
	else:
		mention.db_set(stamp)
	return doc


def _lead_values(mention: "Document", profile: "Document | None") -> dict:
	name = mention.author_name or mention.author_handle
	if not name:
		frappe.throw(_("This mention has no author, so no Lead can be made of it."))
	values = {
		"first_name": name.translate(_NOT_IN_NAMES).strip()[:140],
		"company": people.company(mention),
		**people.source("Lead", mention.platform),
	}
	if profile:
		values["social_handles"] = prefill.handle_line(profile)
		values["website"] = profile.website if len(profile.website or "") <= 140 else None
	return values


def _opportunity_values(mention: "Document", author: Author) -> dict:
	party = _opportunity_from(mention, author)
	company = people.company(mention)
	values = {
		**party,
		"company": company,
		"currency": frappe.get_cached_value("Company", company, "default_currency") if company else None,
		**people.source("Opportunity", mention.platform),
	}
	if frappe.db.exists("Opportunity Type", "Sales"):
		values["opportunity_type"] = "Sales"
	if author.contact:
		details = get_contact_details(author.contact)
		values |= {key: value for key, value in details.items() if key.startswith("contact_")}
	return values


def _opportunity_from(mention: "Document", author: Author) -> dict[str, str]:
	for doctype, name in (
		("Customer", author.customer),
		("Prospect", author.prospect),
		("Lead", author.lead),
	):
		if name:
			return {"opportunity_from": doctype, "party_name": name}
	frappe.throw(
		_(
			"An Opportunity is for a Customer, a Lead or a Prospect, and the author of this post is linked to a {0}. Link the profile to one of these first."
		).format(_(mention.party_type))
	)


def _items(mention: "Document") -> list[dict]:
	"""Rows of the Items that the post is about and that are sold, each once, in the order of its topics."""
	named = list(dict.fromkeys(topic.target for topic in mention.topics if topic.target_type == "Item"))
	if not named:
		return []
	found = frappe.get_all(
		"Item",
		filters={"name": ("in", named), "disabled": 0, "is_sales_item": 1},
		fields=["name", "item_name", "stock_uom"],
		order_by="name",
	)
	rows = {item.name: item for item in found}
	return [
		{
			"item_code": name,
			"item_name": rows[name].item_name,
			"uom": rows[name].stock_uom,
			"qty": 1,
			"rate": 0,
		}
		for name in named
		if name in rows
	]
