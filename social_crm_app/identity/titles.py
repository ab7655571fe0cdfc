"""What a party is called and where it is, to be compared with what a profile says. Reads only, in pages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import frappe
from frappe.utils.caching import site_cache

from social_crm_app.identity.parties import NAME_FIELDS, PARTY_DOCTYPES, Pair

# The fields of each DocType that say where it is; a Contact names an Address instead.
_PLACE_FIELDS = {"Customer": ("territory",), "Lead": ("city", "state", "country", "territory"), "Contact": ()}
_ADDRESS_FIELDS = ("city", "county", "state", "country")


def of(pairs: Iterable[Pair]) -> dict[Pair, str]:
	"""The names of each record (doctype, name): of a person and of the firm where it has both, one per line."""
	return {
		(doctype, row.name): "\n".join(dict.fromkeys(filter(None, (row.get(f) for f in fields))))
		for doctype, names in _by_doctype(pairs).items()
		if (fields := NAME_FIELDS.get(doctype))
		for row in _read(doctype, names, fields)
	}


def places_of(pairs: Iterable[Pair]) -> dict[Pair, tuple[str, ...]]:
	"""Towns, states, countries and territories of each record: its own fields, then those of its Addresses."""
	found: dict[Pair, list[str]] = defaultdict(list)
	grouped = {d: names for d, names in _by_doctype(pairs).items() if d in PARTY_DOCTYPES}
	for doctype, names in grouped.items():
		fields = _PLACE_FIELDS[doctype]
		for row in _read(doctype, names, fields) if fields else ():
			found[doctype, row.name] += [row.get(field) for field in fields]
	for row in _addresses(grouped):
		found[row.link_doctype, row.link_name] += [row.get(field) for field in _ADDRESS_FIELDS]
	return {pair: tuple(dict.fromkeys(filter(None, values))) for pair, values in found.items()}


def joined(places: Mapping[Pair, tuple[str, ...]], *pairs: Pair) -> tuple[str, ...]:
	"""The words of several records as `resolver.Owner.place` wants them: nearest first, the country's code last."""
	words = tuple(dict.fromkeys(word for pair in dict.fromkeys(pairs) for word in places.get(pair, ())))
	codes = _country_codes()
	code = next((codes[word] for word in words if word in codes), "")
	return (*words, code) if code else words


@site_cache(ttl=3600)
def _country_codes() -> dict[str, str]:
	rows = frappe.get_all("Country", fields=["name", "code"], order_by="name")
	return {row.name: row.code.upper() for row in rows if row.code}


def _addresses(names: Mapping[str, list[str]]) -> list[dict]:
	"""Each different place of the Addresses that are linked to these records, in one query."""
	if not names:
		return []
	link, address = frappe.qb.DocType("Dynamic Link"), frappe.qb.DocType("Address")
	everybody = [name for of_doctype in names.values() for name in of_doctype]
	return (
		frappe.qb.from_(link)
		.join(address)
		.on(address.name == link.parent)
		.select(link.link_doctype, link.link_name, *(address[field] for field in _ADDRESS_FIELDS))
		.distinct()
		.where(link.parenttype == "Address")
		.where(link.link_doctype.isin(list(names)))
		.where(link.link_name.isin(everybody))
		.where(address.disabled == 0)
		.run(as_dict=True)
	)


def _by_doctype(pairs: Iterable[Pair]) -> dict[str, list[str]]:
	grouped: dict[str, list[str]] = defaultdict(list)
	for doctype, name in dict.fromkeys(pairs):
		grouped[doctype].append(name)
	return grouped


def _read(doctype: str, names: list[str], fields: Iterable[str]) -> list[dict]:
	return frappe.get_all(doctype, filters={"name": ("in", names)}, fields=["name", *fields], order_by="name")
