"""The workspace: everybody's way in."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

CARDS = ("Mentions This Week", "Open Problems", "Overdue Mentions", "Customer Mentions This Month")
SHORTCUTS = {"Open Mentions": "Open", "Unlinked Problems": "Open", "Suggested Matches": "to Decide"}


def test_it_counts_what_is_open(desk, mention):
	page = desk("social-crm")
	for card in CARDS:
		widget = page.locator(".number-widget-box", has_text=card)
		expect(widget.locator(".number")).to_have_text(re.compile(r"^\d"))
	for label, unit in SHORTCUTS.items():
		shortcut = page.locator(".shortcut-widget-box", has_text=label)
		expect(shortcut.locator(".indicator-pill")).to_have_text(re.compile(rf"^\d+ {unit}$"))
	expect(
		page.locator(".dashboard-widget-box", has_text="Mentions per Day").locator("rect.bar").first
	).to_be_attached()


def test_a_shortcut_opens_the_filtered_list(desk, mention, no_console_errors):
	page = desk("social-crm")
	page.locator(".shortcut-widget-box", has_text="Unlinked Problems").click()
	expect(page).to_have_url(re.compile("/app/mention.*intent=Problem"))
	expect(page.locator(f".list-row a[data-name='{mention['name']}']")).to_be_visible()
	# Frappe's chart goes on drawing after its page was left, into no width at all
	no_console_errors[:] = [error for error in no_console_errors if "<rect> attribute width" not in error]


def test_only_the_roles_of_the_app_see_it(make, new_page, token):
	for role, sees_it in (("Social CRM User", True), ("Stock User", False)):
		email, password = f"{role.split()[0].lower()}-{token}@example.com", f"Pw-{token}-9x"
		make(
			"User", email=email, first_name=role, new_password=password, send_welcome_email=0,
			roles=[{"role": role}],
		)  # fmt: skip
		page = new_page(email, password)
		page.goto("/app")
		expect(page.locator(".desk-sidebar .sidebar-item-label").first).to_be_visible()
		assert bool(page.locator(".desk-sidebar", has_text="Social CRM").count()) == sees_it
