"""The ideas portal as a guest, a customer and the team use it: read, vote, talk, approve, see what is planned."""

import json
import os
import re
import time

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

PASSWORD = "a-long-Word-of-chance-7391"
PAYLOAD = "<img src=x onerror=\"document.title='broken into'\">"
NARROW = {"width": 360, "height": 740}
SETTINGS = "/api/resource/Social CRM Settings/Social CRM Settings"


@pytest.fixture
def portal_open(api):
	before = api("GET", SETTINGS).get("ideas_portal")
	api("PUT", SETTINGS, {"ideas_portal": "Everybody"})
	yield
	api("PUT", SETTINGS, {"ideas_portal": before})


@pytest.fixture
def idea(portal_open, make, api, token):
	"""One that is planned, as the Workflow leads there."""
	values = {"visibility": "Public", "target_date": "2027-03-01", "description": "<p>For old flats.</p>"}
	doc = make("Idea", title=f"Longer cable {token} {PAYLOAD}", **values)
	for action in ("Review", "Plan"):
		path = "/api/method/frappe.model.workflow.apply_workflow"
		doc = api("POST", path, {"doc": json.dumps(doc), "action": action})
	return doc["name"]


@pytest.fixture
def visitor(make, api, customer, token, new_page):
	"""A window in which a new website user of a Customer is logged in."""
	email = f"clara-{token}@people.example"
	make(
		"User",
		email=email,
		first_name="Clara",
		send_welcome_email=0,
		user_type="Website User",
		new_password=PASSWORD,
	)
	path = f'/api/resource/Contact?filters=[["user","=","{email}"]]'
	until = time.monotonic() + 30  # Frappe makes one for every user, in the background
	while not (found := api("GET", path)) and time.monotonic() < until:
		time.sleep(0.2)
	(contact,) = found
	links = [{"link_doctype": "Customer", "link_name": customer["name"]}]
	api("PUT", f"/api/resource/Contact/{contact['name']}", {"links": links})
	return new_page(email, PASSWORD)


@pytest.fixture
def moderator(make, token, new_page):
	"""A window in which a colleague is logged in who may let ideas through."""
	email = f"mod-{token}@example.com"
	roles = [{"role": "Social CRM User"}, {"role": "Social CRM Manager"}]
	make("User", email=email, first_name="Mo", send_welcome_email=0, roles=roles, new_password=PASSWORD)
	return new_page(email, PASSWORD)


def picture(page, name):
	"""Keeps a picture of the page for people to look at, if a folder for it is named."""
	if folder := os.environ.get("SOCIAL_CRM_PICTURES"):
		page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def assert_fits(page):
	width = page.evaluate("document.documentElement.scrollWidth")
	assert width <= page.viewport_size["width"], f"{page.url} is {width} pixels wide"


def test_from_a_comment_to_its_approval(visitor, idea, token, api, new_page):
	visitor.goto(f"/ideas/{idea}")
	visitor.on("dialog", lambda dialog: dialog.accept())
	visitor.get_by_label("Add a comment").fill(f"Two metres {token} {PAYLOAD}")
	visitor.get_by_role("button", name="Send").click()
	comment = visitor.locator(".idea-comments article")
	expect(comment).to_contain_text("Waits for approval")
	expect(comment).to_contain_text(PAYLOAD.replace("<", "<\u2060"))
	assert "broken into" not in visitor.title()
	picture(visitor, "idea-waiting")

	guest = new_page()
	guest.goto(f"/ideas/{idea}")
	expect(guest.get_by_text("No comments yet.")).to_be_visible()
	name = comment.get_by_role("button", name="Delete").get_attribute("data-remove-comment")
	api("PUT", f"/api/resource/Idea Comment/{name}", {"moderation": "Approved"})
	guest.reload()
	expect(guest.locator(".idea-comments article")).to_contain_text(f"Two metres {token}")
	expect(guest.get_by_role("link", name="Log in to vote and comment")).to_be_visible()
	assert "broken into" not in guest.title()

	visitor.reload()
	visitor.get_by_role("button", name="Delete").click()
	expect(visitor.get_by_text("No comments yet.")).to_be_visible()


