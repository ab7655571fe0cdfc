"""Finds who holds a key in the Identity Key table. Reads only; answers the resolver's protocol.

A key that very many hold (the name "Mueller", a hotline) tells nothing and must never be fetched in bulk: how
many there are is found out by looking at a bounded number of index entries, whatever the size of the table.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from pypika import Criterion

import frappe

from social_crm_app.identity import parties, platforms, titles
from social_crm_app.identity.keys import FROM_EMAIL, Key
from social_crm_app.identity.resolver import Owner
from social_crm_app.identity.staff import STAFF_DOCTYPES

PROFILE = "Social Profile"
MOST_HOLDERS = 120  # of one DocType: more than the resolver takes for a key (`Policy.max_owners_per_...`)
MOST_NAMESAKES = 20  # a name that more records have tells little, and each of them would have to be compared
MOST_WAITING = 200  # profiles that a name or a user name wakes
_LOOSE = ("Name", "Username")  # what strangers share by chance
_CHUNK = 2000  # keys of one statement
_TABLE = "`tabIdentity Key`"


class TableLookup:
	"""`resolver.KeyLookup` over the site's own table: one query tells which keys are held at all, some small
	ones follow for those. Holders by user name are also the profiles that have been linked already."""

	def find(self, keys: Collection[Key]) -> Mapping[Key, Sequence[Owner]]:
		"""The owners of each key; keys that no party holds, or too many, are left out."""
		held: dict[Key, dict[parties.Pair, bool]] = defaultdict(dict)
		names = {key for key in keys if key.type == "Name"}
		for some, most in ((set(keys) - names, MOST_HOLDERS), (names, MOST_NAMESAKES)):
			for key, row in _held(some, parties.PARTY_DOCTYPES, most):
				held[key][row.reference_doctype, row.reference_name] = row.source == FROM_EMAIL
		owners = _owners(pair for pairs in held.values() for pair in pairs)
		found = {
			key: [
				replace(owner, derived=True) if derived else owner
				for pair, derived in pairs.items()
				for owner in owners[pair]
			]
			for key, pairs in held.items()
		}
		for key, more in _linked_profiles([key for key in keys if key.type == "Username"]).items():
			found.setdefault(key, []).extend(more)
		return found


def holders(
	keys: Iterable[Key], doctypes: Collection[str], most: int = MOST_HOLDERS
) -> list[tuple[Key, str, str]]:
	"""(key, DocType, name) of the records of these DocTypes that hold these keys, leaving out each key that
	more than `most` records of one of the DocTypes hold. Without keys, or when nobody holds one, an empty list."""
	return [(key, row.reference_doctype, row.reference_name) for key, row in _held(keys, doctypes, most)]


def _held(keys: Iterable[Key], doctypes: Collection[str], most: int) -> list[tuple[Key, Mapping]]:
	"""The keys and rows behind `holders`."""
	wanted, doctypes = set(keys), sorted(doctypes)
	few = [key for chunk in _chunks(list(wanted)) for key in _held_by_few(chunk, doctypes, most)]
	if not few:
		return []
	# The collation folds accents, keys do not
	return [(key, row) for row in _rows(few, doctypes) if (key := Key(row.key_type, row.key_value)) in wanted]


def staff_keys(keys: Iterable[Key]) -> set[Key]:
	"""Those of these keys that a User or Employee on the staff holds. Domains and names are nobody's own."""
	own = {key for key in keys if key.type not in ("Domain", *_LOOSE)}
	if not own:
		return set()
	# Raw SQL: asked for every page, and the query builder takes longer over the list than the database.
	rows = frappe.db.sql(  # nosemgrep
		f"SELECT `key_type`, `key_value` FROM {_TABLE} WHERE `key_type` IN %(types)s "
		"AND `key_value` IN %(values)s AND `reference_doctype` IN %(staff)s",
		{
			"types": sorted({key.type for key in own}),
			"values": [key.value for key in own],
			"staff": STAFF_DOCTYPES,
		},
	)
	return {Key(*row) for row in rows} & own


def profiles_waiting_for(keys: Collection[Key]) -> list[str]:
	"""Names of the Social Profiles that hold one of these keys: a new party may be the one they waited for.

	A name or user name that more than MOST_WAITING profiles show wakes none of them.
	"""
	loose = {key for key in keys if key.type in _LOOSE}
	strict = list(set(keys) - loose)
	waiting = {name for _key, _doctype, name in holders(loose, (PROFILE,), MOST_WAITING)}
	for chunk in _chunks(strict):
		waiting |= {
			r.reference_name for r in _rows(chunk, (PROFILE,)) if Key(r.key_type, r.key_value) in keys
		}
	return sorted(waiting)


