"""What followers of an Idea are told when its status changes: once per person and change.

E-mail for people who follow with a login or an address; for a profile a reply to its own post is drafted, which
somebody reads and sends. Works in pages whose messages and marks are committed together, so that it may be killed
anywhere. It must not decide who follows (`followers`) nor send a reply.
"""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import frappe

from social_crm_app.errorlog import log_failure
from social_crm_app.ideas import followers, merging, messages, people

if TYPE_CHECKING:
	from frappe.model.document import Document

PAGE = 50  # persons of one transaction
# By which of a person's rows they are told: those with an address before the handle.
ORDER = ("User", "Contact", "Lead", "Customer", "Social Profile")


def waiting() -> bool:
	"""True if followers of any Idea are still to be told something."""
	return bool(frappe.db.exists("Idea", {"news_pending": 1}))


def run_waiting(seconds: float) -> None:
	"""Tells the followers of all Ideas whose status has changed, for about `seconds`. Commits page by page; what is
	left still waits. An Idea that fails is logged and passed over."""
	deadline, idea = time.monotonic() + seconds, ""
	while time.monotonic() < deadline and (idea := _next_after(idea)):
		try:
			while time.monotonic() < deadline and tell_page(idea):
				_commit()
		except Exception:  # what is wrong with one Idea must not stop the others
			frappe.db.rollback()
			log_failure("Telling the followers of an Idea failed", "Idea", idea)
		_commit()


def tell_page(name: str) -> bool:
	"""Tells the next PAGE persons of an Idea's last change; False when there are none left. The Idea's row is locked
	until the transaction ends: two jobs at once tell nobody twice."""
	_commit()  # so that the lock comes first and what is read after it is the newest
	# Not get_doc's own lock: in a new process get_doc reads other tables before it
	frappe.db.get_value("Idea", name, "name", for_update=True)
	idea = frappe.get_doc("Idea", name)
	left = _untold(idea) if idea.news_pending and _is_news(idea) else []
	for rows in left[:PAGE]:
		_tell(idea, rows)
	if len(left) <= PAGE:
		frappe.db.set_value("Idea", name, "news_pending", 0, update_modified=False)
	return len(left) > PAGE


def _is_news(idea: "Document") -> bool:
	"""A signpost has no news of its own, and what waits for approval is nobody's business yet."""
	return bool(idea.status_log) and not idea.merged_into and idea.moderation == "Approved"


def _untold(idea: "Document") -> list[list[Mapping]]:
	"""The rows of each person who has not been told of the last change with any of them."""
	rows = followers.active(merging.families([idea.name])[idea.name])
	person = people.persons({(row.person_type, row.person) for row in rows})
	by_person: dict[people.Voter, list[Mapping]] = defaultdict(list)
	for row in rows:
		by_person[person[row.person_type, row.person]].append(row)
	change = idea.status_log[-1].name
	return [its for its in by_person.values() if not any(row.told == change for row in its)]


def _tell(idea: "Document", rows: Iterable[Mapping]) -> None:
	"""One person, in a savepoint of its own. Who cannot be told, for whatever reason, is not tried again."""
	rows = sorted(rows, key=lambda row: ORDER.index(row["person_type"]))
	frappe.db.savepoint("idea_news")
	try:
		messages.send(idea, rows)
	except Exception:
		frappe.db.rollback(save_point="idea_news")
		log_failure("A follower could not be told", "Idea", idea.name)
	followers.mark_told([row["name"] for row in rows], idea.status_log[-1].name)


def _next_after(idea: str) -> str | None:
	found = frappe.get_all(
		"Idea", filters={"news_pending": 1, "name": (">", idea)}, pluck="name", order_by="name", limit=1
	)
	return found[0] if found else None


def _commit() -> None:
	frappe.db.commit()  # nosemgrep - pages of a long job: the messages and their marks together
