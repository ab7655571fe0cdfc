"""How a platform is answered: what a reply needs, what comes back, and what a connector promises about it.

Part of the contract in `base`; a connector that says `can_reply` overrides every method of `Answers`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from social_crm_app.connectors.counting import Limit
from social_crm_app.exceptions import NotPermitted

if TYPE_CHECKING:
	from social_crm_app.connectors.base import AccountConfig


# Why a platform takes no answer to a post through its API; the gate has the words for people.
FOUND_BY_SEARCH = "found by search"  # it lets only those be answered who named or quoted the account


@dataclass(frozen=True, slots=True)
class ParentRef:
	"""The post that is answered, with what the platform wants to know of it; see `Connector.parent_of`.

	`external_id` is its name everywhere. `local_id` is its id on the account's own server, `version` the hash of
	its content, `root_id` and `root_version` the same of the thread's first post, `visibility` the platform's own
	word; each "" when it is not known, the connector looks up then what it needs. `author` is the handle without a
	leading @. `private` says that strangers cannot see the post.
	"""

	external_id: str
	author: str = ""
	private: bool = False
	local_id: str = ""
	version: str = ""
	root_id: str = ""
	root_version: str = ""
	visibility: str = ""
	language: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
	"""A reply of ours that stands on the platform; `posted_at` is timezone-aware, or None if it is not told."""

	external_id: str
	permalink: str = ""
	posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReplyTerms:
	"""How the platform takes replies of this account: how long, and whether the token may write at all (None:
	the platform does not tell beforehand)."""

	limit: Limit
	may_write: bool | None = None


class Answers:
	"""The replying half of a connector. As it stands here it is a platform that takes no replies."""

	label: str
	# What to count with while the platform cannot be asked.
	usual_limit: Limit = Limit(0)

	@classmethod
	def parent_of(
		cls, external_id: str, raw: Mapping[str, Any], *, author: str = "", private: bool = False
	) -> ParentRef | None:
		"""The post of that id as something to answer; `raw` is the record this account brought it with, {} if that
		is no longer kept. None if no post can have that id. Only if `can_reply`, as all that follows."""
		return None

	@classmethod
	def closed_because(cls, source: str, raw: Mapping[str, Any]) -> str | None:
		"""Why the platform takes no answer by API to a post which came by `source` (see `Post.source`): one of the
		reasons above, or the platform's rule in a few words; None if nothing speaks against it. `raw` as for
		`parent_of`. Told from what is stored, without a call."""
		return None

	@classmethod
	def compose(cls, parent: ParentRef, text: str) -> str:
		"""What would be posted for `text`: with what the platform wants in front, without blanks around it."""
		return text.strip()

	@classmethod
	def count(cls, text: str) -> int:
		"""The length of `text` as this platform counts it."""
		raise NotPermitted(f"{cls.label} takes no replies")

	def reply_terms(self, account: "AccountConfig") -> ReplyTerms:
		"""The limits for replies of this account; may be kept in `account.session`. Raises ConnectorError."""
		raise NotPermitted(f"{self.label} takes no replies")

	def reply(
		self,
		account: "AccountConfig",
		parent: ParentRef,
		text: str,
		*,
		idempotency_key: str,
		private: bool = False,
	) -> Sent:
		"""Posts `compose(parent, text)` as an answer to `parent`; with `private` only its author sees it.

		The same `idempotency_key` makes the same post once, as far as the platform can be told. It is
		`microseconds since 1970`-`anything`, the moment at which the reply was decided. Raises ConnectorError:
		with a status of 4xx nothing was posted; anything else leaves that open, and `find_own_reply` tells.
		"""
		raise NotPermitted(f"{self.label} takes no replies")

	def find_own_reply(
		self,
		account: "AccountConfig",
		parent: ParentRef,
		text: str,
		since: datetime,
		*,
		idempotency_key: str = "",
		not_these: Collection[str] = (),
	) -> Sent | None:
		"""The answer that an earlier `reply` with these arguments, not before `since`, left on the platform.
		`not_these` are ids of other answers of ours. None if there surely is none. Raises ConnectorError."""
		raise NotPermitted(f"{self.label} takes no replies")
