"""What a rule would have done with the mentions of the last days. Reads only, with the rights of whoever asks."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import frappe
from frappe.utils import add_days, now_datetime

from social_crm_app.engage.rules import check, facts, words
from social_crm_app.engage.rules.matching import Matcher
from social_crm_app.engage.rules.run import matcher_of, wants

if TYPE_CHECKING:
	from frappe.model.document import Document

DAYS = 7
MOST = 5000  # mentions that are looked at
PAGE = 500
SHOWN = 20


def try_out(rule: "Document") -> dict[str, Any]:
	"""{days, searched, has_more, matched, would, first} for a rule, saved or not; nothing is written.

	`would` are its actions in words, `first` the newest mentions it wants: {name, title, author, platform,
	posted_at, why}. `has_more`: there are more than `searched` mentions. Raises BadRule.
	"""
	check.check(rule)
	matcher, names = matcher_of(rule), _newest()
	matched, first = 0, []
	for known, held in _wanted(rule, matcher, names[:MOST]):
		matched += 1
		if len(first) < SHOWN:
			first.append(_shown(rule, known, held))
	return {
		"days": DAYS,
		"searched": min(len(names), MOST),
		"has_more": len(names) > MOST,
		"matched": matched,
		"would": [words.of_action(row.action, row.value) for row in rule.actions],
		"first": first,
	}


def _newest() -> list[str]:
	since = add_days(now_datetime(), -DAYS)
	return frappe.get_list(
		"Mention",
		{"posted_at": (">=", since)},
		pluck="name",
		order_by="posted_at desc, name",
		limit=MOST + 1,
	)


def _wanted(
	rule: "Document", matcher: Matcher, names: list[str]
) -> Iterator[tuple[facts.Known, tuple[int, ...]]]:
	for start in range(0, len(names), PAGE):
		page = names[start : start + PAGE]
		batch = facts.gather(page, matcher.subjects)
		for name in page:
			if name in batch and (held := wants(rule, matcher, batch[name])) is not None:
				yield batch[name], held


def _shown(rule: "Document", known: facts.Known, held: tuple[int, ...]) -> dict[str, Any]:
	conditions = [check.condition_of(rule.conditions[position]) for position in held]
	row = known.row
	return {
		"name": row.name,
		"title": row.title,
		"author": row.author_name or row.author_handle or "",
		"platform": row.platform,
		"posted_at": row.posted_at,
		"why": [words.of_condition(one, known.facts.get(one.subject)) for one in conditions],
	}
