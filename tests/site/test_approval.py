"""Which replies need approval, who approves, and that what was approved is what is sent, once."""

import os
import signal
import time
import uuid

import pytest
from fault_server import finish, serving_platform, start

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter
from frappe.model.workflow import WorkflowTransitionError, apply_workflow
from frappe.permissions import add_permission, update_permission_property
from frappe.utils import add_to_date, now_datetime

from social_crm_app.api import approval as approval_api
from social_crm_app.api import reply as api
from social_crm_app.connectors.base import Capabilities
from social_crm_app.connectors.mastodon import Mastodon
from social_crm_app.engage import approval, outbox, queueing
from social_crm_app.jobs import outbox as jobs
from social_crm_app.seeds import seed_examples
from social_crm_app.testing import (
	forget_everything_pulled,
	make_account,
	make_customer,
	make_invoice,
	make_post,
	make_user,
	store,
)

REPLY, WAITING = "Mention Reply", "Waiting for Approval"
AGENT, MANAGER = "Social CRM User", "Social CRM Manager"
CONNECT = "import sys, time, frappe\nfrappe.init(site=sys.argv[1]); frappe.connect(); frappe.set_user(sys.argv[3])\n"
DECIDE = f"""{CONNECT}
from social_crm_app.api import approval
try:
	print(approval.decide(sys.argv[2], sys.argv[4], "", sys.argv[5])["status"], flush=True)
	time.sleep(float(sys.argv[6]))
	frappe.db.commit()
except frappe.ValidationError as error:
	print("refused")
"""
TAKE_BACK = f"""{CONNECT}
from social_crm_app.api import reply
print(reply.undo(sys.argv[2])["status"], flush=True)
time.sleep(float(sys.argv[4]))
frappe.db.commit()
"""


@pytest.fixture
def platform():
	with serving_platform() as server:
		yield server


@pytest.fixture
def mention(platform):
	account = make_account("Acme", "Mastodon", instance_url=platform.url, access_token="token-of-acme")
	store(make_post(1, raw={"id": "901", "visibility": "public"}), account=account.name)
	return frappe.get_last_doc("Mention")


@pytest.fixture(autouse=True)
def undo_seconds(db):
	frappe.db.set_single_value("Social CRM Settings", "reply_undo_seconds", 10)


@pytest.fixture
def everything():
	"""Every reply has to be approved."""
	rules({"reason": "We are careful"})


def rules(*rows):
	settings = frappe.get_doc("Social CRM Settings")
	settings.update({"reply_approvals": list(rows)}).save()


def needed(mention, visibility="Public", user="Guest"):
	return approval.needed(mention.reload(), {"visibility": visibility}, user)


def send(mention, text="Sorry! We look into it.", **more):
	return api.send(mention.name, text, more.pop("key", uuid.uuid4().hex), **more)


def asked(mention, user, text="Sorry! We look into it.", **more):
	"""The name of this user's reply, which waits now."""
	frappe.set_user(user)
	done = send(mention, text, **more)
	frappe.set_user("Administrator")
	assert done["status"] == WAITING, done
	return done["name"]


def row(name):
	return frappe.get_doc(REPLY, name)


def people(*users):
	"""Users with a name of their own, one for each given role."""
	return [make_user(f"{frappe.generate_hash(length=8)}@users.example", role).name for role in users]


@pytest.fixture
def agent(db):
	return people(AGENT)[0]


@pytest.fixture
def manager(db):
	return people(MANAGER)[0]


@pytest.fixture
def waiting(mention, everything, agent):
	return asked(mention, agent)


def approve(name, user, action="Approve"):
	"""What the desk calls when the Workflow's button is clicked."""
	frappe.set_user(user)
	try:
		return apply_workflow(row(name).as_json(), action)
	finally:
		frappe.set_user("Administrator")


def decide(name, user, status="Queued", reason="", seen=""):
	frappe.set_user(user)
	try:
		return approval_api.decide(name, status, seen, reason)
	finally:
		frappe.set_user("Administrator")


