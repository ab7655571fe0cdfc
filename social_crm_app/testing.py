"""Factories and small helpers for tests. Imported by tests only, never by the app."""

import contextlib
import http.server
import threading
from collections.abc import Iterator
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


def make_portal_person(name: str, customer: str | None = None) -> str:
	"""A website user whose Contact belongs to `customer`; returns the e-mail."""
	email = f"{name}-{frappe.generate_hash(length=6)}@people.example"
	frappe.get_doc(
		{
			"doctype": "User", "email": email, "first_name": name, "send_welcome_email": 0,
			"user_type": "Website User",
		}
	).insert()  # fmt: skip
	if customer:
		contact = frappe.get_doc("Contact", {"user": email})  # Frappe makes one for every user
		contact.append("links", {"link_doctype": "Customer", "link_name": customer})
		contact.save()
	return email


def store(*posts: Post, account: str = "", platform: str = "mastodon", label: str = "Mastodon"):
	"""Puts posts through the whole pipeline as one page and returns its Outcome."""
	from social_crm_app.ingest import pipeline

	return pipeline.process(posts, pipeline.source_of(account, platform, label, None))


class Loopback(http.server.ThreadingHTTPServer):
	"""Answers every GET with `body` and remembers the bodies of POSTs in `received`."""

	daemon_threads = True

	def __init__(self, body: str, content_type: str = "application/rss+xml"):
		super().__init__(("127.0.0.1", 0), _Handler)
		self.body, self.content_type = body.encode(), content_type
		self.received: list[str] = []

	@property
	def url(self) -> str:
		return f"http://127.0.0.1:{self.server_port}/"


class _Handler(http.server.BaseHTTPRequestHandler):
	server: Loopback

	def do_GET(self) -> None:
		self._answer(self.server.body, self.server.content_type)

	def do_POST(self) -> None:
		self.server.received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
		self._answer(b"{}", "application/json")

	def log_message(self, *args: object) -> None:
		"""Quiet: pytest's output is for failures."""

	def _answer(self, body: bytes, content_type: str) -> None:
		self.send_response(200)
		self.send_header("Content-Type", content_type)
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)


@contextlib.contextmanager
def serving(body: str) -> Iterator[Loopback]:
	"""A server on loopback for as long as the block runs."""
	server = Loopback(body)
	threading.Thread(target=server.serve_forever, daemon=True).start()
	try:
		yield server
	finally:
		server.shutdown()
		server.server_close()


def feed_of(entries: list[dict[str, str]]) -> str:
	"""An RSS feed; each entry's keys are its elements."""
	items = "".join(
		"<item>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in entry.items()) + "</item>"
		for entry in entries
	)
	return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Test feed</title>{items}</channel></rss>'


def forget_everything_pulled() -> None:
	"""Empties the tables that a pull fills, after tests that really commit."""
	frappe.db.rollback()
	for doctype in (
		"Mention", "Mention Topic", "Mention Document", "Mention Reply", "Social Profile", "Social Profile Match",
		"Social Profile Match Evidence", "Social Profile Claim", "Social Consent Log", "Social Sync Log",
	):  # fmt: skip
		frappe.db.delete(doctype)
	frappe.db.delete("Identity Key", {"reference_doctype": "Social Profile"})
	frappe.db.commit()  # nosemgrep - these tests commit, so must their tidying


def _leaf(doctype: str) -> str:
	return frappe.db.get_value(doctype, {"is_group": 0}, order_by="lft")


def make_order(customer: str, amount: float, **values: Any):
	"""A submitted Sales Order of one piece at that price, of the site's first company."""
	today = frappe.utils.today()
	values = {"transaction_date": today, "delivery_date": today, **_sale(customer, amount), **values}
	return frappe.get_doc({"doctype": "Sales Order", **values}).insert().submit()


def make_invoice(customer: str, amount: float, **values: Any):
	"""A submitted Sales Invoice of one piece at that price, of the site's first company."""
	return frappe.get_doc({"doctype": "Sales Invoice", **_sale(customer, amount), **values}).insert().submit()


def make_sales_partner(name: str):
	values = {"partner_name": name, "commission_rate": 5, "territory": _leaf("Territory")}
	return frappe.get_doc({"doctype": "Sales Partner", **values}).insert()


def make_coupon(code: str):
	"""A Coupon Code that takes ten percent off an order, named like its code."""
	rule = frappe.get_doc(
		{
			"doctype": "Pricing Rule", "title": code, "apply_on": "Transaction", "selling": 1, "coupon_code_based": 1,
			"price_or_product_discount": "Price", "rate_or_discount": "Discount Percentage",
			"discount_percentage": 10, "apply_discount_on": "Net Total", "company": _company(),
			"currency": frappe.get_cached_value("Company", _company(), "default_currency"),
		}
	).insert()  # fmt: skip
	values = {"coupon_name": code, "coupon_type": "Promotional", "coupon_code": code, "maximum_use": 100}
	return frappe.get_doc({"doctype": "Coupon Code", "pricing_rule": rule.name, **values}).insert()


def _sale(customer: str, amount: float) -> dict[str, Any]:
	if not frappe.db.exists("Item", "Test Service"):
		frappe.get_doc(
			{
				"doctype": "Item", "item_code": "Test Service", "is_stock_item": 0, "stock_uom": "Nos",
				"item_group": _leaf("Item Group"),
			}
		).insert()  # fmt: skip
	items = [{"item_code": "Test Service", "qty": 1, "rate": amount}]
	return {"company": _company(), "customer": customer, "items": items}


def _company() -> str:
	return frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
