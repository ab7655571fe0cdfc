"""What other people's mentions say of an erased person: "@handle" in a text, the person's id in a thread key.

Their posts are theirs and stay; the handle in them is masked and the keys are folded. One walk over all
mentions by primary key, in pages, with a bookmark on the profile: it may stop anywhere. A name in free text
("thanks, Jane") cannot be told from anybody else's and stays.
"""

from collections.abc import Iterable, Iterator

from pypika import Case

import frappe

from social_crm_app import sql
from social_crm_app.identity.erasure import ERASED
from social_crm_app.identity.naming import name_for
from social_crm_app.privacy import mentions, replies
from social_crm_app.privacy.data_subject import Person
from social_crm_app.privacy.holdings import PROFILE
from social_crm_app.privacy.report import Report
from social_crm_app.privacy.traces import holds
from social_crm_app.privacy.words import Marks, at_sign_masked, is_distinct

SWEEP_PAGE = 2000
_TEXTS = ("title", "text", "sentiment_reason", "intent_reason")
_DROPPED = ("raw", "media", "author_handle", "author_name", "source")
_ADDRESSES = ("permalink", "external_id")
_KEYS = ("parent_key", "thread_root")
_MASKED = (*_TEXTS, *_DROPPED, *_KEYS)


class Sweep:
	"""One walk for one person: `pages` yields a bookmark after each page, for the caller to keep."""

	def __init__(self, person: Person, report: Report) -> None:
		self.person, self.report = person, report
		self.own = set(
			frappe.get_all("Mention", {"social_profile": person.name}, pluck="name", order_by="posted_at")
		)
		self.anywhere = distinct(person.words)
		# Who has a former handle of the person now says it of themselves.
		self.holders = holders_of_lost(person)

	def pages(self) -> Iterator[str]:
		after = self.person.cursor
		while rows := self._page(after):
			self._settle([row.name for row in rows if row.named or self.own.intersection(_thread(row))])
			after = rows[-1].name
			yield after

	def _page(self, after: str) -> list[dict]:
		table = frappe.qb.DocType("Mention")
		columns = [table[column] for column in (*_MASKED, *_ADDRESSES)]
		named = holds(columns, self.person.words_ever or [self.person.name])
		return (
			frappe.qb.from_(table)
			.select(table.name, *[table[column] for column in _KEYS])
			.select(Case().when(named, 1).else_(0).as_("named"))
			.where(table.name > after)
			.orderby(table.name)
			.limit(SWEEP_PAGE)
			.run(as_dict=True)
		)

	def _settle(self, names: list[str]) -> None:
		"""Erases what is the person's own after all, masks the person in the rest."""
		rows = frappe.get_all(
			"Mention",
			filters={
				"name": ("in", [name for name in names if name not in self.own]),
				"mention_key": ("not like", f"{ERASED}%"),
			},
			fields=["name", "social_profile", "platform", "posted_at", *_ADDRESSES, *_MASKED],
			order_by="name",
		)
		mine = [row.name for row in rows if self._is_by_person(row)]
		mentions.erase(mine, self.report)
		replies.mask(mine, self.person, self.report, by_person=True)
		self.own.update(mine)
		others = [row for row in rows if row.name not in self.own]
		changed = [new for row in others if (new := self._masked(row))]
		sql.upsert("Mention", changed, _MASKED)
		replies.mask([row.name for row in others if self._to_person(row)], self.person, self.report)
		self.report.add("Mention of others", len(changed))

	def _is_by_person(self, row: dict) -> bool:
		"""A post under the account's own address (read through a feed), or one that was typed in or imported
		with the person's handle and no author record."""
		if any(self.anywhere.found_in(row[column]) for column in _ADDRESSES):
			return True
		if row.social_profile or row.platform != self.person.platform:
			return False
		return (row.author_handle or "").lstrip("@").lower() in {h.lower() for h in self.person.handles}

	def _marks(self, row: dict) -> Marks:
		words = self.person.words_at(None if row.social_profile in self.holders else row.posted_at)
		# A plain handle such as "jane" says something on its own platform only.
		return Marks(words) if row.platform == self.person.platform else distinct(words)

	def _to_person(self, row: dict) -> bool:
		marks = self._marks(row)
		return bool(self.own.intersection(_thread(row))) or any(marks.found_in(row[key]) for key in _KEYS)

	def _masked(self, row: dict) -> dict | None:
		"""The row's columns without the person; None if nothing in it is about the person."""
		marks, to_person = self._marks(row), self._to_person(row)
		new = {"name": row.name}
		for column in _TEXTS:
			new[column] = marks.mask(row[column] or "")
			for handle in self.person.short_handles if to_person else ():
				new[column] = at_sign_masked(new[column], handle)
		for column in _DROPPED:
			new[column] = None if marks.found_in(row[column]) else row[column]
		for column in _KEYS:
			key = row[column]
			foreign = not key or not (name_for(key) in self.own or marks.found_in(key))
			new[column] = key if foreign else f"{ERASED}{name_for(key)}"
		return new if any((new[column] or None) != (row[column] or None) for column in new) else None


def distinct(words: Iterable[str]) -> Marks:
	"""Marks of those words that say something on every platform."""
	return Marks(word for word in words if is_distinct(word))


def holders_of_lost(person: Person) -> set[str]:
	"""Names of the profiles that have a former handle of the person now."""
	handles = [one.handle for one in person.lost]
	filters = {"platform": person.platform, "handle": ("in", handles), "name": ("!=", person.name)}
	return set(frappe.get_all(PROFILE, filters, pluck="name", order_by="name")) if handles else set()


def keep_bookmark(person: Person, after: str) -> None:
	"""Where a sweep that was stopped goes on."""
	frappe.db.set_value(PROFILE, person.name, "erasure_cursor", after, update_modified=False)


def _thread(row: dict) -> list[str]:
	"""Names of the mentions that this one answers: a name is the hash of a key."""
	return [name_for(row[column]) for column in _KEYS if row[column]]
