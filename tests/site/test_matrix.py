"""Every function of the app that a browser can call, and which kind of user may call it: one table.

The functions are found by importing the whole app, so that one which is missing here fails the test. Each is called as
a request would call it, in a world of its own that is put back after every call.
"""

import contextlib
import importlib
import pkgutil
import re
from typing import NamedTuple

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

import frappe
from frappe import handler

import social_crm_app
from social_crm_app.ideas import merging
from social_crm_app.identity import decisions
from social_crm_app.testing import (
	make_account,
	make_author,
	make_customer,
	make_portal_person,
	make_post,
	make_user,
	store,
)

# Guests, people of the portal, ERPNext's own people, and ours, who are ERPNext's own people as well
ROLES = "GWDUM"
DESK = ("Sales User", "Support Team")
OURS = {"D": (), "U": ("Social CRM User",), "M": ("Social CRM Manager",)}


class Row(NamedTuple):
	"""`may`: letters of ROLES. Arguments that begin with $ are records of the world."""

	may: str
	arguments: dict


TABLE = {
	"account.platforms": Row("UM", {}),
	"account.rebuild_index": Row("M", {}),
	"account.rescore": Row("M", {}),
	"account.sync_now": Row("M", {"account": "$account"}),
	"account.test_connection": Row("M", {"account": "$account"}),
	"approval.decide": Row("M", {"reply": "$waiting", "status": "Draft", "seen": "", "reason": "Too long"}),
	"approval.view": Row("UM", {"reply": "$waiting"}),
	"claims.change": Row(
		"WDUM", {"profile": "$mine", "share_posts": 1, "share_profile": 0, "may_contact": 0}
	),
	"claims.check": Row("WDUM", {"claim": "$claim"}),
	"claims.drop": Row("WDUM", {"claim": "$claim"}),
	"claims.set_consent": Row("M", {"profile": "$profile", "state": "Given", "reason": "On the phone"}),
	"claims.start": Row("WDUM", {"platform": "Mastodon", "handle": "new@social.example"}),
	"claims.state": Row("WDUM", {"claim": "$claim"}),
	"claims.withdraw": Row("WDUM", {"profile": "$mine"}),
	"context.beside": Row("UM", {"mention": "$mention"}),
	"idea.add_evidence": Row("UM", {"idea": "$idea", "doctype": "Issue", "name": "$issue"}),
	"idea.answer": Row("UM", {"idea": "$idea", "text": "Soon"}),
	"idea.count_now": Row("UM", {"idea": "$idea"}),
	"idea.documents_behind": Row("UM", {"idea": "$idea", "number": "customers"}),
	"idea.make_from": Row("UM", {"doctype": "Issue", "name": "$issue"}),
	"idea.merge": Row("UM", {"idea": "$idea", "into": "$other_idea"}),
	"idea.my_vote": Row("UM", {"idea": "$idea"}),
	"idea.proposal": Row("UM", {"doctype": "Issue", "name": "$issue"}),
	"idea.similar": Row("UM", {"title": "A longer cable"}),
	"idea.unmerge": Row("UM", {"idea": "$merged"}),
	"idea.vote": Row("UM", {"idea": "$idea"}),
	"idea.withdraw": Row("UM", {"idea": "$idea"}),
	"idea_followers.follow": Row("UM", {"idea": "$idea"}),
	"idea_followers.state": Row("UM", {"idea": "$idea"}),
	"idea_followers.unfollow": Row("UM", {"idea": "$idea"}),
	"ideas_portal.comment": Row("WDUM", {"idea": "$idea", "text": "Me too"}),
	"ideas_portal.follow": Row("WDUM", {"idea": "$idea"}),
	"ideas_portal.hide_comment": Row("", {"comment": "$comment"}),  # for those whose rank allows it
	"ideas_portal.remove_comment": Row("WDUM", {"comment": "$own_comment"}),
	"ideas_portal.similar": Row("WDUM", {"title": "A longer cable"}),
	"ideas_portal.submit": Row("WDUM", {"title": "A green one", "description": "Please"}),
	"ideas_portal.unfollow": Row("WDUM", {"idea": "$idea"}),
	"ideas_portal.vote": Row("WDUM", {"idea": "$idea"}),
	"ideas_portal.withdraw": Row("WDUM", {"idea": "$idea"}),
	"inbox.add_note": Row("UM", {"mention": "$mention", "content": "Look at this"}),
	"inbox.assign": Row("UM", {"mentions": ["$mention"], "user": "Administrator"}),
	"inbox.counts": Row("UM", {}),
	"inbox.forget_filter": Row("UM", {"name": "$filter"}),
	"inbox.page": Row("UM", {}),
	"inbox.platform_thread": Row("UM", {"mention": "$mention"}),
	"inbox.rows": Row("UM", {"names": "[]"}),
	"inbox.save_filter": Row("UM", {"label": "Mine", "filters": "{}"}),
	"inbox.saved": Row("UM", {}),
	"inbox.set_status": Row("UM", {"mentions": ["$mention"], "status": "Closed"}),
	"inbox.tag": Row("UM", {"mentions": ["$mention"], "tag": "hot"}),
	"inbox.thread": Row("UM", {"mention": "$mention"}),
	"influence.recount": Row("UM", {"profile": "$profile"}),
	"influence.sales": Row("UM", {"profile": "$profile"}),
	"match.confirm": Row("UM", {"match": "$match"}),
	"match.decide_many": Row("UM", {"matches": ["$match"], "decision": "reject"}),
	"match.merge": Row("UM", {"profile": "$profile", "other": "$other"}),
	"match.not_a_customer": Row("UM", {"profile": "$profile"}),
	"match.panel": Row("UM", {"profile": "$profile"}),
	"match.reject": Row("UM", {"match": "$match"}),
	"match.titles": Row("UM", {"matches": ["$match"]}),
	"match.undo_decision": Row("UM", {"match": "$decided"}),
	"match.values": Row("UM", {"matches": ["$match"]}),
	"match.values_for": Row("UM", {"profile": "$profile", "doctype": "Lead"}),
	"mention.make": Row("UM", {"mention": "$mention", "doctype": "Issue"}),
	"mention.makeable": Row("UM", {"mention": "$mention"}),
	"party.summary": Row("DUM", {"doctype": "Customer", "name": "$customer"}),
	"privacy.erase": Row("M", {"profile": "$profile", "confirmation": "ola@social.example"}),
	"privacy.erase_account": Row("M", {"platform": "Mastodon", "account": "ola@social.example"}),
	"privacy.export": Row("M", {"profile": "$profile"}),
	"privacy.forget_erasure": Row("", {"profile": "$profile"}),  # for the System Manager
	"privacy.prepare_export": Row("M", {"profile": "$profile"}),
	"privacy.retention_preview": Row("M", {}),
	"profile.candidates": Row("UM", {"profile": "$profile"}),
	"profile.link": Row("UM", {"profile": "$profile", "party_type": "Customer", "party": "$customer"}),
	"profile.unlink": Row("UM", {"profile": "$profile"}),
	"reply.attend": Row("UM", {"mention": "$mention"}),
	"reply.begin": Row("UM", {"mention": "$mention"}),
	"reply.check": Row("UM", {"mention": "$mention", "text": "Sorry!"}),
	"reply.deliver": Row("UM", {"reply": "$queued"}),
	"reply.preview": Row("UM", {"mention": "$mention", "template": "$template"}),
	"reply.save_draft": Row("UM", {"mention": "$mention", "text": "Sorry!"}),
	"reply.send": Row("UM", {"mention": "$mention", "text": "Sorry!", "request_key": "k1"}),
	"reply.state": Row("UM", {"mention": "$mention"}),
	"reply.undo": Row("UM", {"reply": "$queued"}),
	"response_times.overdue_filters": Row("UM", {}),
	"rule.try_out": Row("M", {"rule": "$rule"}),
	"rule.values": Row("UM", {"row": "Mention: Intent"}),
	"rule.vocabulary": Row("UM", {}),
}


