"""What to listen for. Thin: `analysis.topics` matches, `ingest.rescore` applies it to what is stored."""

import frappe
from frappe import _
from frappe.model.document import Document

from social_crm_app.ingest import analysing
from social_crm_app.jobs.enqueue import enqueue_rescore

TARGETS = ("Company", "Brand", "Item", "Item Group", "Competitor", "Campaign")
MATCHING = (
	"enabled",
	"any_words",
	"all_words",
	"exact_phrases",
	"none_words",
	"languages",
	"target_type",
	"target",
)


class ListeningQuery(Document):
	def validate(self):
		self.check_words()
		self.check_target()

	def on_update(self):
		analysing.forget_matcher()
		if any(self.has_value_changed(field) for field in MATCHING):
			enqueue_rescore(query=self.name)

	def on_trash(self):
		analysing.forget_matcher()
		frappe.db.delete("Mention Topic", {"query": self.name})

	def check_words(self):
		if not any((self.any_words, self.all_words, self.exact_phrases)):
			frappe.throw(_("Enter at least one word or phrase to listen for."))

	def check_target(self):
		if self.target_type and self.target_type not in TARGETS:
			frappe.throw(_("A query can be about: {0}").format(", ".join(_(t) for t in TARGETS)))
