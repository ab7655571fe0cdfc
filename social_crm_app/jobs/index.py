"""Builds the identity index for the records that are already there, in pages that survive a kill."""

import json

import frappe

from social_crm_app.errorlog import log_failure
from social_crm_app.identity import index, lookup, parties, profile_form, recheck
from social_crm_app.identity.staff import STAFF_DOCTYPES
from social_crm_app.jobs.enqueue import enqueue_recheck

PAGE = 500
# The staff first, so that nobody of the house is suggested.
DOCTYPES = (*STAFF_DOCTYPES, *parties.PARTY_DOCTYPES, "Social Profile")


def build() -> None:
	"""Keys of the staff, of all Customers, Leads and Contacts, and of the profiles that are there already; goes
	on after the last page that was committed. Who they are then is looked at by another job."""
	state = _load()
	total = sum(frappe.db.count(doctype) for doctype in DOCTYPES) or 1
	try:
		for doctype in DOCTYPES[state["at"] :]:
			for names in parties.batches(doctype, after=state["after"], size=PAGE):
				_rekey(doctype, names)
				state.update(after=names[-1], done=state["done"] + len(names))
				_save(state, "Building", 100 * state["done"] / total)
			state.update(at=state["at"] + 1, after="")
		enqueue_recheck()
		_save({}, "Ready", 100)
	except Exception:
		frappe.db.rollback()
		log_failure("Identity index build failed")
		_save(state, "Failed", 100 * state["done"] / total)
		raise


def _rekey(doctype: str, names: list[str]) -> None:
	"""Builds the keys of a page of records; those that are new will wake profiles."""
	if doctype == "Social Profile":
		recheck.mark(names if profile_form.rekey_stored(names) else ())
	elif doctype in STAFF_DOCTYPES:
		recheck.mark(lookup.profiles_waiting_for(index.rekey_staff(doctype, names)))
	else:
		index.rekey_party(doctype, names)


def rebuild() -> None:
	"""Forgets how far an earlier build came; the next build starts from the beginning."""
	_save({}, "Not Built", 0)


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
