"""Which column of somebody's export means what: the headers of ERPNext and the plain ones.

Must not read files; `people_csv` does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from social_crm_app.identity.normalise import PLATFORM_ALIASES

# The spellings of each field, the better one first: it wins where only one value counts.
_SPELLINGS = {
	"kind": ("kind", "doctype", "document type", "record type"),
	"id": ("id",),
	"customer name": ("customer name",),
	"lead name": ("lead name",),
	"name": ("name", "full name", "contact name", "person name"),
	"first name": ("first name",),
	"middle name": ("middle name",),
	"last name": ("last name",),
	"company": ("organization name", "organisation name", "company name", "organization", "organisation", "customer", "company"),
	"email": ("email", "email id", "e mail", "e mail id", "email address", "e mail address", "email ids", "mail"),
	"phone": (
		"phone", "mobile", "mobile no", "phone no", "phone number", "mobile number", "telephone", "whatsapp", "whatsapp no",
	),
	"website": ("website", "web site", "homepage", "web", "url"),
	"handles": ("social handles", "social handle", "handles", "handle", "social", "social media"),
	"customer type": ("customer type",),
	"country": ("country",),
	"from lead": ("from lead",),
}  # fmt: skip
# Child tables in an export: "Email ID (Email IDs)", "Link Name (Links)".
_CHILD_SPELLINGS = {"email": ("email id", "email address"), "phone": ("number",), "company": ("link name",)}
_FIELD_OF = {spelling: field for field, spellings in _SPELLINGS.items() for spelling in spellings}
_CHILD_FIELD_OF = {spelling: field for field, spellings in _CHILD_SPELLINGS.items() for spelling in spellings}
_NAMES = ("customer name", "lead name", "name", "first name", "id")
_CHILD = re.compile(r"(.+?)\s*\((.+)\)\s*")


@dataclass(frozen=True, slots=True)
class Column:
	"""Where a column leads. `child`: it belongs to a table within the record; `prefix` goes before its handles."""

	position: int
	field: str
	child: bool = False
	prefix: str = ""


def columns_of(header: Sequence[str]) -> list[Column]:
	"""The columns that are understood, the better spelling of a field first; empty if this is no header."""
	found = [column for position, cell in enumerate(header) if (column := _column(position, cell))]
	fields = {column.field for column in found}
	if len(fields) < 2 or fields.isdisjoint(_NAMES):
		return []
	if "lead name" in fields:
		# In ERPNext's list of leads "Company" is the user's own one.
		found = [c for c in found if _plain(header[c.position]) != "company"]
	return sorted(found, key=lambda column: _rank(column, header))


def usual_kind(columns: Sequence[Column]) -> str:
	"""What the rows are when they do not say it: the list that has such columns."""
	fields = {column.field for column in columns}
	if "customer name" in fields:
		return "Customer"
	if "lead name" in fields:
		return "Lead"
	return "Contact" if "first name" in fields else "Customer"


def _column(position: int, cell: str) -> Column | None:
	child = _CHILD.fullmatch(cell.strip())
	if child:
		field = _CHILD_FIELD_OF.get(_plain(child[1]))
		return Column(position, field, child=True) if field else None
	name = _plain(cell)
	if name in _FIELD_OF:
		return Column(position, _FIELD_OF[name])
	if name in PLATFORM_ALIASES:
		return Column(position, "handles", prefix=f"{PLATFORM_ALIASES[name]}: ")
	return None


def _plain(cell: str) -> str:
	return " ".join(re.sub(r"[\W_]+", " ", cell.lower()).split())


def _rank(column: Column, header: Sequence[str]) -> tuple[str, int, int]:
	name = _plain(header[column.position])
	spellings = _SPELLINGS.get(column.field, ())
	return (column.field, spellings.index(name) if name in spellings else len(spellings), column.position)