def make_due(name):
	frappe.db.set_value(REPLY, name, "next_try_at", now_datetime().replace(microsecond=0))
	frappe.db.commit()


def workflow(**values):
	doc = frappe.get_doc("Workflow", "Reply Approval")
	doc.update(values).save()
	return doc


@pytest.fixture
def jane(mention):
	"""A customer in a group below another group, who owes us for one invoice of 500 and wrote the mention."""
	above = frappe.get_doc(
		{
			"doctype": "Customer Group",
			"customer_group_name": "Key",
			"is_group": 1,
			"parent_customer_group": root(),
		}
	).insert()
	frappe.get_doc(
		{"doctype": "Customer Group", "customer_group_name": "Gold", "parent_customer_group": above.name}
	).insert()
	customer = make_customer("Bright Works", customer_group="Gold")
	make_invoice(customer.name, 500)
	mention.db_set({"customer": customer.name, "party_type": "Customer", "party": customer.name})
	mention.db_set("sentiment_label", "Negative")
	frappe.db.set_value("Social Profile", mention.social_profile, "followers", 1000)
	return customer


def root():
	return frappe.db.get_value("Customer Group", {"parent_customer_group": ("is", "not set")})


ALL = {
	"customer_group": "Key", "at_stake_over": 499, "sentiment": "Negative", "followers_over": 999,
	"visibility": "Public",
}  # fmt: skip


class TestNeeded:
	def test_without_rules_nobody_waits(self, mention, jane):
		assert needed(mention) == ""
		assert send(mention)["status"] == "Queued"

	def test_a_rule_without_conditions_is_for_every_reply(self, mention):
		rules({})
		assert needed(mention) == needed(mention, "Private") == "every reply"

	@pytest.mark.parametrize("condition", ALL)
	def test_each_condition_alone(self, mention, jane, condition):
		rules({condition: ALL[condition]})
		assert needed(mention)

	@pytest.mark.parametrize(
		"condition, value",
		[
			("customer_group", "Other"), ("at_stake_over", 500), ("sentiment", "Positive"), ("followers_over", 1000),
			("visibility", "Private"),
		],
	)  # fmt: skip
	def test_all_of_them_must_be_true(self, mention, jane, condition, value):
		frappe.get_doc(
			{"doctype": "Customer Group", "customer_group_name": "Other", "parent_customer_group": root()}
		).insert()
		rules(ALL)
		assert needed(mention)
		rules({**ALL, condition: value})
		assert not needed(mention)

	def test_the_group_itself_and_every_group_above_it(self, mention, jane):
		for group in ("Gold", "Key", root()):
			rules({"customer_group": group})
			assert needed(mention), group

	@pytest.mark.parametrize("condition", ["customer_group", "at_stake_over", "followers_over"])
	def test_of_a_stranger_nothing_is_known(self, mention, jane, condition):
		mention.db_set({"customer": None, "party_type": None, "party": None, "social_profile": None})
		rules({condition: ALL[condition]})
		assert not needed(mention)

	def test_what_a_lead_may_buy_counts_beside_what_the_customer_bought(self, mention, jane):
		lead = frappe.get_doc({"doctype": "Lead", "first_name": "Jane"}).insert()
		frappe.get_doc(
			{
				"doctype": "Opportunity", "opportunity_from": "Lead", "party_name": lead.name, "opportunity_amount": 300,
				"company": frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0],
			}
		).insert()  # fmt: skip
		mention.db_set("lead", lead.name)
		rules({"at_stake_over": 799})
		assert needed(mention)

	def test_whoever_has_the_role_need_not_ask(self, mention, agent, manager):
		rules({"exempt_role": MANAGER})
		assert needed(mention, user=agent) and not needed(mention, user=manager)
		frappe.set_user(manager)
		assert send(mention)["status"] == "Queued"

	def test_one_rule_exempts_and_the_other_does_not(self, mention, manager):
		rules({"exempt_role": MANAGER, "reason": "one"}, {"visibility": "Public", "reason": "other"})
		assert needed(mention, user=manager) == "other"
		assert needed(mention) == "one\nother"

	def test_the_words_do_not_tell_who_the_customer_is(self, mention, jane):
		rules(
			{"customer_group": "Key", "at_stake_over": 400}, {"followers_over": 10, "sentiment": "Negative"}
		)
		assert needed(mention) == "who the author is to us\nsentiment Negative, more than 10 followers"

	def test_the_box_knows_beforehand(self, mention):
		rules({"visibility": "Public", "reason": "Everybody sees it"})
		shown = api.begin(mention.name)
		assert shown["approval"] == {"Public": "Everybody sees it", "Private": ""}
		assert shown["approver_roles"] == [MANAGER]
		assert send(mention, visibility="Private")["status"] == "Queued"


