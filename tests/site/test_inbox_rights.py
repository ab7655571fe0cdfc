"""The inbox shows nobody more than the desk would; what colleagues do with many mentions at once; saved filters."""

import json

import pytest

import frappe
from frappe.permissions import add_user_permission
from frappe.utils import now_datetime

from social_crm_app.api import inbox
from social_crm_app.engage import triage
from social_crm_app.insight import inbox as pages
from social_crm_app.insight import inbox_thread
from social_crm_app.testing import make_author, make_customer, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")


def name_of(number):
	return frappe.db.get_value("Mention", {"external_id": f"https://social.example/statuses/{number}"})


@pytest.fixture
def two_customers():
	"""A post of each of two customers and one of a stranger, a private one among them, in one thread."""
	names = [
		make_customer(title, social_handles=f"@{who}@social.example").name
		for title, who in (("Bright Works", "ann"), ("Secret Client", "sue"))
	]
	first = {"root_id": "https://social.example/statuses/1"}
	store(
		make_post(1, author=make_author("eve")),
		make_post(2, author=make_author("ann"), parent_id=first["root_id"], **first),
		make_post(3, author=make_author("sue"), parent_id=first["root_id"], **first),
		make_post(4, author=make_author("eve"), private=True, **first),
	)
	return names


def said():
	"""All that the inbox tells the user, as one text."""
	told = [inbox.page(), inbox.counts(), inbox.page('{"status": "All", "search": "Post"}')]
	told += [inbox.thread(row["name"]) for row in told[0]["rows"]]
	return frappe.as_json(told)


def shown(**filters):
	return {row["name"] for row in inbox.page(json.dumps(filters))["rows"]}


class TestRights:
	def test_without_the_right_to_mentions_there_is_no_inbox(self, two_customers, as_user):
		name = name_of(1)
		with as_user("Desk User"):
			for call in (
				inbox.page, inbox.counts, inbox.saved, lambda: inbox.thread(name), lambda: inbox.assign([name], "Administrator"),
				lambda: inbox.set_status([name], "Closed"), lambda: inbox.tag([name], "x"), lambda: inbox.save_filter("x", "{}"),
			):  # fmt: skip
				with pytest.raises(frappe.PermissionError):
					call()

	def test_private_messages_are_for_the_social_team(self, two_customers, as_user):
		frappe.permissions.add_permission("Mention", "Sales User", 0)
		private = name_of(4)
		with as_user("Social CRM User", "Sales User"):
			assert private in shown() and inbox.counts()["boxes"]["all"] == 4
			assert private in {item["name"] for item in inbox.thread(name_of(1))["items"]}
		with as_user("Sales User"):
			assert private not in shown() and inbox.counts()["boxes"]["all"] == 3
			assert private not in {item["name"] for item in inbox.thread(name_of(1))["items"]}
			with pytest.raises(frappe.PermissionError):
				inbox.thread(private)

	def test_who_may_not_read_customers_sees_no_post_of_one(self, two_customers, as_user):
		with as_user("Social CRM User"):
			assert shown() == {name_of(1), name_of(4)} and inbox.counts()["boxes"]["all"] == 2
			assert {item["name"] for item in inbox.thread(name_of(1))["items"]} == {name_of(1), name_of(4)}
			assert "Bright Works" not in said() and "Secret Client" not in said()
		with as_user("Social CRM User", "Sales User"):
			assert "Bright Works" in said() and "Secret Client" in said()

	def test_a_user_permission_on_one_customer_hides_the_other(self, two_customers, as_user):
		mine, hidden = two_customers
		with as_user("Social CRM User", "Sales User") as user:
			add_user_permission("Customer", mine, user, ignore_permissions=True)
			assert shown() == {name_of(1), name_of(2), name_of(4)}
			assert inbox.counts()["groups"]["Known"] == 1 and inbox.counts()["boxes"]["all"] == 3
			assert mine in said() and hidden not in said() and name_of(3) not in said()
			with pytest.raises(frappe.PermissionError) as refused:
				inbox.thread(name_of(3))
			assert hidden not in str(refused.value) and hidden not in frappe.as_json(frappe.get_message_log())

	def test_whoever_was_only_given_one_mention_sees_that_one(self, two_customers, as_user):
		with as_user("Desk User") as user:
			frappe.share.add_docshare("Mention", name_of(1), user, flags={"ignore_share_permission": True})
			assert shown() == {name_of(1)} and inbox.counts()["boxes"]["all"] == 1
			assert {item["name"] for item in inbox.thread(name_of(1))["items"]} == {name_of(1)}

	def test_strict_user_permissions(self, two_customers, as_user):
		frappe.db.set_single_value("System Settings", "apply_strict_user_permissions", 1)
		frappe.clear_document_cache("System Settings", "System Settings")
		with as_user("Social CRM User", "Sales User") as user:
			add_user_permission("Customer", two_customers[0], user, ignore_permissions=True)
			assert shown() == {name_of(2)}


