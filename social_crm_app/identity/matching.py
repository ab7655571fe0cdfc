"""Settles who profiles are: asks the resolver, then hands its answer to the linker and the matches.

The one way from keys to links, for the pull, for a record that changed and for the first index build.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import frappe
from frappe import _

from social_crm_app.identity import documents, index, linker, matches, own, platforms
from social_crm_app.identity.evidence import describe
from social_crm_app.identity.lookup import TableLookup
from social_crm_app.identity.own import Account
from social_crm_app.identity.purchaser import badge
from social_crm_app.identity.resolver import Candidate, Policy, Resolution, Subject, resolve_many

__all__ = ["Account", "Subject", "badge", "policy", "settle", "settle_stored"]

_OPEN = ("Unlinked", "Suggested")
_NO_ACCOUNT = Account()


def settle(subjects: Mapping[str, Subject], accounts: Mapping[str, Account] | None = None) -> set[str]:
	"""Links or suggests for these profiles (by name); returns those that were linked. The house's own are kept
	out, and profiles of a platform that forbids it are not looked up at all.

	Profiles that are linked already, or that a person has decided about, must not be passed.
	"""
	if not subjects:
		return set()
	accounts = accounts or {}
	return _settle(own.keep_out(subjects, accounts), accounts)


def settle_stored(names: Iterable[str]) -> set[str]:
	"""The same for profiles that are in the database, leaving out what a person has settled. Of those that a
	rule has linked it is only asked whether they have become the house's own."""
	rows = _undecided(list(names))
	if not rows:
		return set()
	subjects = stored_subjects({name: (row.display_name, row.location) for name, row in rows.items()})
	accounts = {
		name: Account(row.platform or "", row.external_id or "", row.kept_out or "")
		for name, row in rows.items()
	}
	others = own.keep_out(subjects, accounts)
	return _settle({n: s for n, s in others.items() if rows[n].link_status in _OPEN}, accounts)


def stored_subjects(shown: Mapping[str, tuple[str | None, str | None]]) -> dict[str, Subject]:
	"""What is known of these profiles: their display name and location as passed, their stored keys, and the
	documents that they have been seen to name."""
	keys = index.profile_keys(shown)
	found = documents.found(documents.kept(shown))
	return {
		name: Subject(tuple(keys[name]), display_name or "", location or "", found.get(name, ()))
		for name, (display_name, location) in shown.items()
	}


def with_documents(
	subjects: Mapping[str, Subject], named: Mapping[str, Iterable[documents.Named]]
) -> dict[str, Subject]:
	"""The subjects, and with them the documents that their new posts name."""
	found = documents.found({name: tuple(numbers) for name, numbers in named.items() if name in subjects})
	return {
		name: replace(subject, found=_joined(subject.found, found[name])) if name in found else subject
		for name, subject in subjects.items()
	}


def add_to_links(subjects: Mapping[str, Subject], links: Mapping[str, Mapping]) -> None:
	"""Adds what these profiles, which a rule has linked, show by now to the evidence of their links (`links`: their
	link columns by name). A link that would come out differently today stays as it is."""
	resolutions = _resolve({name: subject for name, subject in subjects.items() if subject.found}, {})
	same = {
		name: (r.link, _reason(r.link))
		for name, r in resolutions.items()
		if r.link and (r.link.party_type, r.link.party) == (links[name]["party_type"], links[name]["party"])
	}
	if same:
		linker.link_by_rule(same)
		badge(same)


def policy() -> Policy:
	"""What the settings say about linking and suggesting."""
	settings = frappe.get_cached_doc("Social CRM Settings")
	return Policy(
		auto_link=settings.auto_link_policy,
		suggest_by_name=bool(settings.suggest_by_name),
		suggest_from=(settings.suggest_from or 0) / 100,
	)


def _settle(subjects: Mapping[str, Subject], accounts: Mapping[str, Account]) -> set[str]:
	closed = platforms.closed()
	wanted = {n: s for n, s in subjects.items() if accounts.get(n, _NO_ACCOUNT).platform not in closed}
	resolutions = _resolve(wanted, accounts)
	linked = {p: (r.link, _reason(r.link)) for p, r in resolutions.items() if r.link}
	if linked:
		linker.link_by_rule(linked)
		badge(linked)
	_suggest({p: r for p, r in resolutions.items() if r.status == "Suggested"})
	return set(linked)


def _resolve(subjects: Mapping[str, Subject], accounts: Mapping[str, Account]) -> dict[str, Resolution]:
	if not subjects:
		return {}
	known = [name for name in subjects if not accounts.get(name, _NO_ACCOUNT).new]
	rejected = matches.decided_against(known) if known else {}
	return resolve_many(subjects, TableLookup(), policy=policy(), rejected=rejected)


def _joined(before: documents.Found, now: documents.Found) -> documents.Found:
	"""Both, a document that was named before only as it was then."""
	known = {evidence.document for _owner, evidence in before}
	return (*before, *(pair for pair in now if pair[1].document not in known))


def _undecided(names: list[str]) -> dict[str, Mapping]:
	"""Those of the profiles that rules may still judge, locked until the transaction ends: what a person decides
	meanwhile must not be overwritten by an answer to what was read before."""
	if not names:
		return {}
	profile = frappe.qb.DocType("Social Profile")
	rows = (
		frappe.qb.from_(profile)
		.select("name", "platform", "external_id", "kept_out", "link_status", "link_source")
		.select("display_name", "location")
		.where(profile.name.isin(sorted(names)))
		.where((profile.erased == 0) & profile.link_status.isin((*_OPEN, "Linked")))
		.orderby(profile.name)
		.for_update()
		.run(as_dict=True)
	)
	return {
		row.name: row
		for row in rows
		if row.kept_out != "Not a Customer" and (row.link_status in _OPEN or row.link_source == "Rule")
	}


def _reason(candidate: Candidate) -> str:
	return " ".join(describe(e, _) for e in candidate.evidence if e.attested)


def _suggest(resolutions: Mapping[str, Resolution]) -> None:
	matches.record(
		(profile, candidate, "Suggested") for profile, r in resolutions.items() for candidate in r.candidates
	)
	linker.mark_suggested(resolutions)