def functions():
	"""{"mention.make": function}: all of the app that are whitelisted, wherever they stand."""
	for module in pkgutil.walk_packages(social_crm_app.__path__, "social_crm_app."):
		if "__main__" not in module.name:
			importlib.import_module(module.name)
	ours = [one for one in frappe.whitelisted if one.__module__.partition(".")[0] == "social_crm_app"]
	return {f"{one.__module__}.{one.__qualname__}".removeprefix("social_crm_app.api."): one for one in ours}


def test_every_function_stands_in_the_table(site):
	assert functions().keys() - TABLE.keys() == set()
	assert TABLE.keys() - functions().keys() == set()


def test_no_function_is_open_to_guests_and_each_says_its_method(site):
	for name, function in functions().items():
		assert function not in frappe.guest_methods, name
		assert frappe.allowed_http_methods_for_whitelisted_func[function] in (["GET"], ["POST"]), name


@pytest.mark.parametrize("role", ROLES)
def test_who_may_call_what(role, requests_are_real):
	world, wrong = World(role), []
	for name, row in TABLE.items():
		answer = call(world, name, row)
		if role in row.may:
			wrong += allowed_wrongly(name, answer)
		else:
			wrong += refused_wrongly(name, world, row, answer)
	assert not wrong, "\n" + "\n".join(wrong)


