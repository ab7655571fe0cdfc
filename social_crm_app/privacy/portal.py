"""What a person sees and decides on the page "Social Profiles": their own claims and accounts, nothing else.

Every function takes the user and looks at that user's rows only. It must not say anything about customers,
other persons or what staff decided.
"""

from collections.abc import Mapping

import frappe
from frappe import _

from social_crm_app.identity.linker import mark_suggested
from social_crm_app.privacy import claims, consent, persons, policy, proof
from social_crm_app.privacy.consent import GIVEN, PROFILE, SHARES, WITHDRAWN


def overview(user: str) -> dict:
	"""All that the page shows: {known, platforms, claims, accounts}. `known` tells whether there is a record of
	this person to which an account could be linked."""
	return {
		"known": bool(persons.party_of(user)),
		"platforms": platforms(),
		"claims": claims_of(user),
		"accounts": accounts_of(user),
	}


def platforms() -> list[dict]:
	"""[{platform, example, where}] of those on which an account can be proven, with where to put the code."""
	guides = {
		"Mastodon": ("jane@mastodon.example", _("Put it in your bio, in a profile field, or write a public post.")),
		"Bluesky": ("jane.bsky.social", _("Put it in the description of your profile, or write a post.")),
		"Hacker News": ("jane", _('Put it in the "about" text of your account; upper and lower case of the name count.')),
	}  # fmt: skip
	default = ("", _("Put it in your public profile, or write a public post."))
	return [
		{"platform": name, "example": guides.get(name, default)[0], "where": guides.get(name, default)[1]}
		for name in sorted(policy.provable())
	]


def claims_of(user: str) -> list[dict]:
	"""The claims that wait for their code, the newest first; each with what the last check said."""
	rows = frappe.get_all(
		claims.CLAIM,
		filters={"user": user, "status": "Waiting"},
		fields=["name", "platform", "handle", "code", "expires_at", "outcome", *SHARES],
		order_by="creation desc",
	)
	where = {row["platform"]: row["where"] for row in platforms()}
	return [
		{**row, "said": said(row), "where": where.get(row.platform, "")}
		for row in rows
		if not claims.is_over(row)
	]


def state(claim: str, user: str) -> dict:
	"""{status, outcome, said} of one claim of this user."""
	doc = claims.own(claim, user, lock=False)
	return {"status": doc.status, "outcome": doc.outcome or "", "said": said(doc)}


def said(claim: Mapping) -> str:
	"""What the last check found, for the person; "" before the first."""
	account = f"{claim.handle} ({_(claim.platform)})"
	sentences = {
		claims.CHECKING: _("We are looking for the code."),
		proof.PROVEN: _("The code was found. The account is yours."),
		proof.FOR_REVIEW: _("The code was found. Our team looks at it before the account is linked."),
		proof.NOT_FOUND: _("The code was not found on {0} yet. Save your profile or post and check again.").format(account),
		proof.NO_ACCOUNT: _("There is no account {0}.").format(account),
		proof.HIDDEN: _("The server of {0} shows profiles to its own members only, so the code cannot be read there.").format(account),
		proof.NO_ANSWER: _("The server of {0} did not answer. Please check again in some minutes.").format(account),
	}  # fmt: skip
	return sentences.get(claim.outcome or "", "")


def accounts_of(user: str) -> list[dict]:
	"""The accounts that this user has proven, with what is shared and how many posts are kept."""
	rows = frappe.get_all(
		PROFILE,
		filters={"claimed_by": user, "consent": ("in", (GIVEN, WITHDRAWN))},
		fields=["name", "platform", "handle", "url", "consent", "link_status", *SHARES],
		order_by="platform, handle",
	)
	counts = _posts_of([row.name for row in rows])
	return [{**row, "posts": counts.get(row.name, 0)} for row in rows]


def own_profile(profile: str, user: str) -> str:
	"""The profile if this user has proven it. Raises frappe.DoesNotExistError alike if it is not there or
	somebody else's."""
	name = frappe.db.get_value(PROFILE, {"name": profile, "claimed_by": user})
	if not name:
		raise frappe.DoesNotExistError(_("There is no such account."))
	return name


def change(profile: str, user: str, shares: Mapping[str, bool]) -> None:
	"""The person shares more or less. A link that staff made to somebody else is not taken over: staff are asked."""
	name, party, objection = own_profile(profile, user), persons.party_of(user), ""
	if shares.get("share_posts"):
		objection = proof.objection(name, user, party)
	consent.change(name, shares, party=None if objection else party)
	if objection:
		mark_suggested([name])
		proof.ask_staff(name, user, objection)


def withdraw(profile: str, user: str) -> None:
	"""The person takes everything back."""
	name = own_profile(profile, user)
	consent.withdraw(name, why=_("On the page Social Profiles"))
	claims.close_accounts(user, name)


def _posts_of(profiles: list[str]) -> dict[str, int]:
	if not profiles:
		return {}
	mention = frappe.qb.DocType("Mention")
	query = frappe.qb.from_(mention).where(mention.social_profile.isin(profiles))
	count = frappe.query_builder.functions.Count("*")
	return dict(query.groupby(mention.social_profile).select(mention.social_profile, count).run())
