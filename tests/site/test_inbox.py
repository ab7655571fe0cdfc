"""The inbox: boxes, groups, filters, search, pages, the conversation, rights, bulk actions, saved filters."""

import json

import pytest

import frappe
from frappe.desk.form import assign_to
from frappe.utils import add_to_date, now_datetime

from social_crm_app.api import inbox
from social_crm_app.insight import inbox as pages
from social_crm_app.insight import inbox_search
from social_crm_app.testing import make_author, make_customer, make_invoice, make_lead, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

BOXES = ("all", "mine", "unassigned", "overdue")


def name_of(number):
	return frappe.db.get_value("Mention", {"external_id": f"https://social.example/statuses/{number}"})


def numbers(rows):
	"""The numbers of the posts, in the order of the rows."""
	ids = dict(frappe.get_all("Mention", fields=["name", "external_id"], as_list=True))
	return [int(ids[row["name"]].rpartition("/")[2]) for row in rows]


def page(after="", **filters):
	return inbox.page(json.dumps(filters), after)


def shown(**filters):
	return numbers(page(**filters)["rows"])


def counts(**filters):
	return inbox.counts(json.dumps(filters))


def everything(**filters):
	"""All pages one after the other, and how many those were."""
	found, after, asked = [], "", 0
	while True:
		answer = page(after, **filters)
		found += numbers(answer["rows"])
		after, asked = answer["next"], asked + 1
		if not after:
			return found, asked


def say(number, **values):
	store(make_post(number, **values))
	return name_of(number)


def settle(number, **values):
	frappe.db.set_value("Mention", name_of(number), values)


@pytest.fixture
def ten():
	"""Ten mentions, number 9 the newest."""
	store(*(make_post(n) for n in range(10)))


class TestBoxesAndFilters:
	def test_open_and_waiting_newest_first(self, ten):
		for number, status in ((8, "Closed"), (6, "Replied"), (5, "Waiting"), (3, "Ignored")):
			settle(number, status=status)
		assert shown() == [9, 7, 5, 4, 2, 1, 0]
		assert shown(status="Closed") == [8]
		assert shown(status="All") == list(range(9, -1, -1))

	def test_mine_is_what_i_have_an_open_todo_for(self, ten, as_user):
		with as_user("Social CRM User") as user:
			inbox.assign([name_of(2), name_of(7)], user)
			assert shown(box="mine") == [7, 2]
			assert 7 not in shown(box="unassigned") and len(shown(box="unassigned")) == 8
			assign_to.close("Mention", name_of(2), user)
			assert shown(box="mine") == [7] and 2 in shown(box="unassigned")
			settle(7, status="Closed")
			assert shown(box="mine") == [] and shown(box="mine", status="Closed") == [7]
		assert shown(box="mine") == []

	def test_overdue_is_open_unanswered_and_past_its_time(self, ten):
		past, future = add_to_date(now_datetime(), hours=-1), add_to_date(now_datetime(), hours=1)
		for number in (1, 2, 3, 4):
			settle(number, response_by=past)
		settle(2, first_responded_on=past)
		settle(3, status="Replied")
		settle(4, status="Waiting")
		settle(5, response_by=future)
		assert shown(box="overdue") == [4, 1] == shown(box="overdue", status="All")
		assert shown(box="overdue", status="Waiting") == [4] and shown(box="overdue", status="Replied") == []
		overdue = {
			number: row["is_overdue"]
			for number, row in zip(range(9, -1, -1), page(status="All")["rows"], strict=True)
		}
		assert [number for number, is_so in overdue.items() if is_so] == [4, 1]

	@pytest.mark.parametrize("few", [inbox_search.FEW, 0], ids=["sets looked up whole", "windows"])
	def test_both_ways_of_looking_find_the_same(self, ten, monkeypatch, few):
		monkeypatch.setattr(inbox_search, "FEW", few)
		past = add_to_date(now_datetime(), hours=-1)
		inbox.assign([name_of(n) for n in (0, 3, 6, 9)], "Administrator")
		inbox.tag([name_of(n) for n in (3, 4)], "Urgent")
		for number in (0, 3, 4):
			settle(number, response_by=past)
		assert shown(box="mine") == [9, 6, 3, 0]
		assert shown(box="overdue") == [4, 3, 0]
		assert shown(tag="Urgent") == [4, 3] == shown(tag="urgent", status="All")
		assert shown(box="mine", tag="Urgent") == [3]
		assert shown(box="mine", group="Unknown", search="number 6") == [6]

	def test_the_columns(self, ten):
		settle(
			1, intent="Idea", sentiment_label="Positive", platform="Bluesky", priority="High", language="de"
		)
		settle(2, intent="Idea", sentiment_label="Negative")
		assert shown(intent="Idea") == [2, 1]
		assert shown(intent="Idea", status="All", sentiment_label="Negative") == [2]
		for filters in ({"platform": "Bluesky"}, {"priority": "High"}, {"language": "de"}):
			assert shown(**filters) == [1] == shown(**filters, status="All")

	def test_one_tag_is_not_another_that_begins_alike(self, ten):
		inbox.tag([name_of(1)], "Fair")
		inbox.tag([name_of(2)], "Fairground")
		assert shown(tag="Fair") == [1] and shown(tag="Fa_r") == []

	@pytest.mark.parametrize(
		"filters",
		['{"box": "x"}', '{"group": "x"}', '{"status": "x"}', '{"colour": "x"}', "[1]", "{", "null"],
	)
	def test_what_nobody_offers_is_refused(self, filters):
		with pytest.raises(frappe.ValidationError):
			inbox.page(filters)

	@pytest.mark.parametrize("after", ["x", "2026-01-01", "|x", "yesterday|x", "2026-13-01 00:00:00|x"])
	def test_a_page_that_does_not_exist(self, after):
		with pytest.raises(frappe.ValidationError):
			inbox.page("{}", after)


