"""The inbox around the work: boxes, groups, filters, the address, news, a telephone, hostile text, rights.

Every test looks for its own token only, so that mentions of other tests are never in its list.
"""

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

HOSTILE = '<img src=x onerror="window.hacked=1">'
JOINER = "\u2060"  # the app puts one behind the sign that would begin a tag


def row(page, name):
	return page.locator(f".inbox-row[data-name='{name}']")


def current(page):
	return page.locator(".inbox-row[aria-current=true]")


def tool(page, label):
	return page.locator(".inbox-thread-tools").get_by_role("button", name=label, exact=True)


def this_post(page):
	return page.locator(".inbox-item-this .inbox-item-text")


def test_boxes_groups_and_filters(inbox, several, make, call, profile, customer, token):
	(stranger,) = several(1)
	known = make(
		"Mention",
		text=f"How do I change the battery? {token}",
		platform="Bluesky",
		social_profile=profile["name"],
	)["name"]
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	page = inbox()
	expect(page.locator(".inbox-row")).to_have_count(2)
	for key, count in (("all", 2), ("mine", 0), ("unassigned", 2), ("overdue", 0)):
		expect(page.locator(f".inbox-box[data-key={key}] .inbox-count")).to_have_text(str(count))
	group = page.locator(".inbox-group[data-key=Known]")
	expect(group.locator(".inbox-count")).to_have_text("1")
	group.click()
	expect(page.locator(".inbox-row")).to_have_count(1)
	expect(row(page, known)).to_contain_text(customer["customer_name"])
	group.click()
	expect(page.locator(".inbox-row")).to_have_count(2)
	page.locator(".inbox-filter-toggle").click()
	page.locator("select[data-fieldname=intent]").select_option("Problem")
	expect(page.locator(".inbox-row")).to_have_count(1)
	expect(row(page, stranger)).to_be_visible()
	page.locator("select[data-fieldname=status]").select_option("Closed")
	expect(page.locator(".inbox-empty-title").first).to_have_text("No mention fits")
	page.go_back()
	expect(row(page, stranger)).to_be_visible()


def test_search_and_paging(inbox, several, page, token):
	several(34)
	page = inbox()
	expect(page.locator(".inbox-row")).to_have_count(30)
	page.locator(".inbox-list-foot").scroll_into_view_if_needed()
	expect(page.locator(".inbox-row")).to_have_count(34)
	page.locator(".inbox-search input").fill(f"{token} 17")
	expect(page.locator(".inbox-row")).to_have_count(1)
	expect(page.locator(".inbox-row-text")).to_contain_text("Number 17,")


def test_a_saved_filter_comes_back(inbox, several, desk, token):
	several(1)
	page = inbox("box=unassigned")
	expect(page.locator(".inbox-row")).to_have_count(1)
	star = page.locator(".inbox-saved > button")
	star.click()
	page.locator(".inbox-saved [data-save]").click()
	dialog = page.locator(".modal.show")
	dialog.locator("input[data-fieldname=label]").fill(f"Saved {token}")
	dialog.locator("button.btn-primary").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	page = desk("social-inbox")
	star.click()
	page.locator(".inbox-saved [data-choose]", has_text=f"Saved {token}").click()
	expect(page).to_have_url(re.compile(f"box=unassigned.*search={token}|search={token}.*box=unassigned"))
	expect(page.locator(".inbox-row")).to_have_count(1)
	star.click()
	page.locator(".inbox-saved-line", has_text=f"Saved {token}").locator("[data-forget]").click()
	page.locator(".modal.show .btn-primary").click()
	star.click()
	expect(page.locator(".inbox-saved [data-save]")).to_be_visible()
	expect(page.locator(".inbox-saved-line", has_text=f"Saved {token}")).to_have_count(0)


