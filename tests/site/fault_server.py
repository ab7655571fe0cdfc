"""A platform that fails in every way, and processes of their own with a connection of their own."""

import contextlib
import http.server
import json
import subprocess
import sys
import threading
import time


class Platform(http.server.ThreadingHTTPServer):
	"""A server that speaks Mastodon and fails as `script` says, one word for each post that is tried.

	lost: posted, the line is cut before the answer; 500: posted, answered with 500; garbled: posted, answered
	with a web page; slow: posted, answered after a second and a half; hang: posted, never answered; duplicate:
	posted, and refused for being there already; early500: not posted; 429 and 422: refused. Like GoToSocial and
	snac it ignores Idempotency-Key.
	"""

	daemon_threads = True

	def __init__(self):
		super().__init__(("127.0.0.1", 0), _Answers)
		self.posts, self.script, self.down, self.scopes = [], [], False, ["read", "write"]
		self.hanging = threading.Event()
		self.url = f"http://127.0.0.1:{self.server_port}"

	def handle_error(self, request, client_address):
		"""Quiet: killed clients are what this is for."""


class _Answers(http.server.BaseHTTPRequestHandler):
	server: Platform

	def do_GET(self):
		if self.server.down:
			return self._tell(503, {"error": "Down"})
		path = self.path.partition("?")[0]
		newest_first = self.server.posts[::-1]
		return self._tell(
			200,
			{
				"/api/v1/accounts/verify_credentials": {"id": "1", "acct": "acme"},
				"/api/v1/apps/verify_credentials": {"scopes": self.server.scopes},
				"/api/v1/accounts/1/statuses": newest_first,
				"/api/v2/instance": {"configuration": {"statuses": {"max_characters": 500}}},
			}.get(path, {"ancestors": [], "descendants": []}),
		)

	def do_POST(self):
		sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
		what = self.server.script.pop(0) if self.server.script else "ok"
		if what in ("429", "422", "early500"):
			status = int(what.removeprefix("early"))
			return self._tell(
				status, {"error": f"No: {what}"}, **{"Retry-After": "70"} if status == 429 else {}
			)
		status = self._post(sent)
		if what == "lost":
			return self.connection.close()
		if what == "hang":
			self.server.hanging.set()
			return time.sleep(60)
		if what == "slow":
			time.sleep(1.5)
		if what == "duplicate":
			return self._tell(422, {"error": "You have said that already"})
		if what == "garbled":
			return self._tell(200, "<html>Welcome</html>")
		return self._tell(500 if what == "500" else 200, status)

	def _post(self, sent):
		number = len(self.server.posts) + 1
		url = f"{self.server.url}/@acme/{number}"
		status = {
			"id": str(number), "uri": url, "url": url, "created_at": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime())}.000Z",
			"account": {"id": "1"}, "in_reply_to_id": sent["in_reply_to_id"], "visibility": sent["visibility"],
			"content": f"<p>{sent['status']}</p>", "sent": sent,
		}  # fmt: skip
		self.server.posts.append(status)
		return status

	def _tell(self, status, body, **headers):
		body = body.encode() if isinstance(body, str) else json.dumps(body).encode()
		self.send_response(status)
		for name, value in {"Content-Length": str(len(body)), **headers}.items():
			self.send_header(name, value)
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, *args):
		"""Quiet: pytest's output is for failures."""


@contextlib.contextmanager
def serving_platform():
	"""A Platform for as long as the block runs."""
	server = Platform()
	threading.Thread(target=server.serve_forever, daemon=True).start()
	try:
		yield server
	finally:
		server.shutdown()
		server.server_close()


def start(program, *arguments):
	"""A Python process that runs `program`, the text of one."""
	return subprocess.Popen(
		[sys.executable, "-c", program, *arguments],
		start_new_session=True,
		stdin=subprocess.DEVNULL,
		stdout=subprocess.PIPE,
		stderr=subprocess.PIPE,
		text=True,
	)


def finish(process):
	"""The last word that it has printed, once it has ended well."""
	out, err = process.communicate(timeout=120)
	assert process.returncode == 0, err
	return out.split()[-1]
