"""Sends one reply of the outbox, so that whatever happens there is one post.

Before a try after an unknown outcome the platform is asked whether the reply stands there already. What a
platform refuses is told and not tried again. Must not write rows (`outbox`) nor know how an account becomes
a connector: whoever calls opens the line.
"""

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_system_timezone, now_datetime

from social_crm_app import exceptions as errors
from social_crm_app.connectors.answering import ParentRef, Sent
from social_crm_app.connectors.base import AccountConfig, Connector
from social_crm_app.engage import answered, gate, outbox, parents
from social_crm_app.engage.outbox import FAILED, SENT, Claim
from social_crm_app.errorlog import log_failure

MAX_TRIES = 12
FIRST_WAIT, LONGEST_WAIT = 60, 3600  # seconds; a server that was slow to answer may still be posting
LIMITED_WAIT = 15 * 60


@dataclass(frozen=True, slots=True)
class Line:
	"""A connector, the account it speaks for, and how to keep the account's session afterwards."""

	connector: Connector
	config: AccountConfig
	keep: Callable[[], None]


OpenLine = Callable[[str], Line]


class Refused(errors.SocialCRMError):
	"""We do not send this reply; the words say why."""


def deliver(name: str, open_line: OpenLine) -> str | None:
	"""Sends the reply if it is due and nobody else does; returns its status afterwards, None if it was not ours
	to send. Commits before and after the call of the platform; never raises for what a platform does."""
	claim = outbox.claim(name)
	if claim is None:
		return None
	try:
		status = _try(claim, open_line)
	except Exception:
		frappe.db.rollback()
		log_failure("A reply could not be sent", outbox.REPLY, name)
		status = _try_later(claim, _("An unexpected error. The Error Log has the details."), in_doubt=True)
	frappe.db.commit()  # nosemgrep - what the platform has said must stay, whatever comes next
	return status


def _try(claim: Claim, open_line: OpenLine) -> str:
	try:
		line = open_line(claim.account)
		parent = parents.of(claim.mention, claim.account, line.connector)
	except (errors.SocialCRMError, frappe.DoesNotExistError) as error:
		return _not_even_tried(claim, error)
	try:
		return _call(claim, line, parent)
	finally:
		line.keep()


def _call(claim: Claim, line: Line, parent: ParentRef) -> str:
	if claim.perhaps_posted:
		try:
			sent = _find(claim, line, parent)
		except errors.ConnectorError as error:
			return _try_later(claim, explain(error), in_doubt=True, seconds=_told(error))
		if sent:
			return _done(claim, sent)
	if reason := gate.barred(claim.mention):
		return _failed(claim, reason)
	try:
		sent = line.connector.reply(
			line.config, parent, claim.text, idempotency_key=claim.key, private=claim.private
		)
	except errors.ConnectorError as error:
		return _after(claim, line, parent, error)
	return _done(claim, sent)


def _after(claim: Claim, line: Line, parent: ParentRef, error: errors.ConnectorError) -> str:
	"""What an error of the call itself means: refused, wait, or nobody knows."""
	if not nothing_was_posted(error):
		return _try_later(claim, explain(error), in_doubt=True, seconds=_told(error))
	if isinstance(error, errors.RateLimited):
		return _try_later(claim, explain(error), in_doubt=False, seconds=_told(error) or LIMITED_WAIT)
	if isinstance(error, errors.BadPayload):
		# It may have been refused for being there already.
		try:
			sent = _find(claim, line, parent)
		except errors.ConnectorError:
			return _try_later(claim, explain(error), in_doubt=True)
		if sent:
			return _done(claim, sent)
	return _failed(claim, explain(error))


def nothing_was_posted(error: errors.ConnectorError) -> bool:
	"""Whether the platform has surely not taken the reply. A timeout, a cut line, a 5xx or an answer that cannot
	be read leave it open; so does a 409, which may mean that it is there."""
	if isinstance(error, errors.AuthExpired | errors.NotPermitted | errors.Gone | errors.BudgetReached):
		return True
	status = error.http_status or 0
	return 400 <= status < 500 and status not in (408, 409)


def _find(claim: Claim, line: Line, parent: ParentRef) -> Sent | None:
	return line.connector.find_own_reply(
		line.config,
		parent,
		claim.text,
		claim.decided_at,
		idempotency_key=claim.key,
		not_these=outbox.earlier_ids(claim),
	)


def _not_even_tried(claim: Claim, error: Exception) -> str:
	"""The account or the post is not there any more; an earlier try may have gone out all the same."""
	words = str(error) or _("The account of this reply does not exist any more.")
	return _failed(claim, words, in_doubt=claim.perhaps_posted)


def _done(claim: Claim, sent: Sent) -> str:
	when = sent.posted_at.astimezone(ZoneInfo(get_system_timezone())) if sent.posted_at else None
	values = {
		"remote_id": sent.external_id[:1000],
		"permalink": sent.permalink,
		"sent_at": when.replace(tzinfo=None) if when else now_datetime(),
		"in_doubt": 0,
		"error": None,
	}
	if outbox.close(claim, SENT, values):
		answered.note(claim, values["permalink"], values["sent_at"])
	return SENT


def _failed(claim: Claim, words: str, *, in_doubt: bool = False) -> str:
	if in_doubt:
		words += "\n" + _("It is not known whether it was posted. Look at the post before you write again.")
	outbox.close(claim, FAILED, {"error": words, "in_doubt": int(in_doubt)})
	answered.tell_of_failure(claim, words)
	return FAILED


def _try_later(claim: Claim, words: str, *, in_doubt: bool, seconds: float | None = None) -> str:
	if claim.tries >= MAX_TRIES:
		return _failed(claim, words, in_doubt=in_doubt)
	wait = max(seconds or 0, min(FIRST_WAIT * 2 ** (claim.tries - 1), LONGEST_WAIT))
	outbox.put_back(claim, wait, in_doubt=in_doubt, error=words)
	return outbox.QUEUED


def _told(error: errors.ConnectorError) -> float | None:
	return getattr(error, "retry_after", None)


def explain(error: errors.ConnectorError) -> str:
	"""What happened and what to do, in the reader's language, with the platform's own words."""
	words = next(words for kind, words in _explanations() if isinstance(error, kind))
	said = error.provider_message or str(error)
	return f"{words}\n{_('The platform said: {0}').format(said)}"


def _explanations() -> tuple[tuple[type[Exception], str], ...]:
	return (
		(errors.AuthExpired, _("The credentials were refused. Enter a new token or app password on the account.")),
		(errors.NotPermitted, _("The platform does not let this account post. Check the rights (scopes) of the token, and whether the author has blocked the account.")),
		(errors.RateLimited, _("The platform asked us to wait. The reply goes out by itself afterwards.")),
		(errors.Gone, _("The post cannot be found on the platform any more.")),
		(errors.BudgetReached, _("The monthly budget of this account is used up.")),
		(errors.Unreachable, _("No usable answer came. Before the next try we look whether the reply was posted.")),
		(errors.ConnectorError, _("The platform did not take the reply. Change the text, or answer there by hand.")),
	)  # fmt: skip
