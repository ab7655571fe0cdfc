"""The one SQLite file: sources with their cursors, mentions, their authors, and who holds which identity key.

A page and the cursor behind it are one transaction, so that a killed run goes on where it was. The only module
that writes. It keeps no secret and no session token, and it does not judge.
"""

import json
import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from social_crm_app.identity.keys import Key
from social_crm_app.identity.resolver import Owner

APPLICATION_ID = 0x53435250  # "SCRP" in the file's header: a file of somebody else is never written to
VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source (
	id TEXT PRIMARY KEY, title TEXT NOT NULL, cursor TEXT, complete_until TEXT, broken_since TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS profile (
	profile_key TEXT PRIMARY KEY, platform TEXT NOT NULL, author TEXT NOT NULL, keys TEXT NOT NULL, country TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mention (
	mention_key TEXT PRIMARY KEY, profile_key TEXT, platform TEXT NOT NULL, kind TEXT NOT NULL,
	posted_at TEXT NOT NULL, edited_at TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, permalink TEXT NOT NULL,
	private INTEGER NOT NULL, language_hint TEXT NOT NULL, judged TEXT NOT NULL, judgement TEXT NOT NULL,
	run INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sighting (source TEXT NOT NULL, mention_key TEXT NOT NULL, PRIMARY KEY (source, mention_key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS party (
	doctype TEXT NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, company TEXT NOT NULL, PRIMARY KEY (doctype, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS identity_key (
	type TEXT NOT NULL, value TEXT NOT NULL, doctype TEXT NOT NULL, name TEXT NOT NULL, party_type TEXT NOT NULL,
	party TEXT NOT NULL, contact TEXT NOT NULL, lead TEXT NOT NULL, customer TEXT NOT NULL, derived INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS identity_key_value ON identity_key (value, type);
"""
_ADD_MENTION = """
INSERT INTO mention VALUES (
	:mention_key, :profile_key, :platform, :kind, :posted_at, :edited_at, :title, :text, :permalink, :private,
	:language_hint, :judged, :judgement, :run
) ON CONFLICT (mention_key) DO UPDATE SET
	edited_at = excluded.edited_at, title = excluded.title, text = excluded.text, judged = excluded.judged,
	judgement = excluded.judgement, language_hint = excluded.language_hint
	WHERE excluded.edited_at > mention.edited_at
"""
_ADD_PROFILE = """
INSERT INTO profile VALUES (:profile_key, :platform, :author, :keys, :country)
ON CONFLICT (profile_key) DO UPDATE SET author = excluded.author, keys = excluded.keys, country = excluded.country
"""
_SEEN_BY = "mention_key IN (SELECT s.mention_key FROM sighting s JOIN json_each(?) j ON s.source = j.value)"


class NotOurs(Exception):
	"""The file is no database of the preview."""


class Overtaken(Exception):
	"""Another run has moved this source's cursor; it goes on from there."""


class Store:
	"""One open file. Rows come and go as dicts with the column names of the schema."""

	def __init__(self, path: Path | str):
		self.path = Path(path)
		self._make_private()
		self._db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
		self._db.row_factory = sqlite3.Row
		try:
			self._prepare()
		except BaseException:
			self._db.close()
			raise

	def __enter__(self) -> "Store":
		return self

	def __exit__(self, *_exc) -> None:
		self._db.close()

	def meta(self, name: str) -> str | None:
		"""A remembered value, or None."""
		row = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
		return row["value"] if row else None

	def remember(self, name: str, value: str) -> None:
		"""Keeps a value until the next one of that name."""
		self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

	def source(self, source: str, title: str) -> dict[str, Any]:
		"""The row of a source, made if it is new; `cursor` is JSON text or None."""
		self._db.execute(
			"INSERT INTO source (id, title) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title",
			(source, title),
		)
		return dict(self._db.execute("SELECT * FROM source WHERE id = ?", (source,)).fetchone())

	def note_health(self, source: str, *, failed: bool) -> str:
		"""Since when the source is broken, as ISO text; "" when it works. Remembers the first failure."""
		now = datetime.now(timezone.utc).isoformat(timespec="seconds")
		self._db.execute(
			"UPDATE source SET broken_since = CASE WHEN ? THEN coalesce(broken_since, ?) END WHERE id = ?",
			(failed, now, source),
		)
		row = self._db.execute("SELECT broken_since FROM source WHERE id = ?", (source,)).fetchone()
		return row["broken_since"] or ""

	def edited_at(self, mention_keys: Iterable[str]) -> dict[str, str]:
		"""Those of the mentions that are known, with the moment of their last edit or ""."""
		return dict(
			self._db.execute(
				"SELECT mention_key, edited_at FROM json_each(?) JOIN mention ON mention_key = value",
				(json.dumps(list(mention_keys)),),
			).fetchall()
		)

	def keep_page(
		self,
		source: str,
		before: str | None,
		after: str,
		complete_until: str | None,
		sighted: Iterable[str],
		mentions: Iterable[Mapping[str, Any]],
		profiles: Iterable[Mapping[str, Any]],
	) -> None:
		"""Stores a page and moves the cursor from `before` to `after`, all or nothing. Raises Overtaken."""
		with self._transaction():
			moved = self._db.execute(
				"UPDATE source SET cursor = ?, complete_until = coalesce(?, complete_until) WHERE id = ? AND cursor IS ?",
				(after, complete_until, source, before),
			)
			if moved.rowcount != 1:
				raise Overtaken(source)
			self._db.executemany(_ADD_PROFILE, profiles)
			self._db.executemany(_ADD_MENTION, mentions)
			self._db.executemany(
				"INSERT OR IGNORE INTO sighting VALUES (?, ?)", ((source, key) for key in sighted)
			)

	def judged_otherwise(self, stamp: str, size: int = 500) -> Iterator[list[dict[str, Any]]]:
		"""Mentions whose judgement does not carry `stamp`, in batches; each batch must be judged before the next."""
		query = "SELECT mention_key, text, language_hint FROM mention WHERE judged != ? LIMIT ?"
		while rows := self._db.execute(query, (stamp, size)).fetchall():
			yield [dict(row) for row in rows]

	def judge_again(self, rows: Iterable[Mapping[str, str]]) -> None:
		"""Replaces judgements; rows of mention_key, judged, judgement."""
		with self._transaction():
			self._db.executemany(
				"UPDATE mention SET judged = :judged, judgement = :judgement WHERE mention_key = :mention_key",
				rows,
			)

	def profiles_of(self, sources: Sequence[str]) -> list[dict[str, Any]]:
		"""The authors of everything these sources have shown."""
		query = (
			f"SELECT * FROM profile WHERE profile_key IN (SELECT profile_key FROM mention WHERE {_SEEN_BY})"
		)
		return [dict(row) for row in self._db.execute(query, (json.dumps(list(sources)),))]

	def rekey_profiles(self, rows: Iterable[Mapping[str, Any]]) -> None:
		"""Writes whole profile rows again."""
		with self._transaction():
			self._db.executemany(_ADD_PROFILE, rows)

	def mentions_of(self, sources: Sequence[str]) -> Iterator[dict[str, Any]]:
		"""What these sources have shown, newest first."""
		query = f"SELECT * FROM mention WHERE {_SEEN_BY} ORDER BY posted_at DESC, mention_key"
		return map(dict, self._db.execute(query, (json.dumps(list(sources)),)))

	def replace_people(
		self, stamp: str, silent: int, parties: Iterable[Sequence[str]], owners: Iterable[tuple[Key, Owner]]
	) -> None:
		"""Puts these people in the place of the former ones; `stamp` says from which file they come, `silent`
		how many of them hold no key."""
		rows = ((key.type, key.value, *_columns(owner)) for key, owner in owners)
		with self._transaction():
			self._db.execute("DELETE FROM party")
			self._db.execute("DELETE FROM identity_key")
			self._db.executemany("INSERT OR REPLACE INTO party VALUES (?, ?, ?, ?)", parties)
			self._db.executemany("INSERT INTO identity_key VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
			self.remember("people", stamp)
			self.remember("people_silent", str(silent))

	def party_titles(self) -> dict[tuple[str, str], tuple[str, str]]:
		"""(doctype, name) -> (title, company) of everybody on file."""
		return {(row[0], row[1]): (row[2], row[3]) for row in self._db.execute("SELECT * FROM party")}

	def find(self, keys: Collection[Key]) -> dict[Key, list[Owner]]:
		"""`resolver.KeyLookup`: the owners of each key, in one query; keys nobody holds are missing."""
		found: dict[Key, list[Owner]] = {}
		wanted = json.dumps([[key.type, key.value] for key in keys])
		for row in self._db.execute(
			"""
			SELECT k.*, p.title, p.company FROM json_each(?) w JOIN identity_key k
			ON k.value = json_extract(w.value, '$[1]') AND k.type = json_extract(w.value, '$[0]')
			LEFT JOIN party p ON p.doctype = k.doctype AND p.name = k.name
			""",
			(wanted,),
		):
			*held, derived, title, company = row
			names = (
				title,
				"" if held[2] == "Contact" else company,
			)  # a contact is not called like its employer
			owner = Owner(*held[2:], title="\n".join(filter(None, names)), derived=bool(derived))
			found.setdefault(Key(*held[:2]), []).append(owner)
		return found

	@contextmanager
	def _transaction(self) -> Iterator[None]:
		self._db.execute("BEGIN IMMEDIATE")
		try:
			yield
		except BaseException:
			self._db.execute("ROLLBACK")
			raise
		self._db.execute("COMMIT")

	def _make_private(self) -> None:
		"""The file holds customers' addresses: nobody but its owner may read it."""
		os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))

	def _prepare(self) -> None:
		ours = self._db.execute("PRAGMA application_id").fetchone()[0]
		empty = not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
		version = self._db.execute("PRAGMA user_version").fetchone()[0]
		if not empty and (ours != APPLICATION_ID or version != VERSION):
			raise NotOurs(f"{self.path} was not made by this version of the preview")
		self._db.execute("PRAGMA journal_mode = WAL")
		self._db.execute("PRAGMA synchronous = NORMAL")
		if empty:
			with self._transaction():
				for statement in filter(str.strip, _SCHEMA.split(";")):
					self._db.execute(statement)
				self._db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
				self._db.execute(f"PRAGMA user_version = {VERSION}")


def _columns(owner: Owner) -> tuple[str | bool, ...]:
	"""What identity_key keeps of an owner, in the order of its columns."""
	stands_for = (owner.party_type, owner.party, owner.contact, owner.lead, owner.customer)
	return (owner.doctype, owner.name, *stands_for, owner.derived)
