"""Who talks with whom about us, and which strangers talk with our customers.

An edge leads from the author of a post to whom it speaks: the author of the post it answers, and everybody it
names with a full handle (@jane@host, @jane.example) that is a known profile. Every mention, profile and record
behind an edge is one that the current user may read. It must not guess: a bare "@jane" is nobody.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import frappe

from social_crm_app.connectors import UnknownPlatform
from social_crm_app.identity.normalise import Key, handle_key
from social_crm_app.identity.profile_form import platform_key
from social_crm_app.insight.visible import readable, visible_records

ANSWERS = 10_000  # newest answers of the period that are read: each costs two look-ups in a big table
TEXTS = 5_000  # newest posts of the period that are read for handles: their texts cannot be looked up
_HANDLE = re.compile(r"(?<![\w@./])@([\w-]+(?:\.[\w-]+)+|[\w.-]+@[\w-]+(?:\.[\w-]+)+)")
_COLUMNS = (
	"name", "title", "platform", "handle", "followers", "url", "influence_score", "party_type", "party",
	"customer", "link_status", "kept_out",
)  # fmt: skip
_OURS = ("Own Staff", "Own Account")


@dataclass(slots=True)
class Edge:
	"""`speaker` spoke to `listener` (both Social Profile names): how often by a reply, how often by name, last when."""

	speaker: str
	listener: str
	replies: int = 0
	names: int = 0
	last_at: datetime | None = None

	@property
	def times(self) -> int:
		return self.replies + self.names


@dataclass(frozen=True, slots=True)
class Network:
	"""Edges, those with most talk first, and the profiles at their ends by name: rows with the columns of
	Social Profile that reports show, `party` emptied where the user may not read that record."""

	edges: list[Edge]
	people: Mapping[str, dict]


def who_talks_with_whom(since: date, until: date, limit: int = 500) -> Network:
	"""All talk about us between two days (inclusive), without our own accounts and staff."""
	network = _network(_edges(since, until, "1")[: 2 * limit])  # some are ours or not for this reader
	edges = [edge for edge in network.edges if not _is_ours(network, edge)]
	return Network(edges[:limit], network.people)


def strangers_with_customers(since: date, until: date, limit: int = 500) -> Network:
	"""Only talk between an unlinked person and a customer whose record the user may read, either way round."""
	if not frappe.has_permission("Customer", "read"):
		return Network([], {})
	found = _edges(since, until, _between_stranger_and_customer())
	answers = [
		edge for edge in found if edge.replies
	]  # between the right people already, unlike names in texts
	network = _network(answers[: 2 * limit] + [edge for edge in found if not edge.replies])
	edges = [
		edge
		for edge in network.edges
		if not _is_ours(network, edge)
		and any(
			network.people[one].is_stranger and network.people[other].customer
			for one, other in ((edge.speaker, edge.listener), (edge.listener, edge.speaker))
		)
	]
	return Network(edges[:limit], network.people)


def _edges(since: date, until: date, condition: str) -> list[Edge]:
	"""Replies, and names found in texts, put together: those who talk most first."""
	found = {(e.speaker, e.listener): e for e in _replies(since, until, condition)}
	for speaker, listener, at in _named(since, until):
		edge = found.setdefault((speaker, listener), Edge(speaker, listener))
		edge.names += 1
		edge.last_at = max(filter(None, (edge.last_at, at)))
	return sorted(found.values(), key=lambda e: (-e.times, e.speaker, e.listener))


def _replies(since: date, until: date, condition: str) -> list[Edge]:
	# Raw SQL: a join of the table with itself, with the user's permissions on both sides as SQL. The newest
	# answers are picked first, by the index on posted_at, so that the work does not grow with the table;
	# COALESCE keeps the database from reading all answers there ever were by the index on parent_key.
	rows = frappe.db.sql(  # nosemgrep
		f"""SELECT answer.social_profile, `parent`.social_profile, answer.posted_at
		FROM (
			SELECT parent_key, social_profile, posted_at, customer, party FROM `tabMention`
			WHERE posted_at >= %(since)s AND posted_at < %(until)s + INTERVAL 1 DAY
				AND COALESCE(parent_key, '') != '' AND {readable("Mention")}
			ORDER BY posted_at DESC LIMIT {ANSWERS}
		) answer
		JOIN `tabMention` `parent` ON `parent`.mention_key = answer.parent_key
		WHERE answer.social_profile != `parent`.social_profile AND {condition} AND {readable("Mention", "parent")}""",
		{"since": since, "until": until},
	)
	found: dict[tuple[str, str], Edge] = {}
	for speaker, listener, at in rows:
		edge = found.setdefault((speaker, listener), Edge(speaker, listener))
		edge.replies += 1
		edge.last_at = max(edge.last_at or at, at)
	return list(found.values())


def _between_stranger_and_customer() -> str:
	def is_customer(table: str) -> str:
		readers = readable("Customer")
		if readers == "1":
			return f"`{table}`.customer > ''"
		return f"`{table}`.customer IN (SELECT `tabCustomer`.name FROM `tabCustomer` WHERE {readers})"

	def is_stranger(table: str) -> str:
		return f"COALESCE(`{table}`.party, '') = ''"

	answered = f"{is_stranger('answer')} AND {is_customer('parent')}"
	was_answered = f"{is_customer('answer')} AND {is_stranger('parent')}"
	return f"(({answered}) OR ({was_answered}))"


def _named(since: date, until: date) -> list[tuple[str, str, datetime]]:
	"""(speaker, listener, when) for every known profile that a post names with its full handle."""
	posts = frappe.get_list(
		"Mention",
		filters=[
			["posted_at", "between", [since, until]],
			["social_profile", "is", "set"],
			["text", "like", "%@%"],
		],
		fields=["social_profile", "platform", "text", "posted_at"],
		order_by="posted_at desc",
		limit=TEXTS,
	)
	said = [(post, key) for post in posts for key in handles_in(post.platform, post.text)]
	known = _profiles_of({key for _post, key in said})
	return [
		(post.social_profile, known[key], post.posted_at)
		for post, key in said
		if key in known and known[key] != post.social_profile
	]


def handles_in(platform: str, text: str) -> set[Key]:
	"""Handle keys of everybody a text names in full, on the platform (its label) the text is from."""
	found = (_key(platform, handle) for handle in _HANDLE.findall(text or ""))
	return {key for key in found if key}


def _key(platform: str, handle: str) -> Key | None:
	try:
		return handle_key(platform_key(platform), handle)
	except UnknownPlatform:  # its connector is gone, its posts are still here
		return None


def _profiles_of(keys: set[Key]) -> dict[Key, str]:
	"""The one profile that has each handle as its own; a handle merely linked to by somebody is not theirs."""
	candidates = frappe.get_all(
		"Identity Key",
		filters={
			"key_type": "Handle", "key_value": ("in", sorted({key.value for key in keys})), "attested": 1,
			"reference_doctype": "Social Profile",
		},
		pluck="reference_name",
		order_by="reference_name",
	) if keys else []  # fmt: skip
	found: dict[Key, str | None] = {}
	for row in _read(candidates, ("name", "platform", "handle")):
		key = _key(row.platform, row.handle or "")
		if key in keys:
			found[key] = None if key in found else row.name
	return {key: profile for key, profile in found.items() if profile}


def _network(edges: list[Edge]) -> Network:
	"""Edges between profiles that the user may read, parties hidden where they may not."""
	people = {p.name: p for p in _read({n for e in edges for n in (e.speaker, e.listener)}, _COLUMNS)}
	seen = visible_records(
		pair for p in people.values() for pair in ((p.party_type, p.party), ("Customer", p.customer))
	)
	for person in people.values():
		person.is_stranger = not person.party
		if (person.party_type, person.party) not in seen:
			person.party_type = person.party = None
		if ("Customer", person.customer) not in seen:
			person.customer = None
	return Network([e for e in edges if e.speaker in people and e.listener in people], people)


def _read(names: Iterable[str], fields: tuple[str, ...]) -> list[dict]:
	names = sorted(set(names))
	if not names:
		return []
	return frappe.get_list(
		"Social Profile", filters={"name": ("in", names)}, fields=list(fields), order_by="name", limit=0
	)


def _is_ours(network: Network, edge: Edge) -> bool:
	return any(network.people[name]["kept_out"] in _OURS for name in (edge.speaker, edge.listener))
