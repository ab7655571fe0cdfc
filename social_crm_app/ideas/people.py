"""Who stands behind a vote or a mention: one person, whatever they used to say it. Reads only."""

from collections.abc import Collection, Iterable, Mapping

import frappe

from social_crm_app.identity import logins

Voter = tuple[str, str]  # voter_type, voter
PERSON_COLUMNS = ("Contact", "Customer", "Lead")


def persons(voters: Collection[Voter]) -> dict[Voter, Voter]:
	"""For each voter the person: the Contact behind a profile or a user, else its Customer, else its Lead, else
	itself. Two handles of one Contact are one person; a Lead that became a Customer is that Customer. Four queries."""
	found = {voter: voter for voter in voters}
	for name, links in profile_links([name for kind, name in found if kind == "Social Profile"]).items():
		found["Social Profile", name] = next(
			((kind, links[kind.lower()]) for kind in PERSON_COLUMNS if links[kind.lower()]),
			("Social Profile", name),
		)
	for user, contacts in logins.contacts_of([name for kind, name in found if kind == "User"]).items():
		found["User", user] = ("Contact", contacts[0]) if contacts else ("User", user)
	became = _customers_of_leads({name for kind, name in found.values() if kind == "Lead"})
	for voter, (kind, name) in found.items():
		if kind == "Lead" and name in became:
			found[voter] = ("Customer", became[name])
	return found


def alike(voter: Voter, others: Iterable[Voter]) -> set[Voter]:
	"""Those of the others behind whom the same person stands as behind this voter."""
	others = set(others)
	found = persons({voter, *others})
	return {other for other in others if found[other] == found[voter]}


def names_of(voter: Voter) -> list[str]:
	"""The names under which the person behind this voter may have voted or followed. Others may have the same
	names: what is found by them is to be asked of `alike`."""
	kind, name = persons([voter])[voter]
	known = {(kind, name)} if kind in PERSON_COLUMNS else set()
	if kind == "Customer" and (lead := frappe.db.get_value("Customer", name, "lead_name")):
		known.add(("Lead", lead))
	names = {name, voter[1], *(one for _kind, one in known)}
	for column, record in known:
		names.update(frappe.get_all("Social Profile", {column.lower(): record}, pluck="name"))
	if kind == "Contact":
		names.update(_logins_of(name))
	return sorted(names)


def said_by(mention: str, person: Voter) -> bool:
	"""True if this person, or one of their handles, wrote the Mention, or it is linked to this very record."""
	columns = ["social_profile", "contact", "customer", "lead", "party_type", "party"]
	row = frappe.db.get_value("Mention", mention, columns, as_dict=True)
	if not row:
		return False
	authors = {(kind, row[kind.lower()]) for kind in PERSON_COLUMNS}
	authors |= {("Social Profile", row.social_profile), (row.party_type, row.party)}
	authors = {author for author in authors if author[1]}
	return person in authors or bool(alike(person, authors))


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


def _customers_of_leads(leads: Collection[str]) -> dict[str, str]:
	"""The Customer that each of these Leads became, the oldest if there are several."""
	if not leads:
		return {}
	rows = frappe.get_all(
		"Customer",
		filters={"lead_name": ("in", list(leads))},
		fields=["lead_name", "name"],
		order_by="creation desc, name",
		as_list=True,
	)
	return dict(rows)


def _logins_of(contact: str) -> set[str]:
	"""Names that the Users of a Contact have, or would have."""
	emails = frappe.get_all("Contact Email", {"parent": contact, "parenttype": "Contact"}, pluck="email_id")
	user = frappe.db.get_value("Contact", contact, "user")
	return {name.lower() for name in (*emails, user) if name}
