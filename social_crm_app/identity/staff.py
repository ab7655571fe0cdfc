"""What User and Employee say of themselves: the identity keys of the own staff. Reads only, in pages.

A customer with a login to the portal (a Website User) is no staff, nor is whoever was disabled or has left.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import frappe

from social_crm_app.identity.keys import Key, keys_of_party
from social_crm_app.identity.parties import country_code

if TYPE_CHECKING:
	from frappe.model.document import Document

STAFF_DOCTYPES = ("Employee", "User")
# Not the emergency phone of an Employee: that is somebody else's.
_EMAILS = {"Employee": ("company_email", "personal_email", "user_id"), "User": ("email",)}
_PHONES = {"Employee": ("cell_number",), "User": ("phone", "mobile_no")}
_STATE = {"Employee": ("status",), "User": ("enabled", "user_type")}
_HANDLES = "social_handles"
_KEY_TYPES = frozenset({"Email", "Phone", "Handle"})
NOBODY = ("Administrator", "Guest")


def fields(doctype: str) -> tuple[str, ...]:
	"""The fields that decide whether somebody is on the staff, and under which keys."""
	return (*_EMAILS[doctype], *_PHONES[doctype], *_STATE[doctype], _HANDLES)


def changed(doc: "Document") -> bool:
	"""True if the keys of this User or Employee may have changed with this save."""
	return any(doc.has_value_changed(field) for field in fields(doc.doctype) if doc.meta.has_field(field))


def read(doctype: str, names: Iterable[str]) -> list[dict]:
	"""Those of these Users or Employees who are on the staff, with the fields that keys are made of."""
	has = frappe.get_meta(doctype).has_field
	filters: dict = {"name": ("in", list(names))}
	if doctype == "Employee":
		filters["status"] = ("!=", "Left")
	else:
		filters.update({"enabled": 1, "user_type": ("!=", "Website User")})
	rows = frappe.get_all(
		doctype,
		filters=filters,
		fields=["name", *(field for field in fields(doctype) if has(field))],
		order_by="name",
	)
	return [row for row in rows if row.name not in NOBODY]


def keys(doctype: str, row: Mapping) -> list[Key]:
	"""The keys of a row of `read`: e-mails, phones and listed handles, never a domain or a name."""
	held = keys_of_party(
		[row.get(field) for field in _EMAILS[doctype] if row.get(field)],
		[row.get(field) for field in _PHONES[doctype] if row.get(field)],
		handles_text=row.get(_HANDLES) or "",
		country=country_code(),
	)
	return [key for key in held if key.type in _KEY_TYPES]
