"""The state that an account shows: the only writer of its health columns.

Turns errors into words that say what happened, since when and what to do. People are told once per
breakage. The cursor is not touched here.
"""

from datetime import timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.desk.doctype.notification_log.notification_log import enqueue_create_notification
from frappe.utils import format_datetime, now_datetime
from frappe.utils.user import get_users_with_role

from social_crm_app import exceptions as errors

if TYPE_CHECKING:
	from frappe.model.document import Document

MAX_BACKOFF = timedelta(hours=1)
DEFAULT_WAIT = 15 * 60  # seconds, when a platform limits us and does not say for how long
# A passing disturbance heals by itself; people hear of it when it has lasted for so many runs.
PATIENCE = {errors.Unreachable: 3, errors.BadPayload: 3}


def succeeded(account: "Document", *, more: bool, refused: dict[str, str] | None = None) -> None:
	"""The run went well. `more`: there is more to fetch, so the next run may start at once. `refused`: the
	platform's words against single streams, such as a search term it does not take."""
	now = now_datetime()
	if account.broken_since:
		account.add_comment("Info", _("Works again after {0}").format(format_datetime(account.broken_since)))
	_write(
		account,
		{
			"status": "OK",
			"last_sync_at": now,
			"next_sync_at": now if more else now + timedelta(minutes=max(account.poll_every_minutes, 1)),
			"broken_since": None,
			"failures_in_a_row": 0,
			"last_error": explain_refused(refused),
		},
	)


def failed(account: "Document", error: Exception) -> None:
	"""The run stopped. A rate limit is no breakage; everything else is, until a run goes well."""
	now = now_datetime()
	if isinstance(error, errors.RateLimited):
		wait = timedelta(seconds=error.retry_after if error.retry_after is not None else DEFAULT_WAIT)
		_write(account, {"status": "Rate Limited", "next_sync_at": now + wait, "last_error": explain(error)})
		return
	failures = (account.failures_in_a_row or 0) + 1
	_write(
		account,
		{
			"status": "Broken",
			"broken_since": account.broken_since or now,
			"failures_in_a_row": failures,
			"next_sync_at": now + _backoff(account, failures),
			"last_error": explain(error),
		},
	)
	if failures == PATIENCE.get(type(error), 1) or (failures == 1 and type(error) not in PATIENCE):
		_tell_managers(account)


def explain_refused(refused: dict[str, str] | None) -> str | None:
	"""One line for each stream that the platform does not let us read; None when there is none."""
	if not refused:
		return None
	lines = (_("{0} is refused: {1}").format(stream, words) for stream, words in refused.items())
	return "\n".join((_("The rest of this account works."), *lines))


def explain(error: Exception) -> str:
	"""What happened and what to do, in the reader's language, with the platform's own words."""
	fitting = [words for kind, words in _explanations() if isinstance(error, kind)]
	words = (
		fitting[0]
		if fitting
		else _("An unexpected error. The Error Log has the details; the next run tries again.")
	)
	said = getattr(error, "provider_message", "") or (
		str(error) if isinstance(error, errors.SocialCRMError) else ""
	)
	return f"{words}\n{_('The platform said: {0}').format(said)}" if said else words


def _explanations() -> tuple[tuple[type[Exception], str], ...]:
	return (
		(errors.AuthExpired, _("The credentials were refused. Enter a new token or app password and test the connection.")),
		(errors.NotPermitted, _("The platform does not permit this. Check the rights (scopes) of the token and whether the account is blocked.")),
		(errors.RateLimited, _("The platform asked us to wait. It goes on by itself; a longer poll interval helps.")),
		(errors.Gone, _("The address is gone. Check the server or feed URL.")),
		(errors.BadPayload, _("The answer could not be read. Check the server or feed URL; the next run tries again.")),
		(errors.BudgetReached, _("The monthly budget of this account is used up.")),
		(errors.Unreachable, _("The server could not be reached. The next run tries again; nothing is lost.")),
	)  # fmt: skip


def _backoff(account: "Document", failures: int) -> timedelta:
	"""The poll interval, doubled with every further failure, up to an hour (or the interval, if longer)."""
	interval = timedelta(minutes=max(account.poll_every_minutes or 1, 1))
	return max(interval, min(interval * 2 ** min(failures - 1, 10), MAX_BACKOFF))


def _tell_managers(account: "Document") -> None:
	if not frappe.get_cached_doc("Social CRM Settings").notify_managers:
		return
	users = get_users_with_role("Social CRM Manager")
	if not users:
		return
	subject = _("{0} is broken since {1}: {2}").format(
		frappe.bold(frappe.utils.escape_html(account.title)),
		format_datetime(account.broken_since),
		frappe.utils.escape_html((account.last_error or "").split("\n")[0]),
	)
	enqueue_create_notification(
		users,
		{
			"type": "Alert",
			"document_type": "Social Account",
			"document_name": account.name,
			"subject": subject,
			"from_user": frappe.session.user,
		},
	)


def _write(account: "Document", values: dict) -> None:
	account.db_set(values, update_modified=False, notify=True)
