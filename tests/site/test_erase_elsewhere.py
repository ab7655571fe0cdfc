"""What an erasure takes out of places that are not the person's own: a former handle, other people's profiles and
candidates, our answers, logs that know only the name; and what it says of the records that stay."""

import pytest

import frappe
from frappe.utils import add_days, now_datetime

from social_crm_app.api import match as match_api
from social_crm_app.engage import outbox
from social_crm_app.identity import decisions, recheck
from social_crm_app.privacy import erase
from social_crm_app.privacy.words import MASK
from social_crm_app.testing import make_account, make_author, make_contact, make_customer, make_post, store

HOST = "qxhost.example"
JANE, OLD = f"qxjane@{HOST}", f"qxold@{HOST}"
ID = f"https://{HOST}/ids/7"
NAME = "Anna Qxlindtmann"


@pytest.fixture(autouse=True)
def clean():
	"""Tables that know no rollback (MyISAM) are tidied before and after."""
	tidy()
	yield
	tidy()


def tidy():
	for table, column in (("__global_search", "content"), ("tabError Log", "error")):
		for word in ("qx", MASK):
			frappe.db.sql(f"delete from `{table}` where instr(`{column}`, %s)", word)


def jane(handle="qxjane", **values):
	values = {"display_name": NAME, "external_id": ID, "url": f"https://{HOST}/@{handle}", **values}
	return make_author(handle, HOST, **values)


def profile(handle=JANE):
	return frappe.db.get_value("Social Profile", {"handle": handle})


def text_of(number):
	return frappe.db.get_value(
		"Mention", {"external_id": f"https://social.example/statuses/{number}"}, "text"
	)


def log(**values):
	return frappe.get_doc({"doctype": "Error Log", "method": "Pull", **values}).insert().name


# A handle that the account had before


@pytest.fixture
def renamed():
	"""Somebody who was @qxold and is @qxjane now, with traces of the old handle: the profile's name."""
	store(make_post(1, author=jane("qxold")))
	store(make_post(2, f"Thanks @{OLD}, see https://{HOST}/@qxold", make_author("bob")))
	frappe.get_doc(
		{
			"doctype": "Social Sync Log",
			"social_account": make_account().name,
			"error": f"Refused mastodon:{OLD}",
		}
	).insert()
	store(make_post(3, author=jane()))
	return profile()


def test_a_former_handle_goes_too(renamed):
	contact = make_contact("Anna", social_handles=f"mastodon: {OLD}\nbluesky: other.example").name
	erase.erase(renamed)
	assert text_of(2) == f"Thanks {MASK}, see https://{MASK}"
	assert "qxold" not in frappe.db.get_value("Mention", {"text": text_of(2)}, "title")
	assert frappe.db.get_value("Contact", contact, "social_handles") == "bluesky: other.example"
	assert not frappe.db.exists("Identity Key", {"key_value": ("like", "%qxold%")})
	assert not frappe.db.exists("Social Sync Log", {"error": ("like", "%qxold%")})
	assert not frappe.db.get_value("Social Profile", renamed, "former_handles")


def test_a_handle_that_was_changed_by_hand_counts_too():
	doc = frappe.get_doc({"doctype": "Social Profile", "platform": "Mastodon", "handle": OLD}).insert()
	doc.handle = JANE
	doc.save()
	store(make_post(2, f"Thanks @{OLD}", make_author("bob")))
	erase.erase(doc.name)
	assert text_of(2) == f"Thanks {MASK}"


@pytest.fixture
def newcomer(renamed):
	"""Somebody else who took @qxold afterwards: the profile's name."""
	store(
		make_post(
			4, f"I am @{OLD} now", jane("qxold", external_id=f"https://{HOST}/ids/8", display_name="New")
		)
	)
	store(make_post(5, f"Welcome @{OLD}", make_author("bob")))
	later = add_days(now_datetime(), 1)
	frappe.db.set_value("Mention", {"text": f"Welcome @{OLD}"}, "posted_at", later)
	return profile(OLD)