class TestGroups:
	def test_the_ledger_decides(self):
		paying = make_customer("Bright Works", social_handles="@ann@social.example").name
		make_invoice(paying, 100)
		make_lead("Bob", social_handles="@bob@social.example")
		for number, who in enumerate(("ann", "bob", "eve"), 1):
			say(number, author=make_author(who))
		assert shown(group="Paying Customer") == [1]
		assert shown(group="Known") == [2] and shown(group="Unknown") == [3]
		assert shown(group="Open Deal") == []
		assert counts()["groups"] == {"Paying Customer": 1, "Open Deal": 0, "Known": 1, "Unknown": 1}
		(row,) = page(group="Paying Customer")["rows"]
		assert (row["party_type"], row["party"], row["party_title"]) == ("Customer", paying, "Bright Works")

	def test_numbers_of_boxes_are_of_the_group_and_of_groups_of_the_box(self, ten):
		inbox.assign([name_of(1), name_of(2)], "Administrator")
		settle(1, relationship="Known")
		found = counts(group="Known")
		assert found["boxes"] == {"all": 1, "mine": 1, "unassigned": 0, "overdue": 0}
		assert counts(box="mine")["groups"] == {
			"Paying Customer": 0,
			"Open Deal": 0,
			"Known": 1,
			"Unknown": 1,
		}
		assert counts(box="mine", search="number 2")["groups"]["Unknown"] == 1
		assert found["cap"] == 100 and found["partial"] == []

	def test_numbers_stop_at_the_cap(self, ten, monkeypatch):
		monkeypatch.setattr(pages, "CAP", 4)
		found = counts()
		assert found["boxes"]["all"] == 4 == found["groups"]["Unknown"] and found["partial"] == []

	def test_a_number_that_was_not_counted_to_the_end_says_so(self, ten, monkeypatch):
		monkeypatch.setattr(pages, "COUNTED", (3,))
		assert {"all", "unassigned"} <= set(counts(search="number 0")["partial"])