def allowed_wrongly(name, answer):
	if answer.error:
		yield f"{name} raises {answer.error!r}"
	if answer.writes and method_of(name) == "GET":
		yield f"{name} is a GET and writes: {answer.writes}"


def refused_wrongly(name, world, row, answer):
	if not isinstance(answer.error, frappe.PermissionError):
		yield f"{name} is not refused: {answer.error!r}"
	if answer.writes:
		yield f"{name} writes before it refuses: {answer.writes}"
	if beyond := answer.reads - (
		may_be_read(world.doctypes_in(row.arguments)) if world.user != "Guest" else set()
	):
		yield f"{name} reads before it refuses: {sorted(beyond)}"


def may_be_read(doctypes):
	"""The tables that say whether a user has a right: Frappe's own, our settings, the records that the arguments name
	and those they hang on."""
	asked = {"Social CRM Settings", *doctypes}.union(*(HANGS_ON.get(doctype, ()) for doctype in doctypes))
	tables = {df.options for doctype in asked for df in frappe.get_meta(doctype).get_table_fields()}
	frappes = frappe.get_all("DocType", {"module": ("in", ("Core", "Custom"))}, pluck="name")
	return {"Singles", *asked, *tables, *frappes}


def test_other_methods_are_refused(requests_are_real):
	world = World("M")
	for name, row in TABLE.items():
		for other in {"GET", "POST", "PUT", "DELETE"} - {method_of(name)}:
			answer = call(world, name, row, method=other)
			assert isinstance(answer.error, frappe.PermissionError) and not answer.writes, (other, name)


# Whose rights and whose rank count
HANGS_ON = {
	"Mention Reply": ("Mention",),
	"Social Profile Match": ("Social Profile", "Customer"),
	"Idea Comment": ("Idea", "Idea Vote", "Social Profile", "Contact", "Dynamic Link"),
}


def method_of(name):
	(method,) = frappe.allowed_http_methods_for_whitelisted_func[functions()[name]]
	return method


class Answer(NamedTuple):
	error: Exception | None
	writes: list[str]
	reads: set[str]


TITLES = {"ola": "Acme Joinery"}  # called like the customer, which is a reason to ask
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|ALTER|CREATE|DROP|TRUNCATE)\b", re.IGNORECASE)
TABLES = re.compile(r"(?:FROM|JOIN|,)\s+`tab([^`]+)`", re.IGNORECASE)


def call(world, name, row, method=None):
	"""Calls the function as a request of the world's user would, notes what it asks of the database, and puts
	everything back."""
	frappe.set_user(world.user)
	frappe.local.request = Request(EnvironBuilder(method=method or method_of(name)).get_environ())
	frappe.local.form_dict = frappe._dict(cmd=f"social_crm_app.api.{name}", **world.filled(row.arguments))
	frappe.local.message_log, frappe.local.response = [], frappe._dict()
	frappe.db.sql("SAVEPOINT one_call")
	error, said = None, []
	try:
		with listening(said):
			handler.execute_cmd(frappe.local.form_dict.cmd)
	except Exception as raised:
		error = raised
	finally:
		frappe.set_user("Administrator")
		put_back()
	writes = [query for query in said if WRITES.match(query)]
	return Answer(error, writes, {table for query in said for table in TABLES.findall(query)})


@contextlib.contextmanager
def listening(said):
	"""Every statement meanwhile is added to `said`."""
	connection = frappe.local.db
	ask = connection.sql

	def noted(query, *args, **kwargs):
		said.append(str(query))
		return ask(query, *args, **kwargs)

	connection.sql = noted
	try:
		yield
	finally:
		del connection.sql


def put_back():
	"""Neither rows nor what was to be done after a commit outlives the call."""
	frappe.db.sql("ROLLBACK TO SAVEPOINT one_call")
	for callbacks in (frappe.db.after_commit, frappe.db.before_commit, frappe.db.after_rollback):
		callbacks.reset()
	frappe.db.commit()  # a pretended one: the point to which the next rollback returns
	frappe.db.value_cache.clear()
	frappe.clear_document_cache("Social CRM Settings")
	frappe.local.role_permissions = {}


@pytest.fixture
def requests_are_real(db):
	"""Frappe looks at the request for its method and its address."""
	kept = frappe.local.request_ip
	frappe.local.request_ip = "127.0.0.1"
	yield
	frappe.local.request, frappe.local.request_ip = None, kept


