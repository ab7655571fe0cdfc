"""A store in a folder of its own, and a server for feeds that say what a test wants."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

import pytest

from social_crm_app.preview.store import Store


@pytest.fixture
def store(tmp_path):
	"""An empty database of the preview."""
	with Store(tmp_path / "preview.sqlite3") as opened:
		yield opened


class _Feeds(ThreadingHTTPServer):
	"""`feeds` maps a path to (status, body)."""

	daemon_threads = True

	def __init__(self):
		super().__init__(("127.0.0.1", 0), _Handler)
		self.feeds: dict[str, tuple[int, bytes]] = {}

	@property
	def url(self):
		return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
	def do_GET(self):
		status, body = self.server.feeds.get(self.path, (404, b"no such feed"))
		self.send_response(status)
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *_arguments):
		"""Tests need no access log."""


@pytest.fixture
def feeds():
	"""A real HTTP server on loopback; fill `feeds.feeds`."""
	with _Feeds() as server:
		thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
		thread.start()
		yield server
		server.shutdown()
		thread.join()


@pytest.fixture
def rss():
	"""rss(item, ...) is a feed; each item maps tags to texts, which are escaped."""

	def build(*items: dict[str, str]) -> bytes:
		body = "".join(
			"<item>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in item.items()) + "</item>"
			for item in items
		)
		head = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title>'
		return f'<?xml version="1.0"?>{head}{body}</channel></rss>'.encode()

	return build