class TestPages:
	@pytest.mark.parametrize("windows", [(1000,), (1, 2), (4,), (7, 7)])
	def test_no_row_twice_and_none_lost_when_moments_are_the_same(self, monkeypatch, windows):
		monkeypatch.setattr(pages, "PAGE", 4)
		monkeypatch.setattr(inbox_search, "WINDOWS", windows)
		store(*(make_post(n // 5, external_id=f"https://social.example/statuses/{n}") for n in range(33)))
		frappe.db.set_value(
			"Mention", {"name": ("in", [name_of(n) for n in range(0, 33, 4)])}, "status", "Waiting"
		)
		for filters in (
			{},
			{"status": "All"},
			{"group": "Unknown"},
			{"box": "unassigned"},
			{"search": "Post"},
		):
			found, asked = everything(**filters)
			assert sorted(found) == list(range(33)), filters
			moments = [number // 5 for number in found]
			assert moments == sorted(moments, reverse=True)
			assert asked >= 9

	def test_a_new_mention_does_not_move_the_next_page(self, monkeypatch):
		monkeypatch.setattr(pages, "PAGE", 4)
		store(*(make_post(n) for n in range(10)))
		first = page()
		say(20)
		assert numbers(page(first["next"])["rows"]) == [5, 4, 3, 2]

	def test_a_full_last_page_has_nothing_behind_it(self, monkeypatch):
		monkeypatch.setattr(pages, "PAGE", 5)
		store(*(make_post(n) for n in range(10)))
		first = page()
		assert first["next"] and first["searched_until"] is None
		assert page(first["next"])["next"] == ""

	def test_what_was_not_looked_at_is_said_and_comes_with_the_next_page(self, ten, monkeypatch):
		monkeypatch.setattr(inbox_search, "WINDOWS", (2, 2))
		first = page(search="number 1", status="All")
		assert first["rows"] == [] and first["next"]
		assert first["searched_until"] == str(frappe.db.get_value("Mention", name_of(6), "posted_at"))
		assert everything(search="number 1", status="All") == ([1], 3)

	def test_no_further_window_when_the_time_is_up(self, ten, monkeypatch):
		monkeypatch.setattr(inbox_search, "WINDOWS", (2, 2, 100))
		monkeypatch.setattr(inbox_search, "SECONDS", -1)
		assert page(search="number 1", status="All")["searched_until"] == str(
			frappe.db.get_value("Mention", name_of(8), "posted_at")
		)

	def test_a_page_asks_a_fixed_number_of_questions(self, monkeypatch):
		def asked(count):
			for n in range(count):
				author = make_author(f"a{count}x{n}")
				make_customer(f"Customer {count} {n}", social_handles=f"@a{count}x{n}@social.example")
				inbox.assign([say(100 * count + n, author=author)], "Administrator")
			page()
			queries, original = [], frappe.local.db.sql
			monkeypatch.setattr(
				frappe.local.db, "sql", lambda *a, **k: queries.append(a) or original(*a, **k)
			)
			page()
			monkeypatch.undo()
			return len(queries)

		assert asked(2) == asked(8) <= 12


class TestSearch:
	def test_all_words_in_the_text_or_the_name(self):
		say(1, text="My drill broke, the battery is dead")
		say(2, text="The drill is great")
		say(3, text="Good morning", author=make_author("drillmaster", display_name="Ann Other"))
		assert shown(search="drill") == [3, 2, 1]
		assert shown(search="DRILL battery") == [1]
		assert shown(search="ann good") == [3]
		assert shown(search="drill nobody") == []

	def test_what_people_type_is_no_pattern(self):
		say(1, text="100% wool_hat \\o/")
		say(2, text="1000 woolXhats")
		assert shown(search="100%") == [1] == shown(search="wool_hat") == shown(search="\\o/")
		assert shown(search="%") == [1] and shown(search="'); DROP TABLE") == []


class TestRows:
	def test_what_a_row_says(self, ten, as_user):
		name = name_of(9)
		inbox.assign([name], "Administrator")
		inbox.tag([name], "Urgent")
		settle(9, text="x" * 1000, replied_by="Administrator")
		frappe.db.set_value("Social Profile", {}, "avatar", "https://social.example/jane.png")
		row = page()["rows"][0]
		assert row["text"] == "x" * 280 and row["tags"] == ["Urgent"]
		assert row["avatar"] == "https://social.example/jane.png" and row["replied_by"] == "Administrator"
		assert row["assigned"] == [{"user": "Administrator", "full_name": "Administrator", "image": ""}]
		assert set(row) == {
			"name", "title", "text", "author_name", "author_handle", "avatar", "platform", "kind", "private", "posted_at",
			"status", "intent", "sentiment_label", "priority", "relationship", "party_type", "party", "party_title",
			"assigned", "response_by", "is_overdue", "tags", "replied_by",
		}  # fmt: skip
