"""Records get other keys and names, are merged, converted, deleted; authors change their handle: links follow."""

import pytest

import frappe
from frappe.model.rename_doc import rename_doc

from erpnext.crm.doctype.lead.lead import make_customer as customer_of_lead

from social_crm_app.identity import decisions, matches, restamp, undo
from social_crm_app.jobs import restamp as restamp_job
from social_crm_app.testing import make_author, make_contact, make_customer, make_lead, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

SITE = "https://brightworks.example"
HANDLE = "@jane@social.example"
CLAIM = {"email": "jane@people.example"}
MAKE = {"Customer": make_customer, "Lead": make_lead, "Contact": make_contact}


def profile(handle="jane"):
	return frappe.get_doc("Social Profile", {"handle": f"{handle}@social.example"})


def mention():
	(row,) = frappe.get_all("Mention", fields=["*"])
	return row


def of_profile(**filters):
	"""The matches as {(party_type, party): status}."""
	rows = frappe.get_all("Social Profile Match", filters, ["party_type", "party", "status"])
	return {(row.party_type, row.party): row.status for row in rows}


def keys_of(name):
	rows = frappe.get_all(
		"Identity Key",
		{"reference_name": name, "key_type": ("in", ("Email", "Phone", "Domain", "Handle"))},
		pluck="key_value",
	)
	return sorted(rows)


def remarks(name):
	return frappe.get_all("Comment", {"reference_name": name, "comment_type": "Info"}, pluck="content")


def rename(doctype, old, new, merge=False):
	rename_doc(doctype, old, new, merge=merge, force=True, show_alert=False, rebuild_search=False)


def assert_matches_are_named_after_their_pair():
	for row in frappe.get_all("Social Profile Match", fields=["*"]):
		assert row.match_key == matches.match_key(row.profile, row.party_type, row.party)
		assert row.name == matches.name_of(row.profile, row.party_type, row.party)
	evidence = set(frappe.get_all("Social Profile Match Evidence", pluck="parent"))
	assert evidence <= set(frappe.get_all("Social Profile Match", pluck="name"))


def assert_nothing_is_called(doctype, name):
	column = doctype.lower()
	for table in ("Social Profile", "Mention", "Social Profile Match"):
		assert not frappe.get_all(table, {column: name})
		assert not frappe.get_all(table, {"party_type": doctype, "party": name})
	assert not keys_of(name)


class TestKeys:
	def test_a_new_email_finds_whoever_waited(self):
		contact = make_contact("Somebody", email="old@people.example")
		store(make_post(1, author=make_author(**CLAIM)))
		assert profile().link_status == "Unlinked"
		contact.email_ids[0].email_id = CLAIM["email"]
		contact.save()
		assert profile().link_status == "Suggested"
		assert of_profile() == {("Contact", contact.name): "Suggested"}

	def test_a_link_by_rule_whose_last_proof_is_gone_is_a_suggestion_again(self):
		lead = make_lead("Somebody", social_handles=HANDLE)
		store(make_post(1))
		assert mention().lead == lead.name
		lead.social_handles = "@other@social.example"
		lead.save()
		jane = profile()
		assert (jane.link_status, jane.party, jane.lead, jane.link_source) == ("Suggested", None, None, None)
		assert (mention().party, mention().lead) == (None, None)
		assert of_profile() == {("Lead", lead.name): "Suggested"}
		assert any("taken back" in remark for remark in remarks(jane.name))
		assert not any(lead.name in remark for remark in remarks(jane.name))

	def test_a_proof_that_is_back_links_again(self):
		lead = make_lead("Somebody", social_handles=HANDLE)
		store(make_post(1))
		lead.social_handles = ""
		lead.save()
		lead.social_handles = HANDLE
		lead.save()
		assert mention().lead == lead.name and of_profile() == {("Lead", lead.name): "Confirmed"}

	def test_one_of_two_proofs_is_enough(self):
		customer = make_customer("Bright Works", website=SITE, social_handles=HANDLE)
		store(make_post(1, author=make_author(attested_links=(SITE,))))
		customer.social_handles = ""
		customer.save()
		assert mention().customer == customer.name and profile().link_status == "Linked"
		customer.website = ""
		customer.save()
		assert mention().customer is None and profile().link_status == "Suggested"

	def test_a_handle_that_moves_to_another_record_takes_the_link_along(self):
		first, second = make_lead("First", social_handles=HANDLE), make_lead("Second")
		store(make_post(1))
		first.social_handles = ""
		first.save()
		second.social_handles = HANDLE
		second.save()
		assert mention().lead == second.name
		assert of_profile()["Lead", second.name] == "Confirmed"

	def test_what_a_person_linked_stays(self):
		lead = make_lead("Somebody", social_handles=HANDLE)
		store(make_post(1))
		decisions.link(profile().name, "Lead", lead.name)
		lead.social_handles = ""
		lead.save()
		assert mention().lead == lead.name and profile().link_source == "Person"

	def test_a_suggestion_that_rests_on_nothing_disappears(self):
		contact = make_contact("Somebody", email=CLAIM["email"])
		store(make_post(1, author=make_author(**CLAIM)))
		assert profile().link_status == "Suggested"
		contact.email_ids[0].email_id = "other@people.example"
		contact.save()
		assert profile().link_status == "Unlinked" and of_profile() == {}

	def test_other_suggestions_stay(self):
		contact = make_contact("Somebody", email=CLAIM["email"])
		other = make_lead("Other", email_id=CLAIM["email"])
		store(make_post(1, author=make_author(**CLAIM)))
		contact.email_ids[0].email_id = "other@people.example"
		contact.save()
		assert profile().link_status == "Suggested" and of_profile() == {("Lead", other.name): "Suggested"}


