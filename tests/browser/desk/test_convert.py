"""What a mention becomes: the group "Make" of its form, the documents it opens, and Ideas made of documents."""

import re

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

MAKEABLE = ["Lead", "Opportunity", "Issue", "Warranty Claim", "Task", "Idea", "Add to Idea…"]


def open_group(page, group):
	button = page.locator(".page-actions .inner-group-button:visible", has_text=group)
	button.locator("button").click()
	return button.locator(".dropdown-menu.show a")


def click(page, group, label):
	open_group(page, group).filter(has_text=re.compile(f"^\\s*{re.escape(label)}\\s*$")).click()


def make_it(page, label):
	"""Chooses `label` in the group "Make" and gives the name of the document that opens."""
	click(page, "Make", label)
	expect(page).to_have_url(re.compile("/app/(?!mention)"))
	return page.url.rsplit("/", 1)[1]


def test_the_group_shows_all_that_can_be_made(desk, mention):
	page = desk(f"mention/{mention['name']}")
	assert [text.strip() for text in open_group(page, "Make").all_inner_texts()] == MAKEABLE


def test_an_issue_is_made_once_and_opened_by_the_second_click(desk, mention, token):
	page = desk(f"mention/{mention['name']}")
	issue = make_it(page, "Issue")
	page.wait_for_timeout(2000)  # news of the changed mention must not pull the user back to it
	expect(page).to_have_url(re.compile(f"/app/issue/{issue}$"))
	post = page.locator(".timeline-message-box:visible", has_text=token)
	expect(post).to_contain_text("My drill is broken")
	expect(post.locator("a", has_text="See Post")).to_have_attribute("href", mention["permalink"])
	post.locator("a", has_text="Open Mention").click()
	expect(page).to_have_url(re.compile(f"/app/mention/{mention['name']}$"))
	assert make_it(page, f"Open Issue {issue}") == issue


def test_the_issue_leads_back_to_the_mention(desk, mention, token):
	page = desk(f"mention/{mention['name']}")
	make_it(page, "Issue")
	link = page.locator(".document-link[data-doctype=Mention]:visible")
	expect(link.locator(".count")).to_have_text("1")
	link.locator(".badge-link").click()
	expect(page).to_have_url(re.compile("/app/mention/view/list"))
	expect(page.locator(".list-row:visible", has_text=token)).to_have_count(1)


def test_a_second_post_of_the_author_joins_the_issue(desk, make, mention, profile, token):
	page = desk(f"mention/{mention['name']}")
	issue = make_it(page, "Issue")
	second = make("Mention", text=f"Still broken {token}", platform="Bluesky", social_profile=profile["name"])
	page = desk(f"mention/{second['name']}")
	assert make_it(page, "Issue") == issue
	expect(page.locator(".timeline-message-box:visible", has_text=token)).to_have_count(2)


@pytest.fixture
def by_mail(call, make, customer, profile):
	"""An open Issue of the customer whom the author of `mention` is linked to; it came from elsewhere."""
	call("profile.link", profile=profile["name"], party_type="Customer", party=customer["name"])
	return make("Issue", subject="Where is <b>my</b> invoice?", customer=customer["name"])


def test_an_open_issue_from_elsewhere_is_offered_and_joined(desk, api, mention, by_mail, token):
	page = desk(f"mention/{mention['name']}")
	click(page, "Make", "Issue")
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("Is It About One of These?")
	offered = dialog.locator(".social-similar")
	expect(offered).to_have_count(1)
	expect(offered).to_contain_text("Where is <b>my</b> invoice?")
	expect(offered).to_contain_text(by_mail["name"])
	offered.locator("button", has_text="Add to This").click()
	expect(page).to_have_url(re.compile(f"/app/issue/{by_mail['name']}$"))
	expect(page.locator(".timeline-message-box:visible", has_text=token)).to_have_count(1)
	made = api("GET", f"/api/resource/Mention/{mention['name']}")["documents"]
	assert [row["document_name"] for row in made] == [by_mail["name"]]


def test_a_new_issue_is_made_if_the_user_says_so(desk, mention, by_mail):
	page = desk(f"mention/{mention['name']}")
	click(page, "Make", "Issue")
	page.locator(".modal.show button.btn-primary", has_text="Make a New Issue").click()
	expect(page).to_have_url(re.compile("/app/issue/(?!new)"))
	assert page.url.rsplit("/", 1)[1] != by_mail["name"]


