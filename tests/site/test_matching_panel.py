"""The match panel and the list of suggestions: what people see, decide and remember, and what they must not see."""

import json

import pytest

import frappe
from frappe.desk import reportview
from frappe.utils import add_days, nowdate

from social_crm_app.api import match as api
from social_crm_app.api import profile as profile_api
from social_crm_app.identity import matches
from social_crm_app.insight import stake
from social_crm_app.jobs import stakes
from social_crm_app.permissions import match_query
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_post,
	make_user,
	store,
)

SITE = "https://brightworks.example"
SALES = ("Social CRM User", "Sales User", "Sales Master Manager")


@pytest.fixture
def suggested():
	"""A profile that could be either of two customers: (profile, first customer, second customer)."""
	first = make_customer("Bright Works", website=SITE)
	second = make_customer("Dark Works", website=SITE)
	store(make_post(1, author=make_author(website=SITE)), make_post(2, author=make_author(website=SITE)))
	return frappe.db.get_value("Social Profile", {"handle": "jane@social.example"}), first.name, second.name


@pytest.fixture
def clerk(db):
	"""Runs as a sales person who may see one customer only: `clerk("Bright Works")` gives the user."""

	def become(customer=None):
		user = make_user(f"{frappe.generate_hash(length=8)}@clerks.example", *SALES).name
		if customer:
			frappe.get_doc(
				{"doctype": "User Permission", "user": user, "allow": "Customer", "for_value": customer}
			).insert()
		frappe.set_user(user)
		return user

	yield become
	frappe.set_user("Administrator")


def match_of(profile, party):
	return frappe.db.get_value("Social Profile Match", {"profile": profile, "party": party})


def profile_row(name):
	return frappe.get_doc("Social Profile", name)


def shown(panel):
	return [candidate["party"] for candidate in panel["candidates"]]


def said(doctype, name):
	return frappe.get_all(
		"Comment",
		{"reference_doctype": doctype, "reference_name": name, "comment_type": "Info"},
		pluck="content",
		order_by="creation",
	)


# Who, when, why


def test_the_panel_shows_candidates_with_their_evidence(suggested):
	profile, first, second = suggested
	panel = api.panel(profile)
	assert set(shown(panel)) == {first, second}
	evidence = panel["candidates"][0]["evidence"]
	assert "brightworks.example" in evidence[0]["reason"] and not evidence[0]["attested"]
	assert panel["decision"] is None and panel["may_decide"]


def test_confirming_keeps_who_when_and_why(suggested, clerk):
	profile, first, second = suggested
	user = clerk()
	api.confirm(match_of(profile, first), "Met her at the fair <b>")
	held = frappe.get_doc("Social Profile Match", match_of(profile, first))
	assert (held.status, held.decided_by, held.why) == ("Confirmed", user, "Met her at the fair <b>")
	assert held.decided_at
	assert frappe.db.count("Mention", {"customer": first}) == 2
	assert frappe.db.get_value("Social Profile Match", match_of(profile, second), "status") == "Superseded"
	decision = api.panel(profile)["decision"]
	assert (decision["by"], decision["party"], decision["status"]) == (user, first, "Confirmed")
	(on_match,) = said("Social Profile Match", held.name)
	assert "Met her at the fair" in on_match and "<b>" not in on_match


def test_the_timeline_of_a_profile_names_no_party(suggested):
	profile, first, second = suggested
	api.reject(match_of(profile, second), "Dark Works is someone else")
	api.confirm(match_of(profile, first), "It is Bright Works")
	told = " ".join(said("Social Profile", profile))
	assert "Works" not in told and match_of(profile, first) in told
	versions = frappe.get_all("Version", {"ref_doctype": "Social Profile", "docname": profile}, pluck="data")
	assert not any(first in data for data in versions)


def test_unlinking_opens_the_other_suggestions_again(suggested):
	profile, first, second = suggested
	api.confirm(match_of(profile, first))
	api.reject(match_of(profile, first))
	assert frappe.db.get_value("Social Profile Match", match_of(profile, second), "status") == "Suggested"
	assert not profile_row(profile).party and not frappe.db.count("Mention", {"customer": first})


