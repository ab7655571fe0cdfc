"""The only writer of new Mentions.

Takes posts that are normalised, analysed and whose authors are settled, and writes them in few statements.
The unique key is the guard against doubles, not a look-up. It must not analyse, resolve or commit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from social_crm_app import sql
from social_crm_app.analysis.engine import ANALYSIS_VERSION, Analysis
from social_crm_app.connectors.base import Post
from social_crm_app.identity.naming import name_for
from social_crm_app.ingest.normalise import clean_line, clean_url, stable_key, to_json

MAX_INT = 2_147_483_647
ANNOUNCED = 25  # new mentions of one page: a poll is below, a backfill far above


@dataclass(slots=True)
class Draft:
	"""A post on its way to becoming a Mention: what the pipeline has found out so far."""

	key: str
	post: Post
	text: str
	text_cut: bool
	posted_at: Any  # naive, site time
	edited_at: Any
	profile: str | None = None
	analysis: Analysis | None = None

	@property
	def name(self) -> str:
		return name_for(self.key)


@dataclass(frozen=True, slots=True)
class Source:
	"""Where a page came from: the Social Account's name, platform key and label, company; `now` is site time."""

	account: str
	platform: str
	label: str
	company: str | None
	now: Any


def known(keys: Iterable[str]) -> dict[str, Any]:
	"""The mention keys that are stored already, with the moment of their last known edit."""
	return dict(
		frappe.get_all(
			"Mention",
			filters={"mention_key": ("in", list(keys))},
			fields=["mention_key", "edited_at"],
			as_list=True,
			order_by="name",
		)
	)


def insert_rows(rows: Sequence[Mapping[str, Any]], topics: Sequence[Mapping[str, Any]]) -> int:
	"""Writes Mention rows and their topics in bulk; returns how many Mentions are new."""
	created = sql.insert_missing("Mention", rows)
	sql.insert_missing("Mention Topic", topics)
	return created


def insert_document(row: Mapping[str, Any], topics: Sequence[Mapping[str, Any]]) -> bool:
	"""Writes one Mention as the form would, with every event before and after; False when it is there already.

	Whatever a listener throws is raised; nothing of this mention is written then.
	"""
	doc = frappe.get_doc({"doctype": "Mention", **row, "automation_pending": 0})
	for topic in topics:
		doc.append("topics", {k: topic[k] for k in ("query", "target_type", "target", "reason")})
	doc.flags.from_pull = True
	frappe.db.savepoint("mention")
	try:
		doc.insert(ignore_permissions=True)  # a job has no user whose rights could be asked
	except frappe.DuplicateEntryError:
		frappe.db.rollback(save_point="mention")
		frappe.clear_messages()
		return False
	except Exception:
		frappe.db.rollback(save_point="mention")
		raise
	return True


def announce(names: Sequence[str]) -> None:
	"""Lets open lists show new Mentions once they are committed. A backfill is not announced row by row."""
	for name in names if len(names) <= ANNOUNCED else ():
		frappe.publish_realtime(
			"list_update", {"doctype": "Mention", "name": name}, doctype="Mention", after_commit=True
		)


def update_edited(row: Mapping[str, Any]) -> None:
	"""The author changed the post: text, time and machine judgement follow, what a person set stays."""
	held = frappe.db.get_value(
		"Mention", row["name"], ["sentiment_overridden", "intent_overridden"], as_dict=True
	)
	columns = ["title", "text", "text_cut", "edited_at", "raw", "media", "language"]
	columns += ["sentiment_detected", "sentiment_score", "intent_detected"]
	if not held.sentiment_overridden:
		columns += ["sentiment_label", "sentiment_reason"]
	if not held.intent_overridden:
		columns += ["intent", "intent_reason"]
	# By its key too: a post that was erased meanwhile has another one
	filters = {"name": row["name"], "mention_key": row["mention_key"]}
	frappe.db.set_value("Mention", filters, {c: row[c] for c in columns})


def row_of(draft: Draft, source: Source, link: Mapping[str, Any], pending: bool) -> dict[str, Any]:
	"""The columns of the Mention that a draft becomes; `link` is what it is stamped with."""
	post, author = draft.post, draft.post.author
	row = {
		"name": draft.name,
		"mention_key": draft.key,
		"external_id": post.external_id[:1000],
		"title": title_of(draft.text),
		"text": draft.text,
		"text_cut": int(draft.text_cut),
		"status": "Open",
		"platform": source.label,
		"social_account": source.account or None,
		"company": source.company,
		"kind": post.kind,
		"private": int(post.private),
		"permalink": clean_url(post.permalink),
		"posted_at": draft.posted_at,
		"fetched_at": source.now,
		"edited_at": draft.edited_at,
		"social_profile": draft.profile,
		"author_name": clean_line(author.display_name or author.handle) if author else None,
		"author_handle": clean_line(author.handle) if author else None,
		"thread_root": _related_key(source.platform, post.root_id),
		"parent_key": _related_key(source.platform, post.parent_id),
		"source": clean_line(post.source),
		"likes": _count(post.likes),
		"replies": _count(post.replies),
		"reposts": _count(post.reposts),
		"reach": _count(post.reach),
		"media": to_json([{"url": m.url, "kind": m.kind, "description": m.description} for m in post.media]),
		"raw": to_json(post.raw),
		"automation_pending": int(pending),
	}
	row.update(link)
	row.update(judgement_columns(draft.analysis))
	return row


def judgement_columns(analysis: Analysis) -> dict[str, Any]:
	"""The columns of Mention that a machine's judgement fills."""
	sentiment, intent = analysis.sentiment, analysis.intent
	return {
		"language": analysis.language[:20],
		"sentiment_label": sentiment.label,
		"sentiment_detected": sentiment.label,
		"sentiment_score": sentiment.score or 0,
		"sentiment_reason": sentiment.reason,
		"intent": intent.label,
		"intent_detected": intent.label,
		"intent_reason": intent.reason,
		"analysis_version": ANALYSIS_VERSION,
	}


def topic_rows(mention: str, analysis: Analysis) -> list[dict[str, Any]]:
	"""The Mention Topic rows of a mention, named by their query so that a replay makes no second one."""
	return [
		{
			"name": name_for(f"{mention}:{hit.query}"),
			"parent": mention,
			"parenttype": "Mention",
			"parentfield": "topics",
			"idx": idx,
			"query": hit.query,
			"target_type": hit.target_type or None,
			"target": hit.target or None,
			"reason": hit.reason,
		}
		for idx, hit in enumerate(analysis.topics, 1)
	]


def title_of(text: str) -> str:
	"""What lists and links show of a mention: the beginning of its text on one line."""
	return clean_line(text[:300], 100) or "…"


def _related_key(platform: str, external_id: str) -> str | None:
	return stable_key(platform, external_id) if external_id else None


def _count(value: int | None) -> int:
	return min(max(int(value or 0), 0), MAX_INT)
