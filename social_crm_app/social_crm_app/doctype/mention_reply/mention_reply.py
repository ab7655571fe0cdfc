"""One reply of ours to a mention, from draft to sent. Thin: once it is no draft, `engage.outbox` is the only
writer, and nothing else may claim to have sent it."""

import frappe
from frappe import _
from frappe.model.document import Document

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
		else:
			self.keep_to_the_draft()

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
		before = self.get_doc_before_save()
		changed = [df.fieldname for df in self.meta.fields if self.has_value_changed(df.fieldname)]
		if changed and (before.status != "Draft" or set(changed) - set(FREE)):
			frappe.throw(_("Only the text of a draft can be changed; replies are sent from the mention."))


def on_doctype_update():
	"""What the dispatcher looks for every minute, and what a mention's form does."""
	frappe.db.add_index("Mention Reply", ["status", "next_try_at"], "status_next_try_at_index")
	frappe.db.add_index("Mention Reply", ["social_account", "status"], "social_account_status_index")
