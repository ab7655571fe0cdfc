"""What the tests of the desk share: records made through the web API, a feed and a Mastodon server on loopback.

Names carry a token of their own, so that a test never meets the records of another one or of an earlier run.
"""

import http.server
import json
import threading
import uuid

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=20_000)  # milliseconds; the first page after an installation is slow
LOOKED_AT = 90  # seconds until background workers have looked at a new profile


@pytest.fixture(autouse=True)
def no_console_errors(new_page, page):
	"""Fails a test in whose window the browser's console showed an error."""
	errors = []
	page.on("console", lambda message: message.type == "error" and errors.append(message.text))
	yield errors
	assert not errors, errors


@pytest.fixture
def token():
	"""A word that is used by this test only."""
	return f"t{uuid.uuid4().hex[:10]}"


@pytest.fixture
def make(api):
	"""`make(doctype, **values)`: inserts a document and returns it."""
	return lambda doctype, **values: api("POST", f"/api/resource/{doctype}", values)


@pytest.fixture
def call(api):
	"""`call(path, **arguments)`: calls a whitelisted function of the app."""
	return lambda path, **arguments: api("POST", f"/api/method/social_crm_app.api.{path}", arguments)


@pytest.fixture
def minute_passes(api):
	"""`minute_passes()`: what the scheduler does every minute, which the site of these tests has not: what a running
	job was too late for is sent to a worker again."""
	method = "social_crm_app.jobs.scheduler.dispatch"

	def dispatch():
		job = api("GET", f'/api/resource/Scheduled Job Type?filters=[["method","=","{method}"]]')[0]
		event = {"doc": json.dumps(job)}
		api(
			"POST",
			"/api/method/frappe.core.doctype.scheduled_job_type.scheduled_job_type.execute_event",
			event,
		)

	return dispatch


@pytest.fixture
def wait_for_matches(api, page, minute_passes):
	"""`wait_for_matches(profile, count)`: until background workers have suggested so many records for a profile."""

	def wait(profile, count):
		path = f'/api/resource/Social Profile Match?filters=[["profile","=","{profile}"]]'
		for second in range(LOOKED_AT):
			if len(api("GET", path)) == count:
				return
			if second % 20 == 19:
				minute_passes()
			page.wait_for_timeout(1000)
		raise AssertionError("no candidates were suggested; does a background worker run?")

	return wait


@pytest.fixture
def window(make, new_page, token):
	"""`window(role)`: `go(route)` opens that page of the desk for a new user with this role, in a window of its own."""

	password = "Approve-4711-replies"

	def open_window(role):
		email = f"{role.lower().replace(' ', '-')}-{token}@users.example"
		make(
			"User", email=email, first_name=role.split()[-1], send_welcome_email=0, new_password=password,
			roles=[{"role": role}],
		)  # fmt: skip
		page = new_page(email, password)

		def go(route):
			page.goto(f"/app/{route}")
			page.wait_for_function(
				"window.frappe && frappe.boot && !frappe.request?.ajax_count && !frappe.dom?.freeze_count"
			)
			return page

		return go

	return open_window


@pytest.fixture
def customer(make, token):
	return make("Customer", customer_name=f"Customer {token}", customer_type="Individual")


@pytest.fixture
def profile(make, token):
	"""The Social Profile of somebody who is not linked yet."""
	return make(
		"Social Profile", platform="Bluesky", handle=f"{token}.bsky.social", display_name=f"Ada {token}"
	)


@pytest.fixture
def mention(make, profile, token):
	"""A problem that the person of `profile` wrote about."""
	return make(
		"Mention",
		text=f"My drill is broken and nobody answers me. {token}",
		platform="Bluesky",
		social_profile=profile["name"],
		permalink=f"https://bsky.app/profile/{token}/post/1",
	)


@pytest.fixture
def feed():
	"""A feed server on loopback: `feed.url`; what it answers is `feed.body` and `feed.status`."""
	server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Feed)
	server.body, server.status = b"", 200
	server.url = f"http://127.0.0.1:{server.server_port}/feed.xml"
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


