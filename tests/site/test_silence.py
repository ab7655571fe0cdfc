"""Nobody learns the name of a Customer that they may not read: not from Frappe's own words when it refuses, not in
any other answer. Asked over HTTP's own way in, as a person who may see one customer only and as one who has no role
that reads customers."""

import json
import threading
from urllib.parse import urlencode

import pytest
from werkzeug.test import Client

import frappe
from frappe.app import application

from social_crm_app.engage import outbox
from social_crm_app.ideas import collect, votes
from social_crm_app.identity import decisions
from social_crm_app.testing import (
	forget_everything_pulled,
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_post,
	make_user,
	store,
)

pytestmark = pytest.mark.real_commit

OPEN, HIDDEN, SUPPLIER = "Open 100% Works' Co", "Zyxwerk Gamma", "Vonlieferant Delta"
ROLES = ("Social CRM Manager", "Sales Manager", "Purchase User")
OURS = (
	"Mention", "Mention Reply", "Social Profile", "Social Profile Claim", "Social Profile Match", "Idea Vote",
	"Identity Key",
)  # fmt: skip
LISTED = (*OURS, "Idea")
SECRETS = (HIDDEN, SUPPLIER)
CALLERS = ("caller", "no_role")


class Caller:
	"""Requests of one user to the whole application, each in a thread and so on a connection of its own."""

	def __init__(self, site: str, user: str):
		doc = frappe.get_doc("User", user)
		doc.api_key, secret = frappe.generate_hash(length=15), frappe.generate_hash(length=15)
		doc.api_secret = secret
		doc.save()
		frappe.db.commit()
		self.headers = {"Authorization": f"token {doc.api_key}:{secret}", "Host": site}

	def ask(self, method: str, path: str, **data) -> tuple[int, str]:
		"""The status of the answer and all of its text, headers included."""
		answers = []
		thread = threading.Thread(target=lambda: answers.append(self._open(method, path, data)))
		thread.start()
		thread.join()
		return answers[0]

	def call(self, method: str, **data) -> tuple[int, str]:
		return self.ask("POST", f"/api/method/{method}", **data)

	def _open(self, method: str, path: str, data: dict) -> tuple[int, str]:
		client = Client(application, use_cookies=False)
		if method == "GET":
			query = {key: one if isinstance(one, str) else json.dumps(one) for key, one in data.items()}
			response = client.get(f"{path}?{urlencode(query)}", headers=self.headers)
		else:
			response = client.open(path, method=method, json=data, headers=self.headers)
		return response.status_code, f"{response.get_data(as_text=True)}{response.headers}"


def linked(handle: str, party_type: str, party: str) -> str:
	"""A profile with one mention that somebody has linked; returns its name."""
	store(make_post(1, author=make_author(handle), external_id=f"https://social.example/{handle}"))
	name = frappe.db.get_value("Social Profile", {"handle": f"{handle}@social.example"})
	decisions.link(name, party_type, party)
	return name


def rows_of(profile: str, customer: str) -> dict[str, str]:
	"""One document of each kind that leads to the customer: {DocType: name}."""
	mention = frappe.get_doc("Mention", {"social_profile": profile})
	claim = {
		"doctype": "Social Profile Claim", "platform": "Mastodon", "handle": "zed@social.example", "user": "Administrator",
		"status": "Proven", "party_type": "Customer", "party": customer, "social_profile": profile,
	}  # fmt: skip
	idea = collect.from_mention(mention)
	return {
		"Mention": mention.name,
		"Mention Reply": outbox.save_draft(mention.name, {"text": f"Hello {customer}", "visibility": "Public"}).name,
		"Social Profile": profile,
		"Social Profile Claim": frappe.get_doc(claim).insert().name,
		"Social Profile Match": frappe.db.get_value("Social Profile Match", {"profile": profile}),
		"Idea Vote": votes.cast(idea, ("Customer", customer)),
		"Identity Key": frappe.db.get_value("Identity Key", {"reference_name": customer}),
		"Idea": idea,
	}  # fmt: skip


