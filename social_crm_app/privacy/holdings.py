"""What is held about one person, and in which tables traces of it lie. Reads only.

The one list of places: erasing, exporting and keeping times all go by it. A new DocType that keeps what
people wrote has to be named here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe

from social_crm_app.identity.erasure import ERASED

if TYPE_CHECKING:
	from social_crm_app.privacy.data_subject import Person

PROFILE = "Social Profile"
PAGE = 500
EXPORT_NAME = "social-data-{0}"  # how the file name of an export begins
FEED = "RSS/Atom Feed"
# Records of the company's own business: never rewritten because somebody's account is erased.
PARTIES = ("Lead", "Customer", "Contact", "Prospect", "Supplier", "Sales Partner")


@dataclass(frozen=True, slots=True)
class Trace:
	"""A table that points to documents: by DocType and name, or by the name alone (`type_field` empty).

	`by_people` says that people write there; the others are filled by Frappe itself.
	"""

	doctype: str
	type_field: str
	name_field: str
	by_people: bool = False
	children: tuple[str, ...] = ()


TRACES = (
	Trace("Version", "ref_doctype", "docname"),
	Trace("Notification Log", "document_type", "document_name"),
	Trace("Email Queue", "reference_doctype", "reference_name", children=("Email Queue Recipient",)),
	Trace("View Log", "reference_doctype", "reference_name"),
	Trace("Activity Log", "reference_doctype", "reference_name"),
	Trace("Access Log", "export_from", "reference_document"),
	Trace("Deleted Document", "deleted_doctype", "deleted_name"),
	Trace("Error Log", "reference_doctype", "reference_name"),
	Trace("Webhook Request Log", "", "reference_document"),
	Trace("Integration Request", "reference_doctype", "reference_docname"),
	Trace("Data Import Log", "", "docname"),
	Trace("Energy Point Log", "reference_doctype", "reference_name"),
	Trace("Milestone", "reference_type", "reference_name"),
	Trace("Mention Rule Log", "", "mention"),
	Trace("Comment", "reference_doctype", "reference_name", by_people=True),
	Trace("Tag Link", "document_type", "document_name", by_people=True),
	Trace("DocShare", "share_doctype", "share_name", by_people=True),
	Trace("Document Follow", "ref_doctype", "ref_docname", by_people=True),
	Trace("Document Share Key", "reference_doctype", "reference_docname", by_people=True),
)

# What this app keeps of mentions, people and candidates: documents with versions, filters and a bin of their own.
OURS = ("Social Profile", "Mention", "Mention Reply", "Social Profile Match", "Social Profile Claim")
# Logs that name people in free text: (DocType, its text columns). A row that names the person is deleted.
LOGS = (
	("Error Log", ("method", "error")),
	("Scheduled Job Log", ("details", "debug_log")),
	("Notification Log", ("subject", "email_content", "link")),
	("Activity Log", ("subject", "content")),
	("Access Log", ("filters",)),
	("Route History", ("route",)),
	("Webhook Request Log", ("data", "url", "response", "error")),
	("Integration Request", ("data", "output", "error", "url")),
	("Data Import Log", ("messages", "exception")),
	("Email Queue", ("message", "error")),
	("List Filter", ("filter_name", "filters")),
	("Prepared Report", ("filters", "error_message")),
)
# Rows that stay, with the words masked.
MASKED_LOGS = (
	("Social Sync Log", ("error", "traceback")),
	("Social Account", ("last_error",)),
	(
		"Mention Reply",
		(
			"text", "error", "leaks", "leak_reason", "sent_back_because", "approval_reason", "proposed_because",
			"permalink", "remote_id",
		),
	),
)  # fmt: skip


def mentions_to_erase(profile: str, limit: int = PAGE) -> list[str]:
	"""Names of mentions of this profile that still say something."""
	return frappe.get_all(
		"Mention",
		filters={"social_profile": profile, "mention_key": ("not like", f"{ERASED}%")},
		pluck="name",
		order_by="posted_at",
		limit=limit,
	)


def matches_of(profile: str) -> list[str]:
	return frappe.get_all("Social Profile Match", {"profile": profile}, pluck="name", order_by="name")


def claims_of(person: "Person") -> list[str]:
	"""Names of the claims on this account: those that led to the profile, and those that only name a handle of it."""
	found = frappe.get_all(
		"Social Profile Claim", {"social_profile": person.name}, pluck="name", order_by="name"
	)
	if handles := [spelt for handle in person.handles for spelt in (handle, f"@{handle}")]:
		found += frappe.get_all(
			"Social Profile Claim",
			{"platform": person.platform, "handle": ("in", handles)},
			pluck="name",
			order_by="name",
		)
	return list(dict.fromkeys(found))


def files_of(doctype: str, names: list[str]) -> list[dict]:
	"""[{name, file_name, file_url, is_private, attached_to_name}] of what is attached to these documents."""
	return frappe.get_all(
		"File",
		filters={"attached_to_doctype": doctype, "attached_to_name": ("in", names)},
		fields=["name", "file_name", "file_url", "is_private", "attached_to_name"],
		order_by="creation",
	)


def exports_of(profile: str) -> list[str]:
	"""Names of the Files with exports of this profile, also those that answer a Personal Data request."""
	return frappe.get_all("File", {"file_name": ("like", f"{EXPORT_NAME.format(profile)}%")}, pluck="name")


def empty_columns(doctype: str, kept: frozenset[str]) -> dict[str, object]:
	"""{column: its empty value} for every column that is not in `kept`: columns that an admin or another app
	has added are emptied too."""
	numbers = ("Int", "Float", "Check", "Currency", "Percent")
	meta = frappe.get_meta(doctype)
	types = {field.fieldname: field.fieldtype for field in meta.fields}
	return {
		column: 0 if types.get(column) in numbers else None
		for column in frappe.db.get_table_columns(doctype)
		if column not in kept
	}


def existing(doctype: str) -> bool:
	"""Some of Frappe's DocTypes are there in one version and not in the other."""
	return bool(frappe.db.table_exists(doctype))
