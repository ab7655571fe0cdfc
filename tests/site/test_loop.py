"""What is done for people is told to them: a draft on their post, seen by those who may answer, sent by nobody."""

import subprocess
import sys
from datetime import datetime, timezone

import pytest

import frappe
from frappe.utils import add_days, now_datetime, today

from erpnext.accounts.doctype.sales_invoice.sales_invoice import make_sales_return
from erpnext.crm.doctype.opportunity.opportunity import make_quotation
from erpnext.selling.doctype.quotation.quotation import make_sales_order
from erpnext.selling.doctype.sales_order.sales_order import make_delivery_note, make_sales_invoice

from social_crm_app.api import reply as api
from social_crm_app.connectors.base import Capabilities
from social_crm_app.connectors.mastodon import Mastodon
from social_crm_app.engage import default_templates, leak_facts, loop, memory, origins, outbox
from social_crm_app.jobs import outbox as jobs
from social_crm_app.testing import (
	forget_everything_pulled,
	make_account,
	make_author,
	make_customer,
	make_lead,
	make_order,
	make_post,
	store,
)

REPLY = "Mention Reply"
AGENT = ("Social CRM User", "Sales User")
NOWHERE = "http://127.0.0.1:9"
PROPOSE = """
import sys, frappe
frappe.init(site=sys.argv[1]); frappe.connect()
from social_crm_app.engage import loop
made = loop.propose(sys.argv[2], sys.argv[3])
frappe.db.commit()
print(len(made))
"""


@pytest.fixture(autouse=True)
def inline(request, db):
	if not request.node.get_closest_marker("real_commit"):
		request.getfixturevalue("run_jobs_inline")
	default_templates.seed_reply_templates()


@pytest.fixture
def account():
	return make_account("Acme on Mastodon", "Mastodon", instance_url=NOWHERE, access_token="x")


@pytest.fixture
def customer():
	return make_customer("Jane's Joinery", social_handles="@jane@social.example")


@pytest.fixture
def mention(account, customer):
	return new_mention(account)


def new_mention(account, number=1, text="My drill stopped working", handle="jane", **values):
	values.setdefault("posted_at", datetime.now(timezone.utc))
	post = make_post(number, text, make_author(handle), raw={"id": f"90{number}"}, **values)
	store(post, account=account.name)
	return frappe.get_doc("Mention", {"external_id": post.external_id})


def drafts(**filters):
	fields = [
		"name", "mention", "status", "text", "visibility", "sender", "template", "proposed_because", "proposed_for",
	]  # fmt: skip
	return frappe.get_all(REPLY, filters, fields, order_by="creation")


def opportunity(customer, **values):
	return frappe.get_doc(
		{
			"doctype": "Opportunity", "opportunity_from": "Customer", "party_name": customer, "company": company(),
			"transaction_date": today(), **values,
		}
	).insert()  # fmt: skip


def company():
	return frappe.get_all("Company", pluck="name", order_by="creation", limit=1)[0]


def an_item(customer):
	"""A service: what is delivered here needs no stock."""
	order = make_order(customer, 1)
	order.cancel()
	return order.items[0].item_code


def order_from(opp):
	opp.append("items", {"item_code": an_item(opp.party_name), "qty": 1, "rate": 100, "uom": "Nos"})
	opp.save()
	quotation = make_quotation(opp.name)
	quotation.insert().submit()
	order = make_sales_order(quotation.name)
	order.delivery_date = today()
	return order.insert().submit()


def delivered(order):
	return make_delivery_note(order.name).insert().submit()


def amend(note):
	again = frappe.copy_doc(note)
	again.update({"amended_from": note.name, "docstatus": 0})
	return again.insert().submit()


def credited(order):
	invoice = make_sales_invoice(order.name).insert().submit()
	return make_sales_return(invoice.name).insert().submit()


def issue(mention, **values):
	doc = frappe.get_doc(
		{"doctype": "Issue", "subject": "Drill", "customer": mention.customer, **values}
	).insert()
	remember(mention.reload(), "Issue", doc.name)
	return doc


def remember(mention, doctype, name):
	"""As a conversion leaves it."""
	memory.remember(mention, doctype, name)


def close(doc, status="Closed"):
	return doc.reload().update({"status": status}).save()


