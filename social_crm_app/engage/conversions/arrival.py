"""The post arrives in the document that was made of it: in its timeline, with author, platform and link.

Where a DocType keeps conversations with the outside (Lead, Opportunity, Issue), that is a Communication from
outside, so that ERPNext opens an answered Issue again; elsewhere a Comment.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.engage.conversions import wording

if TYPE_CHECKING:
	from frappe.model.document import Document


def tell(doc: "Document", mention: "Document") -> None:
	"""Shows the post in the timeline of `doc`."""
	if doc.meta.email_append_to:
		_as_communication(doc, mention)
	else:
		doc.add_comment("Comment", wording.said(mention))


def _as_communication(doc: "Document", mention: "Document") -> None:
	"""The platform stands for the sender: Frappe shows that name and the subject without escaping them."""
	frappe.get_doc(
		{
			"doctype": "Communication",
			"communication_type": "Communication",
			"communication_medium": "Other",
			"sent_or_received": "Received",
			"subject": _("Post on {0}").format(_(mention.platform)),
			"content": wording.said(mention),
			"sender_full_name": _(mention.platform),
			"reference_doctype": doc.doctype,
			"reference_name": doc.name,
			"communication_date": mention.posted_at,
		}
	).insert(ignore_permissions=True)  # who may make or change the document may say where it comes from
