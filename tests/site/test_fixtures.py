"""What the other tests rely on: a pretended commit keeps, a rollback undoes, and nothing outlives a test."""

import pytest

import frappe

MARK = "social-crm-fixture-"


def notes():
	return set(frappe.get_all("ToDo", {"description": ["like", f"{MARK}%"]}, pluck="description"))


def note(text):
	frappe.get_doc(doctype="ToDo", description=f"{MARK}{text}").insert()


@pytest.mark.parametrize("run", ["first", "second"])
def test_a_test_begins_without_the_rows_of_the_one_before(run):
	assert notes() == set()
	note(run)
	frappe.db.commit()
	assert notes() == {f"{MARK}{run}"}


def test_a_rollback_goes_back_to_the_last_commit():
	note("kept")
	frappe.db.commit()
	note("lost")
	frappe.db.rollback()
	assert notes() == {f"{MARK}kept"}


def test_callbacks_of_commit_and_rollback_run_once_each():
	seen = []
	frappe.db.before_commit.add(lambda: seen.append("before commit"))
	frappe.db.after_commit.add(lambda: seen.append("after commit"))
	frappe.db.after_rollback.add(lambda: seen.append("never"))
	frappe.db.commit()
	frappe.db.commit()
	frappe.db.after_commit.add(lambda: seen.append("never"))
	frappe.db.after_rollback.add(lambda: seen.append("after rollback"))
	frappe.db.rollback()
	frappe.db.commit()
	assert seen == ["before commit", "after commit", "after rollback"]


def test_savepoints_work_inside():
	note("kept")
	frappe.db.savepoint("nested")
	note("lost")
	frappe.db.rollback(save_point="nested")
	assert notes() == {f"{MARK}kept"}


def test_another_connection_sees_nothing(db):
	note("unseen")
	frappe.db.commit()
	mine = frappe.local.db
	frappe.connect()
	other, frappe.local.db = frappe.local.db, mine
	try:
		assert other.sql("select count(*) from `tabToDo` where description like %s", f"{MARK}%") == ((0,),)
	finally:
		other.close()


def test_as_user_is_somebody_with_just_these_roles(as_user):
	with as_user("Sales User") as user:
		assert frappe.session.user == user
		assert "Sales User" in frappe.get_roles() and "System Manager" not in frappe.get_roles()
	assert frappe.session.user == "Administrator"


def test_jobs_run_inline_when_asked(run_jobs_inline):
	frappe.enqueue(note, text="inline", enqueue_after_commit=True)
	assert notes() == {f"{MARK}inline"}


@pytest.mark.real_commit
def test_a_real_worker_does_what_was_queued(workers, wait_for):
	try:
		frappe.enqueue("frappe.client.insert", doc={"doctype": "ToDo", "description": f"{MARK}worker"})
		workers.run_until_empty()
		assert notes() == {f"{MARK}worker"}
	finally:
		frappe.db.delete("ToDo", {"description": ["like", f"{MARK}%"]})
		frappe.db.commit()


@pytest.mark.real_commit
def test_a_worker_can_be_killed(workers, wait_for):
	process = workers.start()
	wait_for(lambda: any(worker.pid == process.pid for worker in registered_workers()))
	workers.kill(process)
	assert process.returncode == -9


def registered_workers():
	from rq import Worker

	from frappe.utils.background_jobs import get_redis_conn

	return Worker.all(connection=get_redis_conn())