class TestWaiting:
	def test_it_says_why_and_is_not_sent_by_anything(self, platform, mention, waiting, agent):
		reply = row(waiting)
		assert (reply.status, reply.pending_key, reply.sender) == (WAITING, mention.name, agent)
		assert reply.approval_reason == "We are careful"
		assert not reply.idempotency_key and not reply.next_try_at and not reply.undo_until
		assert not outbox.due() and outbox.claim(waiting) is None
		jobs.deliver(waiting), api.deliver(waiting)
		assert not platform.posts and row(waiting).status == WAITING

	def test_it_is_not_sent_without_a_time_to_undo_either(
		self, platform, mention, everything, run_jobs_inline
	):
		frappe.db.set_single_value("Social CRM Settings", "reply_undo_seconds", 0)
		assert send(mention)["status"] == WAITING and not platform.posts

	def test_a_double_click_is_one_request(self, mention, everything):
		first = send(mention, key="same")
		assert send(mention, key="same") == first

	def test_a_second_agent_hears_who_is_answering(self, mention, waiting, manager):
		told = api.state(mention.name)["pending"]
		assert told["waits_for"] == [MANAGER] and told["approval_reason"] == "We are careful"
		frappe.set_user(manager)
		with pytest.raises(queueing.Answering):
			send(mention)

	def test_the_sender_takes_it_back(self, mention, waiting, agent):
		frappe.set_user(agent)
		assert api.undo(waiting)["status"] == "Cancelled"
		assert not outbox.pending(mention.name)
		assert not frappe.db.exists("Workflow Action", {"reference_name": waiting})
		assert send(mention)["status"] == WAITING

	def test_nobody_changes_its_text(self, waiting, agent, manager):
		for user in (agent, manager, "Administrator"):
			frappe.set_user(user)
			with pytest.raises(frappe.ValidationError):
				row(waiting).update({"text": "other words"}).save()
		frappe.set_user(manager)
		with pytest.raises(frappe.ValidationError, match="cannot be changed"):
			row(waiting).update({"text": "other words", "status": "Queued"}).save()

	def test_the_leak_guard_comes_first(self, mention, everything, agent):
		frappe.set_user(agent)
		assert send(mention, "Call +49 30 901820")["leaks"]
		assert not frappe.db.count(REPLY)

	def test_those_who_may_approve_are_told(self, mention, everything, agent, manager):
		other, stranger = people(MANAGER, "Sales User")
		frappe.db.set_value("User", other, "enabled", 0)
		name = asked(mention, agent)
		frappe.db.commit()
		told = frappe.get_all("Notification Log", {"document_name": name}, ["for_user", "subject"])
		users = {log.for_user for log in told}
		assert manager in users and not users & {agent, other, stranger}
		assert all("asks for approval" in log.subject and "Sorry" not in log.subject for log in told)
		(action,) = frappe.get_all("Workflow Action", {"reference_name": name}, pluck="name")
		assert [r.role for r in frappe.get_doc("Workflow Action", action).permitted_roles] == [MANAGER]


