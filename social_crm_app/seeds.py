"""The examples that the app ships, switched off: a Notification of new problems, a Workflow for triage.

Idempotent; what an admin changed is left alone. The Notification is not a "standard" one: Frappe lets
nobody switch those on outside developer mode.
"""

import frappe

WORKFLOW = "Mention Triage"
STATES = (
	("Open", "Warning"),
	("Waiting", "Primary"),
	("Replied", "Success"),
	("Closed", "Success"),
	("Ignored", "Inverse"),
)
TRANSITIONS = (
	("Open", "Wait for Customer", "Waiting"),
	("Open", "Close", "Closed"),
	("Open", "Ignore", "Ignored"),
	("Waiting", "Close", "Closed"),
	("Replied", "Close", "Closed"),
	("Closed", "Reopen", "Open"),
	("Ignored", "Reopen", "Open"),
)
ROLE = "Social CRM User"
NOTIFICATION = "New Problem Mention"
SUBJECT = '{{ _("Problem on {0}").format(_(doc.platform)) | e }}: {{ doc.title | e }}'
MESSAGE = """<p><b>{{ (doc.author_name or _("Unknown author")) | e }}</b> {{ _("on {0}").format(_(doc.platform)) | e }}</p>
<blockquote style="white-space: pre-wrap">{{ doc.text | e }}</blockquote>
{% if doc.party %}<p>{{ _(doc.party_type) | e }}: {{ doc.party | e }}</p>{% endif %}
<p><a href="{{ frappe.utils.get_url_to_form(doc.doctype, doc.name) | e }}">{{ _("Open Mention") | e }}</a></p>
"""


def seed_examples() -> None:
	seed_notification()
	seed_workflow()


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


def seed_workflow() -> None:
	"""Creates the Workflow with its states and actions, inactive, if the site has none of that name."""
	if frappe.db.exists("Workflow", WORKFLOW):
		return
	for state, style in STATES:
		_ensure("Workflow State", "workflow_state_name", state, style=style)
	for action in {action for _from, action, _to in TRANSITIONS}:
		_ensure("Workflow Action Master", "workflow_action_name", action)
	frappe.get_doc(
		{
			"doctype": "Workflow",
			"workflow_name": WORKFLOW,
			"document_type": "Mention",
			"workflow_state_field": "status",
			"is_active": 0,
			"send_email_alert": 0,
			"states": [{"state": state, "doc_status": "0", "allow_edit": ROLE} for state, _style in STATES],
			"transitions": [
				{"state": start, "action": action, "next_state": end, "allowed": ROLE}
				for start, action, end in TRANSITIONS
			],
		}
	).insert(ignore_permissions=True)  # installing has no user


def remove_workflow() -> None:
	frappe.delete_doc("Workflow", WORKFLOW, force=True, ignore_missing=True)


def _ensure(doctype: str, field: str, name: str, **values) -> None:
	if not frappe.db.exists(doctype, name):
		doc = frappe.get_doc({"doctype": doctype, field: name, **values})
		doc.insert(ignore_permissions=True)  # installing has no user
