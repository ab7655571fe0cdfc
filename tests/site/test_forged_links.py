"""Who a profile is, is decided by the rules and with Confirm, Link and Undo; no form, no REST call and no import writes
a link, a decision or a score past them. A decision asks for the right on every record that it touches."""

import json

import pytest

import frappe
from frappe.client import insert, save, set_value

from social_crm_app.api import match as api
from social_crm_app.api import profile as profile_api
from social_crm_app.identity import decisions, matches
from social_crm_app.testing import make_author, make_contact, make_customer, make_lead, make_post, store

SALES = ("Social CRM User", "Sales User")
FORGED = {
	"link_status": "Linked", "link_source": "Person", "link_reason": "I say so", "kept_out": "Own Staff",
	"verified_purchaser": 1, "verified": 1, "attested_links": "https://brightworks.example", "influence_score": 99,
	"influence_numbers": "{}", "engagement_level": "Creation", "participation": "Engaged Author", "erased": 1,
	"deleted_upstream": 1, "digest": "x", "recheck_pending": 1, "restamp_pending": 1, "relationship": "Paying Customer",
}  # fmt: skip


@pytest.fixture
def customer():
	return make_customer("Bright Works").name


@pytest.fixture
def profile():
	store(make_post(1), make_post(2))
	return frappe.db.get_value("Social Profile", {"handle": "jane@social.example"})


def link_to(customer):
	return {"party_type": "Customer", "party": customer, "customer": customer}


def row(profile):
	return frappe.get_doc("Social Profile", profile)


def match_of(profile, party):
	return matches.name_of(profile, *party)


# The profile


def test_saving_a_profile_links_nobody(profile, customer, as_user):
	with as_user(*SALES):
		set_value(
			"Social Profile", profile, {**link_to(customer), "link_status": "Linked", "location": "Paris"}
		)
	held = row(profile)
	assert held.location == "Paris", "what people may enter is kept"
	assert (held.party, held.customer, held.link_status) == (None, None, "Unlinked")
	assert not frappe.db.count("Social Profile Match") and not frappe.db.count("Mention", {"party": customer})


def test_saving_a_profile_takes_no_link_back(profile, customer, as_user):
	decisions.link(profile, "Customer", customer)
	with as_user(*SALES):
		doc = row(profile).as_dict()
		doc.update(dict.fromkeys(("party_type", "party", "customer", "link_source")), link_status="Unlinked")
		save(doc)
	held = row(profile)
	assert (held.party, held.customer, held.link_status, held.link_source) == (
		customer, customer, "Linked", "Person",
	)  # fmt: skip


@pytest.mark.parametrize("column", FORGED)
def test_what_the_app_finds_out_is_not_entered(profile, column, as_user):
	before = row(profile).get(column)
	with as_user("Social CRM User"):
		set_value("Social Profile", profile, column, FORGED[column])
		new = insert({"doctype": "Social Profile", "platform": "Mastodon", "handle": "by@hand.example", column: FORGED[column]})  # fmt: skip
	assert row(profile).get(column) == before
	if column == "recheck_pending":
		return  # a new profile is looked at
	assert (frappe.db.get_value("Social Profile", new.name, column) or None) == (
		frappe.get_meta("Social Profile").get_field(column).default or None
	)


def test_a_forged_proof_links_nobody_by_a_rule(profile, customer, run_jobs_inline):
	frappe.db.set_value("Customer", customer, "website", "https://brightworks.example")
	frappe.get_doc("Customer", customer).save()
	doc = row(profile)
	doc.attested_links = "https://brightworks.example"
	doc.save()
	assert not row(profile).party


def test_a_new_profile_comes_without_a_link(customer, as_user):
	values = {"doctype": "Social Profile", "platform": "Mastodon", "handle": "new@hand.example"}
	with as_user(*SALES), pytest.raises(frappe.ValidationError, match="Leave these columns out"):
		frappe.get_doc({**values, **link_to(customer)}).insert()
	assert not frappe.db.exists("Social Profile", {"handle": "new@hand.example"})


