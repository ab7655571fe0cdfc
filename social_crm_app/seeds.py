"""The examples that the app ships, switched off: a Notification of new problems, Workflows for triage and ideas.

Idempotent; what an admin changed is left alone. The Notification is not a "standard" one: Frappe lets
nobody switch those on outside developer mode.
"""

from dataclasses import dataclass

import frappe

ROLE, MANAGER = "Social CRM User", "Social CRM Manager"


@dataclass(frozen=True)
class Steps:
	"""A Workflow on the field `status`: its states with their colours, (from, action, to, role) for each step."""

	name: str
	doctype: str
	states: dict[str, str]
	transitions: tuple[tuple[str, str, str, str], ...]


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
			("In Progress", "Ship", "Shipped", MANAGER),
			("New", "Decline", "Declined", MANAGER),
			("Under Review", "Decline", "Declined", MANAGER),
			("Planned", "Decline", "Declined", MANAGER),
			("Declined", "Reopen", "Under Review", MANAGER),
		),
	),
)
NOTIFICATION = "New Problem Mention"
SUBJECT = '{{ _("Problem on {0}").format(_(doc.platform)) | e }}: {{ doc.title | e }}'
MESSAGE = """<p><b>{{ (doc.author_name or _("Unknown author")) | e }}</b> {{ _("on {0}").format(_(doc.platform)) | e }}</p>
<blockquote style="white-space: pre-wrap">{{ doc.text | e }}</blockquote>
{% if doc.party %}<p>{{ _(doc.party_type) | e }}: {{ doc.party | e }}</p>{% endif %}
<p><a href="{{ frappe.utils.get_url_to_form(doc.doctype, doc.name) | e }}">{{ _("Open Mention") | e }}</a></p>
"""


def seed_examples() -> None:
	seed_notification()
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


def seed_workflow(steps: Steps) -> None:
	"""Creates the Workflow with its states and actions, inactive, if the site has none of that name."""
	if frappe.db.exists("Workflow", steps.name):
		return
	for state, style in steps.states.items():
		_ensure("Workflow State", "workflow_state_name", state, style=style)
	for action in {action for _from, action, _to, _role in steps.transitions}:
		_ensure("Workflow Action Master", "workflow_action_name", action)
	frappe.get_doc(
		{
			"doctype": "Workflow",
			"workflow_name": steps.name,
			"document_type": steps.doctype,
			"workflow_state_field": "status",
			"is_active": 0,
			"send_email_alert": 0,
			"states": [{"state": state, "doc_status": "0", "allow_edit": ROLE} for state in steps.states],
			"transitions": [
				{"state": start, "action": action, "next_state": end, "allowed": role}
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