@pytest.mark.parametrize("doctype", MAKE)
class TestRenamed:
	def test_everything_follows(self, doctype):
		record = MAKE[doctype]("Somebody", social_handles=HANDLE)
		store(make_post(1))
		decided = frappe.get_doc("Social Profile Match", {"party": record.name})
		evidence = [row.reason for row in decided.evidence]
		decided.add_comment("Info", "looks right")
		rename(doctype, record.name, "Renamed One")
		assert mention()[doctype.lower()] == mention().party == "Renamed One"
		assert profile().party == profile().get(doctype.lower()) == "Renamed One"
		assert keys_of("Renamed One") == ["mastodon:jane@social.example"]
		assert of_profile() == {(doctype, "Renamed One"): "Confirmed"}
		assert_matches_are_named_after_their_pair()
		moved = frappe.get_doc("Social Profile Match", {"party": "Renamed One"})
		assert [row.reason for row in moved.evidence] == evidence and evidence
		assert "looks right" in remarks(moved.name)
		assert_nothing_is_called(doctype, record.name)

	def test_a_refusal_follows(self, doctype):
		record = MAKE[doctype]("Somebody", social_handles=HANDLE)
		store(make_post(1))
		decisions.unlink(profile().name)
		rename(doctype, record.name, "Renamed One")
		store(make_post(2, author=make_author(bio="something new")))
		assert of_profile() == {(doctype, "Renamed One"): "Rejected"}
		assert profile().link_status == "Rejected"

	def test_undo_leads_back_to_the_new_name(self, doctype):
		record = MAKE[doctype]("Somebody", social_handles=HANDLE)
		store(make_post(1))
		decisions.unlink(profile().name)
		rename(doctype, record.name, "Renamed One")
		undo.undo(matches.name_of(profile().name, doctype, "Renamed One"))
		assert profile().party == mention().party == mention()[doctype.lower()] == "Renamed One"
		assert of_profile() == {(doctype, "Renamed One"): "Confirmed"}

	def test_mentions_stamped_by_hand_follow(self, doctype):
		record = MAKE[doctype]("Somebody")
		store(make_post(1))
		frappe.db.set_value(
			"Mention",
			mention().name,
			{
				"social_profile": None,
				"party_type": doctype,
				"party": record.name,
				doctype.lower(): record.name,
			},
		)
		rename(doctype, record.name, "Renamed One")
		assert mention().party == mention()[doctype.lower()] == "Renamed One"

	def test_many_mentions_follow_by_the_job(self, doctype, monkeypatch):
		record = MAKE[doctype]("Somebody", social_handles=HANDLE)
		store(*(make_post(n) for n in range(12)))
		monkeypatch.setattr(restamp, "AT_ONCE", 10)
		monkeypatch.setattr(restamp, "PAGE", 5)
		rename(doctype, record.name, "Renamed One")
		restamp_job.run()
		assert frappe.db.count("Mention", {doctype.lower(): "Renamed One", "party": "Renamed One"}) == 12
		assert not restamp.waiting()


