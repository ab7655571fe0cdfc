"""Feeds from a real nginx on loopback: what its validators, redirects and limits do to the connector."""

import gzip
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from social_crm_app.connectors.base import AccountConfig
from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.rss import RSSFeed
from social_crm_app.exceptions import AuthExpired, BadPayload, Gone, NotPermitted, RateLimited, Unreachable

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = [
	pytest.mark.peer,
	pytest.mark.skipif(not NGINX, reason="no nginx on this machine (Debian: apt-get install nginx-light)"),
]

CONFIG = """
daemon off; master_process off; pid {prefix}/nginx.pid; error_log {prefix}/error.log;
events {{ worker_connections 64; }}
http {{
	types {{ application/rss+xml rss; text/html html; }}
	log_format lines '$request_uri|$status|$sent_http_content_encoding|$connection';
	access_log {prefix}/access.log lines;
	client_body_temp_path {prefix}/t1; proxy_temp_path {prefix}/t2; fastcgi_temp_path {prefix}/t3;
	uwsgi_temp_path {prefix}/t4; scgi_temp_path {prefix}/t5;
	gzip on; gzip_types application/rss+xml; gzip_min_length 100;
	server {{
		listen 127.0.0.1:{port};
		root {prefix}/www;
		location = /moved {{ return 301 /feed.rss; }}
		location = /moved-twice {{ return 308 /moved; }}
		location = /elsewhere-today {{ return 302 /feed.rss; }}
		location = /circle {{ return 302 /circle; }}
		location = /inside {{ return 301 http://169.254.169.254/latest/; }}
		location = /gone {{ return 410; }}
		location = /forbidden {{ deny all; }}
		location = /busy {{ add_header Retry-After 120 always; return 429; }}
		location = /down {{ return 503; }}
		location = /slow.rss {{ gzip off; limit_rate 100; }}
		location = /private.rss {{ auth_basic "Members"; auth_basic_user_file {prefix}/users; }}
	}}
}}
"""


def feed(*numbers: int, filler: str = "") -> str:
	items = "".join(
		f"<item><guid>https://blog.example/{n}</guid><title>Post {n}</title><description>{filler}</description></item>"
		for n in numbers
	)
	return f'<?xml version="1.0"?><rss version="2.0"><channel><title>A blog</title>{items}</channel></rss>'


class Peer:
	"""A running nginx, its folder and what it has logged."""

	def __init__(self, prefix: Path):
		self.prefix, self.www = prefix, prefix / "www"
		self.www.mkdir()
		with socket.create_server(("127.0.0.1", 0)) as free:
			self.port = free.getsockname()[1]
		(prefix / "nginx.conf").write_text(CONFIG.format(prefix=prefix, port=self.port))
		(prefix / "users").write_text("ann:{PLAIN}open-sesame\n")
		command = [NGINX, "-p", str(prefix), "-c", "nginx.conf", "-e", str(prefix / "error.log")]
		self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
		self._wait()

	def _wait(self) -> None:
		for _try in range(100):
			if self.process.poll() is not None:
				raise RuntimeError(f"nginx did not start: {self.process.stderr.read()[-500:]}")
			with socket.socket() as line:
				if line.connect_ex(("127.0.0.1", self.port)) == 0:
					return
			time.sleep(0.05)
		raise RuntimeError("nginx does not answer")

	def stop(self) -> None:
		self.process.terminate()
		self.process.wait(10)
		self.process.stderr.close()

	def write(self, name: str, text: str, age: int = 0) -> None:
		path = self.www / name
		path.write_text(text)
		os.utime(path, (time.time() - age, time.time() - age))

	def log(self) -> list[list[str]]:
		"""[path, status, encoding, connection] of every request so far; nginx writes a line after answering."""
		time.sleep(0.1)
		return [line.split("|") for line in (self.prefix / "access.log").read_text().splitlines()]


@pytest.fixture(scope="module")
def running(tmp_path_factory):
	found = Peer(tmp_path_factory.mktemp("nginx"))
	yield found
	found.stop()


@pytest.fixture
def peer(running):
	(running.prefix / "access.log").write_text("")
	running.write("feed.rss", feed(2, 1, filler="words " * 200), age=100)
	return running


def fetch(peer, path, cursor=None, client=None, **more):
	config = AccountConfig(platform="rss", instance_url=f"http://127.0.0.1:{peer.port}{path}", **more)
	return RSSFeed(client or HttpClient(allow_loopback=True)).fetch(config, cursor)


