"""The demo: its server on loopback within this process, and what is read from it.

The moment when the story began and the port are remembered in the file, so that the next run finds the same
story, gone on a little.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from social_crm_app.connectors.base import AccountConfig
from social_crm_app.preview.demo_server import TOKEN, DemoServer
from social_crm_app.preview.demo_story import HOME
from social_crm_app.preview.sources import Source
from social_crm_app.preview.store import Store

LISTEN = ("AX-18", "GX-125", "LX-40", "RC-2", "BP-5")  # the products of the story
BACKFILL = timedelta(days=60)  # longer than the story


@contextmanager
def demo_server(store: Store, now=time.time) -> Iterator[DemoServer]:
	"""The server, answering as long as the block runs; on the former port if that is free."""
	epoch = float(store.meta("demo_epoch") or now())
	server = _started(int(store.meta("demo_port") or 0), epoch, now)
	store.remember("demo_epoch", str(epoch))
	store.remember("demo_port", str(server.server_address[1]))
	thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
	thread.start()
	try:
		yield server
	finally:
		server.shutdown()
		server.server_close()
		thread.join()


def demo_sources(server: DemoServer) -> list[Source]:
	"""The feed and the Mastodon account of the story; their ids do not depend on the port."""
	since = datetime.fromtimestamp(server.epoch, timezone.utc) - BACKFILL
	feed = AccountConfig("rss", instance_url=f"{server.url}/feed.xml", backfill_from=since)
	account = AccountConfig(
		"mastodon", instance_url=server.url, backfill_from=since, secrets={"access_token": TOKEN}
	)
	return [
		Source("demo:feed", "Feed of the demo's forum", feed, allow_loopback=True),
		Source("demo:mastodon", f"Mastodon at {HOME} (demo)", account, allow_loopback=True),
	]


def _started(port: int, epoch: float, now) -> DemoServer:
	try:
		return DemoServer(port, epoch, now, quiet=True)
	except OSError:
		return DemoServer(0, epoch, now, quiet=True)
