"""Mention Rules on a real site: what each condition sees, what each action does, in which order, and how often."""

import json

import pytest

import frappe
from frappe.utils import add_days, now_datetime, nowdate

from social_crm_app.api import rule as api
from social_crm_app.engage import outbox
from social_crm_app.engage.rules import facts, guard, trial
from social_crm_app.engage.rules import subjects as s
from social_crm_app.engage.rules.check import BadRule
from social_crm_app.ingest import automation, pipeline
from social_crm_app.ingest.listeners import Listening, listening, ruled
from social_crm_app.jobs import rules as job
from social_crm_app.social_crm_app.doctype.mention_rule_log.mention_rule_log import MentionRuleLog
from social_crm_app.testing import (
	make_author,
	make_customer,
	make_invoice,
	make_post,
	make_user,
	store,
)

PROBLEM = "My drill stopped working, nobody answers, I want a refund"
IS_PROBLEM = ("Mention: Intent", "is", "Problem")
TAG_HOT = ("Add Tag", "hot")
ALL_KINDS = ("Mention: Kind", "is set", "")


def make_rule(*conditions, actions=(TAG_HOT,), **values):
	"""A saved, enabled rule for posts of any age."""
	values = {"title": "Test rule", "enabled": 1, "newest_days": 0, **values}
	doc = frappe.get_doc({"doctype": "Mention Rule", **values})
	for subject, operator, value in conditions or (ALL_KINDS,):
		doc.append("conditions", {"subject": subject, "operator": operator, "value": value})
	for action, value in actions:
		doc.append("actions", {"action": action, "value": value})
	return doc.insert()


def pull(*posts):
	outcome = store(*posts)
	if outcome.pending:
		automation.fire_pending()
	return outcome


def pull_one(text=PROBLEM, **values):
	"""One new mention, pulled with the rules that there are."""
	pull(make_post(1, text, **values))
	return frappe.get_last_doc("Mention")


def logs(rule=None, **filters):
	if rule:
		filters["rule"] = rule.name
	return frappe.get_all("Mention Rule Log", filters, ["rule", "mention", "status", "actions", "error"])


def tags(mention):
	return [tag for tag in (frappe.db.get_value("Mention", mention, "_user_tags") or "").split(",") if tag]


def agent(email="agent@example.com", *roles):
	user = make_user(email, *(roles or ("Social CRM User",)))
	frappe.db.set_value("Notification Settings", user.name, "enable_email_notifications", 0)
	return user.name


def linked(customer, number=1, **profile):
	"""A mention of somebody who is this Customer."""
	pull(make_post(number, PROBLEM, author=make_author(f"person{number}")))
	name = frappe.db.get_value("Mention", {"author_handle": f"person{number}@social.example"})
	values = {"party_type": "Customer", "party": customer, "customer": customer}
	frappe.db.set_value("Mention", name, values)
	if profile:
		frappe.db.set_value("Social Profile", frappe.db.get_value("Mention", name, "social_profile"), profile)
	return name


def fact(mention, subject):
	return facts.gather([mention], {subject})[mention].facts.get(subject)


# Listening


def test_without_rules_the_bulk_way_is_kept():
	assert listening() is Listening.NOBODY and not ruled()
	assert not store(make_post(1, PROBLEM)).pending
	make_rule(enabled=0)
	assert listening() is Listening.NOBODY


def test_with_rules_alone_no_document_is_fired(monkeypatch):
	rule = make_rule(IS_PROBLEM)
	assert listening() is Listening.AFTER
	built = []
	monkeypatch.setattr(automation, "_documents", lambda names: built.append(names) or [])
	pull(make_post(1, PROBLEM), make_post(2, "I love it, thank you"))
	assert not built
	assert [row.status for row in logs(rule)] == ["Done"]


def test_a_workflow_s_way_fires_rules_too():
	frappe.db.set_value("Workflow", "Mention Triage", "is_active", 1)
	frappe.clear_cache()
	rule = make_rule(IS_PROBLEM)
	assert listening() is Listening.BEFORE
	assert pull(make_post(1, PROBLEM), make_post(2, PROBLEM)).pending
	assert len(logs(rule)) == 2
	assert not automation.waiting()


