"""What of a candidate is not for everybody who may see it: what is at stake with them, and the name of a Contact."""

import json

import pytest

import frappe
import frappe.client
from frappe.desk import reportview

from social_crm_app.api import match as api
from social_crm_app.identity import decisions, matches
from social_crm_app.jobs import stakes
from social_crm_app.testing import make_author, make_contact, make_customer, make_invoice, make_post, store

SITE = "https://brightworks.example"
SALES = ("Social CRM User", "Sales User", "Sales Master Manager")
NAME = "Anna Qxlindtmann"


def profile(handle="jane@social.example"):
	return frappe.db.get_value("Social Profile", {"handle": handle})


@pytest.fixture
def at_stake():
	"""Two suggested customers of one profile, one of whom has bought for 12,345: (profile, poor, rich)."""
	poor, rich = (make_customer(name, website=SITE).name for name in ("Bright Works", "Dark Works"))
	make_invoice(rich, 12345)
	store(make_post(1, author=make_author(website=SITE)))
	stakes.run_waiting()
	return profile(), poor, rich


def listed(**filters):
	columns = ("name", "party", "value_at_stake")
	frappe.local.form_dict = frappe._dict(
		doctype="Social Profile Match",
		fields=json.dumps([f"`tabSocial Profile Match`.`{column}`" for column in columns]),
		filters=json.dumps(filters),
		order_by="`tabSocial Profile Match`.`value_at_stake` desc",
	)
	return reportview.get()


def everything(name, match):
	"""All that the panel, lists, forms and REST calls give the current user of a candidate."""
	rows = frappe.get_list("Social Profile Match", {"profile": name}, ["*"])
	form = frappe.client.get("Social Profile Match", match)
	evidence = frappe.get_list(
		"Social Profile Match Evidence", fields=["*"], parent_doctype="Social Profile Match"
	)
	return json.dumps([api.panel(name), listed(profile=name), rows, form, evidence], default=str)


def test_who_may_not_read_invoices_learns_nothing_of_their_sum(at_stake, as_user):
	name, _poor, rich = at_stake
	match = matches.name_of(name, "Customer", rich)
	with as_user(*SALES):
		seen, values = everything(name, match), api.values(json.dumps([match]))
	assert rich in seen and "12345" not in seen
	assert values == {}


def test_who_may_read_invoices_sees_it_in_panel_and_list(at_stake, as_user):
	name, poor, rich = at_stake
	names = [matches.name_of(name, "Customer", party) for party in (poor, rich)]
	with as_user(*SALES, "Accounts User"):
		panel, rows, values = api.panel(name), listed(profile=name), api.values(json.dumps(names))
	assert {candidate["party"]: candidate["value"] for candidate in panel["candidates"]} == {
		poor: 0,
		rich: 12345,
	}
	assert [row[1] for row in rows["values"]] == [rich, poor], "dearest first"
	assert values == dict(zip(names, (0, 12345), strict=True))


def test_only_of_candidates_that_one_may_see(at_stake, as_user):
	name, _poor, rich = at_stake
	with as_user("Social CRM User", "Accounts User") as user:
		frappe.set_user("Administrator")
		other = make_customer("Third Works").name
		frappe.get_doc(
			{"doctype": "User Permission", "user": user, "allow": "Customer", "for_value": other}
		).insert()
		frappe.set_user(user)
		assert api.values(json.dumps([matches.name_of(name, "Customer", rich)])) == {}


# Names in the evidence


@pytest.fixture
def through_contact():
	"""A profile that is called like a Contact of a Customer: (profile, match, contact)."""
	customer = make_customer("Bright Works").name
	contact = make_contact("Anna", last_name="Qxlindtmann", links=(("Customer", customer),)).name
	make_contact("Bert", last_name="Other", links=(("Customer", customer),))
	store(make_post(1, author=make_author("ana", display_name="Anna Qxlindtman")))
	name = profile("ana@social.example")
	(match,) = frappe.get_all("Social Profile Match", {"profile": name, "party": customer}, pluck="name")
	frappe.db.set_value(
		"Social Profile Match", match, "contact", None
	)  # as where several of its Contacts fit
	return name, match, contact


def reasons(name):
	return [item["reason"] for candidate in api.panel(name)["candidates"] for item in candidate["evidence"]]


def test_the_evidence_names_a_contact_only_to_its_readers(through_contact, as_user):
	name, match, _contact = through_contact
	assert any(NAME in reason for reason in reasons(name))
	with as_user(*SALES) as user:
		assert any(NAME in reason for reason in reasons(name))
		frappe.set_user("Administrator")
		hidden_from = {"doctype": "User Permission", "user": user, "allow": "Contact"}
		frappe.get_doc({**hidden_from, "for_value": make_contact("Third").name}).insert()
		frappe.set_user(user)
		seen = everything(name, match)
		assert any("Anna Qxlindtman" in reason and "%" in reason for reason in reasons(name))
	assert match in seen and NAME not in seen


def test_another_account_is_named_to_who_may_see_it(as_user):
	customer = make_customer("Bright Works").name
	store(make_post(1, author=make_author("qxanna", display_name=NAME)))
	decisions.link(profile("qxanna@social.example"), "Customer", customer)
	store(make_post(2, author=make_author("qxanna", "else.example", display_name="Anna Qxlindtman")))
	with as_user(*SALES):
		assert any(NAME in reason for reason in reasons(profile("qxanna@else.example")))


def test_what_a_record_itself_is_called_is_no_secret(as_user):
	make_customer(NAME, customer_type="Individual")
	store(make_post(1, author=make_author("ana", display_name="Anna Qxlindtman")))
	with as_user(*SALES):
		assert any(NAME in reason for reason in reasons(profile("ana@social.example")))