def numbers(page):
	return [post.external_id.rpartition("/")[2] for post in page.posts]


def test_an_unchanged_feed_costs_a_304_and_a_changed_one_comes(peer):
	first = fetch(peer, "/feed.rss")
	assert numbers(first) == ["2", "1"] and first.complete_until is not None
	second = fetch(peer, "/feed.rss", first.next_cursor)
	assert second.posts == () and second.next_cursor == first.next_cursor
	assert second.complete_until >= first.complete_until
	peer.write("feed.rss", feed(3, 2, 1))
	assert numbers(fetch(peer, "/feed.rss", second.next_cursor)) == ["3", "2", "1"]
	assert [line[1] for line in peer.log()] == ["200", "304", "200"]


def test_the_feed_came_compressed(peer):
	fetch(peer, "/feed.rss")
	assert peer.log()[0][2] == "gzip"


def test_connections_are_kept(peer):
	client = HttpClient(allow_loopback=True)
	fetch(peer, "/feed.rss", client=client)
	fetch(peer, "/feed.rss", client=client)
	first, second = peer.log()
	assert first[3] == second[3]
	client.close()


@pytest.mark.parametrize("path", ["/moved", "/moved-twice"])
def test_a_permanent_move_is_followed_once_and_then_remembered(peer, path):
	first = fetch(peer, path)
	assert numbers(first) == ["2", "1"]
	(peer.prefix / "access.log").write_text("")
	assert fetch(peer, path, first.next_cursor).posts == ()
	assert [line[:2] for line in peer.log()] == [["/feed.rss", "304"]]


def test_a_temporary_one_is_followed_every_time(peer):
	first = fetch(peer, "/elsewhere-today")
	fetch(peer, "/elsewhere-today", first.next_cursor)
	assert [line[1] for line in peer.log()] == ["302", "200", "302", "304"]


@pytest.mark.parametrize(
	("path", "error", "status", "calls"),
	[
		("/gone", Gone, 410, 1),
		("/nothing-here", Gone, 404, 1),
		("/forbidden", NotPermitted, 403, 1),
		("/busy", RateLimited, 429, 1),
		("/down", Unreachable, 503, 3),
		("/circle", Unreachable, None, 6),
		("/inside", Unreachable, None, 1),
		("/private.rss", AuthExpired, 401, 1),
	],
)
def test_refusals(peer, path, error, status, calls):
	with pytest.raises(error) as caught:
		fetch(peer, path)
	assert caught.value.http_status == status and len(peer.log()) == calls
	if error is RateLimited:
		assert caught.value.retry_after == 120
	if status:
		assert str(status) in caught.value.provider_message  # nginx's own title


def test_basic_credentials_open_the_door(peer):
	peer.write("private.rss", feed(1))
	page = fetch(peer, "/private.rss", handle="ann", secrets={"password": "open-sesame"})
	assert numbers(page) == ["1"]
	with pytest.raises(AuthExpired):
		fetch(peer, "/private.rss", handle="ann", secrets={"password": "wrong"})


def test_a_feed_that_is_too_large_packed_small(peer):
	big = feed(1, filler="x" * (11 * 2**20))
	assert len(gzip.compress(big.encode())) < 2**17
	peer.write("big.rss", big)
	with pytest.raises(BadPayload, match="larger than 10 MB"):
		fetch(peer, "/big.rss")


def test_a_slow_server_does_not_hold_the_worker(peer):
	peer.write("slow.rss", feed(1, filler="x" * 5000))
	began = time.monotonic()
	with pytest.raises(Unreachable, match="took longer than 1 seconds"):
		fetch(peer, "/slow.rss", client=HttpClient(allow_loopback=True, total_timeout=1))
	assert time.monotonic() - began < 3


def test_a_long_feed_comes_in_slices(peer):
	peer.write("long.rss", feed(*range(1200)))
	found, cursor, more = [], None, True
	while more:
		page = fetch(peer, "/long.rss", cursor)
		found, cursor, more = found + numbers(page), page.next_cursor, page.has_more
	assert found == [str(n) for n in range(1200)] and len(peer.log()) == 3
	assert fetch(peer, "/long.rss", cursor).posts == ()
	assert peer.log()[-1][1] == "304"


def test_without_leave_loopback_is_not_called(peer):
	with pytest.raises(Unreachable, match="refuses to call a private address"):
		fetch(peer, "/feed.rss", client=HttpClient())
	assert peer.log() == []
