"""One reply of ours to a mention, from draft to sent. Thin: once it is no draft, `engage.outbox` is the only
writer, and nothing else may claim to have sent it. What an approver decides comes through a save of its own."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from social_crm_app import approvers
from social_crm_app.engage import decision
from social_crm_app.jobs.enqueue import enqueue_reply

FREE = ("text", "visibility", "template")
KEPT = ("Draft", "Cancelled")


class MentionReply(Document):
	def autoname(self):
		# Not "hash": Frappe gives a second row of the same name another one then, and two clicks were two replies.
		self.name = frappe.generate_hash(length=20)

	def validate(self):
		if self.flags.from_outbox:
			return
		if self.is_new():
			self.begin()
		elif decision.is_one(self):
			decision.prepare(self)
		else:
			self.keep_to_the_draft()

	def validate_workflow(self):
		# The Workflow says who approves; that a reply is sent, or asks for approval, is no step of it.
		if not self.flags.from_outbox:
			super().validate_workflow()

	def on_update(self):
		if not self.has_value_changed("status"):
			return
		before = self.get_doc_before_save()
		if approvers.is_waiting(self.status) or (before and approvers.is_waiting(before.status)):
			decision.tell(self)
		if self.status == "Queued" and self.approved_by and self.next_try_at <= now_datetime():
			enqueue_reply(self.name, 0)

	def on_trash(self):
		if self.status not in KEPT:
			frappe.throw(_("A reply that was sent, or may have been, is kept as the record of it."))

	def begin(self):
		"""A reply that somebody makes in the form is a draft of theirs."""
		frappe.has_permission("Mention", "read", self.mention, throw=True)
		touched = [df.fieldname for df in self.meta.fields if df.no_copy and df.fieldname != "status"]
		self.update(dict.fromkeys(touched))
		self.update({"status": "Draft", "sender": frappe.session.user})

	def keep_to_the_draft(self):
		"""Raises a ValidationError for a change of anything but a draft's text, visibility and template."""
		before, changed = self.get_doc_before_save(), self.changed()
		if changed and (before.status != "Draft" or changed - set(FREE)):
			frappe.throw(_("Only the text of a draft can be changed; replies are sent from the mention."))

	def changed(self) -> set[str]:
		"""The fields that differ from what is stored; fields that an admin has added are the admin's affair."""
		ours = [df.fieldname for df in self.meta.fields if not df.get("is_custom_field")]
		return {name for name in ours if self.has_value_changed(name)}


def on_doctype_update():
	"""What the dispatcher looks for every minute, and what a mention's form does."""
	frappe.db.add_index("Mention Reply", ["status", "next_try_at"], "status_next_try_at_index")
	frappe.db.add_index("Mention Reply", ["social_account", "status"], "social_account_status_index")