def test_the_address_leads_back(inbox, several, stored):
	second = several(2)[1]
	page = inbox(f"mention={second}")
	expect(current(page)).to_have_attribute("data-name", second)
	expect(this_post(page)).to_have_text(stored(second)["text"])
	page.locator(".inbox-box[data-key=mine]").click()
	expect(page.locator(".inbox-row")).to_have_count(0)
	expect(page).to_have_url(re.compile("box=mine"))
	page.go_back()
	expect(page.locator(".inbox-row")).to_have_count(2)
	page.locator(".inbox-thread-tools [data-menu=more] > button").click()
	page.locator(".inbox-thread-tools a", has_text="Open Form").click()
	expect(page).to_have_url(re.compile(f"/app/mention/{second}"))
	expect(page.locator(".social-post-text:visible")).to_have_text(stored(second)["text"])
	page.go_back()
	expect(current(page)).to_have_attribute("data-name", second)
	expect(page.locator("#page-social-inbox")).to_be_visible()


def test_news_waits_above_and_changes_appear_in_place(inbox, several, make, api, token):
	(name,) = several(1)
	page = inbox()
	row(page, name).click()
	expect(this_post(page)).to_be_visible()
	page.wait_for_timeout(1500)  # until the line to the server stands
	new = make("Mention", text=f"Brand new {token}", platform="Other", author_name=token)["name"]
	news = page.locator(".inbox-news")
	expect(news).to_have_text("1 new mention")
	expect(row(page, new)).to_have_count(0)
	api("PUT", f"/api/resource/Mention/{name}", {"status": "Waiting"})
	expect(row(page, name).locator(".indicator-pill", has_text="Waiting")).to_be_visible()
	expect(page.locator(".inbox-thread-state .indicator-pill", has_text="Waiting")).to_be_visible()
	news.click()
	expect(page.locator(".inbox-row").first).to_have_attribute("data-name", new)
	expect(current(page)).to_have_attribute("data-name", name)


def test_it_still_hears_after_a_list_was_open(inbox, several, make, desk, token):
	several(1)
	page = inbox()
	page.evaluate("frappe.set_route('List', 'Mention')")
	expect(page.locator(".list-row-container").first).to_be_visible()
	page.go_back()
	expect(page.locator("#page-social-inbox .inbox-row")).to_have_count(1)
	page.wait_for_timeout(2500)
	make("Mention", text=f"Brand new {token}", platform="Other", author_name=token)
	expect(page.locator(".inbox-news")).to_have_text("1 new mention")


def test_one_pane_at_a_time_on_a_telephone(inbox, several, make, page, token):
	page.set_viewport_size({"width": 360, "height": 740})
	long = "unbreakable" * 30
	name = make("Mention", text=f"{long} {token}", platform="Other", author_name="name" * 30)["name"]
	several(1)
	page = inbox()
	assert_fits(page)
	row(page, name).click()
	expect(page.locator(".inbox-thread-pane")).to_be_visible()
	expect(page.locator(".inbox-list-pane")).to_be_hidden()
	expect(this_post(page)).to_contain_text(long)
	assert_fits(page)
	tool(page, "Note").click()
	expect(page.locator(".inbox-note-box")).to_be_visible()
	assert_fits(page)
	page.locator(".inbox-note-box [data-cancel]").click()
	page.locator(".inbox-show-context").click()
	expect(page.locator(".inbox-thread-pane")).to_be_hidden()
	expect(page.locator(".inbox-context-pane")).to_be_visible()
	assert_fits(page)
	page.locator(".inbox-context-pane .inbox-pane-bar button").click()
	page.locator(".inbox-thread-pane .inbox-pane-bar button", has_text="List").click()
	expect(page.locator(".inbox-list-pane")).to_be_visible()
	expect(page.locator(".inbox-thread-pane")).to_be_hidden()
	row(page, name).click()
	expect(this_post(page)).to_be_visible()
	page.go_back()
	expect(page.locator(".inbox-list-pane")).to_be_visible()
	page.locator(".inbox-filter-toggle").click()
	for tick in page.locator(".inbox-tick").all():
		tick.click()
	expect(page.locator(".inbox-bulk-count")).to_have_text("2 selected")
	assert_fits(page)


