"""Influence, engagement and stance as the nightly count writes them; whose sales are whose."""

from datetime import datetime, timedelta, timezone

import pytest

import frappe
from frappe.utils import add_months, getdate, today

from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return
from erpnext.selling.doctype.sales_order.sales_order import make_sales_invoice

from social_crm_app.api import influence as api
from social_crm_app.engage import memory
from social_crm_app.identity import decisions
from social_crm_app.insight import revenue, standing
from social_crm_app.jobs import influence as job
from social_crm_app.testing import (
	make_author,
	make_coupon,
	make_customer,
	make_invoice,
	make_lead,
	make_order,
	make_post,
	make_sales_partner,
	store,
)

JANE, BOB, ANN = make_author("jane", followers=4120), make_author("bob"), make_author("ann")
URL = "https://social.example/statuses/{}"
FIELDS = [
	"name", "influence_score", "influence_reach", "influence_relevance", "influence_conversion",
	"influence_numbers", "influence_at", "engagement_level", "participation", "stance", "modified",
]  # fmt: skip


@pytest.fixture(autouse=True)
def inline(run_jobs_inline):
	frappe.db.set_default("number_format", "#,###.##")


def post(number, author=JANE, text="Nothing special", days_ago=10, **values):
	when = datetime.now(timezone.utc) - timedelta(days=days_ago, minutes=number)
	return make_post(number, text, author, posted_at=when, **values)


def answer(number, to, author, text="Indeed", **values):
	return post(number, author, text, days_ago=5, kind="Reply", parent_id=URL.format(to), **values)


def profile(handle="jane"):
	return frappe.get_doc("Social Profile", {"handle": f"{handle}@social.example"})


def standing_in_database(handle="jane"):
	return frappe.db.get_value("Social Profile", profile(handle).name, FIELDS, as_dict=True)


def say(*opinions):
	"""Posts by jane with these sentiments, as the analysis left them."""
	store(*(post(n) for n in range(len(opinions))))
	for n, label in enumerate(opinions):
		frappe.db.set_value(
			"Mention", {"external_id": URL.format(n)}, {"sentiment_label": label, "intent": None}
		)


def test_the_score_is_the_product_of_terms_that_say_their_numbers():
	store(*(post(n, reposts=18, replies=2, likes=10) for n in range(3)))
	assert job.run() == 1
	held = standing_in_database()
	product = held.influence_reach * held.influence_relevance * held.influence_conversion * 100
	assert held.influence_score == pytest.approx(product, abs=0.051) and held.influence_score > 0
	assert "4,120 followers" in held.influence_numbers
	assert "54 reposts, 6 replies and 30 likes of 3 posts" in held.influence_numbers
	assert held.influence_at


def test_relevance_is_the_share_of_posts_about_topics():
	store(post(1), post(2))
	job.run()
	assert standing_in_database().influence_relevance == 0.5  # no topics: all are relevant, yet two are few
	mentions = frappe.get_all("Mention", pluck="name", order_by="name")
	query = frappe.get_doc({"doctype": "Listening Query", "title": "Sander", "any_words": "sander"}).insert()
	frappe.get_doc(
		{
			"doctype": "Mention Topic", "parent": mentions[0], "parenttype": "Mention", "parentfield": "topics",
			"query": query.name,
		}
	).insert()  # fmt: skip
	job.run()
	held = standing_in_database()
	assert held.influence_relevance == 0.33
	assert "1 of 2 posts about your topics" in held.influence_numbers


def test_people_who_answered_and_became_leads_count_as_conversion():
	store(post(1), answer(2, to=1, author=BOB), answer(3, to=1, author=ANN))
	before = _count_and_read()
	assert "2 people answered" in before.influence_numbers
	decisions.link(profile("bob").name, "Lead", make_lead("Bob").name)
	after = _count_and_read()
	assert after.influence_conversion > before.influence_conversion
	assert "1 of 2 people who answered became Leads or Customers" in after.influence_numbers


def test_who_was_a_customer_before_answering_is_no_conversion():
	store(post(1), answer(2, to=1, author=BOB))
	customer = make_customer("Bright Works")
	customer.db_set("creation", add_months(today(), -6), update_modified=False)
	decisions.link(profile("bob").name, "Customer", customer.name)
	assert "nothing came of it yet" in _count_and_read().influence_numbers


