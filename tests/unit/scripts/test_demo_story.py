"""The demo's data: consistent in itself, and told in the right order."""

import csv
import itertools
import json
import re
from datetime import datetime, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.preview import demo_story

LIB = Path(__file__).resolve().parents[3] / "scripts" / "lib"
EPOCH = 1_780_000_000.0
LATER = EPOCH + 10 * 86_400
POSTS, AUTHORS = demo_story.load_story()
with (demo_story.DATA / "people.csv").open(encoding="utf-8", newline="") as file:
	PEOPLE = list(csv.DictReader(file))
TRADE = json.loads((LIB / "demo_transactions.json").read_text(encoding="utf-8"))


def test_posts_are_in_order_and_unique():
	assert [post["at"] for post in POSTS] == sorted(post["at"] for post in POSTS)
	assert len({post["id"] for post in POSTS}) == len(POSTS) >= 60


def test_every_author_is_known_and_says_something():
	assert {post["author"] for post in POSTS} == set(AUTHORS)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post["id"])
def test_each_post_fits_its_channel(post):
	author = AUTHORS[post["author"]]
	assert post["channel"] in ("forum", "fediverse")
	assert ("title" in post) == (post["channel"] == "forum")
	assert ("handle" in author) == (post["channel"] == "fediverse")
	assert post["channel"] == "forum" or "@acme" in post["text"]


def test_the_story_is_colourful():
	assert len({post["language"] for post in POSTS}) >= 6
	assert sum(post["at"] > 0 for post in POSTS) >= 10
	assert any("<script>" in post["text"] for post in POSTS)


def test_handles_on_file_belong_to_authors():
	on_file = {handle for person in PEOPLE for handle in person["social_handles"].split()}
	assert on_file <= {f"@{author['handle']}" for author in AUTHORS.values() if "handle" in author}
	assert len(on_file) == 5


def test_contacts_belong_to_customers_of_the_file():
	customers = {person["name"] for person in PEOPLE if person["kind"] == "Customer"}
	assert {person["company"] for person in PEOPLE if person["kind"] == "Contact"} <= customers


def test_trade_is_with_people_of_the_file():
	names = {person["name"] for person in PEOPLE}
	items = {item["code"] for item in TRADE["items"]}
	for kind in ("orders", "quotations", "opportunities", "warranty_claims", "issues"):
		for plan in TRADE[kind]:
			assert plan.get("customer", plan.get("party")) in names
			assert set(plan.get("lines", ())) <= items


def test_orders_named_in_posts_are_those_of_the_author():
	"""ERPNext numbers the orders in the sequence of the file; nobody asks about somebody else's."""
	companies = {
		person["social_handles"].lstrip("@"): person["company"] or person["name"] for person in PEOPLE
	}
	websites = {person["website"]: person["name"] for person in PEOPLE if person["website"]}
	named = 0
	for post in POSTS:
		for number in re.findall(r"SAL-ORD-\{year\}-(\d+)", post["text"]):
			author = AUTHORS[post["author"]]
			verified = [field["url"] for field in author.get("fields", []) if field["verified"]]
			customer = companies.get(author["handle"]) or websites[verified[0]]
			assert TRADE["orders"][int(number) - 1]["customer"] == customer
			named += 1
	assert named >= 3


def test_serial_numbers_named_in_posts_were_delivered():
	delivered = {
		serial for order in TRADE["orders"] for list_ in order.get("serials", {}).values() for serial in list_
	}
	named = {serial for post in POSTS for serial in re.findall(r"\b(?:AX18|GX125|LX40)-\d+", post["text"])}
	assert named and named <= delivered


def test_the_future_is_not_told():
	told = demo_story.visible("fediverse", EPOCH, EPOCH)
	assert told and all(entry.posted_at.timestamp() <= EPOCH for entry in told)
	assert len(demo_story.visible("fediverse", EPOCH, LATER)) > len(told)


@given(
	st.lists(st.integers(0, 7200), min_size=2, max_size=6).map(sorted),
	st.sampled_from(["forum", "fediverse"]),
)
def test_what_was_told_stays_as_it_was(moments, channel):
	tellings = [demo_story.visible(channel, EPOCH, EPOCH + moment) for moment in moments]
	for earlier, later in itertools.pairwise(tellings):
		assert later[len(later) - len(earlier) :] == earlier


@given(st.integers(1, 60))
def test_pages_downwards_give_every_mention_once(limit):
	entries = demo_story.visible("fediverse", EPOCH, LATER)
	seen, max_id = [], None
	while page := demo_story.notifications(entries, limit, max_id=max_id):
		seen += [int(item["id"]) for item in page]
		max_id = page[-1]["id"]
	assert seen == [entry.number for entry in entries]


@given(st.integers(1, 60))
def test_pages_upwards_give_every_mention_once(limit):
	entries = demo_story.visible("fediverse", EPOCH, LATER)
	seen, min_id = [], "0"
	while page := demo_story.notifications(entries, limit, min_id=min_id):
		seen = [int(item["id"]) for item in page] + seen
		min_id = page[0]["id"]
	assert seen == [entry.number for entry in entries]


def test_since_gives_the_newest_above_it():
	entries = demo_story.visible("fediverse", EPOCH, LATER)
	page = demo_story.notifications(entries, 2, since_id=str(entries[10].number))
	assert [int(item["id"]) for item in page] == [entries[0].number, entries[1].number]


def test_markup_of_authors_is_escaped_as_a_server_would():
	for entry in demo_story.visible("fediverse", EPOCH, LATER):
		assert "<script" not in demo_story.status(entry)["content"]
		assert "<img" not in demo_story.status(entry)["account"]["note"]


def test_only_checked_links_are_verified():
	moment = datetime.fromtimestamp(EPOCH, timezone.utc)
	verified = {
		name: [bool(field["verified_at"]) for field in demo_story.account(author, moment)["fields"]]
		for name, author in AUTHORS.items()
		if author.get("fields")
	}
	assert verified == {"sofia": [True], "priya": [True], "greenfield": [False], "harbor": [False]}


def test_this_years_document_numbers_are_filled_in():
	texts = [entry.text for entry in demo_story.visible("fediverse", EPOCH, LATER)]
	assert not any("{year}" in text for text in texts)
	assert any("SAL-ORD-2026-00003" in text for text in texts)
