"""Mentions: the list, the form, and what becomes of a mention."""

import contextlib
import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect


def button(page, label):
	return page.locator(".page-actions button:visible", has_text=label)


def choose(page, group, label):
	"""Clicks an entry of a group of buttons."""
	button(page, group).click()
	entry = page.locator(".page-actions .dropdown-menu.show a")
	entry.filter(has_text=re.compile(f"^\\s*{re.escape(label)}\\s*$")).click()


def test_the_list_shows_what_a_mention_is(desk, mention, token):
	page = desk(f"mention?author_name=Ada {token}")
	row = page.locator(".list-row-container:not(:has(header)) .list-row", has_text=token).first
	expect(row.locator(".indicator-pill.red", has_text="Problem")).to_be_visible()
	expect(row.locator(".indicator-pill.orange", has_text="Open").first).to_be_visible()


def test_many_are_closed_at_once(desk, make, api, token):
	names = [
		make("Mention", text=f"{number} {token}", platform="Other", author_name=token)["name"]
		for number in "123"
	]
	page = desk(f"mention?author_name={token}")
	for _try in range(4):  # news of a mention redraws the list, which forgets what is ticked
		page.reload()
		expect(page.locator(".list-row-checkbox:visible").first).to_be_visible()
		page.wait_for_timeout(1500)
		with contextlib.suppress(sync_api.Error):
			close_all(page)
		statuses = {api("GET", f"/api/resource/Mention/{name}")["status"] for name in names}
		if statuses == {"Closed"}:
			break
	assert statuses == {"Closed"}


def close_all(page):
	"""Ticks every row of the list and closes them with the list's own action."""
	for box in page.locator(".list-row-checkbox:visible").all():
		box.check(timeout=5000)
	page.locator(".actions-btn-group button:visible").click(timeout=5000)
	page.locator(".actions-btn-group .dropdown-menu a:visible", has_text="Mark as Closed").click(timeout=5000)
	page.wait_for_timeout(2000)


def test_the_form_shows_the_post(desk, mention, token):
	page = desk(f"mention/{mention['name']}")
	post = page.locator(".social-post")
	expect(post.locator(".social-post-text")).to_have_text(mention["text"])
	expect(post.locator(".social-post-author")).to_contain_text(f"@{token}.bsky.social")
	link = post.locator("a", has_text="Open Post")
	expect(link).to_have_attribute("href", mention["permalink"])
	assert "noopener" in link.get_attribute("rel")


def test_a_lead_is_made_of_it_once(desk, mention, token):
	page = desk(f"mention/{mention['name']}")
	choose(page, "Make", "Lead")
	expect(page).to_have_url(re.compile("/app/lead/"))
	lead = page.url.rsplit("/", 1)[1]
	expect(page.locator(".title-text:visible")).to_contain_text(token)
	desk(f"mention/{mention['name']}")
	choose(page, "Make", f"Open Lead {lead}")
	expect(page).to_have_url(re.compile(f"/app/lead/{lead}$"))


def test_an_idea_is_made_of_it_and_the_user_stays_there(desk, mention, token):
	page = desk(f"mention/{mention['name']}")
	choose(page, "Make", "Idea")
	expect(page).to_have_url(re.compile("/app/idea/"))
	page.wait_for_timeout(2000)  # news of the changed mention must not pull the user back to it
	expect(page).to_have_url(re.compile("/app/idea/"))
	page.get_by_role("tab", name="Evidence").click()
	expect(
		page.locator("[data-fieldname=evidence] .grid-row:visible", has_text=f"Ada {token}")
	).to_be_visible()


def test_its_author_is_linked_by_hand(desk, mention, customer, api):
	page = desk(f"mention/{mention['name']}")
	page.locator(".social-matches:visible button", has_text="Link to").click()
	dialog = page.locator(".modal.show")
	field = dialog.locator("input[data-fieldname=party]")
	field.click()
	expect(dialog.locator("[role=option]").first).to_be_visible()
	field.press_sequentially(customer["name"], delay=50)
	dialog.locator(".awesomplete [role=option]", has_text=customer["name"]).click()
	dialog.locator("button.btn-primary", has_text="Link").click()
	choose(page, "Make", f"Open Customer {customer['name']}")
	expect(page).to_have_url(re.compile("/app/customer/"))
	assert api("GET", f"/api/resource/Mention/{mention['name']}")["customer"] == customer["name"]


def test_its_status_is_set_by_a_button(desk, mention):
	page = desk(f"mention/{mention['name']}")
	button(page, "Set Status").click()
	page.locator(".page-actions .dropdown-menu a:visible", has_text="Waiting").click()
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Waiting")


def test_a_post_that_is_gone_says_so(desk, make, token):
	name = make("Mention", text=token, platform="Other", deleted_upstream=1)["name"]
	page = desk(f"mention/{name}")
	expect(page.locator(".social-post .indicator-pill.red")).to_have_text("Deleted on the platform")
