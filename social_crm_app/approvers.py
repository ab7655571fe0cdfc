"""Who decides about a reply that waits for approval: the roles of the active Workflow's steps, else the managers.

Must not change anything, nor know why a reply waits (`engage.approval`). Imports nothing of this app, because
`permissions` asks it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe.model.workflow import get_workflow_name
from frappe.utils.user import get_users_with_role

if TYPE_CHECKING:
	from frappe.model.document import Document

REPLY = "Mention Reply"
MANAGERS = ("Social CRM Manager", "System Manager")
WAITING = "Waiting for Approval"
# Every other status is one in which a reply waits: an admin may add steps to the Workflow.
NOT_WAITING = ("Draft", "Queued", "Sending", "Sent", "Failed", "Cancelled")


@dataclass(frozen=True, slots=True)
class Step:
	"""What a role may do with a reply that waits: `action` leads to the status `end`. `own`: also with their own."""

	action: str
	end: str
	role: str
	own: bool = False


def is_waiting(status: str | None) -> bool:
	return bool(status) and status not in NOT_WAITING


def steps(status: str) -> list[Step]:
	"""All steps from this status."""
	name = get_workflow_name(REPLY)
	workflow = frappe.get_cached_doc("Workflow", name) if name else None
	if workflow is None or workflow.workflow_state_field != "status":
		return [
			Step(action, end, role)
			for role in MANAGERS
			for action, end in (("Approve", "Queued"), ("Send Back", "Draft"))
		]
	return [
		Step(row.action, row.next_state, row.allowed, bool(row.allow_self_approval))
		for row in workflow.transitions
		if row.state == status
	]


def roles(status: str) -> list[str]:
	"""The roles that decide about a reply in this status, each once."""
	return list(dict.fromkeys(step.role for step in steps(status))) if is_waiting(status) else []


def steps_of(reply: "Document", user: str, status: str | None = None) -> list[Step]:
	"""The steps that this user may take with the reply from its status, or from the given one; none with their own,
	unless a step says so."""
	status = status or reply.status
	if not is_waiting(status):
		return []
	held = set(frappe.get_roles(user))
	is_own = user != "Administrator" and user in (reply.sender, reply.owner)
	return [step for step in steps(status) if step.role in held and (step.own or not is_own)]


def is_manager(user: str) -> bool:
	return user == "Administrator" or not set(MANAGERS).isdisjoint(frappe.get_roles(user))


def may_decide(reply: "Document", user: str) -> bool:
	"""Of the reply as it is stored: a Workflow sets the next status before Frappe asks for the right to save it."""
	status = frappe.db.get_value(REPLY, reply.name, "status")
	return bool(steps_of(reply, user, status))


def people(reply: "Document") -> list[str]:
	"""The users who may decide about this reply now, and may read what it answers."""
	users = {user for role in roles(reply.status) for user in get_users_with_role(role)}
	return sorted(
		user
		for user in users  # the rights of each are worked out by Frappe; there are few such people
		if steps_of(reply, user) and frappe.has_permission(REPLY, "write", reply, user=user)
	)
