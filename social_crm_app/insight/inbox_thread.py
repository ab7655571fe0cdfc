"""The conversation around one mention: what was said before and after it, our answers, our internal notes.

Everything is read with the current user's rights; whoever calls has checked the right to the mention itself. Only
what is stored here; what else the platform tells, `inbox_conversation` adds. It changes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import frappe

from social_crm_app.connectors.html import to_text
from social_crm_app.insight import inbox
from social_crm_app.insight.response_times import is_overdue
from social_crm_app.insight.visible import readable, visible_records

if TYPE_CHECKING:
	from frappe.model.document import Document

AROUND = 100  # mentions of the thread, those nearest in time
STEPS = 20  # parents of parents
NOTES = 100
SENT_OR_UNDER_WAY = ("Waiting for Approval", "Queued", "Sending", "Sent", "Failed")
LINKS = {"customer": "Customer", "lead": "Lead", "contact": "Contact", "social_profile": "Social Profile"}
_LAYOUT = ("Section Break", "Column Break", "Tab Break", "HTML", "Table")
_HIDDEN = ("raw", "media")
_FIELDS = (
	"name", "mention_key", "external_id", "author_name", "author_handle", "social_profile", "posted_at", "text",
	"permalink", "status", "private",
)  # fmt: skip
Item = dict[str, Any]


def thread(mention: "Document") -> dict[str, Any]:
	"""{items, mention}: the items oldest first, and what the form shows of the mention.

	Each item: {kind: "mention" | "reply" | "note", name, author, handle, avatar, at, text, permalink, is_this,
	is_ours, status, private}; `text` is plain text.
	"""
	items = items_of(names_of(mention), mention.name)
	return {
		"items": sorted(items, key=lambda item: (str(item["at"]), item["name"])),
		"mention": shown(mention),
	}


def names_of(mention: "Document") -> list[str]:
	"""The mentions of its thread as far as it is stored here, whoever may read them."""
	return sorted({mention.name, *_parents(mention.name), *_around(mention)})


def items_of(names: Sequence[str], this: str) -> list[Item]:
	"""Those of the mentions that the user may read, with our replies and notes, in no order; `this` is looked at."""
	held = _mentions(names)
	names = [row.name for row in held]
	return _without_echoes(held, _replies(names), this) + _notes(names)


def shown(doc: "Document") -> dict[str, Any]:
	"""The mention's fields as the form shows them; names of records only if the user may read those."""
	doc.apply_fieldlevel_read_permissions()
	columns = [f.fieldname for f in doc.meta.fields if f.fieldtype not in _LAYOUT]
	values = {column: doc.get(column) for column in columns if column not in _HIDDEN}
	values |= _links(doc)
	row = {**values, "first_responded_on": doc.get("first_responded_on")}
	people = inbox.users(names := inbox.assignees(doc.get("_assign")))
	return {
		**values,
		"name": doc.name,
		"modified": doc.modified,
		"media": frappe.parse_json(doc.media) or [],
		"topics": [
			{key: topic.get(key) for key in ("query", "target_type", "target")} for topic in doc.topics
		],
		"documents": _documents(doc),
		"tags": inbox.tags_of(doc.get("_user_tags")),
		"assigned": [people[name] for name in names],
		"avatar": inbox.avatars_of([doc.social_profile]).get(doc.social_profile) or "",
		"is_overdue": is_overdue(row),
	}


def _links(doc: "Document") -> dict[str, str]:
	"""The records that it is linked to, empty where the user may not read one; so is what the ledger says of them."""
	pairs = {(doctype, doc.get(column)) for column, doctype in LINKS.items()}
	seen = visible_records({*pairs, (doc.party_type, doc.party)})
	title = inbox.visible_parties([(doc.party_type, doc.party)]).get((doc.party_type, doc.party), "")
	return {
		**{c: doc.get(c) if (doctype, doc.get(c)) in seen else "" for c, doctype in LINKS.items()},
		"party_type": doc.party_type if title else "",
		"party": doc.party if title else "",
		"party_title": title,
		"relationship": inbox.relationship(doc, title),
	}


def _documents(doc: "Document") -> list[dict[str, str]]:
	made = [(row.document_type, row.document_name) for row in doc.documents]
	seen = visible_records(made)
	return [{"document_type": d, "document_name": name} for d, name in made if (d, name) in seen]


def _mentions(names: Sequence[str]) -> list[Mapping[str, Any]]:
	return frappe.get_list(
		"Mention",
		filters={"name": ("in", names or [""])},
		fields=list(_FIELDS),
		order_by="posted_at, name",
		limit=0,
	)


def _parents(name: str) -> list[str]:
	"""What it answers, what that answers, and so on."""
	# Raw SQL: a chain of unknown length in one query.
	return frappe.db.sql(  # nosemgrep
		"""WITH RECURSIVE up AS (
			SELECT `name`, `parent_key`, 0 AS step FROM `tabMention` WHERE `name` = %(name)s
			UNION ALL
			SELECT m.`name`, m.`parent_key`, up.step + 1 FROM up
			JOIN `tabMention` m ON m.`mention_key` = up.`parent_key` WHERE up.step < %(steps)s
		) SELECT `name` FROM up""",
		{"name": name, "steps": STEPS},
		pluck=True,
	)


