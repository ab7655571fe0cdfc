"""Records that can vote for Ideas and follow them: before two are merged, their rows become one."""

from typing import TYPE_CHECKING

from social_crm_app.ideas import rows

if TYPE_CHECKING:
	from frappe.model.document import Document


def before_rename(doc: "Document", method: str, old: str, new: str, merge: bool = False) -> None:
	if merge:
		for doctype in rows.SINGLE:
			rows.merged(doctype, doc.doctype, old, new)