def test_a_former_handle_of_somebody_else_now_is_theirs(renamed, newcomer):
	contact = make_contact("New", social_handles=f"mastodon: {OLD}").name
	erase.erase(renamed)
	assert text_of(4) == f"I am @{OLD} now", "their own words"
	assert text_of(5) == f"Welcome @{OLD}", "what was said since"
	assert text_of(2) == f"Thanks {MASK}, see https://{MASK}", "what was said before"
	assert frappe.db.get_value("Contact", contact, "social_handles") == f"mastodon: {OLD}"
	assert frappe.db.get_value("Social Profile", newcomer, ["handle", "erased"]) == (OLD, 0)


def test_the_report_says_that_a_former_handle_is_somebody_elses(renamed, newcomer):
	left = erase.erase(renamed)["left"]
	assert any("former handle" in sentence for sentence in left)
	assert not any("qxold" in sentence for sentence in left)


# Candidates of other people


def test_evidence_that_came_through_the_person_goes():
	customer = make_customer("Other Works").name
	store(make_post(1, author=jane()))
	decisions.link(profile(), "Customer", customer)
	other = make_author("qxjane", "elsewhere.example", display_name="Anna Qxlindtman")
	store(make_post(2, author=other))
	match = frappe.db.get_value("Social Profile Match", {"profile": profile(other.handle), "party": customer})
	evidence = frappe.get_all("Social Profile Match Evidence", {"parent": match}, pluck="kind")
	assert {"Name", "Username"} <= set(evidence)
	erase.erase(profile())
	held = frappe.get_all("Social Profile Match Evidence", {"parent": match}, ["*"])
	assert not [row for row in held if row.kind in ("Name", "Username", "Place")]
	assert not frappe.db.exists("Social Profile Match Evidence", {"reason": ("like", f"%{NAME}%")})
	assert not frappe.db.exists("Social Profile Match", {"first_evidence": ("like", f"%{NAME}%")})


def test_a_record_of_the_same_name_is_still_evidence():
	customer = make_customer("Other Works").name
	contact = make_contact("Anna", last_name="Qxlindtmann", links=(("Customer", customer),))
	store(make_post(1, author=jane()))
	decisions.link(profile(), "Customer", customer)
	other = make_author("somebody", "elsewhere.example", display_name="Anna Qxlindtman")
	store(make_post(2, author=other))
	erase.erase(profile())
	assert frappe.db.get_value("Social Profile", profile(other.handle), "recheck_pending")
	recheck.recheck([profile(other.handle)])
	match = frappe.db.get_value("Social Profile Match", {"profile": profile(other.handle), "party": customer})
	assert frappe.db.exists("Social Profile Match Evidence", {"parent": match, "kind": "Name"})
	assert contact.reload().last_name == "Qxlindtmann"


# Other people's profiles


def test_other_profiles_no_longer_name_the_person():
	store(
		make_post(1, author=jane()),
		make_post(
			2,
			author=make_author(
				"bob",
				bio=f"Married to @{JANE}. Plumber.",
				links=(f"https://{HOST}/@qxjane", "https://bob.example/"),
			),
		),
	)
	bob = profile("bob@social.example")
	assert frappe.db.exists("Identity Key", {"reference_name": bob, "key_value": f"mastodon:{JANE}"})
	erase.erase(profile())
	held = frappe.get_doc("Social Profile", bob)
	assert held.bio == f"Married to {MASK}. Plumber."
	assert held.links == "https://bob.example/"
	assert not frappe.db.exists("Identity Key", {"key_value": ("like", "%qxjane%")})
	assert frappe.db.exists("Identity Key", {"reference_name": bob, "key_value": "bob.example"})


def test_candidates_that_others_got_by_naming_the_person_go():
	contact = make_contact("Anna", social_handles=f"mastodon: {JANE}").name
	store(make_post(1, author=make_author("bob", links=(f"https://{HOST}/@qxjane",))))
	assert frappe.db.exists("Social Profile Match", {"party": contact})
	store(make_post(2, author=jane()))
	erase.erase(profile())
	for column in ("value", "reason"):
		assert not frappe.db.exists("Social Profile Match Evidence", {column: ("like", "%qxjane%")})
	assert not frappe.db.exists("Social Profile Match", {"first_evidence": ("like", "%qxjane%")})