def test_what_a_platform_says_comes_with_an_imported_profile_and_stays(as_user):
	told = {
		"followers": 7,
		"external_id": "https://hand.example/users/1",
		"first_seen": "2026-01-02 03:04:05",
	}
	with as_user("Social CRM Manager"):
		name = insert(
			{"doctype": "Social Profile", "platform": "Mastodon", "handle": "new@hand.example", **told}
		).name
		set_value(
			"Social Profile", name, {"followers": 1_000_000, "external_id": "https://other.example/users/2"}
		)
	assert (row(name).followers, row(name).external_id) == (7, told["external_id"])


# Imports


def imported(csv, import_type="Insert New Records"):
	"""Runs a Data Import of profiles as the current user; returns the doc when it is done."""
	file = frappe.get_doc(doctype="File", file_name="profiles.csv", content=csv, is_private=1).insert()
	doc = frappe.get_doc(
		{"doctype": "Data Import", "reference_doctype": "Social Profile", "import_type": import_type, "import_file": file.file_url}
	).insert(ignore_permissions=True)  # fmt: skip
	frappe.db.commit()  # an import goes back to here when a row fails
	doc.get_importer().import_data()
	return doc.reload()


def problems(doc):
	logs = frappe.get_all("Data Import Log", {"data_import": doc.name, "success": 0}, pluck="messages")
	return " ".join(logs)


def test_an_import_brings_profiles():
	assert imported("Platform,Handle,Bio\nMastodon,imp@hand.example,Buyer\n").status == "Success"
	assert frappe.db.get_value("Social Profile", {"handle": "imp@hand.example"}, "bio") == "Buyer"


def test_an_import_of_links_is_refused_with_the_columns_to_leave_out(customer):
	done = imported(f"Platform,Handle,Customer\nMastodon,imp@hand.example,{customer}\n")
	assert done.status == "Error" and "Leave these columns out: Customer" in problems(done)


def test_nor_does_an_import_change_links(profile, customer):
	decisions.link(profile, "Customer", customer)
	other = make_customer("Dark Works").name
	done = imported(f"ID,Customer\n{profile},{other}\n", "Update Existing Records")
	assert done.status == "Error" and "Leave these columns out: Customer" in problems(done)
	assert row(profile).customer == customer


# The match


@pytest.mark.parametrize(
	"values",
	[
		{"status": "Confirmed"}, {"decided_by": "Administrator"}, {"score": 100}, {"state_before": "{}"},
		{"why": "Because"}, {"first_evidence": "A proof"},
	],
	ids=lambda values: next(iter(values)),
)  # fmt: skip
def test_a_match_is_written_by_decisions_only(profile, customer, as_user, values):
	decisions.reject(profile, "Customer", customer)
	name = match_of(profile, ("Customer", customer))
	before = frappe.get_doc("Social Profile Match", name).as_dict()
	for roles in (SALES, ("Social CRM Manager", *SALES), ("System Manager", *SALES)):
		with as_user(*roles), pytest.raises(frappe.PermissionError, match="Confirm, Reject or Undo"):
			set_value("Social Profile Match", name, values)
	assert frappe.get_doc("Social Profile Match", name).as_dict() == before


def test_nobody_makes_a_match_by_hand(profile, customer):
	values = {"profile": profile, "party_type": "Customer", "party": customer, "status": "Confirmed"}
	with pytest.raises(frappe.PermissionError, match="Confirm, Reject or Undo"):
		frappe.get_doc({"doctype": "Social Profile Match", "match_key": "x", **values}).insert()


# Records that the user may not see


@pytest.fixture
def restricted(as_user):
	"""`with restricted(customer): ...` as a sales person who may see that customer only."""

	def become(customer):
		block = as_user(*SALES)
		user = block.__enter__()
		frappe.get_doc(
			{"doctype": "User Permission", "user": user, "allow": "Customer", "for_value": customer}
		).insert(ignore_permissions=True)
		return block

	blocks = []
	yield lambda customer: blocks.append(become(customer))
	for block in blocks:
		block.__exit__(None, None, None)


