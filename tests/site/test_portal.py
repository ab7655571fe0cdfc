"""The page "Social Profiles": each person sees their own claims and accounts, and nothing else of anybody."""

import json
import re

import pytest
import responses
from bs4 import BeautifulSoup

import frappe
from frappe.handler import execute_cmd
from frappe.utils import set_request
from frappe.website.serve import get_response
from frappe.website.utils import get_portal_sidebar_items

from social_crm_app import install
from social_crm_app.api import claims as api
from social_crm_app.api import privacy
from social_crm_app.privacy import claims, consent, policy, portal
from social_crm_app.testing import make_author, make_customer, make_portal_person, make_post, store

HANDLE = "jane@social.example"
BAD = '"><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def inline(run_jobs_inline):
	yield
	frappe.local.request = None


@pytest.fixture
def jane():
	return make_portal_person("jane", make_customer("Jane's Secret Firm").name)


@pytest.fixture
def mallory():
	return make_portal_person("mallory", make_customer("Mallory's Secret Firm").name)


def page_of(user):
	"""The response to this user's GET of the page."""
	frappe.set_user(user)
	set_request(method="GET", path="social-profiles")
	frappe.local.request_ip = "127.0.0.1"
	return get_response()


def text_of(user):
	response = page_of(user)
	assert response.status_code == 200
	return response.get_data(as_text=True)


def content_of(user):
	"""The part of the page that is ours."""
	return BeautifulSoup(text_of(user), "lxml").select_one(".social-profiles")


def given(user, **author):
	"""A profile of two posts that this user has proven; returns its name."""
	frappe.set_user("Administrator")
	store(make_post(1, author=make_author(**author)), make_post(2, author=make_author(**author)))
	(name,) = frappe.get_all("Social Profile", {"claimed_by": ("is", "not set")}, pluck="name")
	frappe.set_user(user)
	party = ("Contact", frappe.db.get_value("Contact", {"user": user}))
	consent.give(name, dict.fromkeys(consent.SHARES, True), claimed_by=user, party=party)
	return name


def test_guests_are_sent_to_the_login_and_come_back():
	response = page_of("Guest")
	assert response.status_code == 302
	assert response.headers["Location"].endswith("/login?redirect-to=/social-profiles")


def test_guests_may_call_nothing():
	frappe.set_user("Guest")
	set_request(method="POST", path="/")
	for name in ("start", "check", "state", "drop", "change", "withdraw", "set_consent"):
		with pytest.raises(frappe.PermissionError):
			execute_cmd(f"social_crm_app.api.claims.{name}")


def test_changes_are_made_by_post_only():
	for name in ("start", "check", "drop", "change", "withdraw", "set_consent"):
		function = getattr(api, name)
		assert frappe.allowed_http_methods_for_whitelisted_func[function] == ["POST"], name


def test_the_page_needs_no_right_in_the_desk(jane):
	assert not frappe.has_permission("Social Profile", "read", user=jane)
	page = content_of(jane)
	assert page.select_one("form[data-start]") and not page.select("[data-claim], [data-profile]")
	offered = [option["value"] for option in page.select("#social-platform option")]
	assert offered == sorted(policy.provable()) == ["Bluesky", "Hacker News", "Mastodon"]


def test_a_claim_shows_its_code_to_its_owner_only(jane, mallory):
	frappe.set_user(jane)
	name = api.start("Mastodon", HANDLE, share_posts=True)
	code = frappe.db.get_value(claims.CLAIM, name, "code")
	assert content_of(jane).select_one("[data-code]").text == code
	assert code not in text_of(mallory) and HANDLE not in text_of(mallory)


def test_an_account_shows_what_is_shared_and_kept(jane, mallory):
	name = given(jane)
	page = content_of(jane)
	box = page.select_one(f'[data-profile="{name}"]')
	assert HANDLE in box.text and "Linked" in box.text
	assert len(box.select("input[checked]")) == 3
	assert re.search(r"keep: 2\b", box.text)
	assert box.select_one("[data-export]")["href"].endswith(f"api.privacy.export?profile={name}")
	for word in (name, HANDLE, jane):
		assert word not in text_of(mallory)


def test_the_page_names_no_customer_nor_any_other_person(jane, mallory):
	given(mallory)
	frappe.set_user("Administrator")
	store(make_post(9, author=make_author("eve")))
	page = str(content_of(jane))
	for word in ("Mallory", "Secret Firm", "eve@", mallory):
		assert word not in page


def test_a_withdrawn_account_can_only_be_claimed_anew(jane):
	name = given(jane)
	api.withdraw(name)
	box = content_of(jane).select_one(f'[data-profile="{name}"]')
	assert "Withdrawn" in box.text and not box.select("form, [data-withdraw]")
	assert api.start("Mastodon", HANDLE)


def test_the_person_gets_all_that_is_kept_and_nobody_else(jane, mallory):
	name = given(jane, bio="Buyer at Bright Works")
	frappe.set_user(jane)
	privacy.export(name)
	kept = json.loads(frappe.local.response.filecontent)
	assert len(kept["mentions"]) == 2 and kept["consent_log"][0]["event"] == "Given"
	frappe.set_user(mallory)
	with pytest.raises(frappe.PermissionError):
		privacy.export(name)


