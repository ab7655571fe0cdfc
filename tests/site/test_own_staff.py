"""The house's own people and accounts are recognised, kept out of every match, and let in again when they leave."""

import pytest

import frappe

from social_crm_app.connectors.base import Author
from social_crm_app.identity import decisions, index, matching, recheck
from social_crm_app.identity.keys import Key
from social_crm_app.jobs import index as index_job
from social_crm_app.testing import (
	forget_everything_pulled,
	make_account,
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_post,
	make_user,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

JANE = "@jane@social.example"


def profile():
	(row,) = frappe.get_all("Social Profile", fields=["*"])
	return row


def make_employee(**values):
	values.setdefault("first_name", "Jane")
	values.setdefault("company", frappe.get_all("Company", pluck="name")[0])
	values.setdefault("gender", "Female")
	values.setdefault("date_of_birth", "1990-01-01")
	values.setdefault("date_of_joining", "2020-01-01")
	return frappe.get_doc({"doctype": "Employee", **values}).insert()


def leave(employee):
	employee.update({"status": "Left", "relieving_date": "2026-01-31"})
	employee.save()


def no_candidates():
	return not frappe.db.exists("Social Profile Match", {"status": ("in", ("Suggested", "Confirmed"))})


def test_an_employees_listed_handle_is_kept_out_although_a_customer_lists_it_too():
	make_employee(social_handles=JANE)
	make_lead("Jane", social_handles=JANE)
	outcome = store(make_post(1))
	assert outcome.linked == 0
	assert (profile().kept_out, profile().link_status, profile().party) == ("Own Staff", "Unlinked", None)
	assert no_candidates()


def test_a_users_handle_is_kept_out_but_not_a_portal_customers():
	colleague = make_user("colleague@acme.example", "Sales User")
	colleague.social_handles = JANE
	colleague.save()
	store(make_post(1))
	assert profile().kept_out == "Own Staff"
	frappe.db.delete("Social Profile")
	colleague.social_handles = ""
	colleague.save()
	portal = make_user("jane@brightworks.example", "Customer")
	assert portal.user_type == "Website User"
	portal.social_handles = JANE
	portal.save()
	store(make_post(2))
	assert profile().kept_out in (None, "")


def test_a_verified_link_to_a_colleagues_account_is_kept_out():
	make_employee(social_handles="github: jane-doe")
	store(make_post(1, author=make_author(attested_links=("https://github.com/jane-doe",))))
	assert profile().kept_out == "Own Staff"


def test_a_claim_to_be_a_colleague_keeps_nobody_out():
	make_employee(company_email="jane@acme-tools.example", cell_number="+49 30 901820")
	store(make_post(1, author=make_author(bio="jane@acme-tools.example, +49 30 901820")))
	assert profile().kept_out in (None, "")


def test_a_new_colleague_is_recognised_in_what_was_pulled_before():
	lead = make_lead("Jane", social_handles=JANE)
	store(make_post(1))
	assert profile().party == lead.name
	make_employee(social_handles=JANE)
	assert (profile().kept_out, profile().party, profile().link_status) == ("Own Staff", None, "Unlinked")
	assert not frappe.db.count("Mention", {"party": lead.name})
	assert no_candidates()


def test_suggestions_go_when_a_colleague_comes():
	make_customer("Bright Works", website="https://brightworks.example")
	store(make_post(1, author=make_author(website="https://brightworks.example")))
	assert profile().link_status == "Suggested"
	make_employee(social_handles=JANE)
	assert (profile().kept_out, profile().link_status) == ("Own Staff", "Unlinked")
	assert no_candidates()


def test_who_leaves_can_be_a_customer_again():
	employee = make_employee(social_handles=JANE)
	lead = make_lead("Jane", social_handles=JANE)
	store(make_post(1))
	assert profile().kept_out == "Own Staff"
	leave(employee)
	assert profile().kept_out in (None, "")
	assert profile().party == lead.name and frappe.db.count("Mention", {"lead": lead.name}) == 1


@pytest.mark.parametrize("end", ["disabled", "deleted"])
def test_a_login_that_ends_lets_the_profile_in_again(end):
	user = make_user("colleague@acme.example", "Sales User")
	user.social_handles = JANE
	user.save()
	store(make_post(1))
	assert profile().kept_out == "Own Staff"
	if end == "disabled":
		user.enabled = 0
		user.save()
	else:
		frappe.delete_doc("User", user.name, force=True)
	assert profile().kept_out in (None, "")


def test_what_a_person_decided_outlasts_staff_changes():
	store(make_post(1))
	frappe.db.set_value("Social Profile", profile().name, "kept_out", "Not a Customer")
	employee = make_employee(social_handles=JANE)
	assert profile().kept_out == "Not a Customer"
	leave(employee)
	assert profile().kept_out == "Not a Customer"


def test_a_link_made_by_a_person_stays_when_a_colleague_comes():
	lead = make_lead("Customer")
	store(make_post(1))
	decisions.link(profile().name, "Lead", lead.name)
	make_employee(social_handles=JANE)
	assert (profile().party, profile().link_source, profile().kept_out or "") == (lead.name, "Person", "")


def test_renaming_a_user_moves_the_keys():
	user = make_user("colleague@acme.example", "Sales User")
	user.social_handles = JANE
	user.save()
	frappe.rename_doc("User", user.name, "jane.doe@acme.example")
	held = frappe.get_all(
		"Identity Key", {"reference_doctype": "User", "key_type": "Handle"}, pluck="reference_name"
	)
	assert held == ["jane.doe@acme.example"]


def test_the_own_account_is_kept_out_by_its_id_and_by_its_handle():
	make_account("Ours", platform="Mastodon", instance_url="https://social.example", access_token="x").db_set(
		"external_id", "https://social.example/users/acme"
	)
	make_lead("Acme", social_handles="@acme@social.example")
	store(make_post(1, author=make_author("acme")))
	assert (profile().kept_out, profile().party) == ("Own Account", None)
	frappe.db.delete("Social Profile")
	make_account("Sky", platform="Bluesky", handle="acme.bsky.social", app_password="x")
	author = Author(external_id="did:plc:acme", handle="acme.bsky.social", display_name="Acme")
	store(make_post(2, author=author), platform="bluesky", label="Bluesky")
	assert profile().kept_out == "Own Account"


def test_an_account_that_is_connected_later_or_removed_changes_what_was_pulled_before():
	lead = make_lead("Acme", social_handles="@acme@social.example")
	store(make_post(1, author=make_author("acme")))
	assert profile().party == lead.name
	account = make_account(
		"Ours", platform="Mastodon", instance_url="https://social.example", access_token="x"
	)
	account.db_set("external_id", "https://social.example/users/acme")  # as the connection test does
	assert (profile().kept_out, profile().party) == ("Own Account", None)
	frappe.delete_doc("Social Account", account.name)
	assert (profile().kept_out or "", profile().party) == ("", lead.name)


def test_the_companys_own_website_as_verified_link_is_the_house_itself():
	company = frappe.get_all("Company", pluck="name")[0]
	frappe.db.set_value("Company", company, "website", "https://www.acme-tools.example")
	store(make_post(1, author=make_author(attested_links=("https://acme-tools.example",))))
	assert profile().kept_out == "Own Account"


def test_a_platform_that_forbids_it_is_not_looked_up_at_all():
	settings = frappe.get_doc("Social CRM Settings")
	settings.set("platform_policies", [{"platform": "Mastodon", "identity_linking": 0}])
	settings.save()
	lead = make_lead("Jane", social_handles=JANE)
	store(make_post(1))
	assert profile().link_status == "Unlinked" and no_candidates()
	lead.social_handles = f"{JANE}\n@other@social.example"
	lead.save()
	recheck.recheck([profile().name])
	assert profile().link_status == "Unlinked" and no_candidates()
	settings.set("platform_policies", [{"platform": "Mastodon", "identity_linking": 1}])
	settings.save()
	recheck.recheck([profile().name])
	assert profile().party == lead.name


def test_the_index_of_existing_data_knows_the_staff_and_the_names():
	employee = make_employee(social_handles=JANE)
	make_customer("Wanda Zielinska", customer_type="Individual")
	frappe.db.delete("Identity Key")
	store(make_post(1), make_post(2, author=make_author("wz", display_name="Wanda Zielinska")))
	assert not frappe.db.exists("Social Profile", {"kept_out": "Own Staff"})
	frappe.db.delete("Identity Key", {"key_type": ("in", ("Name", "Username"))})  # as before they were keys
	index_job.rebuild()
	index_job.build()
	assert frappe.db.get_value("Social Profile", {"kept_out": "Own Staff"}, "handle") == "jane@social.example"
	assert (
		frappe.db.get_value("Social Profile", {"link_status": "Suggested"}, "handle") == "wz@social.example"
	)
	assert frappe.db.exists(
		"Identity Key", {"reference_doctype": "Employee", "reference_name": employee.name}
	)


def test_a_contact_of_a_portal_customer_is_found_as_ever():
	make_user("jane@brightworks.example", "Customer")
	contact = make_contact("Jane", social_handles=JANE)
	store(make_post(1))
	assert profile().contact == contact.name


@pytest.mark.real_commit
def test_what_a_person_decides_while_a_job_runs_is_not_overwritten():
	lead = make_lead("Rule")
	store(make_post(1))
	frappe.db.commit()
	frappe.db.sql("SELECT COUNT(*) FROM `tabSocial Profile`")  # from here on this connection sees the past
	first = frappe.local.db
	frappe.connect()
	second, frappe.local.db = frappe.local.db, first
	try:
		second.sql("UPDATE `tabSocial Profile` SET `link_status` = 'Rejected', `link_source` = 'Person'")
		second.commit()
		index.sql.insert_missing(
			"Identity Key",
			[index._row("Lead", lead.name, Key("Handle", "mastodon:jane@social.example"), 0, "test")],
		)
		assert profile().link_status == "Unlinked"
		assert matching.settle_stored([profile().name]) == set()
		frappe.db.commit()
		assert (profile().link_status, profile().party) == ("Rejected", None)
	finally:
		second.close()
		forget_everything_pulled()
		frappe.delete_doc("Lead", lead.name, force=True)
		frappe.db.delete("Identity Key", {"reference_name": lead.name})
		frappe.db.commit()