class TestOccasions:
	def test_a_delivery_of_what_became_of_a_mention(self, mention, customer):
		opp = opportunity(customer.name)
		remember(mention, "Opportunity", opp.name)
		order = order_from(opp)
		assert not drafts(), "an order alone is nothing to tell"
		note = delivered(order)
		(draft,) = drafts()
		assert (draft.mention, draft.status, draft.proposed_for) == (mention.name, "Draft", note.name)
		assert "on its way" in draft.text and draft.visibility == "Public" and draft.template == "On Its Way"
		assert note.name in draft.proposed_because and opp.name in draft.proposed_because

	def test_a_credit_note_for_what_became_of_a_mention(self, mention, customer):
		opp = opportunity(customer.name)
		remember(mention, "Opportunity", opp.name)
		note = credited(order_from(opp))
		(draft,) = drafts()
		assert (draft.proposed_for, draft.template) == (note.name, "Credit Note Made")

	def test_a_lead_that_a_mention_became(self, account):
		mention = new_mention(account, handle="stranger")
		lead = make_lead("Stranger")
		remember(mention, "Lead", lead.name)
		customer = make_customer("Stranger Ltd", lead_name=lead.name)
		quotation = make_quotation(opportunity(lead.name, opportunity_from="Lead").name)
		quotation.append("items", {"item_code": an_item(customer.name), "qty": 1, "rate": 5})
		quotation.insert().submit()
		order = make_sales_order(quotation.name)
		order.delivery_date = today()
		note = delivered(order.insert().submit())
		assert ("Lead", lead.name) in origins.chain("Delivery Note", note.name)
		assert [draft.mention for draft in drafts()] == [mention.name]

	@pytest.mark.parametrize("status", ["Closed", "Resolved"])
	def test_an_issue_that_is_closed(self, mention, status):
		doc = issue(mention)
		assert not drafts()
		close(doc, status)
		(draft,) = drafts()
		assert draft.template == "Solved" and draft.proposed_for == doc.name

	def test_a_warranty_claim_that_is_closed(self, mention):
		doc = frappe.get_doc(
			{
				"doctype": "Warranty Claim",
				"customer": mention.customer,
				"complaint": "x",
				"complaint_date": today(),
			}
		).insert()
		remember(mention, "Warranty Claim", doc.name)
		close(doc)
		(draft,) = drafts()
		assert draft.template == "Warranty Case Finished"

	def test_an_order_that_its_customer_has_named(self, account, customer):
		order = make_order(customer.name, 10)
		mention = new_mention(account, text=f"Where is my order {order.name}?")
		new_mention(account, 2, text="Something else")
		note = delivered(order)
		(draft,) = drafts()
		assert (draft.mention, draft.proposed_for) == (mention.name, note.name)
		assert f"names Sales Order {order.name}" in draft.proposed_because
		assert order.name not in draft.text

	@pytest.mark.parametrize(
		"change",
		[
			{"status": "Closed"},
			{"status": "Ignored"},
			{"posted_at": "2026-01-01 12:00:00"},
		],
	)
	def test_a_named_order_is_not_taken_up_again_when_the_talk_is_over(self, account, customer, change):
		order = make_order(customer.name, 10)
		new_mention(account, text=f"Where is my order {order.name}?").db_set(change)
		delivered(order)
		assert not drafts()

	def test_a_stranger_who_names_an_order_learns_nothing(self, account, customer):
		order = make_order(customer.name, 10)
		new_mention(account, text=f"Where is {order.name}?", handle="stranger")
		delivered(order)
		assert not drafts()

	def test_a_serial_number_that_the_claims_customer_has_named(self, account, customer):
		item = frappe.get_doc(
			{
				"doctype": "Item", "item_code": "Loop drill", "is_stock_item": 1, "has_serial_no": 1,
				"item_group": frappe.db.get_value("Item Group", {"is_group": 0}), "stock_uom": "Nos",
			}
		).insert()  # fmt: skip
		serial = frappe.get_doc(
			{"doctype": "Serial No", "serial_no": "LOOP-00017", "item_code": item.name, "company": company()}
		).insert()
		mention = new_mention(account, text="My LOOP-00017 is broken")
		doc = frappe.get_doc(
			{
				"doctype": "Warranty Claim", "customer": customer.name, "complaint": "x", "complaint_date": today(),
				"serial_no": serial.name,
			}
		).insert()  # fmt: skip
		close(doc)
		assert [draft.mention for draft in drafts()] == [mention.name]

	def test_documents_that_are_nothing_to_tell(self, mention, customer):
		opp = opportunity(customer.name)
		remember(mention, "Opportunity", opp.name)
		make_sales_invoice(order_from(opp).name).insert().submit()
		close(issue(mention), "Replied")
		assert not drafts()

	def test_an_author_is_told_once_where_they_first_wrote(self, account, mention):
		doc = issue(mention)
		for number, who in ((2, "jane"), (3, "bob")):
			remember(new_mention(account, number, handle=who), "Issue", doc.name)
		close(doc)
		assert len(drafts()) == 2
		assert {mention.name} < {draft.mention for draft in drafts()}


