"""The link of one profile, written with its events: for what people decide and take back.

It decides nothing and keeps nothing: `decisions`, `persons` and `undo` do.
"""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import escape_html, get_absolute_url

from social_crm_app.identity.restamp import LINK_COLUMNS, restamp

if TYPE_CHECKING:
	from frappe.model.document import Document

NO_LINK = dict.fromkeys(LINK_COLUMNS)


def locked(profiles: Collection[str]) -> dict[str, "Document"]:
	"""The profiles by name, their rows locked until the transaction ends: decisions and new posts come one
	after the other. Always in the same order, so that two people do not wait for each other."""
	return {name: frappe.get_doc("Social Profile", name, for_update=True) for name in sorted(set(profiles))}


def set_link(profile: "Document", columns: Mapping[str, str | int | None]) -> None:
	"""Writes the link columns and what goes with them on a locked profile, and on all its mentions.

	Names of parties stay out of its versions: those are shown to everybody who may see the profile, also when
	the party is not theirs to see. The match keeps them.
	"""
	profile.update(dict(columns))
	profile.flags.written_by_app = True
	profile.save(ignore_version=True)
	restamp([profile.name])


def say(profile: str, match: str, what: str, why: str) -> None:
	"""Tells in the timelines of the profile and of the match, after the user's name, what was decided.

	The person's own words stand on the match only, because they may name the party.
	"""
	details = f'<a href="{get_absolute_url("Social Profile Match", match)}">{_("Details")}</a>'
	words = f": {escape_html(why)}" if why else ""
	for doctype, name, text in (
		("Social Profile", profile, f"{what} ({details})"),
		("Social Profile Match", match, f"{what}{words}"),
	):
		frappe.get_doc(doctype, name).add_comment("Info", text)
