"""Answering a mention from its form: what stands in the way, the counter, customer data, and taking it back."""

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect


def reply_box(page):
	page.locator(".page-actions button:visible", has_text="Reply").click()
	box = page.locator(".modal.show")
	expect(box.locator("#social-reply-counter")).to_be_visible()
	return box


def text_of(box):
	return box.locator("textarea[data-fieldname=text]")


def test_a_reply_is_counted_sent_and_taken_back(desk, question, mastodon, token, api):
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	expect(box).to_contain_text(f"As Acme {token}")
	expect(box.locator("blockquote")).to_have_text(question["text"])
	text_of(box).fill("x" * 600)
	expect(box.locator("#social-reply-counter")).to_have_text("605 / 500")
	expect(box.locator("button.btn-primary", has_text="Send")).to_be_disabled()
	text_of(box).fill("Sorry! We look into it.")
	expect(box.locator("#social-reply-counter")).to_have_text("28 / 500")
	box.locator("button.btn-primary", has_text="Send").click()
	page.locator(".desk-alert [data-action=undo]").click()
	expect(text_of(page.locator(".modal.show"))).to_have_value("Sorry! We look into it.")
	told = api("GET", f"/api/method/social_crm_app.api.reply.state?mention={question['name']}")
	assert told["pending"] is None and not mastodon.posts


def test_what_is_taken_back_stays_private(desk, question, mastodon, make, token):
	make("Reply Template", title=f"Late {token}", text="Hi {{ first_name }}, it is late.")
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	box.locator("select[data-fieldname=template]").select_option(label=f"Late {token}")
	expect(text_of(box)).to_have_value("Hi Ada, it is late.")
	box.locator("select[data-fieldname=visibility]").select_option("Private")
	text_of(box).fill("Your order of 120 EUR is late.")
	expect(box.locator("#social-reply-counter")).to_have_text("35 / 500")
	box.locator("button.btn-primary", has_text="Send").click()
	page.locator(".desk-alert [data-action=undo]").click()
	again = page.locator(".modal.show")
	expect(text_of(again)).to_have_value("Your order of 120 EUR is late.")
	expect(again.locator("select[data-fieldname=visibility]")).to_have_value("Private")
	expect(again.locator("select[data-fieldname=template]")).to_have_value(f"Late {token}")
	expect(again.locator("#social-reply-counter")).to_have_text("35 / 500")
	expect(text_of(again)).to_have_value("Your order of 120 EUR is late.")
	assert not mastodon.posts


def test_a_private_reply_names_nobody_else(desk, question):
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	box.locator("select[data-fieldname=visibility]").select_option("Private")
	text_of(box).fill("@other@else.example your order, 12 EUR")
	expect(box.locator(".alert-warning")).to_contain_text("receives it: @other@else.example")
	expect(box.locator("button.btn-primary", has_text="Send")).to_be_disabled()
	text_of(box).fill("Your order, 12 EUR")
	expect(box.locator("button.btn-primary", has_text="Send")).to_be_enabled()


def test_a_draft_that_another_window_has_discarded(desk, question, call, no_console_errors):
	draft = call("reply.save_draft", mention=question["name"], text="Half a thought")
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	expect(text_of(box)).to_have_value("Half a thought")
	call("reply.undo", reply=draft)
	box.locator("button.btn-primary", has_text="Send").click()
	told = page.locator(".modal.show", has_text="discarded meanwhile")
	expect(told).to_be_visible()
	assert any("417" in error for error in no_console_errors)
	no_console_errors.clear()  # the browser's own line about the refusal
	told.locator(".btn-modal-close:visible").click()
	expect(told).to_have_count(0)
	box.locator("button.btn-primary", has_text="Send").click()
	expect(page.locator(".desk-alert", has_text="Sending in")).to_be_visible()


def test_customer_data_is_stopped_with_the_words_found(desk, question):
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	text_of(box).fill("You get 120 EUR back, call +49 30 901820")
	found = box.locator(".alert-warning")
	expect(found).to_contain_text("120 EUR")
	expect(found).to_contain_text("+49 30 901820")
	found.locator("button", has_text="Answer Privately").click()
	expect(found).to_have_count(0)


def test_a_template_fills_the_box(desk, question, make, token):
	make("Reply Template", title=f"Sorry {token}", text="Hi {{ first_name }}, sorry!")
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	box.locator("select[data-fieldname=template]").select_option(label=f"Sorry {token}")
	expect(text_of(box)).to_have_value("Hi Ada, sorry!")


def test_a_template_that_has_nothing_to_say_names_the_field(desk, question, make, token):
	make("Reply Template", title=f"Opened {token}", text="We opened {{ document.name }} for you.")
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	box.locator("select[data-fieldname=template]").select_option(label=f"Opened {token}")
	told = page.locator(".modal.show", has_text="document.name is empty: nothing was made of this mention")
	expect(told).to_be_visible()
	expect(box.locator("select[data-fieldname=template]").first).to_have_value("")
	expect(text_of(box)).to_have_value("")


def test_a_draft_comes_back(desk, question):
	page = desk(f"mention/{question['name']}")
	box = reply_box(page)
	text_of(box).fill("Not finished")
	box.locator("button", has_text="Save Draft").click()
	expect(box).to_have_count(0)
	expect(text_of(reply_box(page))).to_have_value("Not finished")


def test_what_cannot_be_answered_says_why_before_anybody_types(desk, mention):
	page = desk(f"mention/{mention['name']}")
	page.locator(".page-actions button:visible", has_text="Reply").click()
	said = page.locator(".modal.show")
	expect(said).to_contain_text("can only be answered by hand")
	expect(said.locator("a", has_text="Answer There")).to_have_attribute("href", mention["permalink"])
	expect(said.locator("textarea")).to_have_count(0)


def test_the_box_fits_on_a_telephone(desk, page, question):
	page.set_viewport_size({"width": 360, "height": 740})
	desk(f"mention/{question['name']}")
	page.locator(".menu-btn-group:visible button").click()
	page.locator(".menu-btn-group .dropdown-menu a:visible", has_text="Reply").click()
	box = page.locator(".modal.show")
	expect(box.locator("#social-reply-counter")).to_be_visible()
	text_of(box).fill("unbreakable" * 60 + " 99 EUR")
	expect(box.locator(".alert-warning")).to_be_visible()
	wider = box.locator("*").evaluate_all(
		"parts => parts.filter((part) => part.getBoundingClientRect().right > 360).length"
	)
	assert not wider