@pytest.fixture(scope="module")
def world(site):
	"""{"hidden": {DocType: name}, "supplied": ..., "caller": Caller}, really committed."""
	frappe.set_user("Administrator")
	forget_everything_pulled()
	lead = make_lead("Zed")
	shown, hidden = make_customer(OPEN).name, make_customer(HIDDEN, lead_name=lead.name).name
	supplier = frappe.get_doc(
		{"doctype": "Supplier", "supplier_name": SUPPLIER, "supplier_group": frappe.db.get_value("Supplier Group", {"is_group": 0})}
	).insert()  # fmt: skip
	user = make_user("one-customer@users.example", *ROLES).name
	other = frappe.get_doc({**supplier.as_dict(), "name": None, "supplier_name": "Open Supplies"}).insert()
	for allow, name in (("Customer", shown), ("Supplier", other.name)):
		frappe.get_doc(
			{"doctype": "User Permission", "user": user, "allow": allow, "for_value": name}
		).insert()
	contact = make_contact("Connie")  # it would be named after a customer that it is made with
	contact.append("links", {"link_doctype": "Customer", "link_name": hidden})
	contact.save()
	deal = frappe.get_doc(
		{"doctype": "Opportunity", "opportunity_from": "Lead", "party_name": lead.name, "company": frappe.db.get_value("Company", {})}
	).insert()  # fmt: skip
	without = make_user("no-customer@users.example", "Social CRM Manager").name
	found = {
		"hidden": rows_of(linked("zed", "Customer", hidden), hidden),
		"shown": rows_of(linked("ann", "Customer", shown), shown),
		"supplied": linked("sue", "Supplier", supplier.name),
		"through": linked("con", "Contact", contact.name),
		"forms": {"Lead": lead.name, "Contact": contact.name, "Opportunity": deal.name, "Customer": shown},
		"customer": hidden,
		"caller": Caller(site, user),
		"no_role": Caller(site, without),
	}
	frappe.db.commit()
	yield found
	forget_everything_pulled()
	frappe.db.delete("User Permission", {"user": user})
	for doctype in ("Idea Follower", "Idea Vote", "Idea Evidence", "Idea"):
		frappe.db.delete(doctype)
	for doctype, name in (
		("Opportunity", deal.name),
		("Contact", contact.name),
		("Customer", shown),
		("Customer", hidden),
		("Supplier", supplier.name),
		("Supplier", other.name),
		("Lead", lead.name),
		("User", user),
		("User", without),
	):
		frappe.delete_doc(doctype, name, force=True)
	frappe.db.commit()


def silent(text: str, *more: str) -> bool:
	return not any(secret in text for secret in (*SECRETS, *more))


def by_name(doctype: str, name: str) -> list[tuple]:
	"""(HTTP method, path, arguments) of everything that takes one document by its name."""
	method = "/api/method/frappe."
	return [
		("GET", f"/api/resource/{doctype}/{name}", {}),
		("PUT", f"/api/resource/{doctype}/{name}", {"docstatus": 0}),
		("DELETE", f"/api/resource/{doctype}/{name}", {}),
		("GET", f"/api/v2/document/{doctype}/{name}", {}),
		("GET", f"{method}desk.form.load.getdoc", {"doctype": doctype, "name": name}),
		("GET", f"{method}desk.form.load.get_docinfo", {"doctype": doctype, "name": name}),
		("GET", f"{method}client.get", {"doctype": doctype, "name": name}),
		("POST", f"{method}client.set_value", {"doctype": doctype, "name": name, "fieldname": "docstatus", "value": 0}),
		("POST", f"{method}desk.form.utils.add_comment",
			{"reference_doctype": doctype, "reference_name": name, "content": "x", "comment_email": "a@b.example", "comment_by": "A"}),
		("POST", f"{method}desk.form.assign_to.add", {"doctype": doctype, "name": name, "assign_to": '["Administrator"]'}),
		("POST", f"{method}share.add", {"doctype": doctype, "name": name, "user": "Administrator"}),
		("GET", f"{method}desk.form.linked_with.get", {"doctype": doctype, "docname": name}),
		("GET", f"{method}utils.print_format.download_pdf", {"doctype": doctype, "name": name}),
		("GET", "/printview", {"doctype": doctype, "name": name}),
	]  # fmt: skip


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("doctype", OURS)
def test_a_document_asked_for_by_its_name_is_refused_without_a_name(world, doctype, who):
	for method, path, data in by_name(doctype, world["hidden"][doctype]):
		status, text = world[who].ask(method, path, **data)
		assert status >= 400, f"{method} {path} was answered"
		assert silent(text), f"{method} {path}: {text}"


@pytest.mark.parametrize("doctype", OURS)
def test_the_same_is_given_where_the_customer_may_be_seen(world, doctype):
	name = world["shown"][doctype]
	status, text = world["caller"].ask("GET", f"/api/resource/{doctype}/{name}")
	assert status == 200 and name in text


def test_a_record_that_only_its_dynamic_link_names_is_refused_too(world):
	mention = frappe.db.get_value("Mention", {"social_profile": world["supplied"]})
	for doctype, name in (("Social Profile", world["supplied"]), ("Mention", mention)):
		for method, path, data in by_name(doctype, name):
			status, text = world["caller"].ask(method, path, **data)
			assert status >= 400 and silent(text), f"{method} {path}: {text}"


