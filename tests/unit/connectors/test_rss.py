"""Feeds: what entries become, that unchanged feeds cost nothing, and that bad ones are named as what they are."""

import gzip
import json
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest
import responses
from hypothesis import given, settings
from hypothesis import strategies as st

from social_crm_app.connectors.base import AccountConfig, Media
from social_crm_app.connectors.rss import RSSFeed
from social_crm_app.connectors.rss_ids import LONGEST_ID, feed_key
from social_crm_app.exceptions import AuthExpired, BadPayload, Gone, Unreachable

DATA = Path(__file__).parents[2] / "data" / "rss"
URL = "https://blog.example/feed/"
XML = "application/rss+xml; charset=utf-8"
ACCOUNT = AccountConfig(platform="rss", instance_url=URL)


def account(url=URL, **more) -> AccountConfig:
	return AccountConfig(platform="rss", instance_url=url, **more)


def fetch(web, body, cursor=None, config=ACCOUNT, **more):
	more.setdefault("content_type", XML)
	web.get(config.instance_url, body=body, **more)
	return RSSFeed().fetch(config, cursor)


def rss(*items: str, head: str = "<title>T</title>") -> bytes:
	return f'<?xml version="1.0"?><rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()


def item(number, extra: str = "") -> str:
	return f"<item><guid>https://blog.example/{number}</guid><title>Post {number}</title>{extra}</item>"


def ids(page) -> list[str]:
	return [post.external_id for post in page.posts]


# What entries become


def test_a_blog(web):
	page = fetch(web, (DATA / "blog.xml").read_bytes())
	hammer = page.posts[0]
	assert len(page.posts) == 3
	assert page.skipped == 1  # the empty item
	assert hammer.title == "Why I love the Acme hammer — mostly"
	assert hammer.text == (
		"Why I love the Acme hammer — mostly\n\nIt is great,\nbut AT&T <3 dents.\n\nSee their page."
	)
	assert hammer.posted_at == datetime(2026, 11, 20, 9, tzinfo=timezone.utc)
	assert (hammer.external_id, hammer.kind, hammer.replies) == ("https://blog.example/?p=71", "Post", 3)
	assert hammer.permalink == "https://blog.example/2026/11/acme-hammer/"
	assert hammer.media == (
		Media("https://blog.example/files/hammer.mp3", "audio"),
		Media("https://blog.example/hammer.jpg", "image"),
	)
	assert (hammer.language, hammer.source) == ("en-GB", "feed")
	assert (hammer.author.display_name, hammer.author.email) == ("Jane Doe", "")
	assert hammer.author.external_id == f"{feed_key(URL)}:jane doe"


def test_an_author_written_as_mail_and_name(web):
	mail = fetch(web, (DATA / "blog.xml").read_bytes()).posts[1]
	assert (mail.author.display_name, mail.author.email) == ("Bob Builder", "bob@tools.technology")
	assert mail.author.external_id == "bob@tools.technology"
	assert mail.permalink == "https://blog.example/2026/11/reader/"
	assert mail.external_id.startswith(feed_key(URL) + ":")
	assert mail.text == "A mail from a reader arrived."  # the title is only its beginning


def test_an_entry_without_id_link_and_date(web):
	undated = fetch(web, (DATA / "blog.xml").read_bytes()).posts[2]
	assert undated.posted_at is None and undated.permalink == "" and undated.author is None
	assert undated.external_id == fetch(web, (DATA / "blog.xml").read_bytes()).posts[2].external_id


def test_atom(web):
	first, reply = fetch(web, (DATA / "atom.xml").read_bytes()).posts
	assert first.title == "Das Zeichen < ist kein <b>Tag</b>"
	assert first.text == "Das Zeichen < ist kein <b>Tag</b>\n\nGuter Hammer 🔨"
	assert first.posted_at == datetime(2026, 11, 20, 9, tzinfo=timezone.utc)
	assert first.edited_at == datetime(2026, 11, 20, 11, tzinfo=timezone.utc)
	assert first.author.external_id == first.author.url == "https://werkstatt.example/autoren/joerg"
	assert (first.author.email, first.language) == ("joerg@werkstatt.technology", "de")
	assert (reply.kind, reply.parent_id) == ("Comment", first.external_id)
	assert reply.text == "Re: Das Zeichen\n\nBien <dit>\ndeux lignes"
	assert (reply.language, reply.author.display_name, reply.edited_at) == ("fr", "Die Redaktion", None)


