"""What a person allows us to do with an account of theirs: the only writer of a Social Profile's consent
columns and of its consent log.

Consent is the person's own. Staff may write down what a person told them otherwise, with the reason. It must
not decide whose account it is; `claims` does, by proof. Who has withdrawn is linked by nobody, see `guard`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_fullname, now_datetime

from social_crm_app.identity import decisions, links, matches, parties
from social_crm_app.identity.parties import Pair

if TYPE_CHECKING:
	from datetime import datetime

	from frappe.model.document import Document

PROFILE = "Social Profile"
NOT_ASKED, GIVEN, WITHDRAWN = "Not Asked", "Given", "Withdrawn"
# What a person may allow: beside the customer record, keeping the profile's text, writing to the person.
SHARES = ("share_posts", "share_profile", "may_contact")
# What the profile tells of the person beyond the account's own address.
TEXTS = (
	"display_name", "bio", "location", "language", "website", "email", "avatar", "attested_links", "links",
)  # fmt: skip


def give(
	profile: str, shares: Mapping[str, bool], *, claimed_by: str | None = None, party: Pair | None = None,
	why: str = "",
) -> None:  # fmt: skip
	"""The person agrees. With `share_posts` the profile is linked to `party`; None leaves the link as it is."""
	doc = _held(profile)
	doc.update({"consent": GIVEN, **as_flags(shares)})
	if claimed_by:
		doc.claimed_by = claimed_by
	_apply(doc, "Given", _words(doc, why), party)


def change(profile: str, shares: Mapping[str, bool], *, party: Pair | None = None, why: str = "") -> None:
	"""The person shares more or less than before. Raises frappe.ValidationError without consent."""
	doc = _held(profile)
	if doc.consent != GIVEN:
		frappe.throw(_("There is no consent that could be changed."))
	before = {share: int(doc.get(share) or 0) for share in SHARES}
	if before != as_flags(shares):
		doc.update(as_flags(shares))
		_apply(doc, "Changed", _words(doc, why), party)


def withdraw(profile: str, *, why: str = "") -> None:
	"""The person takes everything back: the link goes everywhere and is not made again, the profile's text
	goes; the log stays. Does nothing the second time."""
	doc = _held(profile)
	if doc.consent != WITHDRAWN:
		doc.update({"consent": WITHDRAWN, **dict.fromkeys(SHARES, 0)})
		_apply(doc, "Withdrawn", why, None)


def note(profile: str, event: str, details: str = "", happened_at: "datetime | None" = None) -> None:
	"""One more line in the log (Claimed, Proven), without a change of consent."""
	doc = _held(profile)
	_log(doc, event, details, happened_at)
	_unlocked(doc).save(ignore_version=True)


def guard(doc: "Document", method: str | None = None) -> None:
	"""doc_events of Social Profile: consent is set through this file only, and nobody links who has withdrawn."""
	if doc.flags.consent_is_logged:
		return
	before = doc.get_doc_before_save()
	if _state(doc) != (_state(before) if before else _state(frappe._dict())):
		frappe.throw(
			_("Consent is given by the person, or written down with Set Consent."), frappe.PermissionError
		)
	if _lines(doc) != (_lines(before) if before else []):
		frappe.throw(_("The consent log cannot be changed."), frappe.PermissionError)
	if doc.consent == WITHDRAWN and doc.party and doc.party != (before.party if before else None):
		frappe.throw(_("This person has withdrawn the consent; the profile cannot be linked."))


def as_flags(shares: Mapping[str, bool]) -> dict[str, int]:
	"""All shares as 0 or 1; what is not said is not allowed."""
	return {share: int(bool(shares.get(share))) for share in SHARES}


def _apply(doc: "Document", event: str, details: str, party: Pair | None) -> None:
	"""Writes the change down and makes it true: the texts, then the link."""
	if not doc.share_profile:
		doc.update(dict.fromkeys(TEXTS))
		frappe.db.delete(
			"Version", {"ref_doctype": PROFILE, "docname": doc.name}
		)  # they hold the texts; hence none is made below either
	doc.digest = None  # the next pull writes again what may be kept
	_log(doc, event, details)
	_unlocked(doc)
	if not doc.share_posts:
		_unlink(doc)
	elif party:
		decisions.confirm_as(doc, parties.stamp_for(*party), _("The person's own wish"))
	else:
		doc.save(ignore_version=True)


def _unlink(doc: "Document") -> None:
	"""No link, now and later: the rules leave a rejected profile alone."""
	if doc.party:
		matches.decide(doc.name, doc.party_type, doc.party, "Rejected", _("The person's own wish"))
	matches.supersede([doc.name])
	reason = _("Not shared, says {0}").format(get_fullname())
	columns = {"link_status": "Rejected", "link_source": "Person", "link_reason": reason}
	links.set_link(doc, {**links.NO_LINK, **columns, "verified_purchaser": 0})


def _held(profile: str) -> "Document":
	"""The profile, its row locked until the transaction ends. Raises frappe.ValidationError for an erased one."""
	doc = frappe.get_doc(PROFILE, profile, for_update=True)
	if doc.erased:
		frappe.throw(_("The data of this account were erased on request."))
	return doc


def _unlocked(doc: "Document") -> "Document":
	"""`doc`, so that it can be saved."""
	doc.flags.consent_is_logged = True
	doc.flags.written_by_app = True  # the texts go, also those that only a platform writes
	doc.flags.ignore_permissions = True  # people have no right on profiles, only on what they allow there
	return doc


def _log(doc: "Document", event: str, details: str, happened_at: "datetime | None" = None) -> None:
	row = {"event": event, "user": frappe.session.user, "details": details[:500]}
	doc.append("consent_log", {**row, "happened_at": happened_at or now_datetime()})


def _state(doc: Mapping) -> tuple:
	shares = (int(doc.get(share) or 0) for share in SHARES)
	return (doc.get("consent") or NOT_ASKED, doc.get("claimed_by") or None, *shares)


def _lines(doc: "Document") -> list[tuple]:
	return [(str(r.happened_at), r.event, r.user, r.details or "") for r in doc.get("consent_log") or ()]


def _words(doc: "Document", why: str) -> str:
	"""Which shares are on, and the reason."""
	on = [doc.meta.get_label(share) for share in SHARES if doc.get(share)]
	return ". ".join(filter(None, (", ".join(on) or _("Nothing is shared"), why)))
