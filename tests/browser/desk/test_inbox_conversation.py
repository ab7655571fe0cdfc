"""The rest of a conversation, told by the platform after the stored part is shown; and whom a note names."""

import http.server
import json
import threading

import pytest

sync_api = pytest.importorskip("playwright.sync_api")
expect = sync_api.expect

HOST = "https://social.example"
HOSTILE = '<img src=x onerror="window.hacked=1">'


class _Answers(http.server.BaseHTTPRequestHandler):
	"""A Mastodon server that knows what stands above and below every status."""

	def do_GET(self):
		told = {"ancestors": self.server.above, "descendants": self.server.below}
		body = json.dumps(told).encode()
		self.send_response(self.server.status)
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *_args):
		"""The test's output is not the place for an access log."""


@pytest.fixture
def server():
	server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
	server.above, server.below, server.status = [], [], 200
	server.url = f"http://127.0.0.1:{server.server_port}"
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


@pytest.fixture
def answer(make, server, token):
	"""A mention that answers a post which is not stored."""
	account = make(
		"Social Account",
		title=f"Acme {token}",
		platform="Mastodon",
		instance_url=server.url,
		access_token="x",
	)
	return make(
		"Mention",
		text=f"Mine stopped after two days as well. Is there a recall? {token}",
		platform="Mastodon",
		social_account=account["name"],
		external_id=f"{HOST}/statuses/{token}",
		posted_at="2026-11-20 10:05:00",
		author_name=f"Ada {token}",
		author_handle="ada@social.example",
		permalink=f"{HOST}/@ada/{token}",
		raw=json.dumps({"id": "77", "visibility": "public"}),
	)


@pytest.fixture
def status(token):
	"""`status(1, "Words", "who", minute)`: a status as Mastodon gives it."""

	def make_it(number, words, who, at="2026-11-20T01:00:00.000Z", **more):
		return {
			"id": str(number), "uri": f"{HOST}/{token}/{number}", "url": f"{HOST}/@{who}/{number}",
			"content": f"<p>{words}</p>", "created_at": at, "visibility": "public",
			"account": {"uri": f"{HOST}/users/{who}", "acct": f"{who}@social.example", "display_name": who.title()},
			**more,
		}  # fmt: skip

	return make_it


def items(page):
	return page.locator(".inbox-thread-pane .inbox-item")


def test_the_posts_around_it_come_after_the_mention_is_shown(inbox, server, answer, status, page):
	server.above = [
		status(1, "Our new drill is here: 40 Nm, two batteries.", "acme"),
		status(2, HOSTILE.replace("<", "&lt;"), "bob", "2026-11-20T01:01:00.000Z", in_reply_to_id="1"),
	]
	later = "2026-11-21T10:00:00.000Z"
	server.below = [status(9, "Same here, batch 1204.", "eve", later, in_reply_to_id="77")]
	page = inbox(f"mention={answer['name']}")
	expect(page.locator(".inbox-item-this .inbox-item-text")).to_contain_text("Is there a recall?")
	expect(items(page)).to_have_count(4)
	texts = page.locator(".inbox-thread-pane .inbox-item-text")
	expect(texts.nth(0)).to_have_text("Our new drill is here: 40 Nm, two batteries.")
	expect(texts.nth(1)).to_contain_text("img src=x onerror")
	expect(texts.nth(3)).to_have_text("Same here, batch 1204.")
	there = page.locator(".inbox-item-there")
	expect(there).to_have_count(3)
	expect(there.first).to_contain_text("Not stored here")
	expect(there.first.locator("a")).to_have_attribute("href", f"{HOST}/@acme/1")
	assert there.locator("[data-open]").count() == 0
	assert page.evaluate("window.hacked") is None
	expect(page.locator(".inbox-thread-said")).to_be_empty()


def test_a_platform_that_does_not_answer_is_one_line(inbox, server, answer):
	server.status = 500
	page = inbox(f"mention={answer['name']}")
	expect(page.locator(".inbox-thread-said")).to_contain_text("Mastodon does not answer just now")
	expect(items(page)).to_have_count(1)
	expect(page.locator(".modal.show")).to_have_count(0)


def test_it_fits_a_telephone(inbox, server, answer, status, page):
	page.set_viewport_size({"width": 360, "height": 740})
	server.above = [status(1, "unbreakable" * 30, "name" * 20)]
	page = inbox()
	page.locator(f".inbox-row[data-name='{answer['name']}']").click()
	expect(items(page)).to_have_count(2)
	expect(page.locator(".inbox-list-pane")).to_be_hidden()
	assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture
def outsider(make, api, token):
	"""A colleague who may read mentions, but no private ones: {email, name}."""
	role = make("Role", role_name=f"Reader {token}", desk_access=1)["name"]
	for right in ({}, {"ptype": "read", "value": 1}):
		call = "update" if right else "add"
		api(
			"POST",
			f"/api/method/frappe.core.page.permission_manager.permission_manager.{call}",
			{"parent" if call == "add" else "doctype": "Mention", "role": role, "permlevel": 0, **right},
		)
	email = f"{token}@example.com"
	make(
		"User", email=email, first_name=f"Olga{token}", send_welcome_email=0, roles=[{"role": role}],
	)  # fmt: skip
	yield {"email": email, "name": f"Olga{token}"}
	api(
		"POST",
		"/api/method/frappe.core.page.permission_manager.permission_manager.reset",
		{"doctype": "Mention"},
	)


def test_who_may_not_read_it_is_not_told_of_the_note_that_names_them(inbox, make, outsider, api, token):
	values = {
		"text": f"Between us. {token}",
		"platform": "Other",
		"private": 1,
		"author_name": f"Ada {token}",
	}
	page = inbox(f"mention={make('Mention', **values)['name']}")
	page.locator(".inbox-thread-tools").get_by_role("button", name="Note", exact=True).click()
	editor = page.locator(".inbox-note-box .ql-editor")
	editor.click()
	editor.type("Have a look ")
	editor.type(f"@{outsider['name']}", delay=30)
	page.locator(".ql-mention-list-item", has_text=outsider["name"]).first.click()
	expect(editor.locator(".mention")).to_contain_text(outsider["name"])
	page.locator(".inbox-note-box [data-save]").click()
	expect(page.locator(".desk-alert")).to_contain_text(f"may not read this: {outsider['name']}")
	expect(page.locator(".inbox-item-note")).to_contain_text(f"Have a look @{outsider['name']}")
	filters = json.dumps([["for_user", "=", outsider["email"]]])
	assert api("GET", f"/api/resource/Notification Log?filters={filters}") == []
