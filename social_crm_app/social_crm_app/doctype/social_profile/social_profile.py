"""A person's or firm's account on a platform. Thin: the pull writes its public columns
(`ingest.profiles`), `identity.linker` its link."""

import frappe
from frappe.model.document import Document

from social_crm_app.identity import profile_form
from social_crm_app.identity.naming import name_for
from social_crm_app.jobs.enqueue import enqueue_settle


class SocialProfile(Document):
	def autoname(self):
		self.profile_key = self.profile_key or profile_form.new_key(self)
		self.name = name_for(self.profile_key)

	def validate(self):
		profile_form.complete(self)

	def on_update(self):
		if profile_form.update_keys(self):
			enqueue_settle([self.name])

	def on_trash(self):
		profile_form.forget(self)


def on_doctype_update():
	frappe.db.add_index("Social Profile", ["party_type", "party"], "party_type_party_index")
