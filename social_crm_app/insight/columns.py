"""What the script reports share: columns, escaped text, the period. No query, no judgement."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, getdate

from social_crm_app.insight.visible import Pair


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 110, **more: Any) -> dict:
	"""One column of a report; `label` is translated already."""
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}


def text(value: object) -> str:
	"""Text from outside for a Data column: reports, prints and e-mails show those as HTML."""
	return frappe.utils.escape_html(str(value)) if value else ""


def profile_columns(label: str, prefix: str = "") -> list[dict]:
	"""The person, their name and platform."""
	return [
		column(f"{prefix}profile", label, "Link", 160, options="Social Profile"),
		column(f"{prefix}name", _("Name"), width=180),
	]


def profile_cells(person: Mapping, prefix: str = "") -> dict:
	return {f"{prefix}profile": person["name"], f"{prefix}name": text(person["title"])}


def party_columns(label: str, prefix: str = "") -> list[dict]:
	return [
		# No Link: Frappe empties a report for readers who may not read DocType
		column(f"{prefix}party_type", _("Record"), width=90),
		column(f"{prefix}party", label, "Dynamic Link", 150, options=f"{prefix}party_type"),
	]


def party_cells(party_type: str | None, party: str | None, seen: set[Pair], prefix: str = "") -> dict:
	"""The record a profile is, or nothing at all if the user may not read it."""
	shown = (party_type, party) in seen
	return {
		f"{prefix}party_type": party_type if shown else None,
		f"{prefix}party": party if shown else None,
	}


def period(filters: Mapping, months: int) -> tuple[date, date]:
	"""`from_date` and `to_date` of the filters; by default the last `months` months."""
	until = getdate(filters.get("to_date"))
	since = getdate(filters.get("from_date") or add_months(until, -months))
	if since > until:
		frappe.throw(_("From Date must be before To Date"))
	return since, until
