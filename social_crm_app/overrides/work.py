"""Project and Task: when one is completed, whoever keeps the Ideas behind it is asked whether they are shipped."""

from typing import TYPE_CHECKING

import frappe

from social_crm_app.errorlog import log_failure
from social_crm_app.ideas import next_status

if TYPE_CHECKING:
	from frappe.model.document import Document


def on_change(doc: "Document", method: str | None = None) -> None:
	"""Nothing that goes wrong here keeps the Project or Task from being saved."""
	if doc.status != next_status.DONE[doc.doctype] or not doc.has_value_changed("status"):
		return
	frappe.db.savepoint("social_crm_work")
	try:
		next_status.propose(doc.doctype, doc.name)
	except Exception:
		frappe.db.rollback(save_point="social_crm_work")
		log_failure("The next status of an Idea could not be proposed", doc.doctype, doc.name)
