import pytest

import frappe


def test_rolls_back(db):
	frappe.get_doc(doctype="ToDo", description="zz-one").insert()
	frappe.db.commit()
	frappe.get_doc(doctype="ToDo", description="zz-two").insert()
	frappe.db.rollback()
	assert frappe.get_all("ToDo", {"description": ["like", "zz-%"]}, pluck="description") == ["zz-one"]


def test_nothing_left(db):
	assert not frappe.get_all("ToDo", {"description": ["like", "zz-%"]})
	assert frappe.db.exists("Company", "Acme Power Tools")


def test_user(as_user):
	with as_user("Sales User") as u:
		assert frappe.session.user == u
	assert frappe.session.user == "Administrator"


@pytest.mark.real_commit
def test_worker(workers, wait_for):
	frappe.enqueue("frappe.ping", job_id="zz")
	workers.run_until_empty()
	from frappe.utils.background_jobs import get_job_status

	assert str(get_job_status("zz")) in ("finished", "JobStatus.FINISHED")
