"""What a platform tells of the talk around one mention, asked while somebody looks at it. Nothing of it is stored.

It is kept in the cache for some minutes, so that whoever opens the mention again asks nobody, and a server that
does not answer is left in peace for a while. Must not decide who may see which post; the reader of this does.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_datetime, get_system_timezone, now_datetime

from social_crm_app import connectors
from social_crm_app.connectors.base import Connector, Held, Post
from social_crm_app.connectors.http import HttpClient
from social_crm_app.exceptions import ConnectorError, Gone, RateLimited
from social_crm_app.identity.erasure import ERASED
from social_crm_app.ingest import accounts, health, profiles
from social_crm_app.ingest.normalise import clean_line, clean_text, clean_url, stable_key, to_site_time

if TYPE_CHECKING:
	from frappe.model.document import Document

KEPT = 5 * 60  # seconds
LEFT_IN_PEACE = 60  # seconds, after a server has not answered
TIMES = {"connect_timeout": 4, "read_timeout": 8, "total_timeout": 10}  # seconds, of one call
LONGEST = 5_000  # characters of one post
_CACHED, _SILENT = "social_crm_conversation", "social_crm_conversation_silent"


@dataclass(slots=True)
class Told:
	"""`posts`: dicts {key, profile_key, external_id, author, handle, at, text, permalink, kind, private}, plain text
	and site time; `trouble`: why there are none, in one sentence, "" if that is no news."""

	posts: list[dict[str, Any]] = field(default_factory=list)
	trouble: str = ""


def around(mention: "Document") -> Told:
	"""The other posts of the thread, from the cache or the platform, unjudged: the caller says who may see them."""
	kept = f"{_CACHED}:{mention.name}"
	told = frappe.cache.get_value(kept, expires=True)
	if told is None:
		account = _account(mention)
		if account is None:
			return Told()
		told = _ask(account, mention)
		if told is None:
			return Told(
				trouble=_("{0} does not answer just now; this is what is stored here.").format(
					mention.platform
				)
			)
		frappe.cache.set_value(kept, told, expires_in_sec=KEPT)
	return Told(told)


def _account(mention: "Document") -> "Document | None":
	"""The account that brought the mention, if its platform shows threads and there is a post to ask for."""
	if not mention.social_account or not mention.external_id or mention.deleted_upstream:
		return None
	if (mention.mention_key or "").startswith(ERASED):
		return None
	account = frappe.get_doc("Social Account", mention.social_account)
	can = connectors.get(account.platform).capabilities.can_show_thread
	return account if can and account.enabled and account.platform == mention.platform else None


def _ask(account: "Document", mention: "Document") -> list[dict[str, Any]] | None:
	"""The posts; [] if the platform has none to show, None if it does not answer or must not be asked now."""
	silent = f"{_SILENT}:{account.name}"
	if not _may_be_asked(account) or frappe.cache.get_value(silent, expires=True):
		return None
	connector = _connector(account.platform)
	try:
		return _plain(connector, _posts(account, connector, mention))
	except Gone:
		return []
	except RateLimited as error:
		health.failed(account, error)
	except ConnectorError:
		frappe.cache.set_value(silent, True, expires_in_sec=LEFT_IN_PEACE)
	return None


def _may_be_asked(account: "Document") -> bool:
	"""Whether its last run went well, or the time is over for which the platform had asked us to wait."""
	if account.status == "Rate Limited":
		return bool(account.next_sync_at) and get_datetime(account.next_sync_at) <= now_datetime()
	return account.status in ("OK", "Not Connected")


def _connector(platform: str) -> Connector:
	http = HttpClient(allow_loopback=accounts.loopback_allowed(), **TIMES)
	return connectors.get(platform)(http)


def _posts(account: "Document", connector: Connector, mention: "Document") -> tuple[Post, ...]:
	config = accounts.config_of(account)
	before = dict(config.session)
	raw = frappe.parse_json(mention.raw) if mention.raw else {}
	held = Held(mention.external_id, bool(mention.private), raw if isinstance(raw, dict) else {})
	try:
		return connector.conversation(config, held)
	finally:
		accounts.keep_session(account.name, config, before)


def _plain(connector: Connector, posts: Iterable[Post]) -> list[dict[str, Any]]:
	zone, now = ZoneInfo(get_system_timezone()), datetime.now(timezone.utc)
	return [
		{
			"key": stable_key(connector.platform, post.external_id),
			"profile_key": profiles.profile_key(connector.platform, post.author) if post.author else "",
			"external_id": post.external_id,
			"author": clean_line(post.author.display_name) if post.author else "",
			"handle": clean_line(post.author.handle) if post.author else "",
			"at": to_site_time(post.posted_at, zone, now),
			"text": clean_text(post.text, LONGEST)[0],
			"permalink": clean_url(post.permalink),
			"kind": post.kind,
			"private": post.private,
		}
		for post in posts
	]