def test_a_mention_that_a_script_refuses_is_not_kept_from_the_rules():
	frappe.get_doc(
		{
			"doctype": "Server Script", "name": "Refuse", "script_type": "DocType Event",
			"reference_doctype": "Mention", "doctype_event": "Before Save", "script": "frappe.throw('no')",
		}
	).insert()  # fmt: skip
	frappe.clear_cache()
	rule = make_rule(IS_PROBLEM, actions=[("Notify User", "Administrator")])
	pull(make_post(1, PROBLEM))
	assert len(logs(rule)) == 1


def test_a_mention_typed_in_is_new_once():
	rule = make_rule(IS_PROBLEM)
	doc = frappe.get_doc({"doctype": "Mention", "text": PROBLEM, "platform": "Other"}).insert()
	assert automation.waiting()
	automation.fire_pending()
	assert tags(doc.name) == ["hot"] and len(logs(rule)) == 1
	doc.reload()
	doc.status = "Closed"
	doc.save()
	assert not automation.waiting() and len(logs(rule)) == 1


def test_a_replayed_page_and_a_second_call_fire_nothing():
	rule = make_rule(IS_PROBLEM, actions=[("Notify User", "Administrator")])
	mention = pull_one()
	pull_one()
	job.on_new_mentions([mention.name])
	assert len(logs(rule)) == 1
	assert frappe.db.count("Notification Log", {"document_name": mention.name}) == 1


# Conditions


@pytest.mark.parametrize(
	("condition", "fits"),
	[
		(("Mention: Platform", "is", "Mastodon"), True),
		(("Mention: Platform", "is one of", "Bluesky, Mastodon"), True),
		(("Mention: Platform", "is none of", "Bluesky, Mastodon"), False),
		(("Mention: Kind", "is", "Mention"), True),
		(("Mention: Language", "is", "en"), True),
		(("Mention: Language", "is not", "de"), True),
		(("Mention: Intent", "is", "Praise"), False),
		(("Mention: Sentiment", "is", "Negative"), True),
		(("Mention: Text", "contains", "REFUND, broken"), True),
		(("Mention: Text", "contains", "fund"), False),
		(("Mention: Text", "does not contain", "drill"), False),
		(("Mention: Private Message", "is", "No"), True),
		(("Mention: Private Message", "is", "Yes"), False),
		(("Mention: Likes", "is more than", "4"), True),
		(("Mention: Reposts", "is less than", "1"), True),
		(("Mention: Reach", "is", "100"), True),
		(("Mention: Listening Query", "is", "Drills"), True),
		(("Mention: Listening Query", "is none of", "Drills"), False),
		(("Mention: Relationship", "is", "Unknown"), True),
		(("Mention: Social Account", "is not set", ""), True),
		(("Profile: Followers", "is more than", "1000"), True),
		(("Profile: Verified Purchaser", "is", "No"), True),
		(("Profile: Link Status", "is", "Unlinked"), True),
		(("Profile: Influence", "is less than", "1"), True),
		(("Profile: Engagement Level", "is not set", ""), True),
		(("Profile: Stance", "is not", "Detractor"), True),
		(("Profile: Tag", "is not set", ""), True),
		(("Customer: Customer Group", "is not set", ""), True),
		(("Customer: Overdue Amount", "is less than", "100"), False),
	],
)  # fmt: skip
def test_what_a_condition_sees_of_a_stranger_s_post(condition, fits):
	frappe.get_doc({"doctype": "Listening Query", "title": "Drills", "any_words": "drill"}).insert()
	make_rule(condition)
	mention = pull_one(likes=5, reach=100, author=make_author(followers=2000))
	assert bool(tags(mention.name)) is fits


def test_facts_of_the_profile():
	name = linked(
		make_customer("Ada Ltd").name, verified_purchaser=1, stance="Advocate", _user_tags=",vip,press"
	)
	assert fact(name, "Profile: Verified Purchaser") == 1
	assert fact(name, "Profile: Stance") == "Advocate"
	assert fact(name, "Profile: Tag") == {"vip", "press"}


@pytest.mark.parametrize("doctype", ["Customer Group", "Territory"])
def test_groups_and_territories_count_with_all_below_them(doctype):
	field = frappe.scrub(doctype)
	root = frappe.db.get_value(doctype, {"is_group": 1}, order_by="lft")
	for name, parent, is_group in (("Big", root, 1), ("Bigger", "Big", 1), ("Biggest", "Bigger", 0)):
		frappe.get_doc(
			{"doctype": doctype, f"{field}_name": name, f"parent_{field}": parent, "is_group": is_group}
		).insert()
	customer = make_customer("Ada Ltd", **{field: "Biggest"})
	name, subject = linked(customer.name), f"Customer: {doctype}"
	assert fact(name, subject) == {"Biggest", "Bigger", "Big", root}
	rule = make_rule((subject, "is", "Big"))
	job.on_new_mentions([name])
	assert len(logs(rule)) == 1