def test_answers_deeper_in_the_thread_count_too():
	deep = answer(3, to=2, author=ANN, root_id=URL.format(1))
	store(post(1), answer(2, to=1, author=BOB, root_id=URL.format(1)), deep)
	decisions.link(profile("ann").name, "Lead", make_lead("Ann").name)
	assert "1 of 2 people" in _count_and_read().influence_numbers


def test_documents_made_of_posts_and_threads_count_once():
	store(post(1), answer(2, to=1, author=BOB, root_id=URL.format(1)))
	for idx, mention in enumerate(frappe.get_all("Mention", pluck="name", order_by="posted_at")):
		doc = frappe.get_doc("Mention", mention)
		lead = make_lead(f"Made of it {idx}")
		memory.remember(doc, "Lead", lead.name)
	assert "2 Leads made of posts and threads" in _count_and_read().influence_numbers


def test_private_messages_influence_nobody():
	store(post(1, private=True, kind="Message"))
	job.run()
	held = standing_in_database()
	assert held.influence_score == 0 and held.participation == "Silent"


@pytest.mark.parametrize("mark", [{"kept_out": "Own Staff"}, {"kept_out": "Own Account"}, {"erased": 1}])
def test_our_own_people_and_erased_ones_have_no_score(mark):
	store(post(1))
	job.run()
	assert standing_in_database().influence_score > 0
	frappe.db.set_value("Social Profile", profile().name, mark)
	job.run()
	held = standing_in_database()
	assert held.influence_score == 0 and not held.influence_at


def test_who_fell_silent_loses_the_score_and_is_not_counted_again():
	store(post(1))
	job.run()
	frappe.db.set_value("Mention", {"social_profile": profile().name}, "posted_at", add_months(today(), -13))
	assert job.run() == 1
	held = standing_in_database()
	assert (held.influence_score, held.engagement_level, held.participation) == (0, "Consumption", "Silent")
	assert job.run() == 0


def test_engagement_says_why():
	store(
		post(1, BOB, "How long does the battery last?"),
		answer(2, to=1, author=JANE),
		answer(3, to=1, author=JANE, text="Two hours in my shed"),
		answer(4, to=2, author=ANN),
	)
	frappe.db.set_value("Mention", {"external_id": URL.format(1)}, "intent", "Question")
	frappe.db.set_value("Mention", {"external_id": ("!=", URL.format(1))}, "intent", None)
	job.run()
	levels = {handle: standing_in_database(handle).engagement_level for handle in ("jane", "bob", "ann")}
	assert levels == {"jane": "Curation", "bob": "Creation", "ann": "Curation"}
	store(post(5, BOB, "And the drill?"), answer(6, to=5, author=JANE))
	frappe.db.set_value("Mention", {"external_id": URL.format(5)}, "intent", "Question")
	frappe.db.set_value("Mention", {"external_id": URL.format(6)}, "intent", None)
	job.run()
	held = standing_in_database()
	assert held.engagement_level == "Collaboration"
	assert "Engagement Collaboration: 2 answers to questions of others" in held.influence_numbers
	assert "Participation Casual" in held.influence_numbers


def test_half_a_dozen_posts_in_three_months_make_an_engaged_author():
	store(*(post(n, days_ago=35 * (n % 3) + 1) for n in range(6)))
	job.run()
	assert standing_in_database().participation == "Engaged Author"


@pytest.mark.parametrize(
	("said", "stance"),
	[
		(["Positive"] * 3, "Advocate"),
		(["Negative"] * 3, "Detractor"),
		(["Positive"] * 2, None),
		(["Positive", "Positive", "Negative", "Negative"], None),
		(["Neutral"] * 5, None),
	],
)
def test_stance(said, stance):
	say(*said)
	job.run()
	assert (standing_in_database().stance or None) == stance


def test_a_stance_that_a_person_set_stays_for_ever():
	say("Negative", "Negative", "Negative")
	doc = profile()
	doc.stance = "Advocate"
	doc.save()
	assert doc.stance_overridden
	job.run()
	assert standing_in_database().stance == "Advocate"


