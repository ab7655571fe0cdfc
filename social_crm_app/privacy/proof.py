"""Looks for a claim's code on the platform and, when it is there, makes the account the person's own.

Runs in a background job. The network is asked before any row is locked. A link that staff made to somebody
else is not taken over silently: staff are asked. It must not say more to the person than the outcome.
"""

import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.utils import escape_html, now_datetime
from frappe.utils.user import get_users_with_role

from social_crm_app import connectors, exceptions
from social_crm_app.connectors.base import AccountConfig, Author
from social_crm_app.connectors.http import HttpClient
from social_crm_app.identity import matches, parties
from social_crm_app.identity.evidence import Evidence, score
from social_crm_app.identity.linker import mark_suggested
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.parties import Pair
from social_crm_app.identity.resolver import Candidate
from social_crm_app.ingest import accounts, profiles
from social_crm_app.privacy import claims, consent, persons
from social_crm_app.privacy.consent import GIVEN, PROFILE, SHARES

if TYPE_CHECKING:
	from frappe.model.document import Document

SECONDS = 20  # for one call to the platform; there are three at most
POSTS = 20
PROVEN, FOR_REVIEW = "Proven", "For Review"
NOT_FOUND, NO_ACCOUNT, HIDDEN, NO_ANSWER = "Code Not Found", "No Such Account", "Profile Hidden", "No Answer"
# Where the evidence was seen; staff read it.
SOURCE = "a code that the person wrote there"

Found = tuple[Author, str]  # whose account it is, and where the code was: "" for the profile, or a permalink


def check(claim: str) -> None:
	"""Looks for the code of a waiting claim and keeps the outcome on it. Never raises for what a platform does."""
	row = frappe.db.get_value(
		claims.CLAIM, claim, ("platform", "handle", "code", "status", "expires_at"), as_dict=True
	)
	if not row or row.status != "Waiting":
		return
	outcome, found = look(row) if not claims.is_over(row) else (NOT_FOUND, None)
	doc = frappe.get_doc(claims.CLAIM, claim, for_update=True)
	if doc.status != "Waiting" or doc.code != row.code:
		return
	doc.update({"tries": (doc.tries or 0) + 1, "checked_at": now_datetime(), "outcome": outcome})
	if found:
		_prove(doc, *found)
	elif claims.is_over(doc):
		claims.end(doc, "Expired")
	else:
		doc.save(ignore_permissions=True)  # the job of the person who claims


def look(claim: Mapping) -> tuple[str, Found | None]:
	"""The outcome, and the author with the place of the code if it was found."""
	try:
		found = _find(claim)
	except (exceptions.AuthExpired, exceptions.NotPermitted):
		return HIDDEN, None
	except exceptions.ConnectorError:
		return NO_ANSWER, None
	except Exception as error:
		_log(claim["platform"], error)
		return NO_ANSWER, None
	return (found, None) if isinstance(found, str) else (PROVEN, found)


def _log(platform: str, error: Exception) -> None:
	"""Where it happened and what kind of error it was; its own words could hold the code."""
	places = "".join(traceback.format_tb(error.__traceback__))
	frappe.log_error(f"A claim on {platform} could not be checked", f"{places}{type(error).__name__}")


def _find(claim: Mapping) -> Found | str:
	http = HttpClient(
		allow_loopback=accounts.loopback_allowed(), connect_timeout=5, read_timeout=15, total_timeout=SECONDS
	)
	connector = connectors.get(claim["platform"])(http)
	account = _account_near(claim["platform"], claim["handle"])
	person = connector.find_person(account, claim["handle"])
	if person is None:
		return NO_ACCOUNT
	if claims.shows(claim["code"], person.about):
		return person.author, ""
	for post in connector.posts_of(account, claim["handle"], POSTS):
		# By id: a name can be given away between two calls.
		is_own = post.author and post.author.external_id == person.author.external_id
		if is_own and not post.private and claims.shows(claim["code"], post.text):
			return person.author, post.permalink
	return NOT_FOUND


