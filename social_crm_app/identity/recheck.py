"""Looks again at profiles: somebody new may be who they are, or what linked them is gone (an e-mail taken off a record,
a handle that was changed).

A link made by a rule stands as long as one reliable identifier of its evidence is still on both sides, or a
document names the person; else it becomes a suggestion again. What a person decided stays. Links are written
by `linker`'s rules only; this room takes those back that no longer hold.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import frappe
from frappe import _
from frappe.utils import now

from social_crm_app import sql
from social_crm_app.identity import index, linker, matches, matching, notes
from social_crm_app.identity.keys import Key
from social_crm_app.identity.lookup import TableLookup
from social_crm_app.identity.restamp import LINK_COLUMNS, restamp

PAGE = 200
MARKED_AT_ONCE = 2000
# Kinds of evidence that are identity keys, which can be looked up again. A document stays what it is.
_KEYS = ("Email", "Phone", "Domain", "Handle")


def mark(profiles: Iterable[str]) -> None:
	"""Says on these profiles that they are to be looked at again, in the transaction that gave the reason: a lost
	job is sent again while the mark stands."""
	names = sorted(set(profiles))
	for start in range(0, len(names), MARKED_AT_ONCE):
		_set_mark(names[start : start + MARKED_AT_ONCE], 1)


def waiting() -> bool:
	"""True if any profile is still to be looked at again."""
	return bool(frappe.db.exists("Social Profile", {"recheck_pending": 1}))


def take(after: str, most: int = PAGE) -> list[str]:
	"""Up to `most` marked profiles beyond `after`, locked and no longer marked once the transaction is
	committed: a reason that comes meanwhile waits for it and marks them anew. Call it first in a transaction, so
	that what is read afterwards is the newest."""
	profile = frappe.qb.DocType("Social Profile")
	names = (
		frappe.qb.from_(profile)
		.select(profile.name)
		.where((profile.recheck_pending == 1) & (profile.name > after))
		.orderby(profile.name)
		.limit(most)
		.for_update()
		.run(pluck=True)
	)
	if names:
		_set_mark(names, 0)
	return list(names)


def recheck(profiles: Iterable[str]) -> set[str]:
	"""Looks again at these profiles; returns those whose link by rule was taken back.

	Whoever can be linked is, suggestions are made anew, and those that rest on nothing any more disappear. What a
	person has decided stays.
	"""
	names, taken_back = sorted(set(profiles)), set()
	for start in range(0, len(names), PAGE):
		taken_back |= _recheck_page(names[start : start + PAGE])
	return taken_back


def _set_mark(names: Collection[str], value: int) -> None:
	frappe.db.set_value(
		"Social Profile", {"name": ("in", list(names))}, "recheck_pending", value, update_modified=False
	)


def _recheck_page(names: Sequence[str]) -> set[str]:
	rows = frappe.get_all(
		"Social Profile",
		filters={"name": ("in", names), "deleted_upstream": 0},
		fields=["name", "link_status", "link_source", "party_type", "party"],
		order_by="name",
	)
	by_rule = {
		row.name: (row.party_type, row.party)
		for row in rows
		if row.link_status == "Linked" and row.link_source == "Rule"
	}
	groundless = _groundless(by_rule)
	_take_back({name: by_rule[name] for name in groundless})
	open_ones = [row.name for row in rows if row.link_status in ("Unlinked", "Suggested")]
	began = now()
	linked = matching.settle_stored([row.name for row in rows])
	_withdraw(open_ones, before=began)
	linker.mark_suggested(groundless - linked)
	return groundless


def _groundless(links: Mapping[str, tuple[str, str]]) -> set[str]:
	"""Those of the linked profiles (by name: party) none of whose reliable evidence still holds. Links without
	any such evidence on file are older than it and stay."""
	proofs, documents = _proofs(links)
	keys = {
		name: {held.key for held in its if held.attested} for name, its in index.profile_keys(proofs).items()
	}
	owners = TableLookup().find({key for its in proofs.values() for key in its})

	def holds(profile: str, key: Key) -> bool:
		parties = {(owner.party_type, owner.party) for owner in owners.get(key, ()) if not owner.derived}
		return key in keys[profile] and links[profile] in parties

	return {
		profile
		for profile, its in proofs.items()
		if profile not in documents and not any(holds(profile, key) for key in its)
	}


def _proofs(links: Mapping[str, tuple[str, str]]) -> tuple[dict[str, set[Key]], set[str]]:
	"""The attested keys of each link's match, and the profiles whose match has a document as well."""
	of_match = {matches.name_of(name, *party): name for name, party in links.items()}
	proofs: dict[str, set[Key]] = defaultdict(set)
	documents = set()
	for row in frappe.get_all(
		"Social Profile Match Evidence",
		filters={"parent": ("in", list(of_match)), "attested": 1},
		fields=["parent", "kind", "value"],
		order_by="parent, idx",
	):
		if row.kind in _KEYS:
			proofs[of_match[row.parent]].add(Key(row.kind, row.value))
		else:
			documents.add(of_match[row.parent])
	return dict(proofs), documents


def _take_back(links: Mapping[str, tuple[str, str]]) -> None:
	if not links:
		return
	reason = _("What linked this profile is no longer on the record or on the profile.")
	rows = [
		{
			"name": name, **dict.fromkeys(LINK_COLUMNS), "link_status": "Unlinked", "link_source": None,
			"link_reason": reason, "verified_purchaser": 0,
		}
		for name in links
	]  # fmt: skip
	sql.upsert("Social Profile", rows, list(rows[0])[1:])
	frappe.db.set_value(
		"Social Profile Match",
		{"name": ("in", [matches.name_of(name, *party) for name, party in links.items()])},
		{"status": "Suggested", "why": reason},
	)
	# Without the party's name: the profile may be seen by people who may not see the party.
	notes.add(
		"Social Profile",
		{name: _("The link made by a rule was taken back. {0}").format(reason) for name in links},
	)
	restamp(links)


def _withdraw(profiles: Collection[str], before: str) -> None:
	"""Removes open suggestions that were not made again since `before`, unless a document speaks for them."""
	if not profiles:
		return
	stale = frappe.get_all(
		"Social Profile Match",
		filters={
			"profile": ("in", list(profiles)), "status": "Suggested", "decided_by": ("is", "not set"),
			"modified": ("<", before),
		},
		pluck="name",
		order_by="name",
	)  # fmt: skip
	filters = {"parent": ("in", stale), "reference_name": ("is", "set")}
	documented = (
		set(frappe.get_all("Social Profile Match Evidence", filters, pluck="parent")) if stale else set()
	)
	gone = [name for name in stale if name not in documented]
	if gone:
		frappe.db.delete("Social Profile Match Evidence", {"parent": ("in", gone)})
		frappe.db.delete("Social Profile Match", {"name": ("in", gone)})
	unmark(profiles)


def unmark(profiles: Collection[str]) -> None:
	"""Profiles that have no open suggestion left are simply not linked."""
	filters = {"profile": ("in", list(profiles)), "status": "Suggested"}
	with_one = frappe.get_all("Social Profile Match", filters, pluck="profile")
	without = sorted(set(profiles) - set(with_one))
	if without:
		frappe.db.set_value(
			"Social Profile", {"name": ("in", without), "link_status": "Suggested"}, "link_status", "Unlinked",
			update_modified=False,
		)  # fmt: skip
