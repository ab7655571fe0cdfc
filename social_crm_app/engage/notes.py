"""Internal notes: Comments on a mention, and who may be told of them.

Frappe notifies whoever is named with @ in a Comment, with the title of the document and the whole Comment, and asks
nobody's rights. Here a name that may not read the document becomes plain text before that happens, wherever the
Comment was written. There is no way from here to a platform.
"""

from typing import TYPE_CHECKING

from bs4 import BeautifulSoup, Tag

import frappe
from frappe import _
from frappe.core.doctype.file.utils import extract_images_from_html
from frappe.desk.form.document_follow import follow_document
from frappe.utils import escape_html, get_fullname

if TYPE_CHECKING:
	from frappe.model.document import Document

# Documents that rules of our own hide from people whose role may read the DocType
GUARDED = ("Mention", "Mention Reply", "Social Profile", "Social Profile Match")


def add(mention: str, content: str) -> str:
	"""Writes a note of the current user, who may read the mention, and returns the name of the Comment."""
	if not BeautifulSoup(content, "html.parser").get_text().strip():
		frappe.throw(_("The note is empty."))
	user = frappe.session.user
	comment = frappe.get_doc(
		{
			"doctype": "Comment",
			"comment_type": "Comment",
			"reference_doctype": "Mention",
			"reference_name": mention,
			"comment_email": user,
			"comment_by": get_fullname(user),
			"content": extract_images_from_html(frappe.get_doc("Mention", mention), content, is_private=True),
		}
	)
	comment.insert(ignore_permissions=True)  # who may read a mention may write notes on it, as on its form
	if frappe.get_cached_value("User", user, "follow_commented_documents"):
		follow_document("Mention", mention, user)
	return comment.name


def tell_readers_only(comment: "Document") -> None:
	"""Makes plain text of the names in a new Comment that may not read its document, and says so to its author."""
	if not comment.is_new() or comment.reference_doctype not in GUARDED:
		return
	page = BeautifulSoup(comment.content or "", "html.parser")
	left_out: set[str] = set()
	for tag in page.find_all(class_="mention"):
		left_out |= _keep_readers(page, tag, comment)
	if not left_out:
		return
	comment.content = str(page)
	names = ", ".join(sorted(escape_html(get_fullname(user)) for user in left_out))
	frappe.msgprint(
		_("Not told, because they may not read this: {0}").format(names), indicator="orange", alert=True
	)


def _keep_readers(page: BeautifulSoup, tag: Tag, comment: "Document") -> set[str]:
	"""Leaves the named user or group in place if all of them may read the document; else writes the name as text
	and, for a group, names those who may. Returns the others."""
	users = _users_of(tag)
	others = {user for user in users if not _may_read(comment, user)}
	if not others:
		return others
	words = tag.get_text()
	readers = [_name_of(page, user) for user in users if user not in others]
	tag.replace_with(words, *(part for reader in readers for part in (" ", reader)))
	return others


def _users_of(tag: Tag) -> list[str]:
	"""Whom Frappe would notify for this name (`frappe.desk.notifications.extract_mentions`)."""
	name = tag.get("data-id") or ""
	if tag.get("data-is-group") != "true":
		return [name]
	members = frappe.get_all("User Group Member", {"parent": name}, pluck="user", order_by="idx")
	return list(dict.fromkeys(members))


def _may_read(comment: "Document", user: str) -> bool:
	return bool(
		frappe.db.exists("User", user)
		and frappe.has_permission(comment.reference_doctype, "read", comment.reference_name, user=user)
	)


def _name_of(page: BeautifulSoup, user: str) -> Tag:
	"""A name as Frappe's editor writes it."""
	full_name = get_fullname(user)
	attributes = {"class": "mention", "data-id": user, "data-value": full_name, "data-denotation-char": "@"}
	tag = page.new_tag("span", attrs=attributes)
	tag.string = f"@{full_name}"
	return tag