def test_what_a_customer_owes():
	customer = make_customer("Ada Ltd")
	make_invoice(customer.name, 300)
	late = make_invoice(customer.name, 200)
	frappe.db.set_value("Sales Invoice", late.name, "due_date", add_days(nowdate(), -3))
	name = linked(customer.name)
	assert fact(name, "Customer: Outstanding Amount") == 500
	assert fact(name, "Customer: Overdue Amount") == 200
	assert fact(name, "Customer: Value at Stake") == 500


def test_what_a_customer_has_open():
	customer = make_customer("Ada Ltd")
	name = linked(customer.name)
	assert fact(name, "Customer: Open Issues") == 0
	assert fact(name, "Customer: Warranty Active") is False
	for status in ("Open", "Replied", "Closed"):
		frappe.get_doc(
			{"doctype": "Issue", "subject": status, "customer": customer.name, "status": status}
		).insert()
	frappe.db.sql(  # the row alone decides; a delivery belongs to other tests
		"insert into `tabSerial No` (name, serial_no, customer, warranty_expiry_date) values ('S-1', 'S-1', %s, %s)",
		(customer.name, nowdate()),
	)
	assert fact(name, "Customer: Open Issues") == 2
	assert fact(name, "Customer: Warranty Active") is True


def test_a_batch_costs_as_many_queries_as_one_mention():
	customers = [make_customer(f"Customer {n}").name for n in range(3)]
	for number in range(1, 201):
		pull(make_post(number, PROBLEM, author=make_author(f"p{number % 40}")))
	names = frappe.get_all("Mention", pluck="name")
	for position, name in enumerate(names):
		customer = customers[position % 3]
		values = {"party_type": "Customer", "party": customer, "customer": customer}
		frappe.db.set_value("Mention", name, values, update_modified=False)
	gather_counted(names[:1])  # what Frappe reads once for good
	assert len(names) == 200
	assert gather_counted(names) == gather_counted(names[:1])


def gather_counted(names):
	asked, run = [], frappe.db.sql
	frappe.local.db.sql = lambda *args, **kwargs: asked.append(args[0]) or run(*args, **kwargs)
	try:
		facts.gather(names, s.SUBJECTS)
	finally:
		del frappe.local.db.sql
	return len(asked)


def test_only_what_is_asked_for_is_read():
	name = linked(make_customer("Ada Ltd").name)
	known = facts.gather([name], {"Mention: Intent"})[name]
	assert known.facts == {"Mention: Intent": "Problem"} and "text" not in known.row


@pytest.mark.parametrize(
	("condition", "words"),
	[
		(("Profile: Followers", "is more than", "many"), "Followers is a number"),
		(("Profile: Followers", "is more than", "1,000"), "Followers is a number"),
		(("Profile: Followers", "contains", "1"), "cannot be compared"),
		(("Mention: Platform", "is", "MySpace"), "can be: Bluesky"),
		(("Mention: Private Message", "is", "maybe"), "is Yes or No"),
		(("Mention: Text", "contains", " , "), "needs a value"),
		(("Customer: Territory", "is", "Atlantis"), "Territory “Atlantis” does not exist"),
		(("Mention: Social Account", "is one of", "Nobody's"), "does not exist"),
	],
)
def test_a_condition_that_cannot_be_meant_is_refused(condition, words):
	with pytest.raises(BadRule, match="Conditions, row 1: ") as told:
		make_rule(condition)
	assert words in str(told.value)


@pytest.mark.parametrize(
	("actions", "words"),
	[
		([("Set Status", "Gone")], "can be: Open"),
		([("Convert to", "User")], "can be: Lead"),
		([("Assign to User", "nobody@example.com")], "does not exist"),
		([("Draft a Reply", "")], "needs a value"),
		([("Add Tag", "a,b")], "no comma"),
		([("Set Status", "Open"), ("Set Status", "Closed")], "only be done once"),
	],
)
def test_an_action_that_cannot_be_meant_is_refused(actions, words):
	with pytest.raises(BadRule) as told:
		make_rule(actions=actions)
	assert words in str(told.value)


