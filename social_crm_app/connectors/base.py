"""What a connector is: plain arguments in, plain data out.

Everything here is data or a contract. A connector reads and parses one platform; it never touches a
database, never imports frappe, never sleeps, never logs. Errors leave it only as classes of
`social_crm_app.exceptions`.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from social_crm_app.connectors.answering import Answers
from social_crm_app.connectors.conversing import Conversations
from social_crm_app.connectors.http import HttpClient
from social_crm_app.exceptions import BadPayload, NotPermitted

# The kinds a Mention can have; the DocType's Select holds the same list.
KINDS = ("Mention", "Post", "Comment", "Reply", "Quote", "Review", "Message")


@dataclass(frozen=True, slots=True)
class Author:
	"""A person's or firm's account on a platform, as the platform tells it.

	`external_id` is the id that survives a change of handle (a DID, an actor URI); `handle` is what people
	write, without a leading @. `attested_links` are URLs and domains that the platform itself has verified
	to belong to this account (rel=me, a domain handle); `links` are those that anyone could have written.
	Counts are None when the platform does not say.
	"""

	external_id: str
	handle: str = ""
	display_name: str = ""
	url: str = ""
	avatar: str = ""
	bio: str = ""
	location: str = ""
	language: str = ""
	website: str = ""
	email: str = ""
	followers: int | None = None
	following: int | None = None
	posts: int | None = None
	verified: bool = False
	bot: bool = False
	attested_links: tuple[str, ...] = ()
	links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
	"""An account that was looked up by its handle; `about` is all that its owner wrote there of themselves, as
	plain text: the bio, and what else the platform lets people fill in."""

	author: Author
	about: str = ""


@dataclass(frozen=True, slots=True)
class Media:
	"""One attachment: `kind` is image, video, audio or link."""

	url: str
	kind: str = "image"
	description: str = ""


@dataclass(frozen=True, slots=True)
class Post:
	"""One post, comment, reply, review or message.

	`text` is plain text (HTML already converted); it is not yet cleaned or capped, the pipeline does that.
	`posted_at` and `edited_at` are timezone-aware, or None when the platform gave none that can be read.
	`author` is None when the platform hides or lacks it. `raw` is the platform's own JSON-able record.
	`source` is the stream that brought it (`mentions`, `search:acme`, `feed`).
	"""

	external_id: str
	text: str
	posted_at: datetime | None = None
	kind: str = "Mention"
	author: Author | None = None
	title: str = ""
	permalink: str = ""
	language: str = ""
	root_id: str = ""
	parent_id: str = ""
	edited_at: datetime | None = None
	media: tuple[Media, ...] = ()
	likes: int | None = None
	replies: int | None = None
	reposts: int | None = None
	reach: int | None = None
	private: bool = False
	source: str = ""
	raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
	"""A post that was stored earlier, as much as a platform needs to find it again; `raw` is empty when the
	site keeps no raw payloads that long."""

	external_id: str
	private: bool = False
	raw: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Rate:
	"""What the platform last said of its limit; `reset_at` is timezone-aware."""

	limit: int | None = None
	remaining: int | None = None
	reset_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
	"""One answer of a platform.

	`next_cursor` is what to keep once these posts are stored, JSON-able, derived from the data and never
	from the clock. `has_more` says that fetching on at once makes sense. `skipped` counts records that
	could not be read as posts at all; they are never silently dropped, the run reports them.
	`complete_until` is the moment until which everything is known to be in once this page is stored.
	"""

	posts: tuple[Post, ...]
	next_cursor: dict[str, Any]
	has_more: bool = False
	rate: Rate | None = None
	skipped: int = 0
	complete_until: datetime | None = None


@dataclass(slots=True)
class AccountConfig:
	"""All that a connector may know of a Social Account.

	`secrets` holds app passwords and tokens by name; never print it, hence no repr. `session` is a scratch
	pad for short-lived tokens: a connector may change it, whoever called keeps it encrypted until the next
	run. `searches` are the expressions to search for on platforms that can.
	"""

	platform: str
	instance_url: str = ""
	handle: str = ""
	backfill_from: datetime | None = None
	searches: tuple[str, ...] = ()
	include_mentions: bool = True
	secrets: dict[str, str] = field(default_factory=dict, repr=False)
	session: dict[str, Any] = field(default_factory=dict, repr=False)
	page_size: int | None = None


@dataclass(frozen=True, slots=True)
class AccountInfo:
	"""Whose account it is, for the eyes of the person who connects it."""

	external_id: str
	handle: str
	display_name: str = ""
	url: str = ""


@dataclass(frozen=True, slots=True)
class Capabilities:
	can_search: bool = False
	can_mentions: bool = False
	can_reply: bool = False
	# Can a public post be answered so that only its author sees the answer?
	can_reply_privately: bool = False
	# For so many hours after a post the platform takes answers to it; None: for ever.
	reply_hours: int | None = None
	can_delete_check: bool = False
	# Can a profile be looked up by its handle, so that a code written there proves whose it is?
	can_prove: bool = False
	# Can the thread around a post be asked for?
	can_show_thread: bool = False
	# Does the platform's policy let us link its authors to customer records without their consent?
	identity_linking: bool = True


@dataclass(frozen=True, slots=True)
class Setup:
	"""What the form asks for. `needs_instance_url`, `needs_handle`: mandatory on the account.
	`secrets`: names of the credentials that must be filled, `optional_secrets` of those that may be;
	`default_instance_url`: used when empty."""

	needs_instance_url: bool = False
	needs_handle: bool = False
	needs_search: bool = False
	secrets: tuple[str, ...] = ()
	optional_secrets: tuple[str, ...] = ()
	default_instance_url: str = ""


class Connector(Answers, Conversations, ABC):
	"""One platform. Instances are cheap and hold no state but the HTTP client."""

	platform: ClassVar[str]  # key prefix and registry name, lower case: "mastodon"
	label: ClassVar[str]  # what people read, and the Select option: "Mastodon"
	capabilities: ClassVar[Capabilities]
	setup: ClassVar[Setup]
	# What of a raw payload is needed for ever: to ask whether the post is still there, and to answer it.
	raw_kept: ClassVar[tuple[str, ...]] = ()

	def __init__(self, http: HttpClient | None = None):
		self.http = http or HttpClient()

	@abstractmethod
	def fetch(self, account: AccountConfig, cursor: Mapping[str, Any] | None) -> Page:
		"""The page after `cursor` (None: the first ever). Raises ConnectorError and nothing else."""

	@abstractmethod
	def check(self, account: AccountConfig) -> AccountInfo:
		"""Whose account this is; proves that the credentials work. Raises ConnectorError and nothing else."""

	def find_deleted(self, account: AccountConfig, posts: Sequence[Held]) -> set[str]:
		"""The external ids of those posts that the platform says are gone; what cannot be told for sure is not
		among them. Only if `can_delete_check`. Raises ConnectorError."""
		raise NotPermitted(f"{self.label} cannot be asked for deletions")

	def find_deleted_authors(self, account: AccountConfig, external_ids: Sequence[str]) -> set[str]:
		"""Those of the authors whose whole account the platform says is gone. Empty where none can go or be asked
		for. Raises ConnectorError."""
		return set()

	def find_person(self, account: AccountConfig | None, handle: str) -> Person | None:
		"""The account that has this handle now; None if there is none. Only if `can_prove`; needs no `account`,
		but one on the same server helps where strangers are shown nothing. Raises ConnectorError."""
		raise NotPermitted(f"{self.label} has no profiles that could be looked up")

	def posts_of(self, account: AccountConfig | None, handle: str, limit: int = 20) -> tuple[Post, ...]:
		"""The last public posts that the owner of this handle wrote, newest first; nothing of what was passed on
		from others. Only if `can_prove`. Raises ConnectorError."""
		raise NotPermitted(f"{self.label} has no profiles that could be looked up")

	@classmethod
	def parse_all(cls, records: Iterable[Any], parse) -> tuple[list[Post], int]:
		"""Posts of `records` by `parse`, and how many could not be read (BadPayload of one record)."""
		posts, skipped = [], 0
		for record in records:
			try:
				post = parse(record)
			except BadPayload:
				skipped += 1
				continue
			if post is not None:
				posts.append(post)
		return posts, skipped
