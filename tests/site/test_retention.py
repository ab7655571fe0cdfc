"""What is past its time goes, what is not stays; a round may be stopped and goes on."""

import json
from time import monotonic

import pytest

import frappe
from frappe.desk.form import assign_to
from frappe.utils import add_to_date, now_datetime

from social_crm_app.api import mention as mention_api
from social_crm_app.api import privacy as api
from social_crm_app.engage import memory
from social_crm_app.identity import decisions
from social_crm_app.jobs import retention as job
from social_crm_app.privacy import retention
from social_crm_app.testing import make_author, make_customer, make_lead, make_post, store

DAYS = 30
SETTINGS = "Social CRM Settings"
OLDER, YOUNGER = {"days": -DAYS, "minutes": -5}, {"days": -DAYS, "minutes": 5}


@pytest.fixture(autouse=True)
def nothing_is_removed_yet(run_jobs_inline):
	keep()


def keep(**days):
	"""Sets the days of the classes named, and 0 (for ever) for all others."""
	for name in ("raw", "text", "strangers", "rejected"):
		frappe.db.set_single_value(SETTINGS, f"keep_{name}_days", days.get(name, 0))
	frappe.db.set_single_value(SETTINGS, {"retention_cursor": None, "retention_report": None})


def ago(shift):
	return add_to_date(now_datetime(), **shift)


def aged(name, shift, **values):
	"""Makes a mention as old as said, and closed."""
	values = {"posted_at": ago(shift), "creation": ago(shift), "status": "Closed", **values}
	frappe.db.set_value("Mention", name, values, update_modified=False)
	return name


def old_and_new(**old):
	"""Two mentions of different people, one on each side of the line: their names."""
	store(
		make_post(1, "An old word", make_author("old"), raw={"note": 1}),
		make_post(2, "A newer word", make_author("new"), raw={"note": 2}),
	)
	names = [frappe.db.get_value("Mention", {"text": text}) for text in ("An old word", "A newer word")]
	for name, shift in zip(names, (OLDER, YOUNGER), strict=True):
		profile = frappe.db.get_value("Mention", name, "social_profile")
		frappe.db.set_value("Social Profile", profile, "creation", ago(shift), update_modified=False)
	return aged(names[0], OLDER, **old), aged(names[1], YOUNGER)


def values(name, *fields):
	return frappe.db.get_value("Mention", name, list(fields))


def test_nothing_goes_while_everything_is_kept_for_ever():
	old, _new = old_and_new()
	assert retention.run() == {} and api.retention_preview() == {}
	assert all(values(old, "text", "raw", "author_name"))


def test_raw_payload_goes_after_its_days_and_nothing_else():
	old, new = old_and_new()
	keep(raw=DAYS)
	assert api.retention_preview() == {"raw": 1}
	assert retention.run() == {"raw": 1}
	assert values(old, "raw", "text") == (None, "An old word")
	assert frappe.db.get_value("Mention", new, "raw")
	assert api.retention_preview() == {"raw": 0}


def test_the_ids_without_which_a_platform_cannot_be_asked_again_stay():
	store(
		make_post(1, "An old word", make_author("old"), raw={"id": "7", "uri": "u", "content": "An old word"})
	)
	frappe.db.set_value("Mention", {"text": "An old word"}, "creation", ago(OLDER))
	keep(raw=DAYS)
	assert retention.run() == {"raw": 1}
	raw = frappe.db.get_value("Mention", {"text": "An old word"}, "raw")
	assert json.loads(raw) == {"kept": True, "id": "7", "uri": "u"}
	assert api.retention_preview() == {"raw": 0}


def test_the_payload_of_an_old_post_that_has_just_come_in_is_kept():
	_old, new = old_and_new()
	aged(new, OLDER, creation=now_datetime())
	keep(raw=DAYS)
	retention.run()
	assert frappe.db.get_value("Mention", new, "raw")


