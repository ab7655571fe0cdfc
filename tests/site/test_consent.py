"""What a person allows is done and kept, what is taken back goes, and nobody else can say it for them silently."""

import pytest

import frappe

from social_crm_app.api import claims as api
from social_crm_app.identity import decisions
from social_crm_app.privacy import consent
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_portal_person,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

RICH = dict(
	bio="Buyer at Bright Works. jane@brightworks.example", location="Lyon", avatar="https://social.example/a.png",
	website="https://brightworks.example", email="jane@brightworks.example", links=("https://jane.example",),
	language="fr",
)  # fmt: skip


@pytest.fixture
def profile():
	"""The name of a profile with two posts, a bio and a picture."""
	store(make_post(1, author=make_author(**RICH)), make_post(2, author=make_author(**RICH)))
	(name,) = frappe.get_all("Social Profile", pluck="name")
	return name


def row(name):
	return frappe.db.get_value("Social Profile", name, "*", as_dict=True)


def log_of(name):
	return frappe.get_all(
		"Social Consent Log", {"parent": name}, ["event", "user", "details"], order_by="idx"
	)


@pytest.fixture
def jane():
	return make_portal_person("jane", make_customer("Jane's Firm").name)


@pytest.fixture
def mallory():
	return make_portal_person("mallory", make_customer("Mallory's Firm").name)


@pytest.fixture
def given(profile, jane):
	"""The profile with everything allowed by Jane, who is logged in."""
	frappe.set_user(jane)
	party = ("Contact", frappe.db.get_value("Contact", {"user": jane}))
	shares = dict.fromkeys(consent.SHARES, True)
	consent.give(profile, shares, claimed_by=jane, party=party)
	assert row(profile).customer and frappe.db.count("Mention", {"customer": row(profile).customer}) == 2
	return profile


def change(name, **shares):
	api.change(name, **{**dict.fromkeys(consent.SHARES, True), **shares})


class TestWithdraw:
	def test_the_link_goes_everywhere_and_the_text_too(self, given, jane):
		api.withdraw(given)
		found = row(given)
		assert (found.consent, found.link_status) == ("Withdrawn", "Rejected")
		assert not any(found[column] for column in ("party", "customer", "contact", *consent.SHARES))
		assert not any(found[column] for column in consent.TEXTS)
		assert found.handle == "jane@social.example" and found.title == "@jane@social.example"
		assert not frappe.db.count("Mention", {"party": ("is", "set")})
		assert frappe.db.count("Mention", {"social_profile": given}) == 2, "the posts stay, unlinked"

	def test_what_was_written_in_the_bio_is_no_key_any_more(self, given):
		assert frappe.db.exists("Identity Key", {"reference_name": given, "key_type": "Email"})
		api.withdraw(given)
		kinds = frappe.get_all("Identity Key", {"reference_name": given}, pluck="key_type")
		assert "Email" not in kinds and "Domain" not in kinds

	def test_no_rule_links_again(self, given):
		api.withdraw(given)
		frappe.set_user("Administrator")
		make_lead("Jane", social_handles="@jane@social.example")
		make_contact("Jane", email="jane@brightworks.example")
		store(make_post(3, author=make_author(**RICH)))
		assert row(given).link_status == "Rejected"
		assert not frappe.db.count("Mention", {"party": ("is", "set")})

	def test_nor_does_somebody_by_hand(self, given):
		api.withdraw(given)
		frappe.set_user("Administrator")
		customer = make_customer("Another Firm")
		with pytest.raises(frappe.ValidationError, match="withdrawn"):
			decisions.link(given, "Customer", customer.name)

	def test_the_decision_and_the_log_stay(self, given, jane):
		customer = row(given).customer
		api.withdraw(given)
		match = frappe.get_doc("Social Profile Match", {"profile": given, "party": customer})
		assert (match.status, match.decided_by) == ("Rejected", jane)
		assert [line.event for line in log_of(given)] == ["Given", "Withdrawn"]
		api.withdraw(given)
		assert len(log_of(given)) == 2, "a second time changes nothing"

	def test_what_was_only_suggested_is_not_suggested_any_more(self, profile, jane):
		frappe.set_user("Administrator")
		make_contact("Jane", email="jane@brightworks.example")
		assert row(profile).link_status == "Suggested"
		consent.withdraw(profile, why="told us")
		assert row(profile).link_status == "Rejected"
		assert not frappe.db.exists("Social Profile Match", {"profile": profile, "status": "Suggested"})

	def test_no_version_keeps_what_went(self, given, monkeypatch):
		frappe.get_doc(
			dict(
				doctype="Version", ref_doctype="Social Profile", docname=given, data='{"changed": [["bio"]]}'
			)
		).insert(ignore_permissions=True)
		monkeypatch.setattr(frappe.flags, "in_test", False)  # tests make no versions otherwise
		change(given, share_profile=False)
		api.withdraw(given)
		assert not frappe.db.exists("Version", {"ref_doctype": "Social Profile", "docname": given})