class TestApproving:
	def test_it_goes_out_as_it_was_read_under_the_senders_name(
		self, platform, mention, waiting, agent, manager
	):
		approve(waiting, manager)
		reply = row(waiting)
		assert (reply.status, reply.sender, reply.approved_by) == ("Queued", agent, manager)
		assert reply.approved_at and reply.pending_key == mention.name
		assert 5 < (reply.next_try_at - now_datetime()).total_seconds() <= 10
		make_due(waiting)
		jobs.deliver(waiting)
		assert row(waiting).status == "Sent" and platform.posts[0]["content"].endswith("look into it.</p>")
		assert mention.reload().replied_by == agent

	def test_it_is_looked_for_from_the_moment_of_the_approval_on(self, waiting, manager):
		frappe.db.set_value(REPLY, waiting, "creation", add_to_date(now_datetime(), days=-3))
		before = time.time()
		approve(waiting, manager)
		make_due(waiting)
		assert before <= outbox.claim(waiting).decided_at.timestamp() <= time.time()

	def test_without_a_time_to_undo_it_goes_out_at_once(self, platform, waiting, manager, run_jobs_inline):
		frappe.db.set_single_value("Social CRM Settings", "reply_undo_seconds", 0)
		approve(waiting, manager)
		assert row(waiting).status == "Sent" and len(platform.posts) == 1

	def test_the_sender_takes_it_back_until_it_goes_out(self, platform, waiting, agent, manager):
		approve(waiting, manager)
		frappe.set_user(agent)
		assert api.undo(waiting)["status"] == "Cancelled"
		jobs.deliver(waiting)
		assert not platform.posts

	def test_an_agent_does_not_approve(self, mention, waiting, agent):
		(other,) = people(AGENT)
		for user in (agent, other):
			with pytest.raises(WorkflowTransitionError):
				approve(waiting, user)
			with pytest.raises(frappe.PermissionError):
				decide(waiting, user)
			frappe.set_user(user)
			with pytest.raises(frappe.PermissionError):
				row(waiting).update({"status": "Queued"}).save()
			frappe.set_user("Administrator")
		assert row(waiting).status == WAITING

	def test_nobody_approves_their_own(self, mention, everything, manager):
		name = asked(mention, manager)
		with pytest.raises(frappe.ValidationError, match="Self approval"):
			approve(name, manager)
		with pytest.raises(frappe.PermissionError, match="somebody else"):
			decide(name, manager)
		assert not approval_api.view(name)["steps"] or frappe.session.user == "Administrator"
		(other,) = people(MANAGER)
		approve(name, other)
		assert row(name).status == "Queued"

	def test_a_manager_who_sends_an_agents_draft_does_not_approve_it(
		self, mention, everything, agent, manager
	):
		frappe.set_user(agent)
		draft = api.save_draft(mention.name, "Hello")
		asked(mention, manager, draft=draft)
		for user in (manager, agent):
			with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
				approve(draft, user)
		assert row(draft).status == WAITING

	def test_an_admin_may_allow_it(self, mention, everything, manager):
		doc = frappe.get_doc("Workflow", "Reply Approval")
		for step in doc.transitions:
			step.allow_self_approval = 1
		doc.save()
		name = asked(mention, manager)
		approve(name, manager)
		assert row(name).approved_by == manager

	def test_twice_is_once(self, waiting, manager):
		approve(waiting, manager)
		key = row(waiting).idempotency_key
		with pytest.raises(WorkflowTransitionError):
			approve(waiting, manager)
		with pytest.raises(frappe.ValidationError, match="does not wait"):
			decide(waiting, manager)
		assert row(waiting).idempotency_key == key

	def test_what_has_changed_since_it_was_read_is_not_approved(self, mention, waiting, agent, manager):
		seen = str(row(waiting).modified)
		decide(waiting, manager, "Draft", "Friendlier, please")
		asked(mention, agent, "Completely other words", draft=waiting)
		with pytest.raises(frappe.ValidationError, match="has changed since"):
			decide(waiting, manager, seen=seen)
		assert decide(waiting, manager, seen=str(row(waiting).modified))["status"] == "Queued"

	@pytest.mark.parametrize("status", ["Sending", "Sent", "Failed", "Nonsense"])
	def test_there_is_no_other_way_out(self, waiting, manager, status):
		for user in (manager, "Administrator"):
			with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
				decide(waiting, user, status)

	def test_who_approved_when_and_why_it_was_asked_for_is_kept(
		self, mention, everything, agent, manager, monkeypatch
	):
		monkeypatch.setattr(frappe.flags, "in_test", False)  # Frappe keeps no versions in tests
		name = asked(mention, agent)
		approve(name, manager)
		(version,) = frappe.get_all("Version", {"docname": name}, ["owner", "data"])
		changed = {field: (old, new) for field, old, new in frappe.parse_json(version.data)["changed"]}
		assert version.owner == manager and changed["status"] == (WAITING, "Queued")
		assert changed["approved_by"][1] == manager and "text" not in changed
		assert row(name).approval_reason == "We are careful"
		assert frappe.db.exists("Comment", {"reference_name": name, "comment_type": "Workflow"})


