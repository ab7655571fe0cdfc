"""A limit on how long one call may take altogether.

A read timeout restarts with every byte, so a server that drips one byte at a time could hold a worker for
ever. A `Deadline` shuts the connection's socket when the time is up, whatever the thread is waiting for:
the TLS handshake, a header line or the body. Must not know HTTP, nor raise: the caller asks `expired`.
"""

import os
import socket
import threading
import time
from contextvars import ContextVar

_current: ContextVar["Deadline | None"] = ContextVar("deadline", default=None)


class Deadline:
	"""Context manager around one call. `expired` is True once the time was up before the call ended."""

	def __init__(self, seconds: float):
		self.expired = False
		self._ends = time.monotonic() + seconds
		self._lines: list[socket.socket] = []
		self._lock = threading.Lock()
		self._timer = threading.Timer(seconds, self._cut)
		self._timer.daemon = True

	def __enter__(self) -> "Deadline":
		self._token = _current.set(self)
		self._timer.start()
		return self

	def __exit__(self, *exc_info) -> None:
		self._timer.cancel()
		_current.reset(self._token)
		with self._lock:
			for line in self._lines:
				line.close()
			self._lines.clear()

	def remaining(self) -> float:
		"""Seconds left, never negative."""
		return max(0.0, self._ends - time.monotonic())

	def watch(self, sock: socket.socket) -> None:
		"""Cut this connection too when the time is up."""
		# A duplicate of the descriptor stays valid when TLS takes the socket over or someone closes it.
		line = socket.socket(fileno=os.dup(sock.fileno()))
		with self._lock:
			self._lines.append(line)
			if self.expired:
				_shut(line)

	def _cut(self) -> None:
		with self._lock:
			self.expired = True
			for line in self._lines:
				_shut(line)


def current() -> Deadline | None:
	"""The deadline of the call this thread is in, if any."""
	return _current.get()


def _shut(line: socket.socket) -> None:
	try:
		line.shutdown(socket.SHUT_RDWR)
	except OSError:
		return  # the other side was faster
