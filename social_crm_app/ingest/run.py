"""Drives one account from its cursor to the present: gather pages, store them, move the cursor, go on.

A batch of pages is one transaction, and the cursor moves in the same one, so that a worker may be killed
anywhere. It must not parse (connectors), judge (analysis, identity) or decide when to run (jobs).
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone

from social_crm_app.connectors.base import Post
from social_crm_app.connectors.streams import trouble_of
from social_crm_app.errorlog import log_failure
from social_crm_app.exceptions import ConnectorError
from social_crm_app.ingest import accounts, automation, health, pipeline, sync_log
from social_crm_app.ingest.gather import Batch, gather

if TYPE_CHECKING:
	from frappe.model.document import Document

Progress = Callable[["Tally"], None]
DEADLOCK_TRIES = 5


class Overtaken(Exception):
	"""Another run has moved this account's cursor; it goes on from there, this one stops."""


@dataclass(slots=True)
class Tally:
	"""The counts of a run; `has_more`: it stopped at its limit and not at the end."""

	pages: int = 0
	fetched: int = 0
	created: int = 0
	known: int = 0
	skipped: int = 0
	linked: int = 0
	has_more: bool = False
	pending: bool = False
	notes: list[str] = field(default_factory=list)
	refused: dict[str, str] = field(default_factory=dict)

	def add(self, batch: Batch, outcome: pipeline.Outcome) -> None:
		self.pages += len(batch.pages)
		self.skipped += batch.skipped
		self.has_more = batch.has_more
		self.pending = self.pending or outcome.pending
		self.refused = trouble_of(batch.next_cursor)
		for count in ("fetched", "created", "known", "linked"):
			setattr(self, count, getattr(self, count) + getattr(outcome, count))
		if outcome.listener_errors:
			self.notes.append(f"{outcome.listener_errors} listener errors, see Error Log")


def sync(
	account_name: str, trigger: str, *, seconds: float = 1200, progress: Progress | None = None
) -> Tally:
	"""Runs one account until it is up to date, its pages per run are used, or `seconds` have passed.

	Never raises for what a platform does: that shows on the account and in the log.
	"""
	account = frappe.get_doc("Social Account", account_name)
	log = sync_log.start(account.name, trigger)
	frappe.db.commit()  # nosemgrep - the log must tell of a run whose worker is killed
	tally = Tally()
	try:
		_pages(account, log, tally, time.monotonic() + seconds, progress)
	except Overtaken:
		_end(log, tally, "Success", "Another run of this account was ahead; it goes on there.")
	except Exception as error:
		_fail(account, log, tally, error)
	else:
		health.succeeded(account, more=tally.has_more, refused=tally.refused)
		notes = [*tally.notes, *(f"{stream}: {words}" for stream, words in tally.refused.items())]
		_end(log, tally, "Partial" if tally.skipped or notes else "Success", "\n".join(notes))
	frappe.db.commit()  # nosemgrep - the run is over; what follows are other transactions
	if tally.pending:
		automation.fire_pending()
	return tally


def _pages(account: "Document", log: str, tally: Tally, until: float, progress: Progress | None) -> None:
	connector = accounts.connector_for(account.platform)
	config = accounts.config_of(account)
	source = pipeline.source_of(account.name, connector.platform, connector.label, account.company)
	limit = frappe.get_cached_doc("Social CRM Settings").pages_per_run or 50
	cursor = account.cursor
	while True:
		batch = gather(account.name, connector, config, cursor, limit - tally.pages)
		cursor = _keep(account.name, batch, cursor, source, tally)
		sync_log.count(log, asdict(tally))
		frappe.db.commit()  # nosemgrep - one batch is one transaction: rows and cursor together or not at all
		if progress:
			progress(tally)
		if batch.error:
			raise batch.error
		if not batch.has_more or tally.pages >= limit or time.monotonic() > until:
			return


def _keep(account: str, batch: Batch, cursor: str | None, source: pipeline.Source, tally: Tally) -> str:
	"""Stores a batch and moves the cursor; a deadlock with another worker is simply tried again."""
	for attempt in range(DEADLOCK_TRIES):
		try:
			moved = _move(account, batch, cursor)
			tally.add(batch, _process(batch.posts, source, tally))
			return moved
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			frappe.db.rollback()
			if attempt == DEADLOCK_TRIES - 1:
				raise
	raise AssertionError("unreachable")


def _process(posts: list[Post], source: pipeline.Source, tally: Tally) -> pipeline.Outcome:
	"""The whole batch at once; if one post makes that impossible, post by post, so that only that one is missing."""
	frappe.db.savepoint("batch")
	try:
		return pipeline.process(posts, source)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise
	except Exception:
		frappe.db.rollback(save_point="batch")
		log_failure(f"A batch of {source.account} is stored post by post", "Social Account", source.account)
	return _process_each(posts, source, tally)


def _process_each(posts: list[Post], source: pipeline.Source, tally: Tally) -> pipeline.Outcome:
	total = pipeline.Outcome()
	for post in posts:
		frappe.db.savepoint("post")
		try:
			outcome = pipeline.process([post], source)
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			raise
		except Exception:
			frappe.db.rollback(save_point="post")
			log_failure(
				f"Post {post.external_id[:80]!r} could not be stored", "Social Account", source.account
			)
			tally.skipped += 1
			continue
		for name, value in asdict(outcome).items():
			setattr(total, name, getattr(total, name) + value)
	return total


def _move(account: str, batch: Batch, cursor: str | None) -> str:
	"""Moves the cursor, holding the account's row until the batch is stored, so that runs cannot interleave."""
	held = frappe.db.get_value("Social Account", account, "cursor", for_update=True)
	if (held or None) != (cursor or None):
		raise Overtaken
	moved = json.dumps(batch.next_cursor, sort_keys=True)
	values: dict[str, Any] = {"cursor": moved}
	if until := batch.complete_until:
		local = ZoneInfo(get_system_timezone())
		values["complete_until"] = until.astimezone(local).replace(tzinfo=None)
	frappe.db.set_value("Social Account", account, values, update_modified=False)
	return moved


def _fail(account: "Document", log: str, tally: Tally, error: Exception) -> None:
	frappe.db.rollback()
	traceback = "" if isinstance(error, ConnectorError) else frappe.get_traceback(with_context=False)
	if traceback:
		log_failure(f"Sync of {account.name} failed", "Social Account", account.name)
	account.reload()
	health.failed(account, error)
	_end(log, tally, "Partial" if tally.pages else "Failed", health.explain(error), traceback)


def _end(log: str, tally: Tally, status: str, error: str = "", traceback: str = "") -> None:
	sync_log.count(log, asdict(tally))
	sync_log.close(log, status, error=error, traceback=traceback)
