"""Factories and small helpers for tests. Imported by tests only, never by the app."""

from datetime import datetime, timedelta, timezone
from typing import Any

import frappe

from social_crm_app.connectors.base import Author, Post

BASE_TIME = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)


def make_author(handle: str = "jane", host: str = "social.example", **values: Any) -> Author:
	"""An author as the Mastodon connector gives it."""
	values.setdefault("external_id", f"https://{host}/users/{handle}")
	values.setdefault("display_name", handle.title())
	return Author(handle=f"{handle}@{host}", **values)


def make_post(number: int, text: str = "", author: Author | None = None, **values: Any) -> Post:
	"""Post number `number`, one minute after the one before."""
	values.setdefault("external_id", f"https://social.example/statuses/{number}")
	values.setdefault("posted_at", BASE_TIME + timedelta(minutes=number))
	return Post(
		text=text or f"Post number {number} about the Acme drill", author=author or make_author(), **values
	)


def make_account(title: str = "Test feed", platform: str = "RSS/Atom Feed", **values: Any):
	"""A saved Social Account; by default a feed on loopback that nobody serves."""
	if platform == "RSS/Atom Feed":
		values.setdefault("instance_url", "http://127.0.0.1:9/feed.xml")
	return frappe.get_doc(
		{"doctype": "Social Account", "title": title, "platform": platform, **values}
	).insert()


def make_customer(name: str, **values: Any):
	"""A saved Customer of type Company unless told otherwise."""
	values = {
		"customer_type": "Company",
		"customer_group": _leaf("Customer Group"),
		"territory": _leaf("Territory"),
		**values,
	}
	return frappe.get_doc({"doctype": "Customer", "customer_name": name, **values}).insert()


def make_lead(first_name: str, **values: Any):
	return frappe.get_doc({"doctype": "Lead", "first_name": first_name, **values}).insert()


def make_contact(
	first_name: str, *, email: str | None = None, phone: str | None = None, links: tuple = (), **values: Any
):
	"""A saved Contact; `links` are (doctype, name) pairs."""
	contact = frappe.get_doc({"doctype": "Contact", "first_name": first_name, **values})
	if email:
		contact.append("email_ids", {"email_id": email, "is_primary": 1})
	if phone:
		contact.append("phone_nos", {"phone": phone, "is_primary_mobile_no": 1})
	for doctype, name in links:
		contact.append("links", {"link_doctype": doctype, "link_name": name})
	return contact.insert()


def make_user(email: str, *roles: str):
	"""A desk user with exactly these roles."""
	if frappe.db.exists("User", email):
		user = frappe.get_doc("User", email)
	else:
		user = frappe.get_doc(
			{"doctype": "User", "email": email, "first_name": email.split("@")[0], "send_welcome_email": 0}
		).insert()
	user.add_roles(*roles)
	return user


def store(*posts: Post, account: str = "", platform: str = "mastodon", label: str = "Mastodon"):
	"""Puts posts through the whole pipeline as one page and returns its Outcome."""
	from social_crm_app.ingest import pipeline

	return pipeline.process(posts, pipeline.source_of(account, platform, label, None))


def _leaf(doctype: str) -> str:
	return frappe.db.get_value(doctype, {"is_group": 0}, order_by="lft")
