"""What an erasure leaves on purpose, told in its report so that a person can decide. Reads only."""

import frappe
from frappe import _

from social_crm_app.privacy.holdings import PROFILE, Person
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.words import Marks

# What the company itself listens for: (DocType, its fields with words).
_LISTENING = (
	("Listening Query", ("any_words", "all_words", "exact_phrases", "none_words")),
	("Social Account", ("search_terms", "handle")),
)


def note(person: Person, report: Report) -> None:
	"""Adds a sentence for each place that still may name the person and is not ours to rewrite."""
	marks = Marks(person.words, loose=True)
	for doctype, fields in _LISTENING:
		rows = frappe.get_all(doctype, fields=["name", *fields], order_by="name")
		if any(marks.found_in(row[field]) for row in rows for field in fields):
			report.leave(
				_("{0}: the words you listen for name this account; change them yourself.").format(_(doctype))
			)
	imports = frappe.db.count("Data Import", {"reference_doctype": ("in", ("Mention", PROFILE))})
	if imports:
		report.leave(
			_(
				"{0} import files for mentions and profiles hold what was imported; delete those you need no more."
			).format(imports)
		)