class TestAskedAgain:
	@pytest.mark.parametrize(
		"doctype, change, words",
		[
			("Mention", {"deleted_upstream": 1}, "deleted on the platform"),
			("Social Profile", {"erased": 1}, "asked to be erased"),
			("Social Profile", {"consent": "Withdrawn", "may_contact": 0}, "does not want"),
			("Social Account", {"enabled": 0}, "switched off"),
			("Social Account", {"status": "Broken", "broken_since": "2026-03-01"}, "is broken"),
		],
	)
	def test_what_cannot_be_sent_any_more_is_not_approved(
		self, mention, waiting, manager, doctype, change, words
	):
		names = {"Mention": mention.name, "Social Profile": mention.social_profile}
		frappe.db.set_value(doctype, names.get(doctype, mention.social_account), change)
		for act in (approve, decide):
			with pytest.raises(frappe.ValidationError, match=words):
				act(waiting, manager)
		assert row(waiting).status == WAITING and not row(waiting).approved_by
		decide(waiting, manager, "Draft", "Too late")
		assert row(waiting).status == "Draft"

	def test_a_window_that_has_closed(self, mention, waiting, manager, monkeypatch):
		monkeypatch.setattr(Mastodon, "capabilities", Capabilities(can_reply=True, reply_hours=24))
		mention.db_set("posted_at", add_to_date(now_datetime(), hours=-25))
		with pytest.raises(frappe.ValidationError, match="limited time"):
			approve(waiting, manager)

	def test_customer_data_that_nobody_knew_of_when_it_was_written(self, mention, everything, agent, manager):
		customer = make_customer("Bright Works", tax_id="DE129273398")
		name = asked(mention, agent, "See DE129273398")
		mention.db_set({"customer": customer.name, "party_type": "Customer", "party": customer.name})
		frappe.get_doc("User", manager).add_roles("Sales User")
		with pytest.raises(frappe.ValidationError, match="Tax ID: DE129273398"):
			approve(name, manager)

	def test_what_was_sent_knowingly_is_not_held_up_again(self, mention, everything, manager):
		name = asked(mention, manager, "Call +49 30 901820", leak_reason="She asked for it")
		approve(name, *people(MANAGER))
		assert row(name).status == "Queued"


class TestSendingBack:
	def test_it_is_the_senders_draft_again_with_the_reason(self, mention, waiting, agent, manager):
		decide(waiting, manager, "Draft", "Friendlier, please")
		frappe.db.commit()
		reply = row(waiting)
		assert (reply.status, reply.pending_key, reply.sender) == ("Draft", None, agent)
		assert (reply.sent_back_because, reply.sent_back_by) == ("Friendlier, please", manager)
		assert frappe.db.exists("Notification Log", {"for_user": agent, "document_name": waiting})
		frappe.set_user(agent)
		shown = api.begin(mention.name)
		assert shown["draft"]["name"] == shown["sent_back"]["name"] == waiting
		assert shown["draft"]["sent_back_because"] == "Friendlier, please"

	def test_a_reason_is_needed(self, waiting, manager):
		with pytest.raises(frappe.ValidationError, match="Say why"):
			approve(waiting, manager, "Send Back")
		with pytest.raises(frappe.ValidationError, match="Say why"):
			decide(waiting, manager, "Draft", " ")

	def test_written_again_it_asks_again(self, mention, waiting, agent, manager):
		decide(waiting, manager, "Draft", "Friendlier, please")
		assert asked(mention, agent, "Dear Jane", draft=waiting) == waiting
		reply = row(waiting)
		assert reply.text == "Dear Jane" and not reply.sent_back_because and not reply.approved_by
		opened = {"reference_name": waiting, "status": "Open"}
		assert frappe.db.count("Workflow Action", opened) == 1
		approve(waiting, manager)
		assert not frappe.db.count("Workflow Action", opened)

	def test_the_request_that_made_it_does_not_send_it_once_more(self, mention, everything, agent, manager):
		name = asked(mention, agent, key="same")
		decide(name, manager, "Draft", "Friendlier, please")
		frappe.set_user(agent)
		again = send(mention, key="same")
		assert (again["name"], again["status"]) == (name, "Draft")

	def test_meanwhile_somebody_else_may_answer(self, mention, waiting, manager):
		decide(waiting, manager, "Draft", "I do it myself")
		(other,) = people(MANAGER)
		asked(mention, other)
		assert outbox.pending(mention.name)["sender"] == other


