"""The examples that the app ships: a Kanban Board of ideas and the Workflow of who may move them on; switched off, a
Notification of new problems and a Workflow for triage. The Workflow of approvals is active: it does nothing until
Social CRM Settings say which replies need one.

Idempotent; what an admin changed is left alone. The Notification is not a "standard" one: Frappe lets
nobody switch those on outside developer mode.
"""

from dataclasses import dataclass

import frappe

ROLE, MANAGER = "Social CRM User", "Social CRM Manager"


@dataclass(frozen=True)
class Steps:
	"""A Workflow on the field `status`: its states with their colours, (from, action, to, role) for each step.

	`editor`: the role that may edit the document; `own`: the steps may be taken by whoever has made it.
	"""

	name: str
	doctype: str
	states: dict[str, str]
	transitions: tuple[tuple[str, str, str, str], ...]
	editor: str = ROLE
	is_active: bool = False
	own: bool = True


WORKFLOWS = (
	Steps(
		"Mention Triage",
		"Mention",
		{
			"Open": "Warning",
			"Waiting": "Primary",
			"Replied": "Success",
			"Closed": "Success",
			"Ignored": "Inverse",
		},
		(
			("Open", "Wait for Customer", "Waiting", ROLE),
			("Open", "Close", "Closed", ROLE),
			("Open", "Ignore", "Ignored", ROLE),
			("Waiting", "Close", "Closed", ROLE),
			("Replied", "Close", "Closed", ROLE),
			("Closed", "Reopen", "Open", ROLE),
			("Ignored", "Reopen", "Open", ROLE),
		),
	),
	Steps(
		"Idea Review",
		"Idea",
		{
			"New": "Warning",
			"Under Review": "Primary",
			"Planned": "Primary",
			"In Progress": "Info",
			"Shipped": "Success",
			"Declined": "Inverse",
		},
		(
			("New", "Review", "Under Review", ROLE),
			("Under Review", "Plan", "Planned", MANAGER),
			("Planned", "Start", "In Progress", MANAGER),
			("Planned", "Ship", "Shipped", MANAGER),
			("In Progress", "Ship", "Shipped", MANAGER),
			("New", "Decline", "Declined", MANAGER),
			("Under Review", "Decline", "Declined", MANAGER),
			("Planned", "Decline", "Declined", MANAGER),
			("Declined", "Reopen", "Under Review", MANAGER),
		),
		is_active=True,
	),
	Steps(
		"Reply Approval",
		"Mention Reply",
		{
			"Draft": "Inverse",
			"Waiting for Approval": "Warning",
			"Queued": "Primary",
			"Sending": "Primary",
			"Sent": "Success",
			"Failed": "Danger",
			"Cancelled": "Inverse",
		},
		(
			("Waiting for Approval", "Approve", "Queued", MANAGER),
			("Waiting for Approval", "Send Back", "Draft", MANAGER),
		),
		editor="All",  # the rights on the DocType and its controller say who may edit what
		is_active=True,
		own=False,
	),
)
KANBAN = "Ideas by Status"
COLUMNS = {
	"New": "Orange",
	"Under Review": "Yellow",
	"Planned": "Purple",
	"In Progress": "Blue",
	"Shipped": "Green",
	"Declined": "Gray",
}
NOTIFICATION = "New Problem Mention"
SUBJECT = '{{ _("Problem on {0}").format(_(doc.platform)) | e }}: {{ doc.title | e }}'
MESSAGE = """<p><b>{{ (doc.author_name or _("Unknown author")) | e }}</b> {{ _("on {0}").format(_(doc.platform)) | e }}</p>
<blockquote style="white-space: pre-wrap">{{ doc.text | e }}</blockquote>
{% if doc.party %}<p>{{ _(doc.party_type) | e }}: {{ doc.party | e }}</p>{% endif %}
<p><a href="{{ frappe.utils.get_url_to_form(doc.doctype, doc.name) | e }}">{{ _("Open Mention") | e }}</a></p>
"""


def seed_examples() -> None:
	seed_notification()
	seed_kanban()
	for workflow in WORKFLOWS:
		seed_workflow(workflow)


def seed_notification() -> None:
	"""Creates the Notification, disabled, if the site has none of that name."""
	if frappe.db.exists("Notification", NOTIFICATION):
		return
	frappe.get_doc(
		{
			"doctype": "Notification",
			"name": NOTIFICATION,
			"enabled": 0,
			"document_type": "Mention",
			"event": "New",
			"channel": "System Notification",
			"condition": 'doc.intent == "Problem"',
			"recipients": [{"receiver_by_role": ROLE}],
			"subject": SUBJECT,
			"message_type": "HTML",
			"message": MESSAGE,
		}
	).insert(ignore_permissions=True)  # installing has no user


def seed_kanban() -> None:
	"""Creates the board of ideas if the site has none of that name."""
	if frappe.db.exists("Kanban Board", KANBAN):
		return
	frappe.get_doc(
		{
			"doctype": "Kanban Board",
			"kanban_board_name": KANBAN,
			"reference_doctype": "Idea",
			"field_name": "status",
			"show_labels": 1,
			"filters": '[["Idea", "merged_into", "is", "not set", false]]',
			"fields": '["votes", "demand_revenue", "target_date"]',
			"columns": [
				{"column_name": status, "status": "Active", "indicator": colour}
				for status, colour in COLUMNS.items()
			],
		}
	).insert(ignore_permissions=True)  # installing has no user


def seed_workflow(steps: Steps) -> None:
	"""Creates the Workflow with its states and actions if the site has none of that name. It is only active where
	that does not switch off another one."""
	if frappe.db.exists("Workflow", steps.name):
		return
	for state, style in steps.states.items():
		_ensure("Workflow State", "workflow_state_name", state, style=style)
	for action in {action for _from, action, _to, _role in steps.transitions}:
		_ensure("Workflow Action Master", "workflow_action_name", action)
	is_free = not frappe.db.exists("Workflow", {"document_type": steps.doctype, "is_active": 1})
	frappe.get_doc(
		{
			"doctype": "Workflow",
			"workflow_name": steps.name,
			"document_type": steps.doctype,
			"workflow_state_field": "status",
			"is_active": int(steps.is_active and is_free),
			"override_status": 1,  # the lists show what is more than a state: waiting, merged, deleted
			"send_email_alert": 0,
			"states": [
				{"state": state, "doc_status": "0", "allow_edit": steps.editor} for state in steps.states
			],
			"transitions": [
				{
					"state": start,
					"action": action,
					"next_state": end,
					"allowed": role,
					"allow_self_approval": int(steps.own),
				}
				for start, action, end, role in steps.transitions
			],
		}
	).insert(ignore_permissions=True)  # installing has no user


def remove_workflows() -> None:
	for steps in WORKFLOWS:
		frappe.delete_doc("Workflow", steps.name, force=True, ignore_missing=True)


def _ensure(doctype: str, field: str, name: str, **values) -> None:
	if not frappe.db.exists(doctype, name):
		doc = frappe.get_doc({"doctype": doctype, field: name, **values})
		doc.insert(ignore_permissions=True)  # installing has no user
