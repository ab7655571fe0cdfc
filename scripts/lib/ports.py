"""Prints free TCP ports on loopback, one per line.

Usage: ports.py COUNT [FIRST]. Ports are searched upwards from FIRST (default 18100). Well-known ports of
benches, databases and Redis are never given out, even when they are free at the moment. It must not
keep a port bound: between printing and use another program could take it, and the caller starts again.
"""

import socket
import sys

DEFAULT_FIRST = 18100
RESERVED = frozenset((3306, 6379, 6787, 8000, 8001, 8080, 9000, 11000, 12000, 13000))


def is_free(port: int) -> bool:
	"""True when nobody listens on `port`, neither on loopback nor on all addresses."""
	for address in ("127.0.0.1", "0.0.0.0"):
		with socket.socket() as probe:
			probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
			try:
				probe.bind((address, port))
			except OSError:
				return False
	return True


def free_ports(count: int, first: int = DEFAULT_FIRST) -> list[int]:
	"""The lowest `count` free ports from `first` upwards. Raises RuntimeError when there are not enough."""
	found = []
	for port in range(first, 65536):
		if port not in RESERVED and is_free(port):
			found.append(port)
		if len(found) == count:
			return found
	raise RuntimeError(f"fewer than {count} free ports from {first} upwards")


if __name__ == "__main__":
	arguments = [int(argument) for argument in sys.argv[1:]]
	print(*free_ports(*arguments), sep="\n")