def _owners(pairs: Iterable[parties.Pair]) -> dict[parties.Pair, list[Owner]]:
	"""What each record stands for, with what it is called, and where it and the party are."""
	stands = parties.stand_for(pairs)
	named = titles.of(stands)
	owned = {(o.party_type, o.party) for owners in stands.values() for o in owners}
	places = titles.places_of(owned | stands.keys())
	return {
		pair: [
			replace(
				owner,
				title=named.get(pair, ""),
				place=titles.joined(places, pair, (owner.party_type, owner.party)),
			)
			for owner in owners
		]
		for pair, owners in stands.items()
	}


def _linked_profiles(keys: Sequence[Key]) -> dict[Key, list[Owner]]:
	"""Profiles with one of these user names whose party is known, as owners that stand for that party."""
	found: dict[Key, list[Owner]] = defaultdict(list)
	closed = platforms.closed()
	for chunk in _chunks(keys):
		# Raw SQL: see _held_by_few. Every new profile holds its own user name, so that the filter is for links.
		rows = frappe.db.sql(  # nosemgrep
			f"""SELECT k.`key_type`, k.`key_value`, p.`name`, p.`platform`, p.`party_type`, p.`party`, p.`contact`,
			p.`lead`, p.`customer`, p.`display_name`, p.`location`
			FROM {_constants(chunk)} w STRAIGHT_JOIN {_TABLE} k STRAIGHT_JOIN `tabSocial Profile` p
			WHERE k.`key_type` = w.t AND k.`key_value` = w.v AND k.`reference_doctype` = 'Social Profile'
			AND p.`name` = k.`reference_name` AND p.`link_status` = 'Linked'
			AND (SELECT 1 FROM {_TABLE} WHERE `key_type` = w.t AND `key_value` = w.v
				AND `reference_doctype` = 'Social Profile' LIMIT {MOST_HOLDERS}, 1) IS NULL""",
			as_dict=True,
		)
		for row in rows:
			if row.platform not in closed:
				found[Key(row.key_type, row.key_value)].append(_profile_as_owner(row))
	return found


def _profile_as_owner(row: Mapping) -> Owner:
	return Owner(
		PROFILE,
		row.name,
		party_type=row.party_type,
		party=row.party,
		contact=row.contact or "",
		lead=row.lead or "",
		customer=row.customer or "",
		title=row.display_name or "",
		place=(row.location,) if row.location else (),
	)


def _held_by_few(keys: Sequence[Key], doctypes: Sequence[str], most: int) -> list[Key]:
	"""Those of the keys that at least one and of no DocType more than `most` records hold.

	Each key costs at most `most` index entries per DocType. Its first entry in the order of the index is asked
	for first: nearly all keys of a page are held by nobody but the page's own profiles, and end there.
	"""
	if not keys:
		return []
	kinds = " UNION ALL ".join(f"SELECT {frappe.db.escape(doctype)} AS d" for doctype in doctypes)
	of_key = f"FROM {_TABLE} WHERE `key_type` = w.t AND `key_value` = w.v"
	of_kind = f"{of_key} AND `reference_doctype` = h.d"
	# Raw SQL: a table of constants, and counting that ends at a limit, which the query builder cannot say.
	rows = frappe.db.sql(  # nosemgrep
		f"""SELECT w.t, w.v, (SELECT 1 {of_kind} LIMIT {int(most)}, 1)
		FROM {_constants(keys)} w STRAIGHT_JOIN ({kinds}) h
		WHERE (SELECT `reference_doctype` {of_key} ORDER BY `reference_doctype` LIMIT 1) <= {frappe.db.escape(doctypes[-1])}
		AND (SELECT 1 {of_kind} LIMIT 1) IS NOT NULL"""
	)
	too_many = {Key(type_, value) for type_, value, one_more in rows if one_more}
	return [key for type_, value, _one_more in rows if (key := Key(type_, value)) not in too_many]


def _constants(keys: Sequence[Key]) -> str:
	"""The keys as a table with the columns t and v."""
	if not frappe.db._conn:
		frappe.db.connect()
	literal = frappe.db._conn.escape  # the driver's own: frappe.db.escape takes five times as long
	pairs = ", ".join([f"({literal(key.type)}, {literal(key.value)})" for key in keys])
	return f"(SELECT '' AS t, '' AS v UNION ALL VALUES {pairs})"


def _rows(keys: Iterable[Key], doctypes: Collection[str]) -> list[dict]:
	table = frappe.qb.DocType("Identity Key")
	by_type: dict[str, list[str]] = defaultdict(list)
	for key in keys:
		by_type[key.type].append(key.value)
	any_key = Criterion.any(
		[(table.key_type == kind) & table.key_value.isin(values) for kind, values in by_type.items()]
	)
	return (
		frappe.qb.from_(table)
		.select(table.key_type, table.key_value, table.source, table.reference_doctype, table.reference_name)
		.where(any_key)
		.where(table.reference_doctype.isin(list(doctypes)))
		.run(as_dict=True)
	)


def _chunks(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
	return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
