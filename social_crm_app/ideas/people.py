"""Who stands behind a vote or a mention: one person, whatever they used to say it. Reads only."""

from collections.abc import Collection, Mapping

import frappe

from social_crm_app.identity import logins

Voter = tuple[str, str]  # voter_type, voter
PERSON_COLUMNS = ("Contact", "Customer", "Lead")


def persons(voters: Collection[Voter]) -> dict[Voter, Voter]:
	"""For each voter the person: the Contact behind a profile or a user, else its Customer, else its Lead, else
	itself. Two handles of one Contact are one person. Three queries."""
	found = {voter: voter for voter in voters}
	for name, links in profile_links([name for kind, name in found if kind == "Social Profile"]).items():
		found["Social Profile", name] = next(
			((kind, links[kind.lower()]) for kind in PERSON_COLUMNS if links[kind.lower()]),
			("Social Profile", name),
		)
	for user, contacts in logins.contacts_of([name for kind, name in found if kind == "User"]).items():
		found["User", user] = ("Contact", contacts[0]) if contacts else ("User", user)
	return found


def names_of(voter: Voter) -> list[str]:
	"""The names under which the person behind this voter may have voted or followed."""
	person = persons([voter])[voter]
	names = {person[1], voter[1]}
	if person[0] in PERSON_COLUMNS:
		names.update(frappe.get_all("Social Profile", {person[0].lower(): person[1]}, pluck="name"))
	if person[0] == "Contact" and (user := frappe.db.get_value("Contact", person[1], "user")):
		names.add(user)
	return sorted(names)


def profile_links(profiles: Collection[str]) -> dict[str, Mapping]:
	"""The link columns of these Social Profiles."""
	if not profiles:
		return {}
	rows = frappe.get_all(
		"Social Profile",
		filters={"name": ("in", list(profiles))},
		fields=["name", "contact", "customer", "lead"],
		order_by="name",
	)
	return {row.name: row for row in rows}


def customers_of(voters: Collection[Voter]) -> dict[Voter, str]:
	"""The Customer behind each voter that has one."""
	found = {voter: voter[1] for voter in voters if voter[0] == "Customer"}
	person = persons(voters)
	contacts = {name for kind, name in person.values() if kind == "Contact"}
	of_contact = _customers_of_contacts(contacts)
	of_profile = profile_links([name for kind, name in voters if kind == "Social Profile"])
	for voter in voters:
		kind, name = person[voter]
		customer = name if kind == "Customer" else of_contact.get(name) if kind == "Contact" else None
		if voter[0] == "Social Profile" and voter[1] in of_profile:
			customer = of_profile[voter[1]]["customer"] or customer
		if customer:
			found[voter] = customer
	return found


def _customers_of_contacts(contacts: Collection[str]) -> dict[str, str]:
	if not contacts:
		return {}
	rows = frappe.get_all(
		"Dynamic Link",
		filters={"parenttype": "Contact", "parent": ("in", list(contacts)), "link_doctype": "Customer"},
		fields=["parent", "link_name"],
		order_by="parent, idx desc",
		as_list=True,
	)
	return dict(rows)
