"""Finds who holds a key in the Identity Key table. Reads only; answers the resolver's protocol."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from pypika import Criterion

import frappe

from social_crm_app.identity import parties
from social_crm_app.identity.keys import Key
from social_crm_app.identity.resolver import Owner


class TableLookup:
	"""`resolver.KeyLookup` over the site's own table: one query for the keys, three small ones for the hits."""

	def find(self, keys: Collection[Key]) -> Mapping[Key, Sequence[Owner]]:
		"""The owners of each key; keys that no party holds are left out."""
		wanted = set(keys)
		held: dict[Key, list[parties.Pair]] = defaultdict(list)
		for row in holders(wanted, parties.PARTY_DOCTYPES):
			key = Key(row.key_type, row.key_value)
			if key in wanted:  # the collation folds accents, keys do not
				held[key].append((row.reference_doctype, row.reference_name))
		stands = parties.stand_for(pair for pairs in held.values() for pair in pairs)
		return {key: [owner for pair in pairs for owner in stands[pair]] for key, pairs in held.items()}


def holders(keys: Collection[Key], doctypes: Collection[str]) -> list[dict]:
	"""Identity Key rows (type, value, holder) of these keys held by these DocTypes, one query."""
	if not keys:
		return []
	table = frappe.qb.DocType("Identity Key")
	by_type: dict[str, list[str]] = defaultdict(list)
	for key in keys:
		by_type[key.type].append(key.value)
	any_key = Criterion.any(
		[(table.key_type == kind) & table.key_value.isin(values) for kind, values in by_type.items()]
	)
	return (
		frappe.qb.from_(table)
		.select(table.key_type, table.key_value, table.reference_doctype, table.reference_name)
		.where(any_key)
		.where(table.reference_doctype.isin(list(doctypes)))
		.run(as_dict=True)
	)


def profiles_waiting_for(keys: Collection[Key]) -> list[str]:
	"""Names of the Social Profiles that hold one of these keys: a new party may be the one they waited for."""
	return sorted(
		{
			row.reference_name
			for row in holders(set(keys), ("Social Profile",))
			if Key(row.key_type, row.key_value) in keys
		}
	)
