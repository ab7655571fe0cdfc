"""Social Profile: link to a party, unlink, and the candidates with their evidence."""

import frappe

from social_crm_app.identity import linker
from social_crm_app.insight.profile import candidates_of


@frappe.whitelist(methods=["POST"])
def link(profile: str, party_type: str, party: str) -> None:
	"""Links the profile and all its mentions, past and future, to a party that the user may read."""
	frappe.has_permission("Social Profile", "write", profile, throw=True)
	frappe.has_permission(party_type, "read", party, throw=True)
	linker.link(profile, party_type, party)


@frappe.whitelist(methods=["POST"])
def unlink(profile: str) -> None:
	"""Takes the link back everywhere; no rule makes it again."""
	frappe.has_permission("Social Profile", "write", profile, throw=True)
	linker.unlink(profile)


@frappe.whitelist(methods=["POST"])
def reject(match: str) -> None:
	"""Says that a suggested candidate is not this person; it is not suggested again."""
	doc = frappe.get_doc("Social Profile Match", match)
	doc.check_permission("write")
	linker.reject(doc.profile, doc.party_type, doc.party)


@frappe.whitelist(methods=["GET"])
def candidates(profile: str) -> list[dict]:
	"""The suggested parties of a profile that the user may read, best first:
	[{name, party_type, party, title, score, evidence: [{reason, attested}]}]."""
	frappe.has_permission("Social Profile", "read", profile, throw=True)
	return candidates_of(profile)
