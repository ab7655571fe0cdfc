"""A real site for every test here: real MariaDB, real Redis, a real background worker on demand.

Each test runs in one transaction that is rolled back. A commit inside it runs its callbacks and moves the
point to which a rollback returns, as a real one does, but nothing outlives the test. Tests marked
`real_commit` really commit, for workers and second connections to see it; they clean up after themselves.
The site comes from SOCIAL_CRM_TEST_SITE; `scripts/test` makes one that is thrown away afterwards.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import responses

try:
	import frappe
	from frappe import cache_manager
	from frappe.utils import caching, get_bench_path
except ImportError:  # collected without a bench: said below, once, in words
	frappe = None

HELP = "tests/site needs an ERPNext site. Run scripts/test --site, or set SOCIAL_CRM_TEST_SITE on a bench."
TEST_POINT = "social_crm_test"
# Redis keys that say what DocTypes and apps look like, nothing of any row.
KEPT = (
	"doctype_meta",
	"table_columns",
	"is_table",
	"db_tables",
	"app_hooks",
	"app_modules",
	"all_apps",
	"merged_translations",
)


def pytest_configure(config):
	config.addinivalue_line(
		"markers", "real_commit: really commits, for workers to see; removes its own rows afterwards"
	)


@pytest.fixture(scope="session")
def site():
	"""The name of the connected site."""
	name = os.environ.get("SOCIAL_CRM_TEST_SITE")
	if frappe is None or not name:
		pytest.exit(HELP, returncode=4)
	go_to_sites()
	frappe.init(site=name)
	if not frappe.conf.allow_tests:
		pytest.exit(f"Site {name} does not allow tests: bench --site {name} set-config allow_tests 1")
	frappe.connect()
	frappe.flags.in_test = True
	frappe.flags.mute_emails = True
	yield name
	frappe.destroy()


def go_to_sites():
	"""Frappe finds apps and sites relative to this folder; pytest changes back before its last teardown."""
	os.chdir(os.environ.get("SOCIAL_CRM_SITES") or os.path.join(get_bench_path(), "sites"))


@pytest.fixture(autouse=True)
def db(site, request):
	"""The database of this test, as Administrator."""
	frappe.set_user("Administrator")
	frappe.db.rollback()
	# Frappe's count of open documents leaves one second to every later query of the connection
	frappe.db.set_execution_timeout(0)
	empty_queues()
	really = request.node.get_closest_marker("real_commit")
	with noting_changed_forms() as changed, contextlib.nullcontext() if really else one_transaction():
		yield frappe.db
	frappe.db.rollback()
	forget(changed)


@contextlib.contextmanager
def noting_changed_forms():
	"""Gives a list in which the names of DocTypes appear whose shape is changed meanwhile; None stands for all."""
	changed = []
	clear = cache_manager._clear_doctype_cache_from_redis

	def note(doctype=None):
		changed.append(doctype)
		clear(doctype)

	cache_manager._clear_doctype_cache_from_redis = note
	try:
		yield changed
	finally:
		cache_manager._clear_doctype_cache_from_redis = clear


@contextlib.contextmanager
def one_transaction():
	"""Makes commit and rollback of the connection stay inside one transaction."""
	connection = frappe.local.db  # the database itself: frappe.db is a proxy
	connection.savepoint(TEST_POINT)
	connection.commit, connection.rollback = pretend_to_commit, pretend_to_roll_back
	try:
		yield
	finally:
		del connection.commit, connection.rollback


def pretend_to_commit():
	"""What Database.commit does, except for the commit."""
	frappe.db.before_rollback.reset()
	frappe.db.after_rollback.reset()
	frappe.db.before_commit.run()
	frappe.db.savepoint(TEST_POINT)
	frappe.db.value_cache.clear()
	frappe.db.after_commit.run()


def pretend_to_roll_back(*, save_point=None):
	"""What Database.rollback does, back to the last pretended commit instead of the last real one."""
	connection = frappe.local.db
	if save_point:
		return type(connection).rollback(connection, save_point=save_point)
	connection.before_commit.reset()
	connection.after_commit.reset()
	connection.before_rollback.run()
	connection.sql(f"rollback to savepoint {TEST_POINT}")
	connection.value_cache.clear()
	connection.after_rollback.run()


def forget(changed):
	"""Caches outlive a rollback; so do the user, messages and flags of a test. The shape of DocTypes is dear to
	read and seldom changed, so only that of the `changed` ones is forgotten."""
	go_to_sites()
	frappe.set_user("Administrator")
	frappe.db.value_cache.clear()
	frappe.local.message_log = []
	frappe.local.form_dict = frappe._dict()
	if None in changed:
		frappe.clear_cache()
		return
	forget_rows()
	for doctype in set(changed):
		frappe.clear_cache(doctype=doctype)


def forget_rows():
	"""What frappe.clear_cache() does, except for the keys in KEPT."""
	cache = frappe.cache
	kept = set().union(*(cache.get_keys(key) for key in KEPT))
	cache.delete_value(list(set(cache.get_keys("")) - kept), make_keys=False)
	frappe.local.cache = {}
	frappe.local.new_doc_templates = {}
	frappe.local.role_permissions = {}
	if hasattr(frappe.local, "request_cache"):  # Frappe makes it with its first use
		frappe.local.request_cache.clear()
	for name in ("system_settings", "website_settings", "social_crm_matcher"):
		if hasattr(frappe.local, name):
			delattr(frappe.local, name)
	caching._SITE_CACHE.clear()


def empty_queues():
	"""Jobs of an earlier test must neither run in this one nor keep its jobs out as duplicates; those of a killed
	worker seem to run for a while."""
	from frappe.utils.background_jobs import get_queues

	for queue in get_queues():
		queue.empty()
		for job in queue.started_job_registry.get_job_ids():
			queue.started_job_registry.remove(job, delete_job=True)


@pytest.fixture
def as_user(db):
	"""`with as_user("Social CRM User"): ...` runs the block as a new user with just these roles; gives the e-mail."""

	@contextlib.contextmanager
	def become(*roles):
		before = frappe.session.user
		user = make_user(*roles)
		frappe.set_user(user)
		try:
			yield user
		finally:
			frappe.set_user(before)

	return become


@pytest.fixture
def any_status(db):
	"""Ideas take any status: the Workflow of who may move them on is switched off. Gives what switches it, for who
	rolls back in between."""

	def switch(active):
		frappe.db.set_value("Workflow", "Idea Review", "is_active", active)
		frappe.cache.hdel("workflow", "Idea")

	before = frappe.db.get_value("Workflow", "Idea Review", "is_active")
	switch(0)
	yield switch
	frappe.db.rollback()
	switch(before)
	frappe.db.commit()


def make_user(*roles):
	"""A new enabled desk user with `roles`; returns its name, an e-mail address."""
	email = f"{frappe.generate_hash(length=10)}@users.example"
	user = frappe.get_doc(doctype="User", email=email, first_name="Test", send_welcome_email=0)
	user.append_roles(*roles)
	user.insert(ignore_permissions=True)
	return user.name


@pytest.fixture
def run_jobs_inline(db, monkeypatch):
	"""Background jobs run at once, in the test's own transaction, instead of in a worker."""
	from frappe.utils import background_jobs

	enqueue = background_jobs.enqueue

	def run_now(method, *args, **kwargs):
		kwargs.update(now=True, deduplicate=False, enqueue_after_commit=False)
		return enqueue(method, *args, **kwargs)

	monkeypatch.setattr(background_jobs, "enqueue", run_now)


