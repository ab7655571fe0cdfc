"""What happens when a person creates, changes or deletes a Social Profile in the form."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app import connectors
from social_crm_app.identity import former_handles, index
from social_crm_app.identity.keys import Key, ProfileKey, keys_of_profile
from social_crm_app.identity.parties import country_code
from social_crm_app.identity.restamp import LINK_COLUMNS
from social_crm_app.identity.states import PROFILE_COLUMNS

if TYPE_CHECKING:
	from frappe.model.document import Document

KEY_FIELDS = ("handle", "display_name", "bio", "website", "email", "attested_links", "links")
# What the app decides, counts and vouches for, and its own marks. Consent has a guard of its own.
_FOUND_OUT = (
	*PROFILE_COLUMNS, "relationship", "verified", "attested_links", "erased", "deleted_upstream",
	"influence_score", "influence_reach", "influence_relevance", "influence_conversion", "influence_numbers",
	"influence_at", "engagement_level", "participation", "stance_overridden",
	"restamp_pending", "recheck_pending", "service_level_pending", "digest", "erasure_cursor", "former_handles",
)  # fmt: skip
# What a platform says of an account: an import may bring it along with a new profile.
_TOLD = (
	"external_id", "profile_key", "avatar", "links", "followers", "following", "posts", "bot", "first_seen",
	"last_seen",
)  # fmt: skip


def new_key(doc: "Document") -> str:
	return f"{platform_key(doc.platform)}:by-hand-{frappe.generate_hash(length=20)}"


def platform_key(platform: str) -> str:
	return "other" if platform in ("Other", "", None) else connectors.get(platform).platform


def keep_columns(doc: "Document") -> None:
	"""Puts back what nobody enters, whatever a form or a REST call says: a form that was opened before must not write
	it back either. A link that comes with a new profile or with an import is refused aloud.

	Not for documents with the flag `written_by_app`, which `links` and `privacy.consent` set.
	"""
	if doc.flags.written_by_app:
		return
	before = doc.get_doc_before_save()
	if frappe.flags.in_import or not before:
		_refuse_link(doc, before or frappe._dict())
	for column in (*_FOUND_OUT, *_TOLD) if before else _FOUND_OUT:
		doc.set(column, before.get(column) if before else doc.meta.get_field(column).default)


def _refuse_link(doc: "Document", before: Mapping) -> None:
	"""Raises frappe.ValidationError when these columns say who somebody is, and said something else before."""
	named = [c for c in LINK_COLUMNS if doc.get(c) and doc.get(c) != before.get(c)]
	if named:
		labels = ", ".join(_(doc.meta.get_label(column)) for column in named)
		frappe.throw(
			_("Whose profile it is, is decided on the profile itself. Leave these columns out: {0}").format(
				labels
			)
		)


def complete(doc: "Document") -> None:
	doc.handle = (doc.handle or "").strip().lstrip("@")
	before = doc.get_doc_before_save()
	if before and before.handle and before.handle != doc.handle:
		doc.former_handles = former_handles.added(before.former_handles, before.handle)
	doc.title = doc.display_name or (f"@{doc.handle}" if doc.handle else doc.platform)
	if doc.display_name and doc.handle:
		doc.title = f"{doc.display_name} (@{doc.handle})"[:140]


def update_keys(doc: "Document") -> bool:
	"""Keeps the keys in step; True if it makes sense to look again at who this is."""
	if not any(doc.has_value_changed(field) for field in KEY_FIELDS):
		return False
	index.rekey_profiles({doc.name: keys(doc)})
	return doc.link_status in ("Unlinked", "Suggested") and doc.kept_out != "Not a Customer"


def keys(row: Mapping) -> list[ProfileKey]:
	"""The identity keys of a profile, from a row or document with `platform`, `external_id` and KEY_FIELDS."""
	return keys_of_profile(
		platform_key(row.get("platform")),
		row.get("external_id") or row.get("handle") or "",
		row.get("handle") or "",
		row.get("display_name") or "",
		row.get("bio") or "",
		row.get("website") or "",
		row.get("email") or "",
		(row.get("attested_links") or "").splitlines(),
		(row.get("links") or "").splitlines(),
		country=country_code(),
	)


def rekey_stored(names: Iterable[str]) -> set[Key]:
	"""Brings the keys of stored profiles in step with their columns; returns the keys that are new."""
	rows = frappe.get_all(
		"Social Profile",
		filters={"name": ("in", list(names)), "erased": 0},
		fields=["name", "platform", "external_id", *KEY_FIELDS],
		order_by="name",
	)
	return index.rekey_profiles({row.name: keys(row) for row in rows})


def forget(doc: "Document") -> None:
	"""Its keys and matches go with a profile; its mentions stay, without an author record."""
	index.forget("Social Profile", doc.name)
	matches = frappe.get_all("Social Profile Match", {"profile": doc.name}, pluck="name")
	if matches:
		frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", matches)})
		frappe.db.delete("Social Profile Match", {"name": ("in", matches)})
	frappe.db.set_value(
		"Mention", {"social_profile": doc.name}, "social_profile", None, update_modified=False
	)
