"""Ideas and votes in CSV files, through Frappe's own export and Data Import; and Frappe's REST API with its rights."""

import csv
import io

import pytest

import frappe
import frappe.client
from frappe.core.doctype.data_import.exporter import Exporter
from frappe.core.doctype.data_import.importer import Importer

from social_crm_app.ideas import votes
from social_crm_app.testing import make_contact

IDEA = ["name", "title", "status", "visibility", "target_date", "description"]
VOTE = ["idea", "voter_type", "voter", "withdrawn", "voted_at"]
HOSTILE = '=cmd|"calc"!A1, <b>bold</b>\nsecond line'


def exported(doctype, fields, names):
	"""The rows of the file that the desk's Export gives, the first one its header."""
	chosen = {doctype: fields}
	return Exporter(
		doctype, export_fields=chosen, export_data=True, export_filters={"name": ("in", names)}
	).get_csv_array()


def imported(doctype, rows, kind="Insert New Records"):
	"""Imports the rows as Data Import does with an uploaded file; returns what it logged: [(success, messages)]."""
	text = io.StringIO()
	csv.writer(text).writerows(rows)
	file = frappe.get_doc(
		doctype="File",
		file_name=f"{frappe.generate_hash(length=8)}.csv",
		content=text.getvalue(),
		is_private=1,
	).insert(ignore_permissions=True)  # the upload of a file is not what is tested
	data_import = frappe.get_doc(
		doctype="Data Import", reference_doctype=doctype, import_type=kind, import_file=file.file_url
	).insert(ignore_permissions=True)  # as in the desk, where the DocType's import right decides
	Importer(doctype, data_import=data_import).import_data()
	frappe.flags.in_import = False  # left on when nothing could be imported
	print(data_import.reload().template_warnings)  # shown when a test fails
	return frappe.get_all(
		"Data Import Log",
		{"data_import": data_import.name},
		["success", "messages", "exception"],
		order_by="log_index",
	)


@pytest.fixture
def ideas():
	values = (
		{"title": "A longer cable", "visibility": "Public", "target_date": "2027-01-31"},
		{
			"title": "A lamp, with a switch",
			"visibility": "Customers",
			"description": "<p>For <b>cellars</b></p>",
		},
	)
	made = [frappe.get_doc({"doctype": "Idea", **one}).insert() for one in values]
	made[1].db_set("status", "Shipped")
	return [idea.name for idea in made]


def test_ideas_and_votes_come_back_from_their_export(ideas, as_user):
	jane, john = make_contact("Jane").name, make_contact("John").name
	votes.cast(ideas[0], ("Contact", jane))
	votes.cast(ideas[0], ("Contact", john))
	votes.withdraw(ideas[0], ("Contact", john))
	shipped = frappe.get_doc(
		doctype="Idea Vote",
		idea=ideas[1],
		voter_type="Contact",
		voter=jane,
		withdrawn=0,
		voted_at="2025-05-01 10:00:00",
	)
	shipped.name = votes.name_of(ideas[1], "Contact", jane)
	shipped.db_insert()
	given = frappe.get_all("Idea Vote", {"idea": ("in", ideas)}, pluck="name")
	idea_rows, vote_rows = exported("Idea", IDEA, ideas), exported("Idea Vote", VOTE, given)
	before = [frappe.db.get_value("Idea", name, IDEA, as_dict=True) for name in ideas]
	voted = frappe.get_all("Idea Vote", {"name": ("in", given)}, VOTE, order_by="name")
	for name in ideas:
		frappe.delete_doc("Idea", name)
	assert not frappe.db.count("Idea Vote", {"idea": ("in", ideas)})

	with as_user("Social CRM Manager", "Sales User"):
		assert [row.success for row in imported("Idea", idea_rows)] == [1, 1]
		assert [row.success for row in imported("Idea Vote", vote_rows)] == [1, 1, 1]
	assert [frappe.db.get_value("Idea", name, IDEA, as_dict=True) for name in ideas] == before
	assert frappe.get_all("Idea Vote", {"name": ("in", given)}, VOTE, order_by="name") == voted
	assert [frappe.db.get_value("Idea", name, "votes") for name in ideas] == [1, 1]


def test_a_changed_file_updates_and_logs_the_reason(ideas, as_user):
	rows = [["ID", "Status", "Reason"], [ideas[0], "Planned", "The board said yes"]]
	with as_user("Social CRM Manager"):
		(log,) = imported("Idea", rows, "Update Existing Records")
	assert log.success, log.exception
	idea = frappe.get_doc("Idea", ideas[0])
	assert (idea.status, idea.title) == ("Planned", "A longer cable")
	assert idea.status_log[-1].to_status == "Planned"


def test_a_bad_row_is_named_and_the_others_come_in(ideas, as_user):
	jane = make_contact("Jane").name
	rows = [
		["Idea", "Voter Type", "Voter"],
		[ideas[0], "Contact", jane],
		[ideas[0], "Contact", jane],  # twice the same person
	]
	with as_user("Social CRM Manager", "Sales User"):
		first, second = imported("Idea Vote", rows)
	assert first.success and not second.success
	assert frappe.db.count("Idea Vote", {"idea": ideas[0]}) == 1
	with as_user("Social CRM Manager", "Sales User"):
		assert not imported("Idea Vote", [rows[0], ["no such idea", "Contact", jane]])
	assert frappe.db.count("Idea Vote", {"voter": jane}) == 1


def test_text_from_a_file_is_cleaned_like_any_other(as_user):
	with as_user("Social CRM Manager"):
		(log,) = imported("Idea", [["Title", "Description"], ["=1+1", f"<script>x</script>{HOSTILE}"]])
	assert log.success, log.exception
	idea = frappe.get_last_doc("Idea")
	assert idea.title == "=1+1" and "<script" not in idea.description and "<b>bold</b>" in idea.description


class TestRest:
	"""`frappe.client` is what the REST API and the desk go through."""

	def call(self, method, **arguments):
		return getattr(frappe.client, method)(**arguments)

	def test_a_user_reads_and_adds_but_deletes_nothing(self, ideas, as_user):
		with as_user("Social CRM User"):
			rows = self.call(
				"get_list", doctype="Idea", fields=["name", "title"], filters={"name": ["in", ideas]}
			)
			assert {row["name"] for row in rows} == set(ideas)
			new = self.call("insert", doc={"doctype": "Idea", "title": "Quieter"})
			assert new["status"] == "New"
			with pytest.raises(frappe.PermissionError):
				self.call("delete", doctype="Idea", name=ideas[0])

	@pytest.mark.parametrize("roles", [(), ("Sales User",)])
	def test_others_get_nothing(self, ideas, as_user, roles):
		with as_user(*roles):
			for doctype in ("Idea", "Idea Vote", "Idea Comment", "Idea Follower"):
				with pytest.raises(frappe.PermissionError):
					self.call("get_list", doctype=doctype)
			for method, arguments in (
				("get", {"doctype": "Idea", "name": ideas[0]}),
				("get_value", {"doctype": "Idea", "fieldname": "title", "filters": {"name": ideas[0]}}),
				("insert", {"doc": {"doctype": "Idea", "title": "x"}}),
				("set_value", {"doctype": "Idea", "name": ideas[0], "fieldname": "title", "value": "x"}),
				(
					"insert",
					{
						"doc": {
							"doctype": "Idea Vote",
							"idea": ideas[0],
							"voter_type": "User",
							"voter": "Guest",
						}
					},
				),
			):
				with pytest.raises(frappe.PermissionError):
					self.call(method, **arguments)
