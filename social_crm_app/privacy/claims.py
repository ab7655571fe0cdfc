"""A person's claim that an account is theirs, and its proof: a code that only they know, written there.

The only writer of Social Profile Claim. A claim proves nothing until the platform itself shows the code in the
profile or in a post of that very account. Codes are never logged and vanish when the claim ends. It must not
write consent (`consent`) nor profiles (`ingest.profiles`).
"""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from social_crm_app import connectors
from social_crm_app.identity.handles import handle_of_url
from social_crm_app.identity.keys import handle_key
from social_crm_app.privacy import persons, policy
from social_crm_app.privacy.consent import GIVEN, as_flags

if TYPE_CHECKING:
	from frappe.model.document import Document

CLAIM = "Social Profile Claim"
VALID_DAYS = 7
CHECKING = "Checking"  # the outcome while a job looks for the code
MOST_OPEN = 5  # claims of one person that wait for their code
# Without letters and digits that look alike; 30 to the power of 8 codes.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def start(user: str, platform: str, handle: str, shares: Mapping[str, bool]) -> str:
	"""Name of the waiting claim of this user for this account, an earlier one if there is.

	Raises frappe.ValidationError when the platform cannot prove, the handle cannot be read, the person is in
	no record of ours, or too many claims wait already.
	"""
	if platform not in policy.provable():
		frappe.throw(_("Accounts on this platform cannot be claimed."))
	name = readable_handle(platform, handle)
	party = persons.party_of(user)
	if not party:
		frappe.throw(_("We have no customer record of you yet, so there is nothing to link the account to."))
	_check_is_new(user, platform, name)
	waiting = _waiting(user)
	for claim in waiting:
		if (claim.platform, claim.handle) == (platform, name):
			frappe.db.set_value(CLAIM, claim.name, as_flags(shares))
			return claim.name
	if len(waiting) >= MOST_OPEN:
		frappe.throw(
			_("{0} accounts already wait for their code. Finish or drop one first.").format(MOST_OPEN)
		)
	claim = frappe.get_doc(
		{
			"doctype": CLAIM, "platform": platform, "handle": name, "status": "Waiting", "user": user,
			"party_type": party[0], "party": party[1], "code": _new_code(),
			"expires_at": now_datetime() + timedelta(days=VALID_DAYS), **as_flags(shares),
		}
	)  # fmt: skip
	return claim.insert(ignore_permissions=True).name  # the person's own claim, made by this function only


def readable_handle(platform: str, typed: str) -> str:
	"""The account's name as its platform writes it; a profile's web address is read too. Raises
	frappe.ValidationError for what cannot be one."""
	key_of = connectors.get(platform).platform
	typed = typed.strip()[:300]
	key = handle_of_url(typed) if "/" in typed else handle_key(key_of, typed)
	if not key or not key.value.startswith(f"{key_of}:"):
		frappe.throw(_("This is not the name of an account on {0}.").format(_(platform)))
	return key.value.partition(":")[2]


def own(claim: str, user: str, *, lock: bool = True) -> "Document":
	"""The claim of this user, its row locked to be changed. Raises frappe.DoesNotExistError alike if it is not there or somebody else's."""
	name = frappe.db.get_value(CLAIM, {"name": claim, "user": user})
	if not name:
		raise frappe.DoesNotExistError(_("There is no such claim."))
	return frappe.get_doc(CLAIM, name, for_update=lock)


def begin_check(claim: "Document") -> None:
	"""Says on the claim that somebody is looking for its code."""
	claim.outcome = CHECKING
	claim.save(ignore_permissions=True)  # the person's own claim


def drop(claim: "Document") -> None:
	"""The person does not want to prove it any more."""
	if claim.status == "Waiting":
		end(claim, "Withdrawn")


def end(claim: "Document", status: str, **values) -> None:
	"""Closes a claim; its code is worth nothing from now on, and gone."""
	claim.update({"status": status, "code": None, **values})
	claim.save(ignore_permissions=True)  # people have no right on claims but through this room


def close_accounts(user: str, profile: str) -> None:
	"""The claims by which this user proved the profile say that it was withdrawn."""
	names = frappe.get_all(CLAIM, {"user": user, "social_profile": profile, "status": "Proven"}, pluck="name")
	if names:
		frappe.db.set_value(CLAIM, {"name": ("in", names)}, "status", "Withdrawn")


def is_over(claim: Mapping) -> bool:
	"""True when the time for the proof has passed."""
	return get_datetime(claim.expires_at) < now_datetime()


def expire_overdue() -> int:
	"""Ends the claims whose time has passed and removes their codes; returns how many. Run every day."""
	overdue = {"status": "Waiting", "expires_at": ("<", now_datetime())}
	names = frappe.get_all(CLAIM, overdue, pluck="name")
	if names:
		frappe.db.set_value(CLAIM, {"name": ("in", names)}, {"status": "Expired", "code": None})
	return len(names)


def shows(code: str, text: str) -> bool:
	"""Whether `text` has the code in it, as a word of its own and in any case."""
	return bool(code) and bool(
		re.search(rf"(?<![0-9A-Za-z-]){re.escape(code)}(?![0-9A-Za-z]|-[0-9A-Za-z])", text, re.IGNORECASE)
	)


def _check_is_new(user: str, platform: str, handle: str) -> None:
	held = {"platform": platform, "handle": handle, "claimed_by": user, "consent": GIVEN}
	if frappe.db.exists("Social Profile", held):
		frappe.throw(_("This account is yours already."))


def _waiting(user: str) -> list[dict]:
	return frappe.get_all(
		CLAIM,
		filters={"user": user, "status": "Waiting", "expires_at": (">=", now_datetime())},
		fields=["name", "platform", "handle"],
		order_by="creation",
	)


def _new_code() -> str:
	"""A code nobody can guess and no other claim has."""
	while True:
		letters = "".join(secrets.choice(ALPHABET) for _n in range(8))
		code = f"erp-{letters[:4]}-{letters[4:]}"
		if not frappe.db.exists(CLAIM, {"code": code}):
			return code
