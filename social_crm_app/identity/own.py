"""The house's own people and accounts: recognised, marked, and kept out of every match.

Only what the platform vouches for keeps somebody out: a listed handle, a verified link to one, the company's
own website as a verified link or domain handle. An e-mail or a phone in a profile text is a claim that anybody
can make about a member of the staff; it keeps nobody out. "Not a Customer" is a person's word and never touched.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import frappe
from frappe.utils.caching import site_cache

from social_crm_app import connectors
from social_crm_app.identity import lookup, matches, platforms
from social_crm_app.identity.keys import Key, domain_key, handle_of_url, keys_of_profile
from social_crm_app.identity.links import NO_LINK
from social_crm_app.identity.resolver import Subject
from social_crm_app.identity.restamp import restamp

PROFILE = "Social Profile"
STAFF, ACCOUNT = "Own Staff", "Own Account"


@dataclass(frozen=True, slots=True)
class Account:
	"""What is known of a profile beside its keys: the platform's label, the platform's id of it, why it is kept
	out so far ("" when it is not), and whether it is new, so that nobody can have decided about it."""

	platform: str = ""
	external_id: str = ""
	kept_out: str = ""
	new: bool = False


_UNKNOWN = Account()


def keep_out(subjects: Mapping[str, Subject], accounts: Mapping[str, Account]) -> dict[str, Subject]:
	"""Marks the profiles (by name) that are the house's own, unmarks those that are not any more, and returns
	the subjects that may be a customer."""
	own = recognise(subjects, accounts)
	_mark({name: own.get(name, "") for name in subjects}, accounts)
	return {name: subject for name, subject in subjects.items() if name not in own}


def recognise(subjects: Mapping[str, Subject], accounts: Mapping[str, Account]) -> dict[str, str]:
	"""STAFF or ACCOUNT for each of the profiles that is the house's own; the others are left out."""
	vouched = {
		name: {item.key for item in subject.keys if item.attested} for name, subject in subjects.items()
	}
	ids, keys = _own_accounts()
	found = {}
	for name, held in vouched.items():
		account = accounts.get(name, _UNKNOWN)
		if held & keys or (account.platform, account.external_id) in ids:
			found[name] = ACCOUNT
	closed = platforms.closed()
	people = {
		name: held
		for name, held in vouched.items()
		if name not in found and accounts.get(name, _UNKNOWN).platform not in closed
	}
	staff = lookup.staff_keys(set().union(*people.values()))
	return found | {name: STAFF for name, held in people.items() if held & staff}


def profiles_of(account: Mapping) -> set[str]:
	"""Profiles to look at when an account of the house comes, changes or goes: those that are marked as such on
	its platform, and those with its handle. `account` is a Social Account, a row or a document."""
	marked = frappe.get_all(
		PROFILE, {"kept_out": ACCOUNT, "platform": account.platform}, pluck="name", order_by="name"
	)
	return {*marked, *lookup.profiles_waiting_for(set(_keys_of_account(account)))}


def forget_accounts() -> None:
	"""Has the accounts read anew; a process keeps them for a minute, because every page asks for them."""
	_own_accounts.clear_cache()


@site_cache(ttl=60)
def _own_accounts() -> tuple[set[tuple[str, str]], set[Key]]:
	"""(platform label, external id) and Handle keys of every Social Account, and the companies' Domain keys."""
	accounts = frappe.get_all(
		"Social Account", fields=["platform", "handle", "external_id", "instance_url"], order_by="name"
	)
	keys = {key for account in accounts for key in _keys_of_account(account)}
	websites = frappe.get_all("Company", {"website": ("is", "set")}, pluck="website", order_by="name")
	keys |= {key for site in websites if (key := handle_of_url(site) or domain_key(site))}
	return {(account.platform, account.external_id) for account in accounts if account.external_id}, keys


def _keys_of_account(account: Mapping) -> Iterable[Key]:
	"""The account itself, as the platform names it; a feed has no account."""
	if not account.handle:
		return ()
	platform = connectors.get(account.platform).platform
	host = account.external_id or account.instance_url or ""
	held = keys_of_profile(platform, host, account.handle.lstrip("@"))
	return [item.key for item in held if item.source == "handle"]


def _mark(wanted: Mapping[str, str], accounts: Mapping[str, Account]) -> None:
	changed: dict[str, list[str]] = defaultdict(list)
	for name, reason in wanted.items():
		if reason != accounts.get(name, _UNKNOWN).kept_out:
			changed[reason].append(name)
	for reason, names in changed.items():
		frappe.db.set_value(PROFILE, {"name": ("in", names)}, "kept_out", reason, update_modified=False)
	kept = [name for reason, names in changed.items() if reason for name in names]
	if kept:
		_withdraw(kept)


def _withdraw(profiles: list[str]) -> None:
	"""Takes back what rules have suggested or linked of profiles that are the house's own by now. What a
	person has linked stays as it is."""
	mine = {"name": ("in", profiles)}
	by_rule = frappe.get_all(PROFILE, {**mine, "link_source": "Rule"}, pluck="name", order_by="name")
	by_person = frappe.get_all(PROFILE, {**mine, "link_source": "Person"}, pluck="name", order_by="name")
	frappe.db.set_value(
		PROFILE, {**mine, "link_status": "Suggested"}, "link_status", "Unlinked", update_modified=False
	)
	if by_rule:
		none = {**NO_LINK, "link_status": "Unlinked", "link_source": None, "link_reason": None}
		frappe.db.set_value(
			PROFILE, {"name": ("in", by_rule)}, {**none, "verified_purchaser": 0}, update_modified=False
		)
		restamp(by_rule)
	matches.supersede(set(profiles) - set(by_person))
