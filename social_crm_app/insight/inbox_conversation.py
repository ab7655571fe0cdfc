"""The rest of a thread: posts that a platform tells of, beside what `inbox_thread` has of our own rows.

Only what the current user may see comes back: what is a mention of ours by the rights to that mention, private posts
by the right to private mentions, nothing of people who were erased and nothing that is ours already. It asks no
platform and changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import frappe

from social_crm_app.identity import own
from social_crm_app.identity.erasure import ERASED
from social_crm_app.identity.naming import name_for
from social_crm_app.insight import inbox_thread
from social_crm_app.insight.inbox_thread import Item

if TYPE_CHECKING:
	from frappe.model.document import Document

Told = Mapping[str, Any]


def items(mention: "Document", posts: Sequence[Told]) -> list[Item]:
	"""What of these posts (see `ingest.conversation.Told`) is not in the thread yet, as items like those of
	`inbox_thread.thread`, oldest first. A post that is no mention has the kind "post"."""
	names = {name_for(post["key"]): post for post in posts}
	stored = set(
		frappe.get_all("Mention", {"name": ("in", list(names) or [""])}, pluck="name", order_by="name")
	)
	shown = set(inbox_thread.names_of(mention))
	found = inbox_thread.items_of(_readable(stored - shown), mention.name)
	found += _items({name: names[name] for name in names if name not in stored}, stored | shown)
	return sorted(found, key=lambda item: (str(item["at"]), item["name"]))


def _readable(names: set[str]) -> list[str]:
	"""Those mentions that the user may read and that are neither deleted nor erased."""
	filters = {
		"name": ("in", sorted(names) or [""]),
		"deleted_upstream": 0,
		"mention_key": ("not like", f"{ERASED}%"),
	}
	return frappe.get_list("Mention", filters=filters, pluck="name", order_by="name", limit=0)


def _items(posts: Mapping[str, Told], mentions: set[str]) -> list[Item]:
	"""Of posts that are no mentions, by the name that they would have; `mentions` are those of the thread."""
	sent, private = _sent_by_us(mentions), _may_see_private()
	authors = _authors(posts.values())
	ours = {name for name, author in authors.items() if author.kept_out == own.ACCOUNT}
	erased = {name for name, author in authors.items() if author.erased}
	return [
		{
			**inbox_thread.item("post", name, post["at"], post["text"]),
			**{key: post[key] for key in ("author", "handle", "permalink")},
			"private": int(post["private"]),
			"is_ours": _author(post) in ours,
			"is_reply": post["kind"] == "Reply",
		}
		for name, post in posts.items()
		if (private or not post["private"])
		and post["external_id"] not in sent
		and _author(post) not in erased
	]


def _sent_by_us(mentions: set[str]) -> set[str]:
	"""The ids of what we have answered to these mentions: the thread has those already, for who may read them."""
	filters = {"mention": ("in", sorted(mentions)), "remote_id": ("is", "set")}
	return set(frappe.get_all("Mention Reply", filters, pluck="remote_id", order_by="name"))


def _authors(posts: Iterable[Told]) -> dict[str, Mapping[str, Any]]:
	"""Those of the authors whose profiles we have, by name."""
	names = sorted({name for post in posts if (name := _author(post))})
	rows = frappe.get_all(
		own.PROFILE, {"name": ("in", names or [""])}, ["name", "erased", "kept_out"], order_by="name"
	)
	return {row.name: row for row in rows}


def _author(post: Told) -> str:
	"""The name of the author's profile, whether we have it or not; "" if the platform does not tell the author."""
	return name_for(post["profile_key"]) if post["profile_key"] else ""


def _may_see_private() -> bool:
	return bool(
		frappe.has_permission("Mention", "read", frappe.get_doc({"doctype": "Mention", "private": 1}))
	)