class TestNobodyIsBothered:
	@pytest.mark.parametrize(
		"change",
		[
			{"erased": 1},
			{"kept_out": "Own Staff"},
			{"consent": "Withdrawn", "may_contact": 0},
		],
	)
	def test_who_is_not_to_be_written_to(self, mention, change):
		frappe.db.set_value("Social Profile", mention.social_profile, change)
		close(issue(mention))
		assert not drafts()

	def test_a_post_that_was_deleted(self, mention):
		doc = issue(mention)
		mention.reload().db_set("deleted_upstream", 1)
		close(doc)
		assert not drafts()

	def test_a_platform_whose_time_to_answer_is_over(self, mention, monkeypatch):
		monkeypatch.setattr(Mastodon, "capabilities", Capabilities(can_reply=True, reply_hours=24))
		doc = issue(mention)
		mention.reload().db_set("posted_at", add_days(now_datetime(), -2))
		close(doc)
		assert not drafts()

	def test_a_platform_without_replies(self):
		store(make_post(1), platform="hackernews", label="Hacker News")
		close(issue(frappe.get_last_doc("Mention")))
		assert not drafts()

	def test_a_site_that_does_not_want_drafts(self, mention):
		frappe.db.set_single_value("Social CRM Settings", "draft_replies", 0)
		frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
		close(issue(mention))
		assert not drafts()

	def test_an_occasion_whose_templates_are_disabled(self, mention):
		frappe.db.set_value("Reply Template", {"used_for": "Issue Closed"}, "enabled", 0)
		close(issue(mention))
		assert not drafts()

	def test_what_is_imported_is_of_the_past(self, mention):
		doc = issue(mention)
		frappe.flags.in_import = True
		try:
			close(doc)
		finally:
			frappe.flags.in_import = False
		assert not drafts()

	def test_a_broken_template_keeps_nobody_from_closing(self, mention):
		frappe.db.set_value("Reply Template", {"used_for": "Issue Closed"}, "text", "{{ nonsense.more }}")
		doc = close(issue(mention))
		assert doc.reload().status == "Closed" and not drafts()
		assert frappe.db.exists("Error Log", {"reference_name": mention.name})

	def test_without_a_queue_the_document_goes_through(self, mention, monkeypatch):
		doc = issue(mention)
		monkeypatch.setattr(frappe, "enqueue", lambda *args, **more: 1 / 0)
		assert close(doc).status == "Closed" and not drafts()


class TestOnce:
	def test_the_same_document_twice_is_one_draft(self, mention):
		doc = close(issue(mention))
		assert loop.propose("Issue", doc.name) == []
		assert len(drafts()) == 1

	def test_a_document_that_is_not_done_any_more_is_not_told(self, mention):
		doc = issue(mention)
		assert loop.propose("Issue", doc.name) == []

	def test_cancelling_takes_it_back_and_amending_makes_it_again(self, mention, customer):
		opp = opportunity(customer.name)
		remember(mention, "Opportunity", opp.name)
		note = delivered(order_from(opp))
		note.cancel()
		assert not drafts()
		amended = amend(note)
		(draft,) = drafts()
		assert draft.proposed_for == amended.name

	def test_what_was_sent_is_not_said_again_after_amending(self, mention, customer):
		opp = opportunity(customer.name)
		remember(mention, "Opportunity", opp.name)
		note = delivered(order_from(opp))
		frappe.db.set_value(REPLY, drafts()[0].name, "status", "Sent")
		note.cancel()
		amend(note)
		assert [draft.status for draft in drafts()] == ["Sent"]

	def test_what_somebody_has_worked_on_stays_and_says_what_happened(self, mention):
		doc = close(issue(mention))
		(draft,) = drafts()
		api.save_draft(mention.name, "My own words", draft=draft.name)
		close(doc, "Open")
		(kept,) = drafts()
		assert kept.text == "My own words" and "taken back" in kept.proposed_because
		close(doc)
		(kept,) = drafts()
		assert kept.text == "My own words" and "was closed" in kept.proposed_because

	def test_reopening_takes_an_untouched_draft_back(self, mention):
		doc = close(issue(mention))
		close(doc, "Open")
		assert not drafts()

	def test_an_e_mail_that_reopens_the_issue_does_too(self, mention):
		doc = close(issue(mention))
		frappe.get_doc("Issue", doc.name).db_set("status", "Open")
		assert not drafts()

	def test_a_dismissed_draft_does_not_come_back(self, mention):
		doc = close(issue(mention))
		assert api.undo(drafts()[0].name)["status"] == "Cancelled"
		close(doc, "Open"), close(doc)
		assert [draft.status for draft in drafts()] == ["Cancelled"]

	def test_a_persons_own_draft_and_answer_are_left_alone(self, mention, as_user):
		with as_user(*AGENT):
			own = api.save_draft(mention.name, "I am on it")
		sent = api.send(mention.name, "We look into it", "k1")["name"]
		close(issue(mention))
		held = {draft.name: (draft.status, draft.text) for draft in drafts()}
		assert held[own] == ("Draft", "I am on it")
		assert held[sent] == ("Queued", "We look into it")
		assert len(held) == 3 and outbox.pending(mention.name)["name"] == sent

	def test_a_document_can_be_deleted_and_the_reply_keeps_the_words(self, mention):
		doc = close(issue(mention))
		mention.reload().set("documents", [])
		mention.save()
		frappe.delete_doc("Issue", doc.name)
		(draft,) = drafts()
		assert draft.proposed_for is None and doc.name in draft.proposed_because


