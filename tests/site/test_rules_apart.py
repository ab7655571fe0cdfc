"""One rule must not silence the others, and no new mention must be lost to the rules by an error."""

import pytest
from test_rules import PROBLEM, TAG_HOT, agent, boom, logs, make_rule, pull, pull_one, tags
from test_rules_killed import empty

import frappe
from frappe.utils import add_to_date, now_datetime

from social_crm_app.ingest import automation, retries
from social_crm_app.jobs import rules as job
from social_crm_app.jobs import scheduler
from social_crm_app.testing import forget_everything_pulled, make_post


@pytest.fixture
def former_manager(as_user):
	"""Who has saved a rule, *Bad*, and may not read mentions any more."""
	with as_user("Social CRM Manager") as user:
		make_rule(title="Bad", sequence=1, actions=[("Add Tag", "bad")])
	frappe.get_doc("User", user).remove_roles("Social CRM Manager")
	return user


def rule_named(title):
	return frappe.get_doc("Mention Rule", {"title": title})


def test_a_saver_who_lost_their_roles_ends_their_rules_and_no_others(former_manager):
	good, boss = make_rule(title="Good", sequence=2), agent("boss@example.com", "Social CRM Manager")
	before = frappe.db.count("Error Log")
	mention = pull_one()
	bad = rule_named("Bad")
	assert not bad.enabled and "right to read mentions" in bad.switched_off_because
	assert tags(mention.name) == ["hot"] and len(logs(good)) == 1
	assert not mention.rules_pending and frappe.db.count("Error Log") == before
	told = {"document_type": "Mention Rule", "document_name": bad.name}
	assert boss in frappe.get_all("Notification Log", told, pluck="for_user")
	assert frappe.session.user == "Administrator"


def test_a_saver_who_may_not_read_what_a_condition_needs_ends_that_rule(as_user):
	with as_user("Social CRM Manager", "Accounts User") as user:
		conditions = ("Customer: Overdue Amount", "is more than", "1"), ("Mention: Kind", "is set", "")
		owing = make_rule(*conditions, match="Any", title="Owing")
		other = make_rule(title="Other")
	frappe.get_doc("User", user).remove_roles("Accounts User")
	pull_one()
	owing.reload()
	assert not owing.enabled and "Sales Invoice" in owing.switched_off_because
	assert not logs(owing) and len(logs(other)) == 1


