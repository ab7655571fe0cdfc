"""A real worker is killed in the middle of building the identity index: the next one goes on where it stopped, and
the index is the one that a build in one go makes, without doubles."""

import pytest

import frappe

from social_crm_app import sql
from social_crm_app.jobs import index, recheck
from social_crm_app.testing import (
	forget_everything_pulled,
	make_author,
	make_customer,
	make_lead,
	make_post,
	store,
)

pytestmark = pytest.mark.real_commit

RECORDS = 3000  # of each kind, six pages
WAITING = 40  # profiles that show the address of one of them
PROFILES_END = (
	"Social Profile Match",
	["profile", "party_type", "party", "status", "score", "customer", "lead"],
)
KEYS = (
	"Identity Key",
	["name", "key_type", "key_value", "attested", "source", "reference_doctype", "reference_name"],
)
ADDRESSES = {"Customer": "c{}@people.example", "Lead": "l{}@people.example"}


def many(doctype, first, title):
	"""RECORDS copies of a record, each with an address and a name of its own; returns their names."""
	values = frappe.get_all(doctype, {"name": first}, ["*"])[0]
	rows = [
		{**values, "name": f"KILL-{n:05}", title: f"Person Killnumber{n}", "email_id": ADDRESSES[doctype].format(n)}
		for n in range(RECORDS)
	]  # fmt: skip
	sql.insert_missing(doctype, rows)
	return [row["name"] for row in rows]


@pytest.fixture
def crowd():
	"""Many customers and leads that are in no index, and profiles that wait for some of them; committed."""
	forget_everything_pulled()
	firsts = {"Customer": make_customer("Index Kill Test").name, "Lead": make_lead("Index Kill Test").name}
	titles = {"Customer": "customer_name", "Lead": "lead_name"}
	made = {doctype: many(doctype, name, titles[doctype]) for doctype, name in firsts.items()}
	posts = [
		make_post(n, author=make_author(f"p{n}", email=ADDRESSES[("Customer", "Lead")[n % 2]].format(n * 7)))
		for n in range(WAITING)
	]
	store(*posts)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	forget_everything_pulled()
	for doctype, names in made.items():
		frappe.db.delete(doctype, {"name": ("in", names)})
		frappe.db.delete("Identity Key", {"reference_doctype": doctype, "reference_name": ("in", names)})
		frappe.delete_doc(doctype, firsts[doctype], force=True)
	index._save({}, "Ready", 100)
	frappe.db.commit()


def forget_index():
	"""No keys, no suggestions: as on the day of the installation."""
	for doctype in ("Identity Key", "Social Profile Match", "Social Profile Match Evidence"):
		frappe.db.delete(doctype)
	frappe.db.set_value("Social Profile", {"name": ("is", "set")}, "link_status", "Unlinked")
	index.rebuild()
	frappe.db.commit()


def contents():
	"""All keys and all suggestions, in order."""
	frappe.db.rollback()
	return [
		sorted(frappe.get_all(doctype, fields=fields, as_list=True), key=repr)
		for doctype, fields in (KEYS, PROFILES_END)
	]


def state():
	frappe.db.rollback()
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
	read = frappe.db.get_singles_dict("Social CRM Settings")
	return read.get("index_status"), (frappe.parse_json(read.get("index_cursor")) or {}).get("done", 0)


def with_keys():
	"""The many records that have keys by now."""
	filters = {"reference_name": ("like", "KILL-%")}
	return set(frappe.get_all("Identity Key", filters, ["reference_doctype", "reference_name"], as_list=True))


def send():
	frappe.enqueue("social_crm_app.jobs.index.build", queue="long")
	frappe.db.commit()


def test_the_next_one_goes_on_and_nothing_is_lost_or_doubled(crowd, workers, wait_for):
	forget_index()
	index.build()
	recheck.run()
	keys, suggestions = contents()
	assert len(keys) >= 2 * 2 * RECORDS and len(suggestions) >= WAITING  # an address and a name each

	forget_index()
	reached, total = [0], sum(frappe.db.count(doctype) for doctype in index.DOCTYPES)
	for _round in range(3):
		send()
		worker = workers.start()
		wait_for(lambda: state()[1] > reached[-1], timeout=60, pause=0.02)
		workers.kill(worker)
		status, done = state()
		assert status == "Building" and reached[-1] < done < total, f"killed too late: {done} of {total}"
		reached.append(done)
	send()
	workers.run_until_empty()
	assert state()[0] == "Ready"
	assert contents() == [keys, suggestions]


def test_a_page_counts_once_its_bookmark_is_kept(crowd, workers, wait_for):
	"""What a killed page had written is gone with it: keys never run ahead of the bookmark."""
	forget_index()
	send()
	worker = workers.start()
	wait_for(with_keys, timeout=60, pause=0.02)
	workers.kill(worker)
	done = state()[1]
	assert 0 < len(with_keys()) <= done < 2 * RECORDS
