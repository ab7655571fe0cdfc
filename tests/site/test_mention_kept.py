"""What a platform said of a post, and what was worked out from it, is no matter of editing: not in the form, not by
REST. What people decide is, and so is all of a mention that they have typed in themselves."""

import json

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

import frappe
from frappe import client
from frappe.api import v1

from social_crm_app.ideas import collect
from social_crm_app.ingest import kept
from social_crm_app.testing import make_account, make_author, make_customer, make_post, make_user, store

FORGED = {
	"external_id": "999", "platform": "Bluesky", "social_account": None, "company": None, "kind": "Review", "private": 0,
	"permalink": "https://evil.example/", "posted_at": "2020-01-01 00:00:00", "edited_at": "2020-01-01 00:00:00",
	"social_profile": None, "author_name": "Mallory", "author_handle": "mallory@evil.example", "language": "xx",
	"source": "elsewhere", "likes": 9_999, "replies": 9_999, "reposts": 9_999, "reach": 9_999, "media": "[]", "raw": "{}",
	"mention_key": "mastodon:evil", "thread_root": "mastodon:evil", "parent_key": "mastodon:evil", "title": "Evil",
	"text_cut": 1, "fetched_at": "2020-01-01 00:00:00", "deleted_upstream": 1, "sentiment_score": 0.99,
	"sentiment_detected": "Positive", "sentiment_reason": "I say so", "sentiment_overridden": 1, "intent_detected": "Praise",
	"intent_reason": "I say so", "intent_overridden": 1, "topics_overridden": 1, "analysis_version": 99,
	"automation_pending": 1, "rules_pending": 1, "rules_tries": 3, "rules_retry_at": "2020-01-01 00:00:00",
	"replied_by": "Administrator", "first_responded_on": "2020-01-01 00:00:00", "relationship": "Paying Customer",
}  # fmt: skip


@pytest.fixture
def mention():
	"""A private message, as it was pulled."""
	account = make_account(
		"Acme on Mastodon", "Mastodon", instance_url="http://127.0.0.1:9", access_token="x"
	)
	store(make_post(1, "My drill stopped working", private=True, raw={"id": "1"}), account=account.name)
	return frappe.get_last_doc("Mention")


def put(name, values):
	"""PUT /api/resource/Mention/<name>, as Frappe answers it; gives the row that is kept."""
	builder = EnvironBuilder(method="PUT", json=values)
	frappe.local.request = Request(builder.get_environ())
	frappe.local.form_dict = frappe._dict(data=json.dumps(values))
	try:
		v1.update_doc("Mention", name)
	finally:
		del frappe.local.request
	return frappe.get_doc("Mention", name)


def test_every_column_is_thought_of():
	"""Whoever adds a column says whether people edit it."""
	edited = {
		"text", "status", "intent", "sentiment_label", "priority", "topics", "party_type", "party", "customer", "lead", "contact",
		"relationship",
	}  # fmt: skip
	own = {field.fieldname for field in frappe.get_meta("Mention").fields if not field.get("is_custom_field")}
	layout = {field.fieldname for field in frappe.get_meta("Mention").fields if field.fieldtype in (
		"Section Break", "Column Break", "Tab Break", "HTML")}  # fmt: skip
	kept_columns = {*kept.OF_THE_PLATFORM, *kept.WORKED_OUT, *kept.OF_THE_ANSWER, *kept.OF_THE_DOCUMENTS}
	assert own - layout - edited - kept_columns == set()


@pytest.mark.parametrize("column", FORGED)
def test_an_agent_cannot_rewrite_it_by_rest(mention, as_user, column):
	if not mention.meta.has_field(column):
		pytest.skip("this site has no such column")
	with as_user("Social CRM User"):
		assert put(mention.name, {column: FORGED[column]}).get(column) == mention.get(column)


def test_not_even_all_at_once_and_what_people_decide_is_saved(mention, as_user):
	with as_user("Social CRM User"):
		held = put(mention.name, {**FORGED, "status": "Waiting", "intent": "Question"})
	changed = {column for column in FORGED if held.get(column) != mention.get(column)}
	assert changed == {"intent_overridden"}, "that a person has judged is noted"
	assert (held.status, held.intent) == ("Waiting", "Question")


def test_what_it_became_is_not_written_from_outside(mention, as_user):
	forged = frappe.get_doc({"doctype": "Idea", "title": "Forged"}).insert().name
	row = {"document_type": "Idea", "document_name": forged}
	with as_user("Social CRM User"):
		held = put(mention.name, {"documents": [row], "idea": forged})
	assert not held.documents and not held.idea
	name = collect.from_mention(held)
	with as_user("Social CRM User"):
		held = put(mention.name, {"documents": [], "idea": None, "status": "Waiting"})
	assert [one.document_name for one in held.documents] == [name] and (held.idea, held.status) == (
		name,
		"Waiting",
	)
	frappe.delete_doc("Idea", name)
	held.reload()
	assert not held.documents and not held.idea


def test_nor_in_the_form_nor_by_set_value(mention, as_user):
	with as_user("Social CRM User"):
		doc = frappe.get_doc("Mention", mention.name).as_dict()
		client.save(json.dumps({**doc, "private": 0, "author_handle": "mallory"}, default=str))
		client.set_value("Mention", mention.name, "permalink", "https://evil.example/")
	held = frappe.get_doc("Mention", mention.name)
	assert (held.private, held.author_handle, held.permalink) == (1, mention.author_handle, mention.permalink)


def test_a_private_message_stays_hidden_from_others(mention, as_user):
	with as_user("Social CRM User"):
		put(mention.name, {"private": 0})
	frappe.get_doc(
		{"doctype": "Custom DocPerm", "parent": "Mention", "role": "Sales User", "read": 1}
	).insert()
	frappe.clear_cache(doctype="Mention")
	with as_user("Sales User"):
		assert not frappe.has_permission("Mention", "read", mention.name)


def test_who_may_not_write_it_may_not_by_saying_it_is_another_s(mention, as_user):
	"""Frappe asks about the document as it was sent, so a link left out would open what it closes."""
	mine, hidden = make_customer("Mine").name, make_customer("Hidden").name
	values = {"customer": hidden, "party_type": "Customer", "party": hidden, "private": 0}
	mention.db_set(values)
	user = make_user("agent@social.example", "Social CRM User", "Sales User").name
	frappe.permissions.add_user_permission("Customer", mine, user)
	frappe.set_user(user)
	with pytest.raises(frappe.PermissionError):
		put(mention.name, {"customer": None, "party_type": None, "party": None, "status": "Closed"})
	frappe.set_user("Administrator")
	assert mention.reload().status == "Open"


def test_what_was_typed_in_stays_editable(as_user):
	with as_user("Social CRM User"):
		name = (
			frappe.get_doc({"doctype": "Mention", "text": "Heard at the fair", "platform": "Other"})
			.insert()
			.name
		)
		values = {
			"private": 1, "author_name": "Jane", "author_handle": "jane", "platform": "Mastodon",
			"permalink": "https://social.example/1", "kind": "Review",
		}  # fmt: skip
		held = put(name, {**values, "mention_key": "mastodon:evil"})
	assert {column: held.get(column) for column in values} == values
	assert held.mention_key.startswith("manual")


def test_the_author_of_a_mention_may_still_edit_it_on_the_platform(mention):
	later = frappe.utils.add_days(frappe.utils.now_datetime(), 1).astimezone()
	post = make_post(1, "My saw stopped working", make_author(), private=True, edited_at=later)
	store(post, account=mention.social_account)
	assert mention.reload().text == "My saw stopped working"
