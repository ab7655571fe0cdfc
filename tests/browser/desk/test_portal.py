"""The page "Social Profiles", as a customer uses it: claim, prove, share less, take back. And what staff see."""

import http.server
import json
import os
import re
import threading

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

PASSWORD = "a-long-Word-of-chance-7391"
PAGE = "/social-profiles"
NARROW = {"width": 360, "height": 740}


@pytest.fixture
def server():
	"""A Mastodon server on loopback with one account, `jane`; her bio is `server.bio`."""
	server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Mastodon)
	server.bio = "Nothing yet"
	server.host = f"127.0.0.1:{server.server_port}"
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


class _Mastodon(http.server.BaseHTTPRequestHandler):
	def do_GET(self):
		base = f"http://{self.server.host}"
		account = {
			"id": "7",
			"username": "jane",
			"acct": "jane",
			"display_name": "Jane <b>Miller</b>",
			"fields": [],
		}
		account |= {"uri": f"{base}/users/jane", "url": f"{base}/@jane", "note": f"<p>{self.server.bio}</p>"}
		found = account if self.path.startswith("/api/v1/accounts/lookup") else []
		body = json.dumps(found).encode()
		self.send_response(200)
		self.send_header("Content-Type", "application/json")
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *_args):
		"""The test's output is not the place for an access log."""


@pytest.fixture
def person(make, token):
	"""`person("jane")`: the e-mail of a website user of a Customer of their own."""

	def new(name):
		email = f"{name}-{token}@people.example"
		make(
			"User",
			email=email,
			first_name=name.title(),
			send_welcome_email=0,
			user_type="Website User",
			new_password=PASSWORD,
		)
		make(
			"Customer",
			customer_name=f"{name} {token}",
			customer_type="Individual",
			portal_users=[{"user": email}],
		)
		return email

	return new


@pytest.fixture
def ours(make, server, token):
	"""Our own account on that server: only thus is a server on loopback asked at all."""
	return make(
		"Social Account",
		title=f"Ours {token}",
		platform="Mastodon",
		instance_url=f"http://{server.host}",
		access_token="token",
	)


def open_as(new_page, email):
	page = new_page(email, PASSWORD)
	page.goto(PAGE)
	expect(page.locator(".social-profiles")).to_be_visible()
	return page


def claim(page, handle, shares=("share_posts", "share_profile", "may_contact")):
	page.get_by_label("Network").select_option("Mastodon")
	page.get_by_label("Name of your account").fill(handle)
	for share in shares:
		page.locator(f'[data-start] label[for="new-{share}"]').click()
	page.get_by_role("button", name="Get a code").click()
	expect(page.locator("[data-code]")).to_be_visible()
	return page.locator("[data-code]").inner_text()


def picture(page, name):
	"""Keeps a picture of the page for people to look at, if a folder for it is named."""
	if folder := os.environ.get("SOCIAL_CRM_PICTURES"):
		page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def assert_fits(page):
	width = page.evaluate("document.documentElement.scrollWidth")
	assert width <= page.viewport_size["width"], f"{page.url} is {width} pixels wide"


def test_a_guest_has_to_log_in(new_page):
	page = new_page()
	page.goto(PAGE)
	expect(page).to_have_url(re.compile(r"/login\?redirect-to=/social-profiles"))


def test_from_the_claim_to_taking_it_back(new_page, person, server, ours, desk, page, api):
	email = person("jane")
	portal = open_as(new_page, email)
	picture(portal, "portal-empty")
	handle = f"jane@{server.host}"
	code = claim(portal, handle)
	expect(portal.locator("[data-claim]")).to_contain_text(handle)
	portal.get_by_role("button", name="Check now").click()
	expect(portal.locator("[data-said]")).to_contain_text("was not found")
	picture(portal, "portal-waiting")

	server.bio = f"That is me: {code}"
	portal.get_by_role("button", name="Check now").click()
	box = portal.locator("[data-profile]")
	expect(box).to_contain_text("Linked")
	expect(box.locator("input:checked")).to_have_count(3)
	picture(portal, "portal-linked")
	name = box.get_attribute("data-profile")
	stored = api("GET", f"/api/resource/Social Profile/{name}")
	assert (stored["consent"], stored["claimed_by"], stored["link_status"]) == ("Given", email, "Linked")

	desk(f"social-profile/{name}")
	expect(page.get_by_text("May be written to there")).to_be_visible()
	picture(page, "desk-consent")

	box.locator('label[for$="-may_contact"]').click()
	box.get_by_role("button", name="Save").click()
	expect(portal.locator("[data-profile] input:checked")).to_have_count(2)
	desk("social-profile")
	desk(f"social-profile/{name}")
	expect(page.get_by_text("Does not want to be written to there")).to_be_visible()

	portal.on("dialog", lambda dialog: dialog.accept())
	portal.get_by_role("button", name="Withdraw").click()
	expect(portal.locator("[data-profile]")).to_contain_text("Withdrawn")
	picture(portal, "portal-withdrawn")
	stored = api("GET", f"/api/resource/Social Profile/{name}")
	assert (stored["consent"], stored.get("party"), stored.get("bio")) == ("Withdrawn", None, None)


def test_nobody_sees_the_claim_of_another(new_page, person, server, ours):
	jane, mallory = open_as(new_page, person("jane")), open_as(new_page, person("mallory"))
	code = claim(jane, f"jane@{server.host}")
	mallory.reload()
	assert code not in mallory.content() and server.host not in mallory.content()


def test_a_mistake_is_told_on_the_page(new_page, person):
	portal = open_as(new_page, person("jane"))
	portal.get_by_label("Network").select_option("Mastodon")
	portal.get_by_label("Name of your account").fill("jane")
	portal.get_by_role("button", name="Get a code").click()
	expect(portal.locator("[data-error]")).to_contain_text("not the name of an account")
	expect(portal.get_by_role("button", name="Get a code")).to_be_enabled()


def test_another_site_cannot_act_for_the_person(new_page, person):
	portal = open_as(new_page, person("jane"))
	answer = portal.request.post(
		"/api/method/social_crm_app.api.claims.start",
		form={"platform": "Mastodon", "handle": "jane@social.example"},
	)
	assert answer.status == 400 and "CSRFTokenError" in answer.text()


def test_it_fits_on_a_telephone(new_page, person, server, ours):
	portal = open_as(new_page, person("jane"))
	portal.set_viewport_size(NARROW)
	assert_fits(portal)
	claim(portal, f"jane{'x' * 60}@{server.host}")
	assert_fits(portal)
	picture(portal, "portal-narrow")


def test_a_manager_writes_down_what_was_told(desk, page, profile, mention):
	desk(f"social-profile/{profile['name']}")
	page.get_by_role("button", name="Set Consent").click()
	dialog = page.locator(".modal.show")
	dialog.get_by_role("checkbox", name="May Write to Me There").check()
	reason = dialog.locator('[data-fieldname="reason"] textarea')
	reason.fill("Told us by telephone")
	reason.press("Tab")  # the dialog takes it over when it is left
	dialog.get_by_role("button", name="Save").click()
	expect(page.get_by_text("May be written to there")).to_be_visible()
	desk(f"mention/{mention['name']}")
	expect(page.get_by_text("May be written to there")).to_be_visible()
