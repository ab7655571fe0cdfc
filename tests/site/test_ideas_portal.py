"""The ideas portal: who sees what, handing in, voting, the feed. Pages are asked for as a browser does."""

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from social_crm_app.api import ideas_portal as api
from social_crm_app.ideas import portal

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def no_rate_limit(monkeypatch):
	"""Limits are counted per address over an hour, which tests would use up together."""
	monkeypatch.setattr(frappe.local, "request_ip", frappe.generate_hash(length=8), raising=False)


@pytest.fixture
def open_portal():
	def open_(to="Everybody"):
		frappe.db.set_single_value("Social CRM Settings", "ideas_portal", to)
		frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")

	return open_


@pytest.fixture
def as_customer(db):
	"""Makes a portal user without any desk role and becomes it."""

	def become(email="jane@portal.example"):
		frappe.set_user("Administrator")
		user = frappe.get_doc(
			{"doctype": "User", "email": email, "first_name": "Jane", "user_type": "Website User", "send_welcome_email": 0}
		).insert()  # fmt: skip
		frappe.set_user(user.name)
		return user.name

	yield become
	frappe.set_user("Administrator")


def make_idea(title, visibility="Public", **values):
	return frappe.get_doc({"doctype": "Idea", "title": title, "visibility": visibility, **values}).insert()


def page(path, **form):
	frappe.cache.delete_value(
		"website_page"
	)  # a "not found" that Frappe has kept comes with the wrong status
	set_request(method="GET", path=f"/{path}")
	frappe.local.form_dict = frappe._dict(form)
	response = get_response(path)
	return response.status_code, response.get_data(as_text=True)


def titles(user, **arguments):
	return {row["title"] for row in portal.listed(user, **arguments)}


def test_a_closed_portal_shows_nothing_to_anybody(open_portal, as_customer):
	open_portal("Closed")
	make_idea("A longer cable")
	for user in ("Guest", as_customer()):
		frappe.set_user(user)
		assert titles(user) == set()
		assert [page(path)[0] for path in ("ideas", "ideas-feed.xml")] == [404, 404]
	with pytest.raises(frappe.PermissionError):
		api.submit("An idea")


def test_everybody_sees_what_is_meant_for_them(open_portal, as_customer):
	make_idea("Public"), make_idea("For customers", "Customers"), make_idea("Internal", "Internal")
	make_idea("Not yet", moderation="Waiting")
	open_portal("Everybody")
	assert titles("Guest") == {"Public"}
	assert titles(as_customer()) == {"Public", "For customers"}
	open_portal("Customers")
	assert titles("Guest") == set()
	frappe.set_user("Guest")
	status, _text = page("ideas")
	assert status == 302 or status == 301


def test_one_idea_is_found_only_by_those_who_may_see_it(open_portal, as_customer):
	open_portal("Everybody")
	secret = make_idea("Secret plan", "Internal", description="nobody else")
	as_customer()
	status, text = page(f"ideas/{secret.name}")
	assert status == 404 and "Secret plan" not in text
	for call in (api.vote, api.withdraw):
		with pytest.raises(frappe.DoesNotExistError):
			call(secret.name)
	assert not api.similar("Secret plan")


def test_text_from_outside_is_text(open_portal, as_customer):
	open_portal("Everybody")
	as_customer()
	name = api.submit(f"Cable {SCRIPT}", f"Longer {SCRIPT} please\nThanks")
	assert SCRIPT not in page(f"ideas/{name}")[1]
	status, text = page("ideas", show="mine", search=f'"{SCRIPT}')
	assert status == 200 and SCRIPT not in text


def test_the_first_ideas_wait_for_approval_and_later_ones_do_not(open_portal, as_customer):
	open_portal("Everybody")
	user = as_customer()
	names = [api.submit(f"Idea {n}") for n in range(3)]
	assert titles(user) == set() and len(titles(user, tab="mine")) == 3
	assert titles("Guest") == set()
	frappe.db.set_value("Idea", {"name": ("in", names)}, "moderation", "Approved")
	assert frappe.db.get_value("Idea", api.submit("One more"), "moderation") == "Approved"
	assert "One more" in titles(user)


def test_a_portal_user_votes_once_as_the_person_behind_the_login(open_portal, as_customer):
	open_portal("Everybody")
	idea = make_idea("A longer cable")
	user = as_customer()
	contact = frappe.db.get_value("Contact", {"user": user})  # Frappe makes one for every user
	frappe.set_user("Administrator")
	profile = frappe.get_doc(
		{"doctype": "Social Profile", "platform": "Mastodon", "handle": "@jane@a.example"}
	).insert()
	profile.db_set("contact", contact)
	frappe.get_doc(
		{"doctype": "Idea Vote", "idea": idea.name, "voter_type": "Social Profile", "voter": profile.name}
	).insert()
	frappe.set_user(user)
	assert api.vote(idea.name) == 1
	assert portal.listed(user)[0]["voted"]


def test_guests_can_read_but_not_vote(open_portal):
	open_portal("Everybody")
	idea = make_idea("A longer cable", description="<p>Of <b>two</b> metres</p>")
	frappe.set_user("Guest")
	status, text = page("ideas")
	assert status == 200 and "A longer cable" in text and "data-vote=" not in text
	status, text = page(f"ideas/{idea.name}")
	assert status == 200 and "<b>two</b>" in text
	with pytest.raises(frappe.DoesNotExistError):
		api.vote(idea.name)


def test_the_feed_is_atom_and_holds_public_ideas_only(open_portal):
	import feedparser

	open_portal("Everybody")
	make_idea("Cables & <plugs>"), make_idea("For customers", "Customers")
	status, text = page("ideas-feed.xml")
	feed = feedparser.parse(text)
	assert status == 200 and feed.version == "atom10" and not feed.bozo
	assert [entry.title for entry in feed.entries] == ["Cables &amp; &lt;plugs&gt;"] or [
		entry.title for entry in feed.entries
	] == ["Cables & <plugs>"]


def test_the_status_history_tells_why(open_portal):
	open_portal("Everybody")
	idea = make_idea("A longer cable")
	idea.status, idea.status_reason = "Planned", "For the spring catalogue"
	idea.save()
	assert "For the spring catalogue" in page(f"ideas/{idea.name}")[1]