class TestThread:
	def test_root_parents_answers_notes_and_our_replies_oldest_first(self):
		root = "https://social.example/statuses/1"
		store(
			make_post(1, "Anybody else?"),
			make_post(2, "Yes, me too", author=make_author("bob"), parent_id=root, root_id=root),
			make_post(3, "Same", author=make_author("eve"), root_id=root, parent_id=f"{root[:-1]}2"),
			make_post(5, "Something else"),
		)
		frappe.get_doc("Mention", name_of(3)).add_comment("Comment", "<p>Call <b>Bob</b></p><p>today</p>")
		sent = {
			"status": "Sent",
			"mention": name_of(2),
			"sender": "Administrator",
			"sent_at": "2026-03-02 20:10:00",
		}
		for number, more in enumerate(
			(
				{"text": "We are on it", **sent},
				{"text": "Not yet", **sent, "status": "Draft", "sent_at": None},
			)
		):
			frappe.get_doc(
				{"doctype": "Mention Reply", "name": f"r{number}", "visibility": "Public", **more}
			).db_insert()
		found = inbox.thread(name_of(3))
		assert [(item["kind"], item["text"]) for item in found["items"]] == [
			("mention", "Anybody else?"), ("mention", "Yes, me too"), ("mention", "Same"), ("reply", "We are on it"),
			("note", "Call Bob\n\ntoday"),
		]  # fmt: skip
		assert [item["is_this"] for item in found["items"]] == [False, False, True, False, False]
		assert [item["is_ours"] for item in found["items"]] == [False, False, False, True, True]
		assert found["mention"]["name"] == name_of(3) and found["mention"]["status"] == "Open"

	def test_a_parent_of_a_parent_without_a_common_root(self):
		ids = [f"https://social.example/statuses/{n}" for n in range(5)]
		store(
			*(make_post(n, author=make_author(f"p{n}"), parent_id=ids[n - 1] if n else "") for n in range(5))
		)
		assert [item["text"] for item in inbox.thread(name_of(3))["items"]] == [
			frappe.db.get_value("Mention", name_of(n), "text") for n in range(5)
		]

	def test_posts_that_answer_each_other_in_a_circle(self):
		one, two = "https://social.example/statuses/1", "https://social.example/statuses/2"
		store(make_post(1, parent_id=two), make_post(2, parent_id=one))
		assert len(inbox.thread(name_of(1))["items"]) == 2

	def test_our_reply_that_a_pull_brought_back_is_there_once(self):
		root = "https://social.example/statuses/1"
		store(
			make_post(1),
			make_post(2, "We are on it", author=make_author("acme"), parent_id=root, root_id=root),
		)
		frappe.get_doc(
			{
				"doctype": "Mention Reply", "name": "r", "status": "Sent", "mention": name_of(1), "text": "We are on it",
				"remote_id": "https://social.example/statuses/2", "sender": "Administrator", "visibility": "Public",
			}
		).db_insert()  # fmt: skip
		assert [item["kind"] for item in inbox.thread(name_of(1))["items"]] == ["mention", "reply"]
		assert [item["kind"] for item in inbox.thread(name_of(2))["items"]] == ["mention", "mention"]

	def test_a_shared_mention_without_its_records_for_who_may_not_see_them(self, two_customers, as_user):
		with as_user("Social CRM User") as user:
			with pytest.raises(frappe.PermissionError):
				inbox.thread(name_of(2))
			frappe.share.add_docshare("Mention", name_of(2), user, flags={"ignore_share_permission": True})
			held = inbox.thread(name_of(2))["mention"]
			assert not any(held[column] for column in ("party", "customer", "party_title", "social_profile"))
			assert "raw" not in held

	def test_what_the_ledger_says_of_a_party_that_is_hidden(self, two_customers, as_user):
		# Asked below the rights to the mention itself, which hide such mentions by rules of their own
		names = [name_of(1), name_of(2)]

		def relationships():
			rows = [row["relationship"] for row in pages.rows_of(names, now_datetime())]
			shown = [inbox_thread.shown(frappe.get_doc("Mention", name))["relationship"] for name in names]
			return rows, shown

		assert relationships() == (["Unknown", "Known"], ["Unknown", "Known"])
		with as_user("Social CRM User"):
			assert relationships() == (["Unknown", ""], ["Unknown", ""])

	def test_rows_of_mentions_that_the_user_may_not_read(self, two_customers, as_user):
		mine, _hidden = two_customers
		names = json.dumps([name_of(n) for n in (1, 2, 3)] + ["no such mention"])
		with as_user("Social CRM User", "Sales User") as user:
			add_user_permission("Customer", mine, user, ignore_permissions=True)
			listed = {row["name"]: row for row in inbox.page()["rows"]}
			again = inbox.rows(names)
			assert again == [listed[row["name"]] for row in again]
			assert {row["name"] for row in again} == {name_of(1), name_of(2)}
		with as_user("Stock User"), pytest.raises(frappe.PermissionError):
			inbox.rows(names)
		for nonsense in ("{}", "[1]"):
			with pytest.raises(frappe.ValidationError):
				inbox.rows(nonsense)


