"""Pulling the demo: nothing twice, nothing lost, whatever happens in between."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from social_crm_app.exceptions import AuthExpired, Unreachable
from social_crm_app.preview.demo import demo_server, demo_sources
from social_crm_app.preview.demo_story import load_story
from social_crm_app.preview.judge import Judge, Verdict
from social_crm_app.preview.pull import pull
from social_crm_app.preview.store import NotOurs, Store

EPOCH = 1_780_000_000.0
DAY = 86_400
POSTS, _AUTHORS = load_story()
TOLD = [post for post in POSTS if post["at"] <= 0]


class Clock:
	def __init__(self, moment=EPOCH):
		self.moment = moment

	def __call__(self):
		return self.moment


def small(source, size):
	return replace(source, config=replace(source.config, page_size=size))


def stored(store, *sources):
	return [row["mention_key"] for row in store.mentions_of(sources or ["demo:feed", "demo:mastodon"])]


@pytest.mark.parametrize("size", [1, 7, None])
def test_the_whole_story_comes_in_once(store, size):
	with demo_server(store, Clock()) as server:
		health = [pull(store, small(source, size), Judge(), 1) for source in demo_sources(server)]
		again = [pull(store, small(source, size), Judge(), 2) for source in demo_sources(server)]
	assert [one.error for one in health + again] == [None] * 4
	assert sum(one.new for one in health) == len(TOLD) == len(set(stored(store)))
	assert [one.new for one in again] == [0, 0]


def test_after_some_time_only_what_is_new_comes_in(store):
	clock = Clock()
	with demo_server(store, clock) as server:
		for source in demo_sources(server):
			pull(store, source, Judge(), 1)
		before = set(stored(store))
		clock.moment += DAY
		found = [pull(store, source, Judge(), 2) for source in demo_sources(server)]
	assert sum(one.new for one in found) == len(POSTS) - len(TOLD) > 0
	assert before < set(stored(store))
	assert len(stored(store)) == len(POSTS)
	new = [row for row in store.mentions_of(["demo:feed", "demo:mastodon"]) if row["run"] == 2]
	assert len(new) == len(POSTS) - len(TOLD)


def test_the_next_run_finds_the_same_story_on_another_port(store):
	with demo_server(store, Clock()) as server:
		for source in demo_sources(server):
			pull(store, source, Judge(), 1)
		with demo_server(store, Clock(EPOCH + 5)) as other:  # the first one still has the port
			assert other.server_address != server.server_address
			assert other.epoch == server.epoch
			assert [pull(store, source, Judge(), 2).new for source in demo_sources(other)] == [0, 0]


KILLED = """
import os, signal, sys
from dataclasses import replace
from social_crm_app.preview import demo
from social_crm_app.preview.judge import Judge
from social_crm_app.preview.pull import pull
from social_crm_app.preview.store import Store

def die(health):
	if health.pages == 3:
		os.kill(os.getpid(), signal.SIGKILL)

with Store(sys.argv[1]) as store, demo.demo_server(store, lambda: float(sys.argv[2])) as server:
	source = demo.demo_sources(server)[int(sys.argv[3])]
	pull(store, replace(source, config=replace(source.config, page_size=4)), Judge(), 1, on_page=die)