def test_google_alerts_lead_to_the_page_itself(web):
	(alert,) = fetch(web, (DATA / "alerts.xml").read_bytes()).posts
	assert alert.permalink == "https://news.example/acme?id=3"
	assert alert.external_id == "tag:google.com,2013:googlealerts/feed:17000000000000000001"
	assert (alert.title, alert.author) == ("Acme recalls its anvil", None)


def test_rss_1_in_another_charset_and_a_mail_that_is_nobodys(web):
	(post,) = fetch(web, (DATA / "rdf.xml").read_bytes(), content_type="application/xml").posts
	assert post.title == "Café"
	assert post.author.email == "" and post.author.external_id == f"{feed_key(URL)}:ann"


def test_a_fediverse_feed_says_its_text_once(web):
	(post,) = fetch(web, (DATA / "fediverse.xml").read_bytes()).posts
	assert post.text == "@jane@social.example we are very sorry about the anvil"


def test_raw_is_json(web):
	for name in ("blog", "atom", "alerts", "rdf", "fediverse"):
		for post in fetch(web, (DATA / f"{name}.xml").read_bytes()).posts:
			assert json.loads(json.dumps(post.raw)) == post.raw


def test_a_comment_is_known_by_its_link(web):
	page = fetch(web, rss("<item><title>By: Ann</title><link>https://b.example/p/#comment-17</link></item>"))
	assert page.posts[0].kind == "Comment"


@pytest.mark.parametrize(
	"link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[", "x y"]
)
def test_a_link_that_is_none_is_dropped(web, link):
	extra = f'<link>{link}</link><enclosure url="{link}" type="image/png"/>'
	(post,) = fetch(web, rss(item(1, extra))).posts
	assert post.permalink in ("", "https://blog.example/1") and post.media == ()


# Ids


def test_ids_of_two_feeds_do_not_collide_and_shared_ones_stay_shared(web):
	body = rss("<item><guid isPermaLink='false'>7</guid><title>a</title></item>", item(1))
	one = ids(fetch(web, body))
	other = ids(fetch(web, body, config=account("https://other.example/feed")))
	assert one[0] != other[0] and one[1] == other[1] == "https://blog.example/1"


@pytest.mark.parametrize(
	"again", ["http://blog.example/feed/", "https://www.BLOG.example/feed", "feed:" + URL]
)
def test_ids_stay_when_the_same_address_is_written_otherwise(web, again):
	body = rss("<item><guid isPermaLink='false'>7</guid><title>a</title></item>")
	web.get("https://www.blog.example/feed", body=body)
	web.get("http://blog.example/feed/", body=body)
	web.get(URL, body=body)
	assert ids(RSSFeed().fetch(account(again), None)) == ids(RSSFeed().fetch(ACCOUNT, None))


def test_ids_stay_when_the_feed_moves_for_good(web):
	body = rss("<item><guid>7</guid><title>a</title></item>")
	before = ids(fetch(web, body))
	web.reset()
	web.get(URL, status=301, headers={"Location": "https://new.example/rss.xml"})
	web.get("https://new.example/rss.xml", body=body, content_type=XML)
	assert ids(RSSFeed().fetch(ACCOUNT, None)) == before


def test_a_guid_that_every_entry_has_is_no_id(web):
	items = [
		f"<item><guid>same</guid><link>https://b.example/{n}</link><title>{n}</title></item>" for n in (1, 2)
	]
	assert ids(fetch(web, rss(*items))) == ["https://b.example/1", "https://b.example/2"]


def test_one_entry_listed_twice_is_one_post(web):
	assert ids(fetch(web, rss(item(1), item(1), item(2)))) == [
		"https://blog.example/1",
		"https://blog.example/2",
	]


def test_long_ids_fit_the_column(web):
	(post,) = fetch(web, rss(item("x" * 500))).posts
	assert len(post.external_id) <= LONGEST_ID


# Fetching