@pytest.mark.parametrize("doctype", MAKE)
class TestMerged:
	def test_links_mentions_keys_and_matches_become_the_others(self, doctype):
		old = MAKE[doctype]("Somebody", social_handles=HANDLE)
		new = MAKE[doctype]("Somebody Else", social_handles="@joe@social.example")
		store(make_post(1), make_post(2, author=make_author("joe")))
		rename(doctype, old.name, new.name, merge=True)
		assert frappe.db.count("Mention", {doctype.lower(): new.name, "party": new.name}) == 2
		assert {profile(who).party for who in ("jane", "joe")} == {new.name}
		assert_matches_are_named_after_their_pair()
		assert_nothing_is_called(doctype, old.name)

	def test_the_keys_are_those_of_the_record_that_remains(self, doctype):
		old = MAKE[doctype]("Somebody", social_handles=HANDLE)
		new = MAKE[doctype]("Somebody Else", social_handles=f"{HANDLE}\n@joe@social.example")
		rename(doctype, old.name, new.name, merge=True)
		assert keys_of(new.name) == ["mastodon:jane@social.example", "mastodon:joe@social.example"]
		remaining = frappe.get_doc(doctype, new.name)
		remaining.social_handles = ""
		remaining.save()
		assert keys_of(new.name) == []

	def test_a_decision_wins_over_a_suggestion(self, doctype):
		old = MAKE[doctype]("Somebody", social_handles=HANDLE)
		new = MAKE[doctype]("Somebody Else", social_handles=HANDLE)
		store(make_post(1))
		assert set(of_profile().values()) == {"Suggested"} and len(of_profile()) == 2
		decisions.reject(profile().name, doctype, old.name)
		evidence = frappe.get_doc("Social Profile Match", {"party": old.name}).evidence
		rename(doctype, old.name, new.name, merge=True)
		assert of_profile() == {(doctype, new.name): "Rejected"}
		assert profile().link_status == "Unlinked"
		(match,) = frappe.get_all("Social Profile Match", pluck="name")
		kept = frappe.get_doc("Social Profile Match", match)
		assert kept.decided_by == "Administrator" and len(kept.evidence) == len(evidence)
		assert_matches_are_named_after_their_pair()

	def test_a_confirmed_link_wins_over_a_refusal(self, doctype):
		old, new = MAKE[doctype]("Somebody"), MAKE[doctype]("Somebody Else")
		store(make_post(1))
		decisions.link(profile().name, doctype, old.name)
		decisions.reject(profile().name, doctype, new.name)
		rename(doctype, old.name, new.name, merge=True)
		assert of_profile() == {(doctype, new.name): "Confirmed"}
		assert mention().party == profile().party == new.name and profile().link_source == "Person"

	def test_what_two_records_shared_now_links_itself(self, doctype):
		old = MAKE[doctype]("Somebody", social_handles=HANDLE)
		new = MAKE[doctype]("Somebody Else", social_handles=HANDLE)
		store(make_post(1))
		assert profile().link_status == "Suggested"
		rename(doctype, old.name, new.name, merge=True)
		assert profile().party == mention().party == new.name
		assert of_profile() == {(doctype, new.name): "Confirmed"}


class TestConverted:
	def test_a_lead_becomes_a_customer(self):
		lead = make_lead("Jane", social_handles=HANDLE, company_name="Bright Works")
		store(make_post(1))
		customer = customer_of_lead(lead.name)
		customer.update({"customer_group": "Commercial", "territory": "All Territories"})
		customer.insert()
		assert (mention().customer, mention().lead, mention().party) == (
			customer.name,
			lead.name,
			customer.name,
		)
		assert of_profile() == {("Customer", customer.name): "Confirmed"}
		assert_matches_are_named_after_their_pair()

	def test_by_way_of_a_contact(self):
		lead = make_lead("Jane", company_name="Bright Works")
		contact = make_contact("Jane", links=(("Lead", lead.name),), social_handles=HANDLE)
		store(make_post(1))
		assert (mention().lead, mention().contact) == (lead.name, contact.name)
		customer = make_customer("Bright Works", lead_name=lead.name)
		assert (mention().customer, mention().lead, mention().contact) == (
			customer.name,
			lead.name,
			contact.name,
		)

	def test_a_refused_lead_is_not_suggested_as_customer(self):
		lead = make_lead("Jane", social_handles=HANDLE)
		store(make_post(1))
		decisions.unlink(profile().name)
		customer = make_customer("Bright Works", lead_name=lead.name, social_handles=HANDLE)
		assert of_profile() == {("Customer", customer.name): "Rejected"}
		assert mention().party is None

	def test_one_suggestion_for_one_person(self):
		lead = make_lead("Jane", email_id=CLAIM["email"])
		store(make_post(1, author=make_author(**CLAIM)))
		customer = make_customer("Bright Works", lead_name=lead.name)
		assert of_profile() == {("Customer", customer.name): "Suggested"}

	def test_a_contact_that_gets_a_customer(self):
		contact = make_contact("Jane", social_handles=HANDLE)
		store(make_post(1))
		assert mention().party_type == "Contact"
		customer = make_customer("Bright Works")
		contact.append("links", {"link_doctype": "Customer", "link_name": customer.name})
		contact.save()
		assert (mention().customer, mention().contact) == (customer.name, contact.name)
		assert of_profile() == {("Customer", customer.name): "Confirmed"}