class TestWorkflow:
	def test_it_is_active_and_what_an_admin_changed_is_left_alone(self):
		doc = frappe.get_doc("Workflow", "Reply Approval")
		options = frappe.get_meta(REPLY).get_field("status").options.split("\n")
		assert doc.is_active and [state.state for state in doc.states] == options
		workflow(is_active=0)
		seed_examples()
		assert not frappe.db.get_value("Workflow", "Reply Approval", "is_active")

	def test_it_does_not_switch_off_an_admins_own(self):
		frappe.delete_doc("Workflow", "Reply Approval")
		states = [{"state": "Draft", "doc_status": "0", "allow_edit": AGENT}]
		own = {
			"workflow_name": "Ours",
			"document_type": REPLY,
			"workflow_state_field": "status",
			"is_active": 1,
		}
		frappe.get_doc({"doctype": "Workflow", **own, "states": states}).insert()
		seed_examples()
		assert frappe.db.get_value("Workflow", "Ours", "is_active")
		assert not frappe.db.get_value("Workflow", "Reply Approval", "is_active")

	def test_drafts_and_replies_that_need_no_approval_are_no_step_of_it(self, mention, agent):
		frappe.set_user(agent)
		draft = api.save_draft(mention.name, "Hel")
		api.save_draft(mention.name, "Hello", draft=draft)
		assert send(mention, draft=draft)["status"] == "Queued"
		for status in ("Queued", WAITING):
			made = frappe.get_doc({"doctype": REPLY, "mention": mention.name, "text": "x"}).insert()
			with pytest.raises(frappe.ValidationError):
				made.update({"status": status}).save()

	def test_another_role_approves(self, mention, everything, agent, manager):
		doc = frappe.get_doc("Workflow", "Reply Approval")
		for step in doc.transitions:
			step.allowed = "Sales Manager"
		doc.save()
		for doctype in ("Mention", REPLY):
			add_permission(doctype, "Sales Manager")
		update_permission_property(REPLY, "Sales Manager", 0, "write", 1)
		(chief,) = people("Sales Manager")
		name = asked(mention, agent)
		frappe.db.commit()
		assert api.state(mention.name)["pending"]["waits_for"] == ["Sales Manager"]
		assert frappe.db.exists("Notification Log", {"for_user": chief, "document_name": name})
		with pytest.raises(WorkflowTransitionError):
			approve(name, manager)
		frappe.set_user(chief)
		with pytest.raises(frappe.PermissionError, match="take a reply back"):
			api.undo(name)
		approve(name, chief)
		assert row(name).approved_by == chief
		assert not row(name).has_permission("write", user=chief), "only while it waits"

	def test_two_have_to_approve(self, platform, mention, agent, manager):
		legal, (lawyer,) = "Waiting for the Lawyer", people("System Manager")
		options = frappe.get_meta(REPLY).get_field("status").options
		make_property_setter(REPLY, "status", "options", f"{options}\n{legal}", "Text")
		frappe.get_doc({"doctype": "Workflow State", "workflow_state_name": legal}).insert()
		doc = frappe.get_doc("Workflow", "Reply Approval")
		doc.append("states", {"state": legal, "doc_status": "0", "allow_edit": MANAGER})
		doc.transitions[0].next_state = legal
		for action, end in (("Approve", "Queued"), ("Send Back", "Draft")):
			doc.append(
				"transitions",
				{"state": legal, "action": action, "next_state": end, "allowed": "System Manager"},
			)
		doc.save()
		rules({})
		name = asked(mention, agent)
		approve(name, manager)
		assert row(name).status == legal and outbox.pending(mention.name)["waits_for"] == ["System Manager"]
		jobs.deliver(name)
		with pytest.raises(WorkflowTransitionError):
			approve(name, manager)
		with pytest.raises(frappe.ValidationError):
			row(name).update({"text": "other"}).save()
		approve(name, lawyer)
		make_due(name)
		jobs.deliver(name)
		assert (row(name).status, row(name).approved_by, len(platform.posts)) == ("Sent", lawyer, 1)

	def test_switched_off_managers_approve_all_the_same(self, mention, everything, agent, manager):
		workflow(is_active=0)
		name = asked(mention, agent)
		with pytest.raises(frappe.PermissionError):
			decide(name, agent)
		frappe.set_user(manager)
		assert [step["status"] for step in approval_api.view(name)["steps"]] == ["Queued", "Draft"]
		assert decide(name, manager)["status"] == "Queued"
		decided = asked(frappe.get_doc("Mention", second_mention(mention)), manager)
		with pytest.raises(frappe.PermissionError, match="somebody else"):
			decide(decided, manager)

	def test_one_on_a_field_of_its_own_does_not_decide(self, mention, everything, agent, manager):
		workflow(document_type=REPLY).db_set("workflow_state_field", "claimed_by")
		frappe.clear_cache(doctype="Workflow")
		name = asked(mention, agent)
		assert outbox.pending(mention.name)["waits_for"] == [MANAGER, "System Manager"]
		assert decide(name, manager)["status"] == "Queued"


