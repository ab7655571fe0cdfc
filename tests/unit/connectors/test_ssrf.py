"""Only public addresses are called, and the address that was judged is the one that is called."""

import shutil
import socket
import ssl
import subprocess

import pytest

from social_crm_app.connectors.http import HttpClient
from social_crm_app.connectors.ssrf import GuardedAdapter, check_address, check_url
from social_crm_app.exceptions import Unreachable

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
PUBLIC = ["8.8.8.8", "93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"]
PRIVATE = """0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 127.0.0.1 127.8.8.8 169.254.169.254 172.16.0.1 172.31.255.255
	192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 224.0.1.1 239.255.255.250
	240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 64:ff9b::7f00:1
	64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 100::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: fc00::1 fd12::1
	fe80::1 fec0::1 ff02::1 ff0e::1 4000::1""".split()


@pytest.mark.parametrize("address", [*PUBLIC, "64:ff9b::808:808", "2002:808:808::", "::ffff:8.8.8.8"])
def test_public_addresses_may_be_called(address):
	check_address(address)
	check_url(f"https://[{address}]/" if ":" in address else f"https://{address}/")


@pytest.mark.parametrize("address", PRIVATE)
def test_other_addresses_may_not(address):
	with pytest.raises(Unreachable, match="refuses to call a private address"):
		check_address(address)
	with pytest.raises(Unreachable, match="refuses to call a private address"):
		check_url(f"https://[{address}]/" if ":" in address else f"https://{address}/")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_loopback_may_be_allowed(address):
	check_address(address, allow_loopback=True)


