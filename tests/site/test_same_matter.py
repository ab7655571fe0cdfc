"""An author with an open Issue that came from elsewhere: the user says whether the post belongs to it."""

from datetime import timedelta

import pytest

import frappe
from frappe.permissions import add_permission, add_user_permission
from frappe.utils import now_datetime, today

from social_crm_app.api import mention as api
from social_crm_app.engage import convert
from social_crm_app.identity import decisions
from social_crm_app.testing import make_author, make_contact, make_customer, make_lead, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")


def posts_of(handle):
	author = f"{handle}@social.example"
	return frappe.get_all("Mention", {"author_handle": author}, pluck="name", order_by="posted_at")


def make_issue(subject="Invoice", **values):
	"""An Issue as an e-mail leaves it."""
	return frappe.get_doc({"doctype": "Issue", "subject": subject, **values}).insert()


def said_in(issue):
	at = {"reference_doctype": "Issue", "reference_name": issue.name}
	return frappe.get_all("Communication", at, pluck="content")


def documents_of(name):
	return [row.document_name for row in frappe.get_doc("Mention", name).documents]


def asked(name):
	"""The Issues that are offered for this mention; nothing may have been made."""
	before = frappe.db.count("Issue")
	answer = api.make(name, "Issue")
	assert frappe.db.count("Issue") == before and not documents_of(name)
	assert (answer["doctype"], answer["name"], answer["is_new"]) == ("Issue", None, False)
	return answer["choices"]


@pytest.fixture
def post():
	"""A post of a Contact of the Customer Acme Joinery."""
	store(make_post(1, "My saw stopped.", make_author("ola")), make_post(2, "Hello?", make_author("ola")))
	customer = make_customer("Acme Joinery")
	contact = make_contact("Ola", email="ola@acme.example", links=(("Customer", customer.name),))
	first, second = posts_of("ola")
	decisions.link(frappe.db.get_value("Mention", first, "social_profile"), "Contact", contact.name)
	return frappe._dict(name=first, second=second, customer=customer.name, contact=contact.name)


class TestAsking:
	def test_an_open_issue_of_the_customer_is_offered(self, post):
		issue = make_issue("No <b>saw</b>", customer=post.customer)
		assert asked(post.name) == [
			{"name": issue.name, "subject": "No <b>saw</b>", "status": "Open", "since": today()}
		]

	@pytest.mark.parametrize("status", ["Replied", "On Hold"])
	def test_so_is_one_that_waits(self, post, status):
		make_issue(customer=post.customer).db_set("status", status)
		assert [one["status"] for one in asked(post.name)] == [status]

	@pytest.mark.parametrize("status", ["Resolved", "Closed"])
	def test_what_is_over_is_not(self, post, status):
		make_issue(customer=post.customer).db_set("status", status)
		assert api.make(post.name, "Issue")["is_new"]

	def test_the_issues_of_the_contact_come_first(self, post):
		make_issue("Of a colleague", customer=post.customer)
		own = make_issue("Own", contact=post.contact)
		own.db_set("creation", now_datetime() - timedelta(days=9))
		assert [one["subject"] for one in asked(post.name)] == ["Own", "Of a colleague"]

	def test_an_issue_of_the_lead_is_offered(self):
		store(make_post(1, "How much is it?", make_author("kari")))
		(name,) = posts_of("kari")
		lead = make_lead("Kari", email_id="kari@lead.example").name
		decisions.link(frappe.db.get_value("Mention", name, "social_profile"), "Lead", lead)
		issue = make_issue("Price", lead=lead)
		assert [one["name"] for one in asked(name)] == [issue.name]

	def test_an_issue_is_known_by_the_address_that_wrote(self, post):
		issue = make_issue("By e-mail", raised_by="stranger@mail.example")
		issue.db_set("raised_by", "ola@acme.example")
		assert [one["name"] for one in asked(post.name)] == [issue.name]

	def test_nobody_is_asked_about_issues_of_others(self, post):
		make_issue(customer=make_customer("Somebody Else").name)
		make_issue("Nobody's", raised_by="stranger@mail.example")
		assert api.make(post.name, "Issue")["is_new"]

	def test_nobody_is_asked_where_an_issue_came_from_a_post(self, post):
		made = api.make(post.name, "Issue")["name"]
		make_issue(customer=post.customer)
		assert api.make(post.second, "Issue") == {"doctype": "Issue", "name": made, "is_new": False}

	def test_a_second_click_opens_what_was_made(self, post):
		make_issue(customer=post.customer)
		made = api.make(post.name, "Issue", into="")
		assert made["is_new"] and api.make(post.name, "Issue") == {**made, "is_new": False}

	def test_only_the_newest_are_offered(self, post):
		for number in range(12):
			make_issue(f"Number {number}", customer=post.customer)
		subjects = [one["subject"] for one in asked(post.name)]
		assert len(subjects) == 10 and subjects[0] == "Number 11"


