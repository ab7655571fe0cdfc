"""What stands beside a post when somebody answers it: the person, the party and what the ERP knows of both.

Reads only, with the current user's rights: what they may not read is not there, neither by name nor by number
nor by amount. The number of queries does not depend on the number of documents.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frappe.utils import get_absolute_url

from social_crm_app.insight import context_person, context_sales, context_service, context_value
from social_crm_app.insight.context_blocks import Question, answer
from social_crm_app.insight.context_subjects import Subjects, subjects_of
from social_crm_app.insight.profile import titles_of

if TYPE_CHECKING:
	from frappe.model.document import Document


def beside(mention: "Document") -> dict:
	"""{person, party, blocks} of a Mention that the user may read.

	`person` as in `context_person.card`; `party` is {doctype, name, title, route} or None; each of `blocks` is
	{key, title, rows, total, more, route} as in `context_blocks.answer`, its rows {doctype, name, label, about,
	date, amount, currency, colour}. Empty blocks are left out.
	"""
	subjects = subjects_of(mention)
	company = mention.get("company")
	blocks = [
		context_value.standing(subjects),
		*(answer(question, company) for question in _about_party(subjects, mention)),
		context_person.documents(mention),
		*(answer(question) for question in context_person.questions(mention, subjects)),
	]
	return {
		"person": context_person.card(mention, subjects),
		"party": _party(subjects),
		"blocks": [block for block in blocks if block],
	}


def _about_party(subjects: Subjects, mention: "Document") -> Iterator[Question]:
	if subjects.party:
		yield from context_sales.questions(subjects)
		yield from context_service.questions(subjects, mention.text or "")


def _party(subjects: Subjects) -> dict | None:
	if not subjects.party:
		return None
	doctype, name = subjects.party
	title = titles_of([subjects.party])[subjects.party]
	return {"doctype": doctype, "name": name, "title": title, "route": get_absolute_url(doctype, name)}
