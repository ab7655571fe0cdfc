"""A Task of a Mention."""

from typing import TYPE_CHECKING

import frappe

from social_crm_app.engage import memory
from social_crm_app.engage.conversions import arrival, wording
from social_crm_app.engage.conversions import author as people

if TYPE_CHECKING:
	from frappe.model.document import Document


def task(mention: "Document") -> "Document":
	"""A new Task, in the project of the Idea and for the Issue that were made of the same post, if there are any."""
	doc = frappe.new_doc("Task")
	doc.update(
		{
			"subject": wording.subject(mention),
			"description": wording.quote(mention),
			"company": people.company(mention),
			"project": _project(mention),
			"issue": _readable("Issue", memory.made_of(mention, "Issue")),
		}
	)
	doc.insert()
	arrival.tell(doc, mention)
	return doc


def _project(mention: "Document") -> str | None:
	idea = memory.made_of(mention, "Idea")
	return _readable("Project", frappe.db.get_value("Idea", idea, "project")) if idea else None


def _readable(doctype: str, name: str | None) -> str | None:
	return name if name and frappe.has_permission(doctype, "read", name) else None
