"""Internal notes: who writes them, and that nobody is told of what they may not read."""

import pytest

import frappe
from frappe.desk.form.utils import add_comment
from frappe.permissions import add_permission

from social_crm_app.api import inbox
from social_crm_app.testing import make_post, store

SECRET = "Jane owes us 5000"


@pytest.fixture
def private():
	store(make_post(1, "My secret number is 42", private=True))
	return frappe.get_last_doc("Mention")


@pytest.fixture
def colleague(as_user):
	with as_user("Social CRM User") as user:
		return without_mail(user)


@pytest.fixture
def outsider(as_user):
	"""Somebody who may read mentions, but no private ones."""
	add_permission("Mention", "Stock User")
	with as_user("Stock User") as user:
		return without_mail(user)


def without_mail(user):
	"""The site has no account to send mail from."""
	frappe.db.set_value("Notification Settings", user, "enable_email_notifications", 0)
	frappe.clear_document_cache("Notification Settings", user)
	return user


def naming(*users, group=""):
	names = "".join(
		f'<span class="mention" data-id="{user}" data-value="X" data-denotation-char="@">@Name of {user}</span>'
		for user in users
	)
	if group:
		names += f'<span class="mention" data-id="{group}" data-value="{group}" data-is-group="true">@{group}</span>'
	return f"<div><p>{SECRET} {names}</p></div>"


def told():
	"""Who has been notified, by the notifications themselves."""
	return set(frappe.get_all("Notification Log", {"type": "Mention"}, pluck="for_user"))


def content_of(name):
	return frappe.db.get_value("Comment", name, "content")


def said():
	return [message["message"] for message in frappe.get_message_log()]


WAYS = {
	"the inbox": lambda mention, html: inbox.add_note(mention.name, html)["name"],
	"the form": lambda mention, html: add_comment("Mention", mention.name, html, "x@example.com", "X").name,
	"code": lambda mention, html: mention.add_comment("Comment", html).name,
}


@pytest.mark.parametrize("way", WAYS)
class TestNames:
	def test_a_colleague_who_may_read_it_is_told(self, way, private, colleague):
		name = WAYS[way](private, naming(colleague))
		assert told() == {colleague} and 'class="mention"' in content_of(name) and not said()

	def test_others_learn_neither_title_nor_note(self, way, private, colleague, outsider):
		name = WAYS[way](private, naming(colleague, outsider))
		assert told() == {colleague}
		assert not frappe.get_all("Notification Log", {"for_user": outsider})
		assert f"@Name of {outsider}" in content_of(name) and f'data-id="{outsider}"' not in content_of(name)
		assert SECRET in content_of(name)
		assert [words for words in said() if "Not told" in words and "Test" in words]

	def test_of_a_public_mention_they_are_told(self, way, private, outsider):
		private.db_set("private", 0)
		WAYS[way](private, naming(outsider))
		assert told() == {outsider}

	def test_of_a_group_those_are_told_who_may_read_it(self, way, private, colleague, outsider):
		members = [{"user": user} for user in (colleague, outsider)]
		frappe.get_doc({"doctype": "User Group", "name": "Support", "user_group_members": members}).insert()
		name = WAYS[way](private, naming(group="Support"))
		assert told() == {colleague} and "@Support" in content_of(name)

	def test_a_name_of_nobody(self, way, private):
		name = WAYS[way](private, naming("nobody@example.com", ""))
		assert told() == set() and SECRET in content_of(name)


class TestWriting:
	def test_it_is_the_writers_own(self, private, colleague):
		frappe.set_user(colleague)
		note = frappe.get_doc("Comment", inbox.add_note(private.name, "<p>Hello</p>")["name"])
		assert (note.owner, note.comment_email, note.reference_name) == (colleague, colleague, private.name)
		assert inbox.thread(private.name)["items"][-1]["text"] == "Hello"

	def test_who_may_not_read_the_mention_writes_none(self, private, outsider):
		frappe.set_user(outsider)
		with pytest.raises(frappe.PermissionError):
			inbox.add_note(private.name, "<p>Hello</p>")

	def test_an_empty_one_is_refused(self, private):
		for empty in ("", "<p><br></p>", "  "):
			with pytest.raises(frappe.ValidationError):
				inbox.add_note(private.name, empty)

	def test_comments_on_other_documents_are_left_alone(self, outsider):
		todo = frappe.get_doc({"doctype": "ToDo", "description": "x"}).insert()
		name = todo.add_comment("Comment", naming(outsider)).name
		assert told() == {outsider} and f'data-id="{outsider}"' in content_of(name)
