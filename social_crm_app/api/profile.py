"""Social Profile: link to a party that a person names, and unlink. What is suggested is decided in `api.match`."""

import frappe

from social_crm_app.identity import decisions
from social_crm_app.insight.profile import candidates_of
from social_crm_app.permissions import require, require_parties


@frappe.whitelist(methods=["POST"])
def link(profile: str, party_type: str, party: str, why: str = "") -> None:
	"""Links the profile and all its mentions, past and future, to a party that the user may read. They must also
	be allowed to read the one that it is linked to now."""
	require("Social Profile", "write", profile)
	require_parties(profile)
	require(party_type, "read", party)
	decisions.link(profile, party_type, party, why)


@frappe.whitelist(methods=["POST"])
def unlink(profile: str, why: str = "") -> None:
	"""Takes the link back everywhere; no rule makes it again."""
	require("Social Profile", "write", profile)
	require_parties(profile)
	decisions.unlink(profile, why)


@frappe.whitelist(methods=["GET"])
def candidates(profile: str) -> list[dict]:
	"""The suggested parties of a profile that the user may read, best first; see `insight.profile`."""
	require("Social Profile", "read", profile)
	return candidates_of(profile)
