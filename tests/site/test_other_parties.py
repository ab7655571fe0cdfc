"""Prospect, Supplier and Sales Partner, which people link profiles to by hand: renamed, merged and deleted, their
links, decisions and mentions follow."""

import pytest

import frappe
from frappe.model.rename_doc import rename_doc

from social_crm_app.identity import decisions, matches, restamp, undo
from social_crm_app.jobs import restamp as restamp_job
from social_crm_app.testing import make_customer, make_post, make_sales_partner, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")


def make_prospect(name):
	return frappe.get_doc({"doctype": "Prospect", "company_name": name}).insert()


def make_supplier(name):
	group = frappe.db.get_value("Supplier Group", {"is_group": 0})
	return frappe.get_doc({"doctype": "Supplier", "supplier_name": name, "supplier_group": group}).insert()


MAKE = {"Prospect": make_prospect, "Supplier": make_supplier, "Sales Partner": make_sales_partner}


@pytest.fixture(params=MAKE)
def doctype(request):
	return request.param


@pytest.fixture
def linked(doctype):
	"""The name of a record that the only profile is linked to."""
	record = MAKE[doctype]("Somebody")
	store(make_post(1), make_post(2))
	decisions.link(profile().name, doctype, record.name)
	return record.name


def profile():
	return frappe.get_doc("Social Profile", {"handle": "jane@social.example"})


def links_of_mentions():
	return set(
		frappe.get_all("Mention", fields=["party_type", "party", "customer", "lead", "contact"], as_list=True)
	)


def matches_now():
	rows = frappe.get_all(
		"Social Profile Match", fields=["name", "match_key", "profile", "party_type", "party", "status"]
	)
	for row in rows:
		assert row.name == matches.name_of(row.profile, row.party_type, row.party)
		assert row.match_key == matches.match_key(row.profile, row.party_type, row.party)
	return {(row.party_type, row.party): row.status for row in rows}


def rename(doctype, old, new, merge=False):
	rename_doc(doctype, old, new, merge=merge, force=True, show_alert=False, rebuild_search=False)


def test_a_new_name_reaches_profile_mentions_and_decision(doctype, linked):
	rename(doctype, linked, "Renamed One")
	assert (profile().party_type, profile().party) == (doctype, "Renamed One")
	assert links_of_mentions() == {(doctype, "Renamed One", None, None, None)}
	assert matches_now() == {(doctype, "Renamed One"): "Confirmed"}


def test_many_mentions_follow_by_the_job(doctype, linked, monkeypatch):
	monkeypatch.setattr(restamp, "AT_ONCE", 1)
	rename(doctype, linked, "Renamed One")
	restamp_job.run()
	assert links_of_mentions() == {(doctype, "Renamed One", None, None, None)}


def test_mentions_stamped_by_hand_follow(doctype, linked):
	frappe.db.set_value("Mention", {"name": ("is", "set")}, "social_profile", None)
	rename(doctype, linked, "Renamed One")
	assert links_of_mentions() == {(doctype, "Renamed One", None, None, None)}


def test_a_record_of_the_same_name_but_another_kind_is_left_alone(doctype):
	record, customer = MAKE[doctype]("Somebody"), make_customer("Somebody").name
	store(make_post(1))
	decisions.link(profile().name, "Customer", customer)
	rename(doctype, record.name, "Renamed One")
	assert (profile().party_type, profile().party) == ("Customer", customer)
	frappe.delete_doc(doctype, "Renamed One")
	assert links_of_mentions() == {("Customer", customer, customer, None, None)}


def test_merged_into_another_one(doctype, linked):
	other = MAKE[doctype]("Somebody Else").name
	rename(doctype, linked, other, merge=True)
	assert profile().party == other and matches_now() == {(doctype, other): "Confirmed"}
	assert links_of_mentions() == {(doctype, other, None, None, None)}


def test_undo_leads_back_to_the_new_name(doctype, linked):
	decisions.unlink(profile().name)
	rename(doctype, linked, "Renamed One")
	undo.undo(matches.name_of(profile().name, doctype, "Renamed One"))
	assert profile().party == "Renamed One"
	assert links_of_mentions() == {(doctype, "Renamed One", None, None, None)}


def test_deleted_it_is_nobody(doctype, linked):
	frappe.delete_doc(doctype, linked)
	assert (profile().party, profile().link_status) == (None, "Unlinked")
	assert links_of_mentions() == {(None, None, None, None, None)}
	assert matches_now() == {}
