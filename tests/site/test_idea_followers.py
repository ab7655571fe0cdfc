"""Following Ideas: once per person, told by the way that is open to them, once for each change and by a job that may
be killed; nothing of an internal Idea leaves the house."""

import email
import json

import pytest

import frappe
from frappe.email.queue import get_unsubcribed_url
from frappe.utils import set_request

from social_crm_app.api import idea as idea_api
from social_crm_app.api import idea_followers as api
from social_crm_app.api import ideas_portal
from social_crm_app.engage import gate
from social_crm_app.ideas import collect, followers, merging, messages, news, next_status
from social_crm_app.jobs import ideas as job
from social_crm_app.jobs import scheduler
from social_crm_app.testing import (
	forget_everything_pulled,
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_portal_person,
	make_post,
	make_user,
	store,
)
from social_crm_app.www import ideas as page

pytestmark = pytest.mark.usefixtures("any_status")

MANY = 130


@pytest.fixture(autouse=True)
def portal(db):
	"""The portal open to everybody, and an account from which mail could go out."""
	frappe.db.set_single_value("Social CRM Settings", "ideas_portal", "Everybody")
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
	make_email_account()


def make_email_account():
	"""One from which mail could go out."""
	account = frappe.new_doc("Email Account", email_account_name="Test Outgoing", email_id="us@acme.example")
	account.update({"enable_outgoing": 1, "default_outgoing": 1, "name": "Test Outgoing"})
	account.db_insert()
	frappe.local.outgoing_email_account = {}


def make_idea(title="A longer cable", **values):
	return frappe.get_doc(
		{"doctype": "Idea", "title": title, "visibility": "Public", "moderation": "Approved", **values}
	).insert()


def change(idea, status, reason=""):
	doc = frappe.get_doc("Idea", idea if isinstance(idea, str) else idea.name)
	doc.update({"status": status, "status_reason": reason})
	doc.save()
	return doc


def mails():
	"""(address, text) of everything that waits to be sent, in order."""
	rows = frappe.get_all(
		"Email Queue", {"reference_doctype": "Idea"}, ["name", "message"], order_by="creation"
	)
	found = []
	for row in rows:
		for address in frappe.get_all("Email Queue Recipient", {"parent": row.name}, pluck="recipient"):
			found.append((address, page_of(row.message)))
	return found


def page_of(message):
	"""The HTML of a message as it waits in the queue."""
	parts = email.message_from_string(message).walk()
	return next(
		part.get_payload(decode=True).decode() for part in parts if part.get_content_type() == "text/html"
	)


def addresses():
	return sorted(address for address, _text in mails())


def drafts(**filters):
	return frappe.get_all(
		"Mention Reply",
		{"proposed_for_type": "Idea", **filters},
		["mention", "text", "status", "proposed_because", "visibility"],
		order_by="creation",
	)


def told(idea, status, reason=""):
	change(idea, status, reason)
	job.tell()


def asked_by(handle="jane", number=1, **author):
	"""A mention in which somebody asks for something, and its profile."""
	store(make_post(number, "I wish the cable was longer", author=make_author(handle, **author)))
	profile = frappe.db.get_value("Social Profile", {"handle": f"{handle}@social.example"})
	return frappe.get_doc("Mention", {"social_profile": profile}), profile


@pytest.fixture
def open_gate(monkeypatch):
	"""Mastodon takes replies to these posts, however old they are."""
	monkeypatch.setattr(gate, "_too_late", lambda *args: "")


