"""Serves the demo's story on loopback: /feed.xml, and what a Mastodon server answers about mentions.

Usage: python -m social_crm_app.preview.demo_server --port PORT --epoch SECONDS. Read-only, and nothing but the
standard library. It must not listen on any other address, and it
knows nothing of ERPNext: the app meets it as it meets any feed and any server.
"""

import argparse
import hashlib
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from social_crm_app.preview import demo_story

TOKEN = "demo-token-of-a-server-on-loopback"
CALLS_PER_WINDOW = 300  # Mastodon's own limit, per five minutes
WINDOW = 300


class DemoServer(ThreadingHTTPServer):
	"""Knows when the story began; `now` can be replaced to look into its future, `quiet` keeps the access log off."""

	daemon_threads = True

	def __init__(self, port: int, epoch: float, now=time.time, *, quiet: bool = False):
		super().__init__(("127.0.0.1", port), Handler)
		self.epoch = epoch
		self.now = now
		self.quiet = quiet

	@property
	def url(self) -> str:
		return f"http://127.0.0.1:{self.server_address[1]}"

	def entries(self, channel: str) -> list[demo_story.Entry]:
		return demo_story.visible(channel, self.epoch, self.now())


class Handler(BaseHTTPRequestHandler):
	"""Answers GET; the Mastodon side wants the token, the feed is open."""

	protocol_version = "HTTP/1.1"
	server: DemoServer

	def do_GET(self):
		url = urlsplit(self.path)
		if url.path == "/feed.xml":
			return self.send_feed()
		if url.path in ("/api/v1/instance", "/api/v2/instance"):
			return self.send_json({"uri": demo_story.HOME, "title": "Acme's server", "version": "4.3.0"})
		answer = {
			"/api/v1/accounts/verify_credentials": lambda _query: (demo_story.own_account(), {}),
			"/api/v1/notifications": self.notifications,
		}.get(url.path)
		if answer is None:
			return self.send_json({"error": "Record not found"}, 404)
		if self.headers.get("Authorization") != f"Bearer {TOKEN}":
			return self.send_json({"error": "The access token is invalid"}, 401)
		body, headers = answer(parse_qs(url.query))
		self.send_json(body, 200, headers)

	def send_feed(self):
		"""The feed, or 304 when the caller has just this version."""
		body = demo_story.atom(self.server.entries("forum"), f"{self.server.url}/feed.xml").encode()
		etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
		if self.headers.get("If-None-Match") == etag:
			return self.send_bytes(b"", 304, {"ETag": etag})
		self.send_bytes(body, 200, {"ETag": etag, "Content-Type": "application/atom+xml; charset=utf-8"})

	def notifications(self, query: dict[str, list[str]]) -> tuple[list, dict[str, str]]:
		"""A page of mentions and its Link header; other types of notification do not happen here."""
		wanted = query.get("types[]", ["mention"])
		if "mention" not in wanted or "mention" in query.get("exclude_types[]", []):
			return [], {}
		bounds = {name: query[name][0] for name in ("max_id", "since_id", "min_id") if name in query}
		limit = int(query.get("limit", ["15"])[0])
		page = demo_story.notifications(self.server.entries("fediverse"), limit, **bounds)
		return page, {"Link": self.links(page)} if page else {}

	def links(self, page: list[dict]) -> str:
		base = f"{self.server.url}/api/v1/notifications?types[]=mention"
		older, newer = page[-1]["id"], page[0]["id"]
		return f'<{base}&max_id={older}>; rel="next", <{base}&min_id={newer}>; rel="prev"'

	def send_json(self, body, code: int = 200, headers: dict[str, str] | None = None):
		reset = time.gmtime((int(self.server.now()) // WINDOW + 1) * WINDOW)
		limits = {
			"X-RateLimit-Limit": str(CALLS_PER_WINDOW),
			"X-RateLimit-Remaining": str(CALLS_PER_WINDOW - 1),
			"X-RateLimit-Reset": time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", reset),
		}
		data = json.dumps(body, ensure_ascii=False).encode()
		self.send_bytes(
			data, code, {"Content-Type": "application/json; charset=utf-8", **limits, **(headers or {})}
		)

	def log_message(self, format: str, *args) -> None:
		if not self.server.quiet:
			super().log_message(format, *args)

	def send_bytes(self, data: bytes, code: int, headers: dict[str, str]):
		self.send_response(code)
		for name, value in headers.items():
			self.send_header(name, value)
		self.send_header("Content-Length", str(len(data)))
		self.end_headers()
		self.wfile.write(data)


def main() -> None:
	parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
	parser.add_argument("--port", type=int, required=True)
	parser.add_argument("--epoch", type=float, required=True, help="Unix seconds at which the demo began")
	arguments = parser.parse_args()
	with DemoServer(arguments.port, arguments.epoch) as server:
		server.serve_forever()


if __name__ == "__main__":
	main()