# Order


def test_rules_go_in_their_order_and_one_may_be_the_last():
	make_rule(title="Third", sequence=30, actions=[("Add Tag", "third")])
	make_rule(IS_PROBLEM, title="Second", sequence=20, actions=[("Add Tag", "second")], stop_here=1)
	make_rule(title="First", sequence=10, actions=[("Add Tag", "first")])
	pull(make_post(1, PROBLEM), make_post(2, "I love it, thank you"))
	problem, praise = (frappe.db.get_value("Mention", {"intent": i}) for i in ("Problem", "Praise"))
	assert tags(problem) == ["first", "second"]
	assert tags(praise) == ["first", "third"]


def test_any_and_all():
	lost = ("Mention: Platform", "is", "Bluesky")
	every = make_rule(IS_PROBLEM, lost, title="All")
	some = make_rule(IS_PROBLEM, lost, title="Any", match="Any")
	pull_one()
	assert not logs(every) and len(logs(some)) == 1


def test_a_company_has_its_own_rules():
	companies = frappe.get_all("Company", pluck="name", order_by="creation")
	rule = make_rule(for_company=companies[0])
	pull(make_post(1, PROBLEM))
	assert not logs(rule)
	source = pipeline.source_of("", "mastodon", "Mastodon", companies[0])
	pipeline.process([make_post(2, PROBLEM)], source)
	automation.fire_pending()
	assert len(logs(rule)) == 1


def test_old_posts_of_a_first_pull_are_left_alone():
	rule = make_rule(newest_days=7)
	now = now_datetime().astimezone()
	pull(
		make_post(1, PROBLEM, posted_at=add_days(now, -8)), make_post(2, PROBLEM, posted_at=add_days(now, -6))
	)
	assert len(logs(rule)) == 1


# Actions


def test_priority_status_and_tag():
	frappe.get_doc({"doctype": "Issue Priority", "name": "Burning"}).insert()
	make_rule(actions=[("Set Priority", "Burning"), ("Set Status", "Waiting"), TAG_HOT])
	mention = pull_one()
	assert (mention.priority, mention.status, tags(mention.name)) == ("Burning", "Waiting", ["hot"])


def test_assign():
	user = agent()
	rule = make_rule(actions=[("Assign to User", user)])
	mention = pull_one()
	assert json.loads(mention._assign) == [user]
	assert logs(rule)[0].actions == "Assigned to agent"


def test_the_account_manager_gets_their_customer_s_mentions():
	user = agent("agent@example.com", "Social CRM User", "Sales User")
	customer = make_customer("Ada Ltd", account_manager=user)
	name, stranger = linked(customer.name), linked(None, 2)
	rule = make_rule(actions=[("Assign to Account Manager", "")])
	job.on_new_mentions([name, stranger])
	assert json.loads(frappe.db.get_value("Mention", name, "_assign")) == [user]
	assert not frappe.db.get_value("Mention", stranger, "_assign")
	assert "no account manager" in logs(rule, mention=stranger)[0].actions


@pytest.mark.parametrize("doctype", ["Lead", "Opportunity", "Issue", "Task", "Idea"])
def test_convert(doctype):
	rule = make_rule(actions=[("Convert to", doctype)])
	mention = pull_one()
	assert logs(rule)[0].error == ""
	(made,) = [row.document_name for row in mention.documents if row.document_type == doctype]
	assert logs(rule)[0].actions == f"{doctype} {made} made"


def test_a_warranty_claim_is_made_for_a_customer():
	rule = make_rule(actions=[("Convert to", "Warranty Claim")], enabled=0)
	name = linked(make_customer("Ada Ltd").name)
	rule.enabled = 1
	rule.save()
	job.on_new_mentions([name])
	assert "Warranty Claim" in logs(rule)[0].actions, logs(rule)


def test_a_draft_is_for_whoever_is_assigned_and_is_never_sent():
	user = agent()
	frappe.get_doc({"doctype": "Reply Template", "title": "Sorry", "text": "Hi {{ first_name }}"}).insert()
	rule = make_rule(actions=[("Draft a Reply", "Sorry"), ("Assign to User", user)])
	mention = pull_one()
	columns = ["name", "status", "sender", "text", "proposed_because"]
	(reply,) = frappe.get_all("Mention Reply", {"mention": mention.name}, columns)
	assert (reply.status, reply.sender, reply.text) == ("Draft", user, "Hi Jane")
	assert rule.title in reply.proposed_because
	assert reply.name not in [name for name, _tries in outbox.due()]
	frappe.delete_doc("Mention Rule", rule.name)
	assert frappe.db.exists("Mention Reply", reply.name)