class TestWhoseItIs:
	def test_it_is_for_whom_the_mention_is_assigned_to_and_tells_them_once(self, mention, as_user):
		with as_user(*AGENT) as agent:
			pass
		todo = {
			"doctype": "ToDo",
			"reference_type": "Mention",
			"reference_name": mention.name,
			"description": "x",
		}
		frappe.get_doc({**todo, "allocated_to": agent}).insert()
		mention.db_set("replied_by", "Administrator")
		doc = close(issue(mention))
		loop.propose("Issue", doc.name)
		assert drafts()[0].sender == agent
		told = frappe.get_all(
			"Notification Log", {"for_user": agent, "type": "Alert"}, ["subject", "document_name"]
		)
		assert [(one.document_name, doc.name in one.subject) for one in told] == [(mention.name, True)]

	def test_else_for_whom_had_answered(self, mention, as_user):
		with as_user(*AGENT) as agent:
			pass
		mention.db_set("replied_by", agent)
		close(issue(mention))
		assert drafts()[0].sender == agent

	@pytest.mark.parametrize("roles, enabled", [(("Sales User",), 1), (AGENT, 0)])
	def test_not_for_who_may_not_answer_any_more(self, mention, as_user, roles, enabled):
		with as_user(*roles) as agent:
			pass
		frappe.db.set_value("User", agent, "enabled", enabled)
		mention.db_set("replied_by", agent)
		close(issue(mention))
		assert drafts()[0].sender is None

	def test_nobodys_draft_is_anybodys_who_may_answer(self, mention, as_user):
		close(issue(mention))
		(draft,) = drafts()
		assert draft.sender is None
		with as_user(*AGENT) as agent:
			shown = api.begin(mention.name)["draft"]
			assert shown["name"] == draft.name and shown["proposed_because"] == draft.proposed_because
			sent = api.send(mention.name, shown["text"], "k1", draft=draft.name)
		assert sent["name"] == draft.name
		(reply,) = drafts()
		assert (reply.status, reply.sender) == ("Queued", agent)

	def test_a_colleague_may_take_over_what_was_drafted_for_another(self, mention, as_user):
		with as_user(*AGENT) as first:
			pass
		mention.db_set("replied_by", first)
		close(issue(mention))
		(draft,) = drafts()
		with as_user(*AGENT) as second:
			assert api.begin(mention.name)["draft"]["name"] == draft.name
			api.send(mention.name, "Done!", "k1", draft=draft.name)
		assert frappe.db.get_value(REPLY, draft.name, "sender") == second

	def test_a_persons_own_draft_comes_first_in_the_box(self, mention, as_user):
		with as_user(*AGENT) as agent:
			own = api.save_draft(mention.name, "I am on it")
		close(issue(mention))
		frappe.set_user(agent)
		assert api.begin(mention.name)["draft"]["name"] == own
		frappe.set_user("Administrator")

	def test_a_draft_of_a_person_is_still_nobody_elses(self, mention, as_user):
		with as_user(*AGENT):
			own = api.save_draft(mention.name, "I am on it")
		with as_user(*AGENT), pytest.raises(frappe.PermissionError):
			api.save_draft(mention.name, "Mine", draft=own)

	def test_who_may_not_read_the_mention_does_not_see_the_draft(self, mention, as_user):
		close(issue(mention))
		with as_user("Sales User"):
			with pytest.raises(frappe.PermissionError):
				api.begin(mention.name)
			assert not frappe.has_permission(REPLY, "read", drafts()[0].name)

	def test_to_a_private_message_it_is_private(self, mention):
		mention.db_set("private", 1)
		close(issue(mention))
		assert drafts()[0].visibility == "Private"


