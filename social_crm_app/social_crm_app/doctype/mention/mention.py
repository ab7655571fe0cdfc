"""One post, comment, reply, review or message. Thin: what a person enters is completed and judged here,
what a platform brings comes ready from `ingest.store`."""

import frappe
from frappe.model.document import Document

from social_crm_app.engage import service_level
from social_crm_app.engage.rules import guard
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.restamp import STAMPED
from social_crm_app.ingest import kept, listeners, manual, preread
from social_crm_app.insight import inbox_search
from social_crm_app.jobs.enqueue import enqueue_automation

JUDGEMENTS = {"sentiment_label": "sentiment_overridden", "intent": "intent_overridden"}


class Mention(Document):
	def load_from_db(self):
		values = preread.values_for(self)
		if values is None:
			return super().load_from_db()
		super(Document, self).__init__(values)  # as Document.load_from_db does with the row it has read
		return self

	def autoname(self):
		self.complete_key()
		self.name = name_for(self.mention_key)

	def before_insert(self):
		if not self.flags.from_pull:
			manual.complete(self)
		# What a rule makes is no new mention for rules: they would never come to an end
		self.rules_pending = int(listeners.ruled() and not guard.is_acting())

	def after_insert(self):
		if self.rules_pending and not self.flags.from_pull:
			enqueue_automation()

	def validate(self):
		kept.restore(self)
		service_level.start_clock(self)
		self.keep_links()
		self.remember_judgement()

	def before_save(self):
		service_level.stop_clock(self)

	def complete_key(self):
		if not self.mention_key:
			self.mention_key = manual.new_key(self)

	def keep_links(self):
		"""Who wrote it is decided on the profile and copied here without a trace in `modified`: a form that was
		opened before must not write the old link back."""
		before = self.get_doc_before_save()
		if before and not self.flags.from_pull:
			self.update({column: before.get(column) for column in STAMPED})

	def remember_judgement(self):
		"""A value that a person changes in the form is theirs for ever: re-scoring leaves it alone."""
		if self.is_new() or self.flags.from_pull:
			return
		for field, mark in JUDGEMENTS.items():
			if self.has_value_changed(field):
				self.set(mark, 1)
		if self.topics_changed():
			self.topics_overridden = 1

	def topics_changed(self) -> bool:
		before = self.get_doc_before_save()
		return bool(before) and _topics(before) != _topics(self)


def _topics(doc: Document) -> set[tuple]:
	return {(t.query, t.target_type, t.target) for t in doc.topics}


def on_doctype_update():
	"""One index for each way the shipped lists, forms and reports look at mentions, newest first. An index on one
	column alone is asked for in the DocType itself: Frappe drops others when somebody adds a Custom Field."""
	for column in (
		"social_account", "social_profile", "customer", "lead", "contact", "status", "intent", "sentiment_label",
		"platform", "company",
	):  # fmt: skip
		frappe.db.add_index("Mention", [column, "posted_at"], f"{column}_posted_at_index")
	frappe.db.add_index("Mention", ["party_type", "party", "posted_at"], "party_posted_at_index")
	frappe.db.add_index("Mention", ["relationship", "status", "posted_at"], inbox_search.GROUP_INDEX)