def test_a_stance_that_a_person_cleared_stays_cleared():
	say("Negative", "Negative", "Negative")
	job.run()
	doc = profile()
	assert doc.stance == "Detractor" and not doc.stance_overridden
	doc.stance = ""
	doc.save()
	job.run()
	assert not standing_in_database().stance


def test_saving_the_form_for_another_reason_overrides_nothing():
	say("Negative", "Negative", "Negative")
	job.run()
	doc = profile()
	doc.location = "Cologne"
	doc.save()
	assert not doc.stance_overridden


def test_the_count_touches_nothing_that_stays_the_same():
	store(post(1))
	job.run()
	first = standing_in_database()
	job.run()
	assert standing_in_database() == first
	assert frappe.db.get_value("Social Profile", first.name, "modified") == first.modified


def test_the_count_can_be_killed_and_goes_on(monkeypatch):
	store(*(post(n, make_author(f"person{n}")) for n in range(6)))
	monkeypatch.setattr(job, "PAGE", 2)
	counted = []
	original = job.count

	def killed_on_the_second_page(names, this):
		if counted:
			raise KeyboardInterrupt
		counted.append(names)
		original(names, this)

	monkeypatch.setattr(job, "count", killed_on_the_second_page)
	with pytest.raises(KeyboardInterrupt):
		job.run()
	frappe.db.rollback()
	assert frappe.db.count("Social Profile", {"influence_at": ("is", "set")}) == 2
	monkeypatch.setattr(job, "count", original)
	assert job.run() == 4
	assert frappe.db.count("Social Profile", {"influence_at": ("is", "set")}) == 6
	assert job.run() == 6


def test_a_killed_count_is_resumed_within_the_hour(monkeypatch):
	sent = []
	monkeypatch.setattr(job, "enqueue_influence", lambda: sent.append(1))
	job.resume()
	assert not sent
	frappe.db.set_single_value("Social CRM Settings", "influence_cursor", "abc")
	job.resume()
	job.nightly()
	assert len(sent) == 2


def test_the_number_of_queries_does_not_grow_with_the_page(monkeypatch):
	def queries(people):
		store(*(post(100 + n, make_author(f"p{n}")) for n in range(people)))
		store(*(answer(500 + n, to=100 + n, author=make_author(f"q{n}")) for n in range(people)))
		names = frappe.get_all("Social Profile", pluck="name", order_by="name")
		this = standing.new_round()
		asked = []
		original = frappe.db.sql
		with monkeypatch.context() as patch:
			patch.setattr(frappe.local.db, "sql", lambda *a, **k: asked.append(a) or original(*a, **k))
			job.count(names, this)
		return len(asked)

	queries(1)
	assert queries(2) == queries(20) <= 12


def test_count_now_is_for_those_who_may_write(as_user):
	store(post(1))
	name = profile().name
	with as_user("Sales User"), pytest.raises(frappe.PermissionError):
		api.recount(name)
	with as_user("Social CRM User"):
		api.recount(name)
	assert standing_in_database().influence_score > 0


# -- sales --------------------------------------------------------------------------------------------------


def sales(*keys, rights=None):
	until = getdate(today())
	found = revenue.sales_of(keys, add_months(until, -12), until, rights=rights)
	(by_key,) = found.values() if found else ({},)
	return by_key


@pytest.fixture
def customer(db):
	return make_customer("Bright Works").name


@pytest.fixture
def partner(db):
	return ("Sales Partner", make_sales_partner("Jane Partner").name)


@pytest.fixture
def coupon(db):
	return ("Coupon Code", make_coupon("JANE10").name)


def test_sales_of_a_partner_are_net_of_returns(customer, partner):
	invoice = make_invoice(customer, 1000, sales_partner=partner[1])
	make_invoice(customer, 300, sales_partner=partner[1])
	make_invoice(customer, 5000)
	credit = make_sales_return(invoice.name)
	credit.sales_partner = None
	credit.insert().submit()
	found = sales(partner)[partner]
	assert (found.net, found.invoices, found.open) == (300, 1, 0)


