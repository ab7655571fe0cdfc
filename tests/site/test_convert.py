"""What a Mention becomes: Lead, Opportunity, Issue, Warranty Claim, Task. Prefilled, remembered, made once."""

import os
import subprocess
import sys

import pytest

import frappe
from frappe.desk.notifications import get_open_count
from frappe.desk.reportview import get as list_of
from frappe.permissions import add_permission, add_user_permission, update_permission_property
from frappe.utils import add_days, getdate, today

from social_crm_app.api import mention as api
from social_crm_app.engage import convert
from social_crm_app.ideas import merging
from social_crm_app.identity import decisions
from social_crm_app.privacy import erase
from social_crm_app.testing import (
	forget_everything_pulled,
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

DOCTYPES = ("Lead", "Opportunity", "Issue", "Warranty Claim", "Task")
XSS = "<img src=x onerror=alert(1)><script>alert(2)</script>"
MAKE = """
import os, sys, frappe
os.chdir(sys.argv[2]); frappe.init(site=sys.argv[1]); frappe.connect(); frappe.set_user("Administrator")
frappe.db.get_value("Mention", sys.argv[3], "name")  # as a request that has read something before
print("ready", flush=True); sys.stdin.readline()
from social_crm_app.api import mention
print(mention.make(sys.argv[3], sys.argv[4])["name"])
frappe.db.commit()
"""


def mentions():
	return frappe.get_all("Mention", pluck="name", order_by="posted_at")


def mention(number=0):
	return frappe.get_doc("Mention", mentions()[number])


def make(doctype, number=0):
	done = api.make(mentions()[number], doctype)
	return frappe.get_doc(done["doctype"], done["name"])


def said_in(doc):
	"""What stands in the timeline of a document: its Communications and Comments from people."""
	at = {"reference_doctype": doc.doctype, "reference_name": doc.name}
	communications = frappe.get_all("Communication", at, pluck="content", order_by="creation")
	return communications + frappe.get_all("Comment", {**at, "comment_type": "Comment"}, pluck="content")


def make_item(code, **values):
	group = frappe.db.get_value("Item Group", {"is_group": 0}, "name")
	values = {
		"item_name": f"The {code}",
		"stock_uom": "Nos",
		"item_group": group,
		"is_stock_item": 1,
		**values,
	}
	return frappe.get_doc({"doctype": "Item", "item_code": code, **values}).insert()


def make_serial(serial, customer, item="Saw"):
	"""A Serial No that was delivered to this customer, with two years of warranty."""
	if not frappe.db.exists("Item", item):
		make_item(item, has_serial_no=1)
	doc = frappe.get_doc(
		{
			"doctype": "Serial No", "serial_no": serial, "item_code": item, "status": "Delivered",
			"company": frappe.get_all("Company", pluck="name")[0], "customer": customer,
			"warranty_expiry_date": add_days(today(), 700), "maintenance_status": "Under Warranty",
		}
	)  # fmt: skip
	doc.db_insert()  # as a delivery leaves it; by hand one may not say so
	return doc


def about(number, *items):
	"""Says that this mention is about these Items."""
	doc = mention(number)
	for item in items:
		doc.append("topics", {"target_type": "Item", "target": item})
	doc.save()


@pytest.fixture
def posts():
	"""Two posts of a stranger."""
	ola = make_author("ola", display_name="Ola Nordmann")
	store(
		make_post(1, "My saw stopped.\nIt's dead & cold", ola, permalink="https://social.example/@ola/1"),
		make_post(2, "Nobody answers", ola),
	)


@pytest.fixture
def acme(posts):
	"""The stranger is the Contact of a Customer."""
	customer = make_customer("Acme Joinery")
	contact = make_contact(
		"Ola", email="ola@acme.example", phone="+4711223344", links=(("Customer", customer.name),)
	)
	decisions.link(mention().social_profile, "Contact", contact.name)
	return frappe._dict(customer=customer.name, contact=contact.name)


class TestPrefill:
	def test_a_lead_has_what_the_platform_says(self, posts):
		lead = make("Lead")
		assert (lead.lead_name, lead.company) == ("Ola Nordmann", frappe.get_all("Company", pluck="name")[0])
		assert "ola@social.example" in lead.social_handles
		assert mention().lead == mention(1).lead == lead.name

	def test_an_opportunity_of_a_customer(self, acme):
		make_item("Saw"), make_item("Blade"), make_item("Old saw", disabled=1)
		about(0, "Saw", "Blade", "Old saw", "Saw")
		frappe.get_doc({"doctype": "Lead Source", "source_name": "Mastodon"}).insert(ignore_if_duplicate=True)
		opportunity = make("Opportunity")
		assert (opportunity.opportunity_from, opportunity.party_name) == ("Customer", acme.customer)
		assert opportunity.customer_name == "Acme Joinery"
		company = frappe.get_doc("Company", opportunity.company)
		assert (opportunity.currency, opportunity.conversion_rate) == (company.default_currency, 1)
		assert (opportunity.source, opportunity.opportunity_type) == ("Mastodon", "Sales")
		assert [(row.item_code, row.item_name, row.uom, row.qty) for row in opportunity.items] == [
			("Saw", "The Saw", "Nos", 1),
			("Blade", "The Blade", "Nos", 1),
		]
		assert (opportunity.contact_person, opportunity.contact_email) == (acme.contact, "ola@acme.example")
		assert opportunity.status == "Open"

	def test_an_opportunity_of_a_stranger_makes_the_lead_first(self, posts):
		opportunity = make("Opportunity")
		assert opportunity.opportunity_from == "Lead"
		assert mention(1).lead == opportunity.party_name
		assert {row.document_type for row in mention().documents} == {"Lead", "Opportunity"}

	def test_an_opportunity_of_a_prospect(self, posts):
		frappe.get_doc({"doctype": "Prospect", "company_name": "Nordmann AS"}).insert()
		decisions.link(mention().social_profile, "Prospect", "Nordmann AS")
		opportunity = make("Opportunity")
		assert (opportunity.opportunity_from, opportunity.party_name) == ("Prospect", "Nordmann AS")

	def test_who_is_neither_customer_nor_lead_makes_no_opportunity(self, posts):
		decisions.link(mention().social_profile, "Contact", make_contact("Alone").name)
		with pytest.raises(frappe.ValidationError, match="linked to a Contact"):
			make("Opportunity")
		assert not mention().documents

	def test_an_issue_of_a_customer(self, acme):
		frappe.db.set_value("Mention", mentions()[0], "priority", "High")
		issue = make("Issue")
		assert issue.subject == "My saw stopped. It's dead & cold"
		assert (issue.customer, issue.contact, issue.raised_by) == (
			acme.customer,
			acme.contact,
			"ola@acme.example",
		)
		assert (issue.priority, issue.issue_type, issue.via_customer_portal) == ("High", None, 0)
		assert issue.company == frappe.get_all("Company", pluck="name")[0]
		assert "My saw stopped.<br>It's dead &amp; cold" in issue.description
		assert "Ola Nordmann (@ola@social.example)" in issue.description

	def test_an_issue_of_a_lead(self, posts):
		lead = make_lead("Ola", email_id="ola@lead.example")
		decisions.link(mention().social_profile, "Lead", lead.name)
		issue = make("Issue")
		assert (issue.lead, issue.customer, issue.raised_by) == (lead.name, None, "ola@lead.example")

	def test_a_warranty_claim_with_the_serial_number_of_the_post(self, acme):
		make_serial("SAW-2026-00017", acme.customer)
		store(make_post(3, "Serial SAW-2026-00017 is broken", make_author("ola")))
		claim = make("Warranty Claim", 2)
		assert (claim.customer, claim.serial_no, claim.item_code) == (acme.customer, "SAW-2026-00017", "Saw")
		assert (claim.item_name, claim.warranty_amc_status) == ("The Saw", "Under Warranty")
		assert claim.warranty_expiry_date == getdate(add_days(today(), 700))
		assert "is broken" in claim.complaint and claim.complaint_date == getdate(mention(2).posted_at)
		assert claim.contact_person == acme.contact
		customer = frappe.get_doc("Customer", acme.customer)
		assert (claim.territory, claim.customer_group) == (customer.territory, customer.customer_group)

	def test_a_warranty_claim_with_the_serial_number_of_an_earlier_post(self, posts):
		customer = make_customer("Ola Nordmann", customer_type="Individual")
		make_serial("SAW-2026-00018", customer.name)
		store(make_post(0, "I own SAW-2026-00018 now", make_author("ola", display_name="Ola Nordmann")))
		decisions.link(mention(1).social_profile, "Customer", customer.name)
		claim = make("Warranty Claim", 2)
		assert "SAW" not in claim.complaint and claim.serial_no == "SAW-2026-00018"

	def test_the_device_of_somebody_else_is_left_out(self, acme):
		make_serial("SAW-2026-00017", make_customer("Somebody Else").name)
		make_item("Drill")
		store(make_post(3, "Serial SAW-2026-00017 is broken", make_author("ola")))
		about(2, "Drill")
		claim = make("Warranty Claim", 2)
		assert (claim.serial_no, claim.item_code, claim.warranty_expiry_date) == (None, "Drill", None)

	def test_a_warranty_claim_says_that_it_needs_a_customer(self, posts):
		with pytest.raises(frappe.ValidationError, match="needs a Customer"):
			make("Warranty Claim")

	def test_a_task_stands_in_the_project_of_the_idea(self, posts):
		project = frappe.get_doc({"doctype": "Project", "project_name": "Better saws"}).insert()
		idea = api.make(mentions()[0], "Idea")["name"]
		frappe.db.set_value("Idea", idea, "project", project.name)
		issue = make("Issue")
		task = make("Task")
		assert (task.subject, task.project, task.issue) == (mention().title, project.name, issue.name)
		assert "It's dead &amp; cold" in task.description and task.company


class TestMemory:
	@pytest.mark.parametrize("doctype", DOCTYPES[1:])
	def test_a_second_click_opens_the_first(self, acme, doctype):
		first = api.make(mentions()[0], doctype)
		assert first == {"doctype": doctype, "name": first["name"], "is_new": True}
		assert api.make(mentions()[0], doctype) == {**first, "is_new": False}
		assert [(row.document_type, row.document_name) for row in mention().documents] == [
			(doctype, first["name"])
		]

	@pytest.mark.parametrize("doctype", DOCTYPES)
	def test_a_deleted_document_is_made_again(self, posts, doctype):
		if doctype == "Warranty Claim":
			decisions.link(mention().social_profile, "Customer", make_customer("Acme").name)
		first = make(doctype)
		if doctype == "Lead":
			decisions.unlink(mention().social_profile)
		frappe.delete_doc(doctype, first.name)
		assert not [row for row in mention().documents if row.document_type == doctype]
		mention().save()
		again = api.make(mentions()[0], doctype)
		assert again["is_new"] and frappe.db.exists(doctype, again["name"])

	@pytest.mark.parametrize("doctype", ["Warranty Claim", "Task"])
	def test_a_cancelled_document_does_not_count(self, acme, doctype):
		first = make(doctype)
		first.db_set("status", "Cancelled")
		second = make(doctype)
		assert second.name != first.name
		assert make(doctype).name == second.name

	def test_a_renamed_document_is_still_known(self, posts):
		issue = make("Issue")
		frappe.rename_doc("Issue", issue.name, "ISS-RENAMED")
		assert api.make(mentions()[0], "Issue") == {
			"doctype": "Issue",
			"name": "ISS-RENAMED",
			"is_new": False,
		}

	def test_the_mention_that_a_caller_holds_is_up_to_date_afterwards(self, posts):
		doc = mention()
		doctype, name, is_new = convert.make(doc, "Issue")
		assert (doctype, is_new, doc.documents[0].document_name) == ("Issue", True, name)
		doc.status = "Closed"
		doc.save()

	def test_an_idea_that_was_merged_is_found_where_it_counts(self, posts):
		first, second = (api.make(mentions()[number], "Idea")["name"] for number in (0, 1))
		merging.merge(first, second)
		assert api.make(mentions()[0], "Idea") == {"doctype": "Idea", "name": second, "is_new": False}

	def test_other_kinds_are_refused(self, posts):
		with pytest.raises(frappe.ValidationError, match="can become"):
			api.make(mentions()[0], "User")


class TestTheSameMatter:
	def test_a_second_post_joins_the_open_issue(self, posts):
		issue = make("Issue")
		assert api.make(mentions()[1], "Issue") == {"doctype": "Issue", "name": issue.name, "is_new": False}
		assert [row.document_name for row in mention(1).documents] == [issue.name]
		assert "Nobody answers" in said_in(issue)[1]
		api.make(mentions()[1], "Issue")
		assert len(said_in(issue)) == 2

	def test_an_answered_issue_is_open_again(self, posts):
		issue = make("Issue")
		issue.db_set("status", "Replied")
		assert make("Issue", 1).status == "Open"

	@pytest.mark.parametrize("status", ["Closed", "Resolved"])
	def test_a_closed_issue_is_left_in_peace(self, posts, status):
		issue = make("Issue")
		issue.db_set("status", status)
		assert make("Issue", 1).name != issue.name
		assert make("Issue").name == issue.name

	def test_another_profile_of_the_same_customer_joins_it_too(self, acme):
		store(make_post(3, "Still waiting", make_author("ola_work")))
		decisions.link(mention(2).social_profile, "Customer", acme.customer)
		assert make("Issue").name == make("Issue", 2).name

	def test_somebody_else_does_not(self, posts):
		store(make_post(3, "Me too", make_author("kari")))
		assert make("Issue").name != make("Issue", 2).name

	def test_nobody_adds_to_an_issue_that_they_may_not_change(self, posts, as_user):
		issue = make("Issue")
		role = frappe.get_doc({"doctype": "Role", "role_name": "Reporter"}).insert().name
		add_permission("Issue", role)
		update_permission_property("Issue", role, 0, "create", 1)
		with as_user("Social CRM User", role):
			assert frappe.has_permission("Issue", "read", issue.name)
			assert make("Issue", 1).name != issue.name


class TestArrival:
	@pytest.mark.parametrize("doctype", DOCTYPES)
	def test_the_post_stands_in_the_timeline(self, posts, doctype):
		if doctype == "Warranty Claim":
			decisions.link(mention().social_profile, "Customer", make_customer("Acme").name)
		doc = make(doctype)
		(text,) = said_in(doc)
		assert "My saw stopped.<br>It's dead &amp; cold" in text
		assert "Ola Nordmann (@ola@social.example)" in text and "Mastodon" in text
		assert 'href="https://social.example/@ola/1"' in text and f"mention/{mentions()[0]}" in text

	@pytest.mark.parametrize("doctype", DOCTYPES)
	def test_what_outsiders_write_arrives_as_text(self, doctype):
		author = make_author(display_name=XSS)
		store(make_post(1, f"Hello {XSS}\n{XSS}", author, permalink="javascript:alert(3)"))
		if doctype == "Warranty Claim":
			decisions.link(mention().social_profile, "Customer", make_customer("Acme").name)
		doc = make(doctype)
		shown = [doc.get(field) or "" for field in ("description", "complaint", "subject")] + said_in(doc)
		assert any("&lt;" in text for text in shown)
		for text in shown:
			assert "<img" not in text and "<script" not in text and "javascript:" not in text

	@pytest.mark.parametrize("doctype", ("Opportunity", "Issue", "Warranty Claim", "Task"))
	def test_its_connections_lead_to_the_mention(self, acme, doctype):
		doc = make(doctype)
		found = get_open_count(doctype, doc.name)["count"]["external_links_found"]
		frappe.db.set_execution_timeout(0)  # Frappe gives this connection a second for every later query too
		assert {row["doctype"]: row["count"] for row in found}["Mention"] == 1
		frappe.local.form_dict = frappe._dict(
			doctype="Mention",
			fields=["name"],
			filters=[
				["Mention Document", "document_type", "=", doctype],
				["Mention Document", "document_name", "=", doc.name],
			],
		)
		assert list_of()["values"] == [[mentions()[0]]]

	def test_the_connections_are_found_by_an_index(self, posts):
		plan = frappe.db.sql(
			"EXPLAIN SELECT m.name FROM `tabMention` m LEFT JOIN `tabMention Document` d ON d.parent = m.name "
			"WHERE d.document_type = 'Issue' AND d.document_name = 'ISS-1'",
			as_dict=True,
		)
		assert frappe.db.has_index("tabMention Document", "document_type_document_name_index")
		assert next(row for row in plan if row.table == "d").key

	def test_an_erased_author_is_erased_there_too(self, posts):
		issue, task = make("Issue"), make("Task")
		erase.erase(mention().social_profile)
		for doc in (issue, task):
			doc.reload()
			for text in (doc.subject, doc.description, *said_in(doc)):
				assert "[erased]" in text
				assert not any(word in text for word in ("stopped", "Nordmann", "ola@", "/@ola/1"))


class TestRights:
	@pytest.mark.parametrize(
		("doctype", "role"),
		[
			("Lead", "Sales User"),
			("Opportunity", "Sales User"),
			("Issue", "Support Team"),
			("Task", "Projects User"),
			("Warranty Claim", "Maintenance User"),
		],
	)
	def test_the_right_to_make_that_kind_is_needed(self, posts, as_user, doctype, role):
		if doctype == "Warranty Claim":
			decisions.link(mention().social_profile, "Customer", make_customer("Acme").name)
		with as_user(
			"Social CRM User", "Sales User" if doctype in ("Issue", "Task", "Warranty Claim") else "All"
		):
			with pytest.raises(frappe.PermissionError):
				make(doctype)
		assert not mention().documents
		with as_user("Social CRM User", role, "Stock User"):
			assert doctype in [row["doctype"] for row in api.makeable(mentions()[0])]
			assert api.make(mentions()[0], doctype)["is_new"]

	def test_the_right_to_change_the_mention_is_needed(self, posts, as_user):
		with as_user("Support Team", "Sales User"):
			with pytest.raises(frappe.PermissionError):
				api.make(mentions()[0], "Issue")
			with pytest.raises(frappe.PermissionError):
				api.makeable(mentions()[0])

	@pytest.mark.parametrize("doctype", ["Lead", "Opportunity", "Warranty Claim"])
	def test_a_hidden_customer_is_refused_without_a_name(self, acme, as_user, doctype):
		visible = make_customer("Visible").name
		with as_user("Social CRM User", "Sales User", "Maintenance User") as user:
			add_user_permission("Customer", visible, user, ignore_permissions=True)
			frappe.local.message_log = []
			with pytest.raises(frappe.PermissionError) as refused:
				convert.make(mention(), doctype)
			said = f"{refused.value} {frappe.local.message_log}"
		assert "not a record that you may see" in said
		assert "Acme Joinery" not in said and acme.contact not in said

	def hand_over(self, user):
		"""A colleague shares the post of a customer that the user may not read."""
		flags = {"ignore_share_permission": True}
		frappe.share.add_docshare("Mention", mentions()[0], user, write=1, flags=flags)

	def test_an_issue_of_a_hidden_customer_names_nobody(self, acme, as_user):
		with as_user("Social CRM User", "Support Team") as user:
			with pytest.raises(frappe.PermissionError):
				make("Issue")
			self.hand_over(user)
			issue = make("Issue")
		assert not issue.customer and not issue.lead and issue.contact != acme.contact
		assert issue.raised_by != "ola@acme.example"

	def test_what_can_be_made_says_what_exists(self, acme, as_user):
		with as_user("Social CRM User", "Sales User", "Support Team"):
			issue = api.make(mentions()[0], "Issue")["name"]
			rows = {row["doctype"]: row for row in api.makeable(mentions()[0])}
		assert list(rows) == ["Lead", "Opportunity", "Issue", "Idea"]
		assert rows["Lead"] == {
			"doctype": "Lead",
			"label": "Customer",
			"made": acme.customer,
			"opens": "Customer",
		}
		assert rows["Issue"] == {"doctype": "Issue", "label": "Issue", "made": issue, "opens": "Issue"}
		assert rows["Idea"]["made"] is None

	def test_what_can_be_made_does_not_name_a_hidden_customer(self, acme, as_user):
		with as_user("Social CRM User", "Support Team") as user:
			self.hand_over(user)
			assert [row["doctype"] for row in api.makeable(mentions()[0])] == ["Issue", "Idea"]


class TestHalfDone:
	def test_a_field_that_only_a_person_can_fill_is_named_and_nothing_stays(self, posts):
		for doctype, field in (("Opportunity", "industry"), ("Issue", "project")):
			frappe.make_property_setter(
				{
					"doctype": doctype,
					"fieldname": field,
					"property": "reqd",
					"value": 1,
					"property_type": "Check",
				}
			)
		doc, leads = mention(), frappe.db.count("Lead")
		with pytest.raises(frappe.MandatoryError):
			convert.make(doc, "Opportunity")
		assert "Industry" in str(frappe.local.message_log)
		assert frappe.db.count("Lead") == leads and not mention().documents and not mention().lead
		with pytest.raises(frappe.MandatoryError):
			convert.make(doc, "Issue")
		assert convert.make(doc, "Task")[2]
		assert [row.document_type for row in mention().documents] == ["Task"]


@pytest.mark.real_commit
class TestTwoAtOnce:
	@pytest.fixture(autouse=True)
	def tidy(self):
		"""Removes what came into being; in this order nothing is in the way of anything else."""
		doctypes = ("Opportunity", "Issue", "Task", "Communication", "Lead", "Contact")
		before = {doctype: set(frappe.get_all(doctype, pluck="name")) for doctype in doctypes}
		yield
		frappe.db.rollback()
		for doctype in doctypes:
			for name in set(frappe.get_all(doctype, pluck="name")) - before[doctype]:
				frappe.delete_doc(doctype, name, force=True, delete_permanently=True)
		frappe.db.commit()
		forget_everything_pulled()

	@pytest.mark.parametrize("doctype", ["Lead", "Opportunity", "Issue"])
	def test_two_clicks_make_one(self, site, doctype):
		store(make_post(1, "My saw stopped", make_author("ola")))
		frappe.db.commit()
		before = frappe.db.count(doctype)
		(one,) = set(together(site, [(mentions()[0], doctype)] * 2))
		frappe.db.rollback()
		assert frappe.db.count(doctype) == before + 1
		assert [row.document_name for row in mention().documents if row.document_type == doctype] == [one]

	def test_two_posts_of_one_author_make_one_issue(self, site):
		store(make_post(1, "My saw stopped", make_author("ola")), make_post(2, "Hello?", make_author("ola")))
		frappe.db.commit()
		assert len(set(together(site, [(name, "Issue") for name in mentions()]))) == 1
		frappe.db.rollback()

	def test_posts_of_different_authors_do_not_wait_for_each_other(self, site):
		store(*(make_post(number, "It stopped", make_author(f"p{number}")) for number in range(4)))
		frappe.db.commit()
		assert len(set(together(site, [(name, "Issue") for name in mentions()]))) == 4
		frappe.db.rollback()


def together(site, clicks):
	"""The names that these clicks give, each a process and a connection of its own, all let go at once."""
	processes = [
		subprocess.Popen(
			[sys.executable, "-c", MAKE, site, os.getcwd(), *click],
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			stderr=subprocess.PIPE,
			text=True,
		)
		for click in clicks
	]
	for process in processes:
		assert process.stdout.readline() == "ready\n", process.stderr.read()
	for process in processes:
		process.stdin.write("\n")
		process.stdin.flush()
	answers = []
	for process in processes:
		out, err = process.communicate(timeout=60)
		assert process.returncode == 0, err
		answers.append(out.split()[-1])
	return answers
