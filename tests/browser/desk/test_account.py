"""Social Account: its form, Test Connection and Sync Now against a feed on loopback."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Tool News {0}</title><id>urn:{0}</id>
<link href="https://news.example/{0}"/><updated>2026-01-02T10:00:00Z</updated>
<entry><id>urn:{0}:1</id><title>A drill that lasts {0}</title><updated>2026-01-02T10:00:00Z</updated>
<author><name>Rita {0}</name></author><link href="https://news.example/{0}/1"/></entry></feed>"""


def field(page, name):
	return page.locator(f".frappe-control[data-fieldname={name}]:visible")


def button(page, label):
	return page.locator(".page-actions button:visible", has_text=label)


def test_it_asks_for_what_the_platform_needs(desk):
	page = desk("social-account/new")
	expect(field(page, "instance_url")).to_have_count(0)
	for platform, label, shown, hidden in (
		("RSS/Atom Feed", "Feed URL", (), ("search_terms", "access_token", "app_password")),
		("Mastodon", "Server URL", ("access_token", "search_terms"), ("handle", "app_password")),
		("Bluesky", "Server URL", ("handle", "app_password", "include_mentions"), ("access_token",)),
		("Hacker News", "Server URL", ("search_terms",), ("handle", "include_mentions")),
	):
		field(page, "platform").locator("select").select_option(platform)
		expect(field(page, "instance_url").locator(".control-label")).to_contain_text(label)
		for name in shown:
			expect(field(page, name)).to_be_visible()
		for name in hidden:
			expect(field(page, name)).to_have_count(0)


def test_a_good_connection_says_whose_account_it_is(desk, account, feed, token):
	feed.body = FEED.format(token).encode()
	page = desk(f"social-account/{account['name']}")
	expect(page.locator(".form-message.blue:visible")).to_contain_text("Not connected yet")
	button(page, "Test Connection").click()
	expect(page.locator(".modal.show .modal-title")).to_have_text("Connected")
	expect(page.locator(".modal.show .msgprint")).to_contain_text(f"Tool News {token}")


def test_a_bad_connection_shows_what_to_do(desk, account, feed):
	feed.status, feed.body = 401, b"<b>who are you?</b>"
	page = desk(f"social-account/{account['name']}")
	button(page, "Test Connection").click()
	expect(page.locator(".modal.show .modal-title")).to_have_text("Connection Failed")
	expect(page.locator(".modal.show .indicator.red")).to_be_visible()
	expect(page.locator(".modal.show .msgprint")).to_contain_text("credentials were refused")


def test_sync_now_brings_the_posts_in(desk, account, feed, token, api):
	feed.body = FEED.format(token).encode()
	page = desk(f"social-account/{account['name']}")
	button(page, "Sync Now").click()
	expect(page.locator(".alert-message", has_text="1 new mentions")).to_be_visible(timeout=60_000)
	expect(page.locator(".form-message.green:visible")).to_contain_text("Data is complete until")
	desk(f"mention?social_account={account['name']}")
	expect(page.locator(".list-row", has_text=f"A drill that lasts {token}")).to_be_visible()


def test_a_broken_account_says_since_when_and_why(desk, account, feed):
	feed.status = 401
	page = desk(f"social-account/{account['name']}")
	button(page, "Sync Now").click()
	banner = page.locator(".form-message.red:visible")
	expect(banner).to_contain_text("Broken since", timeout=60_000)
	expect(banner).to_contain_text("credentials were refused")
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Broken")


def test_a_paused_account_offers_no_sync(desk, account, api):
	api("PUT", f"/api/resource/Social Account/{account['name']}", {"enabled": 0})
	page = desk(f"social-account/{account['name']}")
	expect(page.locator(".form-message.yellow:visible")).to_contain_text("Paused")
	expect(button(page, "Test Connection")).to_be_visible()
	expect(button(page, "Sync Now")).to_have_count(0)
