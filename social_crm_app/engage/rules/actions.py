"""Carries out what a rule does with one mention, with the rights of the current user.

Raises whatever stands in the way; the caller takes back what was done until then. People are told last, so that
nobody is told of something that was taken back. It never sends a reply.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import make_notification_logs
from frappe.desk.doctype.tag.tag import DocTags
from frappe.desk.form import assign_to
from frappe.utils import escape_html, get_fullname
from frappe.utils.user import get_users_with_role

from social_crm_app.engage import outbox, proposals, templates
from social_crm_app.engage.rules import check as c
from social_crm_app.engage.rules import guard

if TYPE_CHECKING:
	from frappe.model.document import Document

# (mention) -> (DocType, name, whether it is new)
Maker = Callable[["Document"], tuple[str, str, bool]]
_FIELDS = {c.SET_PRIORITY: "priority", c.SET_STATUS: "status"}
_LAST = (c.ASSIGN, c.ASSIGN_MANAGER, c.NOTIFY_USER, c.NOTIFY_ROLE)


@dataclass(frozen=True, slots=True)
class Task:
	"""One rule and one mention; `makers` by the DocType that they make."""

	rule: "Document"
	mention: "Document"
	makers: Mapping[str, Maker]


def carry_out(rule: "Document", mention: str, makers: Mapping[str, Maker]) -> list[str]:
	"""Does all that the rule says; returns one line for each action."""
	doc = frappe.get_doc("Mention", mention, for_update=True)
	doc.check_permission("read")
	task = Task(rule, doc, makers)
	lines = _set_fields(task, [row for row in rule.actions if row.action in _FIELDS])
	rest = [row for row in rule.actions if row.action not in _FIELDS]
	for row in sorted(rest, key=lambda row: row.action in _LAST):
		lines.append(_DO[row.action](task, row.value))
	return lines


def _set_fields(task: Task, rows: Sequence["Document"]) -> list[str]:
	"""With one save, as in the form: whatever listens to changes of a mention hears it."""
	changed = [row for row in rows if task.mention.get(_FIELDS[row.action]) != row.value]
	if changed:
		task.mention.update({_FIELDS[row.action]: row.value for row in changed})
		task.mention.save()
	return [f"{_(row.action)}: {_(row.value)}" for row in rows]


def _tag(task: Task, tag: str) -> str:
	task.mention.check_permission("write")
	DocTags("Mention").add(task.mention.name, tag)
	return f"{_(c.ADD_TAG)}: {tag}"


def _convert(task: Task, doctype: str) -> str:
	"""Names only what is new: what was there before may be a record that readers of the log may not know."""
	task.mention.check_permission("write")
	made, name, is_new = task.makers[doctype](task.mention)
	if is_new:
		return _("{0} {1} made").format(_(made), name)
	return _("Not converted: there is a {0} already").format(_(made))


def _assign(task: Task, user: str) -> str:
	if not _may_read(task, user):
		frappe.throw(_("{0} may not read this mention, or is switched off.").format(get_fullname(user)))
	assign_to.add(
		{
			"assign_to": [user],
			"doctype": "Mention",
			"name": task.mention.name,
			"description": escape_html(f"{task.rule.title}: {task.mention.title}"),
		}
	)
	return _("Assigned to {0}").format(get_fullname(user))


def _assign_manager(task: Task, _value: str | None) -> str:
	user = _manager_of(task.mention)
	if not user:
		return _("Not assigned: there is no account manager")
	if not _may_read(task, user):
		return _("Not assigned: the account manager may not read this mention")
	return _assign(task, user)


def _draft(task: Task, template: str) -> str:
	"""As a draft of whoever is to answer, filled in with what that person may see."""
	mention = task.mention.name
	if outbox.pending(mention):
		return _("No draft: a reply is on its way")
	writer = _writer(task)
	with guard.acting_as(writer):
		frappe.has_permission("Mention Reply", "create", throw=True)
		text = templates.render(template, task.mention)
	made = proposals.keep(
		mention,
		("Mention Rule", task.rule.name),
		{
			"text": text,
			"visibility": "Private" if task.mention.private else "Public",
			"template": template,
			"sender": writer,
			"proposed_because": _("The rule {0} wanted this mention.").format(task.rule.title),
			"proposed_for_type": "Mention Rule",
			"proposed_for": task.rule.name,
		},
	)
	return _("Reply drafted for {0}").format(get_fullname(writer)) if made else _("No draft: there is one")


def _notify_user(task: Task, user: str) -> str:
	return _notify(task, [user])


def _notify_role(task: Task, role: str) -> str:
	return _notify(task, get_users_with_role(role))


def _notify(task: Task, users: Sequence[str]) -> str:
	"""Those of them who may read the mention; written here and now, so that it is told once or not at all."""
	told = {user for user in users if _may_read(task, user)}
	make_notification_logs(
		frappe._dict(
			type="Alert",
			document_type="Mention",
			document_name=task.mention.name,
			from_user=frappe.session.user,
			subject=f"{frappe.bold(escape_html(task.rule.title))}: {escape_html(task.mention.title)}",
		),
		guard.emails_of(told),
	)
	return _("{0} notified").format(", ".join(sorted(map(get_fullname, told))) or _("Nobody"))


def _writer(task: Task) -> str:
	"""Whoever the rule assigns the mention to, else who has it, else whose rule it is: the first who may answer."""
	named = [row.value for row in task.rule.actions if row.action == c.ASSIGN]
	if any(row.action == c.ASSIGN_MANAGER for row in task.rule.actions):
		named.append(_manager_of(task.mention))
	held = json.loads(task.mention.get("_assign") or "[]")
	for user in filter(None, (*named, *held)):
		if _may_read(task, user) and frappe.has_permission("Mention Reply", "create", user=user):
			return user
	return frappe.session.user


def _manager_of(mention: "Document") -> str | None:
	if not mention.customer:
		return None
	return frappe.db.get_value("Customer", mention.customer, "account_manager")


def _may_read(task: Task, user: str) -> bool:
	return guard.is_enabled_user(user) and bool(
		frappe.has_permission("Mention", "read", doc=task.mention, user=user)
	)


_DO: dict[str, Callable[[Task, str], str]] = {
	c.ADD_TAG: _tag,
	c.CONVERT: _convert,
	c.DRAFT: _draft,
	c.ASSIGN: _assign,
	c.ASSIGN_MANAGER: _assign_manager,
	c.NOTIFY_USER: _notify_user,
	c.NOTIFY_ROLE: _notify_role,
}
