"""The inbox: its pages and the numbers beside its boxes and groups, as the current user may see them.

`inbox_search` finds the mentions, here they are dressed for the list, a fixed number of queries for a page. Names
of records are given only to whoever may read those records. It changes nothing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pypika.functions import Substring

import frappe

from social_crm_app.identity.relationship import GROUPS
from social_crm_app.insight.inbox_filters import BOXES, Position, Wanted, token_of
from social_crm_app.insight.inbox_search import Finder
from social_crm_app.insight.profile import titles_of
from social_crm_app.insight.response_times import is_overdue
from social_crm_app.insight.visible import visible_records

PAGE = 30
CAP = 100  # "100 or more"
COUNTED = (1_000, 4_000)  # rows looked through for one number
SHOWN = 280  # characters of a text
_COLUMNS = (
	"name", "title", "author_name", "author_handle", "platform", "kind", "private",
	"posted_at", "status", "intent", "sentiment_label", "priority", "relationship", "party_type", "party",
	"response_by", "first_responded_on", "replied_by", "social_profile", "_assign", "_user_tags",
)  # fmt: skip


def page(wanted: Wanted, after: Position | None) -> dict[str, Any]:
	"""{rows, next, searched_until}: see `row`. `next` is the token of the next page, "" at the end;
	`searched_until` is set when the time was up: back to that moment everything has been looked at."""
	finder = Finder()
	found = finder.find(wanted, after, PAGE)
	return {
		"rows": rows_of([name for _at, name in found.positions], finder.now),
		"next": token_of(found.next),
		"searched_until": found.until and str(found.until),
	}


def counts(wanted: Wanted) -> dict[str, Any]:
	"""{groups: {relationship: n}, boxes: {box: n}, cap, partial}: how many mentions each group holds in this box,
	and each box in this group. `cap` means that many or more; a number whose key is in `partial` was counted among
	the newest mentions only, there may be more."""
	finder, partial = Finder(), []

	def number(key: str, of: Wanted) -> int:
		found = finder.find(of, None, CAP, COUNTED)
		if found.until:
			partial.append(key)
		return len(found.positions)

	return {
		"groups": {group: number(group, wanted.in_group(group)) for group in GROUPS},
		"boxes": {box: number(box, wanted.in_box(box)) for box in BOXES},
		"cap": CAP,
		"partial": partial,
	}


def rows_of(names: Sequence[str], now: Any) -> list[dict[str, Any]]:
	"""What the list shows of these mentions, in their order; the caller may see them."""
	mention = frappe.qb.DocType("Mention")
	query = frappe.qb.from_(mention).select(*_COLUMNS, Substring(mention.text, 1, SHOWN).as_("text"))
	held = {row.name: row for row in query.where(mention.name.isin(names or [""])).run(as_dict=True)}
	rows = [held[name] for name in names if name in held]
	avatars = avatars_of(row.social_profile for row in rows)
	parties = visible_parties((row.party_type, row.party) for row in rows)
	assigned = {row.name: assignees(row._assign) for row in rows}
	people = users({user for some in assigned.values() for user in some})
	return [
		{
			**_shown(row, parties, now),
			"avatar": avatars.get(row.social_profile) or "",
			"assigned": [people[user] for user in assigned[row.name]],
		}
		for row in rows
	]


def visible_parties(pairs: Iterable[tuple[str | None, str | None]]) -> dict[tuple[str, str], str]:
	"""The titles of those of these records that the user may read."""
	return titles_of(visible_records({(doctype, name) for doctype, name in pairs if doctype and name}))


def avatars_of(profiles: Iterable[str | None]) -> dict[str, str]:
	"""The picture of each profile, as the platform gives its address."""
	names = sorted({name for name in profiles if name})
	if not names:
		return {}
	rows = frappe.get_all("Social Profile", {"name": ("in", names)}, ["name", "avatar"], order_by="name")
	return {row.name: row.avatar for row in rows}


def assignees(held: str | None) -> list[str]:
	"""The users in the column `_assign`."""
	return json.loads(held or "[]") or []


def tags_of(held: str | None) -> list[str]:
	"""The tags in the column `_user_tags`."""
	return [tag for tag in (held or "").split(",") if tag]


def users(names: Iterable[str]) -> dict[str, dict[str, str]]:
	"""{user, full_name, image} of each; a user who is gone is called by the name."""
	found = {name: {"user": name, "full_name": name, "image": ""} for name in names if name}
	for row in frappe.get_all(
		"User", {"name": ("in", list(found) or [""])}, ["name", "full_name", "user_image"], order_by="name"
	):
		found[row.name] = {
			"user": row.name, "full_name": row.full_name or row.name, "image": row.user_image or "",
		}  # fmt: skip
	return found


def relationship(row: Mapping[str, Any], party_title: str | None) -> str:
	"""What the ledger says of the author, empty where the party is hidden from the user: it is read off its ledger."""
	return row.get("relationship") or "" if party_title or not row.get("party") else ""


def _shown(row: Mapping[str, Any], parties: Mapping[tuple[str, str], str], now: Any) -> dict[str, Any]:
	hidden = ("social_profile", "_assign", "_user_tags", "first_responded_on")
	title = parties.get((row["party_type"], row["party"]))
	party = {"party_type": row["party_type"], "party": row["party"], "party_title": title}
	return {
		**{column: value for column, value in row.items() if column not in hidden},
		**(party if title else dict.fromkeys(party, "")),
		"relationship": relationship(row, title),
		"is_overdue": is_overdue(row, now),
		"tags": tags_of(row["_user_tags"]),
	}