"""


@pytest.mark.parametrize("which", [0, 1], ids=["feed", "mastodon"])
def test_a_killed_run_goes_on_where_it_was(tmp_path, which):
	path = tmp_path / "killed.sqlite3"
	done = subprocess.run([sys.executable, "-c", KILLED, path, str(EPOCH), str(which)], timeout=60)
	assert done.returncode == -9
	with Store(path) as store, demo_server(store, Clock()) as server:
		source = small(demo_sources(server)[which], 4)
		half = stored(store)
		assert len(half) == 12
		health = pull(store, source, Judge(), 2)
		channel = ("forum", "fediverse")[which]
		assert health.error is None
		assert len(stored(store)) == sum(post["channel"] == channel for post in TOLD) == 12 + health.new


def test_a_page_that_fails_leaves_rows_and_cursor_as_they_were(store):
	class Failing(Judge):
		def profile(self, platform, author):
			return super().profile(platform, author) | {"keys": object()}  # SQLite refuses that

	with demo_server(store, Clock()) as server:
		source = demo_sources(server)[1]
		with pytest.raises(Exception, match="type 'object' is not supported"):
			pull(store, source, Failing(), 1)
		assert stored(store) == []
		assert store.source(source.id, source.title)["cursor"] is None
		assert pull(store, source, Judge(), 2).new == sum(post["channel"] == "fediverse" for post in TOLD)


def test_two_runs_at_once_store_each_post_once(store, tmp_path):
	results = []

	def other_run(source):
		with Store(store.path) as own:
			results.append(pull(own, source, Judge(), 2))

	with demo_server(store, Clock()) as server:
		source = small(demo_sources(server)[1], 3)
		store.source(source.id, source.title)
		threads = [threading.Thread(target=other_run, args=(source,)) for _ in range(3)]
		for thread in threads:
			thread.start()
		for thread in threads:
			thread.join()
		pull(store, source, Judge(), 3)
	assert len(results) == 3 and all(one.error is None for one in results)
	assert len(stored(store)) == sum(post["channel"] == "fediverse" for post in TOLD)


def test_stopping_at_the_limit_of_pages_is_told_and_goes_on(store):
	with demo_server(store, Clock()) as server:
		source = small(demo_sources(server)[1], 10)
		first = pull(store, source, Judge(), 1, max_pages=2)
		assert (first.pages, first.new, first.more) == (2, 20, True)
		second = pull(store, source, Judge(), 2)
		assert not second.more and first.new + second.new == sum(p["channel"] == "fediverse" for p in TOLD)


def test_a_refused_token_ends_in_the_health_and_heals(store):
	with demo_server(store, Clock()) as server:
		source = demo_sources(server)[1]
		wrong = replace(source, config=replace(source.config, secrets={"access_token": "wrong"}))
		broken = pull(store, wrong, Judge(), 1)
		still = pull(store, wrong, Judge(), 2)
		assert isinstance(broken.error, AuthExpired) and "token is invalid" in broken.error.provider_message
		assert broken.broken_since == still.broken_since != ""
		healed = pull(store, source, Judge(), 3)
		assert healed.error is None and healed.broken_since == "" and healed.new > 0


def test_loopback_is_called_only_with_permission(store):
	with demo_server(store, Clock()) as server:
		source = replace(demo_sources(server)[0], allow_loopback=False)
		assert isinstance(pull(store, source, Judge(), 1).error, Unreachable)


def test_other_words_to_listen_for_are_found_in_what_is_stored(store):
	with demo_server(store, Clock()) as server:
		pull(store, demo_sources(server)[0], Judge(), 1)
	judge = Judge(["RC-2"])
	for batch in store.judged_otherwise(judge.stamp, 5):
		store.judge_again(judge.again(batch))
	topics = [Verdict.read(row["judgement"]).topics for row in store.mentions_of(["demo:feed"])]
	assert sum(bool(found) for found in topics) >= 3
	assert not list(store.judged_otherwise(judge.stamp))


def test_a_foreign_file_is_left_alone(tmp_path):
	import sqlite3

	path = tmp_path / "other.sqlite3"
	with sqlite3.connect(path) as other:
		other.execute("CREATE TABLE theirs (x)")
	before = path.read_bytes()
	with pytest.raises(NotOurs):
		Store(path)
	assert path.read_bytes() == before


def test_the_file_is_one_and_private(tmp_path):
	path = tmp_path / "one.sqlite3"
	with Store(path) as store:
		store.remember("x", "y")
	assert [found.name for found in tmp_path.iterdir()] == ["one.sqlite3"]
	assert path.stat().st_mode & 0o077 == 0
