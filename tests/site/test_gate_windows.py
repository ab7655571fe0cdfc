"""The reply gate where a platform has rules about when and to whom: the window of some hours, posts found by search.

No platform of the registry has either yet, so Bluesky's connector is given the rules here.
"""

import json
from collections.abc import Mapping

import pytest

import frappe
from frappe.utils import add_to_date, get_datetime, now_datetime

from social_crm_app.api import reply as api
from social_crm_app.connectors.answering import FOUND_BY_SEARCH
from social_crm_app.connectors.base import Capabilities
from social_crm_app.connectors.bluesky import Bluesky
from social_crm_app.engage import gate as gates
from social_crm_app.testing import make_account, make_author, make_post, store

ADA = make_author("ada.test", "", external_id="did:plc:ada")
BOB = make_author("bob.test", "", external_id="did:plc:bob")


def uri(number):
	return f"at://did:plc:jane000000000000000000ab/app.bsky.feed.post/3n2tseqwvi{number:03}"


@pytest.fixture
def account():
	return make_account(
		"Acme", "Bluesky", instance_url="http://127.0.0.1:9", handle="acme.test", app_password="x"
	)


@pytest.fixture
def written(account):
	"""`written(3, hours=30)`: the mention number 3, written so many hours ago to the account."""

	def write(number, hours, author=ADA, to=None, **values):
		post = make_post(number, author=author, external_id=uri(number), **values)
		store(post, account=(to or account).name, platform="bluesky", label="Bluesky")
		mention = frappe.get_doc("Mention", {"external_id": uri(number)})
		mention.db_set("posted_at", add_to_date(now_datetime(), hours=-hours))
		return mention

	return write


@pytest.fixture
def day_long(monkeypatch):
	monkeypatch.setattr(Bluesky, "capabilities", Capabilities(can_reply=True, reply_hours=24))


@pytest.mark.usefixtures("day_long")
class TestWindow:
	def test_it_is_open_from_the_authors_newest_message_on(self, written):
		old, new = written(1, 30), written(2, 2)
		door = gates.gate(old)
		assert door.allowed and door.until == add_to_date(get_datetime(new.reload().posted_at), hours=24)
		assert gates.still_open(old, old.social_account) == gates.closed_to_all(old) == ""

	def test_when_the_newest_is_too_old_it_is_closed(self, written):
		written(2, 26)
		old = written(1, 30)
		door = gates.gate(old)
		assert not door.allowed and "limited time" in door.reason and door.until < now_datetime()
		assert gates.closed_to_all(old)
		with pytest.raises(frappe.ValidationError):
			api.send(old.name, "Hello", "k")

	def test_what_others_wrote_or_to_another_account_opens_nothing(self, written):
		other = make_account(
			"B", "Bluesky", instance_url="http://127.0.0.1:9", handle="b.test", app_password="x"
		)
		old = written(1, 30)
		written(2, 2, author=BOB)
		written(3, 2, to=other)
		written(4, 2, private=True)
		assert not gates.gate(old).allowed

	def test_of_an_author_who_is_not_known_the_post_itself_counts(self, written):
		written(2, 2)
		old = written(1, 30)
		old.db_set("social_profile", None)
		assert not gates.gate(old).allowed


class TestFoundBySearch:
	@pytest.fixture(autouse=True)
	def summoned_only(self, monkeypatch):
		def closed_because(cls, source: str, raw: Mapping) -> str | None:
			if raw.get("entities") == ["acme"]:
				return None
			return FOUND_BY_SEARCH if source.startswith("search:") else raw.get("rule")

		monkeypatch.setattr(Bluesky, "closed_because", classmethod(closed_because))

	def test_it_can_only_be_answered_by_hand(self, written):
		mention = written(1, 1, source="search:acme", permalink="https://bsky.example/1")
		door = gates.gate(mention)
		assert not door.allowed and "found by a search: Bluesky" in door.reason and not door.visibilities
		assert door.by_hand_url == "https://bsky.example/1"
		assert (
			gates.still_open(mention, mention.social_account) == gates.closed_to_all(mention) == door.reason
		)
		with pytest.raises(frappe.ValidationError):
			api.send(mention.name, "Hello", "k")

	def test_what_names_the_account_is_open_however_it_was_found(self, written):
		assert gates.gate(written(1, 1, source="mentions")).allowed
		assert gates.gate(written(2, 1, source="search:acme", raw={"entities": ["acme"]})).allowed

	def test_another_rule_is_told_in_the_platforms_words(self, written):
		mention = written(1, 1, source="mentions", raw={"rule": "photo tags"})
		assert "this post: photo tags" in gates.gate(mention).reason

	@pytest.mark.parametrize("raw", [None, "", "[]", "{cut", json.dumps({"cut": "x"})])
	def test_a_record_that_is_no_longer_kept(self, written, raw):
		mention = written(1, 1, source="mentions")
		mention.db_set("raw", raw)
		assert gates.gate(mention).allowed