class TestView:
	def test_the_approver_sees_the_post_and_the_customer(self, mention, jane, agent, manager):
		rules({})
		frappe.get_doc("User", agent).add_roles("Sales User")
		name = asked(mention, agent)
		frappe.get_doc("User", manager).add_roles("Sales User", "Accounts User")
		frappe.set_user(manager)
		shown = approval_api.view(name)
		assert shown["post"]["text"] == mention.text
		assert {step["action"] for step in shown["steps"]} == {"Approve", "Send Back"}
		assert shown["party"] == {
			"doctype": "Customer", "name": jane.name, "title": "Bright Works", "customer_group": "Gold",
			"at_stake": 500.0, "currency": shown["party"]["currency"],
		}  # fmt: skip

	def test_to_a_customer_that_they_may_not_read_they_approve_nothing(self, mention, jane, agent, manager):
		rules({})
		frappe.get_doc("User", agent).add_roles("Sales User")
		name = asked(mention, agent)
		frappe.set_user(manager)
		with pytest.raises(frappe.PermissionError):
			approval_api.view(name)
		assert jane.name not in str(frappe.get_message_log())
		frappe.set_user(agent)
		assert approval_api.view(name)["steps"] == []

	def test_without_the_right_to_read_the_reply_nothing_is_shown(self, waiting, as_user):
		with as_user("Sales User"), pytest.raises(frappe.PermissionError):
			approval_api.view(waiting)


def second_mention(mention):
	store(make_post(2, raw={"id": "902", "visibility": "public"}), account=mention.social_account)
	return frappe.get_last_doc("Mention", {"name": ("!=", mention.name)}).name


