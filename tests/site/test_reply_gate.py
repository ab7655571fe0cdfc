"""Before a reply goes out: may it, is it too long, does it give something away."""

import json

import pytest

import frappe
from frappe.utils import add_to_date, now_datetime

from social_crm_app.api import reply as api
from social_crm_app.connectors.base import Capabilities
from social_crm_app.connectors.bluesky import Bluesky
from social_crm_app.engage import gate as gates
from social_crm_app.engage import leak_facts
from social_crm_app.testing import (
	make_account,
	make_author,
	make_customer,
	make_order,
	make_post,
	store,
)

REPLY = "Mention Reply"
URI = "at://did:plc:jane000000000000000000ab/app.bsky.feed.post/3n2tseqwvi22o"
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(autouse=True)
def undo_seconds(db):
	frappe.db.set_single_value("Social CRM Settings", "reply_undo_seconds", 10)


@pytest.fixture
def bluesky():
	"""An account whose server does not answer: nothing here needs it."""
	return make_account(
		"Acme", "Bluesky", instance_url=NOWHERE, handle="acme.test", app_password="xxxx-xxxx-xxxx-xxxx"
	)


@pytest.fixture
def mention(bluesky):
	author = make_author("jane.test", "", external_id="did:plc:jane", display_name="Jane Doe")
	store(
		make_post(1, author=author, external_id=URI),
		account=bluesky.name,
		platform="bluesky",
		label="Bluesky",
	)
	return frappe.get_last_doc("Mention")


@pytest.fixture
def mastodon_mention():
	account = make_account("Acme M", "Mastodon", instance_url=NOWHERE, access_token="x")
	store(make_post(2, raw={"id": "5", "visibility": "public"}), account=account.name)
	return frappe.get_doc("Mention", {"platform": "Mastodon"})


def gate(mention):
	return gates.gate(mention.reload())


def closed(mention, words):
	found = gate(mention)
	assert not found.allowed and words in found.reason, found
	assert not found.visibilities
	with pytest.raises(frappe.ValidationError):
		api.send(mention.name, "Hello", "k")
	assert not frappe.db.exists(REPLY, {"pending_key": mention.name})


class TestGate:
	def test_a_post_on_a_working_account_is_open(self, mention, bluesky):
		found = gate(mention)
		assert found.allowed and not found.reason and found.until is None
		assert (found.account, found.visibilities) == (bluesky.name, ("Public",))

	def test_the_reply_box_knows_all_that_before_anybody_types(self, mention, bluesky):
		shown = api.begin(mention.name)
		assert shown["gate"]["allowed"] and shown["account_title"] == bluesky.title
		assert shown["pending"] is None and shown["draft"] is None and shown["undo_seconds"] == 10
		json.dumps(shown, default=str)

	def test_where_the_platform_has_private_answers_they_are_offered(self, mastodon_mention):
		assert gate(mastodon_mention).visibilities == ("Public", "Private")

	def test_what_is_private_stays_private(self, mastodon_mention):
		mastodon_mention.db_set("private", 1)
		assert gate(mastodon_mention).visibilities == ("Private",)
		with pytest.raises(frappe.ValidationError, match="cannot be answered"):
			api.send(mastodon_mention.name, "Hello", "k", visibility="Public")

	def test_a_platform_without_replies(self):
		store(make_post(1, permalink="https://news.example/1"), platform="hackernews", label="Hacker News")
		mention = frappe.get_last_doc("Mention")
		closed(mention, "takes no replies")
		assert gate(mention).by_hand_url == "https://news.example/1"

	def test_a_mention_typed_by_hand(self):
		for platform in ("Other", "Bluesky"):
			doc = frappe.get_doc({"doctype": "Mention", "platform": platform, "text": "x"}).insert()
			closed(doc, "by hand")

	@pytest.mark.parametrize(
		"change, words",
		[
			({"enabled": 0}, "switched off"),
			({"status": "Broken", "broken_since": "2026-03-01 10:00:00"}, "broken since"),
		],
	)
	def test_the_accounts_state(self, mention, bluesky, change, words):
		bluesky.db_set(change)
		closed(mention, words)

	def test_no_account_at_all(self, mention):
		mention.db_set("social_account", None)
		frappe.db.set_value("Social Account", {"platform": "Bluesky"}, "enabled", 0)
		closed(mention, "No Social Account")

	def test_another_account_of_the_platform_steps_in(self, mention, bluesky):
		mention.db_set("social_account", None)
		assert gate(mention).account == bluesky.name

	def test_a_post_that_was_deleted(self, mention):
		mention.db_set("deleted_upstream", 1)
		closed(mention, "deleted on the platform")

	@pytest.mark.parametrize(
		"change, words",
		[
			({"erased": 1}, "erased"),
			({"kept_out": "Own Staff"}, "one of us"),
			({"consent": "Withdrawn", "may_contact": 0}, "does not want"),
			({"consent": "Given", "may_contact": 0}, "does not want"),
		],
	)
	def test_what_the_author_wants(self, mention, change, words):
		frappe.db.set_value("Social Profile", mention.social_profile, change)
		closed(mention, words)

	@pytest.mark.parametrize(
		"change", [{"consent": "Not Asked", "may_contact": 0}, {"consent": "Given", "may_contact": 1}]
	)
	def test_who_has_not_said_no_may_be_answered(self, mention, change):
		frappe.db.set_value("Social Profile", mention.social_profile, change)
		assert gate(mention).allowed

	def test_a_window_that_the_platform_closes(self, mention, monkeypatch):
		monkeypatch.setattr(Bluesky, "capabilities", Capabilities(can_reply=True, reply_hours=24))
		mention.db_set("posted_at", add_to_date(now_datetime(), hours=-23))
		open_yet = gate(mention)
		assert open_yet.allowed and 0 < (open_yet.until - now_datetime()).total_seconds() < 3700
		mention.db_set("posted_at", add_to_date(now_datetime(), hours=-25))
		closed(mention, "limited time")

	def test_a_token_that_may_only_read(self, mastodon_mention, http):
		account = frappe.get_doc("Social Account", mastodon_mention.social_account)
		account.db_set("instance_url", "https://93.184.216.34")
		for path, told in (
			("v2/instance", {}),
			("v1/instance", {}),
			("v1/apps/verify_credentials", {"scopes": ["read"]}),
		):
			http.get(f"https://93.184.216.34/api/{path}", json=told)
		assert "may only read" in api.begin(mastodon_mention.name)["gate"]["reason"]
		with pytest.raises(frappe.ValidationError, match="may only read"):
			api.send(mastodon_mention.name, "Hello", "k")

	def test_without_the_right_to_write_replies(self, mention, as_user):
		frappe.get_doc(
			{
				"doctype": "Custom DocPerm",
				"parent": "Mention",
				"role": "Sales User",
				"read": 1,
				"permlevel": 0,
			}
		).insert()
		with as_user("Sales User"):
			assert "right to answer" in gate(mention).reason
			with pytest.raises(frappe.PermissionError):
				api.send(mention.name, "Hello", "k")


