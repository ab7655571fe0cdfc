"""What stands beside a post on its form, and the way from a Customer to the reply."""

import json
import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

NARROW = {"width": 360, "height": 740}
EVIL = '<img src=x onerror="window.hacked=1">'


@pytest.fixture
def linked(call, profile, mention, customer):
	"""`customer`, whose profile and mention are linked to it."""
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	return customer


@pytest.fixture
def documents(api, make, linked, token):
	"""The customer has an Issue, a deal and a late order."""
	make("Issue", subject=f"Handle broke {token}", customer=linked["name"])
	(company,) = api("GET", "/api/resource/Company?limit_page_length=1")
	values = {"company": company["name"], "opportunity_from": "Customer", "party_name": linked["name"]}
	make("Opportunity", opportunity_amount=4711, **values)
	order = make("Sales Order", **late_order(api, make, company["name"], linked["name"], token))
	api("PUT", f"/api/resource/Sales Order/{order['name']}", {"docstatus": 1})
	return order


def late_order(api, make, company, customer, token):
	groups = api("GET", '/api/resource/Item Group?filters=[["is_group","=",0]]&limit_page_length=1')
	item = make(
		"Item", item_code=f"Service {token}", item_group=groups[0]["name"], stock_uom="Nos", is_stock_item=0
	)
	items = [{"item_code": item["name"], "qty": 1, "rate": 1234, "delivery_date": "2026-01-20"}]
	return {
		"company": company, "customer": customer, "items": items, "transaction_date": "2026-01-10",
		"delivery_date": "2026-01-20",
	}  # fmt: skip


def beside(page):
	box = page.locator(".social-context:visible")
	box.scroll_into_view_if_needed()
	expect(box).to_have_attribute("aria-busy", "false")
	return box


def card(box, key):
	return box.locator(f".social-context-card[data-key={key}]")


def test_the_documents_of_the_customer_stand_beside_the_post(desk, mention, linked, documents, token):
	page = desk(f"mention/{mention['name']}")
	box = beside(page)
	expect(box.locator(".social-context-party a")).to_have_text(linked["customer_name"])
	expect(card(box, "issues").locator("a")).to_have_text(f"Handle broke {token}")
	expect(card(box, "opportunities")).to_contain_text(re.compile("4.711"))
	late = card(box, "late")
	expect(late).to_contain_text(re.compile("1.234"))
	expect(late.locator(".social-context-day")).to_have_attribute("title", re.compile("20.*2026|2026.*20"))
	late.locator("a", has_text=documents["name"]).click()
	expect(page.locator(".title-text:visible")).to_contain_text(linked["customer_name"])


def test_see_all_opens_the_list_of_just_these(desk, mention, linked, make, token):
	for number in range(6):
		make("Issue", subject=f"Issue {number} {token}", customer=linked["name"])
	make("Issue", subject=f"Of another {token}")
	page = desk(f"mention/{mention['name']}")
	card(beside(page), "issues").locator("a", has_text="See all").click()
	expect(page.locator(".list-row:visible", has_text=token)).to_have_count(6)


def test_an_unlinked_author_has_only_what_is_known(desk, mention, token):
	box = beside(desk(f"mention/{mention['name']}"))
	expect(box.locator(".social-context-name")).to_contain_text(f"Ada {token}")
	expect(box.locator(".social-context-card, .social-context-party")).to_have_count(0)
	expect(box).to_contain_text("Nothing more is known")


def test_it_fits_on_a_telephone(desk, page, mention, linked, documents, make, token):
	page.set_viewport_size(NARROW)
	make("Issue", subject=f"{'unbreakable' * 10} {token}", customer=linked["name"])
	desk(f"mention/{mention['name']}")
	box = beside(page)
	expect(card(box, "issues")).to_be_visible()
	wider = box.locator("*").evaluate_all(
		"(parts, width) => parts.filter((part) => part.getBoundingClientRect().right > width).length",
		NARROW["width"],
	)
	assert not wider


