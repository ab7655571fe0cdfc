"""Whatever an answer looks like, a connector gives a Page or raises a ConnectorError, and nothing else.

Answers are healthy ones with parts exchanged, dropped or doubled, JSON of any shape, and bytes of any kind.
"""

import copy
import json

import pytest
import responses
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import WORLDS

from social_crm_app.connectors.base import KINDS, AccountInfo, Page
from social_crm_app.exceptions import ConnectorError

JSON_WORLDS = [world for world in WORLDS if world.content_type == "application/json"]
FEED_WORLDS = [world for world in WORLDS if world.content_type != "application/json"]
FUZZ = settings(
	max_examples=150,
	deadline=None,
	derandomize=True,
	suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)

NASTY = (
	"",
	" ",
	"\x00",
	"\ud800",
	"a\udfffb",
	"\u202egnp.exe",
	"ملاحظة جيدة",
	"👩‍👩‍👧‍👦🏳️‍🌈",
	"e\u0301" * 50,
	"<p>" * 40,
	"<![CDATA[",
	"<a href='javascript:x'>y",
	"&#x110000;&#xD800;&#0;",
	"https://[",
	"https://x.example:99999/",
	"javascript:alert(1)",
	"at://did:plc:x/app.bsky.feed.post/1",
	"did:plc:x",
	"did:plc:x\n",
	"9999-12-31T23:59:59.999999999-23:59",
	"0001-01-01T00:00:00+23:59",
	"2026-11-20T24:61:61Z",
	"2026-11-20",
	"1e309",
	"-5",
	"NaN",
	"mailto:",
	"x" * 5000,
)
TEXT = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
NUMBERS = st.one_of(
	st.integers(),
	st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**30, -(10**30), 10**400]),
	st.floats(allow_nan=False, allow_infinity=False),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXT)
ANY_JSON = st.recursive(
	LEAVES,
	lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
	max_leaves=12,
)


def places(value, path=()):
	"""The paths to everything inside a JSON value, itself included."""
	yield path
	pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
	for key, inner in pairs:
		yield from places(inner, (*path, key))


def put(value, path, new):
	"""`value` with what is at `path` replaced by `new(old)`; removed when that gives `Ellipsis`."""
	if not path:
		return new(value)
	holder = value
	for key in path[:-1]:
		holder = holder[key]
	changed = new(holder[path[-1]])
	if changed is Ellipsis:
		del holder[path[-1]]
	else:
		holder[path[-1]] = changed
	return value


@st.composite
def mutated(draw, healthy):
	"""A healthy answer with one to five parts replaced, dropped, doubled or wrapped."""
	value = copy.deepcopy(healthy)
	for _change in range(draw(st.integers(1, 5))):
		spots = list(places(value))
		path = draw(st.sampled_from(spots))
		junk = draw(ANY_JSON)
		way = draw(
			st.sampled_from(
				[
					lambda old: junk,
					lambda old: ... if path else None,
					lambda old: [old, old],
					lambda old: {"x": old},
					lambda old: str(old),
				]
			)
		)
		value = put(value, path, way)
	return value


def body_of(value):
	return json.dumps(value).encode()


def survives(world, answers):
	"""Fetch a few pages and check; what comes is a Page or an AccountInfo, what is raised a ConnectorError."""
	with responses.RequestsMock(assert_all_requests_are_fired=False) as web:
		world.serve(web, answers)
		account, cursor = world.account(), None
		try:
			for _page in range(4):
				page = world.connector().fetch(account, cursor)
				sound(page)
				cursor = json.loads(json.dumps(page.next_cursor))
				if not page.has_more:
					break
		except ConnectorError as error:
			str(error).encode("utf-8", "replace")
		try:
			assert isinstance(world.connector().check(world.account()), AccountInfo)
		except ConnectorError as error:
			assert error.args


def sound(page):
	"""What the contract says of posts, however odd they were."""
	assert isinstance(page, Page)
	for post in page.posts:
		assert isinstance(post.external_id, str) and post.external_id.strip()
		post.external_id.encode()
		assert isinstance(post.text, str) and isinstance(post.title, str) and isinstance(post.language, str)
		assert post.kind in KINDS
		assert post.posted_at is None or post.posted_at.utcoffset() is not None
		json.dumps(post.raw)
		urls = [post.permalink, *(media.url for media in post.media)]
		if post.author:
			author = post.author
			urls += [author.url, author.avatar, author.website, *author.attested_links, *author.links]
			assert isinstance(author.external_id, str) and author.external_id.strip()
			assert all(isinstance(text, str) for text in (author.handle, author.display_name, author.bio))
			assert all(number is None or 0 <= number < 2**63 for number in (author.followers, author.posts))
		assert all(url.startswith(("http://", "https://")) for url in urls if url)
		assert all(
			number is None or 0 <= number < 2**63 for number in (post.likes, post.replies, post.reposts)
		)


@pytest.mark.parametrize("world", JSON_WORLDS, ids=str)
@given(data=st.data())
@FUZZ
def test_healthy_answers_with_parts_exchanged(world, data):
	path = data.draw(st.sampled_from(sorted(world.answers)), label="path")
	changed = data.draw(mutated(world.answers[path]), label="answer")
	survives(world, world.answers | {path: body_of(changed)})


@pytest.mark.parametrize("world", JSON_WORLDS, ids=str)
@given(data=st.data())
@FUZZ
def test_json_of_any_shape(world, data):
	survives(world, {path: body_of(data.draw(ANY_JSON, label=path)) for path in world.answers})


@pytest.mark.parametrize("world", WORLDS, ids=str)
@given(
	content=st.one_of(st.binary(max_size=200), TEXT.map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@FUZZ
def test_bytes_of_any_kind(world, content):
	survives(world, {path: content for path in world.answers})


@pytest.mark.parametrize("world", FEED_WORLDS, ids=str)
@given(
	cuts=st.lists(
		st.tuples(st.floats(0, 1), st.integers(0, 40), st.binary(max_size=20)), min_size=1, max_size=6
	)
)
@FUZZ
def test_feeds_with_bytes_exchanged(world, cuts):
	((path, content),) = world.answers.items()
	for where, length, new in cuts:
		at = int(where * len(content))
		content = content[:at] + new + content[at + length :]
	survives(world, {path: content})


@pytest.mark.parametrize("world", FEED_WORLDS, ids=str)
@given(title=TEXT, guid=TEXT, link=TEXT, date=TEXT, author=TEXT, summary=TEXT)
@FUZZ
def test_feeds_with_any_values(world, title, guid, link, date, author, summary):
	((path, _content),) = world.answers.items()
	names = ("title", "guid", "link", "pubDate", "author", "description")
	values = (title, guid, link, date, author, summary)
	entry = "".join(f"<{name}>{value}</{name}>" for name, value in zip(names, values, strict=True))
	feed = f'<rss version="2.0"><channel><title>t</title><item>{entry}</item></channel></rss>'
	survives(world, {path: feed.encode("utf-8", "surrogatepass")})