class TestBulk:
	def test_one_that_fails_stops_no_other(self, two_customers, as_user):
		mine, hidden = two_customers
		names = [name_of(n) for n in (1, 2, 3)]
		with as_user("Social CRM User", "Sales User") as user:
			add_user_permission("Customer", mine, user, ignore_permissions=True)
			for call in (
				lambda: inbox.set_status([*names, "no such mention"], "Closed"),
				lambda: inbox.tag(json.dumps([*names, "no such mention"]), "Fair"),
				lambda: inbox.assign([*names, "no such mention"], user),
			):
				done = call()
				assert done["done"] == names[:2]
				assert [one["name"] for one in done["failed"]] == [names[2], "no such mention"]
				assert len({one["why"] for one in done["failed"]}) == 1  # nobody learns which of them exists
				assert hidden not in frappe.as_json(done) + frappe.as_json(frappe.get_message_log())
		held = frappe.get_all(
			"Mention", {"name": ("in", names)}, ["status", "_user_tags", "_assign"], order_by="posted_at"
		)
		assert [(row.status, row._user_tags, row._assign) for row in held] == [
			("Closed", ",Fair", json.dumps([user])), ("Closed", ",Fair", json.dumps([user])), ("Open", None, None),
		]  # fmt: skip

	def test_a_status_is_saved_with_all_that_listens(self, two_customers):
		frappe.get_doc(
			{
				"doctype": "Notification", "name": "Closed mention", "subject": "closed", "document_type": "Mention", "enabled": 1,
				"event": "Value Change", "value_changed": "status", "channel": "System Notification", "message": "x",
				"recipients": [{"receiver_by_role": "System Manager"}],
			}
		).insert()  # fmt: skip
		inbox.set_status([name_of(1)], "Closed")
		assert frappe.db.exists("Notification Log", {"document_name": name_of(1), "subject": "closed"})

	def test_assigning_twice_is_the_same_as_once(self, two_customers):
		for _time in range(2):
			assert inbox.assign([name_of(1)], "Administrator") == {"done": [name_of(1)], "failed": []}
		assert frappe.db.count("ToDo", {"reference_name": name_of(1)}) == 1

	def test_nobody_is_assigned_what_they_may_not_see(self, two_customers, as_user):
		with as_user("Desk User") as user:
			pass
		done = inbox.assign([name_of(1)], user)
		assert done["done"] == [] and "may not see" in done["failed"][0]["why"]
		assert not frappe.db.exists("DocShare", {"share_name": name_of(1)})
		for nobody in ("nobody@users.example", "Guest"):
			with pytest.raises(frappe.ValidationError):
				inbox.assign([name_of(1)], nobody)

	def test_a_workflow_that_has_no_such_step_says_so(self, two_customers):
		for state in ("Open", "Closed"):
			if not frappe.db.exists("Workflow State", state):
				frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": state}).insert()
		frappe.get_doc(
			{
				"doctype": "Workflow", "workflow_name": "Mentions", "document_type": "Mention", "is_active": 1,
				"workflow_state_field": "status", "states": [
					{"state": state, "doc_status": "0", "allow_edit": "System Manager"} for state in ("Open", "Closed")
				], "transitions": [{"state": "Closed", "action": "Approve", "next_state": "Open", "allowed": "System Manager"}],
			}
		).insert()  # fmt: skip
		done = inbox.set_status([name_of(1)], "Closed")
		assert done["done"] == [] and "Workflow" in done["failed"][0]["why"]
		assert frappe.db.get_value("Mention", name_of(1), "status") == "Open"

	def test_a_listener_that_breaks_is_logged(self, two_customers, monkeypatch):
		def broken(tag, doctype, name):
			if name == name_of(1):
				raise TypeError("secret words")
			return tag

		monkeypatch.setattr(triage, "add_tag", broken)
		done = inbox.tag([name_of(1), name_of(2)], "Fair")
		assert done["done"] == [name_of(2)] and "secret" not in done["failed"][0]["why"]
		assert frappe.db.exists("Error Log", {"reference_name": name_of(1)})

	def test_open_inboxes_hear_of_it_after_the_commit(self, two_customers, monkeypatch):
		heard = []
		monkeypatch.setattr(
			"frappe.realtime.emit_via_redis", lambda event, message, room: heard.append((event, message))
		)
		frappe.db.commit()
		for call in (
			lambda: inbox.assign([name_of(1)], "Administrator"),
			lambda: inbox.tag([name_of(1)], "Fair"),
			lambda: inbox.set_status([name_of(1)], "Closed"),
		):
			heard.clear()
			call()
			assert not [event for event, _message in heard if event == "list_update"]
			frappe.db.commit()
			lists = [m for event, m in heard if event == "list_update" and m["doctype"] == "Mention"]
			assert [m["name"] for m in lists] == [name_of(1)]

	def test_too_many_and_nonsense(self):
		for call in (
			lambda: inbox.set_status([f"m{n}" for n in range(501)], "Closed"),
			lambda: inbox.set_status([], "Elsewhere"),
			lambda: inbox.set_status('{"a": 1}', "Closed"),
			lambda: inbox.tag([], "a, b"),
			lambda: inbox.tag([], " "),
		):
			with pytest.raises(frappe.ValidationError):
				call()