@pytest.mark.parametrize(
	"address", sorted(set(PRIVATE) - {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"})
)
def test_allowing_loopback_allows_nothing_else(address):
	if address.startswith(("64:ff9b::7f", "2002:7f")):
		return  # loopback in other clothes
	with pytest.raises(Unreachable):
		check_address(address, allow_loopback=True)


@pytest.mark.parametrize(
	"url",
	[
		"http://localhost/",
		"http://LOCALHOST./",
		"http://a.localhost:8000/",
		"http://2130706433/",
		"http://0x7f000001/",
		"http://0177.0.0.1/",
		"http://127.1/",
		"http://0/",
		"http://[::1]:80/",
		"http://[fe80::1%25eth0]/",
	],
)
def test_other_ways_to_write_it_are_known(url):
	with pytest.raises(Unreachable, match="refuses"):
		check_url(url)


@pytest.mark.parametrize(
	("url", "words"),
	[
		("ftp://example.com/", "must start with http"),
		("file:///etc/passwd", "must start with http"),
		("gopher://example.com/", "must start with http"),
		("example.com/feed", "must start with http"),
		("//example.com/", "must start with http"),
		("http:///x", "must start with http"),
		("", "must start with http"),
		("https://ann:hidden@example.com/", "user name or password"),
		("https://:hidden@example.com/", "user name or password"),
		("https://@example.com/", "user name or password"),
		("http://example.com:99999/", "not a web address"),
		("http://[::1/", "not a web address"),
		(None, "not a web address"),
	],
)
def test_what_is_no_web_address_of_ours(url, words):
	with pytest.raises(Unreachable, match=words) as caught:
		check_url(url)
	assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
	"url",
	[
		"https://example.com/",
		"HTTP://EXAMPLE.COM:8080/x?y#z",
		" https://example.com ",
		"https://bücher.example/",
	],
)
def test_names_pass_without_being_resolved(url, monkeypatch):
	monkeypatch.setattr(socket, "getaddrinfo", None)
	assert check_url(url).hostname


# Judged when connecting


class Names:
	"""A resolver with the answers of the test, which counts the questions."""

	def __init__(self, monkeypatch, **answers):
		self.answers = {name.replace("_", "."): list(found) for name, found in answers.items()}
		self.asked = []
		self.real = socket.getaddrinfo
		monkeypatch.setattr(socket, "getaddrinfo", self)

	def __call__(self, host, port, *args, **kwargs):
		if host not in self.answers:
			return self.real(host, port, *args, **kwargs)
		self.asked.append(host)
		found = self.answers[host]
		addresses = found.pop(0) if isinstance(found[0], list) else found
		family = {True: socket.AF_INET6, False: socket.AF_INET}
		return [(family[":" in each], socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]


@pytest.fixture
def no_calls(monkeypatch):
	"""Any attempt to open a connection is a failure of the test."""

	def refuse(self, address):
		raise AssertionError(f"called {address}")

	monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1", "::ffff:192.168.0.1"])
def test_a_name_that_leads_inside_is_not_called(monkeypatch, no_calls, address):
	names = Names(monkeypatch, evil_example=[address])
	with pytest.raises(Unreachable, match="refuses to call a private address"):
		HttpClient().get("http://evil.example/")
	assert names.asked == ["evil.example"]  # and not tried again


def test_one_private_address_among_public_ones_condemns_the_name(monkeypatch, no_calls):
	Names(monkeypatch, mixed_example=["8.8.8.8", "10.0.0.7"])
	with pytest.raises(Unreachable, match="refuses"):
		HttpClient().get("http://mixed.example/")


def test_a_name_that_changes_between_check_and_use_gains_nothing(monkeypatch):
	"""DNS rebinding: the second answer is private. It must never be asked for, or never be used."""
	called = []

	def connect(self, address):
		called.append(address[0])
		raise ConnectionRefusedError

	monkeypatch.setattr(socket.socket, "connect", connect)
	Names(monkeypatch, rebind_example=[["8.8.8.8"], ["10.0.0.7"], ["8.8.8.8"], ["8.8.8.8"]])
	with pytest.raises(Unreachable, match="refuses to call a private address"):
		HttpClient().get("http://rebind.example/")
	assert called == ["8.8.8.8"]


def test_the_connection_goes_to_the_judged_address_under_the_name(monkeypatch, serve):
	server = serve(OK)
	Names(monkeypatch, pinned_example=["127.0.0.1"])
	response = HttpClient(allow_loopback=True).get(f"http://pinned.example:{server.port}/path")
	assert response.content == b"ok" and response.url == f"http://pinned.example:{server.port}/path"
	assert f"Host: pinned.example:{server.port}\r\n".encode() in server.requests[0]


def test_the_second_address_is_tried_when_the_first_is_dead(monkeypatch, serve):
	server = serve(OK)
	Names(monkeypatch, two_example=["127.0.0.2", "127.0.0.1"])
	assert HttpClient(allow_loopback=True).get(f"http://two.example:{server.port}/").content == b"ok"


def test_a_redirect_inside_is_not_followed(serve):
	server = serve(
		b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/\r\nContent-Length: 0\r\n\r\n"
	)
	with pytest.raises(Unreachable, match="refuses to call a private address"):
		HttpClient(allow_loopback=True).get(server.url)


def test_a_proxy_is_refused():
	with pytest.raises(Unreachable, match="proxy"):
		GuardedAdapter().proxy_manager_for("http://proxy.example:3128")


@pytest.fixture
def certificate(tmp_path):
	"""A certificate for tls.example, signed by itself."""
	if not shutil.which("openssl"):
		pytest.skip("openssl makes the test's certificate")
	key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
	command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tls.example -addext subjectAltName=DNS:tls.example"
	subprocess.run([*command.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
	return key, cert


def test_tls_checks_the_name_although_the_address_is_called(monkeypatch, serve, certificate):
	key, cert = certificate
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	context.load_cert_chain(cert, key)
	asked_for = []
	context.sni_callback = lambda line, name, _context: asked_for.append(name)
	server = serve(OK, wrap=lambda line: context.wrap_socket(line, server_side=True))
	Names(monkeypatch, tls_example=["127.0.0.1"], other_example=["127.0.0.1"])

	with pytest.raises(Unreachable, match="secure connection"):
		HttpClient(allow_loopback=True).get(f"https://tls.example:{server.port}/")  # nobody vouches for it

	monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(cert))
	client = HttpClient(allow_loopback=True)
	assert client.get(f"https://tls.example:{server.port}/").content == b"ok"
	assert asked_for[-1] == "tls.example"
	with pytest.raises(Unreachable, match="secure connection"):
		client.get(f"https://other.example:{server.port}/")
