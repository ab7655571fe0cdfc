"""The ideas portal as a guest, a customer and the team use it: read, vote, talk, approve, see what is planned."""

import os

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
def idea(portal_open, make, token):
	return make(
		"Idea",
		title=f"Longer cable {token} {PAYLOAD}",
		visibility="Public",
		status="Planned",
		target_date="2027-03-01",
		description="<p>For old flats.</p>",
	)["name"]


@pytest.fixture
def visitor(make, token, new_page):
	"""A window in which a new website user is logged in."""
	email = f"clara-{token}@people.example"
	make(
		"User",
		email=email,
		first_name="Clara",
		send_welcome_email=0,
		user_type="Website User",
		new_password=PASSWORD,
	)
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
	page.get_by_role("button", name="Actions").click()
	page.get_by_role("link", name="Answer on the Portal").click()
	page.locator(".modal.show textarea").fill(f"We are measuring {token}")
	page.locator(".modal.show").get_by_role("button", name="Send").click()
	expect(page.get_by_text("It stands on the portal")).to_be_visible()
	guest = new_page()
	guest.goto(f"/ideas/{idea}")
	answer = guest.locator(".idea-comments article.idea-team")
	expect(answer).to_contain_text(f"We are measuring {token}")
	expect(answer).to_contain_text("Team")