# Our answers and the logs


def test_the_short_form_in_our_answers_goes():
	store(make_post(1, author=jane()), make_post(2, author=make_author("bob")))
	parent = "https://social.example/statuses/1"
	store(make_post(3, "me too", make_author("eve"), parent_id=parent, root_id=parent))
	mentions = {
		row.social_profile: row.name for row in frappe.get_all("Mention", fields=["name", "social_profile"])
	}
	texts = {
		profile(): f"@qxjane Dear {NAME}, thanks",
		profile("bob@social.example"): "@qxjane is any Jane",
		profile("eve@social.example"): "@eve @qxjane both of you",
	}
	replies = {
		who: outbox.save_draft(mentions[who], {"text": text, "visibility": "Public"}).name
		for who, text in texts.items()
	}
	erase.erase(profile())
	after = {frappe.db.get_value("Mention Reply", name, "text") for name in replies.values()}
	assert after == {f"{MASK} Dear {MASK}, thanks", "@qxjane is any Jane", f"@eve {MASK} both of you"}
	kept = frappe.get_all("Version", {"ref_doctype": "Mention Reply"}, pluck="data")
	assert not any("qxjane" in data for data in kept if "any Jane" not in data)


def test_logs_that_know_only_the_name_go():
	store(make_post(1, author=jane()))
	named = log(error=f"could not store what {NAME} posted")
	business = log(
		error=f"could not print the invoice of {NAME}", reference_doctype="Sales Invoice", reference_name="x"
	)
	erase.erase(profile())
	assert not frappe.db.exists("Error Log", named)
	assert frappe.db.exists("Error Log", business), "a log of the business's own record"


@pytest.mark.parametrize("display_name", ["Anna", "Sales Invoice", "Support", ""])
def test_a_name_that_tells_nothing_is_not_looked_for(display_name):
	store(make_post(1, author=jane(display_name=display_name)))
	other = log(error="Anna: Sales Invoice 7 of Support")
	erase.erase(profile())
	assert frappe.db.exists("Error Log", other)


# What stays


def test_the_report_names_the_records_that_stay():
	store(
		make_post(1, author=jane(email="qx@people.example")),
		make_post(2, author=make_author("jd", display_name="J. D.")),
	)
	contact = match_api.merge(profile(), profile("jd@social.example"))
	erased = profile()
	left = erase.erase(erased)["left"]
	(sentence,) = [sentence for sentence in left if "Contact" in sentence]
	assert contact in sentence
	assert frappe.get_doc("Contact", contact).email_id == "qx@people.example"
	(entry,) = frappe.get_doc("Social Profile", erased).consent_log
	assert "Contact" in entry.details and contact not in entry.details, "everybody may read the log"


def test_a_record_that_the_reader_may_not_see_is_not_named(as_user):
	store(make_post(1, author=jane()))
	decisions.link(profile(), "Customer", make_customer("Secret Works").name)
	with as_user("Social CRM Manager"):
		left = erase.erase(profile())["left"]
	assert any("Customer" in sentence for sentence in left)
	assert not any("Secret Works" in sentence for sentence in left)


def test_a_killed_erasure_still_tells_what_stays(monkeypatch):
	store(make_post(1, author=jane()))
	decisions.link(profile(), "Customer", make_customer("Other Works").name)
	name, last = profile(), erase._profile

	def killed(person, report):
		frappe.db.commit()
		raise KeyboardInterrupt

	monkeypatch.setattr(erase, "_profile", killed)
	with pytest.raises(KeyboardInterrupt):
		erase.erase(name)
	frappe.db.rollback()
	monkeypatch.setattr(erase, "_profile", last)
	assert any("Other Works" in sentence for sentence in erase.run(name)["left"])
	assert not frappe.db.exists("Social Profile Match", {"profile": name})
