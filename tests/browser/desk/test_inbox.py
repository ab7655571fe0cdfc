"""Working through the inbox: with mouse and keyboard, one mention and many at once, notes that stay inside.

Every test looks for its own token only, so that mentions of other tests are never in its list.
"""

import json
import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect


def row(page, name):
	return page.locator(f".inbox-row[data-name='{name}']")


def current(page):
	return page.locator(".inbox-row[aria-current=true]")


def tool(page, label):
	return page.locator(".inbox-thread-tools").get_by_role("button", name=label, exact=True)


def this_post(page):
	return page.locator(".inbox-item-this .inbox-item-text")


def test_working_through_with_the_mouse(inbox, several, stored, token):
	first, second = several(2)
	page = inbox()
	expect(page.locator(".inbox-row")).to_have_count(2)
	row(page, first).click()
	expect(this_post(page)).to_have_text(stored(first)["text"])
	expect(page).to_have_url(re.compile(f"mention={first}"))
	tool(page, "Close").click()
	expect(row(page, first)).to_have_count(0)
	expect(current(page)).to_have_attribute("data-name", second)
	expect(this_post(page)).to_have_text(stored(second)["text"])
	assert stored(first)["status"] == "Closed"
	page.locator(".desk-alert [data-action=undo]").click()
	expect(current(page)).to_have_attribute("data-name", first)
	assert stored(first)["status"] == "Open"


def test_when_nothing_is_left(inbox, several, stored, desk):
	(name,) = several(1)
	page = inbox()
	row(page, name).click()
	tool(page, "Ignore").click()
	expect(page.locator(".inbox-list-pane .inbox-empty")).to_be_visible()
	expect(page.locator(".inbox-thread-pane .inbox-empty-title")).to_have_text("Choose a mention")
	assert stored(name)["status"] == "Ignored"
	page.locator(".inbox-empty [data-reset]").click()
	expect(page).to_have_url(re.compile("/app/social-inbox$"))


def test_the_keyboard(inbox, several, stored, assigned):
	first, second, third = several(3)
	page = inbox()
	steps = (
		("j", first),
		("j", second),
		("ArrowDown", third),
		("j", third),
		("ArrowUp", second),
		("k", first),
	)
	for key, name in (*steps, ("j", second)):
		page.keyboard.press(key)
		expect(current(page)).to_have_attribute("data-name", name)
		expect(row(page, name)).to_be_focused()
	expect(this_post(page)).to_have_text(stored(second)["text"])
	page.keyboard.press("a")
	expect(row(page, second).locator(".inbox-row-assigned .avatar")).to_have_count(1)
	assert assigned(second) == ["Administrator"]
	page.keyboard.press("e")
	expect(row(page, second)).to_have_count(0)
	expect(current(page)).to_have_attribute("data-name", third)
	page.keyboard.press("i")
	expect(row(page, third)).to_have_count(0)
	assert [stored(name)["status"] for name in (first, second, third)] == ["Open", "Closed", "Ignored"]


def test_no_key_meets_the_mention_before(inbox, several, stored):
	first, second = several(2)
	page = inbox()
	row(page, first).click()
	expect(this_post(page)).to_be_visible()
	held = []
	page.route(re.compile(f"inbox.thread.*{second}"), lambda route: held.append(route))
	page.keyboard.press("j")
	expect(current(page)).to_have_attribute("data-name", second)
	page.keyboard.press("n")
	page.keyboard.press("r")
	page.wait_for_timeout(1500)
	assert page.locator(".inbox-note-box, .modal.show").count() == 0
	held[0].continue_()
	expect(this_post(page)).to_have_text(stored(second)["text"])
	page.keyboard.press("n")
	expect(page.locator(".inbox-note-box")).to_be_visible()


def test_keys_are_silent_while_somebody_types(inbox, several, stored):
	(name,) = several(1)
	page = inbox()
	row(page, name).click()
	expect(this_post(page)).to_be_visible()
	page.keyboard.press("/")
	expect(page.locator(".inbox-search input")).to_be_focused()
	page.keyboard.press("End")
	page.keyboard.type("e")
	page.wait_for_timeout(1000)
	assert stored(name)["status"] == "Open"


def test_a_reply_stands_in_the_thread_until_it_is_taken_back(inbox, question):
	page = inbox()
	row(page, question["name"]).click()
	expect(this_post(page)).to_be_visible()
	page.keyboard.press("r")
	box = page.locator(".modal.show")
	box.locator("textarea[data-fieldname=text]").fill("Sorry! We look into it.")
	box.locator("button.btn-primary", has_text="Send").click()
	ours = page.locator(".inbox-item-ours")
	expect(ours.locator(".inbox-item-text")).to_have_text("Sorry! We look into it.")
	expect(ours).to_contain_text("Our reply")
	expect(ours).to_contain_text("Queued")
	page.locator(".desk-alert [data-action=undo]").click()
	expect(ours).to_have_count(0)