def test_a_template_that_cannot_be_filled_in_is_said_in_the_log():
	frappe.get_doc({"doctype": "Reply Template", "title": "Bad", "text": "Hi {{ nobody }}"}).insert()
	rule = make_rule(actions=[("Draft a Reply", "Bad"), ("Set Status", "Closed")])
	mention = pull_one()
	assert "nobody" in logs(rule)[0].error and mention.status == "Open"


def test_a_role_is_notified_once_each():
	told, other = agent("told@example.com", "Social CRM User"), agent("other@example.com", "Sales User")
	rule = make_rule(
		actions=[("Notify Role", "Social CRM User"), ("Notify User", other)], title="<b>Look</b>"
	)
	mention = pull_one("<script>alert(1)</script> My drill stopped working, I want a refund")
	subjects = frappe.get_all("Notification Log", {"document_name": mention.name}, ["for_user", "subject"])
	assert told in [row.for_user for row in subjects]
	assert other not in [row.for_user for row in subjects], "who may not read mentions hears nothing of them"
	assert not any("<script>" in row.subject or "<b>Look" in row.subject for row in subjects)
	assert "told notified" in logs(rule)[0].actions or "told" in logs(rule)[0].actions


# Errors, limits, loops


def boom(*_arguments):
	raise RuntimeError("Kaput")


def test_a_failing_action_takes_back_its_rule_and_no_other(monkeypatch):
	monkeypatch.setattr(job, "makers", lambda: {"Task": boom})
	bad = make_rule(title="Bad", sequence=1, actions=[("Set Status", "Closed"), ("Convert to", "Task")])
	good = make_rule(title="Good", sequence=2)
	mention = pull_one()
	assert (mention.status, tags(mention.name)) == ("Open", ["hot"])
	assert [(row.status, row.error) for row in logs(bad)] == [("Failed", "Kaput")]
	assert [row.status for row in logs(good)] == ["Done"]
	assert frappe.db.get_value("Mention Rule", bad.name, "errors_in_a_row") == 1


def test_five_errors_in_a_row_switch_the_rule_off(monkeypatch):
	manager = agent("boss@example.com", "Social CRM Manager")
	monkeypatch.setattr(job, "makers", lambda: {"Task": boom})
	rule = make_rule(actions=[("Convert to", "Task")])
	pull(*(make_post(number, PROBLEM) for number in range(1, 9)))
	assert [row.status for row in logs(rule)] == ["Failed"] * guard.ERRORS
	rule.reload()
	assert not rule.enabled and "Kaput" in rule.switched_off_because
	told = {"document_type": "Mention Rule", "document_name": rule.name}
	assert {"Administrator", manager} <= set(frappe.get_all("Notification Log", told, pluck="for_user"))
	comments = {"reference_doctype": "Mention Rule", "reference_name": rule.name, "comment_type": "Info"}
	assert frappe.db.count("Comment", comments) == 1
	assert listening() is Listening.NOBODY
	rule.enabled = 1
	rule.save()
	assert (rule.errors_in_a_row, rule.switched_off_because) == (0, None)


def test_one_success_ends_the_row(monkeypatch):
	monkeypatch.setattr(job, "makers", lambda: {"Task": boom})
	rule = make_rule(IS_PROBLEM, actions=[("Convert to", "Task")])
	pull_one()
	monkeypatch.setattr(job, "makers", lambda: {"Task": lambda mention: ("Task", "T-1", True)})
	pull(make_post(2, PROBLEM))
	assert frappe.db.get_value("Mention Rule", rule.name, "errors_in_a_row") == 0


def test_more_than_the_limit_switches_the_rule_off():
	rule = make_rule(limit_per_hour=3)
	pull(make_post(1, PROBLEM), make_post(2, PROBLEM))
	pull(*(make_post(number, PROBLEM) for number in range(3, 7)))
	assert len(logs(rule)) == 3
	rule.reload()
	assert not rule.enabled and "More than 3" in rule.switched_off_because


