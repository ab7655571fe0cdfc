"""Exports as people have them: plain, from ERPNext, from Excel, and broken."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from social_crm_app.identity.keys import Key
from social_crm_app.preview.arguments import DEMO_PEOPLE
from social_crm_app.preview.people import load_people
from social_crm_app.preview.people_csv import NoPeople, read_people


@pytest.fixture
def csv_file(tmp_path):
	def write(content, encoding="utf-8"):
		path = tmp_path / "people.csv"
		path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
		return path

	return write


def owners(store, type_, value):
	return store.find([Key(type_, value)]).get(Key(type_, value), [])


def test_the_demo_file(store):
	loaded = load_people(store, DEMO_PEOPLE)
	assert loaded.counts == {"Customer": 7, "Contact": 6, "Lead": 3}
	assert loaded.problems == [] and loaded.silent == 0
	(jane,) = owners(store, "Handle", "mastodon:jane@builders.example")
	assert (jane.party_type, jane.party, jane.contact) == ("Customer", "Northwind Carpentry", "Jane Miller")
	(priya,) = owners(store, "Domain", "nair-renovations.example")
	assert (priya.party_type, priya.party, priya.lead) == ("Lead", "Priya Nair", "Priya Nair")


def test_customers_as_erpnext_exports_them(store, csv_file):
	path = csv_file(
		'"ID","Customer Name","Customer Type","EMAIL ID","Mobile No","Website","From Lead"\n'
		'"CUST-1","Acme GmbH","Company","info@acme.de","030 23125001","acme.example","CRM-LEAD-7"\n'
		'"CUST-2","Eva Ohm","Individual","eva@ohm.example","","",""\n'
	)
	assert load_people(store, path, "DE").counts == {"Customer": 2}
	assert [o.party for o in owners(store, "Phone", "+493023125001")] == ["CUST-1"]
	assert [(o.party, o.derived) for o in owners(store, "Domain", "acme.de")] == [("CUST-1", True)]
	assert [(o.party, o.derived) for o in owners(store, "Domain", "acme.example")] == [("CUST-1", False)]
	assert owners(store, "Domain", "ohm.example") == []
	assert store.party_titles()["Customer", "CUST-1"] == ("Acme GmbH", "")


def test_leads_as_erpnext_exports_them(store, csv_file):
	path = csv_file(
		"ID,Lead Name,Organization Name,Company,Email,Mobile No.,WhatsApp,Social Handles\n"
		"L-1,Ana Sol,Sol SA,My Own Company,ana@sol.example,+34 910 12 34 56,+34 910 12 34 57,@ana@sol.example\n"
	)
	load_people(store, path)
	assert store.party_titles()["Lead", "L-1"] == ("Ana Sol", "Sol SA")
	for type_, value in (
		("Phone", "+34910123456"),
		("Phone", "+34910123457"),
		("Handle", "mastodon:ana@sol.example"),
		("Domain", "sol.example"),
	):
		assert [o.party for o in owners(store, type_, value)] == ["L-1"], value


def test_contacts_with_child_rows(store, csv_file):
	path = csv_file(
		"ID,First Name,Last Name,Email ID (Email IDs),Number (Contact Numbers),Link Document Type (Links),Link Name (Links),ID (Links)\n"
		"Jo Li-Acme,Jo,Li,jo@acme.example,+1 503 555 0142,Customer,Acme,abc\n"
		",,,jo@home.example,+1 503 555 0143,,,def\n"
		"Bo,Bo,,bo@x.example,,,,\n"
	)
	found = read_people(path)
	assert [(r.kind, r.title, r.emails) for r in found.records] == [
		("Contact", "Jo Li", ["jo@acme.example", "jo@home.example"]),
		("Contact", "Bo", ["bo@x.example"]),
	]
	assert found.problems == []
	assert found.records[0].phones == ["+1 503 555 0142", "+1 503 555 0143"]


def test_a_contact_stands_for_its_customer_by_id_or_name_and_a_lead_for_what_it_became(store, csv_file):
	path = csv_file(
		"kind,id,name,company,email,from lead\n"
		"Customer,C-1,Acme,,,L-1\n"
		"Lead,L-1,Jo,,jo@x.example,\n"
		"Contact,,Ann,acme,ann@x.example,\n"
		"Contact,,Ben,C-1,ben@x.example,\n"
		"Contact,,Cy,L-1,cy@x.example,\n"
		"Contact,,Dee,nobody,dee@x.example,\n"
	)
	load_people(store, path)
	for mail in ("ann", "ben", "cy", "jo"):
		(owner,) = owners(store, "Email", f"{mail}@x.example")
		assert (owner.party_type, owner.party, owner.lead) == ("Customer", "C-1", "L-1"), mail
	(dee,) = owners(store, "Email", "dee@x.example")
	assert (dee.party_type, dee.party) == ("Contact", "Dee")


def test_people_of_the_same_name_stay_two(store, csv_file):
	load_people(store, csv_file("kind,name,email\nContact,Jo,jo@a.example\nContact,Jo,jo@b.example\n"))
	assert owners(store, "Email", "jo@a.example") != owners(store, "Email", "jo@b.example")
	assert len(store.party_titles()) == 2


@pytest.mark.parametrize(
	"encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"], ids=["utf-8", "with mark", "latin-1", "utf-16"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_encodings_and_separators(csv_file, encoding, delimiter):
	text = "Kind,Customer Name,Email Id\r\nCustomer,Müller & Söhne,info@mueller.example\r\n"
	(record,) = read_people(csv_file(text.replace(",", delimiter), encoding)).records
	assert (record.title, record.emails) == ("Müller & Söhne", ["info@mueller.example"])


def test_unreadable_rows_are_told_with_their_lines(csv_file):
	found = read_people(
		csv_file(
			"An export\n\nkind,name,email,social handles\n"
			'Customer,"Two\nlines",a@x.example,\n'
			"Supplier,Sup,b@x.example,\n"
			"Customer,,c@x.example,\n"
			"Customer,D,d@x.example,,surplus\n"
			"\n"
			"customers,E,e@x.example,what is this\n"
		)
	)
	assert [(record.title, record.line) for record in found.records] == [("Two lines", 4), ("E", 10)]
	assert found.problems == [
		"line 6: is no Customer, Lead or Contact; it was left out",
		"line 7: has no name; it was left out",
		"line 8: has 5 cells, the header has 4; it was left out",
		'line 10: the social handle "what is this" cannot be read',
	]


def test_a_cell_beyond_all_bounds_is_told_and_the_next_row_is_read(csv_file):
	found = read_people(csv_file(f"kind,name,email\nCustomer,{'x' * 1_100_000},\nLead,Jo,jo@x.example\n"))
	assert [record.title for record in found.records] == ["Jo"]
	assert len(found.problems) == 1 and found.problems[0].startswith("line 2: cannot be read as CSV")


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "email\nx@y.example\n", b"\x00\x01\xff\xfe"])
def test_a_file_without_a_header_is_refused_with_an_example(csv_file, content):
	with pytest.raises(NoPeople, match="kind,name,company,email"):
		read_people(csv_file(content))


def test_a_missing_file_is_named(tmp_path):
	with pytest.raises(NoPeople, match=r"gone\.csv cannot be read: No such file"):
		read_people(tmp_path / "gone.csv")


def test_another_file_takes_the_place_of_the_former(store, csv_file):
	load_people(store, DEMO_PEOPLE)
	load_people(store, csv_file("kind,name,email\nLead,Jo,jo@x.example\n"))
	assert store.party_titles() == {("Lead", "Jo"): ("Jo", "")}
	assert owners(store, "Email", "jane@northwind-carpentry.example") == []


def test_who_has_nothing_to_be_recognised_by_is_counted(store, csv_file):
	path = csv_file("kind,name,email,phone\nLead,Jo,nonsense,12\nLead,Al,al@x.example,\n")
	assert [load_people(store, path).silent for _run in range(2)] == [1, 1]


@given(st.binary(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
def test_any_bytes_give_records_or_a_refusal(tmp_path, content):
	path = tmp_path / "any.csv"
	path.write_bytes(b"kind,name,email,phone,social handles\n" + content)
	for record in read_people(path).records:
		assert record.title and record.kind in ("Customer", "Lead", "Contact")