def test_an_unchanged_feed_is_asked_for_by_its_validators(web):
	headers = {
		"ETag": '"v1"',
		"Last-Modified": "Fri, 20 Nov 2026 10:00:00 GMT",
		"Date": "Sat, 21 Nov 2026 12:00:00 GMT",
	}
	first = fetch(web, rss(item(1)), headers=headers)
	noon = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
	assert first.next_cursor["etag"] == '"v1"' and first.complete_until == noon
	web.reset()
	web.get(URL, status=304, headers={"Date": "Sat, 21 Nov 2026 13:00:00 GMT"})
	second = RSSFeed().fetch(ACCOUNT, first.next_cursor)
	assert web.calls[0].request.headers["If-None-Match"] == '"v1"'
	assert web.calls[0].request.headers["If-Modified-Since"] == "Fri, 20 Nov 2026 10:00:00 GMT"
	assert (second.posts, second.has_more, second.next_cursor) == ((), False, first.next_cursor)
	assert second.complete_until == datetime(2026, 11, 21, 13, tzinfo=timezone.utc)


def test_without_validators_an_unchanged_feed_is_known_by_its_content(web):
	first = fetch(web, rss(item(1)))
	assert fetch(web, rss(item(1)), first.next_cursor).posts == ()
	web.reset()
	assert ids(fetch(web, rss(item(2), item(1)), first.next_cursor)) == [
		"https://blog.example/2",
		"https://blog.example/1",
	]


def test_the_cursor_does_not_depend_on_the_clock(web):
	assert fetch(web, rss(item(1))).next_cursor == fetch(web, rss(item(1))).next_cursor


def test_a_permanent_move_is_remembered_and_a_temporary_one_is_not(web):
	web.get(URL, status=301, headers={"Location": "https://new.example/feed"})
	web.get("https://new.example/feed", body=rss(item(1)), content_type=XML)
	moved = RSSFeed().fetch(ACCOUNT, None)
	assert moved.next_cursor["url"] == "https://new.example/feed"
	RSSFeed().fetch(ACCOUNT, moved.next_cursor)
	assert web.calls[-1].request.url == "https://new.example/feed" and len(web.calls) == 3
	web.reset()
	web.get(URL, status=302, headers={"Location": "https://new.example/feed"})
	web.get("https://new.example/feed", body=rss(item(1)), content_type=XML)
	assert "url" not in RSSFeed().fetch(ACCOUNT, None).next_cursor


def test_a_move_that_leads_to_no_feed_is_not_remembered(web):
	web.get(URL, status=301, headers={"Location": "https://parking.example/"})
	web.get("https://parking.example/", body="<html>For sale</html>", content_type="text/html")
	with pytest.raises(BadPayload):
		RSSFeed().fetch(ACCOUNT, None)


def test_when_the_new_address_is_dead_the_typed_one_is_tried(web):
	web.get("https://new.example/feed", status=410)
	known = {"feed": feed_key(URL), "url": "https://new.example/feed", "etag": '"v1"'}
	page = fetch(web, rss(item(1)), known)
	assert len(page.posts) == 1 and "url" not in page.next_cursor
	assert "If-None-Match" not in web.calls[-1].request.headers


def test_another_address_on_the_account_starts_afresh(web):
	first = fetch(web, rss(item(1)), headers={"ETag": '"v1"'})
	page = fetch(web, rss(item(1)), first.next_cursor, account("https://other.example/feed"))
	assert len(page.posts) == 1 and "If-None-Match" not in web.calls[-1].request.headers


@pytest.mark.parametrize(
	("status", "error"), [(410, Gone), (404, Gone), (401, AuthExpired), (500, Unreachable)]
)
def test_refusals(web, status, error):
	with pytest.raises(error):
		fetch(web, b"", status=status)


def test_basic_credentials(web):
	config = account(handle="ann", secrets={"password": "s3cret-word"})
	fetch(web, rss(item(1)), config=config)
	assert web.calls[0].request.headers["Authorization"] == "Basic YW5uOnMzY3JldC13b3Jk"
	web.reset()
	with pytest.raises(AuthExpired) as caught:
		fetch(web, "wrong: s3cret-word YW5uOnMzY3JldC13b3Jk", config=config, status=401)
	assert "s3cret" not in str(caught.value) and "YW5u" not in str(caught.value)