class TestSavedFilters:
	FILTERS = (
		{}, {"box": "mine"}, {"box": "unassigned", "group": "Open Deal"}, {"box": "overdue", "status": "All"},
		{"status": "Closed", "platform": "Mastodon", "intent": "Idea", "priority": "High", "language": "de"},
		{"search": "drill battery", "tag": "Fair", "sentiment_label": "Negative"},
	)  # fmt: skip

	@pytest.mark.parametrize("filters", FILTERS, ids=str)
	def test_what_was_kept_comes_back(self, filters):
		name = inbox.save_filter("Mine", json.dumps(filters))
		(held,) = inbox.saved()
		assert held == {"name": name, "label": "Mine", "filters": {"status": "Open", **filters}, "mine": True}

	def test_the_list_of_mentions_can_use_them(self, two_customers):
		for number, filters in enumerate(self.FILTERS):
			name = inbox.save_filter(str(number), json.dumps(filters))
			kept = json.loads(frappe.db.get_value("List Filter", name, "filters"))
			assert isinstance(frappe.get_list("Mention", filters=kept, pluck="name"), list)

	def test_the_same_label_replaces(self):
		first = inbox.save_filter("Mine", '{"box": "mine"}')
		assert inbox.save_filter("Mine", '{"status": "Closed"}') == first
		assert [one["filters"] for one in inbox.saved()] == [{"status": "Closed"}]

	def test_those_of_the_list_that_the_inbox_can_express(self):
		def keep(label, filters):
			frappe.get_doc(
				{
					"doctype": "List Filter", "filter_name": label, "reference_doctype": "Mention", "for_user": "",
					"filters": json.dumps(filters),
				}
			).insert()  # fmt: skip

		keep("a", [["Mention", "intent", "=", "Idea", False]])
		keep("b", [["Mention", "likes", ">", 5]])
		keep("c", {"box": "all"})
		keep("d", [["Mention", "status", "=", "Open"]])
		found = [(one["label"], one["filters"], one["mine"]) for one in inbox.saved()]
		assert found == [("a", {"status": "All", "intent": "Idea"}, False)]

	def test_those_of_another_user_are_not_mine(self, as_user):
		with as_user("Social CRM User"):
			theirs = inbox.save_filter("Theirs", "{}")
		with as_user("Social CRM User"):
			mine = inbox.save_filter("Theirs", '{"box": "mine"}')
			assert mine != theirs and [one["name"] for one in inbox.saved()] == [mine]
			with pytest.raises(frappe.PermissionError):
				inbox.forget_filter(theirs)
			inbox.forget_filter(mine)
			assert inbox.saved() == []
		assert frappe.db.exists("List Filter", theirs)

	def test_nonsense_is_not_kept(self):
		for label, filters in (("x", '{"box": "x"}'), (" ", "{}"), ("x", '{"colour": "red"}'), ("<b>", "{}")):
			with pytest.raises(frappe.ValidationError):
				inbox.save_filter(label, filters)


def test_who_may_not_read_customers_is_told_that_posts_are_missing(as_user):
	assert inbox.counts()["closed"] == []
	with as_user("Social CRM User"):
		assert inbox.counts()["closed"] == ["Customer", "Lead"]
	with as_user("Social CRM User", "Sales User"):
		assert inbox.counts()["closed"] == []
