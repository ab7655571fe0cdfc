"""What outsiders write is text everywhere: nothing of it runs, becomes an element or a link to follow.

The posts come in as in real life, through a pull, because what is typed into a form is cleaned by Frappe.
"""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

# In the feed as text: escaped once for XML, once because feeds carry HTML.
PAYLOAD = "&amp;lt;img src=x onerror=&amp;quot;window.hacked=1&amp;quot;&amp;gt;"
SHOWN = '<img src=x onerror="window.hacked=1">'
FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><id>urn:{0}</id>
<updated>2026-01-02T10:00:00Z</updated>
<entry><id>urn:{0}:1</id><title type="html">{1} {0}</title><updated>2026-01-02T10:00:00Z</updated>
<author><name>&lt;img src=x onerror="window.hacked=2"&gt; {0}</name></author>
<content type="html">{1} broken</content><link href="javascript:window.hacked=3"/></entry></feed>"""


@pytest.fixture
def hostile(desk, account, feed, token, api):
	"""The mention that came out of a hostile post."""
	feed.body = FEED.format(token, PAYLOAD).encode()
	page = desk(f"social-account/{account['name']}")
	page.locator(".page-actions button:visible", has_text="Sync Now").click()
	expect(page.locator(".alert-message", has_text="1 new mentions")).to_be_visible(timeout=60_000)
	(found,) = api(
		"GET", f'/api/resource/Mention?filters=[["social_account","=","{account["name"]}"]]&fields=["*"]'
	)
	return found


def assert_harmless(page):
	page.wait_for_timeout(1000)
	for frame in page.frames:
		assert frame.evaluate("() => window.hacked") is None, f"a script of an outsider ran in {frame.url}"
		bad = frame.locator("img[src=x], a[href^='javascript:window']")
		around = bad.evaluate_all("found => found.map((element) => element.parentElement.outerHTML)")
		assert not around, f"{frame.url}: {around}"


def plain(text):
	"""What a reader sees, without invisible characters."""
	return text.replace("\u2060", "")


def test_in_the_form(desk, hostile):
	page = desk(f"mention/{hostile['name']}")
	expect(page.locator(".social-post-text")).to_contain_text("broken")
	assert SHOWN in plain(page.locator(".social-post-text").inner_text())
	for tab in page.locator(".form-tabs button.nav-link:visible").all():
		tab.click()
		assert_harmless(page)


@pytest.mark.parametrize("view", ["list", "report"])
@pytest.mark.parametrize("doctype", ["mention", "social-profile"])
def test_in_lists_and_reports(desk, hostile, doctype, view, token):
	page = desk(f"{doctype}/view/{view}?title=%25{token}%25")
	expect(page.locator(".list-row, .dt-row").first).to_be_visible()
	assert_harmless(page)


@pytest.mark.parametrize("doctype", ["Mention", "Social Profile"])
def test_in_print(desk, hostile, doctype):
	name = hostile["name"] if doctype == "Mention" else hostile["social_profile"]
	page = desk(f"print/{doctype}/{name}")
	expect(page.locator(".print-preview-wrapper iframe, .preview-beta iframe").first).to_be_attached()
	assert_harmless(page)


def test_in_the_author_s_profile(desk, hostile):
	page = desk(f"social-profile/{hostile['social_profile']}")
	for tab in page.locator(".form-tabs button.nav-link:visible").all():
		tab.click()
		assert_harmless(page)


def test_on_a_customer(desk, hostile, customer, call):
	call("profile.link", profile=hostile["social_profile"], party_type="Customer", party=customer["name"])
	page = desk(f"customer/{customer['name']}")
	expect(page.locator(".social-timeline-mention")).to_contain_text("window.hacked")
	page.locator(".form-tabs button.nav-link:visible", has_text="Dashboard").click()
	expect(page.locator(".social-party:visible")).to_contain_text("window.hacked")
	assert_harmless(page)


@pytest.mark.parametrize("doctype", ["Mention", "Social Profile"])
def test_where_one_is_chosen(desk, hostile, doctype, token):
	page = desk("social-crm")
	page.evaluate(
		f"frappe.prompt({{ fieldtype: 'Link', options: '{doctype}', fieldname: 'one', label: 'One' }}, () => 1)"
	)
	field = page.locator(".modal.show input[data-fieldname=one]")
	field.click()
	options = page.locator(".modal.show [role=option]")
	expect(options.first).to_be_visible()
	field.press_sequentially(token, delay=50)
	expect(options.filter(has_text=token).first).to_be_visible()
	assert_harmless(page)


def test_what_a_platform_says_of_an_error(desk, account, feed):
	feed.status, feed.body = 403, b"<img src=x onerror='window.hacked=4'>"
	page = desk(f"social-account/{account['name']}")
	page.locator(".page-actions button:visible", has_text="Sync Now").click()
	expect(page.locator(".form-message.red:visible")).to_contain_text("Broken since", timeout=60_000)
	assert_harmless(page)
	page.locator(".page-actions button:visible", has_text="Test Connection").click()
	expect(page.locator(".modal.show .modal-title")).to_have_text("Connection Failed")
	assert_harmless(page)


def test_a_saved_mention_keeps_every_letter(desk, hostile, api):
	page = desk(f"mention/{hostile['name']}")
	page.locator(".page-actions button:visible", has_text="Set Status").click()
	page.locator(".page-actions .dropdown-menu a:visible", has_text="Closed").click()
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Closed")
	assert api("GET", f"/api/resource/Mention/{hostile['name']}")["text"] == hostile["text"]