def test_entries_before_the_backfill_date_are_left_out(web):
	old = item(1, "<pubDate>Fri, 20 Nov 2020 10:00:00 GMT</pubDate>")
	new = item(2, "<pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate>")
	config = account(backfill_from=datetime(2026, 1, 1, tzinfo=timezone.utc))
	assert ids(fetch(web, rss(new, old, item(3)), config=config)) == [
		"https://blog.example/2",
		"https://blog.example/3",
	]


# Slices of a long feed


def slices(web, bodies, size=3, limit=30):
	"""What a run brings while the feed changes from call to call; the last body stays."""
	found, cursor, config = [], None, account(page_size=size)
	for turn in range(limit):
		web.reset()
		page = fetch(web, bodies[min(turn, len(bodies) - 1)], cursor, config, headers={"ETag": f'"{turn}"'})
		cursor = json.loads(json.dumps(page.next_cursor))
		found += ids(page)
		if not page.has_more:
			return [external_id.rpartition("/")[2] for external_id in found], cursor
	raise AssertionError("the run does not end")


def test_a_long_feed_comes_in_slices(web):
	found, cursor = slices(web, [rss(*(item(n) for n in range(10)))])
	assert found == [str(n) for n in range(10)] and "etag" in cursor and "after" not in cursor


def test_a_slice_is_never_asked_for_conditionally(web):
	body = rss(*(item(n) for n in range(10)))
	page = fetch(web, body, {"feed": feed_key(URL), "etag": '"old"'}, account(page_size=3))
	assert page.has_more
	fetch(web, body, page.next_cursor, account(page_size=3))
	assert "If-None-Match" not in web.calls[-1].request.headers


def test_what_is_added_while_slices_are_read_comes_with_the_next_run(web):
	before = [item(n) for n in range(10)]
	found, cursor = slices(web, [rss(*before), rss(item("new"), *before)])
	assert found == [str(n) for n in range(10)] and "etag" not in cursor and "digest" not in cursor
	page = fetch(web, rss(item("new"), *before), cursor)
	assert "https://blog.example/new" in ids(page)


def test_a_slice_whose_end_has_vanished_begins_again_and_the_run_ends(web):
	before, after = [item(n) for n in range(10)], [item(n) for n in range(10) if n != 2]
	found, cursor = slices(web, [rss(*before), rss(*after)])
	assert found == ["0", "1", "2", "0", "1", "3"] and cursor["after"] == "https://blog.example/3"


@given(st.lists(st.sampled_from(["drop", "add", "keep"]), max_size=12), st.integers(1, 4))
@settings(max_examples=60, deadline=None)
def test_slices_lose_nothing(changes, size):
	listed, cursor, seen = list(range(8)), None, set()
	config, steps = account(page_size=size), [*changes, *["keep"] * 40]
	for turn, change in enumerate(steps):
		if change == "add":
			listed.insert(0, 100 + turn)
		elif change == "drop" and listed:
			listed.pop(turn % len(listed))
		with responses.RequestsMock() as web:
			page = fetch(web, rss(*(item(number) for number in listed)), cursor, config)
		cursor = json.loads(json.dumps(page.next_cursor))
		seen |= {int(external_id.rpartition("/")[2]) for external_id in ids(page)}
	assert set(listed) <= seen


# What is no feed, or a bad one


@pytest.mark.parametrize(
	("body", "kind", "words"),
	[
		(
			b"<!DOCTYPE html><html><head><title>Shop</title></head><body>x</body></html>",
			"text/html",
			"web page",
		),
		(b'{"version": "https://jsonfeed.org/version/1", "items": []}', "application/json", "JSON"),
		(b"", XML, "nothing"),
		(b"just words", "text/plain", "other text"),
		(b"<rss><channel><title>cut off", XML, "broken"),
		(b"\x00\x01\x02\xff" * 50, "application/octet-stream", "other text"),
	],
)
def test_what_is_no_feed_is_named(web, body, kind, words):
	with pytest.raises(BadPayload, match=r"(?i)feed") as caught:
		fetch(web, body, content_type=kind)
	assert words in str(caught.value)


def test_a_page_that_announces_its_feed_is_told(web):
	page = b"""<html><head><link rel="stylesheet" href="/x.css">
		<link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body><feed-list></feed-list></body>"""
	with pytest.raises(BadPayload, match=r"https://blog\.example/feed\.xml"):
		fetch(web, page, content_type="text/html")


