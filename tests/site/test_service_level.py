"""ERPNext's own Service Level Agreement on Mention: set up as an admin does, holidays and customers included."""

from datetime import datetime, timezone

import pytest

import frappe

from social_crm_app.ingest.listeners import Listening, listening
from social_crm_app.testing import make_author, make_customer, make_post, store

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