class TestFollowing:
	def test_once_however_often(self):
		idea, user = make_idea(), make_portal_person("ann")
		for _n in range(3):
			followers.follow(idea.name, ("User", user))
		assert followers.count(idea.name) == 1 and followers.is_following(idea.name, ("User", user))
		followers.unfollow(idea.name, ("User", user))
		assert followers.count(idea.name) == 0
		followers.follow(idea.name, ("User", user))
		assert followers.count(idea.name) == 1 and frappe.db.count("Idea Follower") == 1

	def test_two_handles_of_one_contact_are_one_person(self):
		idea, contact = make_idea(), make_contact("Ann").name
		for handle in ("ann", "ann2"):
			_mention, profile = asked_by(handle, 1 if handle == "ann" else 2)
			frappe.db.set_value("Social Profile", profile, "contact", contact)
			followers.follow(idea.name, ("Social Profile", profile))
		assert followers.count(idea.name) == 1
		followers.unfollow(idea.name, ("Contact", contact))
		assert followers.count(idea.name) == 0

	def test_merging_moves_nothing_and_counts_each_person_once(self):
		one, other = make_idea(), make_idea("A cable that is longer")
		ann, bob = make_portal_person("ann"), make_portal_person("bob")
		for idea, user in ((one, ann), (other, ann), (other, bob)):
			followers.follow(idea.name, ("User", user))
		before = frappe.get_all("Idea Follower", ["*"], order_by="name")
		merging.merge(other.name, one.name)
		assert followers.count(one.name) == 2 and followers.is_following(one.name, ("User", bob))
		merging.unmerge(other.name)
		assert (followers.count(one.name), followers.count(other.name)) == (1, 2)
		assert frappe.get_all("Idea Follower", ["*"], order_by="name") == before

	def test_following_a_signpost_follows_where_it_leads(self):
		one, other, user = make_idea(), make_idea("Another"), make_portal_person("ann")
		merging.merge(other.name, one.name)
		followers.follow(other.name, ("User", user))
		assert frappe.get_all("Idea Follower", pluck="idea") == [one.name]

	def test_the_author_of_a_post_follows_with_that_post(self):
		mention, profile = asked_by()
		idea = collect.from_mention(mention)
		(row,) = followers.active([idea])
		assert (row.person_type, row.person, row.mention) == ("Social Profile", profile, mention.name)

	def test_a_deleted_idea_takes_its_followers_along(self):
		idea = make_idea()
		followers.follow(idea.name, ("User", make_portal_person("ann")))
		frappe.delete_doc("Idea", idea.name)
		assert not frappe.db.count("Idea Follower")

	def test_a_follower_can_be_deleted(self):
		idea, contact = make_idea(), make_contact("Ann")
		followers.follow(idea.name, ("Contact", contact.name))
		frappe.delete_doc("Contact", contact.name)