def test_nothing_that_is_answered_becomes_html(desk, page, mention, linked):
	"""The server's answer is made hostile as a whole: whatever a field holds, the page shows it as text."""
	row = dict.fromkeys(("name", "label", "about", "currency", "colour"), EVIL)
	row |= {"doctype": "Issue", "amount": 1, "date": "2026-01-01"}
	person = dict.fromkeys(
		("profile", "title", "platform", "handle", "url", "bio", "relationship", "avatar", "link_status"),
		EVIL,
	)
	keys = ("issues", "value")
	blocks = [
		{"key": key, "title": EVIL, "rows": [row], "total": 7, "more": True, "route": {"doctype": "Issue", "filters": {"customer": EVIL}}}
		for key in keys
	]  # fmt: skip
	answer = {
		"person": {**person, "followers": 5, "verified_purchaser": 1},
		"party": {"doctype": "Customer", "name": EVIL, "title": EVIL, "route": ""},
		"blocks": blocks,
	}
	page.route(
		"**/api/method/social_crm_app.api.context.beside*",
		lambda route: route.fulfill(content_type="application/json", body=json.dumps({"message": answer})),
	)
	box = beside(desk(f"mention/{mention['name']}"))
	expect(card(box, "issues")).to_contain_text(EVIL)
	page.wait_for_timeout(1000)
	assert page.evaluate("() => window.hacked") is None
	assert box.locator("img[src=x]").count() == 0


def test_a_failure_says_so_and_is_tried_again(desk, page, mention, linked, no_console_errors, token):
	address = "**/api/method/social_crm_app.api.context.beside*"
	page.route(address, lambda route: route.fulfill(status=500, body="{}"))
	box = beside(desk(f"mention/{mention['name']}"))
	expect(box).to_contain_text("could not be loaded")
	assert page.locator(".modal.show").count() == 0, "nothing stands in the way of the reply"
	no_console_errors.clear()  # the browser itself reports the 500
	page.unroute(address)
	box.locator("button", has_text="Try Again").click()
	expect(box.locator(".social-context-party a")).to_contain_text(token)


def test_a_late_answer_for_another_mention_is_dropped(desk, page, make, mention, linked, token):
	other = make("Mention", text=f"Other {token}", platform="Other", author_name=f"Second {token}")
	page = desk("social-crm")
	held = []
	page.route(f"**/*beside?mention={mention['name']}", lambda route: held.append(route))
	page.evaluate(
		"""async ([slow, quick]) => {
			window.box = $("<div>").appendTo(document.body);
			window.first = social_crm.context.show(window.box, slow);
			await social_crm.context.show(window.box, quick);
		}""",
		[mention["name"], other["name"]],
	)
	held[0].continue_()
	page.evaluate("window.first")
	expect(page.locator(".social-context-name")).to_contain_text(f"Second {token}")


# From the form of a Customer


@pytest.fixture
def section(desk, customer):
	"""The Social section of the customer's form, once it is there."""
	page = desk(f"customer/{customer['name']}")
	page.locator(".form-tabs button.nav-link:visible", has_text="Dashboard").click()
	found = page.locator(".social-party:visible")
	expect(found).to_be_visible()
	return found


def test_reply_on_a_customer_says_what_stands_in_its_way(page, linked, section, mention):
	section.locator("button[data-reply]").click()
	said = page.locator(".modal.show")
	expect(said).to_contain_text("can only be answered by hand")
	expect(said.locator("a", has_text="Answer There")).to_have_attribute("href", mention["permalink"])


@pytest.fixture
def question(call, make, customer, token):
	"""A mention of the customer on an account that can answer; nobody listens there."""
	account = make(
		"Social Account", title=f"Acme {token}", platform="Mastodon", instance_url="http://127.0.0.1:9",
		access_token="x",
	)  # fmt: skip
	profile = make("Social Profile", platform="Mastodon", handle=f"{token}@social.example")["name"]
	call("profile.link", profile=profile, party_type="Customer", party=customer["name"])
	return make(
		"Mention", text=f"It broke {token}", platform="Mastodon", social_account=account["name"],
		external_id=f"https://social.example/statuses/{token}", social_profile=profile,
		raw=json.dumps({"id": "77", "visibility": "public"}),
	)  # fmt: skip


def test_reply_on_a_customer_opens_the_box_and_then_the_line_says_who_answers(page, question, section):
	section.locator("button[data-reply]").click()
	box = page.locator(".modal.show")
	expect(box.locator("#social-reply-counter")).to_be_visible()
	expect(box.locator("blockquote")).to_have_text(question["text"])
	box.locator("textarea[data-fieldname=text]").fill("Sorry! We look into it.")
	box.locator("button.btn-primary", has_text="Send").click()
	expect(section.locator(".indicator", has_text="is answering")).to_be_visible()
	expect(section.locator("button[data-reply]")).to_have_count(0)
	expect(page.locator(".social-party:visible")).to_have_count(1)
