"""Settles who profiles are: asks the resolver, then hands its answer to the linker and the matches.

The one way from keys to links, for the pull, for a record that changed and for the first index build.
"""

from collections.abc import Iterable, Mapping, Sequence

import frappe
from frappe import _

from social_crm_app.identity import index, linker, matches
from social_crm_app.identity.evidence import describe
from social_crm_app.identity.keys import ProfileKey
from social_crm_app.identity.lookup import TableLookup
from social_crm_app.identity.resolver import Candidate, Policy, Resolution, resolve_many


def settle(profiles: Mapping[str, Sequence[ProfileKey]]) -> set[str]:
	"""Links or suggests for these profiles (by name, with their keys); returns those that were linked.

	Profiles that are linked already, or that a person has decided about, must not be passed.
	"""
	if not profiles:
		return set()
	resolutions = resolve_many(
		profiles, TableLookup(), policy=policy(), rejected=matches.decided_against(profiles)
	)
	linked = {p: (r.link, _reason(r.link)) for p, r in resolutions.items() if r.link}
	if linked:
		linker.link_by_rule(linked)
	_suggest({p: r for p, r in resolutions.items() if r.status == "Suggested"})
	return set(linked)


def settle_stored(names: Iterable[str]) -> set[str]:
	"""The same for profiles that are in the database, leaving out what a person or a rule has settled."""
	names = list(names)
	undecided = (
		frappe.get_all(
			"Social Profile",
			filters={"name": ("in", names), "link_status": ("in", ("Unlinked", "Suggested"))},
			pluck="name",
			order_by="name",
		)
		if names
		else []
	)
	return settle(index.profile_keys(undecided)) if undecided else set()


def policy() -> Policy:
	return Policy(auto_link=frappe.get_cached_doc("Social CRM Settings").auto_link_policy)


def _reason(candidate: Candidate) -> str:
	return " ".join(describe(e, _) for e in candidate.evidence if e.attested)


def _suggest(resolutions: Mapping[str, Resolution]) -> None:
	matches.record(
		(profile, candidate, "Suggested") for profile, r in resolutions.items() for candidate in r.candidates
	)
	linker.mark_suggested(resolutions)
