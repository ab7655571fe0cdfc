"""Social Profile: the candidates with their evidence, link, reject and unlink."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

WAIT = 60_000  # milliseconds until a background worker has looked


@pytest.fixture
def suggested(make, token):
	"""A profile whose text names the e-mail address of a Lead: a suggestion, because anybody could write it."""
	email = f"ada@{token}.example"
	lead = make("Lead", first_name=f"Ada {token}", email_id=email)
	profile = make(
		"Social Profile", platform="Bluesky", handle=f"{token}.bsky.social", bio=f"Write to {email}"
	)
	return profile["name"], lead["name"]


@pytest.fixture
def open_candidates(desk, page, suggested):
	"""Opens the profile's form as soon as the background job has found the candidate."""

	def open_():
		for _try in range(WAIT // 2000):
			desk(f"social-profile/{suggested[0]}")
			page.wait_for_timeout(2000)
			if page.locator(".social-candidate:visible").count():
				return page.locator(f".social-candidate:visible:has(a[href$='{suggested[1]}'])")
		raise AssertionError("no candidate was suggested; does a background worker run?")

	return open_


def test_a_candidate_shows_its_evidence_and_is_linked(open_candidates, page, suggested, token, api):
	candidate = open_candidates()
	expect(candidate).to_contain_text(f"ada@{token}.example")
	candidate.locator("button", has_text="Link").click()
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Linked")
	assert api("GET", f"/api/resource/Social Profile/{suggested[0]}")["lead"] == suggested[1]


def test_a_rejected_candidate_does_not_come_back(open_candidates, page, suggested):
	open_candidates().locator("button", has_text="Not This One").click()
	expect(page.locator(".social-candidate")).to_have_count(0)
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Unlinked")


def test_a_link_is_taken_back(desk, call, profile, mention, customer, api):
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	page = desk(f"social-profile/{profile['name']}")
	expect(page.locator(".social-mentions:visible")).to_contain_text(mention["title"][:40])
	page.locator(".page-actions button:visible", has_text="Unlink").click()
	page.locator(".modal.show button", has_text="Yes").click()
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Rejected")
	assert not api("GET", f"/api/resource/Mention/{mention['name']}").get("customer")
