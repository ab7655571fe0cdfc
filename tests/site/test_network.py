"""Who talks with whom, and what of it a reader may know."""

from datetime import datetime, timedelta, timezone

import pytest

import frappe
from frappe.utils import add_months, getdate, today

from social_crm_app.identity import decisions
from social_crm_app.insight import network
from social_crm_app.insight.visible import readable, visible_records
from social_crm_app.testing import make_author, make_customer, make_lead, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

JANE, BOB, ANN = make_author("jane"), make_author("bob"), make_author("ann")
URL = "https://social.example/statuses/{}"
ROLES = ("Social CRM User", "Sales User")


def post(number, author=JANE, text="Nothing special", **values):
	when = datetime.now(timezone.utc) - timedelta(days=1, minutes=number)
	return make_post(number, text, author, posted_at=when, **values)


def answer(number, to, author, text="Indeed", **values):
	return post(number, author, text, kind="Reply", parent_id=URL.format(to), **values)


def profile(handle):
	return frappe.db.get_value("Social Profile", {"handle": f"{handle}@social.example"})


def period():
	return add_months(getdate(today()), -3), getdate(today())


def talk(find=network.who_talks_with_whom):
	found = find(*period())
	names = {name: person.handle.split("@")[0] for name, person in found.people.items()}
	return [(names[e.speaker], names[e.listener], e.replies, e.names) for e in found.edges]


def strangers():
	return talk(network.strangers_with_customers)


def test_replies_are_edges_from_the_one_who_answers():
	store(post(1), answer(2, to=1, author=BOB), answer(3, to=1, author=BOB), answer(4, to=2, author=JANE))
	assert talk() == [("bob", "jane", 2, 0), ("jane", "bob", 1, 0)]


def test_talking_to_oneself_or_to_nobody_known_is_no_edge():
	store(post(1), answer(2, to=1, author=JANE), answer(3, to=999, author=BOB))
	assert talk() == []


def test_old_talk_is_outside_the_period():
	store(post(1), answer(2, to=1, author=BOB))
	frappe.db.set_value("Mention", {"external_id": URL.format(2)}, "posted_at", add_months(today(), -4))
	assert talk() == []


def test_names_in_texts_are_edges_when_they_are_whole_and_known():
	store(post(1, BOB), post(2, JANE, "Ask @bob@social.example. or @nobody@social.example or @bob"))
	assert talk() == [("jane", "bob", 0, 1)]


def test_a_reply_that_names_its_listener_counts_both_ways_of_talking():
	store(post(1), answer(2, to=1, author=BOB, text="@jane@social.example yes"))
	assert talk() == [("bob", "jane", 1, 1)]


@pytest.mark.parametrize(
	("platform", "text", "values"),
	[
		("Mastodon", "hi @jane@social.example, and @bob", ["mastodon:jane@social.example"]),
		("Mastodon", "mail jane@social.example or https://social.example/@jane", []),
		("Mastodon", "(@jane@social.example)", ["mastodon:jane@social.example"]),
		("Bluesky", "thanks @jane.bsky.social!", ["bluesky:jane.bsky.social"]),
		("Bluesky", "thanks @jane.bsky.social.", ["bluesky:jane.bsky.social"]),
		("Bluesky", "thanks @jane", []),
		("A Platform That Is Gone", "@jane@social.example", []),
		("Mastodon", None, []),
	],
)
def test_handles_in_texts(platform, text, values):
	assert sorted(key.value for key in network.handles_in(platform, text)) == values


def test_a_handle_that_somebody_merely_links_to_is_not_theirs():
	store(post(1, make_author("fan", links=("https://social.example/@star",))))
	store(post(2, JANE, "Look @star@social.example"))
	assert talk() == []


def test_our_own_accounts_are_left_out():
	store(post(1), answer(2, to=1, author=BOB))
	frappe.db.set_value("Social Profile", profile("jane"), "kept_out", "Own Account")
	assert talk() == []


