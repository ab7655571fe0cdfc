"""ERPNext's own Service Level Agreement on Mention: set up as an admin does, holidays and customers included."""

import json
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

import frappe
from frappe.desk.query_report import run
from frappe.utils import now_datetime, today

from erpnext.support.doctype.service_level_agreement.service_level_agreement import get_expected_time_for

from social_crm_app.api import inbox
from social_crm_app.api import response_times as api
from social_crm_app.engage import answered, service_level
from social_crm_app.engage.outbox import Claim
from social_crm_app.ingest.listeners import Listening, listening
from social_crm_app.insight import response_times
from social_crm_app.testing import make_author, make_customer, make_post, make_user, store

# Saving an agreement changes Custom Fields, which the database commits by itself.
pytestmark = pytest.mark.real_commit

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
FRIDAY_AFTERNOON = datetime(2026, 3, 6, 16, 30, tzinfo=timezone.utc)
HOLIDAY = "2026-03-09"  # the Monday after


@pytest.fixture
def made():
	"""Documents to be removed in the end, last made first."""
	documents = []
	frappe.db.set_single_value("Support Settings", "track_service_level_agreement", 1)
	zone = frappe.db.get_single_value("System Settings", "time_zone")
	frappe.db.set_single_value("System Settings", "time_zone", "UTC")
	frappe.clear_cache()
	yield lambda doc: documents.append(doc) or doc
	frappe.db.rollback()
	frappe.db.set_single_value("System Settings", "time_zone", zone)
	for doctype in ("Mention", "Social Profile", "Identity Key"):
		frappe.db.delete(doctype)
	for doc in reversed(documents):
		frappe.delete_doc(doc.doctype, doc.name, force=True)
	frappe.db.commit()


@pytest.fixture
def agreement(made):
	"""Makes an agreement: an answer within `hours` of working time, 9 to 17 on weekdays."""
	holidays = made(
		frappe.get_doc(
			{
				"doctype": "Holiday List", "holiday_list_name": "Service test", "from_date": "2026-01-01", "to_date": "2026-12-31",
				"holidays": [{"holiday_date": HOLIDAY, "description": "closed"}],
			}
		).insert()
	)  # fmt: skip
	for priority in ("Medium", "High"):
		if not frappe.db.exists("Issue Priority", priority):
			made(frappe.get_doc({"doctype": "Issue Priority", "name": priority}).insert())

	def make(title, hours, **values):
		return made(
			frappe.get_doc(
				{
					"doctype": "Service Level Agreement", "service_level": title, "document_type": "Mention", "enabled": 1,
					"holiday_list": holidays.name, "apply_sla_for_resolution": 0, "default_service_level_agreement": 0 if values else 1, **values,
					"priorities": [
						{"priority": "Medium", "default_priority": 1, "response_time": hours * 3600},
						{"priority": "High", "response_time": 900},
					],
					"support_and_resolution": [{"workday": d, "start_time": "09:00:00", "end_time": "17:00:00"} for d in DAYS],
					"sla_fulfilled_on": [{"status": "Closed"}], "pause_sla_on": [{"status": "Replied"}],
				}
			).insert()
		)  # fmt: skip

	return make


def the_mention():
	return frappe.get_last_doc("Mention")


def test_the_clock_starts_when_the_person_wrote_and_stands_still_on_holidays(agreement):
	agreement("Everybody", hours=2)
	assert listening() is Listening.BEFORE
	store(make_post(1, "My drill stopped working", posted_at=FRIDAY_AFTERNOON))
	mention = the_mention()
	assert mention.service_level_agreement and mention.priority == "Medium"
	# half an hour on Friday, closed on the weekend and on Monday, the rest on Tuesday
	assert mention.response_by == datetime(2026, 3, 10, 10, 30)
	assert mention.agreement_status == "First Response Due"