def lists_of(doctype: str) -> list[tuple]:
	method = "/api/method/frappe."
	everything = {"doctype": doctype, "fields": '["*"]'}
	columns = [f"`tab{doctype}`.`{column}`" for column in frappe.get_meta(doctype).get_valid_columns()]
	return [
		("GET", f"/api/resource/{doctype}", {"fields": '["*"]', "limit_page_length": "0"}),
		("GET", f"{method}client.get_list", {**everything, "limit_page_length": "0"}),
		("GET", f"{method}client.get_value", {"doctype": doctype, "fieldname": '["*"]', "filters": "{}"}),
		("POST", f"{method}desk.reportview.get", {**everything, "start": 0, "page_length": 500}),
		("POST", f"{method}desk.reportview.export_query",
			{"doctype": doctype, "fields": json.dumps(columns), "file_format_type": "CSV", "title": doctype}),
		("GET", f"{method}desk.search.search_link", {"doctype": doctype, "txt": "", "page_length": "50"}),
		("GET", f"{method}desk.search.search_link", {"doctype": doctype, "txt": HIDDEN[:4], "page_length": "50"}),
		("POST", f"{method}desk.listview.get_group_by_count", {"doctype": doctype, "current_filters": "[]", "field": "owner"}),
	]  # fmt: skip


@pytest.mark.parametrize("who", CALLERS)
@pytest.mark.parametrize("doctype", LISTED)
def test_no_list_search_or_export_names_the_customer(world, doctype, who):
	for method, path, data in lists_of(doctype):
		status, text = world[who].ask(method, path, **data)
		assert status == 200, f"{method} {path}: {text}"
		assert silent(text), f"{method} {path}: {text}"
		if path.endswith(f"resource/{doctype}"):
			assert (world["shown"][doctype] in text) == (who == "caller" or doctype == "Idea")


@pytest.mark.parametrize("who", CALLERS)
def test_counting_by_customer_names_none_that_is_hidden(world, who):
	for doctype, field in (("Mention", "customer"), ("Social Profile", "party"), ("Idea Vote", "voter")):
		asked = {"doctype": doctype, "current_filters": "[]", "field": field}
		status, text = world[who].call("frappe.desk.listview.get_group_by_count", **asked)
		assert status == 200 and silent(text), text


def test_no_form_tells_in_its_timeline_what_a_hidden_customer_has_posted(world):
	"""The Lead that became the customer, their Contact and an Opportunity may be read; the posts may not."""
	hidden = frappe.get_all(
		"Mention", {"social_profile": ("in", (world["hidden"]["Social Profile"], world["through"]))}, ["name", "lead", "contact"]
	)  # fmt: skip
	assert {(row.lead, row.contact) for row in hidden} == {
		(world["forms"]["Lead"], None), (world["forms"]["Lead"], world["forms"]["Contact"]),
	}  # fmt: skip
	for doctype, name in world["forms"].items():
		path = "/api/method/frappe.desk.form.load.getdoc"
		status, text = world["caller"].ask("GET", path, doctype=doctype, name=name)
		assert status == 200 and not any(row.name in text for row in hidden), f"{doctype}: {text}"
		assert (world["shown"]["Mention"] in text) == (doctype == "Customer")


def test_the_idea_is_shown_and_says_nothing_of_whom_it_came_from(world):
	idea = world["hidden"]["Idea"]
	caller = world["caller"]
	status, text = caller.ask("GET", "/api/method/frappe.desk.form.load.getdoc", doctype="Idea", name=idea)
	assert status == 200 and idea in text and silent(text)
	for number in ("customers", "revenue", "open", "returns", "claims"):
		path = "/api/method/social_crm_app.api.idea.documents_behind"
		status, text = caller.ask("GET", path, idea=idea, number=number)
		assert status in (200, 403) and silent(text), text


def test_our_own_methods_refuse_in_silence(world):
	hidden = world["hidden"]
	caller = world["caller"]
	for path, data in (
		("match.panel", {"profile": hidden["Social Profile"]}),
		("profile.candidates", {"profile": hidden["Social Profile"]}),
		("match.values_for", {"profile": hidden["Social Profile"], "doctype": "Lead"}),
		("reply.begin", {"mention": hidden["Mention"]}),
		("reply.state", {"mention": hidden["Mention"]}),
		("privacy.export", {"profile": hidden["Social Profile"]}),
		("party.summary", {"doctype": "Customer", "name": world["customer"]}),
	):
		status, text = caller.ask("GET", f"/api/method/social_crm_app.api.{path}", **data)
		assert status >= 400, path
		assert silent(text) or path == "party.summary", f"{path}: {text}"  # there the caller named it


def test_a_mention_cannot_be_entered_for_a_hidden_profile(world):
	profile = world["hidden"]["Social Profile"]
	data = {"text": "x", "platform": "Other", "social_profile": profile}
	status, text = world["caller"].ask("POST", "/api/resource/Mention", **data)
	assert status >= 400 and silent(text), text