def test_what_a_rule_does_fires_no_rule():
	frappe.get_doc(
		{
			"doctype": "Server Script", "name": "Echo", "script_type": "DocType Event", "reference_doctype": "ToDo",
			"doctype_event": "After Insert",
			"script": "frappe.get_doc({'doctype': 'Mention', 'text': 'echo of ' + doc.name, 'platform': 'Other'}).insert()",
		}
	).insert()  # fmt: skip
	frappe.clear_cache()
	rule = make_rule(actions=[("Set Status", "Waiting"), ("Assign to User", agent())])
	pull_one()
	assert frappe.db.count("Mention") == 2
	assert len(logs(rule)) == 1 and not automation.waiting()


def test_a_bug_in_the_hook_does_not_stop_the_pull(monkeypatch):
	make_rule()
	monkeypatch.setattr(job, "makers", boom)
	before = frappe.db.count("Error Log", {"method": ("like", "social_crm_new_mentions%")})
	pull(make_post(1, PROBLEM))
	assert not automation.waiting(), "not before a minute has passed"
	assert frappe.db.get_value("Mention", {}, "rules_pending") == 1
	assert frappe.db.count("Error Log", {"method": ("like", "social_crm_new_mentions%")}) == before + 1


# Rights


def test_a_rule_acts_with_the_rights_of_whoever_saved_it(as_user):
	with as_user("Social CRM Manager") as manager:
		rule = make_rule(actions=[TAG_HOT, ("Notify User", "Administrator")])
	assert rule.run_as == manager
	mention = pull_one()
	assert logs(rule)[0].status == "Done"
	assert frappe.get_all("Notification Log", {"document_name": mention.name}, pluck="from_user") == [manager]
	assert frappe.session.user == "Administrator"
	rule.save()
	assert rule.run_as == "Administrator"


def test_what_the_saver_may_not_make_no_rule_makes_for_them(as_user):
	with as_user("Social CRM Manager"), pytest.raises(BadRule, match="may not create"):
		make_rule(actions=[("Convert to", "Warranty Claim")])


def test_nobody_learns_by_a_rule_what_they_may_not_read(as_user):
	with as_user("Social CRM Manager"), pytest.raises(BadRule, match="right to read Sales Invoice"):
		make_rule(("Customer: Overdue Amount", "is more than", "1"))


def test_customers_that_the_saver_may_not_read_are_unknown(as_user):
	mine, hidden = make_customer("Mine").name, make_customer("Hidden").name
	names = [linked(mine), linked(hidden, 2)]
	with as_user("Social CRM Manager", "Sales User") as user:
		frappe.set_user("Administrator")
		frappe.permissions.add_user_permission("Customer", mine, user)
		frappe.set_user(user)
		known = facts.gather(names, {"Customer: Territory", "Customer: Value at Stake"})
	assert [name in known and bool(known[name].facts.get("Customer: Territory")) for name in names] == [
		True,
		False,
	]


def test_a_saver_who_was_switched_off_ends_the_rule(as_user):
	with as_user("Social CRM Manager") as manager:
		rule = make_rule()
	frappe.db.set_value("User", manager, "enabled", 0)
	pull_one()
	rule.reload()
	assert not rule.enabled and not logs(rule)


def test_a_private_message_is_not_assigned_to_whoever_may_not_read_it():
	outsider = agent("outsider@example.com", "Sales User")
	rule = make_rule(actions=[("Assign to User", outsider)])
	mention = pull_one(private=True)
	assert logs(rule)[0].status == "Failed" and not mention._assign
	assert not frappe.db.exists("DocShare", {"share_name": mention.name})


@pytest.mark.parametrize(("role", "may_read", "may_write"), [
	("Social CRM Manager", True, True), ("Social CRM User", True, False), ("Sales User", False, False),
])  # fmt: skip
def test_who_may_make_rules(as_user, role, may_read, may_write):
	with as_user(role):
		assert bool(frappe.has_permission("Mention Rule", "read")) is may_read
		assert bool(frappe.has_permission("Mention Rule", "write")) is may_write
		assert bool(frappe.has_permission("Mention Rule Log", "read")) is may_write
		assert not frappe.has_permission("Mention Rule Log", "write")


# The log


def test_old_logs_are_cleared_and_go_with_their_rule():
	rule = make_rule()
	pull(make_post(1, PROBLEM), make_post(2, PROBLEM))
	old = frappe.get_all("Mention Rule Log", pluck="name", limit=1)[0]
	frappe.db.set_value("Mention Rule Log", old, "creation", add_days(now_datetime(), -31))
	MentionRuleLog.clear_old_logs(30)
	assert len(logs(rule)) == 1
	frappe.delete_doc("Mention Rule", rule.name)
	assert not logs()