def test_sales_with_a_coupon_are_found_through_the_order(customer, coupon):
	order = make_order(customer, 1000, coupon_code=coupon[1])
	assert order.base_net_total == 900
	assert sales(coupon)[coupon].open == 900
	invoice = make_sales_invoice(order.name).insert().submit()
	found = sales(coupon)[coupon]
	assert (found.net, found.open, found.invoices) == (invoice.base_net_total, 0, 1) == (900, 0, 1)
	make_sales_return(invoice.name).insert().submit()
	assert (sales(coupon)[coupon].net, sales(coupon)[coupon].invoices) == (0, 0)


def test_partner_and_coupon_on_one_invoice_count_once(customer, partner, coupon):
	order = make_order(customer, 1000, coupon_code=coupon[1], sales_partner=partner[1])
	assert revenue.total(sales(partner, coupon), [partner, coupon]).open == 900
	make_sales_invoice(order.name).insert().submit()
	found = sales(partner, coupon)
	both = revenue.total(found, [partner, coupon])
	assert (both.net, both.invoices) == (900, 1)
	assert found[coupon].net == 900 and revenue.total(found, [partner]).net == 0
	assert sales(partner)[partner].net == 900  # nobody holds the coupon: the partner's


def test_sales_at_a_till_are_read_from_their_own_invoices(customer, partner, coupon):
	company = frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]
	for name, net, back_from in (("TILL-1", 100, None), ("TILL-2", 40, None), ("TILL-3", -40, "TILL-2")):
		# Past the form: a till needs an opened shift, a profile and stock, none of which matters here.
		frappe.get_doc(
			{
				"doctype": "POS Invoice", "name": name, "company": company, "customer": customer, "docstatus": 1,
				"posting_date": today(), "base_net_total": net, "coupon_code": coupon[1], "return_against": back_from,
				"sales_partner": partner[1],
			}
		).db_insert()  # fmt: skip
	found = sales(partner, coupon)
	assert (found[coupon].net, found[coupon].invoices) == (100, 1) and partner not in found


def test_half_an_invoiced_order_is_half_open(customer, partner):
	order = make_order(customer, 1000, sales_partner=partner[1])
	order.db_set("per_billed", 25)
	assert sales(partner)[partner].open == 750
	order.db_set("status", "Closed")
	assert not sales(partner)


def test_drafts_and_cancelled_invoices_are_no_sales(customer, partner):
	invoice = make_invoice(customer, 1000, sales_partner=partner[1])
	invoice.cancel()
	assert not sales(partner)


def test_sales_raise_conversion_but_no_amount_is_kept_on_the_profile(customer, partner):
	store(post(1))
	before = _count_and_read()
	frappe.db.set_value("Social Profile", profile().name, "sales_partner", partner[1])
	make_invoice(customer, 1234, sales_partner=partner[1])
	after = _count_and_read()
	assert after.influence_conversion > before.influence_conversion
	assert "1 sales with their coupon or sales partner" in after.influence_numbers
	assert "1234" not in after.influence_numbers and "1,234" not in after.influence_numbers


def test_amounts_are_for_those_who_may_read_invoices(as_user, customer, partner):
	store(post(1))
	name = profile().name
	frappe.db.set_value("Social Profile", name, "sales_partner", partner[1])
	make_invoice(customer, 1000, sales_partner=partner[1])
	other = make_customer("Other Works").name
	make_invoice(other, 50, sales_partner=partner[1])
	with as_user("Social CRM User"):
		assert api.sales(name) == []
	with as_user("Social CRM User", "Accounts User") as user:
		(row,) = api.sales(name)
		assert (row["net"], row["invoices"]) == (1050, 2) and row["currency"]
		frappe.set_user("Administrator")
		frappe.permissions.add_user_permission("Customer", other, user)
		frappe.set_user(user)
		(row,) = api.sales(name)
		assert (row["net"], row["invoices"]) == (50, 1)


def _count_and_read():
	job.run()
	return standing_in_database()


def test_before_the_first_count_the_report_says_why_it_is_empty():
	from social_crm_app.social_crm_app.report.social_influencers import social_influencers

	store(make_post(1, author=JANE))
	_columns, rows, message, *_rest = social_influencers.execute({})
	assert not rows and "Count Influence Now" in message
	api.recount(frappe.db.get_value("Social Profile", {"handle": JANE.handle}))
	_columns, rows, message, *_rest = social_influencers.execute({})
	assert rows and message is None
