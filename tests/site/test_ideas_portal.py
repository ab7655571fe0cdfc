"""The ideas portal: who sees what, handing in, voting, the feed. Pages are asked for as a browser does."""

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from social_crm_app.api import ideas_portal as api
from social_crm_app.ideas import merging, portal
from social_crm_app.testing import make_customer

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
def as_stranger(db):
	"""Makes a portal user without any desk role, who is nobody's Customer, and becomes it."""

	def become(email="jane@portal.example"):
		frappe.set_user("Administrator")
		user = frappe.get_doc(
			{"doctype": "User", "email": email, "first_name": "Jane", "user_type": "Website User", "send_welcome_email": 0}
		).insert()  # fmt: skip
		frappe.set_user(user.name)
		return user.name

	yield become
	frappe.set_user("Administrator")


@pytest.fixture
def as_customer(as_stranger):
	"""The same for somebody whose Contact belongs to a Customer."""

	def become(email="jane@portal.example"):
		user = as_stranger(email)
		frappe.set_user("Administrator")
		contact = frappe.get_doc("Contact", {"user": user})  # Frappe makes one for every user
		contact.append("links", {"link_doctype": "Customer", "link_name": make_customer("Acme").name})
		contact.save()
		frappe.set_user(user)
		return user

	return become


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


def test_everybody_sees_what_is_meant_for_them(open_portal, as_customer, as_stranger):
	make_idea("Public"), make_idea("For customers", "Customers"), make_idea("Internal", "Internal")
	make_idea("Not yet", moderation="Waiting")
	open_portal("Everybody")
	assert titles("Guest") == {"Public"}
	assert titles(as_customer()) == {"Public", "For customers"}
	stranger = as_stranger("john@portal.example")
	assert titles(stranger) == {"Public"}
	open_portal("Customers")
	assert titles("Guest") == titles(stranger) == set()
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


@pytest.mark.real_commit
def test_a_search_and_similar_ideas_show_what_one_may_see_and_nothing_crowds_it_out(
	open_portal, as_customer, as_stranger
):
	"""A full-text index shows only what is committed."""
	values = [("Internal", {})] * 60 + [
		("Public", {"moderation": "Waiting"}),
		("Customers", {}),
		("Public", {}),
	]
	ideas = [make_idea("A zeppelin shelter", visibility, **more) for visibility, more in values]
	open_portal("Everybody")
	frappe.db.commit()
	customers, public = ideas[-2].name, ideas[-1].name
	users = []
	try:
		for user, expected in (
			("Guest", {public}),
			(as_stranger("john@portal.example"), {public}),
			(as_customer(), {customers, public}),
		):
			users.append(user)
			frappe.set_user(user)
			assert {row["name"] for row in api.similar("zeppelin shelters")} == expected
			assert {row["name"] for row in api.similar("Roofs", "a zeppelin shelter")} == expected
			assert {row["name"] for row in portal.listed(user, search="zeppelin")} == expected
	finally:
		frappe.set_user("Administrator")
		frappe.db.rollback()
		for idea in ideas:
			frappe.delete_doc("Idea", idea.name, force=True)
		frappe.db.set_single_value("Social CRM Settings", "ideas_portal", "Closed")
		frappe.db.commit()


def test_what_has_become_internal_is_nobody_s_on_the_portal(open_portal, as_customer):
	open_portal("Everybody")
	user = as_customer()
	name = api.submit("A longer cable")
	assert page(f"ideas/{name}")[0] == 200
	frappe.db.set_value("Idea", name, "visibility", "Internal")
	assert page(f"ideas/{name}")[0] == 404
	assert portal.listed(user, tab="mine") == []


def test_an_idea_that_goes_on_in_an_internal_one_takes_no_votes_and_tells_no_title(open_portal, as_customer):
	open_portal("Everybody")
	idea, successor = make_idea("A longer cable"), make_idea("TOP SECRET", "Internal")
	user = as_customer()
	assert api.vote(idea.name) == 1
	frappe.set_user("Administrator")
	merging.merge(idea.name, successor.name)
	frappe.set_user(user)
	for call in (api.vote, api.follow, lambda name: api.comment(name, "x")):
		with pytest.raises(frappe.DoesNotExistError) as refused:
			call(idea.name)
		assert "TOP SECRET" not in str(refused.value)
	assert "TOP SECRET" not in page(f"ideas/{idea.name}")[1]
	api.withdraw(idea.name)
	assert frappe.db.get_value("Idea Vote", {"idea": idea.name, "voter": user}, "withdrawn") == 1


def test_limits_are_counted_by_login(open_portal, as_customer, as_stranger):
	open_portal("Everybody")
	set_request(method="POST", path="/")
	frappe.local.form_dict = frappe._dict(cmd="social_crm_app.api.ideas_portal.submit")
	as_customer(f"{frappe.generate_hash(length=8)}@portal.example")
	for number in range(10):
		api.submit(f"Idea {number}")
	with pytest.raises(frappe.RateLimitExceededError):
		api.submit("One too many")
	as_stranger(f"{frappe.generate_hash(length=8)}@portal.example")  # of the same office
	assert api.submit("Another person's idea")


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
	frappe.db.set_value("Idea", make_idea("Bell").name, "title", "A bell\x0b\x07 that rings")
	status, text = page("ideas-feed.xml")
	feed = feedparser.parse(text)
	assert status == 200 and feed.version == "atom10" and not feed.bozo
	assert len(feed.entries) == 2 and "A bell that rings" in {entry.title for entry in feed.entries}
	assert {entry.title for entry in feed.entries} & {"Cables &amp; &lt;plugs&gt;", "Cables & <plugs>"}


def test_the_status_history_tells_why(open_portal):
	open_portal("Everybody")
	idea = make_idea("A longer cable")
	idea.status, idea.status_reason = "Under Review", "For the spring catalogue"
	idea.save()
	assert "For the spring catalogue" in page(f"ideas/{idea.name}")[1]