def test_from_a_new_idea_past_similar_ones_to_its_approval(visitor, moderator, idea, token):
	visitor.goto("/ideas")
	visitor.get_by_text("Suggest an idea").click()
	title = f"Cables {token}, longer ones"
	visitor.get_by_label("What do you have in mind?").fill(title)
	visitor.get_by_label("Tell us more").fill(f"Two metres {PAYLOAD}")
	similar = visitor.locator("[data-similar]")
	expect(similar.get_by_role("link", name=f"Longer cable {token}")).to_be_visible()
	picture(visitor, "ideas-similar")
	visitor.get_by_role("button", name="Send", exact=True).click()
	visitor.get_by_role("button", name="Send Anyway").click()
	expect(visitor).to_have_url(re.compile(r"/ideas/[a-z0-9]+$"))
	expect(visitor.get_by_text("Waits for approval")).to_be_visible()
	expect(visitor.locator(".idea-description")).to_contain_text(PAYLOAD.replace("<", "<\u2060"))
	assert "broken into" not in visitor.title()

	moderator.goto("/app/idea/view/list?moderation=Waiting")
	row = moderator.locator(".list-row", has_text=title)
	expect(row.locator(".indicator-pill", has_text="Waiting").first).to_be_visible()
	row.locator("input.list-row-checkbox").check()
	moderator.get_by_role("button", name="Actions").click()
	moderator.get_by_role("link", name="Approve").click()
	expect(row).to_be_hidden()
	visitor.reload()
	expect(visitor.get_by_text("Waits for approval")).to_have_count(0)

	visitor.goto("/ideas?show=new")
	visitor.get_by_label("Search ideas").fill(f"{token} longer")
	visitor.keyboard.press("Enter")
	expect(visitor.locator(".idea-row", has_text=title)).to_be_visible()
	visitor.get_by_label("Search ideas").fill(f"{token} zeppelins {PAYLOAD}")
	visitor.keyboard.press("Enter")
	expect(visitor.get_by_text("No ideas here yet.")).to_be_visible()
	assert "broken into" not in visitor.title()


def test_what_the_server_refuses_is_told_on_the_page(visitor, idea, api):
	visitor.goto(f"/ideas/{idea}")
	api("PUT", f"/api/resource/Idea/{idea}", {"visibility": "Internal"})
	visitor.get_by_role("button", name="Vote", exact=True).click()
	expect(visitor.get_by_role("alert")).to_have_text("There is no such idea.")
	expect(visitor.get_by_role("button", name="Vote", exact=True)).to_be_enabled()


def test_a_vote_is_given_and_taken_back(visitor, idea):
	visitor.goto(f"/ideas/{idea}")
	vote = visitor.get_by_role("button", name="Vote", exact=True)
	expect(vote).to_have_attribute("aria-pressed", "false")
	vote.click()
	expect(vote).to_have_attribute("aria-pressed", "true")
	expect(visitor.locator("[data-votes]")).to_have_text("1")
	vote.click()
	expect(visitor.locator("[data-votes]")).to_have_text("0")


def test_roadmap_and_standing(visitor, idea, token):
	visitor.goto("/ideas?show=roadmap")
	expect(visitor.locator(".idea-roadmap")).to_contain_text(f"Longer cable {token}")
	expect(visitor.locator(".idea-roadmap")).to_contain_text("Mar 2027")
	visitor.get_by_role("link", name="Mine").click()
	standing = visitor.get_by_text("Your standing: Newcomer (0 points)")
	standing.click()
	expect(visitor.get_by_text("your ideas and comments appear at once")).to_be_visible()
	picture(visitor, "ideas-mine")


@pytest.mark.parametrize("path", ["/ideas", "/ideas?show=roadmap", "/ideas?show=mine", None])
def test_it_fits_on_a_telephone(visitor, idea, path):
	visitor.set_viewport_size(NARROW)
	visitor.goto(path or f"/ideas/{idea}")
	expect(visitor.locator(".social-ideas")).to_be_visible()
	assert_fits(visitor)


def test_the_team_answers_from_the_form(desk, page, idea, token, new_page):
	desk(f"idea/{idea}")
	page.get_by_role("button", name="Manage").click()
	page.get_by_role("link", name="Answer on the Portal").click()
	page.locator(".modal.show textarea").fill(f"We are measuring {token}")
	page.locator(".modal.show").get_by_role("button", name="Send").click()
	expect(page.get_by_text("It stands on the portal")).to_be_visible()
	guest = new_page()
	guest.goto(f"/ideas/{idea}")
	answer = guest.locator(".idea-comments article.idea-team")
	expect(answer).to_contain_text(f"We are measuring {token}")
	expect(answer).to_contain_text("Team")
