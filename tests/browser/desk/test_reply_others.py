"""Two people before one mention: each sees that the other has the reply box open, and the second one what was said."""

import time

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect


def open_box(page):
	page.locator(".page-actions button:visible", has_text="Reply").click()
	box = page.locator(".modal.show")
	expect(box.locator("#social-reply-counter")).to_be_visible()
	return box


def answer(call, api, question, text):
	"""A colleague's reply, as far as the platform."""
	reply = call("reply.send", mention=question["name"], text=text, request_key=question["name"])["name"]
	for _round in range(60):
		call("reply.deliver", reply=reply)
		if api("GET", f"/api/resource/Mention Reply/{reply}")["status"] == "Sent":
			return
		time.sleep(1)
	pytest.fail("the worker has not sent the reply")


def test_an_open_box_is_seen_in_the_form_and_in_the_other_box(desk, window, question):
	there = window("Social CRM User")(f"mention/{question['name']}")
	open_box(there)
	here = desk(f"mention/{question['name']}")
	expect(here.locator(".social-reply-state:visible")).to_have_text("User has the reply box open.")
	box = open_box(here)
	expect(box).to_contain_text("User has the reply box open.")
	there.locator(".modal.show .btn-modal-close").click()
	expect(there.locator(".modal.show")).to_have_count(0)
	box.locator(".btn-modal-close").click()
	here.reload()
	expect(here.locator(".page-actions button:visible", has_text="Reply")).to_be_visible()
	expect(here.locator(".social-reply-state:visible")).to_have_count(0)


def test_the_second_one_reads_what_the_first_has_said(window, question, mastodon, api, call):
	page = window("Social CRM User")(f"mention/{question['name']}")
	box = open_box(page)
	box.locator("textarea[data-fieldname=text]").fill("Me too")
	answer(call, api, question, "We look into it.")
	box.locator("button.btn-primary", has_text="Send").click()
	told = box.locator("[data-answered]")
	expect(told).to_contain_text("Administrator has answered this meanwhile")
	expect(told).to_contain_text("We look into it.")
	assert len(mastodon.posts) == 1
	box.locator("button.btn-primary", has_text="Send Anyway").click()
	expect(page.locator(".desk-alert", has_text="Sending in")).to_be_visible()
