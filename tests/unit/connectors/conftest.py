"""What the connectors' tests share: a web that is not there, and a server that answers with raw bytes."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import responses

from social_crm_app.exceptions import ConnectorError

Answer = Callable[[socket.socket, bytes], None]


@pytest.fixture
def web() -> Iterator[responses.RequestsMock]:
	"""Answers requests instead of the network; what was not announced fails like a dead server."""
	with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
		yield mock


@pytest.fixture
def failure() -> Callable[[Callable], ConnectorError]:
	"""failure(call) is the ConnectorError that `call` raises."""

	def call_and_catch(call: Callable) -> ConnectorError:
		with pytest.raises(ConnectorError) as caught:
			call()
		return caught.value

	return call_and_catch


class RawServer:
	"""Accepts connections, reads the request's head and lets `answer` write what it likes."""

	def __init__(self, answer: Answer, wrap: Callable[[socket.socket], socket.socket] = lambda line: line):
		self.answer, self.wrap, self.requests = answer, wrap, []
		self.listener = socket.create_server(("127.0.0.1", 0))
		self.port = self.listener.getsockname()[1]
		self.url = f"http://127.0.0.1:{self.port}/"
		self.closing = threading.Event()
		threading.Thread(target=self._accept, daemon=True).start()

	def close(self) -> None:
		self.closing.set()
		self.listener.close()

	def _accept(self) -> None:
		while not self.closing.is_set():
			with contextlib.suppress(OSError):
				line, _peer = self.listener.accept()
				threading.Thread(target=self._serve, args=(line,), daemon=True).start()

	def _serve(self, line: socket.socket) -> None:
		with contextlib.suppress(OSError), line:
			line.settimeout(20)
			with self.wrap(line) as wrapped:
				request = b""
				while b"\r\n\r\n" not in request:
					chunk = wrapped.recv(65536)
					if not chunk:
						return
					request += chunk
				self.requests.append(request)
				self.answer(wrapped, request)


@pytest.fixture
def serve() -> Iterator[Callable[..., RawServer]]:
	"""serve(answer) starts a server; `answer` is bytes to send, or a function (socket, request)."""
	servers: list[RawServer] = []

	def start(answer: bytes | Answer, **more) -> RawServer:
		write = (lambda line, _request: line.sendall(answer)) if isinstance(answer, bytes) else answer
		servers.append(RawServer(write, **more))
		return servers[-1]

	yield start
	for server in servers:
		server.close()
