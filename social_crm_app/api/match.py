"""Who a profile is: the panel, what people decide, and taking it back.

A decision needs the right to write the profile and to read every record that it names.
"""

from collections.abc import Callable

import frappe
from frappe import _

from social_crm_app.identity import decisions, persons, prefill, undo
from social_crm_app.insight.profile import panel as panel_of
from social_crm_app.insight.profile import titles_of, values_of
from social_crm_app.permissions import require, require_all, require_parties

MOST = 500  # matches decided with one call
WORDS = 1000  # characters of a reason

DECISIONS: dict[str, Callable] = {"confirm": decisions.link, "reject": decisions.reject}


@frappe.whitelist(methods=["GET"])
def panel(profile: str) -> dict:
	"""The candidates of a profile with their evidence, and the last decision; see `insight.profile.panel`."""
	require("Social Profile", "read", profile)
	frappe.has_permission("Social Profile Match", "read", throw=True)
	return panel_of(profile)


@frappe.whitelist(methods=["GET"])
def titles(matches: list[str] | str) -> dict[str, str]:
	"""What people call the parties of these matches, by the name of the match; those the user may see."""
	names = frappe.parse_json(matches)[:MOST]
	fields = ["name", "party_type", "party"]
	rows = frappe.get_list("Social Profile Match", {"name": ("in", names)}, fields, limit=MOST)
	found = titles_of([(row.party_type, row.party) for row in rows])
	return {row.name: found[row.party_type, row.party] for row in rows}


@frappe.whitelist(methods=["GET"])
def values(matches: list[str] | str) -> dict[str, float]:
	"""What is at stake with the candidates of these matches, by the name of the match; for readers of invoices."""
	frappe.has_permission("Social Profile Match", "read", throw=True)
	return values_of(frappe.parse_json(matches)[:MOST])


@frappe.whitelist(methods=["POST"])
def confirm(match: str, why: str = "") -> None:
	"""Links the profile of this match, and all its mentions, to the candidate."""
	_decide("confirm", match, why)


@frappe.whitelist(methods=["POST"])
def reject(match: str, why: str = "") -> None:
	"""Says that the candidate is not this person; it is not suggested again, and a link to it is taken back."""
	_decide("reject", match, why)


@frappe.whitelist(methods=["POST"])
def decide_many(matches: list[str] | str, decision: str, why: str = "") -> dict[str, list]:
	"""Confirms or rejects ("confirm", "reject") each of these matches that the user has the right to decide:
	{done: [name], failed: [{name, message}]}."""
	frappe.has_permission("Social Profile Match", "write", throw=True)
	names = list(dict.fromkeys(frappe.parse_json(matches)))
	if decision not in DECISIONS or len(names) > MOST:
		frappe.throw(_("Up to {0} matches can be confirmed or rejected at once.").format(MOST))
	failed = [problem for name in names if (problem := _try_to_decide(decision, name, why))]
	lost = {problem["name"] for problem in failed}
	return {"done": [name for name in names if name not in lost], "failed": failed}


@frappe.whitelist(methods=["POST"])
def not_a_customer(profile: str, why: str = "") -> None:
	"""Says that this person is none of our customers: nothing is suggested for the profile any more."""
	require("Social Profile", "write", profile)
	require_parties(profile)
	decisions.keep_out(profile, why[:WORDS])


@frappe.whitelist(methods=["POST"])
def merge(profile: str, other: str, contact: str = "", why: str = "") -> str:
	"""Brings two profiles of one person together under one Contact and returns its name."""
	for name in (profile, other):
		require("Social Profile", "write", name)
		require_parties(name)
	if contact:
		require("Contact", "read", contact)
	return persons.merge(profile, other, contact, why[:WORDS])


@frappe.whitelist(methods=["POST"])
def undo_decision(match: str, why: str = "") -> None:
	"""Takes the decision on this match back; everything is as it was before it."""
	require("Social Profile Match", "write", match)
	for profile in undo.concerned(match):
		require("Social Profile", "write", profile)
		require_parties(profile)
	require_all(undo.returning(match))
	undo.undo(match, why[:WORDS])


@frappe.whitelist(methods=["GET"])
def values_for(profile: str, doctype: str) -> dict:
	"""What a new Lead or Contact takes over from the profile, for the form."""
	require("Social Profile", "read", profile)
	if doctype not in prefill.DOCTYPES:
		frappe.throw(_("Only a Lead or a Contact can be made of a profile."))
	frappe.has_permission(doctype, "create", throw=True)
	return prefill.values_for(doctype, frappe.get_doc("Social Profile", profile))


def _decide(decision: str, match: str, why: str) -> None:
	require("Social Profile Match", "write", match)
	doc = frappe.get_doc("Social Profile Match", match)
	require("Social Profile", "write", doc.profile)
	require_parties(doc.profile)
	DECISIONS[decision](doc.profile, doc.party_type, doc.party, why[:WORDS])


def _try_to_decide(decision: str, match: str, why: str) -> dict[str, str] | None:
	"""One row of many, in a savepoint of its own: a row that fails changes nothing and stops no other."""
	frappe.db.savepoint("social_crm_decision")
	heard = len(frappe.get_message_log())
	try:
		_decide(decision, match, why)
	except (frappe.ValidationError, frappe.PermissionError, frappe.DoesNotExistError) as error:
		frappe.db.rollback(save_point="social_crm_decision")
		frappe.local.message_log = frappe.local.message_log[:heard]  # said for all rows together
		return {"name": match, "message": frappe.utils.strip_html(str(error)) or _("Not permitted")}
	return None
