"""Calls only public addresses: a URL typed by a user must not reach the company's own network.

The name is resolved here, at the moment of connecting, every address is judged, and the connection goes to
the very address that was judged, so a name that changes between check and use gains nothing. Host header,
SNI and certificate check keep using the name. Must not follow redirects or read answers: `http` does.
"""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.connection import create_connection

from social_crm_app.connectors import deadline
from social_crm_app.exceptions import Unreachable

REFUSAL = "refuses to call a private address"
_UNICAST6 = ipaddress.ip_network("2000::/3")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_SITE_RELAY = ipaddress.ip_network("192.88.99.0/24")  # 6to4 relays: they lead anywhere


class NameNotFound(NewConnectionError):
	"""The name has no address. Its own class so that people are told to look at the spelling."""


def check_url(url: str, *, allow_loopback: bool = False) -> SplitResult:
	"""The parts of `url`, if it is one we would call. Raises Unreachable; needs no DNS.

	Names are judged when connecting; here only what can be seen: scheme, credentials, localhost, addresses.
	"""
	try:
		parts = urlsplit(url.strip())
		host, _port = parts.hostname, parts.port
	except (ValueError, AttributeError):
		raise Unreachable("This is not a web address") from None
	if parts.scheme.lower() not in ("http", "https") or not host:
		raise Unreachable("This is not a web address: it must start with http:// or https://")
	if parts.username is not None or parts.password is not None:
		raise Unreachable("A web address must not contain a user name or password")
	address = _literal(host)
	if address is not None:
		check_address(address, allow_loopback=allow_loopback)
	elif not allow_loopback and _is_localhost(host):
		raise Unreachable(f"Social CRM {REFUSAL} ({host[:80]})")
	return parts


def check_address(address, *, allow_loopback: bool = False) -> None:
	"""Raises Unreachable unless `address` (text or ipaddress object) is a public unicast one."""
	if isinstance(address, str):
		address = ipaddress.ip_address(address.partition("%")[0])
	inner = _unwrap(address)
	if allow_loopback and inner.is_loopback:
		return
	if not inner.is_global or inner.is_multicast or inner.is_reserved or inner in _SITE_RELAY:
		raise Unreachable(f"Social CRM {REFUSAL} ({address})")
	if inner.version == 6 and inner not in _UNICAST6:
		raise Unreachable(f"Social CRM {REFUSAL} ({address})")


def _unwrap(address):
	"""The IPv4 address that an IPv6 address carries (mapped, 6to4, NAT64), else the address itself."""
	if address.version == 4:
		return address
	if address in _NAT64:
		return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
	return address.ipv4_mapped or address.sixtofour or address


def _literal(host: str):
	"""The address that `host` spells, also in the short, octal, hex and decimal forms of inet_aton."""
	try:
		return ipaddress.ip_address(host.partition("%")[0])
	except ValueError:
		pass
	try:
		return ipaddress.IPv4Address(socket.inet_aton(host))
	except (OSError, ValueError):
		return None


def _is_localhost(host: str) -> bool:
	name = host.lower().rstrip(".")
	return name == "localhost" or name.endswith((".localhost", ".localdomain"))


class _Pinned:
	"""Mixin for urllib3 connections: resolve, judge, connect to what was judged."""

	loopback_ok = False

	def _new_conn(self) -> socket.socket:
		limit = deadline.current()
		trouble: OSError | None = None
		for address in self._addresses():
			if limit and limit.expired:
				break
			try:
				sock = create_connection(
					(address, self.port),
					self.timeout,
					source_address=self.source_address,
					socket_options=self.socket_options,
				)
			except OSError as exc:
				trouble = exc
				continue
			if limit:
				limit.watch(sock)
			return sock
		if isinstance(trouble, TimeoutError):
			raise ConnectTimeoutError(self, "timed out")
		raise NewConnectionError(self, "refused") from trouble

	def request(self, *args, **kwargs):
		limit = deadline.current()
		if limit and self.sock is not None:  # a kept connection, opened under an earlier call's deadline
			limit.watch(self.sock)
		return super().request(*args, **kwargs)

	def _addresses(self) -> list[str]:
		"""The addresses of the host, all public; one that is not condemns the name."""
		try:
			found = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
		except (socket.gaierror, UnicodeError) as exc:
			raise NameNotFound(self, "no address") from exc
		addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
		for address in addresses:
			check_address(address, allow_loopback=self.loopback_ok)
		return addresses


def _pool_classes(allow_loopback: bool) -> dict[str, type]:
	class PinnedHTTP(_Pinned, HTTPConnection):
		loopback_ok = allow_loopback

	class PinnedHTTPS(_Pinned, HTTPSConnection):
		loopback_ok = allow_loopback

	class PlainPool(HTTPConnectionPool):
		ConnectionCls = PinnedHTTP

	class TLSPool(HTTPSConnectionPool):
		ConnectionCls = PinnedHTTPS

	return {"http": PlainPool, "https": TLSPool}


_POOLS = {allowed: _pool_classes(allowed) for allowed in (False, True)}


class GuardedAdapter(HTTPAdapter):
	"""requests' adapter whose connections are pinned to judged addresses. Refuses proxies, which resolve
	names themselves and would make the judgement worthless."""

	def __init__(self, *, allow_loopback: bool = False, **kwargs):
		self._allow_loopback = allow_loopback
		super().__init__(**kwargs)

	def init_poolmanager(self, *args, **kwargs) -> None:
		super().init_poolmanager(*args, **kwargs)
		self.poolmanager.pool_classes_by_scheme = _POOLS[self._allow_loopback]

	def proxy_manager_for(self, proxy, **proxy_kwargs):
		raise Unreachable("Social CRM does not call through a proxy")
