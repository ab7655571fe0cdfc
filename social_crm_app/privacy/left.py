"""What an erasure leaves on purpose, told in its report so that a person can decide. Reads only."""

import frappe
from frappe import _

from social_crm_app.privacy.data_subject import Person
from social_crm_app.privacy.holdings import PROFILE
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
	if person.lost:
		report.leave(
			_(
				"A former handle of this account is somebody else's now: what names it on your records and in others' words since then was left."
			)
		)
	_records(person, report)
	imports = frappe.db.count("Data Import", {"reference_doctype": ("in", ("Mention", PROFILE))})
	if imports:
		report.leave(
			_(
				"{0} import files for mentions and profiles hold what was imported; delete those you need no more."
			).format(imports)
		)


def _records(person: Person, report: Report) -> None:
	"""Whom the person was linked to. Taken from the matches: an erasure empties the links first of all."""
	for match in frappe.get_all(
		"Social Profile Match",
		filters={"profile": person.name, "status": "Confirmed"},
		fields=["party_type", "party", "customer", "lead", "contact"],
		order_by="name",
	):
		pairs = [(match.party_type, match.party)]
		pairs += [(column.title(), match[column]) for column in ("customer", "lead", "contact")]
		for doctype, name in pairs:
			if name:
				report.keep(doctype, name)