def test_closing_the_question_makes_nothing(desk, api, mention, by_mail):
	page = desk(f"mention/{mention['name']}")
	click(page, "Make", "Issue")
	page.locator(".modal.show .btn-modal-close").click()
	expect(page.locator(".modal.show")).to_have_count(0)
	assert not api("GET", f"/api/resource/Mention/{mention['name']}")["documents"]


def test_an_opportunity_makes_the_lead_and_has_the_items_of_the_topics(desk, make, api, mention, token):
	item = make("Item", item_code=f"Drill {token}", item_group="Products", stock_uom="Nos", is_stock_item=0)
	topics = [{"target_type": "Item", "target": item["name"]}]
	api("PUT", f"/api/resource/Mention/{mention['name']}", {"topics": topics})
	page = desk(f"mention/{mention['name']}")
	name = make_it(page, "Opportunity")
	opportunity = api("GET", f"/api/resource/Opportunity/{name}")
	assert opportunity["opportunity_from"] == "Lead"
	assert [row["item_code"] for row in opportunity["items"]] == [item["name"]]
	page = desk(f"mention/{mention['name']}")
	labels = [text.strip() for text in open_group(page, "Make").all_inner_texts()]
	assert f"Open Lead {opportunity['party_name']}" in labels and f"Open Opportunity {name}" in labels


def test_a_warranty_claim_says_what_is_missing(desk, no_console_errors, mention):
	page = desk(f"mention/{mention['name']}")
	click(page, "Make", "Warranty Claim")
	expect(page.locator(".modal.show")).to_contain_text("needs a Customer")
	no_console_errors[:] = [
		error for error in no_console_errors if "417" not in error and "needs a Customer" not in error
	]


def test_an_idea_is_made_of_an_issue_and_found_again(desk, make, token):
	issue = make("Issue", subject=token, description="I need <b>five</b> metres")
	page = desk(f"issue/{issue['name']}")
	click(page, "Idea", "Make Idea")
	expect(page).to_have_url(re.compile("/app/idea/"))
	idea = page.url.rsplit("/", 1)[1]
	expect(page.locator(".title-text:visible")).to_contain_text(token)
	page = desk(f"issue/{issue['name']}")
	click(page, "Idea", "Make Idea")
	expect(page).to_have_url(re.compile(f"/app/idea/{idea}$"))


def test_similar_ideas_are_offered_before_a_new_one(desk, make, api, token):
	idea = make("Idea", title=f"{token} {token}cable <b>x</b>")
	issue = make("Issue", subject=f"{token}cable")
	page = desk(f"issue/{issue['name']}")
	click(page, "Idea", "Make Idea")
	dialog = page.locator(".modal.show")
	expect(dialog).to_contain_text("Is It One of These?")
	dialog.locator(".social-similar", has_text=token).locator("button", has_text="Add to This").click()
	expect(page.locator(".desk-alert", has_text="Added")).to_be_visible()
	evidence = api("GET", f"/api/resource/Idea/{idea['name']}")["evidence"]
	assert [row["evidence"] for row in evidence] == [issue["name"]]


def test_a_document_is_added_to_an_idea_that_the_user_picks(desk, make, api, token):
	idea = make("Idea", title=f"a{token}")
	issue = make("Issue", subject=f"b{token}")
	page = desk(f"issue/{issue['name']}")
	click(page, "Idea", "Add to Idea…")
	dialog = page.locator(".modal.show")
	field = dialog.locator("input[data-fieldname=idea]")
	field.click()
	expect(dialog.locator("[role=option]").first).to_be_visible()
	field.press_sequentially(idea["name"], delay=50)
	dialog.locator(".awesomplete [role=option]", has_text=idea["name"]).click()
	dialog.locator("button.btn-primary", has_text="Add").click()
	expect(page.locator(".desk-alert", has_text="Added")).to_be_visible()
	evidence = api("GET", f"/api/resource/Idea/{idea['name']}")["evidence"]
	assert [row["evidence"] for row in evidence] == [issue["name"]]


def test_an_open_opportunity_speaks_for_no_idea(desk, make, customer):
	opportunity = make("Opportunity", opportunity_from="Customer", party_name=customer["name"])
	page = desk(f"opportunity/{opportunity['name']}")
	expect(page.locator(".page-head:visible .indicator-pill")).to_have_text("Open")
	expect(page.locator(".inner-group-button", has_text="Idea")).to_have_count(0)
