"""What happens when a person creates, changes or deletes a Social Profile in the form."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import frappe

from social_crm_app import connectors
from social_crm_app.identity import index
from social_crm_app.identity.keys import Key, ProfileKey, keys_of_profile
from social_crm_app.identity.parties import country_code

if TYPE_CHECKING:
	from frappe.model.document import Document

KEY_FIELDS = ("handle", "display_name", "bio", "website", "email", "attested_links", "links")


def new_key(doc: "Document") -> str:
	return f"{platform_key(doc.platform)}:by-hand-{frappe.generate_hash(length=20)}"


def platform_key(platform: str) -> str:
	return "other" if platform in ("Other", "", None) else connectors.get(platform).platform


def complete(doc: "Document") -> None:
	doc.handle = (doc.handle or "").strip().lstrip("@")
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
