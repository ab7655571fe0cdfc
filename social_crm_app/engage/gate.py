"""Whether a mention can be answered from here, until when, and if not, why: asked before anybody types.

Must not call a platform, nor look at the words of a reply.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import format_datetime, get_datetime, now_datetime

from social_crm_app import connectors
from social_crm_app.connectors.answering import FOUND_BY_SEARCH
from social_crm_app.connectors.base import Connector
from social_crm_app.connectors.loose import web_url
from social_crm_app.exceptions import ConnectorError

if TYPE_CHECKING:
	from frappe.model.document import Document

PUBLIC, PRIVATE = "Public", "Private"


@dataclass(frozen=True, slots=True)
class Gate:
	"""`allowed`, or the `reason` why not. `until`: when the platform stops taking answers (site time, None:
	never). `account`: the Social Account that would speak. `visibilities`: who may be let see the answer, the
	usual one first. `by_hand_url`: where a person can answer."""

	allowed: bool
	reason: str = ""
	until: datetime | None = None
	account: str = ""
	visibilities: tuple[str, ...] = ()
	by_hand_url: str = ""


def gate(mention: "Document") -> Gate:
	"""What the current user may do with this mention."""
	by_hand = web_url(mention.permalink or "")
	if not frappe.has_permission("Mention", "read", mention) or not frappe.has_permission(
		"Mention Reply", "create"
	):
		return Gate(False, _("You do not have the right to answer mentions."))
	connector = _connector(mention.platform)
	account, trouble = _account_for(mention)
	reason = _platform_says_no(mention, connector) or _barred(mention) or trouble
	reason = reason or _too_late(mention, connector)
	until = _until(mention, connector)
	if reason:
		return Gate(False, reason, until, account, by_hand_url=by_hand)
	return Gate(True, "", until, account, _visibilities(mention, connector), by_hand)


def still_open(mention: "Document", account: str) -> str:
	"""Why a reply that waited cannot go out from this account any more, whoever asks; "" if it can."""
	connector = _connector(mention.platform)
	reason = _platform_says_no(mention, connector) or _barred(mention) or _trouble(account, mention.platform)
	return reason or _too_late(mention, connector)


def closed_to_all(mention: "Document") -> str:
	"""Why nobody can answer this mention from here, whoever asks and however its account stands; "" if somebody
	can."""
	connector = _connector(mention.platform)
	return _platform_says_no(mention, connector) or _barred(mention) or _too_late(mention, connector)


def barred(mention: str) -> str:
	"""Why nobody may answer this mention any more, whoever asks; "" if they may. For a reply that waited."""
	return _barred(frappe.get_doc("Mention", mention))


def _connector(platform: str) -> type[Connector] | None:
	try:
		return connectors.get(platform)
	except ConnectorError:
		return None


def _platform_says_no(mention: "Document", connector: type[Connector] | None) -> str:
	if connector is None:
		return _("This mention was entered by hand: there is no platform that a reply could be sent to.")
	if not connector.capabilities.can_reply:
		return _("{0} takes no replies from other programs. Answer there by hand.").format(mention.platform)
	if not connector.parent_of(mention.external_id or "", {}):
		return _("This mention does not say which post it is, so it can only be answered by hand.")
	closed = connector.closed_because(mention.source or "", _raw(mention))
	return _closed_words(closed, mention.platform) if closed else ""


def _raw(mention: "Document") -> dict[str, Any]:
	"""The kept record; {} when retention has removed it."""
	try:
		found = json.loads(mention.raw or "{}")
	except ValueError:
		return {}
	return found if isinstance(found, dict) else {}


def _closed_words(closed: str, platform: str) -> str:
	if closed == FOUND_BY_SEARCH:
		return _(
			"This post was only found by a search: {0} lets other programs answer none but those who have named or "
			"quoted the account. Answer there by hand."
		).format(platform)
	return _("{0} does not let other programs answer this post: {1}. Answer there by hand.").format(
		platform, closed
	)


def _barred(mention: "Document") -> str:
	if mention.deleted_upstream:
		return _("The post was deleted on the platform.")
	if not mention.social_profile:
		return ""
	profile = frappe.db.get_value(
		"Social Profile",
		mention.social_profile,
		["erased", "kept_out", "consent", "may_contact"],
		as_dict=True,
	)
	if not profile:
		return ""
	if profile.erased:
		return _("The author asked to be erased.")
	if profile.kept_out in ("Own Staff", "Own Account"):
		return _("The author is one of us ({0}).").format(_(profile.kept_out))
	# Who has never been asked has spoken to us in public; who was asked has the last word.
	if profile.consent != "Not Asked" and not profile.may_contact:
		return _("The author does not want us to write to them there.")
	return ""


def _account_for(mention: "Document") -> tuple[str, str]:
	"""(name of the account that would answer, what is wrong with it)."""
	name = mention.social_account or _any_account(mention)
	if not name:
		return "", _("No Social Account of {0} is connected that could answer.").format(mention.platform)
	if not frappe.db.exists("Social Account", name) or not frappe.has_permission(
		"Social Account", "read", name
	):
		return "", _("You do not have the right to speak for the account that brought this mention.")
	return name, _trouble(name, mention.platform)


def _trouble(name: str, platform: str) -> str:
	"""What keeps this account from answering on the platform."""
	fields = ["title", "platform", "enabled", "status", "broken_since"]
	account = frappe.db.get_value("Social Account", name, fields, as_dict=True)
	if not account:
		return _("The account of this reply does not exist any more.")
	if account.platform != platform:
		return _("The account {0} is not on {1}.").format(account.title, platform)
	if not account.enabled:
		return _("The account {0} is switched off.").format(account.title)
	if account.status == "Broken":
		return _("The account {0} is broken since {1}. Put it right first.").format(
			account.title, format_datetime(account.broken_since)
		)
	return ""


def _any_account(mention: "Document") -> str | None:
	"""An account on the platform, of the mention's company before others, that works."""
	found = frappe.get_list(
		"Social Account",
		filters={"platform": mention.platform, "enabled": 1},
		fields=["name", "company", "status"],
		order_by="creation",
	)
	found.sort(key=lambda account: (account.company != mention.company, account.status == "Broken"))
	return found[0].name if found else None


def _until(mention: "Document", connector: type[Connector] | None) -> datetime | None:
	hours = connector.capabilities.reply_hours if connector else None
	return _last_heard(mention) + timedelta(hours=hours) if hours else None


def _last_heard(mention: "Document") -> datetime:
	"""When the author last wrote to this account, which opens the platform's time anew; in private and in public
	are two windows. The mention's own moment if the author is not known."""
	posted_at = get_datetime(mention.posted_at)
	if not mention.social_profile or not mention.social_account:
		return posted_at
	same = {column: mention.get(column) or 0 for column in ("social_profile", "social_account", "private")}
	newest = frappe.db.get_value("Mention", same, "posted_at", order_by="posted_at desc")
	return max(posted_at, newest or posted_at)


def _too_late(mention: "Document", connector: type[Connector] | None) -> str:
	until = _until(mention, connector)
	if not until or until >= now_datetime():
		return ""
	return _("{0} takes answers for a limited time after somebody has written; it ended on {1}.").format(
		mention.platform, format_datetime(until)
	)


def _visibilities(mention: "Document", connector: type[Connector]) -> tuple[str, ...]:
	"""What is private stays private; what is public may be answered privately where the platform has that."""
	if mention.private:
		return (PRIVATE,)
	return (PUBLIC, PRIVATE) if connector.capabilities.can_reply_privately else (PUBLIC,)
