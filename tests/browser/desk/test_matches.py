"""The list "Suggested Matches": many candidates reviewed at once, on wide and on narrow screens."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture
def suggestions(make, wait_for_matches, token):
	"""A profile that two Leads could be; its name, when the background job has suggested both."""
	email = f"ada@{token}.example"
	for number in (1, 2):
		make("Lead", first_name=f"Ada {number} {token}", email_id=f"{number}@{token}.example")
	bio = f"Write to 1@{token}.example or 2@{token}.example, not to {email}"
	profile = make("Social Profile", platform="Bluesky", handle=f"{token}.bsky.social", bio=bio)
	wait_for_matches(profile["name"], 2)
	return profile["name"]


@pytest.fixture
def review(desk, suggestions):
	"""The list with the suggestions of this test only."""
	return desk(f"social-profile-match?profile={suggestions}&status=Suggested")


def rows(page):
	return page.locator(".list-row-container:visible .list-row")


def test_the_list_says_who_and_why(review, token):
	expect(rows(review)).to_have_count(2)
	expect(review.locator(".page-head:visible .title-text")).to_have_text("Suggested Matches")
	first = rows(review).first
	expect(first).to_contain_text("Lead")
	expect(first.locator("[data-match] a")).to_contain_text(f"{token}")
	expect(first).to_contain_text("%")
	expect(first).to_contain_text("The e-mail")
	expect(first.locator(".indicator-pill").first).to_have_text("Suggested")


def test_many_are_rejected_with_one_reason(review, suggestions, api):
	expect(rows(review)).to_have_count(2)
	for box in rows(review).locator(".list-row-checkbox").all():
		box.click()
	review.locator(".page-actions:visible button", has_text="Actions").click()
	review.locator(".dropdown-menu.show .dropdown-item:visible", has_text="Reject").click()
	review.locator(".modal.show [data-fieldname=why] textarea").fill("Neither of them")
	review.locator(".modal.show .btn-modal-primary", has_text="Reject").click()
	expect(rows(review)).to_have_count(0)
	filters = f'[["profile","=","{suggestions}"],["status","=","Rejected"]]'
	found = api("GET", f'/api/resource/Social Profile Match?filters={filters}&fields=["why"]')
	assert [row["why"] for row in found] == ["Neither of them"] * 2


def test_it_is_read_on_a_telephone(page, review, token):
	page.set_viewport_size({"width": 360, "height": 740})
	expect(rows(page).first.locator("[data-match]")).to_be_visible()
	wider = page.locator(".list-row-container *").evaluate_all(
		"parts => parts.filter((part) => part.getBoundingClientRect().right > 360).length"
	)
	assert not wider