def test_text_and_names_go_and_the_numbers_stay():
	old, new = old_and_new(sentiment_label="Negative")
	keep(text=DAYS)
	assert api.retention_preview() == {"text": 1}
	assert retention.run() == {"text": 1}
	assert values(old, "text", "author_name", "author_handle", "permalink", "raw") == (
		"",
		None,
		None,
		None,
		None,
	)
	assert values(old, "title", "sentiment_label", "status") == ("…", "Negative", "Closed")
	assert values(new, "text", "author_name") == ("A newer word", "New")
	store(make_post(1, "An old word", make_author("old")))  # the platform shows it again
	assert values(old, "text", "title") == ("", "…")


@pytest.mark.parametrize("work", ["open", "waiting", "assigned", "idea", "document"])
def test_what_somebody_works_with_keeps_its_text(work):
	old, _new = old_and_new()
	if work in ("open", "waiting"):
		aged(old, OLDER, status=work.title())
	elif work == "assigned":
		assign_to.add({"assign_to": ["Administrator"], "doctype": "Mention", "name": old})
	elif work == "idea":
		mention_api.make(old, "Idea")
	else:
		doc = frappe.get_doc("Mention", old)
		memory.remember(doc, "Lead", make_lead("Jane").name)
	keep(text=DAYS)
	retention.run()
	assert values(old, "text", "author_name") == ("An old word", "Old")


def test_people_who_belong_to_no_record_go_with_their_words():
	old, new = old_and_new()
	profile = frappe.db.get_value("Mention", old, "social_profile")
	keep(strangers=DAYS)
	assert api.retention_preview() == {"strangers": 1}
	assert retention.run() == {"strangers": 1}
	assert not frappe.db.exists("Social Profile", profile)
	assert not frappe.db.exists("Identity Key", {"reference_name": profile})
	assert values(old, "text", "author_handle", "social_profile") == ("", None, None)
	assert values(new, "text", "author_handle") == ("A newer word", "new@social.example")
	assert frappe.db.count("Mention") == 2


def test_a_stranger_who_still_writes_is_kept_whole():
	old, new = old_and_new()
	frappe.db.set_value(
		"Mention", new, "social_profile", frappe.db.get_value("Mention", old, "social_profile")
	)
	keep(strangers=DAYS)
	retention.run()
	assert values(old, "text", "author_name") == ("An old word", "Old")


@pytest.mark.parametrize("tie", ["customer", "claimed", "consent", "own", "document", "erased"])
def test_who_is_no_stranger_is_kept(tie):
	old, _new = old_and_new()
	profile = frappe.db.get_value("Mention", old, "social_profile")
	if tie == "customer":
		decisions.link(profile, "Customer", make_customer("Bright Works").name)
	elif tie == "document":
		mention_api.make(old, "Idea")
	else:
		column = {
			"claimed": {"claimed_by": "Administrator"}, "consent": {"consent": "Given"},
			"own": {"kept_out": "Own Account"}, "erased": {"erased": 1},
		}[tie]  # fmt: skip
		frappe.db.set_value("Social Profile", profile, column)
	keep(strangers=DAYS)
	assert retention.run() == {}
	assert frappe.db.exists("Social Profile", profile)


def test_a_mention_without_an_author_record_is_a_strangers_too():
	doc = frappe.get_doc(
		{"doctype": "Mention", "platform": "Other", "text": "By hand", "author_name": "Jane"}
	)
	name = aged(doc.insert().name, OLDER)
	keep(strangers=DAYS)
	assert retention.run() == {"strangers": 1}
	assert values(name, "text", "author_name") == ("", None)


def test_a_stranger_may_come_again():
	old, _new = old_and_new()
	profile = frappe.db.get_value("Mention", old, "social_profile")
	keep(strangers=DAYS)
	retention.run()
	assert store(make_post(9, "Back again", make_author("old"))).created == 1
	assert frappe.db.get_value("Social Profile", profile, "handle") == "old@social.example"