@pytest.mark.parametrize(
	"reference", ["&#x110000;", "&#xD800;", "&#0;", "&#11;", "&#xFFFF;", "&#" + "9" * 90 + ";"]
)
def test_an_impossible_character_does_not_cost_the_feed(web, reference):
	page = fetch(web, rss(item(1, f"<description>a{reference}b &#x1F600; &#233;</description>"), item(2)))
	assert [post.text for post in page.posts] == ["Post 1\n\na\ufffdb 😀 é", "Post 2"]
	assert "digest" in page.next_cursor


def test_an_empty_feed_is_a_feed(web):
	page = fetch(web, rss(head="<title>T</title><link>https://blog.example/</link>"))
	assert (page.posts, page.has_more, page.skipped) == ((), False, 0)


def test_a_broken_feed_gives_the_entries_it_has_and_is_asked_for_again(web):
	body = rss(item(1), item(2)).replace(b"</channel></rss>", b"<item><title>cut &nbsp; off")
	page = fetch(web, body, headers={"ETag": '"v1"'})
	assert "https://blog.example/1" in ids(page) and "etag" not in page.next_cursor


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "text/xml; charset=latin-1", None])
def test_a_wrong_content_type_does_not_hide_a_feed(web, kind):
	assert len(fetch(web, rss(item(1)), content_type=kind).posts) == 1


def test_utf_16(web):
	body = rss(item(1)).decode().replace("Post 1", "Žluťoučký").replace('"1.0"', '"1.0" encoding="utf-16"')
	(post,) = fetch(web, body.encode("utf-16"), content_type="application/xml").posts
	assert post.title == "Žluťoučký"


def test_external_entities_are_not_read(web, tmp_path):
	secret = tmp_path / "secret.txt"
	secret.write_text("TOPSECRET")
	doctype = (
		f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY % y SYSTEM "{secret.as_uri()}">%y;]>'
	)
	body = rss(item(1, "<description>[&x;]</description>")).replace(b"<rss", doctype.encode() + b"<rss")
	page = fetch(web, body)
	assert "TOPSECRET" not in json.dumps([post.raw for post in page.posts])


def test_an_entity_bomb_does_not_go_off(web):
	levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
	doctype = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{levels}]>'
	body = rss(item(1, "<description>&a11;</description>")).replace(b"<rss", doctype.encode() + b"<rss")
	began = time.process_time()
	page = fetch(web, body)
	assert sum(len(post.text) for post in page.posts) < 10_000
	assert time.process_time() - began < 10  # a bomb or a backtracking parser takes minutes


def test_a_compressed_feed(web):
	page = fetch(web, gzip.compress(rss(item(1))), headers={"Content-Encoding": "gzip"})
	assert len(page.posts) == 1


@pytest.mark.parametrize(
	"part",
	["<a ", "<!--", "<![", "<div>", "</", '<a x="', "<script>", "&", "<!DOCTYPE ", "<a/>", "]]>", "<item>"],
)
def test_hostile_markup_takes_no_time(web, part):
	body = rss(f"<item><title>x</title><description>{part * (60_000 // len(part))}")
	began = time.process_time()
	try:
		fetch(web, body)
	except BadPayload:
		assert part  # no entry could be read: a good answer as well
	assert time.process_time() - began < 10  # a bomb or a backtracking parser takes minutes


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_bytes_break_it(noise):
	body = rss(item(1), item(2)).replace(b"Post 1", noise)
	for answer in (body, noise, body[: len(noise) * 2]):
		with responses.RequestsMock() as web:
			try:
				page = fetch(web, answer)
			except BadPayload:
				continue
		assert json.dumps(page.next_cursor) and all(post.external_id for post in page.posts)


# Whose feed it is


def test_check_names_the_feed(web):
	web.get(URL, body=(DATA / "blog.xml").read_bytes(), content_type=XML)
	info = RSSFeed().check(ACCOUNT)
	assert (info.display_name, info.url, info.handle) == (
		"Tools & Toil",
		"https://blog.example/",
		"blog.example",
	)
	assert info.external_id == feed_key(URL)


def test_check_refuses_what_is_no_feed(web):
	web.get(URL, body="<html></html>")
	with pytest.raises(BadPayload):
		RSSFeed().check(ACCOUNT)