def _account_near(platform: str, handle: str) -> AccountConfig | None:
	"""An account of ours on the server that the handle names, if we have one."""
	host = handle.rpartition("@")[2] if "@" in handle else ""
	rows = frappe.get_all(
		"Social Account",
		filters={"platform": platform, "enabled": 1, "instance_url": ("is", "set")},
		fields=["name", "instance_url"],
		order_by="creation",
	)
	near = [row.name for row in rows if host and row.instance_url.partition("://")[2].strip("/") == host]
	return accounts.config_of(frappe.get_doc("Social Account", near[0])) if near else None


def objection(profile: str, user: str, party: Pair | None) -> str:
	"""Why staff must look before the profile is linked to `party`, the record of this user; "" if nothing
	speaks against it."""
	if not party:
		return _("there is no record of this person any more")
	row = frappe.db.get_value(
		PROFILE, profile, ("party_type", "party", "link_status", "link_source", "kept_out"), as_dict=True
	)
	stamp = parties.stamp_for(*party)
	target = (stamp["party_type"], stamp["party"])
	if row.kept_out:
		return _("the profile is kept out: {0}").format(_(row.kept_out))
	if row.link_status == "Linked" and row.link_source == "Person" and (row.party_type, row.party) != target:
		return _("staff linked the profile to somebody else")
	refused = {"profile": profile, "party_type": target[0], "party": target[1], "status": "Rejected"}
	if frappe.db.exists("Social Profile Match", {**refused, "decided_by": ("!=", user)}):
		return _("staff said that the profile is not this person")
	return ""


def ask_staff(profile: str, user: str, why: str) -> None:
	"""One notification to everybody who manages Social CRM. It names no customer."""
	platform, handle = frappe.db.get_value(PROFILE, profile, ("platform", "handle"))
	subject = _("{0} on {1} was proven by {2}, but {3}. Please decide whose it is.").format(
		frappe.bold(escape_html(handle or "")), escape_html(_(platform)), escape_html(user), escape_html(why)
	)
	if users := get_users_with_role("Social CRM Manager"):
		document = {"type": "Alert", "document_type": PROFILE, "document_name": profile}
		enqueue_create_notification(users, {**document, "subject": subject, "from_user": user})


def _prove(claim: "Document", author: Author, where: str) -> None:
	connector = connectors.get(claim.platform)
	profile = name_for(profiles.profile_key(connector.platform, author))
	kept = {"proven_at": now_datetime(), "proof": where or _("In the profile")}
	if frappe.db.get_value(PROFILE, profile, "erased"):
		claims.end(claim, "Proven", outcome=FOR_REVIEW, **kept)  # nothing of it is stored again by itself
		return ask_staff(profile, claim.user, _("the data of this account were erased on request"))
	profiles.upsert(
		connector.platform, connector.label, {profile: author}, now_datetime(), parties.country_code()
	)
	party = persons.party_of(claim.user)
	is_anothers = _is_anothers(profile, claim.user)
	why_not = (
		_("another person has proven this account before")
		if is_anothers
		else objection(profile, claim.user, party)
	)
	claims.end(claim, "Proven", outcome=FOR_REVIEW if why_not else PROVEN, social_profile=profile, **kept)
	consent.note(profile, "Claimed", happened_at=claim.creation)
	consent.note(profile, "Proven", kept["proof"])
	if party:
		_suggest(profile, party, f"{connector.platform}:{author.handle}")
	if why_not:
		mark_suggested([profile])
		ask_staff(profile, claim.user, why_not)
	if not is_anothers:
		shares = {share: bool(claim.get(share)) for share in SHARES}
		consent.give(profile, shares, claimed_by=claim.user, party=None if why_not else party)


def _is_anothers(profile: str, user: str) -> bool:
	holder, state = frappe.db.get_value(PROFILE, profile, ("claimed_by", "consent"))
	return bool(holder) and holder != user and state == GIVEN


def _suggest(profile: str, party: Pair, account: str) -> None:
	"""Keeps the proof as evidence of the match between the profile and the person's record."""
	stamp = parties.stamp_for(*party)
	evidence = (Evidence("Handle", account, SOURCE, True, observed_on=str(now_datetime())),)
	candidate = Candidate(
		stamp["party_type"], stamp["party"], stamp["contact"] or "", stamp["lead"] or "",
		stamp["customer"] or "", score(evidence), evidence,
	)  # fmt: skip
	matches.record([(profile, candidate, "Suggested")])
