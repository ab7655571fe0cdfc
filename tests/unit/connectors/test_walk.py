"""The newest-first walk: nothing is lost and it ends, whatever is posted, deleted or killed meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from social_crm_app.connectors.base import Post
from social_crm_app.connectors.walk import Step, epoch_moment, not_before, walk
from social_crm_app.exceptions import BadPayload, RateLimited, Unreachable

OVERLAP = 5
NOON = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


@dataclass
class Timeline:
	"""A platform: posts (mark, number), newest first, many with the same mark."""

	posts: set = field(default_factory=set)
	size: int = 3
	made: int = 0
	newest: int = 100  # ever, deleted or not: what comes late is late against that

	def add(self, mark: int) -> None:
		self.made += 1
		self.newest = max(self.newest, mark)
		self.posts.add((mark, self.made))

	def read(self, at, bottom) -> Step:
		listed = sorted(self.posts, reverse=True)
		if at is not None:
			listed = [post for post in listed if post <= tuple(at)]
		page, rest = listed[: self.size], listed[self.size :]
		return Step(
			posts=tuple(Post(external_id=str(number), text="") for _mark, number in page),
			marks=tuple(mark for mark, _number in page),
			older=list(rest[0]) if rest else None,
		)


# Each action: what happens, and how far behind the newest post a new one is dated.
ACTIONS = st.lists(
	st.tuples(
		st.sampled_from(["post", "post", "fetch", "fetch", "crash", "replay", "delete"]),
		st.integers(-3, OVERLAP),
	),
	max_size=60,
)


class Reader:
	"""Who stores pages: the cursor moves in the same transaction as the posts, or not at all."""

	def __init__(self, timeline: Timeline, floor=None):
		self.timeline, self.floor = timeline, floor
		self.cursor, self.seen, self.more = None, set(), False

	def fetch(self, *, moves: bool = True, stores: bool = True) -> None:
		page = walk(self.cursor, self.timeline.read, floor=self.floor, overlap=OVERLAP)
		if stores:
			self.seen |= {int(post.external_id) for post in page.posts}
		if moves:
			self.cursor, self.more = page.next_cursor, page.has_more

	def run_to_end(self) -> None:
		for _page in range(3 * len(self.timeline.posts) + 3):
			self.fetch()
			if not self.more:
				return
		raise AssertionError("the walk does not end")


def play(actions, timeline: Timeline, reader: Reader) -> None:
	for action, behind in actions:
		if action == "post":
			timeline.add(timeline.newest - behind)
		elif action == "delete" and timeline.posts:
			timeline.posts.discard(sorted(timeline.posts)[behind % len(timeline.posts)])
		elif action == "fetch":
			reader.fetch()
		elif action == "crash":
			reader.fetch(moves=False, stores=False)
		elif action == "replay":
			reader.fetch(moves=False)


@given(ACTIONS, st.integers(1, 4), st.integers(0, 8))
@settings(max_examples=300, deadline=None)
def test_every_post_is_seen_and_the_walk_ends(actions, size, before):
	timeline = Timeline(size=size)
	for number in range(before):
		timeline.add(100 + number // 3)
	reader = Reader(timeline, floor=0)
	play(actions, timeline, reader)
	reader.run_to_end()  # what was under way
	reader.run_to_end()  # and what came since it began
	assert {number for _mark, number in timeline.posts} <= reader.seen


@given(ACTIONS, st.integers(1, 4), st.integers(1, 8))
@settings(max_examples=200, deadline=None)
def test_without_a_floor_everything_after_the_first_page_is_seen(actions, size, before):
	timeline = Timeline(size=size)
	for number in range(before):
		timeline.add(100 + number)
	reader = Reader(timeline)
	reader.fetch()
	assert not reader.more
	first = timeline.made
	play(actions, timeline, reader)
	reader.run_to_end()
	reader.run_to_end()
	assert {number for _mark, number in timeline.posts if number > first} <= reader.seen


def test_an_idle_timeline_costs_one_page_and_keeps_its_cursor():
	timeline = Timeline(size=10)
	for mark in range(100, 130):
		timeline.add(mark)
	reader = Reader(timeline, floor=0)
	reader.run_to_end()
	cursor = reader.cursor
	reader.fetch()
	assert (reader.more, reader.cursor) == (False, cursor)
	assert cursor == {"since": 129}


def test_the_first_walk_ends_at_the_floor():
	timeline = Timeline(size=2)
	for mark in range(100, 120):
		timeline.add(mark)
	reader = Reader(timeline, floor=110)
	reader.run_to_end()
	assert min(reader.seen) >= 7  # 110 and what shares its page, not the beginning
	assert set(range(11, 21)) <= reader.seen


def read_at(moments):
	"""A platform with two pages that tells its clock."""
	told = iter(moments)

	def read(at, bottom):
		return Step(
			posts=(),
			marks=(200,) if at is None else (50,),
			older="2" if at is None else None,
			told_at=next(told),
		)

	return read


def test_complete_until_is_when_the_walk_began():
	began = NOON
	read = read_at([began, datetime(2026, 11, 21, 13, tzinfo=timezone.utc)])
	first = walk(None, read, floor=0)
	assert first.has_more and first.complete_until is None
	second = walk(first.next_cursor, read, floor=0)
	assert not second.has_more and second.complete_until == began
	assert second.next_cursor == {"since": 200, "complete": began.isoformat()}


def test_complete_until_stays_while_the_next_walk_is_under_way():
	state = {"since": 60, "complete": NOON.isoformat()}
	page = walk(state, read_at([datetime(2026, 11, 22, tzinfo=timezone.utc)]))
	assert page.has_more and page.complete_until == NOON
	assert page.next_cursor["since"] == 60 and page.next_cursor["top"] == 200


def test_without_a_server_clock_the_newest_mark_counts():
	page = walk(None, lambda at, bottom: Step(posts=(), marks=(1000, 900)), floor=0, when=epoch_moment)
	assert page.complete_until == epoch_moment(1000)


def test_a_forgotten_position_starts_again_above_the_same_watermark():
	def read(at, bottom):
		if at is not None:
			raise BadPayload("no such cursor", http_status=400)
		return Step(posts=(), marks=(300, 290), older="next")

	page = walk({"since": 100, "at": "gone", "top": 250}, read)
	assert page.next_cursor == {"since": 100, "top": 300, "at": "next"}
	assert not page.has_more  # the rest comes with the next run, so that this one ends


@pytest.mark.parametrize(
	"error", [BadPayload("larger than 10 MB"), RateLimited("wait", http_status=429), Unreachable("no answer")]
)
def test_other_errors_leave_the_walk_where_it_is(error):
	def read(at, bottom):
		raise error

	with pytest.raises(type(error)):
		walk({"since": 100, "at": "here", "top": 250}, read)


def test_a_platform_that_repeats_its_position_does_not_hold_the_walk():
	page = walk({"at": "same", "top": 5}, lambda at, bottom: Step(posts=(), marks=(), older="same"), floor=0)
	assert not page.has_more and page.next_cursor == {"since": 5}


def test_the_state_given_is_not_changed():
	state = {"since": 100}
	walk(state, lambda at, bottom: Step(posts=(), marks=(200,), older="x"))
	assert state == {"since": 100}


def test_text_marks_work_without_overlap():
	page = walk({"since": "00017"}, lambda at, bottom: Step(posts=(), marks=("00018", "00016"), older="x"))
	assert page.next_cursor == {"since": "00018"}


def test_not_before_keeps_what_has_no_date():
	old = Post("1", "", posted_at=datetime(2020, 1, 1, tzinfo=timezone.utc))
	new, undated = Post("2", "", posted_at=NOON), Post("3", "")
	assert not_before([old, new, undated], NOON) == (new, undated)
	assert not_before([old], None) == (old,)


@pytest.mark.parametrize("mark", [float("nan"), 1e300, "x"])
def test_an_impossible_mark_has_no_moment(mark):
	assert epoch_moment(mark) is None
