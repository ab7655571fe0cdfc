"""The Social section and the timeline on the forms of Customer, Lead and Contact."""

import pytest

expect = pytest.importorskip("playwright.sync_api").expect


PARTIES = {  # the field with the name, and the tab of the dashboard
	"Customer": ("customer_name", "Dashboard"),
	"Lead": ("first_name", "Connections"),
	"Contact": ("first_name", ""),
}


@pytest.fixture
def linked(call, profile, mention, customer):
	"""`customer`, whose profile and mention are linked to it."""
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	return customer


@pytest.fixture(params=PARTIES)
def form(request, desk, make, call, profile, mention, token):
	"""The form of a record of each kind, whose profile and mention are linked to it; its dashboard is open."""
	field, tab = PARTIES[request.param]
	record = make(request.param, **{field: f"Somebody {token}"})
	call("profile.link", profile=profile["name"], party_type=request.param, party=record["name"])
	page = desk(f"{request.param.lower()}/{record['name']}")
	open_dashboard(page, tab)
	return page


@pytest.fixture
def answerable(make, question, profile, token):
	"""What the person of `profile` has written on an account that can answer."""
	return make(
		"Mention",
		text=f"It broke again {token}",
		platform="Mastodon",
		social_account=question["social_account"],
		external_id=f"https://social.example/statuses/{token}-again",
		social_profile=profile["name"],
		raw=question["raw"],
	)


def open_dashboard(page, tab="Dashboard"):
	"""A Contact has no tabs: its dashboard is at the top."""
	if tab:
		page.locator(".form-tabs button.nav-link:visible", has_text=tab).click()


def test_the_form_shows_its_profile_mentions_and_trend(form, profile, mention):
	section = form.locator(".social-party:visible")
	expect(section).to_contain_text(profile["handle"])
	expect(section).to_contain_text("Linked by")
	expect(section.locator("a", has_text=mention["title"][:40])).to_be_visible()
	expect(section.locator(".indicator-pill.red", has_text="Problem")).to_be_visible()
	section.locator(".social-party-trend").scroll_into_view_if_needed()
	expect(section.locator(".social-party-trend rect.bar").first).to_be_attached()


def test_a_post_is_answered_from_the_form(answerable, form, api):
	line = form.locator(".social-party:visible .social-line", has_text="again")
	line.locator("button", has_text="Reply").click()
	box = form.locator(".modal.show")
	expect(box.locator("blockquote")).to_have_text(answerable["text"])
	expect(box.locator("#social-reply-counter")).to_be_visible()
	box.locator("textarea[data-fieldname=text]").fill("Sorry! We look into it.")
	box.locator("button.btn-primary", has_text="Send").click()
	expect(line).to_contain_text("is answering (Queued)")
	expect(line.locator("button", has_text="Reply")).to_have_count(0)
	told = api("GET", f"/api/method/social_crm_app.api.reply.state?mention={answerable['name']}")
	assert told["pending"]["status"] == "Queued"
	form.locator(".desk-alert [data-action=undo]").click()
	expect(line.locator("button", has_text="Reply")).to_be_visible()


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