def test_not_a_customer_is_kept_out_until_it_is_undone(suggested, run_jobs_inline):
	profile, _first, _second = suggested
	api.not_a_customer(profile, "Journalist")
	assert profile_row(profile).kept_out == "Not a Customer"
	assert not frappe.db.count("Social Profile Match", {"profile": profile, "status": "Suggested"})
	make_customer("Third Works", website=SITE)
	store(make_post(3, author=make_author(website=SITE, bio="changed")))
	assert not frappe.db.count("Social Profile Match", {"profile": profile, "status": "Suggested"})
	panel = api.panel(profile)
	assert panel["candidates"] == [] and panel["decision"]["party_type"] == ""
	api.undo_decision(panel["decision"]["match"])
	assert profile_row(profile).kept_out is None and profile_row(profile).link_status == "Suggested"
	assert frappe.db.count("Social Profile Match", {"profile": profile, "status": "Suggested"}) == 2


# Two profiles of one person


def two_profiles():
	store(
		make_post(1, author=make_author("jane", display_name="Jane Doe", email="jane@people.example")),
		make_post(2, author=make_author("jd", display_name="J. D.")),
	)
	return [frappe.db.get_value("Social Profile", {"handle": f"{h}@social.example"}) for h in ("jane", "jd")]


def test_merging_makes_a_contact_of_the_profile_and_links_both():
	first, second = two_profiles()
	customer = make_customer("Bright Works").name
	profile_api.link(second, "Customer", customer)
	contact = api.merge(first, second, why="Says so in her bio")
	doc = frappe.get_doc("Contact", contact)
	assert (doc.first_name, doc.last_name, doc.email_id) == ("Jane", "Doe", "jane@people.example")
	assert [(link.link_doctype, link.link_name) for link in doc.links] == [("Customer", customer)]
	assert doc.social_handles.splitlines() == ["mastodon: jane@social.example", "mastodon: jd@social.example"]
	assert frappe.db.count("Mention", {"contact": contact, "customer": customer}) == 2
	for profile in (first, second):
		row = profile_row(profile)
		assert (row.contact, row.customer, row.link_status) == (contact, customer, "Linked")


@pytest.mark.parametrize("through", [0, 1], ids=["from the first", "from the second"])
def test_a_merge_is_undone_from_either_profile(through):
	profiles = two_profiles()
	contact = api.merge(*profiles)
	api.undo_decision(api.panel(profiles[through])["decision"]["match"])
	assert [profile_row(p).link_status for p in profiles] == ["Unlinked", "Unlinked"]
	assert not frappe.db.count("Mention", {"contact": contact})
	assert frappe.db.exists("Contact", contact), "documents stay"


def test_profiles_of_different_parties_are_not_merged():
	first, second = two_profiles()
	profile_api.link(first, "Customer", make_customer("Bright Works").name)
	profile_api.link(second, "Customer", make_customer("Dark Works").name)
	with pytest.raises(frappe.ValidationError, match="different records"):
		api.merge(first, second)
	contact = make_contact("Jane", links=(("Customer", make_customer("Third Works").name),)).name
	with pytest.raises(frappe.ValidationError, match="different records"):
		api.merge(first, second, contact)


def test_a_lead_and_the_customer_made_of_it_are_one():
	first, second = two_profiles()
	lead = make_lead("Jane").name
	customer = make_customer("Bright Works", lead_name=lead).name
	profile_api.link(first, "Customer", customer)
	profile_api.link(second, "Lead", lead)
	api.merge(first, second)
	assert profile_row(second).customer == profile_row(first).customer == customer


# New records from a profile


def test_a_new_record_is_filled_with_what_the_profile_says():
	first, _second = two_profiles()
	lead = api.values_for(first, "Lead")
	assert (lead["first_name"], lead["last_name"], lead["email_id"]) == ("Jane", "Doe", "jane@people.example")
	assert lead["social_handles"] == "mastodon: jane@social.example"
	contact = api.values_for(first, "Contact")
	assert contact["email_ids"] == [{"email_id": "jane@people.example", "is_primary": 1}]
	frappe.get_doc({"doctype": "Contact", **contact}).insert()


def test_only_who_may_create_is_offered_a_new_record(as_user):
	first, _second = two_profiles()
	with as_user("Social CRM User"):
		assert "Lead" not in api.panel(first)["may_create"]
		with pytest.raises(frappe.PermissionError):
			api.values_for(first, "Lead")
	with as_user("Social CRM User", "Sales User"):
		assert "Lead" in api.panel(first)["may_create"]


# What nobody may see