def test_a_customer_or_its_group_can_have_an_agreement_of_its_own(agreement, made):
	customer = made(make_customer("Service test customer", social_handles="@jane@social.example"))
	agreement("Everybody", hours=4)
	agreement("Quick", hours=1, entity_type="Customer Group", entity=customer.customer_group)
	store(
		make_post(1, "My drill stopped working", make_author("jane"), posted_at=FRIDAY_AFTERNOON),
		make_post(2, "My saw stopped working", make_author("nobody"), posted_at=FRIDAY_AFTERNOON),
	)
	due = dict(frappe.get_all("Mention", fields=["author_handle", "response_by"], as_list=True))
	assert due["jane@social.example"] == datetime(2026, 3, 10, 9, 30)
	assert due["nobody@social.example"] == datetime(2026, 3, 10, 12, 30)


def test_answering_stamps_the_first_response_and_a_late_one_fails(agreement):
	agreement("Everybody", hours=2)
	store(make_post(1, "My drill stopped working", posted_at=FRIDAY_AFTERNOON))
	mention = the_mention()
	mention.status = "Replied"
	mention.save()
	assert mention.first_responded_on
	assert mention.agreement_status == "Failed"  # it was due in March 2026


def test_a_mention_entered_by_hand_has_the_same_clock(agreement):
	agreement("Everybody", hours=2)
	mention = frappe.get_doc(
		{
			"doctype": "Mention",
			"platform": "Other",
			"text": "Heard at the fair",
			"posted_at": "2026-03-06 16:30:00",
		}
	).insert()
	assert str(mention.response_by) == "2026-03-10 10:30:00"


def test_without_an_agreement_nothing_is_due():
	frappe.db.delete("Mention")
	store(make_post(1, "My drill stopped working"))
	mention = the_mention()
	assert not mention.response_by and not mention.service_level_agreement
	frappe.db.delete("Mention")
	frappe.db.delete("Social Profile")
	frappe.db.delete("Identity Key", {"reference_doctype": "Social Profile"})
	frappe.db.commit()


REPORT = "Mention Response Times"
IN_TIME = datetime(2026, 3, 6, 16, 45)


def report(**filters):
	"""{mention: its row} of the report."""
	period = {"from_date": "2026-01-01", "to_date": "2027-12-31"}
	rows = run(REPORT, filters={**period, **filters}, ignore_prepared_report=True)["result"]
	return {row["mention"]: row for row in rows}


def summary(**filters):
	period = {"from_date": "2026-01-01", "to_date": "2027-12-31"}
	cards = run(REPORT, filters={**period, **filters}, ignore_prepared_report=True)["report_summary"]
	return {card["label"]: card["value"] for card in cards}


def by_author():
	return dict(frappe.get_all("Mention", fields=["author_handle", "name"], as_list=True))


def answer(name, at=None, status="Replied"):
	mention = frappe.get_doc("Mention", name)
	mention.update({"status": status, "first_responded_on": at})
	return mention.save(ignore_permissions=True)  # as a sent reply is recorded


@pytest.fixture
def crowd(agreement, made):
	"""Agreements for everybody, a customer, a group and a territory, and mentions in every state: {who: mention}."""
	own = made(make_customer("Own agreement", social_handles="@own@social.example"))
	group = made(
		frappe.get_doc(
			{
				"doctype": "Customer Group",
				"customer_group_name": "Service group",
				"parent_customer_group": "All Customer Groups",
			}
		).insert()
	)
	land = made(
		frappe.get_doc(
			{"doctype": "Territory", "territory_name": "Service land", "parent_territory": "All Territories"}
		).insert()
	)
	elsewhere = {"customer_group": own.customer_group, "territory": own.territory}
	made(
		make_customer(
			"In the group",
			social_handles="@grouped@social.example",
			**elsewhere | {"customer_group": group.name},
		)
	)
	made(
		make_customer(
			"In the land", social_handles="@located@social.example", **elsewhere | {"territory": land.name}
		)
	)
	agreement("Everybody", hours=2)
	agreement("Own", hours=1, entity_type="Customer", entity=own.name)
	agreement("Group", hours=3, entity_type="Customer Group", entity=group.name)
	agreement("Land", hours=4, entity_type="Territory", entity=land.name)
	people = ("own", "grouped", "located", "late", "prompt", "ignored", "waiting")
	store(
		*(
			make_post(n, "My drill stopped working", make_author(who), posted_at=FRIDAY_AFTERNOON)
			for n, who in enumerate(people, 1)
		)
	)
	store(
		make_post(
			90, "And mine", make_author("new"), posted_at=datetime.now(timezone.utc) + timedelta(days=4)
		)
	)
	found = {handle.split("@")[0]: name for handle, name in by_author().items()}
	answer(found["late"])
	answer(found["prompt"], IN_TIME)
	frappe.get_doc("Mention", found["ignored"]).update({"status": "Ignored"}).save()
	frappe.get_doc("Mention", found["waiting"]).update({"status": "Waiting"}).save()
	frappe.db.commit()
	return found


