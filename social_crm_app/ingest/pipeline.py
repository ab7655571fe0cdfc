"""From a page of posts to rows: normalise, drop known keys, upsert profiles, analyse, resolve, store.

One call is one page and runs inside the caller's transaction. It never talks to a platform and never
commits.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone, now_datetime

from social_crm_app.analysis.engine import analyse
from social_crm_app.connectors.base import Author, Post
from social_crm_app.errorlog import log_failure
from social_crm_app.identity import changes, documents, matching
from social_crm_app.identity.naming import name_for
from social_crm_app.identity.parties import country_code
from social_crm_app.identity.restamp import NO_STAMP, STAMPED
from social_crm_app.ingest import analysing, profiles, store
from social_crm_app.ingest.listeners import Listening, listening, ruled
from social_crm_app.ingest.normalise import clean_text, stable_key, to_site_time
from social_crm_app.ingest.store import Draft, Source


@dataclass(slots=True)
class Outcome:
	"""What became of a page: posts `created` and already `known`, mentions `linked` to a party, errors of
	listeners that wanted a say before saving, and whether events wait to be fired."""

	fetched: int = 0
	created: int = 0
	known: int = 0
	linked: int = 0
	listener_errors: int = 0
	pending: bool = False


def process(posts: Iterable[Post], source: Source) -> Outcome:
	"""Stores the posts of one page that came from `source`."""
	drafts = drafts_of(posts, source)
	outcome = Outcome(fetched=len(drafts))
	known = store.known(drafts)
	fresh = {key: draft for key, draft in drafts.items() if key not in known}
	edited = [d for key, d in drafts.items() if key in known and _is_newer(d.edited_at, known[key])]
	outcome.known = len(drafts) - len(fresh)
	if fresh:
		links = settle_authors(fresh.values(), source)
		# Who was erased on request has no links: what they post is not stored.
		fresh = {key: draft for key, draft in fresh.items() if not draft.profile or draft.profile in links}
		_analyse(fresh.values(), source)
		_store(fresh, source, links, outcome)
	if edited:
		_analyse(edited, source)
		for draft in edited:  # rare, and each may be protected by a person's judgement
			store.update_edited(store.row_of(draft, source, {}, pending=False))
	return outcome


def source_of(account: str, platform: str, label: str, company: str | None) -> Source:
	return Source(account, platform, label, company or None, now_datetime())


def drafts_of(posts: Iterable[Post], source: Source) -> dict[str, Draft]:
	"""Posts by mention key, each key once, with text and times made safe to keep."""
	zone, now = ZoneInfo(get_system_timezone()), datetime.now(timezone.utc)
	drafts: dict[str, Draft] = {}
	for post in posts:
		key = stable_key(source.platform, post.external_id)
		text, cut = clean_text(post.text)
		edited_at = to_site_time(post.edited_at, zone, now) if post.edited_at else None
		drafts[key] = Draft(key, post, text, cut, to_site_time(post.posted_at, zone, now), edited_at)
	return drafts


def settle_authors(drafts: Iterable[Draft], source: Source) -> Mapping[str, Mapping[str, Any]]:
	"""Writes the authors of these drafts, finds out who they are, and returns by name what their mentions are
	stamped with; an author who was erased on request is not among them."""
	authors: dict[str, Author] = {}
	named: dict[str, list[documents.Named]] = defaultdict(list)
	for draft in drafts:
		if draft.post.author and draft.post.author.external_id:
			draft.profile = name_for(profiles.profile_key(source.platform, draft.post.author))
			authors[draft.profile] = draft.post.author
			if numbers := documents.named_in(draft.text, source.company, draft.posted_at):
				named[draft.profile] += numbers
	upserted = profiles.upsert(source.platform, source.label, authors, source.now, country_code())
	linked = matching.settle(_to_settle(upserted, authors, named), upserted.accounts)
	if purchasers := upserted.by_rule & named.keys():
		known = matching.with_documents(_stored(purchasers, authors), named)
		matching.add_to_links(known, upserted.links)
	if upserted.rekeyed:
		linked |= changes.authors_changed(upserted.rekeyed)
	if linked:
		for row in frappe.get_all(
			"Social Profile", {"name": ("in", linked)}, ["name", *STAMPED], order_by="name"
		):
			upserted.links[row.name] = {column: row[column] for column in STAMPED}
	return upserted.links


def _to_settle(
	upserted: profiles.Upserted, authors: Mapping[str, Author], named: Mapping[str, Sequence[documents.Named]]
) -> dict[str, matching.Subject]:
	"""New authors, known ones that show something new of themselves, and unsettled ones that name a document."""
	again = upserted.changed | (upserted.open & named.keys())
	subjects = upserted.new | _stored(again, authors)
	return matching.with_documents(subjects, named) if named else subjects


def _stored(names: Iterable[str], authors: Mapping[str, Author]) -> dict[str, matching.Subject]:
	shown = {name: (authors[name].display_name, authors[name].location) for name in names}
	return matching.stored_subjects(shown) if shown else {}


def _analyse(drafts: Iterable[Draft], source: Source) -> None:
	matcher = analysing.matcher()
	for draft in drafts:
		draft.analysis = analyse(
			draft.text, language_hint=draft.post.language, account=source.account, matcher=matcher
		)


def _store(drafts: Mapping[str, Draft], source: Source, links: Mapping, outcome: Outcome) -> None:
	heard = listening()
	is_after = heard is Listening.AFTER
	outcome.pending = is_after or (heard is Listening.BEFORE and ruled())
	rows, topics = [], []
	for draft in drafts.values():
		link = links.get(draft.profile, NO_STAMP)
		outcome.linked += bool(link["party"])
		rows.append(store.row_of(draft, source, link, is_after))
		topics.append(store.topic_rows(draft.name, draft.analysis))
	if heard is Listening.BEFORE:
		_store_one_by_one(rows, topics, outcome)
	else:
		outcome.created = store.insert_rows(rows, [row for some in topics for row in some])
		store.announce([row["name"] for row in rows])


def _store_one_by_one(rows: list[dict], topics: list[list[dict]], outcome: Outcome) -> None:
	"""Every event as in the form. A listener's error must not lose the mention: it is stored without events."""
	for row, its_topics in zip(rows, topics, strict=True):
		try:
			outcome.created += store.insert_document(row, its_topics)
		except Exception:  # an admin's own code may raise anything
			log_failure(f"Listener refused Mention {row['mention_key']}", "Mention", row["name"])
			outcome.listener_errors += 1
			row["rules_pending"] = int(outcome.pending)
			outcome.created += store.insert_rows([row], its_topics)


def _is_newer(edited_at: Any, held: Any) -> bool:
	return bool(edited_at) and (held is None or edited_at > held)