@pytest.fixture
def http():
	"""Answers to HTTP requests; a request without a prepared answer fails, an answer nobody asked for too."""
	with responses.RequestsMock(assert_all_requests_are_fired=True) as mock:
		yield mock


@pytest.fixture
def wait_for():
	"""`wait_for(predicate, timeout=20)`: its first true value, each try in a fresh view of the database."""

	def wait(predicate, timeout=20.0, pause=0.2):
		deadline = time.monotonic() + timeout
		while True:
			frappe.db.rollback()
			if value := predicate():
				return value
			if time.monotonic() > deadline:
				pytest.fail(f"{getattr(predicate, '__name__', predicate)} stayed false for {timeout} s")
			time.sleep(pause)

	return wait


def family_of(pid):
	"""A process and all that it has begotten, found by their parents (field 4 of /proc/PID/stat): the job of a worker
	has a group and a session of its own."""
	parents = {}
	for path in Path("/proc").glob("[0-9]*/stat"):
		with contextlib.suppress(OSError):
			parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
	family = [pid]
	for member in family:
		family += [child for child, parent in parents.items() if parent == member]
	return family


class Workers:
	"""Real background workers, each a process of its own, as `bench worker` starts them."""

	def __init__(self):
		self.processes = []

	def start(self, burst=False):
		"""One more worker for all queues; with `burst` it ends when the queues are empty. Returns its process."""
		command = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "worker"]
		command += ["--queue", "long,default,short", *(["--burst"] if burst else [])]
		process = subprocess.Popen(
			command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
		)
		self.processes.append(process)
		return process

	def run_until_empty(self, timeout=60.0):
		"""Everything that is queued, and what it queues in turn, done by a real worker process."""
		assert self.start(burst=True).wait(timeout) == 0
		frappe.db.rollback()

	def kill(self, process):
		"""Kill -9 of the worker and of the job it is working on; nothing gets a chance to tidy up."""
		for pid in family_of(process.pid):
			with contextlib.suppress(ProcessLookupError):
				os.kill(pid, signal.SIGKILL)
		process.wait(10)

	def stop_all(self):
		for process in self.processes:
			if process.poll() is None:
				self.kill(process)


@pytest.fixture
def workers(db):
	"""`workers.start()`, `workers.run_until_empty()`, `workers.kill(process)`; none outlives the test."""
	pool = Workers()
	yield pool
	pool.stop_all()
	empty_queues()
