"""What platforms say of people: the only writer of a Social Profile's public columns.

Links are not touched here (that is `identity.linker`), nor anything a person decided.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

import frappe

from social_crm_app import sql
from social_crm_app.connectors.base import Author
from social_crm_app.identity import index
from social_crm_app.identity.keys import ProfileKey, keys_of_profile
from social_crm_app.identity.own import Account
from social_crm_app.identity.resolver import Subject
from social_crm_app.identity.restamp import NO_STAMP, STAMPED
from social_crm_app.ingest.normalise import clean_line, clean_text, clean_url, stable_key

# The columns that a platform owns; the keys are made of the second list.
_PUBLIC = (
	"title", "display_name", "handle", "url", "avatar", "bio", "location", "language", "website", "email",
	"followers", "following", "posts", "verified", "bot", "attested_links", "links",
)  # fmt: skip
# What tells of a person beyond the account's own address: whoever does not share it keeps it back.
TEXTS = (
	"display_name", "bio", "location", "language", "website", "email", "avatar", "attested_links", "links",
)  # fmt: skip
# What identity keys are made of.
_KEYED = attrgetter("handle", "display_name", "bio", "website", "email", "attested_links", "links")


@dataclass(slots=True)
class Upserted:
	"""`links`: what the mentions of every profile are stamped with, by name; `new`: those to resolve for the first
	time, `changed`: those to resolve again because of what they show now, `open`: all known ones that nobody has
	settled, `by_rule`: those that a rule has linked; `accounts`: of all that are new or open; `rekeyed`: the former
	and the present handle of known ones that show something else of themselves now."""

	links: dict[str, dict] = field(default_factory=dict)
	new: dict[str, Subject] = field(default_factory=dict)
	changed: set[str] = field(default_factory=set)
	open: set[str] = field(default_factory=set)
	by_rule: set[str] = field(default_factory=set)
	accounts: dict[str, Account] = field(default_factory=dict)
	rekeyed: dict[str, tuple[str, str]] = field(default_factory=dict)


def upsert(
	platform: str, label: str, authors: Mapping[str, Author], seen: datetime, country: str | None
) -> Upserted:
	"""Writes the authors of a page (by profile name) and their keys. Those who were erased on request are
	left out, of what is returned too.

	The rows stay locked until the transaction ends, so that posts of one author are resolved one at a time.
	`seen` is the site-time moment of this run, `country` helps to read phone numbers.
	"""
	held = _held(authors)
	authors = {name: author for name, author in authors.items() if name not in held or not held[name].erased}
	digests = {name: _digest(author) for name, author in authors.items()}
	changed = {
		name: {
			**_row(platform, label, name, author),
			**_kept_back(held.get(name), author),
			"digest": digests[name],
		}
		for name, author in authors.items()
		if name not in held or held[name].digest != digests[name]
	}
	sql.upsert(
		"Social Profile",
		[
			{**row, "link_status": "Unlinked", "first_seen": seen, "last_seen": seen}
			for row in changed.values()
		],
		(*_PUBLIC, "digest", "last_seen"),
	)
	keys = {
		name: _keys(platform, row, country)
		for name, row in changed.items()
		if name not in held or _keyed_part(held[name].digest) != _keyed_part(digests[name])
	}
	index.add_profile_keys({name: k for name, k in keys.items() if name not in held})
	index.rekey_profiles({name: k for name, k in keys.items() if name in held})
	return _upserted(label, authors, held, keys)


def profile_key(platform: str, author: Author) -> str:
	return stable_key(platform, author.external_id)


def _upserted(
	label: str,
	authors: Mapping[str, Author],
	held: Mapping[str, dict],
	keys: Mapping[str, list[ProfileKey]],
) -> Upserted:
	found = Upserted()
	for name, author in authors.items():
		row = held.get(name)
		found.links[name] = {c: row[c] for c in STAMPED} if row else NO_STAMP
		if row is None:
			found.new[name] = Subject(
				tuple(keys[name]), clean_line(author.display_name), clean_line(author.location)
			)
			found.accounts[name] = Account(label, author.external_id, new=True)
			continue
		if name in keys:
			found.rekeyed[name] = (row.handle or "", clean_line(author.handle))
		if _is_open(row):
			found.open.add(name)
			found.accounts[name] = Account(label, author.external_id, row.kept_out or "")
			if name in keys:
				found.changed.add(name)
		elif row.link_status == "Linked" and row.link_source == "Rule":
			found.by_rule.add(name)
	return found


def _is_open(row: Mapping) -> bool:
	"""True if rules may still say who this is: nobody has settled, refused or erased the profile."""
	undecided = row.link_status in ("Unlinked", "Suggested") and row.kept_out != "Not a Customer"
	return undecided and not row.erased


def _held(names: Iterable[str]) -> dict[str, dict]:
	table = frappe.qb.DocType("Social Profile")
	names = sorted(names)
	if not names:
		return {}
	rows = (
		frappe.qb.from_(table)
		.select(
			"name",
			"link_status",
			"link_source",
			"kept_out",
			"erased",
			"handle",
			"digest",
			"consent",
			"share_profile",
			*STAMPED,
		)
		.where(table.name.isin(names))
		.orderby(table.name)
		.for_update()
		.run(as_dict=True)
	)
	return {row.name: row for row in rows}


def _row(platform: str, label: str, name: str, author: Author) -> dict:
	handle = clean_line(author.handle)
	display_name = clean_line(author.display_name)
	return {
		"name": name,
		"profile_key": profile_key(platform, author),
		"platform": label,
		"external_id": clean_text(author.external_id, 1000)[0],
		"title": _title(display_name, handle) or label,
		"display_name": display_name,
		"handle": handle,
		"url": clean_url(author.url),
		"avatar": clean_url(author.avatar),
		"bio": clean_text(author.bio, 4000)[0],
		"location": clean_line(author.location),
		"language": clean_line(author.language, 20),
		"website": clean_url(author.website),
		"email": clean_line(author.email),
		"followers": _count(author.followers),
		"following": _count(author.following),
		"posts": _count(author.posts),
		"verified": int(author.verified),
		"bot": int(author.bot),
		"attested_links": _lines(author.attested_links),
		"links": _lines(author.links),
	}


def _kept_back(row: Mapping | None, author: Author) -> dict[str, str]:
	"""Empty texts for a known person who was asked and does not let us keep them; nothing otherwise."""
	if row is None or row.consent not in ("Given", "Withdrawn") or row.share_profile:
		return {}
	return {**dict.fromkeys(TEXTS, ""), "title": _title("", clean_line(author.handle))}


def _keys(platform: str, row: Mapping, country: str | None) -> list[ProfileKey]:
	return keys_of_profile(
		platform,
		row["external_id"],
		row["handle"],
		row["display_name"],
		row["bio"],
		row["website"],
		row["email"],
		row["attested_links"].splitlines(),
		row["links"].splitlines(),
		country=country,
	)


def _title(display_name: str, handle: str) -> str:
	if display_name and handle and display_name != handle:
		return clean_line(f"{display_name} (@{handle})")
	return display_name or (f"@{handle}" if handle else "")


def _digest(author: Author) -> str:
	"""What a platform says of an author, in 33 characters: all of it, and what keys are made of. Comparing
	this tells what changed without reading or building the columns."""
	return f"{_short_hash(author)}:{_short_hash(_KEYED(author))}"


def _keyed_part(digest: str | None) -> str:
	return (digest or "").partition(":")[2]


def _short_hash(value: object) -> str:
	return hashlib.blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _count(value: int | None) -> int:
	"""A count as MariaDB's INT holds it; unknown counts as none."""
	return min(max(int(value or 0), 0), 2_147_483_647)


def _lines(links: Iterable[str]) -> str:
	return "\n".join(filter(None, (clean_url(link) for link in links)))[:4000]