class TestTold:
	def test_a_portal_user_by_mail_with_the_reason_and_the_way_out(self):
		idea, user = make_idea(title="Cables & <b>more</b>"), make_portal_person("ann")
		followers.follow(idea.name, ("User", user))
		told(idea, "Planned", "We <start> in May")
		((address, text),) = mails()
		assert address == user
		assert "Planned" in text and "in May" in text and f"/ideas/{idea.name}" in text
		assert "<b>more" not in text and "<start>" not in text
		queue = frappe.get_last_doc("Email Queue")
		assert queue.add_unsubscribe_link and queue.reference_name == idea.name
		assert not news.waiting()

	def test_each_change_once(self):
		idea, user = make_idea(), make_portal_person("ann")
		followers.follow(idea.name, ("User", user))
		told(idea, "Planned")
		job.tell()
		frappe.db.set_value(
			"Idea", idea.name, "news_pending", 1
		)  # as if the worker had been killed at the end
		job.tell()
		assert len(mails()) == 1
		told(idea, "In Progress")
		assert len(mails()) == 2

	def test_two_changes_before_the_job_are_one_message(self):
		idea, user = make_idea(), make_portal_person("ann")
		followers.follow(idea.name, ("User", user))
		change(idea, "Planned")
		told(idea, "Shipped")
		((_address, text),) = mails()
		assert "Shipped" in text

	def test_saving_without_a_change_tells_nobody(self):
		idea = make_idea()
		followers.follow(idea.name, ("User", make_portal_person("ann")))
		idea.reload()
		idea.title = "Another title"
		idea.save()
		assert not news.waiting()

	def test_one_message_per_person_through_login_profile_and_merged_ideas(self, open_gate):
		one, other = make_idea(), make_idea("A cable that is longer")
		user = make_portal_person("ann")
		contact = frappe.db.get_value("Contact", {"user": user})
		mention, profile = asked_by()
		frappe.db.set_value("Social Profile", profile, "contact", contact)
		followers.follow(one.name, ("User", user))
		followers.follow(other.name, ("Contact", contact))
		followers.follow(other.name, ("Social Profile", profile), mention=mention.name)
		merging.merge(other.name, one.name)
		told(one, "Planned")
		assert addresses() == [user] and not drafts()

	def test_two_handles_get_one_draft(self, open_gate):
		idea, contact = make_idea(), make_contact("Ann").name
		for number, handle in enumerate(("ann", "ann2"), 1):
			mention, profile = asked_by(handle, number)
			frappe.db.set_value("Social Profile", profile, "contact", contact)
			followers.follow(idea.name, ("Social Profile", profile), mention=mention.name)
		told(idea, "Planned")
		assert len(drafts()) == 1

	def test_a_profile_by_a_draft_that_nobody_sends(self, open_gate):
		mention, _profile = asked_by()
		idea = collect.from_mention(mention)
		frappe.db.set_value("Idea", idea, {"visibility": "Public", "moderation": "Approved"})
		told(idea, "Shipped")
		(draft,) = drafts()
		assert (draft.mention, draft.status) == (mention.name, "Draft")
		assert (
			"Shipped" in draft.text and f"/ideas/{idea}" in draft.text and "Shipped" in draft.proposed_because
		)
		frappe.db.set_value("Idea", idea, "news_pending", 1)
		job.tell()
		assert len(drafts()) == 1 and not mails()

	def test_contacts_and_leads_with_an_address(self):
		idea = make_idea(visibility="Customers")
		contact = make_contact("Ann", email="ann@people.example").name
		lead = make_lead("Bob", email_id="bob@people.example").name
		silent = make_lead("Sue", email_id="sue@people.example", unsubscribed=1).name
		for person in (("Contact", contact), ("Lead", lead), ("Lead", silent)):
			followers.follow(idea.name, person)
		told(idea, "Planned")
		assert addresses() == ["ann@people.example", "bob@people.example"]

	def test_who_made_the_change_knows_it(self, as_user):
		idea = make_idea()
		with as_user("Social CRM Manager") as user:
			api.follow(idea.name)
			told(idea, "Planned")
		assert followers.is_following(idea.name, ("User", user)) and not mails()

	def test_a_site_that_sends_no_mail(self):
		idea = make_idea()
		followers.follow(idea.name, ("User", make_portal_person("ann")))
		frappe.db.delete("Email Account", {"name": "Test Outgoing"})
		frappe.local.outgoing_email_account = {}
		told(idea, "Planned")
		assert not mails() and not news.waiting()

	def test_one_who_cannot_be_told_stops_no_other(self, monkeypatch):
		idea, users = make_idea(), [make_portal_person(name) for name in ("ann", "bob")]
		for user in users:
			followers.follow(idea.name, ("User", user))
		work = messages._mail

		def fails_for_ann(idea, row, address):
			if address == users[0]:
				raise frappe.OutgoingEmailError
			return work(idea, row, address)

		monkeypatch.setattr(messages, "_mail", fails_for_ann)
		told(idea, "Planned")
		assert addresses() == [users[1]] and not news.waiting()
		assert frappe.db.exists("Error Log", {"reference_doctype": "Idea", "reference_name": idea.name})


