"""The Social section and the timeline on the form of a Customer."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def linked(call, profile, mention, customer):
	"""`customer`, whose profile and mention are linked to it."""
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	return customer


def open_dashboard(page):
	page.locator(".form-tabs button.nav-link:visible", has_text="Dashboard").click()


def test_a_customer_shows_its_profile_mentions_and_trend(desk, linked, profile, mention):
	page = desk(f"customer/{linked['name']}")
	open_dashboard(page)
	section = page.locator(".social-party:visible")
	expect(section).to_contain_text(profile["handle"])
	expect(section).to_contain_text("Linked by")
	expect(section.locator("a", has_text=mention["title"][:40])).to_be_visible()
	expect(section.locator(".indicator-pill.red", has_text="Problem")).to_be_visible()
	section.locator(".social-party-trend").scroll_into_view_if_needed()
	expect(section.locator(".social-party-trend rect.bar").first).to_be_attached()


def test_the_section_is_there_once_after_every_refresh(desk, linked):
	page = desk(f"customer/{linked['name']}")
	open_dashboard(page)
	expect(page.locator(".social-party:visible")).to_have_count(1)
	page.evaluate("() => { cur_frm.refresh(); cur_frm.refresh(); }")
	page.wait_for_timeout(1500)
	expect(page.locator(".social-party:visible")).to_have_count(1)


def test_the_timeline_shows_the_mention(desk, linked, mention):
	page = desk(f"customer/{linked['name']}")
	entry = page.locator(".new-timeline .social-timeline-mention", has_text=mention["title"][:40])
	expect(entry.locator(".indicator-pill.red", has_text="Problem")).to_be_visible()
	entry.locator("a", has_text="Open Mention").click()
	expect(page.locator(".social-post-text:visible")).to_have_text(mention["text"])


def test_a_customer_of_whom_nothing_is_known_looks_as_before(desk, customer):
	page = desk(f"customer/{customer['name']}")
	open_dashboard(page)
	expect(page.locator(".form-links:visible")).to_contain_text("Mention")
	page.wait_for_timeout(1500)
	expect(page.locator(".social-party")).to_have_count(0)


def test_who_may_not_read_mentions_sees_an_ordinary_customer(make, new_page, linked, token):
	email, password = f"sales-{token}@example.com", f"Pw-{token}-9x"
	make(
		"User", email=email, first_name="Sales", new_password=password, send_welcome_email=0,
		roles=[{"role": "Sales User"}],
	)  # fmt: skip
	page = new_page(email, password)
	page.goto(f"/app/customer/{linked['name']}")
	expect(page.locator(".title-text:visible")).to_have_text(linked["name"])
	page.wait_for_timeout(2000)
	assert page.locator(".social-party, .social-timeline-mention, .modal.show").count() == 0
