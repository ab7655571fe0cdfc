"""Social Account: the profile of the account itself is the house's own, also when it was pulled before."""

from typing import TYPE_CHECKING

import frappe

from social_crm_app.identity import own
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.profile_form import platform_key
from social_crm_app.ingest.normalise import stable_key
from social_crm_app.jobs.enqueue import enqueue_settle

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_change(doc: "Document", method: str | None = None) -> None:
	"""After a save, and when testing the connection has told whose account it is."""
	if doc.has_value_changed("handle") or doc.has_value_changed("external_id"):
		_look_again(doc)


def after_delete(doc: "Document", method: str | None = None) -> None:
	_look_again(doc)


def _look_again(doc: "Document") -> None:
	own.forget_accounts()
	names = own.profiles_of(doc)
	if doc.external_id:
		name = name_for(stable_key(platform_key(doc.platform), doc.external_id))
		names |= set(frappe.get_all("Social Profile", {"name": name}, pluck="name"))
	enqueue_settle(sorted(names))
