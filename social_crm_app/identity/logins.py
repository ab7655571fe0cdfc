"""Whose login a User is: the Contacts of the people who log in. Reads only, two queries for any number of users.

The login is proof of the e-mail address: Frappe sends every new user a letter to it before a password can be set.
"""

from collections.abc import Collection

import frappe


def contacts_of(users: Collection[str]) -> dict[str, list[str]]:
	"""For each user the Contacts that carry the login, before those that only carry its e-mail; the oldest first.
	Users without a Contact have an empty list."""
	found: dict[str, dict[str, None]] = {user: {} for user in users}
	if not found:
		return {}
	by_login = frappe.get_all(
		"Contact", {"user": ("in", list(found))}, ["user", "name"], order_by="creation", as_list=True
	)
	by_email = frappe.get_all(
		"Contact Email",
		{"email_id": ("in", list(found)), "parenttype": "Contact"},
		["email_id", "parent"],
		order_by="creation",
		as_list=True,
	)
	names = {user.lower(): user for user in found}  # a user's name is an e-mail address in small letters
	for user, contact in (*by_login, *by_email):
		found[names[user.lower()]][contact] = None
	return {user: list(contacts) for user, contacts in found.items()}
