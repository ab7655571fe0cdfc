"""What Lead, Customer and Contact say of themselves, and which party each stands for.

Reads only. Rows come in pages, never one by one. Which fields hold an e-mail, a phone, a website is known
here and nowhere else.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import frappe

from social_crm_app.identity.keys import FROM_EMAIL, ON_RECORD, Key, email_domains, keys_of_party
from social_crm_app.identity.resolver import Owner

PARTY_DOCTYPES = ("Customer", "Lead", "Contact")
# What a person may choose by hand; the first three also have a column of their own on Mention.
LINKABLE = ("Customer", "Lead", "Contact", "Prospect", "Supplier", "Sales Partner")

# What each is called: a person's name first, then the firm's.
NAME_FIELDS = {
	"Customer": ("customer_name",),
	"Lead": ("lead_name", "company_name"),
	"Contact": ("full_name", "company_name"),
}
_FIELDS = {
	"Customer": ("name", "customer_name", "customer_type", "email_id", "mobile_no", "website", "social_handles"),
	"Lead": (
		"name", "lead_name", "company_name", "email_id", "phone", "mobile_no", "whatsapp_no", "website", "country",
		"social_handles",
	),
	"Contact": ("name", "full_name", "company_name", "email_id", "phone", "mobile_no", "social_handles"),
}  # fmt: skip
KEY_FIELDS = {doctype: frozenset(fields) - {"name"} for doctype, fields in _FIELDS.items()}

Pair = tuple[str, str]


def read(doctype: str, names: Iterable[str]) -> list[dict]:
	"""The key-bearing fields of these records; of a Contact also its e-mail and phone rows."""
	rows = frappe.get_all(
		doctype, filters={"name": ("in", list(names))}, fields=list(_FIELDS[doctype]), order_by="name"
	)
	if doctype == "Contact":
		_add_contact_rows(rows)
	return rows


def page_after(doctype: str, after: str, size: int) -> list[str]:
	"""Up to `size` names greater than `after`, in order: the way through a table of any size."""
	return frappe.get_all(doctype, filters={"name": (">", after)}, pluck="name", order_by="name", limit=size)


def keys(doctype: str, row: Mapping) -> dict[Key, str]:
	"""The identity keys that a record (a row of `read` or a document) holds, each with how it comes by it: ON_RECORD,
	or FROM_EMAIL for the domain behind an e-mail of a company that does not name it as its website."""
	emails = [row.get("email_id"), *(r.get("email_id") for r in row.get("email_ids") or ())]
	phones = [row.get(f) for f in ("phone", "mobile_no", "whatsapp_no")]
	phones += [r.get("phone") for r in row.get("phone_nos") or ()]
	website = row.get("website") or ""
	is_company = row.get("customer_type") == "Company" or bool(doctype == "Lead" and row.get("company_name"))
	on_record = keys_of_party(
		[e for e in emails if e],
		[p for p in phones if p],
		[website] if website else [],
		row.get("social_handles") or "",
		country=country_code(row.get("country")),
		names=[name for field in NAME_FIELDS[doctype] if (name := row.get(field))],
	)
	derived = email_domains(filter(None, (*emails, website))) if is_company else ()
	return dict.fromkeys(derived, FROM_EMAIL) | dict.fromkeys(on_record, ON_RECORD)


def country_code(country: str | None = None) -> str | None:
	"""ISO 3166 alpha-2 code, upper case, of an ERPNext Country, else of the settings' default country."""
	country = country or frappe.get_cached_doc("Social CRM Settings").default_country
	code = frappe.get_cached_value("Country", country, "code") if country else None
	return code.upper() if code else None


def stand_for(pairs: Iterable[Pair]) -> dict[Pair, list[Owner]]:
	"""For each (doctype, name) the parties it stands for: Customer before Lead before the Contact itself.

	A Contact stands for the Customers and Leads it is linked to, a Lead for the Customer it became. More
	than one entry means that the record alone does not tell which party is meant.
	"""
	pairs = list(dict.fromkeys(pairs))
	links = _contact_links([name for doctype, name in pairs if doctype == "Contact"])
	leads = {name for doctype, name in pairs if doctype == "Lead"}
	leads |= {name for linked in links.values() for doctype, name in linked if doctype == "Lead"}
	customers_of = _customers_of_leads(leads)
	customers = {name for doctype, name in pairs if doctype == "Customer"}
	customers |= {name for linked in links.values() for doctype, name in linked if doctype == "Customer"}
	lead_of = _leads_of_customers(customers)
	found = {}
	for doctype, name in pairs:
		contact = name if doctype == "Contact" else ""
		targets = links.get(name, [])[:] if contact else [(doctype, name)]
		owners = [_owner(doctype, name, contact, target, customers_of, lead_of) for target in targets] or [
			Owner(doctype, name, party_type="Contact", party=name, contact=name)
		]
		found[doctype, name] = list(dict.fromkeys(owners))
	return found


