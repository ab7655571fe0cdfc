"""What people decide about who a profile is: confirm, reject, unlink, "not a customer".

Every decision keeps who, when and why on its match, with the state before it for `undo`. It must not check
rights on parties, that is done in `api`.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_fullname

from social_crm_app.identity import matches, parties, states
from social_crm_app.identity.links import NO_LINK, locked, say, set_link
from social_crm_app.identity.purchaser import badge

if TYPE_CHECKING:
	from frappe.model.document import Document


def link(profile: str, party_type: str, party: str, why: str = "") -> None:
	"""A person says who this profile is: kept for ever, for past and future mentions.

	Raises frappe.ValidationError when profiles cannot be linked to such a record or it does not exist.
	"""
	if party_type not in parties.LINKABLE:
		frappe.throw(_("A profile can be linked to: {0}").format(", ".join(_(p) for p in parties.LINKABLE)))
	doc = locked([profile])[profile]
	columns = parties.stamp_for(party_type, party)
	if _is_said_already(doc, columns):
		return
	state = states.before([profile])
	match = confirm_as(doc, columns, why)
	states.keep(state, {profile: match})


def confirm_as(doc: "Document", columns: Mapping[str, str | None], why: str) -> str:
	"""Links a locked profile to these link columns and returns the name of the confirmed match."""
	party_type, party = columns["party_type"], columns["party"]
	match = matches.decide(doc.name, party_type, party, "Confirmed", why, columns)
	matches.supersede([doc.name], keep=[match])
	set_link(
		doc,
		{
			**columns,
			"link_status": "Linked",
			"link_source": "Person",
			"link_reason": _("Linked by {0}").format(get_fullname()),
			"kept_out": None,
		},
	)
	badge([doc.name])
	say(doc.name, match, _("confirmed who this is"), why)
	return match


def reject(profile: str, party_type: str, party: str, why: str = "") -> None:
	"""A person says that this profile is not that party; no rule suggests or links it again."""
	doc = locked([profile])[profile]
	if (doc.party_type, doc.party) == (party_type, party):
		return _unlink(doc, why)
	if (party_type, party) in matches.decided_against([profile])[profile]:
		return
	state = states.before([profile])
	match = matches.decide(profile, party_type, party, "Rejected", why)
	if doc.link_status == "Suggested" and not _has_suggestions(profile):
		set_link(doc, {"link_status": "Unlinked"})
	say(doc.name, match, _("rejected a suggestion"), why)
	states.keep(state, {profile: match})


def unlink(profile: str, why: str = "") -> None:
	"""A person says that this link is wrong: it is taken back everywhere and not made again by a rule."""
	doc = locked([profile])[profile]
	if doc.party:
		_unlink(doc, why)


def keep_out(profile: str, why: str = "") -> None:
	"""A person says that this profile is no customer nor going to be one: nothing is suggested any more."""
	doc = locked([profile])[profile]
	if doc.kept_out == "Not a Customer":
		return
	state = states.before([profile])
	match = matches.decide(profile, matches.NOBODY, profile, "Rejected", why)
	matches.supersede([profile])
	set_link(doc, {**_nobody(_("Kept out by {0}")), "kept_out": "Not a Customer"})
	badge([profile])
	say(doc.name, match, _("said that this is not a customer"), why)
	states.keep(state, {profile: match})


def _unlink(doc: "Document", why: str) -> None:
	state = states.before([doc.name])
	match = matches.decide(doc.name, doc.party_type, doc.party, "Rejected", why)
	matches.reopen(doc.name)
	set_link(doc, _nobody(_("Unlinked by {0}")))
	badge([doc.name])
	say(doc.name, match, _("took the link back"), why)
	states.keep(state, {doc.name: match})


def _nobody(template: str) -> dict:
	return {
		**NO_LINK,
		"link_status": "Rejected",
		"link_source": "Person",
		"link_reason": template.format(get_fullname()),
	}


def _is_said_already(doc: "Document", columns: Mapping[str, str | None]) -> bool:
	return doc.link_source == "Person" and all((doc.get(c) or None) == (columns[c] or None) for c in columns)


def _has_suggestions(profile: str) -> bool:
	return bool(frappe.db.exists("Social Profile Match", {"profile": profile, "status": "Suggested"}))
