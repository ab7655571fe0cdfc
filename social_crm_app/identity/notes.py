"""Notes in the timelines of many documents at once, where Frappe's own `add_comment` saves one by one.

Whoever may see the document may read them: they must not name a party, and text from outside comes escaped.
"""

from collections.abc import Mapping

import frappe
from frappe.utils import get_fullname

from social_crm_app import sql


def add(doctype: str, notes: Mapping[str, str]) -> None:
	"""Adds one note (HTML) to each of these documents, in the name of the current user."""
	user = frappe.session.user
	sql.insert_missing(
		"Comment",
		[
			{
				"name": frappe.generate_hash(length=10), "comment_type": "Info", "comment_email": user,
				"comment_by": get_fullname(user), "reference_doctype": doctype, "reference_name": name,
				"content": content,
			}
			for name, content in notes.items()
		],
	)  # fmt: skip
