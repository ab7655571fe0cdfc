"""The badge "verified purchaser", and what it says to whom."""

import pytest

import frappe
from frappe.utils import getdate, today

from social_crm_app.identity import decisions, matching
from social_crm_app.identity.purchaser import badge
from social_crm_app.insight.purchases import purchase_of
from social_crm_app.testing import (
	make_author,
	make_coupon,
	make_customer,
	make_invoice,
	make_order,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

JANE = make_author("jd", display_name="Jane Doe")
STRANGER = make_author("hawk")


def profile():
	(row,) = frappe.get_all("Social Profile", fields=["*"])
	return row


def person(name="Jane Doe", **values):
	return make_customer(name, customer_type="Individual", **values).name


def test_an_order_of_the_same_name_makes_a_verified_purchaser():
	customer = person()
	order = make_order(customer, 100)
	store(make_post(1, f"Where is {order.name}?", author=JANE))
	assert profile().verified_purchaser
	assert purchase_of(profile().name) == {
		"doctype": "Sales Order", "name": order.name, "items": "Test Service", "date": getdate(today()),
	}  # fmt: skip


def test_a_suggestion_is_no_badge_until_a_person_confirms_it_and_it_goes_with_the_link():
	customer = person()
	invoice = make_invoice(customer, 100)
	store(make_post(1, f"{invoice.name} is wrong", author=STRANGER))
	assert not profile().verified_purchaser and purchase_of(profile().name) is None
	decisions.link(profile().name, "Customer", customer)
	assert profile().verified_purchaser and purchase_of(profile().name)["name"] == invoice.name
	decisions.unlink(profile().name)
	assert not profile().verified_purchaser and purchase_of(profile().name) is None


def test_the_document_of_another_customer_is_no_badge():
	order = make_order(person(), 100)
	store(make_post(1, f"Is {order.name} yours?", author=STRANGER))
	decisions.link(profile().name, "Customer", person("Somebody Else"))
	assert not profile().verified_purchaser


def test_a_coupon_is_no_purchase():
	customer = person()
	make_coupon("GIFT-77001").db_set({"customer": customer, "coupon_type": "Gift Card"})
	store(make_post(1, "Does the code GIFT-77001 still work?", author=STRANGER))
	decisions.link(profile().name, "Customer", customer)
	assert not profile().verified_purchaser


def test_who_is_linked_already_becomes_one_with_a_later_post():
	customer = person(social_handles="@hawk@social.example")
	store(make_post(1, "Hello", author=STRANGER))
	assert profile().party == customer and not profile().verified_purchaser
	order, foreign = make_order(customer, 100), make_order(person("Somebody Else"), 100)
	store(make_post(2, f"{foreign.name} is not mine", author=STRANGER))
	assert profile().party == customer and not profile().verified_purchaser
	store(make_post(3, f"{order.name} is", author=STRANGER))
	assert profile().verified_purchaser and purchase_of(profile().name)["name"] == order.name
	handle = frappe.get_all("Social Profile Match Evidence", {"kind": "Handle"}, pluck="attested")
	assert handle == [1] and profile().link_source == "Rule"


def test_the_badge_says_nothing_to_those_who_may_not_read_the_document(as_user):
	customer = person()
	order = make_order(customer, 100)
	store(make_post(1, f"Where is {order.name}?", author=JANE))
	name = profile().name
	with as_user("Social CRM User"):  # may see profiles, no customers and no orders
		assert frappe.get_doc("Social Profile", name).verified_purchaser
		assert purchase_of(name) is None
	with as_user("Social CRM User", "Sales User"):
		assert purchase_of(name)["name"] == order.name
	with as_user("Sales User"):  # may read orders, no profiles
		assert purchase_of(name) is None


def test_user_permissions_on_customers_count(as_user):
	customer, other = person(), person("Somebody Else")
	order = make_order(customer, 100)
	store(make_post(1, f"Where is {order.name}?", author=JANE))
	name = profile().name
	with as_user("Social CRM User", "Sales User") as user:
		permission = {"doctype": "User Permission", "user": user, "allow": "Customer", "for_value": other}
		frappe.get_doc(permission).insert(ignore_permissions=True)
		frappe.clear_cache(user=user)
		assert purchase_of(name) is None


def test_the_badge_follows_the_evidence_for_many_profiles_at_once():
	customer = person()
	order = make_order(customer, 100)
	store(make_post(1, f"Where is {order.name}?", author=JANE), make_post(2, "Hi", author=STRANGER))
	names = frappe.get_all("Social Profile", pluck="name")
	frappe.db.set_value("Social Profile", {"name": ("in", names)}, "verified_purchaser", 0)
	badge(names)
	marked = frappe.get_all("Social Profile", {"verified_purchaser": 1}, pluck="handle")
	assert marked == [JANE.handle]
	assert matching.badge is badge
	decisions.unlink(frappe.db.get_value("Social Profile", {"handle": JANE.handle}))
	assert not frappe.db.exists("Social Profile", {"verified_purchaser": 1})
