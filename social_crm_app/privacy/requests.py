"""Whose profiles an e-mail address asks for: what Frappe's Personal Data requests know of a person. Reads only.

An address in a bio can be written by anybody. So it is enough to have such a profile erased, which harms
nobody who wrote it, but not to be given what it said in private.
"""

from dataclasses import dataclass, field

import frappe

from social_crm_app.identity.keys import email_key
from social_crm_app.identity.lookup import holders
from social_crm_app.privacy.holdings import PROFILE

MOST = 1000  # profiles of one address that are answered for; nobody has more


@dataclass(frozen=True, slots=True)
class Asked:
	"""`proven`: profiles the person has claimed, or of their own Contact or Lead. `named`: profiles that only
	carry the address."""

	proven: list[str] = field(default_factory=list)
	named: list[str] = field(default_factory=list)

	@property
	def all(self) -> list[str]:
		return [*self.proven, *self.named]


def profiles_of(email: str) -> Asked:
	"""The profiles that belong to this e-mail address; erased ones are left out."""
	proven = _names({"claimed_by": email})
	contacts = frappe.get_all("Contact Email", {"email_id": email, "parenttype": "Contact"}, pluck="parent")
	proven += _names({"contact": ("in", contacts)}) if contacts else []
	leads = frappe.get_all("Lead", {"email_id": email}, pluck="name")
	proven += _names({"lead": ("in", leads)}) if leads else []
	named = _names({"email": email})
	if key := email_key(email):
		found = [name for _key, _doctype, name in holders({key}, (PROFILE,), most=MOST)]
		named += _names({"name": ("in", found)}) if found else []
	proven = list(dict.fromkeys(proven))
	return Asked(proven, [name for name in dict.fromkeys(named) if name not in proven])


def _names(filters: dict) -> list[str]:
	return frappe.get_all(PROFILE, {"erased": 0, **filters}, pluck="name", order_by="name")