def test_what_cannot_be_answered_from_here_says_so(inbox, several):
	(name,) = several(1)
	page = inbox()
	row(page, name).click()
	expect(this_post(page)).to_be_visible()
	page.keyboard.press("r")
	expect(page.locator(".modal.show .modal-title")).to_have_text("This Cannot Be Answered from Here")


def test_the_help_sheet_lists_the_keys(inbox, several, stored):
	(name,) = several(1)
	page = inbox()
	page.keyboard.press("j")
	expect(this_post(page)).to_be_visible()
	page.keyboard.press("Shift+?")
	sheet = page.locator(".modal.show")
	expect(sheet.locator(".modal-title")).to_have_text("Keyboard Shortcuts")
	for words in ("Next mention", "Reply", "Internal note", "Assign to somebody", "Ignore", "Search"):
		expect(sheet.locator("tr", has_text=words).first).to_be_visible()
	page.keyboard.press("e")
	page.wait_for_timeout(1000)
	assert stored(name)["status"] == "Open"
	page.keyboard.press("Escape")
	expect(sheet).to_have_count(0)


def test_many_at_once(inbox, several, stored, token):
	first, second, third = several(3)
	page = inbox()
	row(page, first).locator(".inbox-tick").click()
	row(page, third).locator(".inbox-tick").click(modifiers=["Shift"])
	bar = page.locator(".inbox-bulk")
	expect(bar.locator(".inbox-bulk-count")).to_have_text("3 selected")
	row(page, second).focus()
	row(page, second).locator(".inbox-tick").click()
	expect(bar.locator(".inbox-bulk-count")).to_have_text("2 selected")

	bar.locator("[data-do=tag]").click()
	dialog = page.locator(".modal.show")
	dialog.locator("input[data-fieldname=tag]").fill(f"tag-{token}")
	dialog.locator(".modal-title").click()
	dialog.locator("button.btn-primary", has_text="Tag").click()
	expect(row(page, first).locator(".inbox-tag")).to_have_text(f"tag-{token}")
	expect(row(page, third).locator(".inbox-tag")).to_have_text(f"tag-{token}")
	expect(row(page, second).locator(".inbox-tag")).to_have_count(0)

	bar.locator("button", has_text="Status").click()
	bar.locator("[data-status=Ignored]").click()
	expect(page.locator(".inbox-row")).to_have_count(1)
	expect(bar).to_be_hidden()
	assert [stored(name)["status"] for name in (first, second, third)] == ["Ignored", "Open", "Ignored"]


def test_many_are_given_to_a_colleague(inbox, several, make, assigned, token):
	email = f"colleague-{token}@example.com"
	make("User", email=email, first_name="Carla", send_welcome_email=0, roles=[{"role": "Social CRM User"}])
	first, second = several(2)
	page = inbox("box=unassigned")
	page.keyboard.press("j")
	page.keyboard.press("x")
	page.keyboard.press("j")
	page.keyboard.press("x")
	expect(page.locator(".inbox-bulk-count")).to_have_text("2 selected")
	page.keyboard.press("Shift+A")
	dialog = page.locator(".modal.show")
	field = dialog.locator("input[data-fieldname=user]")
	field.click()
	field.press_sequentially(email[:20], delay=30)
	dialog.locator(".awesomplete [role=option]", has_text=email).click()
	page.wait_for_function("email => cur_dialog?.get_value('user') === email", arg=email)
	dialog.locator("button.btn-primary", has_text="Assign").click()
	expect(page.locator(".inbox-row")).to_have_count(0)
	assert [assigned(name) for name in (first, second)] == [[email], [email]]


def test_a_note_stays_inside(inbox, several, api, token):
	(name,) = several(1)
	page = inbox()
	row(page, name).click()
	expect(this_post(page)).to_be_visible()
	page.keyboard.press("n")
	box = page.locator(".inbox-note-box")
	expect(box).to_contain_text("Only your team sees it. It is never sent")
	page.keyboard.type(f"Ask Jens first, r and e are letters here {token}")
	box.locator("[data-save]").click()
	note = page.locator(".inbox-item-note")
	expect(note.locator(".inbox-item-text")).to_have_text(f"Ask Jens first, r and e are letters here {token}")
	expect(note).to_contain_text("Internal note")
	expect(page.locator(".inbox-item-ours")).to_have_count(0)
	about = json.dumps([["reference_name", "=", name], ["comment_type", "=", "Comment"]])
	assert len(api("GET", f"/api/resource/Comment?filters={about}")) == 1
	replies = json.dumps([["mention", "=", name]])
	assert api("GET", f"/api/resource/Mention Reply?filters={replies}") == []


def test_a_note_that_was_begun_waits(inbox, several):
	first, second = several(2)
	page = inbox()
	row(page, first).click()
	tool(page, "Note").click()
	expect(page.locator(".inbox-note-box .ql-editor")).to_be_focused()
	page.keyboard.type("Half a thought")
	row(page, second).click()
	expect(page.locator(".inbox-note-box")).to_have_count(0)
	row(page, first).click()
	expect(page.locator(".inbox-note-box .ql-editor")).to_have_text("Half a thought")
