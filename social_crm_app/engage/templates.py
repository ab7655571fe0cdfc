"""Reply Templates: Jinja in Frappe's sandbox, filled with what a reply may need.

The fields are plain values, never documents, so a template can change nothing. What it makes goes into the
reply box for a person to read; must not send anything.
"""

from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

import frappe
from frappe import _
from frappe.utils import cstr, format_date, format_datetime
from frappe.utils.jinja import get_jenv

from social_crm_app.permissions import may_see_party

if TYPE_CHECKING:
	from frappe.model.document import Document

MENTION = (
	"name",
	"title",
	"text",
	"platform",
	"permalink",
	"author_name",
	"author_handle",
	"intent",
	"language",
)
PROFILE = ("display_name", "handle", "platform", "url", "website")
DOCUMENT = ("doctype", "name", "date", "transporter", "tracking")
_CHOICE = ["name", "title", "for_language", "intent"]


class BadTemplate(frappe.ValidationError):
	"""The template cannot be filled in; the words say where."""


def render(template: str, mention: "Document", document: "Document | None" = None) -> str:
	"""The text of the Reply Template of that name for this mention, and the document that is the occasion. Raises
	BadTemplate."""
	fields = {**fields_of(mention), "document": document_fields(document)}
	return fill(frappe.db.get_value("Reply Template", template, "text") or "", fields)


def fill(text: str, fields: dict[str, Any]) -> str:
	"""`text` with its fields. Raises BadTemplate for a mistake or a field that does not exist."""
	_refuse_tricks(text)
	try:
		made = get_jenv().from_string(text).render(fields).strip()
	except Exception as error:  # a template can fail in any way that Python can
		raise BadTemplate(_("The template cannot be filled in: {0}").format(error)) from None
	# Frappe leaves what it does not know as it stands.
	if "{{" in made:
		where = made[made.index("{{") :][:80]
		raise BadTemplate(_("The template names something that does not exist: {0}").format(where))
	return made


def check(text: str) -> None:
	"""Raises BadTemplate if the text is no template at all."""
	_refuse_tricks(text)
	try:
		get_jenv().parse(text)
	except TemplateError as error:
		frappe.throw(_("Line {0}: {1}").format(getattr(error, "lineno", "?"), error), BadTemplate)


def fields_of(mention: "Document") -> dict[str, Any]:
	"""The merge fields of a mention: mention, profile, party_title, company, first_name, sender_name. Nothing of
	a party that the user may not read."""
	profile = frappe.db.get_value("Social Profile", mention.social_profile, PROFILE, as_dict=True) or {}
	values = {name: cstr(mention.get(name)) for name in MENTION}
	values["posted_at"] = format_datetime(mention.posted_at)
	party = _party_title(mention)
	return {
		"mention": values,
		"profile": {name: cstr(profile.get(name)) for name in PROFILE},
		"party_title": party,
		"company": mention.company or frappe.defaults.get_user_default("Company") or "",
		"first_name": _first_name(mention, profile),
		"sender_name": "" if frappe.session.user == "Guest" else frappe.utils.get_fullname(),
	}


def document_fields(document: "Document | None") -> dict[str, str]:
	"""What may be said of the document that a reply is drafted for; all empty where there is none."""
	if document is None:
		return dict.fromkeys(DOCUMENT, "")
	get = document.get
	date = get("posting_date") or get("sla_resolution_date") or get("resolution_date")
	return {
		"doctype": _(document.doctype),
		"name": document.name,
		"date": format_date(date) if date else "",
		"transporter": cstr(get("transporter_name") or get("transporter")),
		"tracking": cstr(get("lr_no")),
	}


def fitting(mention: "Document") -> list[dict[str, str]]:
	"""[{name, title}] of the enabled templates, those of the mention's language and intent first."""
	rows = frappe.get_list("Reply Template", {"enabled": 1}, _CHOICE, order_by="title", limit=200)
	return [{"name": row.name, "title": row.title} for row in _nearest(rows, mention)]


def used_for(occasion: str, mention: "Document") -> str | None:
	"""The enabled template for an occasion that fits the mention best; None switches the occasion off."""
	filters = {"enabled": 1, "used_for": occasion}
	rows = _nearest(frappe.get_all("Reply Template", filters, _CHOICE, order_by="title"), mention)
	return rows[0].name if rows else None


def _nearest(rows: list[dict], mention: "Document") -> list[dict]:
	def distance(row: dict) -> int:
		wanted = ((row.for_language, mention.language), (row.intent, mention.intent))
		return sum(0 if mine == theirs else 1 if not mine else 2 for mine, theirs in wanted)

	return sorted(rows, key=distance)


def _refuse_tricks(text: str) -> None:
	if "__" in text:
		raise BadTemplate(_("A template must not contain two underscores in a row."))


def _party_title(mention: "Document") -> str:
	if not mention.party or not may_see_party(mention.party_type, mention.party):
		return ""
	field = frappe.get_meta(mention.party_type).get_title_field()
	return cstr(frappe.db.get_value(mention.party_type, mention.party, field)) or mention.party


def _first_name(mention: "Document", profile: dict[str, Any]) -> str:
	for doctype, name in (("Contact", mention.contact), ("Lead", mention.lead)):
		if name and may_see_party(doctype, name):
			if found := frappe.db.get_value(doctype, name, "first_name"):
				return found
	whole = (profile.get("display_name") or mention.author_name or mention.author_handle or "").split()
	return whole[0].lstrip("@") if whole else ""