def refused(party, shift):
	"""A refused candidate with evidence, decided at that moment: the match's name."""
	store(make_post(1, author=make_author(website="https://brightworks.example")))
	match = frappe.get_doc("Social Profile Match", {"party": party})
	decisions.reject(match.profile, match.party_type, match.party)
	frappe.db.set_value("Social Profile Match", match.name, "decided_at", ago(shift), update_modified=False)
	return match.name


@pytest.mark.parametrize("shift, left", [(OLDER, False), (YOUNGER, True)])
def test_evidence_of_refused_candidates_goes_and_the_refusal_stays(shift, left):
	customer = make_customer("Bright Works", website="https://brightworks.example")
	match = refused(customer.name, shift)
	keep(rejected=DAYS)
	assert api.retention_preview() == {"rejected": 0 if left else 1}
	retention.run()
	doc = frappe.get_doc("Social Profile Match", match)
	assert doc.status == "Rejected" and bool(doc.evidence) is left


def test_a_round_that_is_stopped_goes_on_the_next_night(monkeypatch):
	store(*(make_post(n, raw={"note": n}, author=make_author(f"a{n}")) for n in range(6)))
	frappe.db.set_value("Mention", {"raw": ("is", "set")}, "creation", ago(OLDER))
	monkeypatch.setattr(retention, "WALK_PAGE", 2)
	keep(raw=DAYS)
	monkeypatch.setattr(retention, "monotonic", iter((0, 5, 5, 5, 50)).__next__)
	assert retention.run(seconds=10) == {"raw": 4}  # two pages, then the time is over
	monkeypatch.setattr(retention, "monotonic", monotonic)
	saved = frappe.db.get_single_value(SETTINGS, "retention_cursor")
	assert saved and not frappe.db.get_single_value(SETTINGS, "retention_report")
	walked = []
	ranges = retention._ranges
	monkeypatch.setattr(
		retention, "_ranges", lambda doctype, after: walked.append(after) or ranges(doctype, after)
	)
	job.run()
	assert walked[0] > "" and frappe.db.count("Mention", {"raw": ("is", "set")}) == 0
	assert not frappe.db.get_single_value(SETTINGS, "retention_cursor")
	assert "6" in frappe.db.get_single_value(SETTINGS, "retention_report")


def test_a_killed_page_is_done_again(monkeypatch):
	store(*(make_post(n, raw={"note": n}, author=make_author(f"a{n}")) for n in range(4)))
	frappe.db.set_value("Mention", {"raw": ("is", "set")}, "creation", ago(OLDER))
	monkeypatch.setattr(retention, "WALK_PAGE", 2)
	keep(raw=DAYS)
	frappe.db.commit()
	save = retention._save
	monkeypatch.setattr(retention, "_save", lambda state: (_ for _ in ()).throw(KeyboardInterrupt))
	with pytest.raises(KeyboardInterrupt):
		retention.run()
	frappe.db.rollback()
	assert frappe.db.count("Mention", {"raw": ("is", "set")}) == 4
	monkeypatch.setattr(retention, "_save", save)
	assert retention.run() == {"raw": 4}


def test_judging_again_leaves_blank_mentions_alone():
	from social_crm_app.ingest import rescore

	old, _new = old_and_new()
	frappe.db.set_value("Mention", old, "sentiment_label", "Negative")
	keep(text=DAYS)
	retention.run()
	assert list(rescore.rescore_all())
	assert values(old, "sentiment_label", "text") == ("Negative", "")


def test_only_managers_see_what_would_go(as_user):
	with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
		api.retention_preview()
	with as_user("Social CRM Manager"):
		assert api.retention_preview() == {}


def test_the_night_has_its_job():
	assert "social_crm_app.jobs.retention.run" in frappe.get_hooks("scheduler_events")["daily_long"]
	assert "social_crm_app.jobs.privacy.resume" in frappe.get_hooks("scheduler_events")["hourly_long"]
