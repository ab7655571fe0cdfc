"""What stands in the reply box, and what it tells of others: whose reply is on its way or was sent, and who has
the box open as well.

The latter is kept in the cache for a short time: nothing depends on it, it is told to people. Must not decide
whether a reply may go out (`compose`, `queueing`).
"""

from time import time
from typing import Any

import frappe
from frappe.utils import get_fullname

from social_crm_app.engage import outbox

OPEN_SECONDS = 150  # without a word from the box; the browser says every minute that it is still open
SHOWN = (
	"name",
	"status",
	"text",
	"visibility",
	"template",
	"error",
	"sender",
	"permalink",
	"sent_at",
	"in_doubt",
	"approval_reason",
	"sent_back_because",
	"sent_back_by",
	"proposed_because",
)


def state(mention: str) -> dict[str, Any]:
	"""{pending, last, sent_back, writing}: the reply on its way and who writes it, the last one that was sent or
	failed, the user's own that an approver has sent back, and who else has the box open."""
	user = frappe.session.user
	returned = {"status": outbox.DRAFT, "sender": user, "sent_back_because": ("is", "set")}
	return {
		"pending": outbox.pending(mention),
		"last": _latest(mention, {"status": ("in", (outbox.SENT, outbox.FAILED))}),
		"sent_back": _latest(mention, returned),
		"writing": writing(mention),
	}


def draft(mention: str) -> dict[str, Any] | None:
	"""The user's own draft; without one, what was proposed for whoever answers."""
	of_all = {"status": outbox.DRAFT}
	own = _latest(mention, {**of_all, "sender": frappe.session.user})
	return own or _latest(mention, {**of_all, "proposed_because": ("is", "set")})


def answered_since(mention: str, last_sent: str) -> dict[str, Any] | None:
	"""The newest sent reply, if it is another one than `last_sent`, which the user has seen: {name, sender, sender_name,
	sent_at, text, permalink}; of a reply that is not for the user no words."""
	name = outbox.last_sent(mention)
	if not name or name == last_sent:
		return None
	row = frappe.db.get_value(outbox.REPLY, name, ["sender", "sent_at", "text", "permalink"], as_dict=True)
	if not frappe.has_permission(outbox.REPLY, "read", name):
		row.update({"text": "", "permalink": ""})
	return {"name": name, "sender_name": get_fullname(row.sender), **row}


def attend(mention: str, *, is_open: bool) -> None:
	"""The user has the box of this mention open, still, or not any more; open forms of it hear when that changes."""
	user, key = frappe.session.user, key_of(mention)
	was_open = user in _open_boxes(mention)
	if is_open:
		frappe.cache.hset(key, user, time())
		frappe.cache.expire(frappe.cache.make_key(key), OPEN_SECONDS)
	else:
		frappe.cache.hdel(key, user)
	if was_open != is_open:
		frappe.publish_realtime("social_reply_box", {"mention": mention}, doctype="Mention", docname=mention)


def writing(mention: str) -> list[dict[str, str]]:
	"""[{user, full_name}] of the others who have the box of this mention open."""
	users = [user for user in _open_boxes(mention) if user != frappe.session.user]
	return [{"user": user, "full_name": get_fullname(user)} for user in sorted(users)]


def key_of(mention: str) -> str:
	"""Where the cache keeps {user: seconds since 1970} of a mention's open boxes."""
	return f"social-crm-reply-box:{mention}"


def _open_boxes(mention: str) -> set[str]:
	kept = frappe.cache.hgetall(key_of(mention))
	return {user.decode() for user, at in kept.items() if 0 <= time() - at < OPEN_SECONDS}


def _latest(mention: str, filters: dict[str, Any]) -> dict[str, Any] | None:
	found = frappe.get_list(
		outbox.REPLY, {"mention": mention, **filters}, SHOWN, order_by="creation desc", limit=1
	)
	if not found:
		return None
	back = found[0].sent_back_by
	return {**found[0], "sent_back_by_name": get_fullname(back) if back else ""}
