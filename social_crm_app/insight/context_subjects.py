"""Whose context it is: the records behind a mention that the current user may read, and nothing of the others.

Reads only. Every name that leaves this file has passed `permissions.may_see_party` or `visible_records`.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import frappe

from social_crm_app.identity.parties import LINKABLE
from social_crm_app.insight.visible import Pair, visible_records
from social_crm_app.permissions import may_see_party

if TYPE_CHECKING:
	from frappe.model.document import Document

LINKS = ("customer", "lead", "contact", "party_type", "party")
_OF_A_CONTACT = ("Customer", "Lead", "Prospect")
MOST = 20  # records that one Contact or Prospect stands for


@dataclass(frozen=True, slots=True)
class Subjects:
	"""`party` is the one to name, or None; `names` are all readable records by DocType; `hidden` says that the
	author is linked to a record which the user may not read."""

	party: Pair | None = None
	names: dict[str, list[str]] = field(default_factory=dict)
	hidden: bool = False

	def of(self, doctype: str) -> list[str]:
		return self.names.get(doctype, [])


def subjects_of(mention: "Document") -> Subjects:
	"""The records that the author of a mention is linked to, as far as the current user may read them.

	None at all if the party itself is hidden: its Contact or Lead is often named after it.
	"""
	linked = _linked(mention)
	seen = visible_records(linked)
	readable = [pair for pair in linked if pair in seen and may_see_party(*pair)]
	if not readable or readable[0] != linked[0]:
		return Subjects(hidden=bool(linked))
	names: dict[str, list[str]] = defaultdict(list)
	for doctype, name in (*readable, *_behind(*readable[0])):
		if name not in names[doctype]:
			names[doctype].append(name)
	return Subjects(readable[0], dict(names))


def _linked(mention: "Document") -> list[Pair]:
	"""The link of the mention, the party first. The profile's own is newer while a restamping waits."""
	links = mention
	if mention.social_profile:
		links = frappe.db.get_value("Social Profile", mention.social_profile, LINKS, as_dict=True) or mention
	pairs = [
		(links.get("party_type"), links.get("party")),
		("Customer", links.get("customer")),
		("Lead", links.get("lead")),
		("Contact", links.get("contact")),
	]
	return [pair for pair in dict.fromkeys(pairs) if pair[0] in LINKABLE and pair[1]]


def _behind(doctype: str, name: str) -> list[Pair]:
	"""Whom a Contact without a party of its own belongs to, and the Leads of a Prospect."""
	found: list[Pair] = []
	if doctype == "Contact":
		found = _links_of_contact(name)
	elif doctype == "Prospect":
		filters = {"parent": name, "parenttype": "Prospect"}
		leads = frappe.get_all("Prospect Lead", filters, pluck="lead", order_by="idx", limit=MOST)
		found = [("Lead", lead) for lead in leads]
	seen = visible_records(found)
	return [pair for pair in found if pair in seen]


def _links_of_contact(contact: str) -> list[Pair]:
	filters = {"parenttype": "Contact", "parent": contact, "link_doctype": ("in", _OF_A_CONTACT)}
	fields = ["link_doctype", "link_name"]
	rows = frappe.get_all("Dynamic Link", filters, fields, order_by="idx", limit=MOST)
	return [(row.link_doctype, row.link_name) for row in rows]