@pytest.fixture
def lead_reader(as_user):
	"""`with lead_reader(): ...` as somebody who may read Leads, no Customers."""
	frappe.get_doc({"doctype": "Role", "role_name": "Lead Reader"}).insert()
	frappe.get_doc(doctype="Custom DocPerm", parent="Lead", role="Lead Reader", read=1).db_insert()
	frappe.clear_cache(doctype="Lead")
	return lambda: as_user("Social CRM User", "Lead Reader")


def refused(call, *arguments):
	frappe.local.message_log = []
	with pytest.raises(frappe.PermissionError) as error:
		call(*arguments)
	return f"{error.value} {frappe.get_message_log()}"


def test_undo_asks_for_the_record_that_comes_back(profile, customer, restricted):
	other = make_customer("Dark Works").name
	decisions.link(profile, "Customer", other)
	decisions.link(profile, "Customer", customer)
	restricted(customer)
	assert other not in refused(api.undo_decision, match_of(profile, ("Customer", customer)))
	assert row(profile).customer == customer


def test_and_for_those_that_come_back_on_single_mentions(profile, customer, lead_reader):
	lead = make_lead("Jane").name
	mention = frappe.get_all("Mention", pluck="name", order_by="name")[0]
	frappe.db.set_value("Mention", mention, link_to(customer))
	decisions.link(profile, "Lead", lead)
	with lead_reader():
		refused(api.undo_decision, match_of(profile, ("Lead", lead)))
	assert row(profile).lead == lead


def test_a_forged_state_brings_nothing_back(profile, customer, lead_reader):
	"""Were one written past the app, Undo would still ask for the right."""
	lead = make_lead("Jane").name
	decisions.link(profile, "Lead", lead)
	match = match_of(profile, ("Lead", lead))
	state = json.loads(frappe.db.get_value("Social Profile Match", match, "state_before"))
	state["profiles"][profile].update(link_to(customer), link_status="Linked")
	frappe.db.set_value("Social Profile Match", match, "state_before", json.dumps(state))
	with lead_reader():
		assert customer not in refused(api.undo_decision, match)
	assert row(profile).lead == lead


def test_undo_still_says_that_a_record_is_gone(profile, customer, as_user):
	lead = make_lead("Gone").name
	decisions.link(profile, "Lead", lead)
	decisions.link(profile, "Customer", customer)
	frappe.db.delete("Lead", {"name": lead})  # behind the back of every rule
	with as_user(*SALES), pytest.raises(frappe.ValidationError, match="deleted, renamed or merged"):
		api.undo_decision(match_of(profile, ("Customer", customer)))


@pytest.mark.parametrize(
	"change",
	[lambda profile, lead: profile_api.unlink(profile), lambda profile, lead: profile_api.link(profile, "Lead", lead)],
	ids=["unlink", "link"],
)  # fmt: skip
def test_a_link_to_a_hidden_record_is_neither_taken_back_nor_replaced(profile, customer, lead_reader, change):
	decisions.link(profile, "Customer", customer)
	lead = make_lead("Jane").name
	with lead_reader():
		assert customer not in refused(change, profile, lead)
	assert row(profile).customer == customer


def test_a_contact_behind_a_customer_counts_too(profile, restricted):
	hidden, shown = make_customer("Dark Works").name, make_customer("Bright Works").name
	contact = make_contact("Jane", links=(("Customer", hidden),)).name
	decisions.link(profile, "Contact", contact)
	assert row(profile).customer == hidden
	restricted(shown)
	refused(profile_api.unlink, profile)
	assert row(profile).contact == contact


def test_our_own_decisions_still_link(profile, customer, as_user):
	with as_user(*SALES):
		profile_api.link(profile, "Customer", customer, "Met at the fair")
	assert row(profile).customer == customer and frappe.db.count("Mention", {"customer": customer}) == 2
	store(make_post(3, author=make_author(bio="new")))
	assert frappe.db.count("Mention", {"customer": customer}) == 3
