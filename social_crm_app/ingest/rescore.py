"""Judges stored Mentions again, after rules or Listening Queries have changed.

What a person has set (sentiment, intent, topics) is never touched. Works in pages of the primary key, so
that a run may stop anywhere and be started again.
"""

from collections.abc import Iterator, Sequence

import frappe

from social_crm_app import sql
from social_crm_app.analysis.engine import Analysis, analyse
from social_crm_app.analysis.topics import QueryMatcher
from social_crm_app.ingest import analysing, store

PAGE = 500
_JUDGED = ("language", "sentiment_detected", "sentiment_score", "intent_detected", "analysis_version")


def rescore_all() -> Iterator[int]:
	"""Judges all mentions again and yields how many are done after each page, which it commits."""
	matcher = analysing.matcher()
	yield from _pages(lambda rows: _rescore(rows, matcher))


def apply_query(query: str) -> Iterator[int]:
	"""Finds out for all stored mentions whether they are about this Listening Query; yields like the other."""
	specs = [spec for spec in analysing.specs() if spec.name == query]
	matcher = analysing.compile_queries(specs)
	yield from _pages(lambda rows: _retopic(rows, matcher, [query]))


def _pages(work) -> Iterator[int]:
	after, done = "", 0
	while rows := frappe.get_all(
		"Mention",
		filters={"name": (">", after), "text": ("!=", "")},  # what was erased keeps its judgement
		fields=[
			"name", "text", "language", "social_account", "sentiment_overridden", "intent_overridden",
			"topics_overridden",
		],
		order_by="name",
		limit=PAGE,
	):  # fmt: skip
		work(rows)
		after, done = rows[-1].name, done + len(rows)
		frappe.db.commit()  # nosemgrep - pages of a long job; each is complete in itself
		yield done


def _rescore(rows: Sequence[dict], matcher: QueryMatcher) -> None:
	found = [(row, _judge(row, matcher)) for row in rows]
	for columns, free in (
		(_JUDGED, lambda row: True),
		(("sentiment_label", "sentiment_reason"), lambda row: not row.sentiment_overridden),
		(("intent", "intent_reason"), lambda row: not row.intent_overridden),
	):
		changes = []
		for row, analysis in found:
			if free(row):
				judged = store.judgement_columns(analysis)
				changes.append({"name": row.name, **{c: judged[c] for c in columns}})
		sql.upsert("Mention", changes, columns)
	_write_topics([(row, analysis) for row, analysis in found if not row.topics_overridden], queries=None)


def _retopic(rows: Sequence[dict], matcher: QueryMatcher, queries: list[str]) -> None:
	free = [(row, _judge(row, matcher)) for row in rows if not row.topics_overridden]
	_write_topics(free, queries)


def _judge(row: dict, matcher: QueryMatcher) -> Analysis:
	return analyse(
		row.text, language_hint=row.language or "", account=row.social_account or "", matcher=matcher
	)


def _write_topics(found: Sequence[tuple[dict, Analysis]], queries: list[str] | None) -> None:
	"""Topic rows as the analysis says; `queries` limits what is removed to these, None means all."""
	names = [row.name for row, _analysis in found]
	if not names:
		return
	filters = {"parent": ("in", names), "parenttype": "Mention", "query": ("is", "set")}
	if queries is not None:
		filters["query"] = ("in", queries)
	wanted = [topic for row, analysis in found for topic in store.topic_rows(row.name, analysis)]
	keep = [topic["name"] for topic in wanted]
	stale = [
		t
		for t in frappe.get_all("Mention Topic", filters, pluck="name", order_by="name")
		if t not in set(keep)
	]
	if stale:
		frappe.db.delete("Mention Topic", {"name": ("in", stale)})
	sql.insert_missing("Mention Topic", wanted)