def assert_fits(page):
	"""Nothing of the inbox reaches beyond the screen's edge."""
	page.wait_for_timeout(500)
	wider = page.locator(".social-inbox *:visible").evaluate_all(
		"""(parts, width) => parts.filter((part) => {
			const { right, width: own } = part.getBoundingClientRect();
			return own && right > width && !part.closest('.sr-only, .inbox-box-bar');
		}).map((part) => part.className)""",
		360,
	)
	assert not wider, wider
	assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture
def hostile_filter(make, api, token):
	"""A filter for everybody, kept past the inbox, which would refuse its name."""
	values = {"filter_name": f"{HOSTILE} {token}", "reference_doctype": "Mention", "filters": "[]"}
	kept = make("List Filter", **values)
	yield kept
	api("DELETE", f"/api/resource/List Filter/{kept['name']}")


@pytest.mark.usefixtures("hostile_filter")
def test_hostile_text_is_shown_as_text(inbox, make, call, api, customer, profile, token):
	api("PUT", f"/api/resource/Customer/{customer['name']}", {"customer_name": f"{HOSTILE} Ltd"})
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	name = make(
		"Mention", text=f"{HOSTILE} {token}", platform="Bluesky", social_profile=profile["name"],
		author_name=f"{HOSTILE} {token}", author_handle=HOSTILE, permalink="javascript:window.hacked=2",
	)["name"]  # fmt: skip
	tag = f'x" onmouseover="window.hacked=3" {token}'  # Frappe itself refuses < and > in a tag
	call("inbox.tag", mentions=[name], tag=tag)
	page = inbox()
	shown = HOSTILE.replace("<", f"<{JOINER}")
	expect(row(page, name).locator(".inbox-row-text")).to_have_text(f"{shown} {token}")
	expect(row(page, name).locator(".inbox-row-author")).to_have_text(re.compile("^<.?img src=x"))
	expect(row(page, name).locator(".inbox-tag")).to_have_text(tag)
	row(page, name).click()
	expect(this_post(page)).to_have_text(f"{shown} {token}")
	expect(page.locator(".inbox-thread-state .inbox-tag")).to_contain_text(tag)
	page.locator(".inbox-thread-state .inbox-tag").hover()
	page.locator(".inbox-saved > button").click()
	expect(page.locator(".inbox-saved-line", has_text=token)).to_contain_text("<img src")
	page.wait_for_timeout(1000)
	assert page.evaluate("window.hacked") is None
	bad = ".social-inbox img[src=x], .social-inbox a[href^=javascript], .social-inbox [onmouseover]"
	assert page.locator(bad).count() == 0


@pytest.fixture
def window_of(make, new_page, token):
	"""`window_of("Stock User")`: the inbox in the window of a user with just that role, with this test's mentions."""

	def open_(role):
		email, password = f"{role.split()[0].lower()}-{token}@example.com", f"Pw-{token}-9x"
		make(
			"User", email=email, first_name=role, new_password=password, send_welcome_email=0,
			roles=[{"role": role}],
		)  # fmt: skip
		page = new_page(email, password)
		page.goto(f"/app/social-inbox?search={token}")
		return page

	return open_


def test_a_user_of_the_app_works_with_it(window_of, several, stored):
	(name,) = several(1)
	page = window_of("Social CRM User")
	expect(page.locator(".inbox-closed")).to_contain_text("people linked to a Customer or Lead")
	row(page, name).click()
	expect(this_post(page)).to_be_visible()
	expect(tool(page, "Reply")).to_be_visible()
	page.locator(".inbox-filter-toggle").click()
	expect(page.locator(".inbox-filter-panel input[data-fieldname=tag]")).to_be_visible()
	page.keyboard.press("a")
	expect(row(page, name).locator(".inbox-row-assigned .avatar")).to_have_count(1)
	page.keyboard.press("e")
	expect(row(page, name)).to_have_count(0)
	assert stored(name)["status"] == "Closed"


def test_others_do_not_get_in(window_of):
	page = window_of("Stock User")
	expect(page.locator(".modal.show, .page-card").first).to_be_visible()
	assert page.locator(".social-inbox").count() == 0