def _around(this: "Document") -> list[str]:
	"""The rest of its thread, and who answers the same post or this one; those nearest in time."""
	roots = sorted({key for key in (this.thread_root, this.mention_key) if key})
	parents = sorted({key for key in (this.parent_key, this.mention_key) if key})
	part = "SELECT `name`, `posted_at` FROM `tabMention` WHERE `{}` IN %({})s AND {}"
	rights = readable("Mention")
	# Raw SQL: a union, for an OR would use no index.
	return frappe.db.sql(  # nosemgrep
		f"""SELECT `name` FROM (
			SELECT `name`, `posted_at` FROM `tabMention` WHERE `mention_key` IN %(roots)s AND {rights}
			UNION {part.format("thread_root", "roots", rights)}
			UNION {part.format("parent_key", "parents", rights)}
		) talk ORDER BY ABS(TIMESTAMPDIFF(SECOND, `posted_at`, %(at)s)), `name` LIMIT %(most)s""",
		{"roots": roots, "parents": parents, "at": this.posted_at, "most": AROUND},
		pluck=True,
	)


def _replies(names: Sequence[str]) -> list[Mapping[str, Any]]:
	if not frappe.has_permission("Mention Reply", "read"):
		return []
	return frappe.get_list(
		"Mention Reply",
		filters={"mention": ("in", names or [""]), "status": ("in", SENT_OR_UNDER_WAY)},
		fields=[
			"name", "text", "status", "visibility", "sender", "sent_at", "creation", "permalink", "remote_id",
		],
		order_by="creation, name",
		limit=0,
	)  # fmt: skip


def _without_echoes(
	mentions: Sequence[Mapping[str, Any]], replies: Sequence[Mapping[str, Any]], this: str
) -> list[Item]:
	"""Mentions and replies as items. A reply of ours that a pull has brought back is there once: as our reply, or
	as the mention if that is the one looked at."""
	ids = {row.external_id: row.name for row in mentions if row.external_id}
	echo = {ids[reply.remote_id]: reply.name for reply in replies if reply.remote_id in ids}
	return [
		*_mention_items([row for row in mentions if row.name not in echo or row.name == this], this),
		*_reply_items([row for row in replies if row.name != echo.get(this)]),
	]


def _mention_items(rows: Sequence[Mapping[str, Any]], this: str) -> Iterable[Item]:
	profiles = {row.social_profile for row in rows if row.social_profile}
	avatars = inbox.avatars_of(profiles)
	own = set(
		frappe.get_all(
			"Social Profile",
			{"name": ("in", sorted(profiles) or [""]), "kept_out": "Own Account"},
			pluck="name",
			order_by="name",
		)
	)
	for row in rows:
		yield {
			**item("mention", row.name, row.posted_at, row.text),
			"author": row.author_name or row.author_handle or "",
			"handle": row.author_handle or "",
			"avatar": avatars.get(row.social_profile) or "",
			"permalink": row.permalink or "",
			"status": row.status,
			"private": row.private,
			"is_this": row.name == this,
			"is_ours": row.social_profile in own,
		}


def _reply_items(rows: Sequence[Mapping[str, Any]]) -> Iterable[Item]:
	people = inbox.users({row.sender for row in rows})
	for row in rows:
		yield {
			**item("reply", row.name, row.sent_at or row.creation, row.text),
			**_by(people.get(row.sender)),
			"permalink": row.permalink or "",
			"status": row.status,
			"private": int(row.visibility == "Private"),
		}


def _notes(names: Sequence[str]) -> list[Item]:
	"""Comments by colleagues; whoever may read the mention may read them, as on its form."""
	rows = frappe.get_all(
		"Comment",
		filters={
			"reference_doctype": "Mention",
			"reference_name": ("in", names or [""]),
			"comment_type": "Comment",
		},
		fields=["name", "owner", "creation", "content"],
		order_by="creation desc",
		limit=NOTES,
	)
	people = inbox.users({row.owner for row in rows})
	return [
		{
			**item("note", row.name, row.creation, to_text(row.content or "")),
			**_by(people[row.owner]),
			"private": 1,
		}
		for row in rows
	]


def item(kind: str, name: str, at: Any, text: str | None) -> Item:
	"""One entry of a thread with nothing but this in it."""
	return {
		"kind": kind, "name": name, "author": "", "handle": "", "avatar": "", "at": at, "text": text or "",
		"permalink": "", "is_this": False, "is_ours": False, "status": "", "private": 0,
	}  # fmt: skip


def _by(colleague: Mapping[str, str] | None) -> Item:
	if not colleague:
		return {"is_ours": True}
	return {"author": colleague["full_name"], "avatar": colleague["image"], "is_ours": True}