@pytest.mark.real_commit
class TestProcesses:
	"""Real processes, each with a connection of its own."""

	@pytest.fixture(autouse=True)
	def tidy(self, mention, agent, manager):
		rules({"reason": "We are careful"})
		self.agent, self.managers = agent, [manager, *people(MANAGER)]
		self.name = asked(mention, agent)
		frappe.db.commit()
		yield
		frappe.db.rollback()
		frappe.set_user("Administrator")
		forget_everything_pulled()
		rules()
		frappe.db.delete("Communication", {"reference_doctype": "Mention"})
		for doctype, field in (
			("Notification Log", "document_type"), ("Workflow Action", "reference_doctype"),
			("Comment", "reference_doctype"), ("Version", "ref_doctype"),
		):  # fmt: skip
			frappe.db.delete(doctype, {field: ("in", (REPLY, "Mention"))})
		frappe.db.delete("Workflow Action Permitted Role")
		frappe.delete_doc("Social Account", mention.social_account, force=True)
		for user in (agent, *self.managers):
			frappe.delete_doc("User", user, force=True)
		frappe.db.commit()

	def decide(self, site, user, status="Queued", reason="", wait=0):
		return start(DECIDE, site, self.name, user, status, reason, str(wait))

	def test_two_approvers_at_once(self, site, platform):
		both = [self.decide(site, user, wait=1) for user in self.managers]
		assert sorted(finish(process) for process in both) == ["Queued", "refused"]
		frappe.db.rollback()
		make_due(self.name)
		jobs.deliver(self.name), jobs.deliver(self.name)
		assert len(platform.posts) == 1 and row(self.name).status == "Sent"

	def test_one_approves_and_the_other_sends_back(self, site):
		first, second = self.managers
		both = [self.decide(site, first, wait=1), self.decide(site, second, "Draft", "No", wait=1)]
		answers = [finish(process) for process in both]
		frappe.db.rollback()
		assert answers.count("refused") == 1 and row(self.name).status in answers
		assert bool(row(self.name).pending_key) == (row(self.name).status == "Queued")

	def test_taken_back_while_it_is_being_approved(self, site, platform, mention):
		approval_first = self.decide(site, self.managers[0], wait=4)
		assert approval_first.stdout.readline().strip() == "Queued"
		taken = start(TAKE_BACK, site, self.name, self.agent, "0")
		assert finish(taken) == "Cancelled" and approval_first.wait(60) == 0
		self.check_cancelled(platform, mention)

	def test_approved_while_it_is_being_taken_back(self, site, platform, mention):
		taken = start(TAKE_BACK, site, self.name, self.agent, "4")
		assert taken.stdout.readline().strip() == "Cancelled"
		approved = self.decide(site, self.managers[0])
		assert finish(approved) == "refused" and taken.wait(60) == 0
		self.check_cancelled(platform, mention)

	def check_cancelled(self, platform, mention):
		frappe.db.rollback()
		make_due(self.name)
		jobs.deliver(self.name)
		assert row(self.name).status == "Cancelled" and not platform.posts
		assert outbox.pending(mention.name) is None

	def test_killed_while_it_approves_it_still_waits(self, site, platform):
		process = self.decide(site, self.managers[0], wait=60)
		assert process.stdout.readline().strip() == "Queued"
		os.killpg(process.pid, signal.SIGKILL)
		process.communicate(timeout=30)
		frappe.db.rollback()
		reply = row(self.name)
		assert reply.status == WAITING and not reply.approved_by and not reply.idempotency_key
		assert frappe.db.count("Workflow Action", {"reference_name": self.name, "status": "Open"}) == 1
		assert finish(self.decide(site, self.managers[1])) == "Queued"

	def test_a_real_worker_sends_what_was_approved_and_nothing_else(self, platform, mention, workers):
		for _minute in range(2):
			jobs.dispatch()
			frappe.db.commit()
			workers.run_until_empty()
		assert not platform.posts and row(self.name).status == WAITING
		platform.script = ["lost"]
		approve(self.name, self.managers[0])
		make_due(self.name)
		for _minute in range(8):
			jobs.dispatch()
			frappe.db.commit()
			workers.run_until_empty()
			if row(self.name).status == "Sent":
				break
			make_due(self.name)
		assert row(self.name).status == "Sent" and len(platform.posts) == 1
		assert (row(self.name).sender, mention.reload().status) == (self.agent, "Replied")
