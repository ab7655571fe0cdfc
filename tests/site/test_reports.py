"""The reports as a person opens them, with two users of different permissions."""

import pytest

import frappe
from frappe.desk.query_report import run
from frappe.utils import add_days, now_datetime, today

from social_crm_app.identity import decisions
from social_crm_app.testing import (
	make_author,
	make_customer,
	make_invoice,
	make_post,
	make_sales_partner,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

JANE, BOB = make_author("jane", followers=5000), make_author("bob")
URL = "https://social.example/statuses/{}"
MONEY = {"invoices", "net_revenue", "open_orders"}
STRANGERS = {"show": "Strangers Who Talk with Our Customers"}
EVIL = '<img src=x onerror="alert(1)">'


@pytest.fixture
def people(db):
	"""Jane, an advocate and customer with a sales partner, and Bob, a detractor who answered her."""
	store(make_post(1, author=JANE), make_post(2, author=BOB, kind="Reply", parent_id=URL.format(1)))
	frappe.db.set_value("Mention", {"name": ("is", "set")}, "posted_at", now_datetime())
	customer, partner = make_customer("Bright Works").name, make_sales_partner("Jane Partner").name
	decisions.link(profile("jane"), "Customer", customer)
	score = {"influence_reach": 0.6, "influence_relevance": 0.7, "influence_conversion": 0.5}
	mark("jane", stance="Advocate", sales_partner=partner, influence_score=21, **score)
	mark("bob", stance="Detractor", influence_score=3)
	make_invoice(customer, 1000, sales_partner=partner)
	return frappe._dict(customer=customer, partner=partner)


def profile(handle):
	return frappe.db.get_value("Social Profile", {"handle": f"{handle}@social.example"})


def mark(handle, **values):
	frappe.db.set_value("Social Profile", profile(handle), values)


def report(name, **filters):
	found = frappe._dict(run(name, filters=filters, ignore_prepared_report=True))
	found.rows = [frappe._dict(row) for row in found.result if isinstance(row, dict)]
	return found


def influencers(**filters):
	company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	return report("Social Influencers", company=company, **filters)


def columns(found):
	return {column["fieldname"] for column in found.columns}


def test_influencers_best_first_with_terms_and_money(people):
	found = influencers()
	assert [row.influence_score for row in found.rows] == [21, 3]
	jane = found.rows[0]
	assert (jane.influence_reach, jane.influence_relevance, jane.influence_conversion) == (0.6, 0.7, 0.5)
	assert (jane.followers, jane.party, jane.sales_partner) == (5000, people.customer, people.partner)
	assert (jane.invoices, jane.net_revenue, found.rows[1].net_revenue) == (1, 1000, 0)
	assert MONEY <= columns(found) and jane.currency
	assert found.chart["data"]["datasets"][0]["values"] == [21, 3]
	assert {card["label"]: card["value"] for card in found.report_summary}["Net Revenue"] == 1000


def test_influencers_filters(people):
	assert len(influencers(least_score=20).rows) == 1
	assert [r.stance for r in influencers(stance="Detractor").rows] == ["Detractor"]
	assert influencers(link_status="Linked").rows[0].influence_score == 21
	assert not influencers(platform="Bluesky").rows
	assert influencers(from_date="2020-01-01", to_date="2020-12-31").rows[0].net_revenue == 0


def test_one_partner_of_two_profiles_is_summed_once(people):
	mark("bob", sales_partner=people.partner)
	found = influencers()
	assert [row.net_revenue for row in found.rows] == [1000, 1000]
	assert {card["label"]: card["value"] for card in found.report_summary}["Net Revenue"] == 1000


def test_money_and_names_are_for_those_who_may_see_them(people, as_user):
	with as_user("Social CRM User"):
		found = influencers()
		assert not MONEY & columns(found)
		assert all(row.net_revenue is None and row.open_orders is None for row in found.rows)
		assert all(row.party is None and row.party_type is None for row in found.rows)
		assert all(row.sales_partner is None for row in found.rows)
		assert people.customer not in str(found) and len(found.report_summary) == 1
	with as_user("Social CRM User", "Sales User", "Accounts User"):
		jane = influencers().rows[0]
		assert (jane.net_revenue, jane.party) == (1000, people.customer)


def test_user_permissions_limit_the_money(people, as_user):
	other = make_customer("Other Works").name
	make_invoice(other, 50, sales_partner=people.partner)
	with as_user("Social CRM User", "Accounts User") as user:
		frappe.set_user("Administrator")
		frappe.permissions.add_user_permission("Customer", other, user, applicable_for="Sales Invoice")
		frappe.set_user(user)
		assert influencers().rows[0].net_revenue == 50


@pytest.mark.parametrize("name", ["Social Influencers", "Advocates and Detractors", "Social Peer Network"])
def test_reports_are_for_the_roles_of_the_app(name, people, as_user):
	with as_user("Sales User"), pytest.raises(frappe.PermissionError):
		report(name)
	with as_user("Social CRM User", "Sales User"):
		assert report(name, company=frappe.get_all("Company", pluck="name")[0]).rows


def test_advocates_and_detractors(people):
	found = report("Advocates and Detractors")
	assert [(r.stance, r.party) for r in found.rows] == [("Advocate", people.customer), ("Detractor", None)]
	assert found.rows[0].posts == 1
	assert found.chart["data"]["datasets"][0]["values"] == [1, 1]
	assert [r.stance for r in report("Advocates and Detractors", stance="Advocate").rows] == ["Advocate"]


def test_the_stance_of_an_author_holds_for_all_their_mentions(people):
	found = report("Advocates and Detractors", show="Mentions", stance="Advocate")
	assert [(r.profile, r.stance) for r in found.rows] == [(profile("jane"), "Advocate")]
	assert len(report("Advocates and Detractors", show="Mentions").rows) == 2
	old = {"from_date": add_days(today(), -60), "to_date": add_days(today(), -30)}
	assert not report("Advocates and Detractors", show="Mentions", **old).rows


def test_names_of_parties_in_the_list_of_advocates(people, as_user):
	with as_user("Social CRM User"):
		found = report("Advocates and Detractors")
		assert [row.profile for row in found.rows] == [profile("bob")]  # Jane is the customer's
		assert people.customer not in str(found)


def test_peer_network(people):
	(row,) = report("Social Peer Network").rows
	assert (row.speaker_profile, row.listener_profile) == (profile("bob"), profile("jane"))
	assert (row.replies, row.times, row.listener_party) == (1, 1, people.customer)


def test_strangers_with_customers(people, as_user):
	(row,) = report("Social Peer Network", **STRANGERS).rows
	assert (row.stranger_profile, row.customers, row.customer_names) == (profile("bob"), 1, people.customer)
	with as_user("Social CRM User"):
		found = report("Social Peer Network", **STRANGERS)
		assert not found.rows and people.customer not in str(found)
	with as_user("Social CRM User", "Sales User"):
		assert report("Social Peer Network", **STRANGERS).rows[0].customer_names == people.customer


def test_text_from_outside_is_escaped(people):
	for handle in ("jane", "bob"):
		mark(handle, title=EVIL, influence_numbers=EVIL)
	frappe.db.set_value("Mention", {"name": ("is", "set")}, "title", EVIL)
	for found in (
		influencers(),
		report("Advocates and Detractors"),
		report("Advocates and Detractors", show="Mentions"),
		report("Social Peer Network"),
		report("Social Peer Network", **STRANGERS),
	):
		assert found.rows and "<img" not in str(found) and "&lt;img" in str(found)


def test_a_period_the_wrong_way_round_is_refused(people):
	with pytest.raises(frappe.ValidationError):
		report("Social Peer Network", from_date=today(), to_date=add_days(today(), -1))


def test_empty_sites_have_empty_reports():
	assert not influencers().rows
	assert not report("Advocates and Detractors").rows
	assert not report("Advocates and Detractors", show="Mentions").rows
	assert not report("Social Peer Network").rows and not report("Social Peer Network", **STRANGERS).rows