class TestAnswering:
	def test_the_post_is_added_to_the_issue(self, post):
		issue = make_issue(customer=post.customer)
		issue.db_set("status", "Replied")
		answer = api.make(post.name, "Issue", into=issue.name)
		assert answer == {"doctype": "Issue", "name": issue.name, "is_new": False}
		assert documents_of(post.name) == [issue.name] and issue.reload().status == "Open"
		assert "My saw stopped." in said_in(issue)[0]

	def test_the_next_post_joins_it_without_asking(self, post):
		issue = make_issue(customer=post.customer)
		api.make(post.name, "Issue", into=issue.name)
		assert api.make(post.second, "Issue")["name"] == issue.name
		assert len(said_in(issue)) == 2

	def test_a_new_one_is_made_if_the_user_wants_one(self, post):
		issue = make_issue(customer=post.customer)
		made = api.make(post.name, "Issue", into="")
		assert made["is_new"] and made["name"] != issue.name and not said_in(issue)

	def test_a_second_answer_changes_nothing(self, post):
		issue = make_issue(customer=post.customer)
		made = api.make(post.name, "Issue", into="")["name"]
		assert api.make(post.name, "Issue", into=issue.name)["name"] == made
		assert not said_in(issue)

	def test_what_is_closed_meanwhile_is_refused(self, post):
		issue = make_issue(customer=post.customer)
		issue.db_set("status", "Closed")
		refused(post.name, issue.name)

	def test_an_issue_of_somebody_else_is_refused(self, post):
		refused(post.name, make_issue(customer=make_customer("Somebody Else").name).name)
		refused(post.name, "ISS-NO-SUCH")

	def test_only_issues_can_be_added_to(self, post):
		with pytest.raises(frappe.ValidationError, match="Only an Issue"):
			api.make(post.name, "Task", into="TASK-1")
		assert not documents_of(post.name)

	def test_who_has_nobody_to_ask_makes_a_new_one(self, post):
		"""A Mention Rule, or a script."""
		issue = make_issue(customer=post.customer)
		doctype, name, is_new = convert.make(frappe.get_doc("Mention", post.name), "Issue")
		assert (doctype, is_new) == ("Issue", True) and name != issue.name


class TestRights:
	ROLES = ("Social CRM User", "Support Team", "Sales User")

	def test_who_may_read_and_change_it_is_asked(self, post, as_user):
		make_issue(customer=post.customer)
		with as_user(*self.ROLES):
			assert len(asked(post.name)) == 1

	def test_an_issue_that_the_user_may_not_read_is_not_named(self, post, as_user):
		issue, visible = make_issue(customer=post.customer), make_issue(customer=post.customer)
		with as_user(*self.ROLES) as user:
			add_user_permission("Issue", visible.name, user, ignore_permissions=True)
			assert [one["name"] for one in asked(post.name)] == [visible.name]
			refused(post.name, issue.name)

	def test_an_issue_that_the_user_may_not_change_is_not_named(self, post, as_user):
		issue = make_issue(customer=post.customer)
		role = frappe.get_doc({"doctype": "Role", "role_name": "Reporter"}).insert().name
		add_permission("Issue", role)
		frappe.permissions.update_permission_property("Issue", role, 0, "create", 1)
		with as_user("Social CRM User", "Sales User", role):
			assert frappe.has_permission("Issue", "read", issue.name)
			refused(post.name, issue.name)
			assert api.make(post.name, "Issue")["is_new"]

	def test_the_issues_of_a_hidden_customer_are_not_named(self, post, as_user):
		issue, mention = make_issue(customer=post.customer), frappe.get_doc("Mention", post.name)
		with as_user("Social CRM User", "Support Team"):
			assert not frappe.has_permission("Customer", "read", post.customer)
			assert frappe.has_permission("Issue", "write", issue.name)
			assert convert.choices(mention) == []
			with pytest.raises(frappe.ValidationError, match="cannot be added"):
				convert.make(mention, "Issue", into=issue.name)


def refused(mention, issue):
	with pytest.raises(frappe.ValidationError, match="cannot be added"):
		api.make(mention, "Issue", into=issue)
	assert not documents_of(mention)