class TestWords:
	def test_the_shipped_texts_give_nothing_away(self, mention, customer):
		opp = opportunity(customer.name)
		remember(mention, "Opportunity", opp.name)
		order = order_from(opp)
		delivered(order), credited(order), close(issue(mention))
		assert len(drafts()) == 3
		for draft in drafts():
			assert not leak_facts.leaks_in(draft.text, mention) and "Jane" not in draft.text

	def test_a_template_can_speak_of_the_document(self, mention, customer):
		text = "{{ document.doctype }}/{{ document.name }}/{{ document.date }}/{{ document.transporter }}/{{ document.tracking }}"
		frappe.db.set_value("Reply Template", "On Its Way", "text", text)
		order = make_order(customer.name, 10)
		remember(mention, "Sales Order", order.name)
		note = make_delivery_note(order.name)
		note.update({"transporter_name": "Swift", "lr_no": "T-1"})
		note.insert().submit()
		date = frappe.utils.format_date(note.posting_date)
		assert drafts()[0].text == f"Delivery Note/{note.name}/{date}/Swift/T-1"
		assert (
			f"transporter is empty: Sales Order {order.name}"
			in api.preview(mention.name, "On Its Way")["error"]
		)

	def test_the_template_of_the_mentions_language_is_taken(self, mention):
		frappe.get_doc(
			{
				"doctype": "Reply Template", "title": "Gelöst", "used_for": "Issue Closed", "for_language": "de",
				"text": "Es ist gelöst.",
			}
		).insert()  # fmt: skip
		mention.db_set("language", "de")
		close(issue(mention))
		assert drafts()[0].text == "Es ist gelöst."

	def test_nothing_of_a_customer_is_filled_in_that_the_person_may_not_read(self, mention, as_user):
		frappe.db.set_value("Reply Template", "Solved", "text", "Dear {{ party_title }}, {{ sender_name }}")
		for roles, sender, words in (
			(("Social CRM User",), None, "Dear ,"),
			(AGENT, "Test", "Dear Jane's Joinery, Test"),
		):
			with as_user(*roles) as agent:
				pass
			mention.reload().db_set({"replied_by": agent})
			close(issue(mention))
			assert (drafts()[0].sender, drafts()[0].text) == (sender and agent, words)
			frappe.db.delete(REPLY)
		assert frappe.session.user == "Administrator"

	def test_templates_are_seeded_once_and_left_alone(self):
		frappe.rename_doc("Reply Template", "Solved", "Our own title")
		frappe.db.set_value("Reply Template", "Our own title", "enabled", 0)
		default_templates.seed_reply_templates()
		assert frappe.get_all("Reply Template", {"used_for": "Issue Closed"}, pluck="name") == [
			"Our own title"
		]


@pytest.mark.real_commit
class TestProcesses:
	"""Real processes, each with a connection of its own."""

	@pytest.fixture(autouse=True)
	def closed(self, account):
		self.mention = new_mention(account, handle="walkin")
		self.issue = close(issue(self.mention))
		frappe.db.commit()
		yield
		frappe.db.rollback()
		forget_everything_pulled()
		frappe.delete_doc("Issue", self.issue.name, force=True)
		frappe.delete_doc("Social Account", account.name, force=True)
		frappe.db.commit()

	def test_two_workers_at_once_make_one_draft(self, site):
		both = [start(site, self.issue.name) for _worker in range(2)]
		assert sorted(finish(process) for process in both) == ["0", "1"]
		frappe.db.rollback()
		assert len(drafts()) == 1

	def test_a_worker_drafts_it_and_nothing_ever_sends_it(self, workers):
		workers.run_until_empty()
		(draft,) = drafts()
		assert draft.status == "Draft" and draft.mention == self.mention.name
		for _minute in range(2):
			jobs.dispatch()
			frappe.db.commit()
			workers.run_until_empty()
		jobs.deliver(draft.name)
		assert not outbox.due() and outbox.claim(draft.name) is None
		assert drafts() == [draft]


def start(site, name):
	return subprocess.Popen(
		[sys.executable, "-c", PROPOSE, site, "Issue", name],
		stdin=subprocess.DEVNULL,
		stdout=subprocess.PIPE,
		stderr=subprocess.PIPE,
		text=True,
	)


def finish(process):
	out, err = process.communicate(timeout=120)
	assert process.returncode == 0, err
	return out.split()[-1]