class TestLength:
	def test_it_is_counted_while_typing(self, mention):
		told = api.check(mention.name, "👨‍👩‍👧" * 10)
		assert (told["used"], told["limit"], told["is_over"], told["leaks"]) == (10, 300, False, [])
		assert api.check(mention.name, "x" * 301)["is_over"]

	def test_what_is_too_long_is_not_queued(self, mention):
		with pytest.raises(frappe.ValidationError, match="301 of 300"):
			api.send(mention.name, "x" * 301, "k")
		assert not frappe.db.count(REPLY)

	def test_an_empty_reply_is_none(self, mention):
		with pytest.raises(frappe.ValidationError, match="empty"):
			api.send(mention.name, " \n ", "k")


@pytest.fixture
def jane(mention):
	"""The mention's author is a customer with an order, an address and a phone."""
	customer = make_customer("Bright Works")
	address = frappe.get_doc(
		{
			"doctype": "Address", "address_title": "Bright Works", "address_line1": "Baker Street 221b", "city": "London",
			"country": "United Kingdom", "links": [{"link_doctype": "Customer", "link_name": customer.name}],
		}
	).insert()  # fmt: skip
	order = make_order(customer.name, 120)
	mention.db_set({"customer": customer.name, "party_type": "Customer", "party": customer.name})
	return frappe._dict(mention=mention.reload(), customer=customer, order=order, address=address)


