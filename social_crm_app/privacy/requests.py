"""Whose profiles an e-mail address asks for: what Frappe's Personal Data requests know of a person. Reads only.

An address in a bio can be written by anybody. So it is not enough to be given what the profile said in private,
and a profile that only carries the address is erased when whoever approves the deletion has seen it listed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.identity.keys import email_key
from social_crm_app.identity.lookup import holders
from social_crm_app.privacy.holdings import PROFILE

if TYPE_CHECKING:
	from frappe.model.document import Document

MOST = 1000  # profiles of one address that are answered for; nobody has more


@dataclass(frozen=True, slots=True)
class Asked:
	"""`proven`: profiles the person has claimed, or of their own Contact or Lead. `named`: profiles that only
	carry the address. `why`: a sentence for each."""

	proven: list[str] = field(default_factory=list)
	named: list[str] = field(default_factory=list)
	why: dict[str, str] = field(default_factory=dict)

	@property
	def all(self) -> list[str]:
		return [*self.proven, *self.named]


def profiles_of(email: str) -> Asked:
	"""The profiles that belong to this e-mail address; erased ones are left out."""
	proven = _because(_("The person has proved that this account is theirs."), _names({"claimed_by": email}))
	contacts = frappe.get_all("Contact Email", {"email_id": email, "parenttype": "Contact"}, pluck="parent")
	leads = frappe.get_all("Lead", {"email_id": email}, pluck="name")
	for doctype, records in (("Contact", contacts), ("Lead", leads)):
		why = _("The profile is linked to the {0} with this e-mail address.").format(_(doctype))
		found = _names({doctype.lower(): ("in", records)}) if records else []
		proven = {**_because(why, found), **proven}
	named = _names({"email": email})
	if key := email_key(email):
		found = [name for _key, _doctype, name in holders({key}, (PROFILE,), most=MOST)]
		named += _names({"name": ("in", found)}) if found else []
	named = _because(_("Only shows this address. Anybody can write that."), named)
	only_named = [name for name in named if name not in proven]
	return Asked(sorted(proven), only_named, {**named, **proven})


def list_profiles(request: "Document") -> None:
	"""Names on a Personal Data Deletion Request what it would erase, for whoever approves it to see and untick."""
	asked = profiles_of(request.email)
	listed = {row.profile for row in request.social_profiles}
	for profile in asked.all:
		if profile not in listed:
			values = {"erase": 1, "profile": profile, "proven": int(profile in asked.proven)}
			request.append("social_profiles", {**values, "why": asked.why[profile]})


def to_erase(request: "Document") -> list[str]:
	"""The profiles that an approved request erases: what was unticked stays, and so does what only carries the
	address and was not there to be seen. Linked or claimed since then is erased."""
	asked = profiles_of(request.email)
	ticked = {row.profile: bool(row.erase) for row in request.social_profiles}
	proven = [name for name in asked.proven if ticked.get(name, True)]
	return proven + [name for name in asked.named if ticked.get(name)]


def _because(why: str, names: Iterable[str]) -> dict[str, str]:
	return dict.fromkeys(names, why)


def _names(filters: dict) -> list[str]:
	return frappe.get_all(PROFILE, {"erased": 0, **filters}, pluck="name", order_by="name")
