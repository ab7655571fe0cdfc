"""Builds the identity index for the records that are already there, in pages that survive a kill."""

import json

import frappe

from social_crm_app.errorlog import log_failure
from social_crm_app.identity import index, lookup, matching, parties, profile_form
from social_crm_app.identity.staff import STAFF_DOCTYPES

PAGE = 500
# The staff first, so that nobody of the house is suggested; profiles last, when everybody can be found.
DOCTYPES = (*STAFF_DOCTYPES, *parties.PARTY_DOCTYPES, "Social Profile")


def build() -> None:
	"""Keys of the staff, of all Customers, Leads and Contacts, and of the profiles that are there already; goes
	on after the last page that was committed."""
	state = _load()
	total = sum(frappe.db.count(doctype) for doctype in DOCTYPES) or 1
	try:
		for doctype in DOCTYPES[state["at"] :]:
			for names in parties.batches(doctype, after=state["after"], size=PAGE):
				matching.settle_stored(_rekey(doctype, names))
				state.update(after=names[-1], done=state["done"] + len(names))
				_save(state, "Building", 100 * state["done"] / total)
			state.update(at=state["at"] + 1, after="")
		_save({}, "Ready", 100)
	except Exception:
		frappe.db.rollback()
		log_failure("Identity index build failed")
		_save(state, "Failed", 100 * state["done"] / total)
		raise


def _rekey(doctype: str, names: list[str]) -> list[str]:
	"""Builds the keys of a page of records; returns the profiles to look at again because of them."""
	if doctype == "Social Profile":
		return sorted({*names} if profile_form.rekey_stored(names) else ())
	if doctype in STAFF_DOCTYPES:
		return lookup.profiles_waiting_for(index.rekey_staff(doctype, names))
	return lookup.profiles_waiting_for(index.rekey_party(doctype, names))


def rebuild() -> None:
	"""Forgets how far an earlier build came; the next build starts from the beginning."""
	_save({}, "Not Built", 0)


def settle(profiles: list[str]) -> None:
	matching.settle_stored(profiles)


def _load() -> dict:
	kept = frappe.db.get_single_value("Social CRM Settings", "index_cursor")
	return json.loads(kept) if kept else {"at": 0, "after": "", "done": 0}


def _save(state: dict, status: str, percent: float) -> None:
	frappe.db.set_single_value(
		"Social CRM Settings",
		{
			"index_status": status,
			"index_progress": min(percent, 100),
			"index_cursor": json.dumps(state) if state else None,
			"index_built_at": frappe.utils.now() if status == "Ready" else None,
		},
		update_modified=False,
	)
	frappe.db.commit()  # nosemgrep - a page and its bookmark together: the build can be killed and resumed
	frappe.publish_realtime(
		"social_index",
		{"status": status, "percent": percent},
		doctype="Social CRM Settings",
		docname="Social CRM Settings",
	)
