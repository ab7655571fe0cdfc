"""What a person may ask of us: erase, export; and what keeping times would remove."""

import frappe
from frappe import _

from social_crm_app.identity.handles import read_handle
from social_crm_app.identity.keys import handle_key
from social_crm_app.identity.lookup import holders
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.profile_form import platform_key
from social_crm_app.ingest.normalise import stable_key
from social_crm_app.jobs.enqueue import enqueue_erase, enqueue_export
from social_crm_app.privacy import erase as erasing
from social_crm_app.privacy import export as exporting
from social_crm_app.privacy import retention
from social_crm_app.privacy.holdings import PROFILE
from social_crm_app.privacy.reader import Reader

MANAGERS = ("Social CRM Manager", "System Manager")


@frappe.whitelist(methods=["POST"])
def erase(profile: str, confirmation: str) -> dict[str, int]:
	"""Erases a person in the background: {mentions}. `confirmation` is the profile's handle, typed again."""
	_only_for(*MANAGERS)
	doc = frappe.get_doc(PROFILE, profile)
	if doc.erased:
		frappe.throw(_("This profile is being erased or has been erased already."))
	expected = doc.handle or doc.display_name or doc.title
	if confirmation.strip().lstrip("@").lower() != expected.strip().lstrip("@").lower():
		frappe.throw(_("What you typed is not the handle of this profile. Nothing was erased."))
	return _erase(doc.name)


@frappe.whitelist(methods=["POST"])
def erase_account(platform: str, account: str) -> dict[str, int]:
	"""The same for an account named by its platform (Mastodon, Bluesky ...) and its handle, id or URL."""
	_only_for(*MANAGERS)
	found = _profiles_named(platform, account.strip())
	if not found:
		frappe.throw(_("Nothing is held about this account."), frappe.DoesNotExistError)
	if len(found) > 1:
		frappe.throw(
			_("More than one account answers to this. Use its id or URL, or the button on its profile.")
		)
	return _erase(found[0])


@frappe.whitelist(methods=["POST"])
def forget_erasure(profile: str) -> None:
	"""Lets an erased account be imported again. What was erased does not come back."""
	_only_for("System Manager")
	erasing.forget(profile)


@frappe.whitelist(methods=["POST"])
def prepare_export(profile: str) -> dict[str, bool]:
	"""{ready}: True if `export` gives it at once; else a job writes it into a private file on the profile."""
	reader = _reader_of(profile)
	if not reader.manages or exporting.number_of_mentions(profile) <= exporting.DIRECT:
		return {"ready": True}
	enqueue_export(profile, reader.user)
	return {"ready": False}


@frappe.whitelist(methods=["GET"])
def export(profile: str) -> None:
	"""Sends everything held about a profile as a JSON file: to managers, and to the person who proved it is theirs."""
	reader = _reader_of(profile)
	frappe.local.response.filename = f"social-data-{profile}.json"
	frappe.local.response.filecontent = exporting.text(profile, reader).encode()
	frappe.local.response.type = "download"


@frappe.whitelist(methods=["GET"])
def retention_preview() -> dict[str, int]:
	"""{class: rows} that the keeping times in the saved Settings would remove now."""
	_only_for(*MANAGERS)
	return retention.preview()


def _erase(profile: str) -> dict[str, int]:
	mentions = exporting.number_of_mentions(profile)
	erasing.begin(profile)
	enqueue_erase(profile, frappe.session.user)
	return {"mentions": mentions}


def _reader_of(profile: str) -> Reader:
	"""The session's user as a reader of this export; raises frappe.PermissionError for everybody else."""
	user = frappe.session.user
	if _has_role(*MANAGERS):
		frappe.has_permission(PROFILE, "read", profile, throw=True)
		return Reader(user, manages=True)
	if user != "Guest" and frappe.db.exists(PROFILE, {"name": profile, "claimed_by": user}):
		return Reader(user, manages=False)
	raise frappe.PermissionError


def _profiles_named(platform: str, account: str) -> list[str]:
	"""Names of the profiles that are this account: by id (its hash), by handle or URL (its key), by name."""
	key = platform_key(platform)
	wanted = name_for(stable_key(key, account))
	if frappe.db.exists(PROFILE, wanted):
		return [wanted]
	read = read_handle(account)
	handle = read if read and read.value.startswith(f"{key}:") else handle_key(key, account)
	found = [name for _key, _doctype, name in holders({handle}, (PROFILE,))] if handle else []
	return found or frappe.get_all(
		PROFILE,
		filters={"platform": platform, "erased": 0},
		or_filters={"handle": account.lstrip("@"), "url": account},
		pluck="name",
		order_by="name",
	)


def _only_for(*roles: str) -> None:
	if not _has_role(*roles):
		raise frappe.PermissionError


def _has_role(*roles: str) -> bool:
	return frappe.session.user == "Administrator" or bool(set(roles) & set(frappe.get_roles()))