def test_the_breaches_of_the_report_are_those_of_the_list_and_of_the_inbox(crowd):
	# One test: ERPNext changes the table with every agreement, which takes its time.
	each_has_its_own_agreement(crowd)
	breaches_are_the_same_everywhere(crowd)
	the_report_counts_what_is_answered_or_waits(crowd)
	one_row_is_judged_as_the_query_judges_it()
	the_filters_of_the_report(crowd)


def each_has_its_own_agreement(crowd):
	due = {who: frappe.db.get_value("Mention", name, "response_by") for who, name in crowd.items()}
	assert due["own"] == datetime(2026, 3, 10, 9, 30)
	assert due["grouped"] == datetime(2026, 3, 10, 11, 30)
	assert due["located"] == datetime(2026, 3, 10, 12, 30)
	assert due["late"] == datetime(2026, 3, 10, 10, 30)


def breaches_are_the_same_everywhere(crowd):
	overdue = {crowd[who] for who in ("own", "grouped", "located", "waiting")}
	assert {name for name, row in report().items() if row["state_key"] == "Overdue"} == overdue
	assert set(report(state="Overdue")) == overdue
	assert set(frappe.get_list("Mention", api.overdue_filters(), pluck="name", limit=0)) == overdue
	listed = inbox.page(json.dumps({"box": "overdue", "status": "All"}))["rows"]
	assert {row["name"] for row in listed} == overdue and all(row["is_overdue"] for row in listed)
	failed = set(frappe.get_list("Mention", {"agreement_status": "Failed"}, pluck="name"))
	assert failed == {crowd["late"]} == set(report(state="Failed"))
	assert set(report(only_breaches=1)) == overdue | failed
	assert summary()["Breached"] == len(overdue | failed) == summary(only_breaches=1)["Mentions"]


def the_report_counts_what_is_answered_or_waits(crowd):
	states = {who: report().get(name, {}).get("state_key") for who, name in crowd.items()}
	assert states == {
		"own": "Overdue", "grouped": "Overdue", "located": "Overdue", "waiting": "Overdue", "late": "Failed",
		"prompt": "Fulfilled", "new": "Due", "ignored": None,
	}  # fmt: skip
	row = report()[crowd["prompt"]]
	assert row["time_to_first_response"] == 15 * 60 and row["agreement"].startswith("SLA-Mention-Everybody")
	late = frappe.get_doc("Mention", crowd["late"])
	sla = frappe.get_doc("Service Level Agreement", late.service_level_agreement)
	took = service_level.working_seconds(datetime(2026, 3, 6, 16, 30), late.first_responded_on, sla)
	assert report()[late.name]["time_to_first_response"] == took > 100 * 8 * 3600
	cards = summary()
	assert (cards["Mentions"], cards["Answered"], cards["Breached"]) == (7, 2, 5)
	assert cards["Answered in Time (%)"] == 17
	assert cards["Median Time to First Response"] == pytest.approx((15 * 60 + took) / 2, abs=60)


def the_filters_of_the_report(crowd):
	assert set(report(customer_group="Service group")) == {crowd["grouped"]}
	assert crowd["grouped"] in report(customer_group="All Customer Groups")
	assert set(report(from_date=today())) == {crowd["new"]}
	assert not report(to_date="2026-03-05") and not report(company="No such company")
	assert not report(platform="Bluesky") and len(report(platform="Mastodon")) == 7
	frappe.db.set_value("Mention", crowd["late"], "replied_by", "agent@users.example")
	frappe.db.set_value("Mention", crowd["own"], "_assign", '["agent@users.example"]')
	assert set(report(assignee="agent@users.example")) == {crowd["late"], crowd["own"]}


