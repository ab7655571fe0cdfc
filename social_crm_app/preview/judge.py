"""From a platform's posts to rows: cleaned, analysed, with the identity keys of their authors.

Uses the app's own cleaning, analysis and identity rules. It must not store anything, and it does not decide who
somebody is: that is asked anew for every report, because the list of customers may have changed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timezone
from typing import Any

from social_crm_app.analysis.engine import ANALYSIS_VERSION, Judgement, analyse
from social_crm_app.analysis.topics import QuerySpec, compile_queries
from social_crm_app.connectors.base import Author, Post
from social_crm_app.identity.keys import Key, ProfileKey, keys_of_profile
from social_crm_app.ingest.normalise import clean_line, clean_text, clean_url, stable_key

_EARLIEST = datetime(1970, 1, 2, tzinfo=timezone.utc)


@dataclass(frozen=True, slots=True)
class Verdict:
	"""What is said of one text; `topics` are (term, what was found) pairs."""

	language: str
	sentiment: Judgement
	intent: Judgement
	topics: tuple[tuple[str, str], ...]

	@classmethod
	def read(cls, judgement: str) -> "Verdict":
		"""The verdict that a row's `judgement` holds."""
		held = json.loads(judgement)
		sentiment, intent = Judgement(**held["sentiment"]), Judgement(**held["intent"])
		return cls(held["language"], sentiment, intent, tuple((name, why) for name, why in held["topics"]))


class Judge:
	"""Analyses with the words to listen for; `stamp` changes whenever the same text may be judged otherwise."""

	def __init__(self, listen: Iterable[str] = (), country: str = ""):
		terms = list(dict.fromkeys(filter(None, (clean_line(term) for term in listen))))
		self.country = country
		self._matcher = compile_queries([QuerySpec(term, any=(term,)) for term in terms])
		digest = hashlib.sha256(json.dumps(terms).encode()).hexdigest()[:16]
		self.stamp = f"{ANALYSIS_VERSION}:{digest}"

	def judge(self, text: str, language_hint: str) -> str:
		"""The verdict on a text, as the JSON that `Verdict.read` understands."""
		found = analyse(text, language_hint=language_hint, matcher=self._matcher)
		return json.dumps(
			{
				"language": found.language,
				"sentiment": asdict(found.sentiment),
				"intent": asdict(found.intent),
				"topics": [(hit.query, hit.reason) for hit in found.topics],
			}
		)

	def again(self, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
		"""New judgements for stored mentions."""
		return [
			{
				"mention_key": row["mention_key"],
				"judged": self.stamp,
				"judgement": self.judge(row["text"], row["language_hint"]),
			}
			for row in rows
		]

	def mention(self, key: str, platform: str, post: Post, run: int, now: datetime) -> dict[str, Any]:
		"""The row of a post. A missing date, or one in the future, becomes `now`."""
		posted_at = post.posted_at if post.posted_at and _EARLIEST < post.posted_at <= now else now
		text = clean_text(post.text)[0]
		hint = clean_line(post.language, 20)
		return {
			"mention_key": key,
			"profile_key": _profile_key(platform, post.author),
			"platform": platform,
			"kind": post.kind,
			"posted_at": stamp_of(posted_at),
			"edited_at": stamp_of(post.edited_at),
			"title": clean_line(post.title),
			"text": text,
			"permalink": clean_url(post.permalink),
			"private": int(post.private),
			"language_hint": hint,
			"judged": self.stamp,
			"judgement": self.judge(text, hint),
			"run": run,
		}

	def profile(self, platform: str, author: Author) -> dict[str, Any]:
		"""The row of an author, with the identity keys that it shows."""
		return self._keyed(_profile_key(platform, author), platform, _cleaned(author))

	def rekeyed(self, row: Mapping[str, Any]) -> dict[str, Any]:
		"""A profile row whose phone numbers are read as this run's country reads them."""
		return self._keyed(row["profile_key"], row["platform"], json.loads(row["author"]))

	def _keyed(self, key: str | None, platform: str, author: dict[str, Any]) -> dict[str, Any]:
		names = (
			"external_id", "handle", "display_name", "bio", "website", "email", "attested_links", "links",
		)  # fmt: skip
		keys = keys_of_profile(
			platform, **{name: author[name] for name in names}, country=self.country or None
		)
		return {
			"profile_key": key,
			"platform": platform,
			"author": json.dumps(author, ensure_ascii=False),
			"keys": json.dumps([(k.key.type, k.key.value, k.source, k.attested) for k in keys]),
			"country": self.country,
		}


def keys_of_row(row: Mapping[str, Any]) -> list[ProfileKey]:
	"""The identity keys that a profile row holds."""
	return [
		ProfileKey(Key(type_, value), source, attested)
		for type_, value, source, attested in json.loads(row["keys"])
	]


def stamp_of(moment: datetime | None) -> str:
	"""A moment as ISO text in UTC, which sorts as text; "" for none."""
	return moment.astimezone(timezone.utc).isoformat(timespec="seconds") if moment else ""


def _profile_key(platform: str, author: Author | None) -> str | None:
	return stable_key(platform, author.external_id) if author and author.external_id else None


def _cleaned(author: Author) -> dict[str, Any]:
	"""The author as JSON can hold it: clean text, links that a browser may follow."""
	held: dict[str, Any] = {}
	for field in fields(author):
		value = getattr(author, field.name)
		if field.name in ("url", "avatar", "website"):
			held[field.name] = clean_url(value)
		elif field.name in ("attested_links", "links"):
			held[field.name] = [url for url in map(clean_url, value) if url]
		elif isinstance(value, str):
			held[field.name] = clean_text(value, 4000)[0] if field.name == "bio" else clean_line(value, 1000)
		else:
			held[field.name] = value
	return held
