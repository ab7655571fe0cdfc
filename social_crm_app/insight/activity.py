"""What profiles did in public and what came of it, read for a whole page of profiles in a fixed number of queries.

Private messages are left out everywhere: what somebody tells us in confidence influences nobody else. Reads
with the rights of a nightly job and returns counts only; whoever shows more must ask for permission.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

import frappe

from social_crm_app.insight.engagement import SHORT_REPLY

_PRAISES = "intent = 'Praise'"
_FOR_US = f"({_PRAISES} OR (sentiment_label = 'Positive' AND COALESCE(intent, '') != 'Problem'))"
_AGAINST_US = "(sentiment_label = 'Negative' AND COALESCE(intent, '') != 'Praise')"
_REACTION = f"(COALESCE(parent_key, '') != '' OR kind = 'Quote') AND CHAR_LENGTH(text) < {SHORT_REPLY}"


def posts_of(names: Sequence[str], since: datetime) -> dict[str, dict]:
	"""Counts over the posts of each profile: posts, months, reposts, replies, likes, views, reactions, ideas,
	for_us, against_us. Profiles without a post are left out."""
	# Raw SQL: conditional sums, which the query builder says in three times the words.
	rows = frappe.db.sql(  # nosemgrep
		f"""SELECT social_profile, COUNT(*) posts, COUNT(DISTINCT DATE_FORMAT(posted_at, '%%Y-%%m')) months,
			SUM(reposts) reposts, SUM(replies) replies, SUM(likes) likes, SUM(reach) views,
			SUM({_REACTION}) reactions, SUM(COALESCE(intent, '') = 'Idea') ideas,
			SUM(COALESCE({_FOR_US}, 0)) for_us, SUM(COALESCE({_AGAINST_US}, 0)) against_us
		FROM `tabMention` WHERE social_profile IN %(names)s AND posted_at >= %(since)s AND private = 0
		GROUP BY social_profile""",
		{"names": names, "since": since},
		as_dict=True,
	)
	return {
		row.social_profile: {k: int(v or 0) for k, v in row.items() if k != "social_profile"} for row in rows
	}


def on_topic(names: Sequence[str], since: datetime) -> dict[str, int]:
	"""How many posts of each profile are about one of our topics."""
	# Raw SQL: a count of distinct rows over a join of a child table.
	rows = frappe.db.sql(  # nosemgrep
		"""SELECT m.social_profile, COUNT(DISTINCT m.name) FROM `tabMention` m
		JOIN `tabMention Topic` t ON t.parent = m.name AND t.parenttype = 'Mention'
		WHERE m.social_profile IN %(names)s AND m.posted_at >= %(since)s AND m.private = 0
		GROUP BY m.social_profile""",
		{"names": names, "since": since},
	)
	return dict(rows)


def answered_questions(names: Sequence[str], since: datetime) -> dict[str, int]:
	"""How many public questions of other people each profile answered."""
	# Raw SQL: a join of the table with itself.
	rows = frappe.db.sql(  # nosemgrep
		"""SELECT m.social_profile, COUNT(DISTINCT q.name) FROM `tabMention` m
		JOIN `tabMention` q ON q.mention_key = m.parent_key
		WHERE m.social_profile IN %(names)s AND m.posted_at >= %(since)s AND m.private = 0
			AND q.private = 0 AND q.intent = 'Question' AND q.social_profile != m.social_profile
		GROUP BY m.social_profile""",
		{"names": names, "since": since},
	)
	return dict(rows)


def answerers(names: Sequence[str], since: datetime) -> dict[str, dict[str, datetime]]:
	"""For each profile the people (as profiles) who answered it directly or in its thread, and since when."""
	# Raw SQL: two joins of the table with itself, each by its own index; an OR would use neither.
	rows = frappe.db.sql(  # nosemgrep
		"""SELECT author, answerer, MIN(posted_at) FROM (
			SELECT m.social_profile author, a.social_profile answerer, a.posted_at FROM `tabMention` m
			JOIN `tabMention` a ON a.parent_key = m.mention_key
			WHERE m.social_profile IN %(names)s AND m.posted_at >= %(since)s AND m.private = 0 AND a.private = 0
			UNION ALL
			SELECT m.social_profile, a.social_profile, a.posted_at FROM `tabMention` m
			JOIN `tabMention` a ON a.thread_root = m.mention_key
			WHERE m.social_profile IN %(names)s AND m.posted_at >= %(since)s AND m.private = 0 AND a.private = 0
		) talk WHERE answerer IS NOT NULL AND answerer != author GROUP BY author, answerer""",
		{"names": names, "since": since},
	)
	found: dict[str, dict[str, datetime]] = defaultdict(dict)
	for author, answerer, first in rows:
		found[author][answerer] = first
	return found


def documents(names: Sequence[str], since: datetime) -> dict[str, set[tuple[str, str]]]:
	"""The (DocType, name) pairs of Leads, Opportunities and Ideas made of each profile's posts and threads."""
	# Raw SQL: own posts and threads are two ways to the same child table.
	rows = frappe.db.sql(  # nosemgrep
		"""SELECT m.social_profile, d.document_type, d.document_name FROM `tabMention` m
		JOIN `tabMention Document` d ON d.parent = m.name AND d.parenttype = 'Mention'
		WHERE m.social_profile IN %(names)s AND m.posted_at >= %(since)s AND m.private = 0
			AND d.document_type IN ('Lead', 'Opportunity', 'Idea')
		UNION
		SELECT m.social_profile, d.document_type, d.document_name FROM `tabMention` m
		JOIN `tabMention` a ON a.thread_root = m.mention_key
		JOIN `tabMention Document` d ON d.parent = a.name AND d.parenttype = 'Mention'
		WHERE m.social_profile IN %(names)s AND m.posted_at >= %(since)s AND m.private = 0 AND a.private = 0
			AND d.document_type IN ('Lead', 'Opportunity', 'Idea')""",
		{"names": names, "since": since},
	)
	found: dict[str, set[tuple[str, str]]] = defaultdict(set)
	for author, doctype, name in rows:
		found[author].add((doctype, name))
	return found


def parties_of(names: Sequence[str]) -> dict[str, list[tuple[str, str, datetime]]]:
	"""For each profile the Lead and Customer it is, each with the moment that record was made: three queries."""
	links = frappe.get_all(
		"Social Profile",
		filters={"name": ("in", names)},
		or_filters=[["lead", "is", "set"], ["customer", "is", "set"]],
		fields=["name", "lead", "customer"],
		order_by="name",
	) if names else []  # fmt: skip
	found: dict[str, list[tuple[str, str, datetime]]] = defaultdict(list)
	for doctype, column in (("Lead", "lead"), ("Customer", "customer")):
		made = _creation(doctype, {row[column] for row in links if row[column]})
		for row in links:
			if row[column] in made:
				found[row.name].append((doctype, row[column], made[row[column]]))
	return found


def _creation(doctype: str, names: set[str]) -> dict[str, datetime]:
	if not names:
		return {}
	rows = frappe.get_all(
		doctype, filters={"name": ("in", sorted(names))}, fields=["name", "creation"], as_list=True,
		order_by="name",
	)  # fmt: skip
	return dict(rows)