class TestNotTold:
	def test_internal_ideas_stay_in_the_house(self, open_gate):
		mention, _profile = asked_by()
		idea = collect.from_mention(mention)
		frappe.db.set_value("Idea", idea, {"visibility": "Internal", "moderation": "Approved"})
		colleague = make_user("colleague@users.example", "Social CRM User").name
		stranger = make_user("other@users.example", "Stock User").name
		outsiders = [("User", make_portal_person("ann")), ("User", stranger)]
		outsiders.append(("Contact", make_contact("Bob", email="bob@people.example").name))
		for person in (*outsiders, ("User", colleague)):
			followers.follow(idea, person)
		told(idea, "Planned")
		assert addresses() == [colleague] and not drafts()

	def test_an_idea_for_customers_is_not_spoken_of_in_public(self, open_gate):
		mention, _profile = asked_by()
		idea = collect.from_mention(mention)
		frappe.db.set_value("Idea", idea, {"visibility": "Customers", "moderation": "Approved"})
		told(idea, "Planned")
		assert not drafts() and not news.waiting()

	@pytest.mark.parametrize(
		"values",
		[
			{"erased": 1},
			{"consent": "Withdrawn", "may_contact": 0},
			{"consent": "Given", "may_contact": 0},
			{"kept_out": "Own Staff"},
		],
	)
	def test_profiles_that_may_not_be_written_to(self, open_gate, values):
		mention, profile = asked_by()
		idea = collect.from_mention(mention)
		frappe.db.set_value("Idea", idea, {"visibility": "Public", "moderation": "Approved"})
		frappe.db.set_value("Social Profile", profile, values)
		told(idea, "Planned")
		assert not drafts()

	def test_who_unsubscribed_and_who_follows_again(self):
		idea, user = make_idea(), make_portal_person("ann")
		followers.follow(idea.name, ("User", user))
		assert idea.name in get_unsubcribed_url("Idea", idea.name, user, "/api/method/x", None)
		gone = {
			"doctype": "Email Unsubscribe",
			"email": user,
			"reference_doctype": "Idea",
			"reference_name": idea.name,
		}
		frappe.get_doc(gone).insert(ignore_permissions=True)
		told(idea, "Planned")
		assert not mails() and not followers.is_following(idea.name, ("User", user))
		frappe.set_user(user)
		ideas_portal_call(ideas_portal.follow, idea=idea.name)
		frappe.set_user("Administrator")
		assert followers.is_following(idea.name, ("User", user))
		told(idea, "In Progress")
		assert addresses() == [user]

	def test_disabled_logins_and_stopped_followers(self):
		idea, gone, stopped = make_idea(), make_portal_person("ann"), make_portal_person("bob")
		for user in (gone, stopped):
			followers.follow(idea.name, ("User", user))
		frappe.db.set_value("User", gone, "enabled", 0)
		followers.unfollow(idea.name, ("User", stopped))
		told(idea, "Planned")
		assert not mails()

	@pytest.mark.parametrize("values", [{"moderation": "Waiting"}, {"merged_into": "x"}])
	def test_what_waits_for_approval_and_signposts_have_no_news(self, values):
		idea, target = make_idea(), make_idea("Another")
		followers.follow(idea.name, ("User", make_portal_person("ann")))
		if "merged_into" in values:
			merging.merge(idea.name, target.name)
		else:
			frappe.db.set_value("Idea", idea.name, values)
		told(idea, "Planned")
		assert not mails() and not news.waiting()


def ideas_portal_call(method, **args):
	"""A call as the portal makes it: rate limits want a request."""
	set_request(method="POST", path="/")
	frappe.local.request_ip = "127.0.0.1"
	try:
		return method(**args)
	finally:
		frappe.local.request = None


def shown_to(user, idea):
	"""Whether the page of the idea says that this user follows."""
	frappe.set_user(user)
	frappe.local.form_dict = frappe._dict(name=idea)
	context = frappe._dict()
	page.get_context(context)
	frappe.set_user("Administrator")
	return context.following


