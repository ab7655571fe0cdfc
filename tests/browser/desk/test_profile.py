"""Social Profile: the match panel with its evidence, what people decide in it, and taking it back."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


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
def open_candidates(desk, page, suggested, wait_for_matches):
	"""Opens the profile's form as soon as the background job has found the candidate."""

	def open_():
		wait_for_matches(suggested[0], 1)
		desk(f"social-profile/{suggested[0]}")
		return page.locator(f".social-candidate:visible:has(a[href$='{suggested[1]}'])")

	return open_


def status(page):
	return page.locator(".page-head:visible .indicator-pill")


def press(page, label):
	"""A button of the panel."""
	page.locator(".social-matches:visible button", has_text=label).first.click()


def answer(page, label, why=""):
	"""The dialog that asks for a reason."""
	if why:
		page.locator(".modal.show [data-fieldname=why] textarea").fill(why)
	page.locator(".modal.show .btn-modal-primary", has_text=label).click()
	expect(page.locator(".modal.show")).to_have_count(0)


def first_name(page):
	"""The field of the new record's form."""
	return page.locator(".frappe-control[data-fieldname=first_name]:visible input")


def test_a_candidate_is_confirmed_with_a_reason_and_taken_back(open_candidates, page, suggested, token, api):
	candidate = open_candidates()
	expect(candidate).to_contain_text(f"ada@{token}.example")
	expect(candidate).to_contain_text("Claimed")
	candidate.locator("button", has_text="Confirm").click()
	answer(page, "Confirm", "Met <b>her</b>")
	expect(status(page)).to_have_text("Linked")
	expect(page.locator(".social-decision:visible")).to_contain_text("Met <b>her</b>")
	assert api("GET", f"/api/resource/Social Profile/{suggested[0]}")["lead"] == suggested[1]
	press(page, "Undo")
	answer(page, "Undo")
	expect(status(page)).to_have_text("Suggested")
	expect(page.locator(".social-candidate:visible button", has_text="Confirm")).to_be_visible()


def test_a_rejected_candidate_does_not_come_back(open_candidates, page):
	open_candidates().locator("button", has_text="Reject").click()
	answer(page, "Reject")
	expect(page.locator(".social-candidate")).to_have_count(0)
	expect(status(page)).to_have_text("Unlinked")


def test_the_panel_is_used_with_the_keyboard(open_candidates, page):
	open_candidates().locator("button", has_text="Confirm").focus()
	page.keyboard.press("Enter")
	expect(page.locator(".modal.show")).to_contain_text("Is This the Same?")
	expect(page.locator(".modal.show [data-fieldname=why] textarea")).to_be_focused()
	page.keyboard.press("Escape")
	expect(page.locator(".modal.show")).to_have_count(0)


def test_a_link_is_taken_back(desk, call, profile, mention, customer, api):
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	page = desk(f"social-profile/{profile['name']}")
	expect(page.locator(".social-mentions:visible")).to_contain_text(mention["title"][:40])
	press(page, "Unlink")
	answer(page, "Reject")
	expect(status(page)).to_have_text("Rejected")
	assert not api("GET", f"/api/resource/Mention/{mention['name']}").get("customer")


def test_not_a_customer_is_kept_out_until_undone(desk, profile):
	page = desk(f"social-profile/{profile['name']}")
	press(page, "Not a Customer")
	answer(page, "Keep Out", "A journalist")
	expect(page.locator(".social-matches:visible")).to_contain_text("Not a Customer")
	expect(status(page)).to_have_text("Rejected")
	press(page, "Undo")
	answer(page, "Undo")
	expect(status(page)).to_have_text("Unlinked")


def test_a_new_lead_is_filled_and_linked_when_it_is_saved(desk, profile, token, api):
	page = desk(f"social-profile/{profile['name']}")
	press(page, "Create Lead")
	expect(first_name(page)).to_have_value("Ada")
	page.locator(".page-head:visible .primary-action", has_text="Save").click()
	expect(page.locator(".desk-alert", has_text="Social profile linked")).to_be_visible()
	held = api("GET", f"/api/resource/Social Profile/{profile['name']}")
	lead = api("GET", f"/api/resource/Lead/{held['lead']}")
	assert (lead["last_name"], lead["social_handles"]) == (token, f"bluesky: {token}.bsky.social")


def test_a_new_contact_takes_over_the_address(desk, make, token, api):
	profile = make("Social Profile", platform="Other", display_name="Ada L", email=f"ada@{token}.example")
	page = desk(f"social-profile/{profile['name']}")
	press(page, "Create Contact")
	expect(first_name(page)).to_have_value("Ada")
	page.locator(".page-head:visible .primary-action", has_text="Save").click()
	expect(page.locator(".desk-alert", has_text="Social profile linked")).to_be_visible()
	held = api("GET", f"/api/resource/Social Profile/{profile['name']}")
	assert api("GET", f"/api/resource/Contact/{held['contact']}")["email_id"] == f"ada@{token}.example"


def test_two_profiles_of_one_person(desk, make, profile, token, api):
	other = make("Social Profile", platform="Bluesky", handle=f"{token}.example", display_name=f"A {token}")
	page = desk(f"social-profile/{profile['name']}")
	press(page, "Same Person as")
	field = page.locator(".modal.show [data-fieldname=other] input")
	expect(field).to_be_focused()
	field.fill(f"A {token}")
	page.locator(".modal.show .awesomplete [role=option]", has_text=f"A {token}").first.click()
	answer(page, "Merge", "Same face")
	expect(status(page)).to_have_text("Linked")
	held = [api("GET", f"/api/resource/Social Profile/{one['name']}") for one in (profile, other)]
	assert held[0]["contact"] and held[0]["contact"] == held[1]["contact"]


def test_the_panel_of_a_mention_decides_too(desk, call, profile, mention, customer, api):
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	page = desk(f"mention/{mention['name']}")
	expect(page.locator(".social-candidate:visible")).to_contain_text(customer["name"])
	press(page, "Undo")
	answer(page, "Undo")
	expect(page.locator(".social-candidate:visible")).to_have_count(0)
	assert not api("GET", f"/api/resource/Mention/{mention['name']}").get("customer")
