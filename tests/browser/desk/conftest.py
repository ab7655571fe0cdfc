"""What the tests of the desk share: records made through the web API, and a feed on loopback.

Names carry a token of their own, so that a test never meets the records of another one or of an earlier run.
"""

import http.server
import threading
import uuid

import pytest

expect = pytest.importorskip("playwright.sync_api").expect
expect.set_options(timeout=20_000)  # milliseconds; the first page after an installation is slow


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