class TestDeleted:
	@pytest.mark.parametrize("doctype", MAKE)
	def test_nothing_points_at_it_any_more(self, doctype):
		record = MAKE[doctype]("Somebody", social_handles=HANDLE)
		store(make_post(1))
		decisions.link(profile().name, doctype, record.name)
		frappe.delete_doc(doctype, record.name)
		assert_nothing_is_called(doctype, record.name)
		assert (mention().party, profile().link_status) == (None, "Unlinked")
		assert of_profile() == {}

	@pytest.mark.parametrize("doctype", MAKE)
	def test_many_mentions_do_not_hold_it_back(self, doctype, monkeypatch):
		record = MAKE[doctype]("Somebody", social_handles=HANDLE)
		store(*(make_post(n) for n in range(12)))
		monkeypatch.setattr(restamp, "AT_ONCE", 10)
		frappe.delete_doc(doctype, record.name)
		restamp_job.run()
		assert_nothing_is_called(doctype, record.name)

	def test_the_customer_of_a_deleted_contact_stays_if_a_person_said_so(self):
		customer = make_customer("Bright Works")
		contact = make_contact("Jane", links=(("Customer", customer.name),), social_handles=HANDLE)
		store(make_post(1))
		decisions.link(profile().name, "Contact", contact.name)
		assert (mention().customer, mention().contact) == (customer.name, contact.name)
		frappe.delete_doc("Contact", contact.name)
		assert (mention().customer, mention().contact) == (customer.name, None)

	def test_a_rule_needs_the_keys_of_the_contact_that_is_gone(self):
		customer = make_customer("Bright Works")
		contact = make_contact("Jane", links=(("Customer", customer.name),), social_handles=HANDLE)
		store(make_post(1))
		frappe.delete_doc("Contact", contact.name)
		assert mention().customer is None and profile().link_status == "Suggested"
		assert of_profile() == {("Customer", customer.name): "Suggested"}

	def test_the_other_holder_of_a_shared_key_is_found(self):
		first, second = make_lead("First", social_handles=HANDLE), make_lead("Second", social_handles=HANDLE)
		store(make_post(1))
		assert profile().link_status == "Suggested"
		frappe.delete_doc("Lead", first.name)
		assert mention().lead == second.name


class TestHandles:
	ID = "https://social.example/users/1"

	def author(self, handle, **values):
		return make_author(handle, external_id=self.ID, **values)

	def only_profile(self):
		(name,) = frappe.get_all("Social Profile", pluck="name")
		return frappe.get_doc("Social Profile", name)

	def test_the_former_handle_is_noted(self):
		store(make_post(1, author=self.author("jane")))
		store(make_post(2, author=self.author("mary")))
		assert self.only_profile().handle == "mary@social.example"
		assert remarks(self.only_profile().name) == ["was @jane@social.example"]
		store(make_post(3, author=self.author("mary", bio="the same as before")))
		assert len(remarks(self.only_profile().name)) == 1

	def test_a_link_by_a_person_stays(self):
		lead = make_lead("Somebody")
		store(make_post(1, author=self.author("jane")))
		decisions.link(self.only_profile().name, "Lead", lead.name)
		store(make_post(2, author=self.author("mary")))
		assert frappe.db.count("Mention", {"lead": lead.name}) == 2

	def test_a_link_by_rule_goes_with_the_handle(self):
		lead = make_lead("Somebody", social_handles=HANDLE)
		store(make_post(1, author=self.author("jane")))
		assert frappe.db.count("Mention", {"lead": lead.name}) == 1
		store(make_post(2, author=self.author("mary")))
		assert frappe.db.count("Mention", {"lead": lead.name}) == 0
		assert self.only_profile().link_status == "Suggested"

	def test_a_link_by_rule_stays_while_something_else_proves_it(self):
		customer = make_customer("Bright Works", website=SITE, social_handles=HANDLE)
		store(make_post(1, author=self.author("jane", attested_links=(SITE,))))
		store(make_post(2, author=self.author("mary", attested_links=(SITE,))))
		assert frappe.db.count("Mention", {"customer": customer.name}) == 2

	def test_a_strange_handle_is_escaped_in_the_note(self):
		store(make_post(1, author=self.author("<b>jane")))
		store(make_post(2, author=self.author("mary")))
		assert "<b>" not in remarks(self.only_profile().name)[0]