def test_text_from_outside_is_text(jane):
	name = given(jane, display_name=BAD, bio=BAD)
	frappe.db.set_value("Social Profile", name, {"handle": BAD, "url": f"javascript:{BAD}"})
	frappe.set_user(jane)
	claim = api.start("Mastodon", HANDLE)
	frappe.db.set_value(claims.CLAIM, claim, {"handle": BAD, "outcome": "Code Not Found"})
	page = content_of(jane)
	assert not page.select("img, script, [onerror]") and BAD in page.text
	assert not [link for link in page.select("a") if link["href"].startswith("javascript")]


def test_who_is_in_no_record_is_told_so():
	user = f"nobody-{frappe.generate_hash(length=6)}@people.example"
	frappe.get_doc(
		dict(doctype="User", email=user, first_name="N", send_welcome_email=0, user_type="Website User")
	).insert()
	for name in frappe.get_all("Contact", {"user": user}, pluck="name"):
		frappe.delete_doc("Contact", name)
	page = content_of(user)
	assert "no customer record" in page.text and not page.select("form")


def test_when_no_platform_is_allowed_none_is_offered(jane):
	frappe.set_user("Administrator")
	settings = frappe.get_doc("Social CRM Settings")
	for row in settings.platform_policies:
		row.identity_linking = 0
	settings.save()
	assert not content_of(jane).select("form[data-start]")


def test_the_page_is_in_the_portals_menu(jane):
	frappe.set_user("Administrator")
	frappe.clear_cache()
	frappe.get_doc("Portal Settings").sync_menu()
	frappe.set_user(jane)
	assert "/social-profiles" in [item["route"] for item in get_portal_sidebar_items()]


def test_every_outcome_has_its_words(jane):
	options = frappe.get_meta(claims.CLAIM).get_field("outcome").options.split("\n")
	for outcome in filter(None, options):
		row = frappe._dict(outcome=outcome, handle=HANDLE, platform="Mastodon")
		assert portal.said(row), outcome
	assert portal.said(frappe._dict(outcome=None, handle=HANDLE, platform="Mastodon")) == ""


class TestPolicies:
	def rows(self):
		return {row.platform: row for row in frappe.get_doc("Social CRM Settings").platform_policies}

	def test_every_platform_has_its_rule(self):
		policy.seed_policies()
		rows = self.rows()
		options = frappe.get_meta("Social Platform Policy").get_field("platform").options.split("\n")
		assert set(rows) == set(filter(None, options))
		assert all(row.rule for row in rows.values())
		assert (rows["Reddit"].identity_linking, rows["X"].identity_linking) == (0, 1)
		assert "off-platform" in rows["Reddit"].rule or "from elsewhere" in rows["Reddit"].rule
		assert rows["X"].rule.startswith("Public or own data only")

	def test_what_the_admin_switched_stays_and_nothing_is_added_twice(self):
		settings = frappe.get_doc("Social CRM Settings")
		for row in settings.platform_policies:
			row.identity_linking = int(row.platform == "Reddit")
		settings.remove(next(row for row in settings.platform_policies if row.platform == "X"))
		settings.save()
		policy.seed_policies()
		rows = self.rows()
		assert len(frappe.get_doc("Social CRM Settings").platform_policies) == len(rows)
		assert rows["Reddit"].identity_linking == 1 and rows["Mastodon"].identity_linking == 0
		assert rows["X"].identity_linking == 1, "a missing row comes back as delivered"

	def test_seeding_leaves_the_other_settings_alone(self):
		never_set = {"doctype": "Social CRM Settings", "field": "keep_raw_days"}
		frappe.db.delete("Singles", never_set)
		frappe.db.delete("Social Platform Policy")
		policy.seed_policies()
		assert not frappe.db.exists("Singles", never_set) and len(self.rows()) >= 7
		frappe.db.set_single_value("Social CRM Settings", "suggest_from", 0)
		install.set_defaults()
		settings = frappe.get_doc("Social CRM Settings")
		assert (settings.keep_raw_days, settings.suggest_from) == (90, 0), "never set, and set to nothing"

	def test_seeding_again_changes_nothing(self):
		policy.seed_policies()
		before = frappe.get_doc("Social CRM Settings").as_dict()
		policy.seed_policies()
		assert frappe.get_doc("Social CRM Settings").as_dict() == before


def test_a_whole_way_on_the_page(jane):
	"""Claim, check, share less, withdraw: what the page shows after each step."""
	frappe.set_user(jane)
	name = api.start("Hacker News", "Jane_M", share_posts=True, share_profile=True, may_contact=True)
	code = content_of(jane).select_one("[data-code]").text
	with responses.RequestsMock() as web:
		url = "https://hacker-news.firebaseio.com/v0/user/Jane_M.json"
		web.add(responses.GET, url, json={"id": "Jane_M", "about": code})
		api.check(name)
	assert api.state(name)["status"] == "Proven"
	page = content_of(jane)
	assert not page.select("[data-claim]")
	profile = page.select_one("[data-profile]")["data-profile"]
	api.change(profile, False, True, True)
	assert "Yours, not linked" in content_of(jane).text
	api.withdraw(profile)
	assert "Withdrawn" in content_of(jane).text
	assert frappe.db.get_value(claims.CLAIM, name, "status") == "Withdrawn"
