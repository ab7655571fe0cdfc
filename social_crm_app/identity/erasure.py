"""Recognises accounts that were erased, so that they are not stored again. Reads only.

It knows hashes, no names: an erased profile keeps its row name (the hash of its key) and, in `digest`, the
hash of its handle. It must not erase anything; `privacy.erase` does.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.identity.naming import name_for

if TYPE_CHECKING:
	from frappe.model.document import Document

ERASED = "erased:"  # how the key of an erased profile or mention begins


def handle_mark(platform: str, handle: str) -> str:
	"""What is kept of an erased handle: a one-way hash, per platform (its label)."""
	return f"{ERASED}{name_for(_handle_key(platform, handle))}"


def check_author(platform: str, profile_key: str | None, handle: str | None) -> None:
	"""Raises frappe.ValidationError if this account was erased on request: for what people enter or import."""
	filters: list[dict] = []
	if profile_key:
		filters.append({"name": name_for(profile_key), "erased": 1})
	if handle:
		filters.append({"digest": handle_mark(platform, handle), "erased": 1})
	if any(frappe.db.exists("Social Profile", known) for known in filters):
		_refuse_account()


def check_profile(profile: str | None) -> None:
	"""The same for an account that is named by its Social Profile."""
	if profile and frappe.db.get_value("Social Profile", profile, "erased"):
		_refuse_account()


def check_mentions(keys: Iterable[str]) -> None:
	"""Raises frappe.ValidationError if the post with one of these mention keys was erased on request."""
	names = [name_for(key) for key in keys if key]
	if names and frappe.db.exists("Mention", {"name": ("in", names), "mention_key": ("like", f"{ERASED}%")}):
		frappe.throw(_("This post was erased and is not stored again."), title=_("Erased Post"))


def check_saving(doc: "Document") -> None:
	"""Raises frappe.ValidationError when somebody writes on a profile that is or was erased."""
	before = None if doc.is_new() else doc.get_doc_before_save()
	if before and before.erased:
		frappe.throw(_("This profile was erased on the person's request; it cannot be changed."))


def check_deleting(doc: "Document") -> None:
	"""Raises frappe.PermissionError: without the row the account would come back, so only a System Manager
	may take an erasure back, and not by deleting."""
	if doc.erased:
		frappe.throw(
			_("An erased profile is what keeps the account from coming back. Use Forget Erasure."),
			frappe.PermissionError,
		)


def _handle_key(platform: str, handle: str) -> str:
	plain = handle.strip().lstrip("@").lower()
	return f"{platform}:@{plain}"


def _refuse_account() -> None:
	frappe.throw(
		_("This account was erased on the person's request. Its posts are not stored again."),
		title=_("Erased Account"),
	)