def one_row_is_judged_as_the_query_judges_it():
	now = now_datetime()
	mention = frappe.qb.DocType("Mention")
	by_query = set(
		frappe.qb.from_(mention)
		.select(mention.name)
		.where(response_times.overdue(mention, now))
		.run(pluck=True)
	)
	rows = frappe.get_all("Mention", fields=["name", "status", "response_by", "first_responded_on"])
	assert {row.name for row in rows if response_times.is_overdue(row, now)} == by_query != set()


def test_a_customer_that_the_reader_may_not_see_is_not_in_the_report(crowd, made):
	agent = made(make_user("response-agent@users.example", "Social CRM User"))
	other = made(make_user("no-agent@users.example", "Sales User"))
	assert report()[crowd["own"]]["party"] == frappe.db.get_value("Mention", crowd["own"], "customer")
	frappe.set_user(agent.name)
	try:
		nobodys = {row.name for row in frappe.get_all("Mention", {"customer": ("is", "not set")})}
		assert set(report()) == {name for who, name in crowd.items() if who != "ignored"} & nobodys
		assert crowd["own"] not in nobodys and not report(customer_group="Service group")
		frappe.set_user(other.name)
		for asked in (report, api.overdue_filters):
			with pytest.raises(frappe.PermissionError):
				asked()
	finally:
		frappe.set_user("Administrator")


def test_the_card_counts_what_the_list_shows():
	path = Path(
		frappe.get_app_path(
			"social_crm_app", "social_crm_app", "number_card", "overdue_mentions", "overdue_mentions.json"
		)
	)
	card = json.loads(path.read_text())
	fixed, moving = json.loads(card["filters_json"]), json.loads(card["dynamic_filters_json"])
	assert moving == [["Mention", "response_by", "<", "frappe.datetime.system_datetime()"]]
	wanted = [["Mention", *one] for one in api.overdue_filters() if one[0] != "response_by"]
	assert sorted(map(str, fixed)) == sorted(map(str, wanted))


def test_the_time_taken_is_counted_as_erpnext_counts_the_deadline(agreement):
	sla = agreement("Everybody", hours=2).reload()
	rng = random.Random(7)
	for _case in range(200):
		start = datetime(2026, 2, 20) + timedelta(seconds=rng.randrange(40 * 86400))
		seconds = rng.randrange(1, 86400)
		wanted = {
			"response_time": seconds, "support_and_resolution": sla.support_and_resolution, "holiday_list": sla.holiday_list,
		}  # fmt: skip
		deadline = get_expected_time_for("response", frappe._dict(wanted), start)
		assert service_level.working_seconds(start, deadline, sla) == seconds, (start, seconds)


@pytest.mark.parametrize("workflow", [False, True])
@pytest.mark.parametrize(
	"at, state, seconds", [(IN_TIME, "Fulfilled", 900), (datetime(2026, 3, 10, 11, 0), "Failed", 9000)]
)
def test_a_sent_reply_is_the_first_response(agreement, workflow, at, state, seconds):
	agreement("Everybody", hours=2)
	store(make_post(1, "My drill stopped working", posted_at=FRIDAY_AFTERNOON))
	name = the_mention().name
	frappe.db.set_value("Workflow", "Mention Triage", "is_active", int(workflow))
	frappe.clear_cache(doctype="Mention")
	frappe.cache.delete_keys("workflow")
	try:
		answered.note(sent(name), None, at)
	finally:
		frappe.db.set_value("Workflow", "Mention Triage", "is_active", 0)
		frappe.clear_cache(doctype="Mention")
		frappe.db.delete("Communication", {"reference_doctype": "Mention"})
	mention = the_mention()
	assert (mention.status, mention.first_responded_on, mention.agreement_status) == ("Replied", at, state)
	assert mention.time_to_first_response == seconds


def sent(mention):
	return Claim(
		name="x", token="x", mention=mention, account="", text="Sorry!", private=False, sender="Administrator",
		key="1-x", tries=1, perhaps_posted=False, decided_at=FRIDAY_AFTERNOON,
	)  # fmt: skip