@pytest.mark.parametrize("who_answers", ["stranger", "customer"])
def test_strangers_who_talk_with_customers(who_answers):
	first, second = (JANE, BOB) if who_answers == "stranger" else (BOB, JANE)
	store(post(1, first), answer(2, to=1, author=second), post(3, ANN), answer(4, to=3, author=BOB))
	assert strangers() == []
	decisions.link(profile("jane"), "Customer", make_customer("Bright Works").name)
	expected = ("bob", "jane") if who_answers == "stranger" else ("jane", "bob")
	assert strangers() == [(*expected, 1, 0)]


def test_a_linked_lead_is_no_stranger():
	store(post(1), answer(2, to=1, author=BOB))
	decisions.link(profile("jane"), "Customer", make_customer("Bright Works").name)
	decisions.link(profile("bob"), "Lead", make_lead("Bob").name)
	assert strangers() == [] and len(talk()) == 1


def test_strangers_by_name():
	store(post(1), post(2, BOB, "I agree with @jane@social.example"))
	decisions.link(profile("jane"), "Customer", make_customer("Bright Works").name)
	assert strangers() == [("bob", "jane", 0, 1)]


def test_nobody_learns_of_a_customer_that_they_may_not_read(as_user):
	mine, hidden = make_customer("Bright Works").name, make_customer("Secret Works").name
	store(post(1), post(2, ANN), answer(3, to=1, author=BOB), answer(4, to=2, author=BOB))
	decisions.link(profile("jane"), "Customer", mine)
	decisions.link(profile("ann"), "Customer", hidden)
	assert len(strangers()) == 2
	with as_user(*ROLES) as user:
		assert len(strangers()) == 2
		frappe.set_user("Administrator")
		frappe.permissions.add_user_permission("Customer", mine, user, applicable_for="Customer")
		frappe.set_user(user)
		assert strangers() == [("bob", "jane", 1, 0)]
		people = network.who_talks_with_whom(*period()).people.values()
		assert {p.party for p in people} == {mine, None} and {p.customer for p in people} == {mine, None}


def test_without_any_right_on_customers_there_are_no_strangers(as_user):
	store(post(1), answer(2, to=1, author=BOB))
	decisions.link(profile("jane"), "Customer", make_customer("Bright Works").name)
	with as_user("Social CRM User"):
		assert strangers() == []
		found = network.who_talks_with_whom(*period())
		assert not found.edges and not found.people  # the one who was talked to is the customer's


def test_private_talk_is_for_those_who_may_read_it(as_user):
	frappe.get_doc({"doctype": "Role", "role_name": "Public Reader", "desk_access": 1}).insert()
	for doctype in ("Mention", "Social Profile"):
		frappe.permissions.setup_custom_perms(doctype)
		values = {
			"parent": doctype,
			"parenttype": "DocType",
			"parentfield": "permissions",
			"role": "Public Reader",
		}
		frappe.get_doc({"doctype": "Custom DocPerm", "read": 1, **values}).insert()
		frappe.clear_cache(doctype=doctype)
	store(
		post(1),
		answer(2, to=1, author=BOB, private=True, text="@ann@social.example"),
		post(3, ANN, private=True),
	)
	store(answer(4, to=3, author=JANE))
	with as_user("Social CRM User"):
		assert len(talk()) == 3
	with as_user("Public Reader"):
		assert talk() == []


def test_readable_says_the_same_as_a_list(as_user):
	mine = make_customer("Bright Works").name
	make_customer("Secret 100% Works")
	with as_user("Sales User") as user:
		assert readable("Customer") == "1"
		frappe.set_user("Administrator")
		frappe.permissions.add_user_permission("Customer", mine, user)
		frappe.set_user(user)
		statement = f"SELECT c.name FROM `tabCustomer` c WHERE {readable('Customer', 'c')} AND 1 = %s"
		assert frappe.db.sql(statement, (1,), pluck=True) == [mine]
		pairs = {("Customer", mine), ("Customer", "Secret 100% Works"), ("Lead", ""), (None, None)}
		assert visible_records(pairs) == {("Customer", mine)}
	with as_user("Social CRM User"):
		assert readable("Customer") == "0" and visible_records([("Customer", mine)]) == set()