def test_a_mention_can_be_deleted_although_a_rule_fired():
	make_rule()
	mention = pull_one()
	frappe.delete_doc("Mention", mention.name)
	assert not frappe.db.exists("Mention", mention.name)


# Trying out


def recent(number, text=PROBLEM, **values):
	return make_post(number, text, posted_at=add_days(now_datetime().astimezone(), -1), **values)


def rows_of_every_table():
	tables = frappe.db.get_tables(cached=False)
	return {table: frappe.db.sql(f"select count(*) from `{table}`")[0][0] for table in tables}


def try_out(**changes):
	rule = {
		"title": "New", "enabled": 1, "match": "All", "__islocal": 1, "name": "new-mention-rule-1",
		"conditions": [{"subject": "Mention: Intent", "operator": "is", "value": "Problem"},
			{"subject": "Profile: Followers", "operator": "is more than", "value": "1000"}],
		"actions": [{"action": "Convert to", "value": "Issue"}, {"action": "Set Status", "value": "Waiting"}],
		**changes,
	}  # fmt: skip
	return api.try_out(json.dumps(rule))


def test_trying_out_tells_what_would_have_been_and_writes_nothing():
	known = make_author(followers=4210)
	store(
		*(recent(number, author=known) for number in range(1, 31)), recent(31, "I love it, thank you"),
		recent(32, author=make_author("nobody", followers=3)), make_post(33, PROBLEM, author=known),
	)  # fmt: skip
	before = rows_of_every_table()
	found = try_out()
	assert rows_of_every_table() == before
	assert (found["days"], found["searched"], found["has_more"], found["matched"]) == (7, 32, False, 30)
	assert found["would"] == ["Convert to: Issue", "Set Status: Waiting"]
	assert len(found["first"]) == 20
	why = ["Mention: Intent is Problem", "Profile: Followers is more than 1000 (4,210)"]
	assert found["first"][0]["why"] == why


def test_trying_out_stops_at_the_newest_and_says_so(monkeypatch):
	monkeypatch.setattr(trial, "MOST", 3)
	monkeypatch.setattr(trial, "PAGE", 2)
	store(*(recent(number) for number in range(1, 6)))
	found = try_out(conditions=[{"subject": "Mention: Intent", "operator": "is", "value": "Problem"}])
	assert (found["searched"], found["has_more"], found["matched"]) == (3, True, 3)


def test_trying_out_is_refused_for_a_rule_that_cannot_be_meant():
	with pytest.raises(BadRule, match="Followers is a number"):
		try_out(conditions=[{"subject": "Profile: Followers", "operator": "is more than", "value": "x"}])


def test_trying_out_is_for_those_who_make_rules(as_user):
	with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
		try_out()
	with as_user("Social CRM Manager"), pytest.raises(BadRule, match="may not create"):
		try_out(actions=[{"action": "Convert to", "value": "Warranty Claim"}])


# What the form offers


@pytest.mark.parametrize(
	("row", "typed", "offered"),
	[
		("Mention: Intent", "pro", ["Problem"]),
		("Mention: Platform", "Bluesky, mast", ["Bluesky, Mastodon"]),
		("Mention: Private Message", "", ["Yes", "No"]),
		("Customer: Territory", "all terr", ["All Territories"]),
		("Profile: Followers", "1", []),
		("Convert to", "war", ["Warranty Claim"]),
		("Set Status", "wait", ["Waiting"]),
		("Nonsense", "", []),
	],
)
def test_what_is_offered_for_a_value(row, typed, offered):
	assert [one["value"] for one in api.values(row, typed)] == offered


def test_a_manager_is_offered_colleagues(as_user):
	user = agent("colleague@example.com")
	with as_user("Social CRM Manager"):
		assert {"value": user, "label": "colleague"} in api.values("Assign to User", "colleague")


def test_the_vocabulary_has_operators_for_every_subject():
	operators = api.vocabulary()["operators"]
	form = frappe.get_meta("Mention Rule Condition")
	assert list(operators) == form.get_field("subject").options.split("\n")[1:]
	known = set(form.get_field("operator").options.split("\n")[1:])
	assert all(known.issuperset(some) and some for some in operators.values())
