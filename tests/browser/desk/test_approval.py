"""A reply that has to be approved: what the agent is told, and what the manager sees and decides."""

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

SETTINGS = "/api/resource/Social CRM Settings/Social CRM Settings"
NARROW = {"width": 360, "height": 740}


@pytest.fixture(autouse=True)
def careful(api):
	"""Every reply has to be approved."""
	api("PUT", SETTINGS, {"reply_approvals": [{"reason": "We are careful"}]})
	yield
	api("PUT", SETTINGS, {"reply_approvals": []})


@pytest.fixture
def agent(window):
	return window("Social CRM User")


@pytest.fixture
def manager(window):
	return window("Social CRM Manager")


def write(go, question, text):
	"""The agent writes a reply and sends it for approval; gives the agent's page."""
	page = go(f"mention/{question['name']}")
	page.locator(".page-actions button:visible", has_text="Reply").click()
	box = page.locator(".modal.show")
	expect(box.locator("#social-reply-counter")).to_be_visible()
	box.locator("textarea[data-fieldname=text]").fill(text)
	expect(box).to_contain_text("has to approve this reply first: We are careful")
	box.locator("button.btn-primary", has_text="Send for Approval").click()
	expect(box).to_have_count(0)
	return page


def state_line(page):
	return page.locator(".social-reply-state:visible")


def action(page, name):
	page.locator(".actions-btn-group:visible button").click()
	page.locator(".actions-btn-group .dropdown-menu a:visible", has_text=name).click()


def review(go, question):
	"""The manager finds the waiting reply on the mention and opens it."""
	page = go(f"mention/{question['name']}")
	state_line(page).locator("a", has_text="Review").click()
	expect(page.locator(".social-post:visible")).to_contain_text(question["text"])
	expect(page.locator(".actions-btn-group:visible, [data-label=Approve]:visible").first).to_be_visible()
	return page


def pending(api, question):
	return api("GET", f"/api/method/social_crm_app.api.reply.state?mention={question['name']}")["pending"]


def test_a_manager_approves_what_an_agent_wrote(agent, manager, question, api):
	theirs = write(agent, question, "Sorry! <b>We</b> look into it.")
	expect(state_line(theirs)).to_contain_text("Your reply: Waiting for Approval (Social CRM Manager)")
	expect(state_line(theirs)).to_contain_text("We are careful")
	page = review(manager, question)
	expect(page.locator(".form-message:visible").first).to_contain_text("We are careful")
	expect(page.locator("[data-fieldname=text] .control-value:visible")).to_have_text(
		"Sorry! <b>We</b> look into it."
	)
	action(page, "Approve")
	expect(page.locator(".desk-alert")).to_contain_text("Sending in")
	expect(page.locator(".indicator-pill:visible", has_text="Queued").first).to_be_visible()
	assert pending(api, question)["status"] == "Queued"


def test_a_manager_sends_it_back_and_the_agent_writes_again(agent, manager, question, api):
	theirs = write(agent, question, "No.")
	page = review(manager, question)
	action(page, "Send Back")
	box = page.locator(".modal.show")
	box.locator("textarea[data-fieldname=reason]").fill("Friendlier, <please>")
	box.locator("button.btn-primary", has_text="Send Back").click()
	expect(page.locator("[data-fieldname=sent_back_because]:visible")).to_contain_text("Friendlier, <please>")
	assert pending(api, question) is None
	theirs.reload()
	expect(state_line(theirs)).to_contain_text("Manager sent back your reply: Friendlier, <please>")
	state_line(theirs).locator("a", has_text="Write Again").click()
	again = theirs.locator(".modal.show")
	expect(again).to_contain_text("Friendlier, <please>")
	text = again.locator("textarea[data-fieldname=text]")
	expect(text).to_have_value("No.")
	text.fill("Dear Ada, we are sorry.")
	again.locator("button.btn-primary", has_text="Send for Approval").click()
	expect(state_line(theirs)).to_contain_text("Waiting for Approval")


def test_what_has_changed_since_it_was_read_is_not_approved(agent, manager, question, api):
	theirs = write(agent, question, "First words")
	page = review(manager, question)
	state_line(theirs).locator("a", has_text="Take Back").click()
	box = theirs.locator(".modal.show")
	expect(box.locator("textarea[data-fieldname=text]")).to_have_value("First words")
	action(page, "Approve")
	expect(page.locator(".modal.show")).to_contain_text("does not wait for approval any more")
	assert pending(api, question) is None


def test_without_the_workflow_there_are_buttons(agent, manager, question, api):
	path = "/api/resource/Workflow/Reply Approval"
	api("PUT", path, {"is_active": 0})
	try:
		write(agent, question, "Sorry!")
		page = review(manager, question)
		page.locator(".page-actions button:visible", has_text="Approve").click()
		expect(page.locator(".desk-alert")).to_contain_text("Sending in")
	finally:
		api("PUT", path, {"is_active": 1})


def test_the_list_shows_what_waits(agent, manager, question):
	write(agent, question, "Sorry!")
	page = manager("mention-reply")
	page.locator(".page-actions button:visible", has_text="Waiting for Approval").click()
	expect(page.locator(".list-row:visible").first).to_contain_text("Waiting for Approval")
	expect(page.locator(".list-row:visible", has_text="Sent")).to_have_count(0)


def test_approving_fits_on_a_telephone(agent, manager, question):
	write(agent, question, "unbreakable" * 40)
	page = manager("social-crm")
	page.set_viewport_size(NARROW)
	page = review(manager, question)
	for part in (".social-post", "[data-fieldname=customer_view]", ".form-message"):
		wider = page.locator(f"{part}:visible").evaluate_all(
			"(parts, width) => parts.filter((part) => part.getBoundingClientRect().right > width).length",
			NARROW["width"],
		)
		assert not wider, part
	action(page, "Approve")
	expect(page.locator(".desk-alert")).to_contain_text("Sending in")
