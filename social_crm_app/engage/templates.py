"""Reply Templates: Jinja in Frappe's sandbox, filled with what a reply may need.

The fields are plain values, never documents, so a template can change nothing. What it makes goes into the
reply box for a person to read; must not send anything.
"""

from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError

import frappe
from frappe import _
from frappe.utils import cstr, format_datetime
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


class BadTemplate(frappe.ValidationError):
	"""The template cannot be filled in; the words say where."""


def render(template: str, mention: "Document") -> str:
	"""The text of the Reply Template of that name for this mention. Raises BadTemplate."""
	return fill(frappe.db.get_value("Reply Template", template, "text") or "", fields_of(mention))


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
		"sender_name": frappe.utils.get_fullname(),
	}


def fitting(mention: "Document") -> list[dict[str, str]]:
	"""[{name, title}] of the enabled templates, those of the mention's language and intent first."""
	rows = frappe.get_list(
		"Reply Template",
		{"enabled": 1},
		["name", "title", "for_language", "intent"],
		order_by="title",
		limit=200,
	)

	def distance(row: dict) -> int:
		wanted = ((row.for_language, mention.language), (row.intent, mention.intent))
		return sum(0 if mine == theirs else 1 if not mine else 2 for mine, theirs in wanted)

	return [{"name": row.name, "title": row.title} for row in sorted(rows, key=distance)]


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