class World:
	"""A user of one kind, and a record of everything that a function may be called with."""

	def __init__(self, role):
		self.doctypes = {}
		self.records = {}
		self.customer = make_customer("Acme Joinery").name
		self.user = self.make_person(role)
		frappe.db.set_single_value("Social CRM Settings", "ideas_portal", "Everybody")
		self.keep("customer", "Customer", self.customer)
		self.make_posts()
		self.make_ideas(role)
		self.make_replies(role)
		self.make_portal()
		self.make_others(role)

	def keep(self, key, doctype, name):
		self.doctypes[key], self.records[key] = doctype, name

	def make(self, key, doctype, **values):
		doc = frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)
		self.keep(key, doctype, doc.name)
		return doc

	def make_person(self, role):
		if role == "G":
			return "Guest"
		if role == "W":
			return make_portal_person("portal", self.customer)
		user = make_user(f"matrix-{role.lower()}@users.example", *DESK, *OURS[role]).name
		contact = frappe.get_doc("Contact", {"user": user})
		contact.append("links", {"link_doctype": "Customer", "link_name": self.customer})
		contact.save()
		return user

	def make_posts(self):
		self.keep("account", "Social Account", make_account().name)
		make_account("Who answers", "Mastodon", instance_url="http://127.0.0.1:9", access_token="x")
		people = ("ola", "other", "mine", "decided")
		store(
			*(
				make_post(n, "It broke", make_author(who, display_name=TITLES.get(who, who)))
				for n, who in enumerate(people)
			)
		)
		profiles = dict(frappe.get_all("Social Profile", fields=["handle", "name"], as_list=True))
		for who, key in zip(people, ("profile", "other", "mine", "linked"), strict=True):
			self.keep(key, "Social Profile", profiles[f"{who}@social.example"])
		profile = self.records["profile"]
		self.keep("mention", "Mention", frappe.db.get_value("Mention", {"social_profile": profile}))
		frappe.db.set_value(
			"Social Profile", self.records["mine"], {"claimed_by": self.user, "consent": "Given"}
		)
		decisions.link(self.records["linked"], "Customer", self.customer)
		self.keep_match("decided", self.records["linked"])
		self.keep_match("match", profile)

	def keep_match(self, key, profile):
		self.keep(
			key, "Social Profile Match", frappe.db.get_value("Social Profile Match", {"profile": profile})
		)

	def make_ideas(self, role):
		for key in ("idea", "other_idea", "merged"):
			self.make(key, "Idea", title=f"A longer {key}", visibility="Public", moderation="Approved")
		merging.merge(self.records["merged"], self.records["other_idea"])
		self.make("comment", "Idea Comment", idea=self.records["idea"], text="Hm")
		frappe.db.set_value("Idea Comment", self.records["comment"], "by_team", 0)
		if role != "G":
			frappe.set_user(self.user)
		self.make("own_comment", "Idea Comment", idea=self.records["idea"], text="Oh")
		frappe.set_user("Administrator")

	def make_replies(self, role):
		sender = self.user if role in "UM" else "Administrator"
		for key, status, who in (
			("queued", "Queued", sender),
			("waiting", "Waiting for Approval", "Administrator"),
		):
			doc = self.make(key, "Mention Reply", mention=self.records["mention"], text="Sorry!")
			doc.db_set({"status": status, "sender": who})
		self.make("template", "Reply Template", title="Sorry", text="Sorry!")

	def make_portal(self):
		self.make(
			"claim", "Social Profile Claim", platform="Mastodon", handle="me@social.example", status="Waiting",
			user=self.user, party_type="Customer", party=self.customer, code="ABCD2345", expires_at="2099-01-01",
		)  # fmt: skip

	def make_others(self, role):
		self.make("issue", "Issue", subject="A longer cable")
		owner = self.user if role in "UM" else "Administrator"
		self.make(
			"filter",
			"List Filter",
			filter_name="Mine",
			reference_doctype="Mention",
			for_user=owner,
			filters="[]",
		)
		self.records["rule"] = frappe.as_json(
			{
				"title": "Broken", "enabled": 1,
				"conditions": [{"subject": "Mention: Intent", "operator": "is", "value": "Problem"}],
				"actions": [{"action": "Set Priority", "value": "High"}],
			}
		)  # fmt: skip

	def filled(self, arguments):
		return {key: self.value(value) for key, value in arguments.items()}

	def value(self, value):
		if isinstance(value, list):
			return [self.value(one) for one in value]
		return self.records[value[1:]] if isinstance(value, str) and value.startswith("$") else value

	def doctypes_in(self, arguments):
		"""The DocTypes of the records that the arguments name."""
		named = frappe.as_json(arguments)
		return {doctype for key, doctype in self.doctypes.items() if f'"${key}"' in named}
