"""A person's or firm's account on a platform. Thin: the pull writes its public columns
(`ingest.profiles`), `identity.linker` its link."""

import frappe
from frappe.model.document import Document

from social_crm_app.identity import erasure, profile_form, relationship
from social_crm_app.identity.naming import name_for
from social_crm_app.ingest.normalise import stable_key
from social_crm_app.jobs.enqueue import enqueue_settle


class SocialProfile(Document):
	def autoname(self):
		self.profile_key = self.profile_key or profile_form.new_key(self)
		self.name = name_for(self.profile_key)

	def before_insert(self):
		key = self.profile_key
		if self.external_id and not key:
			key = stable_key(profile_form.platform_key(self.platform), self.external_id)
		erasure.check_author(self.platform, key, self.handle)

	def validate(self):
		erasure.check_saving(self)
		profile_form.keep_columns(self)
		profile_form.complete(self)
		self.remember_stance()
		self.keep_relationship()

	def keep_relationship(self):
		"""The ledger decides it, without a trace in `modified`, also where the app itself saves the document."""
		before = self.get_doc_before_save()
		self.relationship = before.relationship if before else relationship.UNKNOWN

	def remember_stance(self):
		"""A stance that a person sets or clears in the form is theirs for ever: the nightly count leaves it alone."""
		if self.has_value_changed("stance") if not self.is_new() else self.stance:
			self.stance_overridden = 1

	def on_update(self):
		if profile_form.update_keys(self):
			enqueue_settle([self.name])

	def on_trash(self):
		erasure.check_deleting(self)
		profile_form.forget(self)


def on_doctype_update():
	frappe.db.add_index("Social Profile", ["party_type", "party"], "party_type_party_index")