class TestTries:
	"""Whatever else goes wrong: mentions wait, are tried one by one, and at last say that it was given up."""

	@pytest.fixture
	def rule(self, monkeypatch):
		self.monkeypatch = monkeypatch
		return make_rule()

	def break_hook(self, fails=lambda mentions: True):
		works = job.makers

		def hook(mentions):
			if fails(mentions):
				raise RuntimeError("Kaput")
			return run(mentions, works())

		run = job.run.run
		self.monkeypatch.setattr(job, "on_new_mentions", hook)

	def mend_hook(self):
		self.monkeypatch.undo()

	def let_time_pass(self):
		frappe.db.set_value("Mention", {"rules_tries": (">", 0)}, "rules_retry_at", now_datetime())

	def test_nothing_is_lost_by_an_error_that_goes_by(self, rule):
		self.break_hook()
		pull(make_post(1, PROBLEM), make_post(2, PROBLEM))
		assert not logs(rule) and not automation.waiting()
		assert automation.fire_pending() == 0, "not before a minute has passed"
		self.mend_hook()
		self.let_time_pass()
		assert automation.waiting()
		assert automation.fire_pending() == 2
		assert len(logs(rule)) == 2 and not frappe.db.exists("Mention", {"rules_pending": 1})

	def test_one_mention_keeps_no_other_of_its_batch_from_the_rules(self, rule):
		pull(make_post(9, "Another"))
		bad = frappe.get_last_doc("Mention").name
		frappe.db.set_value("Mention", bad, "rules_pending", 1)
		frappe.db.delete("Mention Rule Log")
		self.break_hook(lambda mentions: bad in mentions)
		pull(*(make_post(number, PROBLEM) for number in range(1, 6)))
		self.let_time_pass()
		automation.fire_pending()
		assert len(logs(rule)) == 5
		assert frappe.get_all("Mention", {"rules_pending": 1}, pluck="name") == [bad]

	def test_listeners_are_not_fired_again(self, rule):
		user = agent()
		frappe.get_doc(
			{
				"doctype": "Notification", "name": "Told", "subject": "New", "document_type": "Mention", "event": "New",
				"channel": "System Notification", "message": "x", "recipients": [{"receiver_by_role": "Social CRM User"}],
			}
		).insert()  # fmt: skip
		self.break_hook()
		mention = pull_one()
		told = {"document_name": mention.name, "for_user": user}
		assert frappe.db.count("Notification Log", told) == 1
		self.let_time_pass()
		automation.fire_pending()
		assert frappe.db.count("Notification Log", told) == 1

	def test_it_is_given_up_with_a_note(self, rule):
		self.break_hook()
		mention = pull_one()
		for count in range(1, len(retries.PAUSES) + 1):
			mention.reload()
			assert (mention.rules_pending, mention.rules_tries) == (1, count)
			self.let_time_pass()
			automation.fire_pending()
		mention.reload()
		assert not mention.rules_pending and not automation.waiting()
		notes = {"reference_name": mention.name, "reference_doctype": "Mention", "comment_type": "Info"}
		assert frappe.get_all("Comment", notes, pluck="content") == [
			"Mention Rules could not be applied to this mention; the Error Log says why."
		]

	def test_it_waits_longer_each_time(self, rule):
		self.break_hook()
		mention = pull_one()
		pause = mention.rules_retry_at - now_datetime()
		self.let_time_pass()
		automation.fire_pending()
		mention.reload()
		assert mention.rules_retry_at - now_datetime() > 2 * pause


def test_no_later_rules_holds_only_for_what_the_rule_fired_on():
	first = make_rule(
		title="First", sequence=1, limit_per_hour=2, stop_here=1, actions=[("Add Tag", "first")]
	)
	second = make_rule(title="Second", sequence=2)
	pull(*(make_post(number, PROBLEM) for number in range(1, 6)))
	first.reload()
	assert not first.enabled and len(logs(first)) == 2
	assert len(logs(second)) == 3
	told = {row.mention for row in logs(first)}
	assert told.isdisjoint(row.mention for row in logs(second))


def test_no_later_rules_does_not_hold_for_what_failed(monkeypatch):
	monkeypatch.setattr(job, "makers", lambda: {"Task": boom})
	make_rule(title="First", sequence=1, stop_here=1, actions=[("Convert to", "Task")])
	second = make_rule(title="Second", sequence=2, actions=[TAG_HOT])
	mention = pull_one()
	assert tags(mention.name) == ["hot"] and len(logs(second)) == 1


def test_no_later_rules_holds_when_a_page_is_replayed():
	make_rule(title="First", sequence=1, stop_here=1, actions=[("Add Tag", "first")])
	mention = pull_one()
	second = make_rule(title="Second", sequence=2)
	job.on_new_mentions([mention.name])
	assert not logs(second)


@pytest.mark.real_commit
def test_the_dispatcher_of_later_minutes_tries_again(workers):
	"""The first try has failed and its job is gone: a real worker, sent by the dispatcher, goes on."""
	make_rule(title="Again")
	name = frappe.get_doc({"doctype": "Mention", "text": PROBLEM, "platform": "Other"}).insert().name
	values = {"rules_tries": 1, "rules_retry_at": add_to_date(now_datetime(), minutes=-1)}
	frappe.db.set_value("Mention", name, values)
	frappe.db.commit()
	try:
		empty(workers)
		scheduler.dispatch()
		frappe.db.commit()
		workers.run_until_empty(120)
		assert tags(name) == ["hot"]
	finally:
		frappe.db.rollback()
		for doctype in ("Mention Rule", "Mention Rule Condition", "Mention Rule Action", "Mention Rule Log"):
			frappe.db.delete(doctype)
		frappe.db.commit()
		forget_everything_pulled()
