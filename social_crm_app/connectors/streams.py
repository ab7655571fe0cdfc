"""For platforms with several streams in one account: mentions, and one search per term.

One stream's page per `fetch`, going round, so that a long backfill of one term does not keep the others
waiting. A stream the platform refuses (a search term it does not like) does not stop the others: the
refusal is kept in the cursor under `trouble` (see `trouble_of`) and counted in `skipped`; only when every
stream is refused is it raised. Errors that concern the account (credentials, limits, no connection) always
are. Must not know a platform.
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from social_crm_app.connectors.base import AccountConfig, Connector, Page
from social_crm_app.exceptions import BadPayload, ConnectorError, Gone, NotPermitted

MENTIONS = "mentions"
SEARCH = "search:"
REFUSALS = (BadPayload, NotPermitted, Gone)
# After so many rounds the streams that were done are looked at again, even if others are not.
ROUNDS = 10


class StreamConnector(Connector):
	"""A connector whose account consists of named streams, each with a state of its own.

	The cursor is {"streams": {name: state}, "turn": name, "open": [names still to read in this run],
	"rounds": int, "complete": {name: moment}, "trouble": {name: words}}.
	"""

	def streams(self, account: AccountConfig) -> list[str]:
		"""The names of the account's streams, the most urgent first: "mentions", then "search:<term>" each."""
		mentions = self.capabilities.can_mentions and account.include_mentions
		terms = [term.strip() for term in account.searches]
		return [MENTIONS] * mentions + [SEARCH + term for term in terms if term]

	@abstractmethod
	def fetch_stream(self, account: AccountConfig, stream: str, state: dict[str, Any] | None) -> Page:
		"""The stream's page after `state`; its `next_cursor` is the stream's new state."""

	def fetch(self, account: AccountConfig, cursor: Mapping[str, Any] | None) -> Page:
		"""One page of the stream whose turn it is. New streams join, removed ones vanish from the cursor."""
		names = list(dict.fromkeys(self.streams(account)))
		going = _Round.resume(names, cursor or {})
		refused: dict[str, ConnectorError] = {}
		for name in going.order():
			try:
				page = self.fetch_stream(account, name, going.states.get(name))
			except REFUSALS as exc:
				refused[name] = exc
				going.refuse(name, exc)
				continue
			going.take(name, page)
			return replace(
				page,
				next_cursor=going.cursor(),
				has_more=bool(going.open),
				skipped=page.skipped + len(refused),
				complete_until=going.complete_until(),
			)
		if names and len(refused) == len(names):
			raise refused[names[0]]
		# What was still open is refused: end the run, or go round once more to hear it from all of them.
		return Page(
			posts=(),
			next_cursor=going.cursor(),
			has_more=bool(names) and set(names) == set(going.trouble),
			skipped=len(refused),
			complete_until=going.complete_until(),
		)


def trouble_of(cursor: Mapping[str, Any] | None) -> dict[str, str]:
	"""The streams that were refused when last read, with the platform's words."""
	found = (cursor or {}).get("trouble")
	return dict(found) if isinstance(found, Mapping) else {}


@dataclass
class _Round:
	names: list[str]
	states: dict[str, Any]
	complete: dict[str, str]
	trouble: dict[str, str]
	open: list[str]
	turn: str
	rounds: int = field(default=0)

	@classmethod
	def resume(cls, names: list[str], cursor: Mapping[str, Any]) -> "_Round":
		def kept(key: str) -> dict[str, Any]:
			return {name: value for name, value in (cursor.get(key) or {}).items() if name in names}

		still = [name for name in names if name in (cursor.get("open") or ())]
		turn = cursor.get("turn")
		return cls(
			names=names,
			states=kept("streams"),
			complete=kept("complete"),
			trouble=kept("trouble"),
			open=still or list(names),
			turn=turn if turn in names else (names[0] if names else ""),
			rounds=int(cursor.get("rounds") or 0) if still else 0,
		)

	def order(self) -> list[str]:
		"""The open streams, beginning with the one whose turn it is."""
		at = self.names.index(self.turn) if self.names else 0
		return [name for name in self.names[at:] + self.names[:at] if name in self.open]

	def take(self, name: str, page: Page) -> None:
		self.states[name] = page.next_cursor
		self.trouble.pop(name, None)
		if page.complete_until is not None:
			self.complete[name] = page.complete_until.isoformat()
		if not page.has_more:
			self.open.remove(name)
		self._pass_on(name)

	def refuse(self, name: str, error: ConnectorError) -> None:
		self.trouble[name] = error.provider_message or str(error)
		self.open.remove(name)
		self._pass_on(name)

	def _pass_on(self, name: str) -> None:
		following = (self.names.index(name) + 1) % len(self.names)
		self.turn = self.names[following]
		if following == 0:
			self.rounds += 1
		if self.open and self.rounds >= ROUNDS:
			self.open, self.rounds = list(self.names), 0

	def complete_until(self) -> datetime | None:
		"""The earliest of the streams' moments; None while one of them has never been read to its end."""
		if not self.names or any(name not in self.complete for name in self.names):
			return None
		return min(datetime.fromisoformat(self.complete[name]) for name in self.names)

	def cursor(self) -> dict[str, Any]:
		kept: dict[str, Any] = {"streams": self.states, "turn": self.turn}
		if self.open:
			kept |= {"open": self.open, "rounds": self.rounds}
		if self.complete:
			kept["complete"] = self.complete
		if self.trouble:
			kept["trouble"] = self.trouble
		return kept