class TestPortalAndDesk:
	def test_follow_and_unfollow_on_the_portal(self):
		idea, user = (
			make_idea(visibility="Customers"),
			make_portal_person("ann", make_customer("Bright Works").name),
		)
		assert shown_to(user, idea.name) is False
		frappe.set_user(user)
		ideas_portal_call(ideas_portal.vote, idea=idea.name)
		assert not followers.is_following(idea.name, ("User", user))  # asked, not assumed
		ideas_portal_call(ideas_portal.follow, idea=idea.name)
		assert shown_to(user, idea.name) is True
		frappe.set_user(user)
		ideas_portal_call(ideas_portal.unfollow, idea=idea.name)
		assert shown_to(user, idea.name) is False

	def test_nobody_follows_what_they_may_not_see(self):
		idea, user = make_idea(visibility="Internal"), make_portal_person("ann")
		for who in (user, "Guest"):
			frappe.set_user(who)
			with pytest.raises(frappe.DoesNotExistError):
				ideas_portal_call(ideas_portal.follow, idea=idea.name)
		assert not frappe.db.count("Idea Follower")

	def test_a_colleague_follows_and_adds_others(self, as_user):
		idea, contact = make_idea(visibility="Internal"), make_contact("Ann").name
		with as_user("Social CRM User", "Sales User"):
			api.follow(idea.name)
			assert api.state(idea.name) == {"following": True, "followers": 1, "proposed": None}
			api.follow(idea.name, "Contact", contact)
			assert api.state(idea.name)["followers"] == 2
			api.unfollow(idea.name, "Contact", contact)
			api.unfollow(idea.name)
			assert api.state(idea.name)["followers"] == 0

	def test_without_the_right_to(self, as_user):
		idea, customer = make_idea(), make_customer("Secret Works").name
		with as_user("Stock User"), pytest.raises(frappe.PermissionError):
			api.follow(idea.name)
		with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
			api.follow(idea.name, "Customer", customer)

	def test_the_dispatcher_sends_the_job_again(self, monkeypatch):
		sent, idea = [], make_idea()
		monkeypatch.setattr(frappe, "enqueue", lambda method, **kwargs: sent.append(method))
		change(idea, "Planned")
		scheduler.dispatch()
		assert [one for one in sent if "ideas" in one] == ["social_crm_app.jobs.ideas.tell"] * 2


class TestWorkIsDone:
	@pytest.fixture
	def keeper(self):
		return make_user("keeper@users.example", "Social CRM Manager").name

	def work(self, doctype):
		if doctype == "Project":
			return frappe.get_doc({"doctype": "Project", "project_name": "Longer cables"}).insert()
		return frappe.get_doc({"doctype": "Task", "subject": "Longer cables"}).insert()

	def finish(self, work):
		work.reload()
		work.status = "Completed"
		if work.doctype == "Task":
			work.completed_by, work.completed_on = "Administrator", frappe.utils.today()
		work.save()

	@pytest.mark.parametrize("doctype", ["Project", "Task"])
	def test_whoever_keeps_the_idea_is_asked_once(self, doctype, keeper):
		work = self.work(doctype)
		idea = make_idea(status="In Progress", idea_owner=keeper, **{doctype.lower(): work.name})
		assert next_status.proposed(idea.name) is None
		self.finish(work)
		(todo,) = frappe.get_all("ToDo", {"reference_name": idea.name}, ["allocated_to", "description"])
		assert todo.allocated_to == keeper and work.name in todo.description
		assert api.state(idea.name)["proposed"]["status"] == "Shipped"
		assert frappe.db.get_value("Idea", idea.name, "status") == "In Progress"  # a person decides
		next_status.propose(doctype, work.name)
		assert frappe.db.count("ToDo", {"reference_name": idea.name}) == 1
		change(idea, "Shipped")
		assert api.state(idea.name)["proposed"] is None

	def test_a_settled_idea_is_left_alone(self, keeper):
		work = self.work("Project")
		idea = make_idea(status="Declined", idea_owner=keeper, project=work.name)
		self.finish(work)
		assert not frappe.db.count("ToDo", {"reference_name": idea.name})

	def test_the_work_is_saved_whatever_happens_here(self, keeper, monkeypatch):
		work = self.work("Project")
		make_idea(status="In Progress", idea_owner=keeper, project=work.name)

		def fails(*args):
			raise ValueError

		monkeypatch.setattr(next_status, "propose", fails)
		self.finish(work)
		assert frappe.db.get_value("Project", work.name, "status") == "Completed"


