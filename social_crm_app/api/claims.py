"""The page "Social Profiles" of the portal, and consent that staff write down.

The person's functions see the caller's own rows only and need no right in the desk; guests are refused. What
is too often is refused too, per address and per user.
"""

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit

from social_crm_app.jobs.enqueue import enqueue_claim_check
from social_crm_app.privacy import claims, consent, portal

HOUR = 60 * 60
STAFF = {"System Manager", "Social CRM Manager"}


@frappe.whitelist(methods=["POST"])
@rate_limit(limit=60, seconds=HOUR)
def start(
	platform: str,
	handle: str,
	share_posts: bool = False,
	share_profile: bool = False,
	may_contact: bool = False,
) -> str:
	"""Name of the caller's claim of this account, new or already waiting; its code is on the page."""
	_slow_down("start", 20)
	shares = dict(share_posts=share_posts, share_profile=share_profile, may_contact=may_contact)
	return claims.start(_person(), platform, handle, shares)


@frappe.whitelist(methods=["POST"])
@rate_limit(limit=120, seconds=HOUR)
def check(claim: str) -> None:
	"""Looks for the claim's code in the background; `state` tells the outcome."""
	doc = claims.own(claim, _person())
	if doc.status != "Waiting":
		return
	_slow_down("check", 30)
	claims.begin_check(doc)
	enqueue_claim_check(doc.name)


@frappe.whitelist(methods=["GET"])
def state(claim: str) -> dict[str, str]:
	"""{status, outcome, said} of one of the caller's claims."""
	return portal.state(claim, _person())


@frappe.whitelist(methods=["POST"])
def drop(claim: str) -> None:
	"""Ends one of the caller's claims before it is proven."""
	claims.drop(claims.own(claim, _person()))


@frappe.whitelist(methods=["POST"])
def change(profile: str, share_posts: bool, share_profile: bool, may_contact: bool) -> None:
	"""Sets what the caller shares of an account that the caller has proven."""
	_slow_down("change", 60)
	shares = dict(share_posts=share_posts, share_profile=share_profile, may_contact=may_contact)
	portal.change(profile, _person(), shares)


@frappe.whitelist(methods=["POST"])
def withdraw(profile: str) -> None:
	"""Takes back everything that the caller allowed for an account."""
	portal.withdraw(profile, _person())


@frappe.whitelist(methods=["POST"])
def set_consent(
	profile: str, state: str, reason: str,
	share_posts: bool = False, share_profile: bool = False, may_contact: bool = False,
) -> None:  # fmt: skip
	"""Writes down what the person told a manager otherwise: Given or Withdrawn, with the reason."""
	if not STAFF & set(frappe.get_roles()):
		raise frappe.PermissionError
	frappe.has_permission("Social Profile", "write", profile, throw=True)
	if not reason.strip() or state not in (consent.GIVEN, consent.WITHDRAWN):
		frappe.throw(_("Say whether consent is given or withdrawn, and how you know."))
	if state == consent.WITHDRAWN:
		return consent.withdraw(profile, why=reason)
	shares = dict(share_posts=share_posts, share_profile=share_profile, may_contact=may_contact)
	consent.give(profile, shares, why=reason)


def _person() -> str:
	"""The caller, who is logged in: Frappe lets no guest call a function that does not say so."""
	return frappe.session.user


def _slow_down(what: str, limit: int) -> None:
	"""Counts the caller's calls of this hour; raises frappe.RateLimitExceededError above `limit`."""
	key = frappe.cache.make_key(f"social-crm-claims:{what}:{frappe.session.user}")
	count = frappe.cache.incrby(key, 1)
	if count == 1:
		frappe.cache.expire(key, HOUR)
	if count > limit:
		frappe.throw(_("That was very often. Please try again in an hour."), frappe.RateLimitExceededError)