class TestLeaks:
	def found(self, text, mention):
		return {(leak.kind, leak.words) for leak in leak_facts.leaks_in(text, mention)}

	def test_everything_at_once(self, jane):
		text = (
			f"Order {jane.order.name} of 120.00 EUR goes to Baker street 221B, we call +44 20 7946 0958 "
			"and write to jane@mail.example"
		)
		assert self.found(text, jane.mention) == {
			("Sales Order", jane.order.name), ("Amount", "120.00 EUR"), ("Phone", "+44 20 7946 0958"),
			("E-mail", "jane@mail.example"), ("Address", "Baker Street 221b"),
		}  # fmt: skip

	def test_the_customers_own_order_number_and_tax_id(self, jane, mastodon_mention):
		jane.order.db_set("po_no", "PO/7788")
		jane.customer.db_set("tax_id", "DE129273398")
		text = "your PO/7788, DE129273398"
		assert self.found(text, jane.mention) == {("Sales Order", "PO/7788"), ("Tax ID", "DE129273398")}
		assert self.found(text, mastodon_mention) == set(), "nobody knows whose they would be"

	def test_serial_numbers(self, mention):
		item = frappe.get_doc(
			{"doctype": "Item", "item_code": "Drill", "item_group": "All Item Groups", "stock_uom": "Nos", "has_serial_no": 1}
		).insert()  # fmt: skip
		frappe.get_doc({"doctype": "Serial No", "serial_no": "DR-77x1", "item_code": item.name}).insert()
		assert self.found("your drill dr-77X1", mention) == {("Serial No", "dr-77X1")}

	def test_our_own_addresses_may_be_said(self, mention):
		company = frappe.get_all("Company", pluck="name", limit=1)[0]
		frappe.db.set_value("Company", company, {"email": "help@acme.example", "phone_no": "+49 30 901820"})
		frappe.db.set_single_value("Social CRM Settings", "reply_public_words", "9.90 EUR\nshop@acme.example")
		text = "help@acme.example, shop@acme.example, +49 30 90 18 20, 9.90 EUR"
		assert self.found(text, mention) == set()

	def test_anothers_street_is_not_told(self, jane, mention):
		mention.db_set({"customer": None, "party_type": None, "party": None})
		assert self.found("Baker Street 221b", mention.reload()) == set()

	def test_an_agent_is_stopped_and_sees_the_words(self, jane, as_user):
		with as_user("Social CRM User", "Sales User"):
			for reason in ("", "I want to"):
				done = api.send(jane.mention.name, f"Order {jane.order.name}", "k", leak_reason=reason)
				assert done["leaks"] == [{"kind": "Sales Order", "words": jane.order.name}]
				assert not done["may_override"]
		assert not frappe.db.count(REPLY)

	def test_it_is_stopped_although_the_agent_may_not_read_the_order(self, jane, as_user):
		with as_user("Social CRM User", "Sales Master Manager"):
			assert not frappe.has_permission("Sales Order", "read")
			assert api.check(jane.mention.name, f"Order {jane.order.name}")["leaks"]

	def test_a_manager_may_with_a_reason_that_is_kept(self, jane, as_user):
		text = f"Order {jane.order.name}"
		with as_user("Social CRM Manager", "Sales User"):
			assert api.send(jane.mention.name, text, "k")["leaks"]
			done = api.send(jane.mention.name, text, "k", leak_reason="She posted it herself")
		kept = frappe.get_doc(REPLY, done["name"])
		assert kept.leak_reason == "She posted it herself" and jane.order.name in kept.leaks

	def test_a_private_answer_may_contain_it(self, jane, mastodon_mention):
		text = f"Order {jane.order.name}"
		assert api.check(mastodon_mention.name, text)["leaks"]
		assert api.send(mastodon_mention.name, text, "k", visibility="Private")["status"] == "Queued"

	def test_an_order_asked_about_in_public_is_found_whoever_it_belongs_to(self, jane, mastodon_mention):
		assert self.found(f"see {jane.order.name}", mastodon_mention) == {("Sales Order", jane.order.name)}


class TestPrivate:
	"""On Mastodon everybody who is named in a direct message receives it."""

	TEXT = "@other@else.example your order, 12 EUR"

	def test_a_private_answer_names_nobody_but_its_author(self, mastodon_mention):
		with pytest.raises(frappe.ValidationError, match=r"receives it: @other@else\.example"):
			api.send(mastodon_mention.name, self.TEXT, "k", visibility="Private")
		assert not frappe.db.count(REPLY)
		told = api.check(mastodon_mention.name, self.TEXT, visibility="Private")
		assert told["named"] == ["@other@else.example"] and told["leaks"] == []

	def test_neither_does_an_answer_to_a_private_post(self, mastodon_mention):
		mastodon_mention.db_set("private", 1)
		with pytest.raises(frappe.ValidationError, match="receives it"):
			api.send(mastodon_mention.name, "@jane and @bob", "k", visibility="Private")

	def test_its_author_may_be_named(self, mastodon_mention):
		text = f"@{mastodon_mention.author_handle} your order, 12 EUR"
		assert api.check(mastodon_mention.name, text, visibility="Private")["named"] == []
		assert api.send(mastodon_mention.name, text, "k", visibility="Private")["status"] == "Queued"

	def test_in_public_anybody_may(self, mastodon_mention):
		assert api.check(mastodon_mention.name, "@other@else.example look")["named"] == []
		assert api.send(mastodon_mention.name, "@other@else.example look", "k")["status"] == "Queued"
