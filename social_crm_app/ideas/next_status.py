"""What an Idea's status may be next because its Project was completed or its Task was closed. Proposes, changes nothing.

Whoever keeps the Idea gets a ToDo, and the form of the Idea offers the change with one click.
"""

import frappe
from frappe import _
from frappe.desk.form import assign_to

from social_crm_app.ideas.status import SETTLED

# DocType of the work: the status in which it is done.
DONE = {"Project": "Completed", "Task": "Completed"}
NEXT = "Shipped"


def proposed(idea: str) -> dict[str, str] | None:
	"""{status, because} of an Idea that is not settled and whose work is done; None for all others. A Project counts
	before a Task, which may be one of many."""
	row = frappe.db.get_value("Idea", idea, ["status", "project", "task", "merged_into"], as_dict=True)
	if not row or row.status in SETTLED or row.merged_into:
		return None
	doctype = "Project" if row.project else "Task"
	work = row.project or row.task
	if not work or frappe.db.get_value(doctype, work, "status") != DONE[doctype]:
		return None
	return {"status": NEXT, "because": _because(doctype, work)}


def propose(doctype: str, name: str) -> list[str]:
	"""Asks those who keep the Ideas behind a piece of work that is done; returns these Ideas. Again asks nobody who
	has an open ToDo for it."""
	asked = []
	for idea in frappe.get_all(
		"Idea",
		filters={doctype.lower(): name, "status": ("not in", SETTLED)},
		fields=["name", "idea_owner"],
		order_by="name",
	):  # a handful: the Ideas that one piece of work makes true
		if not proposed(idea.name):
			continue
		asked.append(idea.name)
		if idea.idea_owner:
			_ask(idea.name, idea.idea_owner, _because(doctype, name))
	return asked


def _ask(idea: str, user: str, because: str) -> None:
	assigned = {"reference_type": "Idea", "reference_name": idea, "allocated_to": user, "status": "Open"}
	if frappe.db.exists("ToDo", assigned):
		return
	words = _("{0} Is the idea {1} now?").format(because, _(NEXT))
	args = {"doctype": "Idea", "name": idea, "assign_to": [user], "description": words}
	assign_to.add(args, ignore_permissions=True)  # who closes a Task need not have a right on Ideas


def _because(doctype: str, name: str) -> str:
	return _("{0} {1} is completed.").format(_(doctype), name)
