"""On a telephone (360 pixels wide) nothing of ours is wider than the screen."""

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

NARROW = {"width": 360, "height": 740}
PAGES = (
	"social-crm", "mention", "mention/new", "social-profile", "social-profile-match", "social-account",
	"social-account/new", "social-sync-log", "listening-query", "listening-query/new", "idea", "idea/new",
	"identity-key", "social-crm-settings",
)  # fmt: skip


def assert_fits(page):
	page.wait_for_timeout(1000)
	width = "document.documentElement.scrollWidth"
	try:
		page.wait_for_function(f"{width} <= {NARROW['width']}", timeout=5000)
	except sync_api.TimeoutError:
		pytest.fail(f"{page.url} is {page.evaluate(width)} pixels wide")


def test_the_pages_fit(desk, page, mention):
	page.set_viewport_size(NARROW)
	for route in PAGES:
		desk(route)
		assert_fits(page)


def test_the_forms_with_data_fit(desk, page, make, mention, profile, account, token):
	page.set_viewport_size(NARROW)
	long = make(
		"Mention", text=f"{'unbreakable' * 40} {token}", platform="Other", author_name=f"{'name' * 30}"
	)
	for route in (
		f"mention/{mention['name']}",
		f"mention/{long['name']}",
		f"social-profile/{profile['name']}",
		f"social-account/{account['name']}",
	):
		desk(route)
		assert_fits(page)


def test_the_social_section_fits_into_a_customer(desk, page, call, profile, mention, customer):
	page.set_viewport_size(NARROW)
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	desk(f"customer/{customer['name']}")
	page.locator(".form-tabs button.nav-link:visible", has_text="Dashboard").click()
	expect(page.locator(".social-party:visible")).to_be_visible()
	for part in (".social-party", ".social-timeline-mention"):
		wider = page.locator(f"{part} *").evaluate_all(
			"(parts, width) => parts.filter((part) => part.getBoundingClientRect().right > width).length",
			NARROW["width"],
		)
		assert not wider, f"{wider} elements of {part} do not fit"