def stamp_for(party_type: str, party: str) -> dict[str, str | None]:
	"""The link columns of Social Profile and Mention for a party that a person chose."""
	blank = dict.fromkeys(("customer", "lead", "contact"))
	if party_type not in PARTY_DOCTYPES:
		return {"party_type": party_type, "party": party, **blank}
	owners = stand_for([(party_type, party)])[party_type, party]
	if len(owners) != 1:  # a Contact of two Customers: the person meant the Contact
		return {"party_type": party_type, "party": party, **blank, party_type.lower(): party}
	owner = owners[0]
	return {
		"party_type": owner.party_type,
		"party": owner.party,
		"customer": owner.customer or None,
		"lead": owner.lead or None,
		"contact": owner.contact or None,
	}


def batches(doctype: str, after: str = "", size: int = 500) -> Iterator[list[str]]:
	"""All names of a DocType in pages, from `after` on."""
	while names := page_after(doctype, after, size):
		yield names
		after = names[-1]


def _owner(
	doctype: str,
	name: str,
	contact: str,
	target: Pair,
	customers_of: Mapping[str, str],
	lead_of: Mapping[str, str],
) -> Owner:
	target_type, target_name = target
	customer = target_name if target_type == "Customer" else customers_of.get(target_name, "")
	lead = target_name if target_type == "Lead" else lead_of.get(customer, "")
	party_type, party = ("Customer", customer) if customer else ("Lead", lead)
	return Owner(doctype, name, party_type, party, contact=contact, lead=lead, customer=customer)


def _contact_links(contacts: list[str]) -> dict[str, list[Pair]]:
	links: dict[str, list[Pair]] = defaultdict(list)
	if not contacts:
		return links
	for row in frappe.get_all(
		"Dynamic Link",
		filters={
			"parenttype": "Contact",
			"parent": ("in", contacts),
			"link_doctype": ("in", ("Customer", "Lead")),
		},
		fields=["parent", "link_doctype", "link_name"],
		order_by="parent, idx",
	):
		links[row.parent].append((row.link_doctype, row.link_name))
	for contact, linked in links.items():
		links[contact] = _without_own_leads(linked)
	return links


def _without_own_leads(linked: list[Pair]) -> list[Pair]:
	"""A Contact keeps its Lead link after conversion: next to the Customer made of it that is no second party."""
	customers = [name for doctype, name in linked if doctype == "Customer"]
	own_leads = set(_leads_of_customers(customers).values())
	return [pair for pair in linked if not (pair[0] == "Lead" and pair[1] in own_leads)]


def _customers_of_leads(leads: Iterable[str]) -> dict[str, str]:
	leads = list(leads)
	if not leads:
		return {}
	rows = frappe.get_all(
		"Customer",
		filters={"lead_name": ("in", leads)},
		fields=["name", "lead_name"],
		order_by="creation desc",
	)
	return {row.lead_name: row.name for row in rows}


def _leads_of_customers(customers: Iterable[str]) -> dict[str, str]:
	customers = list(customers)
	if not customers:
		return {}
	rows = frappe.get_all(
		"Customer",
		filters={"name": ("in", customers), "lead_name": ("is", "set")},
		fields=["name", "lead_name"],
		order_by="name",
	)
	return {row.name: row.lead_name for row in rows}


def _add_contact_rows(rows: list[dict]) -> None:
	by_name = {row.name: row for row in rows}
	for row in rows:
		row.email_ids, row.phone_nos = [], []
	for child, table, field in (
		("Contact Email", "email_ids", "email_id"),
		("Contact Phone", "phone_nos", "phone"),
	):
		for entry in frappe.get_all(
			child,
			filters={"parent": ("in", list(by_name)), "parenttype": "Contact"},
			fields=["parent", field],
			order_by="parent, idx",
		):
			by_name[entry.parent][table].append(entry)