def everything_seen_by(profile):
	"""All that lists, reports, counts and the panel give the current user about matches."""
	fields = ["name", "party", "customer", "contact", "lead", "first_evidence"]
	held = frappe.get_list("Social Profile Match", {"profile": profile}, fields)
	frappe.local.form_dict = frappe._dict(
		doctype="Social Profile Match", fields=json.dumps(["`tabSocial Profile Match`.`party`"])
	)
	report = reportview.get()
	filters = json.dumps([["Social Profile Match", "profile", "=", profile]])
	frappe.local.form_dict = frappe._dict(doctype="Social Profile Match", fields="[]", filters=filters)
	evidence = frappe.get_list(
		"Social Profile Match Evidence", fields=["parent"], parent_doctype="Social Profile Match"
	)
	return json.dumps([held, report, evidence, api.panel(profile)], default=str), reportview.get_count()


def test_a_user_sees_only_candidates_that_they_may_read(suggested, clerk):
	profile, first, second = suggested
	hidden = match_of(profile, second)
	clerk(first)
	seen, count = everything_seen_by(profile)
	assert first in seen and second not in seen and hidden not in seen
	assert count == 1
	assert hidden not in api.titles(json.dumps([match_of(profile, first), hidden]))
	for call in (api.confirm, api.reject):
		frappe.local.message_log = []
		with pytest.raises(frappe.PermissionError):
			call(hidden)
		assert second not in str(frappe.get_message_log())
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc("Social Profile Match", hidden).check_permission("read")
	assert second not in str(frappe.get_message_log())


def test_a_user_without_the_right_to_read_customers_sees_no_candidate(suggested, as_user):
	profile, first, second = suggested
	with as_user("Social CRM User"):
		seen, count = everything_seen_by(profile)
		assert first not in seen and second not in seen and count == 0


def test_a_lead_behind_a_customer_hides_the_match_from_who_may_not_read_leads(clerk):
	lead = make_lead("Jane", email_id="jane@people.example").name
	make_customer("Bright Works", lead_name=lead)
	store(make_post(1, author=make_author(email="jane@people.example")))
	profile = frappe.db.get_value("Social Profile", {"handle": "jane@social.example"})
	user = clerk()
	assert shown(api.panel(profile)) == ["Bright Works"]
	other = make_lead("Other").name
	frappe.set_user("Administrator")
	frappe.get_doc({"doctype": "User Permission", "user": user, "allow": "Lead", "for_value": other}).insert()
	frappe.set_user(user)
	assert shown(api.panel(profile)) == []


def test_who_may_see_everything_pays_for_no_condition(as_user):
	assert match_query("Administrator") == ""
	with as_user("Social CRM User", "System Manager", "Sales Manager", "Sales User", "Purchase User") as user:
		condition = match_query(user)
	assert "SELECT" not in condition


def test_a_decision_of_a_hidden_party_is_neither_shown_nor_undone(suggested, clerk):
	profile, first, second = suggested
	api.reject(match_of(profile, second))
	clerk(first)
	assert api.panel(profile)["decision"] is None
	with pytest.raises(frappe.PermissionError):
		api.undo_decision(match_of(profile, second))


def test_a_reader_cannot_decide(suggested, as_user):
	profile, first, _second = suggested
	frappe.get_doc({"doctype": "Role", "role_name": "Social Reader"}).insert()
	for doctype in ("Social Profile", "Social Profile Match"):
		frappe.get_doc(doctype="Custom DocPerm", parent=doctype, role="Social Reader", read=1).db_insert()
		frappe.clear_cache(doctype=doctype)
	with as_user("Social Reader", "Sales User"):
		assert not api.panel(profile)["may_decide"]
		for call, argument in (
			(api.confirm, match_of(profile, first)), (api.reject, match_of(profile, first)),
			(api.not_a_customer, profile), (profile_api.unlink, profile),
		):  # fmt: skip
			with pytest.raises(frappe.PermissionError):
				call(argument)


# Many at once


def test_many_are_decided_with_one_call_and_errors_stay_with_their_row(suggested, clerk):
	profile, first, second = suggested
	visible, hidden = match_of(profile, first), match_of(profile, second)
	clerk(first)
	answer = api.decide_many(json.dumps([visible, hidden, "no such match"]), "confirm", "Checked by phone")
	assert answer["done"] == [visible]
	assert [problem["name"] for problem in answer["failed"]] == [hidden, "no such match"]
	assert all(problem["message"] for problem in answer["failed"])
	assert second not in json.dumps(answer) + str(frappe.get_message_log())
	assert profile_row(profile).customer == first
	assert frappe.db.get_value("Social Profile Match", hidden, "decided_by") is None