class _Feed(http.server.BaseHTTPRequestHandler):
	def do_GET(self):
		self.send_response(self.server.status)
		self.send_header("Content-Type", "application/atom+xml; charset=utf-8")
		self.send_header("Content-Length", str(len(self.server.body)))
		self.end_headers()
		self.wfile.write(self.server.body)

	def log_message(self, *_args):
		"""The test's output is not the place for an access log."""


@pytest.fixture
def account(make, feed, token):
	"""An enabled Social Account that reads `feed`."""
	return make("Social Account", title=f"Feed {token}", platform="RSS/Atom Feed", instance_url=feed.url)


class _Mastodon(http.server.BaseHTTPRequestHandler):
	"""As much of a Mastodon server as a reply needs; what is posted is kept in `server.posts`."""

	def do_GET(self):
		told = {
			"/api/v2/instance": {"configuration": {"statuses": {"max_characters": 500}}},
			"/api/v1/apps/verify_credentials": {"scopes": ["read", "write"]},
		}
		self._tell(told.get(self.path.partition("?")[0], {}))

	def do_POST(self):
		sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
		self.server.posts.append(sent)
		url = f"{self.server.url}/@acme/{len(self.server.posts)}"
		self._tell({"id": "1", "uri": url, "url": url, "created_at": "2026-11-20T12:00:00Z"})

	def _tell(self, body):
		body = json.dumps(body).encode()
		self.send_response(200)
		self.send_header("Content-Type", "application/json")
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *_args):
		"""The test's output is not the place for an access log."""


@pytest.fixture
def mastodon():
	server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Mastodon)
	server.posts, server.url = [], f"http://127.0.0.1:{server.server_port}"
	threading.Thread(target=server.serve_forever, daemon=True).start()
	yield server
	server.shutdown()
	server.server_close()


@pytest.fixture
def question(make, mastodon, token):
	"""A mention on an account that can answer."""
	account = make(
		"Social Account",
		title=f"Acme {token}",
		platform="Mastodon",
		instance_url=mastodon.url,
		access_token="x",
	)
	return make(
		"Mention",
		text=f"My drill is broken <b>again</b> {token}",
		platform="Mastodon",
		social_account=account["name"],
		external_id=f"https://social.example/statuses/{token}",
		author_name=f"Ada {token}",
		author_handle="ada@social.example",
		permalink=f"https://social.example/@ada/{token}",
		raw=json.dumps({"id": "77", "visibility": "public"}),
	)


@pytest.fixture
def several(make, token):
	"""`several(3)` makes mentions, the first the newest, and returns their names."""

	def make_them(count):
		made = []
		for number in range(count, 0, -1):
			text = f"Number {number}, my drill is broken. {token}"
			at = f"2026-01-01 10:{number:02}:00"
			made.append(
				make("Mention", text=text, posted_at=at, platform="Other", author_name=f"Ada {token}")
			)
		return [mention["name"] for mention in made]

	return make_them


@pytest.fixture
def inbox(desk, token):
	"""`inbox("status=All")` opens the inbox with the mentions of this test."""

	def open_(query=""):
		page = desk(f"social-inbox?search={token}&{query}")
		page.locator(".inbox-list-pane").locator(".inbox-row, .inbox-empty").first.wait_for()
		return page

	return open_


@pytest.fixture
def assigned(api):
	"""`assigned(name)`: who has an open ToDo for the mention."""

	def of(name):
		filters = json.dumps([["reference_name", "=", name], ["status", "=", "Open"]])
		found = api("GET", f'/api/resource/ToDo?filters={filters}&fields=["allocated_to"]')
		return [todo["allocated_to"] for todo in found]

	return of


@pytest.fixture
def stored(api):
	"""`stored(name)`: the mention as it is in the database."""
	return lambda name: api("GET", f"/api/resource/Mention/{name}")
