"""Upstream wins: what was deleted on the platform is blanked here, as its terms and the law ask for.

Once a day each account's platform is asked for the posts that are stored, newest first: those of the last
RECENT_DAYS every time, older ones in turns, a bounded number a day. Text, names, media and raw payload go;
counts, judgements, links and whatever was made of the mention stay. What could not be asked is left alone.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import add_days, now_datetime

from social_crm_app.connectors.base import AccountConfig, Connector, Held
from social_crm_app.errorlog import log_failure
from social_crm_app.exceptions import AuthExpired, BudgetReached, ConnectorError, RateLimited, Unreachable
from social_crm_app.identity import index, matches
from social_crm_app.ingest import accounts

if TYPE_CHECKING:
	from frappe.model.document import Document

RECENT_DAYS = 30
PAGE = 20  # posts of one question: what Mastodon takes at once
PAGES = {"recent": 150, "old": 50}  # of one run
FAILURES = 3  # pages in a row that the platform will not answer
_NO_MORE_TODAY = (AuthExpired, BudgetReached, RateLimited)
_BLANK_MENTION = (
	"author_name", "author_handle", "permalink", "media", "raw", "sentiment_reason", "intent_reason",
)  # fmt: skip
_BLANK_PROFILE = (
	"display_name", "handle", "url", "avatar", "bio", "location", "language", "website", "email", "attested_links",
	"links", "digest", "former_handles",
)  # fmt: skip
Position = list[str] | None  # posted_at and name of the last post that was asked for


@dataclass(slots=True)
class Tally:
	"""Of one run: mentions `asked` for, mentions and `profiles` that were `blanked`."""

	asked: int = 0
	blanked: int = 0
	profiles: int = 0


def due_accounts() -> list[str]:
	"""Names of the enabled accounts whose posts have not been asked for since a day."""
	return accounts.due("deletion_check_at")


def check(account_name: str, seconds: float = 600) -> Tally:
	"""Goes on where the last run of this account stopped, for about `seconds`. Commits page by page.

	Never raises for what a platform does: the rest is asked for an hour later if it could not be reached, else
	the next day.
	"""
	account, tally = frappe.get_doc("Social Account", account_name), Tally()
	connector = accounts.connector_for(account.platform)
	wait = timedelta(days=1)
	if connector.capabilities.can_delete_check:
		try:
			_Sweep(account, connector, tally, time.monotonic() + seconds).run()
		except Unreachable:
			wait = timedelta(hours=1)
		except _NO_MORE_TODAY:
			pass  # the account's own state and the next pull tell people; here only the day is over
	_save(account.name, deletion_check_at=now_datetime() + wait)
	return tally


class _Sweep:
	"""One run over the stored posts of one account."""

	def __init__(self, account: "Document", connector: Connector, tally: Tally, until: float):
		self.account, self.connector, self.tally, self.until = account.name, connector, tally, until
		self.config = accounts.config_of(account)
		self.positions: dict[str, Position] = json.loads(account.deletion_cursor or "{}")

	def run(self) -> None:
		# On every other day the old ones come first, lest a tight limit left them waiting for ever
		for part in sorted(PAGES, reverse=bool(now_datetime().toordinal() % 2)):
			self._part(part, PAGES[part])
		_save(self.account, deletions_checked_at=now_datetime())

	def _part(self, part: str, pages: int) -> None:
		failures = 0
		for _number in range(pages):
			rows = _page(self.account, part, self.positions.get(part))
			failures = failures + 1 if rows and not self._ask(rows) else 0
			self.positions[part] = [str(rows[-1].posted_at), rows[-1].name] if len(rows) == PAGE else None
			_save(self.account, deletion_cursor=json.dumps(self.positions))
			if self.positions[part] is None or failures >= FAILURES or time.monotonic() > self.until:
				return

	def _ask(self, rows: Sequence[Mapping]) -> bool:
		"""Asks for these mentions and blanks what is gone; False if the platform gave no usable answer."""
		try:
			gone, authors = _with_session(self.account, self.config, lambda: self._answers(rows))
		except (*_NO_MORE_TODAY, Unreachable):
			raise
		except ConnectorError:
			frappe.db.rollback()
			log_failure(f"Posts of {self.account} could not be checked", "Social Account", self.account)
			return False
		self.tally.asked += len(rows)
		self.tally.blanked += blank_mentions([row.name for row in rows if row.external_id in gone])
		self.tally.profiles += blank_profiles(
			{row.social_profile for row in rows if row.author_id in authors}
		)
		return True

	def _answers(self, rows: Sequence[Mapping]) -> tuple[set[str], set[str]]:
		held = [Held(row.external_id, bool(row.private), _raw(row.raw)) for row in rows]
		gone = self.connector.find_deleted(self.config, held)
		authors = {row.author_id for row in rows if row.external_id in gone and row.author_id}
		return gone, self.connector.find_deleted_authors(self.config, sorted(authors)) if authors else set()


def blank_mentions(names: Sequence[str]) -> int:
	"""Takes the words and names out of these mentions; returns how many those are."""
	if names:
		gone = _("[deleted on the platform]")
		values = {**dict.fromkeys(_BLANK_MENTION), "title": gone, "text": gone, "deleted_upstream": 1}
		frappe.db.set_value("Mention", {"name": ("in", list(names))}, values)
	return len(names)


def blank_profiles(names: set[str]) -> int:
	"""Takes what accounts said of themselves out of these profiles and of their candidates; links and decisions stay,
	marked."""
	if names:
		values = {**dict.fromkeys(_BLANK_PROFILE), "verified": 0, "deleted_upstream": 1}
		values["title"] = _("[deleted on the platform]")
		frappe.db.set_value("Social Profile", {"name": ("in", sorted(names))}, values)
		_blank_grounds(sorted(names))
		for name in sorted(names):  # the authors of one page: a handful
			index.forget("Social Profile", name)
	return len(names)


def _blank_grounds(profiles: Sequence[str]) -> None:
	"""Takes away what these profiles were recognised by, and the notes of their former handles."""
	matches.forget_evidence(
		frappe.get_all("Social Profile Match", {"profile": ("in", profiles)}, pluck="name", order_by="name")
	)
	reason = _("Linked before the account was deleted on the platform.")
	by_rule = {"name": ("in", profiles), "link_status": "Linked", "link_source": "Rule"}
	frappe.db.set_value("Social Profile", by_rule, "link_reason", reason, update_modified=False)
	frappe.db.delete(
		"Comment",
		{
			"reference_doctype": "Social Profile", "reference_name": ("in", profiles), "comment_type": "Info",
			"content": ("like", "%@%"),
		},
	)  # fmt: skip


def _page(account: str, part: str, after: Position) -> list[dict]:
	"""The next PAGE mentions of this account that are not blank, with the id of their author."""
	mention, profile = frappe.qb.DocType("Mention"), frappe.qb.DocType("Social Profile")
	border = add_days(now_datetime(), -RECENT_DAYS)
	query = (
		frappe.qb.from_(mention)
		.left_join(profile)
		.on(profile.name == mention.social_profile)
		.select(
			mention.name, mention.external_id, mention.private, mention.raw, mention.posted_at,
			mention.social_profile, profile.external_id.as_("author_id"),
		)
		.where((mention.social_account == account) & (mention.deleted_upstream == 0))
		.where(mention.posted_at >= border if part == "recent" else mention.posted_at < border)
		.orderby(mention.posted_at, order=frappe.qb.desc)
		.orderby(mention.name, order=frappe.qb.desc)
	)  # fmt: skip
	if after:
		at, name = after
		query = query.where((mention.posted_at < at) | ((mention.posted_at == at) & (mention.name < name)))
	return query.limit(PAGE).run(as_dict=True)


def _raw(kept: str | None) -> dict[str, Any]:
	"""What the platform once sent; empty when it is no longer kept."""
	found = frappe.parse_json(kept) if kept else None
	return found if isinstance(found, dict) else {}


def _with_session(account: str, config: AccountConfig, call) -> Any:
	before = dict(config.session)
	try:
		return call()
	finally:
		accounts.keep_session(account, config, before)
		frappe.db.commit()  # nosemgrep - a token that was renewed is lost upstream if it is lost here


def _save(account: str, **values: Any) -> None:
	frappe.db.set_value("Social Account", account, values, update_modified=False)
	frappe.db.commit()  # nosemgrep - a page and its bookmark together: a run may be killed anywhere