def test_two_candidates_of_one_profile_cannot_both_be_it(suggested):
	profile, first, second = suggested
	api.decide_many(json.dumps([match_of(profile, first), match_of(profile, second)]), "confirm")
	status = dict(
		frappe.get_all(
			"Social Profile Match", {"profile": profile}, ["party", "status"], as_list=True, order_by="name"
		)
	)
	assert status == {first: "Superseded", second: "Confirmed"}
	assert profile_row(profile).customer == second


def test_only_confirm_and_reject_are_decisions(suggested):
	with pytest.raises(frappe.ValidationError):
		api.decide_many("[]", "delete")


# What is at stake


def invoice(customer, amount, days_ago=1, is_return=0):
	"""A submitted Sales Invoice as far as its totals go; accounts and stock are not the point here."""
	doc = frappe.get_doc(
		{
			"doctype": "Sales Invoice", "name": frappe.generate_hash(length=10), "customer": customer,
			"company": frappe.db.get_value("Company", {}), "posting_date": add_days(nowdate(), -days_ago),
			"base_net_total": amount, "docstatus": 1, "is_return": is_return,
		}
	)  # fmt: skip
	doc.db_insert()


def opportunity(doctype, name, amount, status="Open"):
	doc = frappe.get_doc(
		{
			"doctype": "Opportunity", "opportunity_from": doctype, "party_name": name, "status": "Open",
			"company": frappe.db.get_value("Company", {}), "opportunity_amount": amount,
		}
	).insert()  # fmt: skip
	doc.db_set("status", status)


def test_value_at_stake_is_net_invoiced_plus_open_opportunities(suggested):
	_profile, first, second = suggested
	lead = make_lead("Jane").name
	invoice(first, 1000)
	invoice(first, -200, is_return=1)
	invoice(first, 5000, days_ago=400)
	opportunity("Customer", first, 300)
	opportunity("Customer", first, 7000, status="Lost")
	opportunity("Lead", lead, 50)
	parties = [("Customer", first), ("Customer", second), ("Lead", lead), ("Contact", "nobody")]
	assert stake.value_at_stake(parties) == dict(zip(parties, (1100, 0, 50, 0), strict=True))


def test_the_cost_of_a_page_does_not_grow_with_its_parties(suggested):
	_profile, first, second = suggested
	assert queries(lambda: stake.value_at_stake([("Customer", first)])) == queries(
		lambda: stake.value_at_stake([("Customer", first), ("Customer", second)] * 100)
	)


def queries(work):
	"""How many statements the work sends to the database, once everything is warm."""
	work()
	counted, send = [], frappe.local.db.sql
	frappe.local.db.sql = lambda *args, **kwargs: (counted.append(args), send(*args, **kwargs))[1]
	try:
		work()
	finally:
		del frappe.local.db.sql
	return len(counted)


def test_new_suggestions_are_counted_and_all_of_them_every_night(suggested):
	profile, first, second = suggested
	invoice(first, 1000)
	assert stakes.waiting()
	stakes.run_waiting()
	assert not stakes.waiting()
	value = {
		row.party: row.value_at_stake
		for row in frappe.get_all(
			"Social Profile Match", {"profile": profile}, ["party", "value_at_stake"], order_by="name"
		)
	}
	assert value == {first: 1000, second: 0}
	invoice(second, 70)
	stakes.refresh_stakes()
	assert frappe.db.get_value("Social Profile Match", match_of(profile, second), "value_at_stake") == 70


def test_recording_suggestions_sends_them_to_be_counted(suggested):
	from frappe.utils.background_jobs import get_job_status

	frappe.db.after_commit.run()
	assert get_job_status("social-crm-stakes")


def test_the_list_comes_likeliest_first_then_dearest(suggested):
	profile, first, second = suggested
	matches.set_stakes({("Customer", first): 10, ("Customer", second): 20})
	order = "`tabSocial Profile Match`.`score` desc, `tabSocial Profile Match`.`value_at_stake` desc"
	assert frappe.get_list("Social Profile Match", {"profile": profile}, pluck="party", order_by=order) == [
		second,
		first,
	]
