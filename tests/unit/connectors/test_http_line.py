"""The HTTP client on a real line: limits of time and size that hold, lines that break."""

import gzip
import io
import socket
import threading
import time
import zlib

import pytest

from social_crm_app.connectors.http import HttpClient
from social_crm_app.exceptions import (
	AuthExpired,
	BadPayload,
	Unreachable,
)

URL = "https://api.example/v1/posts"
SECRET = "s3cr3t+/value&1"
TOKEN = {"Authorization": f"Bearer {SECRET}"}


def test_kept_connections_are_used_again(serve):
	def answer(line, request):
		while request:
			line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
			request = line.recv(65536)

	server = serve(answer)
	client = HttpClient(allow_loopback=True)
	assert client.get(server.url).json() == client.get(server.url).json() == {}
	assert len(server.requests) == 1  # connections
	client.close()


def drip(beginning: bytes, each: bytes = b"x", pause: float = 0.05):
	def answer(line, _request):
		line.sendall(beginning)
		for _turn in range(400):
			time.sleep(pause)
			line.sendall(each)

	return answer


DRIPS = {
	"headers": drip(b"HTTP/1.1 200 OK\r\nX-Long: "),
	"status line": drip(b"HTTP/1.1 200 "),
	"body": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"),
	"body to the end": drip(b"HTTP/1.1 200 OK\r\n\r\n"),
	"chunks": drip(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
	"error body": drip(b"HTTP/1.1 500 Oops\r\nContent-Length: 100000\r\n\r\n"),
	"nothing": drip(b"", b""),
}


@pytest.mark.parametrize("where", list(DRIPS))
def test_a_server_that_drips_cannot_hold_a_worker(serve, where, failure):
	began = time.monotonic()
	error = failure(lambda: HttpClient(allow_loopback=True, total_timeout=0.5).get(serve(DRIPS[where]).url))
	assert isinstance(error, Unreachable) and "took longer than 0.5 seconds" in str(error)
	assert time.monotonic() - began < 10


def endless(head: bytes):
	"""Sends without end, as fast as the line takes it."""

	def answer(line, _request):
		line.sendall(head + b"\r\n")
		while True:
			line.sendall(b"x" * 65536)

	return answer


def test_the_body_of_a_redirect_is_not_read(serve):
	def answer(line, request):
		if b"GET /here" in request:
			line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
		else:
			endless(b"HTTP/1.1 302 Found\r\nLocation: /here\r\n")(line, request)

	assert HttpClient(allow_loopback=True, total_timeout=3).get(serve(answer).url).json() == {}


def test_nor_all_of_an_error_or_of_what_is_too_large(serve, failure):
	client = HttpClient(allow_loopback=True, total_timeout=3)
	error = failure(lambda: client.get(serve(endless(b"HTTP/1.1 400 Bad\r\n")).url))
	assert error.http_status == 400 and error.provider_message.startswith("xxx")
	error = failure(lambda: client.get(serve(endless(b"HTTP/1.1 200 OK\r\n")).url))
	assert isinstance(error, BadPayload) and "larger than 10 MB" in str(error)


def test_the_deadline_covers_redirects_together(serve, failure):
	def answer(line, _request):
		time.sleep(0.25)
		line.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

	error = failure(lambda: HttpClient(allow_loopback=True, total_timeout=0.6).get(serve(answer).url))
	assert "took longer" in str(error)


def test_no_watchdog_is_left_behind(serve):
	server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
	before = set(threading.enumerate())
	HttpClient(allow_loopback=True).get(server.url)
	for watchdog in (
		thread for thread in set(threading.enumerate()) - before if isinstance(thread, threading.Timer)
	):
		watchdog.join(2)
		assert not watchdog.is_alive()


@pytest.mark.parametrize(
	("raw", "words"),
	[
		(b"", "broke"),
		(b"garbage\r\n\r\n", "broke"),
		(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "broke"),
		(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\nx", "broke"),
		(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "broke"),
		(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 500 + b"\r\n", "broke"),
		(b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 70_000 + b"\r\n\r\n", "broke"),
	],
)
def test_a_line_that_breaks(serve, raw, words, failure):
	error = failure(lambda: HttpClient(allow_loopback=True).get(serve(raw).url))
	assert isinstance(error, Unreachable) and words in str(error)


def test_an_error_status_with_a_broken_body_is_still_that_status(serve, failure):
	server = serve(b"HTTP/1.1 401 No\r\nContent-Length: 100\r\n\r\nwrong pass")
	error = failure(lambda: HttpClient(allow_loopback=True).get(server.url))
	assert isinstance(error, AuthExpired)


def test_no_answer_in_time(serve, failure):
	server = serve(lambda line, _request: time.sleep(2))
	error = failure(lambda: HttpClient(allow_loopback=True, read_timeout=0.3).get(server.url))
	assert isinstance(error, Unreachable) and "did not answer in time" in str(error)
	stall = serve(drip(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"", 0.05))
	error = failure(lambda: HttpClient(allow_loopback=True, read_timeout=0.3).get(stall.url))
	assert "did not answer in time" in str(error)


def test_nobody_listens():
	with socket.create_server(("127.0.0.1", 0)) as taken:
		port = taken.getsockname()[1]
	with pytest.raises(Unreachable, match="does not accept connections"):
		HttpClient(allow_loopback=True).get(f"http://127.0.0.1:{port}/")


def test_no_tls(serve):
	def speak_first(line):
		line.sendall(b"220 mail.example ESMTP\r\n")
		return line

	server = serve(b"", wrap=speak_first)
	with pytest.raises(Unreachable, match="No secure connection"):
		HttpClient(allow_loopback=True, connect_timeout=2).get(server.url.replace("http:", "https:"))


def test_a_name_that_does_not_exist():
	with pytest.raises(Unreachable, match=r"The server name nowhere\.invalid cannot be found"):
		HttpClient().get("http://nowhere.invalid/")


def test_proxies_and_netrc_of_the_environment_are_ignored(serve, monkeypatch, tmp_path):
	netrc = tmp_path / "netrc"
	netrc.write_text("machine 127.0.0.1 login ann password hidden")
	for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
		monkeypatch.setenv(name, "http://127.0.0.1:9/")
	monkeypatch.setenv("NETRC", str(netrc))
	server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
	assert HttpClient(allow_loopback=True).get(server.url).json() == {}
	assert b"Authorization" not in server.requests[0]


def test_the_request_is_what_was_asked_for(serve):
	server = serve(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
	HttpClient(allow_loopback=True).get(f"http://localhost:{server.port}/a?b=c")
	assert server.requests[0].startswith(b"GET /a?b=c HTTP/1.1\r\n")
	assert f"Host: localhost:{server.port}".encode() in server.requests[0]


# Size


def test_an_answer_that_is_too_large(web, failure):
	web.get(URL, body=b"x" * 3000)
	assert "larger than" in str(failure(lambda: HttpClient(max_bytes=2999).get(URL)))
	assert len(HttpClient(max_bytes=3000).get(URL).content) == 3000


def test_a_compression_bomb_stops_at_the_limit(web, failure):
	packed = io.BytesIO()
	with gzip.GzipFile(fileobj=packed, mode="wb") as file:
		for _block in range(200):
			file.write(bytes(2**20))
	web.get(URL, body=packed.getvalue(), headers={"Content-Encoding": "gzip"})
	began = time.monotonic()
	error = failure(lambda: HttpClient(max_bytes=2**20).get(URL))
	assert isinstance(error, BadPayload) and "larger than 1 MB" in str(error)
	assert time.monotonic() - began < 10


def test_only_the_beginning_of_an_error_is_read(web, failure):
	packed = gzip.compress(b"no" * 50_000_000)
	web.get(URL, status=400, body=packed, headers={"Content-Encoding": "gzip"})
	assert failure(lambda: HttpClient().get(URL)).provider_message.startswith("nono")


@pytest.mark.parametrize(("encoding", "body"), [("gzip", b"not gzip"), ("deflate", b"\xff" * 9)])
def test_broken_compression(web, encoding, body, failure):
	web.get(URL, body=body, headers={"Content-Encoding": encoding})
	error = failure(lambda: HttpClient().get(URL))
	assert isinstance(error, BadPayload) and "cannot be unpacked" in str(error)


def test_deflate(web):
	web.get(URL, body=zlib.compress(b"{}"), headers={"Content-Encoding": "deflate"})
	assert HttpClient().get(URL).json() == {}