class TestShares:
	def test_posts_not_beside_orders(self, given, jane):
		customer = row(given).customer
		change(given, share_posts=False)
		assert (row(given).consent, row(given).party) == ("Given", None)
		assert row(given).bio, "the text stays"
		change(given)
		assert row(given).customer == customer
		assert frappe.db.count("Mention", {"customer": customer}) == 2
		assert [line.event for line in log_of(given)] == ["Given", "Changed", "Changed"]
		assert {line.user for line in log_of(given)} == {jane}

	def test_no_profile_text(self, given):
		change(given, share_profile=False)
		assert row(given).customer and not any(row(given)[column] for column in consent.TEXTS)

	def test_text_comes_back_with_the_next_pull_when_it_may(self, given):
		change(given, share_profile=False)
		change(given, share_profile=True)
		frappe.set_user("Administrator")
		store(make_post(3, author=make_author(**RICH)))
		assert "Bright Works" in row(given).bio and row(given).avatar

	def test_no_messages(self, given):
		change(given, may_contact=False)
		assert (row(given).may_contact, row(given).share_posts) == (0, 1)
		assert "May Write" not in log_of(given)[-1].details

	def test_the_same_again_is_no_event(self, given):
		change(given)
		assert len(log_of(given)) == 1

	def test_without_consent_there_is_nothing_to_change(self, given):
		api.withdraw(given)
		with pytest.raises(frappe.ValidationError):
			change(given)

	def test_sharing_again_does_not_take_over_what_staff_linked_meanwhile(self, given, jane):
		change(given, share_posts=False)
		frappe.set_user("Administrator")
		other = make_customer("Another Firm")
		decisions.link(given, "Customer", other.name)
		frappe.set_user(jane)
		change(given)
		assert row(given).customer == other.name


class TestTwoPeople:
	def test_nobody_decides_for_another(self, mallory, given):
		before = row(given)
		frappe.set_user(mallory)
		for call in (lambda: change(given, share_posts=False), lambda: api.withdraw(given)):
			with pytest.raises(frappe.DoesNotExistError):
				call()
		assert row(given) == before

	def test_a_profile_that_is_not_there_looks_the_same(self, mallory):
		frappe.set_user(mallory)
		with pytest.raises(frappe.DoesNotExistError) as caught:
			api.withdraw("nothing")
		assert "no such account" in str(caught.value)


class TestStaff:
	def test_a_manager_writes_down_what_was_told(self, profile, as_user):
		with as_user("Social CRM Manager") as manager:
			api.set_consent(profile, "Given", "Told us by telephone", may_contact=True)
			assert (row(profile).consent, row(profile).may_contact) == ("Given", 1)
			api.set_consent(profile, "Withdrawn", "By letter")
		(first, last) = log_of(profile)
		assert (first.user, last.user) == (manager, manager)
		assert "Told us by telephone" in first.details and last.details == "By letter"
		assert row(profile).consent == "Withdrawn"

	@pytest.mark.parametrize(
		("state", "reason"), [("Given", " "), ("Not Asked", "x"), ("Erased", "x"), ("", "x")]
	)
	def test_not_without_a_reason_nor_another_state(self, profile, as_user, state, reason):
		with as_user("Social CRM Manager"), pytest.raises(frappe.ValidationError):
			api.set_consent(profile, state, reason)

	@pytest.mark.parametrize("roles", [("Social CRM User",), ("Sales Manager",), ()])
	def test_others_may_not(self, profile, as_user, roles):
		with as_user(*roles), pytest.raises(frappe.PermissionError):
			api.set_consent(profile, "Given", "I say so")
		assert row(profile).consent == "Not Asked" and not log_of(profile)

	@pytest.mark.parametrize(
		"values",
		[{"consent": "Given"}, {"may_contact": 1}, {"share_profile": 1}, {"claimed_by": "Administrator"}],
	)
	@pytest.mark.parametrize("role", ["Social CRM User", "System Manager"])
	def test_no_form_and_no_rest_call_changes_it(self, profile, as_user, values, role):
		with as_user(role):
			doc = frappe.get_doc("Social Profile", profile)
			doc.update(values)
			with pytest.raises(frappe.PermissionError):
				doc.save()

	def test_nor_the_log(self, given):
		frappe.set_user("Administrator")
		for spoil in (
			lambda doc: doc.set("consent_log", []),
			lambda doc: doc.consent_log[0].update({"details": "nothing"}),
			lambda doc: doc.append("consent_log", {"event": "Given", "happened_at": frappe.utils.now()}),
		):
			doc = frappe.get_doc("Social Profile", given)
			spoil(doc)
			with pytest.raises(frappe.PermissionError):
				doc.save()

	def test_other_fields_can_still_be_changed(self, given, as_user):
		frappe.set_user("Administrator")
		with as_user("Social CRM User", "Sales User"):
			doc = frappe.get_doc("Social Profile", given)
			doc.location = "Paris"
			doc.save()
		assert row(given).location == "Paris" and row(given).consent == "Given"

	def test_a_profile_by_hand_begins_without_consent(self, as_user):
		with as_user("Social CRM User"):
			values = dict(doctype="Social Profile", platform="Bluesky", handle="ada.bsky.social")
			assert frappe.get_doc(values).insert().consent == "Not Asked"
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc({**values, "consent": "Given"}).insert()


@pytest.mark.parametrize(
	"take_back",
	[lambda n: change(n, share_profile=False), lambda n: api.withdraw(n)],
	ids=["not shared", "withdrawn"],
)
def test_what_was_taken_back_does_not_return_with_the_next_pull(given, take_back):
	take_back(given)
	frappe.set_user("Administrator")
	store(make_post(3, author=make_author(**RICH, followers=7)))
	assert row(given).followers == 7 and row(given).handle == "jane@social.example"
	assert not any(row(given)[column] for column in consent.TEXTS)
	kinds = frappe.get_all("Identity Key", {"reference_name": given}, pluck="key_type")
	assert "Email" not in kinds and "Domain" not in kinds
