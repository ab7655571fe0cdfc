"""Erases one person: everything a Social Profile and its mentions say, and the traces of it elsewhere.

First the profile is marked, so that nothing new comes in; then the work is done in pages, each committed,
and may be stopped anywhere and run again. What identifies the person goes last, for the work needs it. What
stays: one profile row without any content whose name is a one-way hash of the old key, and mentions that
count. It must not decide who may erase; `api.privacy` does.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import now_datetime

from social_crm_app.identity import index
from social_crm_app.identity.erasure import ERASED, handle_mark
from social_crm_app.identity.keys import handle_key, parse_handles
from social_crm_app.identity.lookup import holders
from social_crm_app.identity.parties import PARTY_DOCTYPES
from social_crm_app.identity.profile_form import platform_key
from social_crm_app.identity.relationship import UNKNOWN
from social_crm_app.identity.restamp import NO_STAMP
from social_crm_app.identity.staff import STAFF_DOCTYPES
from social_crm_app.privacy import (
	data_subject,
	holdings,
	left,
	logs,
	mentions,
	other_profiles,
	others,
	replies,
	traces,
)
from social_crm_app.privacy.data_subject import Person
from social_crm_app.privacy.holdings import PROFILE
from social_crm_app.privacy.reader import Reader
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.words import Marks

_KEPT = frozenset(
	"name owner creation modified modified_by docstatus idx title platform profile_key erased".split()
)
_DEFAULTS = {"link_status": "Unlinked", "consent": "Not Asked", "relationship": UNKNOWN}
MOST = 1000  # records of one DocType with the handle of one person
_REKEY = {
	**dict.fromkeys(PARTY_DOCTYPES, index.rekey_party),
	**dict.fromkeys(STAFF_DOCTYPES, index.rekey_staff),
}
_LINKS = {**NO_STAMP, "link_status": "Unlinked", "link_source": None, "link_reason": None}
_CONSENT = {
	"consent": "Not Asked",
	"claimed_by": None,
	"share_posts": 0,
	"share_profile": 0,
	"may_contact": 0,
}


def erase(profile: str) -> dict:
	"""Erases a Social Profile (by name) now, in this process; see `run` for what it returns."""
	begin(profile)
	return run(profile)


def begin(profile: str) -> None:
	"""From here on nothing new of this account is stored and no rule links it. Does not commit."""
	frappe.db.set_value(
		PROFILE, profile, {"erased": 1, **_LINKS, **_CONSENT, "erasure_cursor": None}, update_modified=False
	)
	index.forget(PROFILE, profile)


def run(profile: str) -> dict:
	"""Does the work for a profile that is marked, or goes on with it: {counts: {DocType: rows}, left: [why]}, for the
	current user to read.

	Empty when it was done before. Commits after each page; after a kill the counts are those of the rest.
	"""
	person = data_subject.person(profile)
	if person.done:
		return {}
	if not person.erased:
		frappe.throw(_("This profile has not been marked for erasure."))
	report = Report()
	traces.flush()
	for step in (
		_mentions,
		_others,
		_profiles_of_others,
		_parties,
		_evidence_of_others,
		_claims,
		_logs,
		_profile,
	):
		for _page in step(person, report):
			frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself
	return report.as_dict(Reader(frappe.session.user, manages=True).sees)


def unfinished() -> list[str]:
	"""Names of profiles whose erasure was begun and not ended, for example because a worker was killed."""
	return frappe.get_all(
		PROFILE, {"erased": 1, "profile_key": ("not like", f"{ERASED}%")}, pluck="name", order_by="name"
	)


def forget(profile: str) -> None:
	"""Takes an erasure back in so far that the account may be imported again; what was erased stays gone."""
	if not data_subject.person(profile).done:
		frappe.throw(_("Only a finished erasure can be forgotten."))
	frappe.db.set_value("Mention", {"social_profile": profile}, "social_profile", None, update_modified=False)
	frappe.db.delete("Social Consent Log", {"parent": profile, "parenttype": PROFILE})
	frappe.db.delete(PROFILE, {"name": profile})
	frappe.clear_document_cache(PROFILE, profile)


def _mentions(person: Person, report: Report) -> Iterable[None]:
	while names := holdings.mentions_to_erase(person.name):
		mentions.erase(names, report)
		replies.mask(names, person, report, by_person=True)
		yield


def _others(person: Person, report: Report) -> Iterable[None]:
	for bookmark in others.Sweep(person, report).pages():
		others.keep_bookmark(person, bookmark)
		yield


def _profiles_of_others(person: Person, report: Report) -> Iterable[None]:
	yield from other_profiles.mask_profiles(person, report)


def _evidence_of_others(person: Person, report: Report) -> Iterable[None]:
	other_profiles.forget_evidence(person, report)
	yield


def _parties(person: Person, report: Report) -> Iterable[None]:
	"""The handle that was noted on a Lead, Customer or Contact: only its line goes."""
	platform = platform_key(person.platform)
	keys = {key for handle in person.handles if (key := handle_key(platform, handle))}
	for doctype, rekey in _REKEY.items() if keys else ():
		names = sorted({name for _key, _doctype, name in holders(keys, (doctype,), most=MOST)})
		rows = frappe.get_all(doctype, {"name": ("in", names)}, ["name", "social_handles"]) if names else []
		for row in rows:  # few: records of one and the same person
			lines = (row.social_handles or "").splitlines()
			rest = [line for line in lines if keys.isdisjoint(parse_handles(line)[0])]
			frappe.db.set_value(doctype, row.name, "social_handles", "\n".join(rest), update_modified=False)
			frappe.clear_document_cache(doctype, row.name)
		rekey(doctype, names)
		_versions_naming(person, doctype, names, report)
		report.add(doctype, len(rows))
	yield


def _versions_naming(person: Person, doctype: str, names: list[str], report: Report) -> None:
	marks = Marks(person.words)
	held = frappe.get_all("Version", {"ref_doctype": doctype, "docname": ("in", names)}, ["name", "data"])
	naming = [row.name for row in held if marks.found_in(row.data)] if names else []
	if naming:
		frappe.db.delete("Version", {"name": ("in", naming)})
	report.add("Version", len(naming))


def _claims(person: Person, report: Report) -> Iterable[None]:
	_remove("Social Profile Claim", holdings.claims_of(person), report)
	yield


def _remove(doctype: str, names: list[str], report: Report) -> None:
	if names:
		traces.remove(doctype, names, report)
		frappe.db.delete(doctype, {"name": ("in", names)})
		report.add(doctype, len(names))


def _logs(person: Person, report: Report) -> Iterable[None]:
	traces.remove(PROFILE, [person.name], report)
	traces.remove_files(holdings.exports_of(person.name), report)
	logs.remove_from_logs(person, report)
	yield


def _profile(person: Person, report: Report) -> Iterable[None]:
	"""The last step: after it nobody can tell who this was, and the erasure is done. The matches, which still tell
	what stays, go together with the rest."""
	left.note(person, report)
	held = holdings.matches_of(person.name)
	if held:
		frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", held)})
	_remove("Social Profile Match", held, report)
	table = frappe.qb.DocType(PROFILE)
	query = frappe.qb.update(table).where(table.name == person.name)
	for column, value in {**holdings.empty_columns(PROFILE, _KEPT), **_DEFAULTS}.items():
		query = query.set(table[column], value)
	query = query.set(table.profile_key, f"{ERASED}{person.name}").set(table.title, _("Erased Person"))
	if person.handle:
		query = query.set(table.digest, handle_mark(person.platform, person.handle))
	query.run()
	frappe.clear_document_cache(PROFILE, person.name)
	report.add(PROFILE, 1)
	_log(person.name, report)
	yield


def _log(profile: str, report: Report) -> None:
	"""One row of the consent log: who erased and when, with counts only; what stood there before goes. Written
	here and not by `consent`, which keeps what it is given."""
	frappe.db.delete("Social Consent Log", {"parent": profile, "parenttype": PROFILE})
	frappe.get_doc(
		{
			"doctype": "Social Consent Log",
			"parent": profile,
			"parenttype": PROFILE,
			"parentfield": "consent_log",
			"idx": 1,
			"happened_at": now_datetime(),
			"event": "Erased",
			"user": frappe.session.user,
			"details": report.text(),
		}
	).db_insert()