def test_nobody_sees_followers_that_are_hidden_from_them(as_user):
	idea = make_idea()
	shown, hidden = make_customer("Bright Works").name, make_customer("Secret Works").name
	for customer in (shown, hidden):
		followers.follow(idea.name, ("Customer", customer))
	with as_user("Social CRM User", "Sales User") as user:
		frappe.get_doc(
			{"doctype": "User Permission", "user": user, "allow": "Customer", "for_value": shown}
		).insert(ignore_permissions=True)
		assert frappe.get_list("Idea Follower", pluck="person") == [shown]
		assert "Secret" not in json.dumps(api.state(idea.name)) and idea_api.my_vote(idea.name)


@pytest.fixture
def crowd(any_status):
	"""An Idea with MANY followers whose status has just changed; committed."""
	forget_everything_pulled()
	any_status(0)
	make_email_account()
	idea = make_idea("A longer cable for everybody")
	contacts = [make_contact(f"Follower{n}", email=f"f{n}@people.example").name for n in range(MANY)]
	frappe.db.bulk_insert(
		"Idea Follower",
		["name", "creation", "idea", "person_type", "person", "stopped"],
		[(f"kill-{n}", frappe.utils.now(), idea.name, "Contact", name, 0) for n, name in enumerate(contacts)],
	)
	change(idea, "Planned")
	frappe.db.commit()
	yield idea.name, len(contacts)
	frappe.db.rollback()
	for name in frappe.get_all("Email Queue", {"reference_name": idea.name}, pluck="name"):
		frappe.db.delete("Email Queue Recipient", {"parent": name})
		frappe.db.delete("Email Queue", {"name": name})
	frappe.delete_doc("Idea", idea.name, force=True)
	for name in contacts:
		frappe.delete_doc("Contact", name, force=True)
	frappe.db.delete("Email Account", {"name": "Test Outgoing"})
	frappe.db.commit()


@pytest.mark.real_commit
def test_a_killed_worker_tells_nobody_twice_and_everybody_once(crowd, workers, wait_for):
	idea, many = crowd

	def done():
		return frappe.db.count("Idea Follower", {"idea": idea, "told": ("is", "set")})

	worker = workers.start()  # takes the job that the change has sent
	wait_for(done, timeout=60, pause=0.01)
	workers.kill(worker)
	frappe.db.rollback()
	assert 0 < done() < many and len(mails()) == done() and news.waiting()
	frappe.enqueue("social_crm_app.jobs.ideas.tell", queue="long")
	frappe.db.commit()
	workers.run_until_empty()
	assert addresses() == sorted(f"f{n}@people.example" for n in range(many)) and not news.waiting()


@pytest.mark.real_commit
def test_two_workers_at_once_tell_nobody_twice(crowd, workers, wait_for):
	_idea, many = crowd
	frappe.enqueue("social_crm_app.jobs.ideas.tell", queue="long")  # beside the one that the change has sent
	frappe.db.commit()
	for worker in [workers.start(burst=True), workers.start(burst=True)]:
		assert worker.wait(120) == 0
	wait_for(lambda: not news.waiting())
	assert addresses() == sorted(f"f{n}@people.example" for n in range(many))
