"""Everything that is held about one person as JSON, for whoever may have it. Reads only.

Two kinds of reader: a manager, who sees what their permissions show, and the person who has proved that the
account is theirs. Neither sees a record of the business here that they may not read in the desk. Mentions
come in pages, so that memory stays flat while a file is written.
"""

import json
from collections.abc import Iterator
from typing import Any

import frappe
from frappe.utils import now_datetime

from social_crm_app.identity.restamp import STAMPED
from social_crm_app.privacy import holdings, said_of_ideas
from social_crm_app.privacy.holdings import EXPORT_NAME, PAGE, PROFILE
from social_crm_app.privacy.reader import Reader

DIRECT = 2000  # mentions up to which an export is sent at once instead of being written by a job
_TECHNICAL = (
	"digest",
	"erasure_cursor",
	"restamp_pending",
	"recheck_pending",
	"service_level_pending",
	"docstatus",
	"idx",
	"owner",
	"modified_by",
	"modified",
)
_MENTION = (
	"name", "platform", "kind", "private", "posted_at", "fetched_at", "edited_at", "text", "permalink", "source",
	"author_name", "author_handle", "external_id", "language", "sentiment_label", "sentiment_score",
	"sentiment_reason", "intent", "intent_reason", "status", "likes", "replies", "reposts", "reach", "media", "raw",
	"deleted_upstream",
)  # fmt: skip
_CLAIM = ("platform", "handle", "status", "creation", "expires_at", "proven_at", "proof")
_EVIDENCE = ("parent", "kind", "value", "source", "attested", "observed_on", "reason")


def pieces(profile: str, reader: Reader) -> Iterator[str]:
	"""The JSON text in pieces: {about, profile, keys, history, consent_log, claims, matches, ideas, files, notes,
	mentions}; what was made of a mention stands there, under `documents`."""
	yield '{"about": ' + _json({"profile": profile, "exported_at": now_datetime(), "site": frappe.local.site})
	for section, content in (
		("profile", _profile(profile, reader)),
		("keys", _keys(profile)),
		("history", _history(profile, reader)),
		("consent_log", _consent_log(profile)),
		("claims", _claims(profile)),
		("matches", _matches(profile, reader)),
		("ideas", said_of_ideas.of(profile, reader)),
		("files", _files(PROFILE, [profile])),
		("notes", _notes(PROFILE, [profile], reader)),
	):
		yield f',\n"{section}": {_json(content)}'
	yield ',\n"mentions": ['
	first = True
	for page in _mention_pages(profile, reader):
		for mention in page:
			yield ("\n" if first else ",\n") + _json(mention)
			first = False
	yield "]}\n"


def text(profile: str, reader: Reader) -> str:
	"""The same as one text, for a direct download."""
	return "".join(pieces(profile, reader))


def number_of_mentions(profile: str) -> int:
	return frappe.db.count("Mention", {"social_profile": profile})


def save(profile: str, reader: Reader, attached_to: tuple[str, str]) -> str:
	"""Writes the export into a private File attached to that document; returns the File's URL."""
	doctype, name = attached_to
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{EXPORT_NAME.format(profile)}.json",
			"attached_to_doctype": doctype,
			"attached_to_name": name,
			"content": text(profile, reader),
			"is_private": 1,
		}
	)
	file.insert(ignore_permissions=True)  # the right to have it was checked; that to write is another
	return file.file_url


def _profile(profile: str, reader: Reader) -> dict[str, Any]:
	row = frappe.db.get_value(PROFILE, profile, "*", as_dict=True)
	held = {k: v for k, v in row.items() if k not in _TECHNICAL and not k.startswith("_")}
	for column in (*STAMPED, "link_reason", "sales_partner", "coupon_code"):
		held.pop(column, None)
	if reader.sees(row.party_type, row.party):
		held["linked_to"] = {"type": row.party_type, "name": row.party, "why": row.link_reason}
		held["linked_to"]["relationship"] = row.relationship
	return held


def _keys(profile: str) -> list[dict]:
	"""By what the profile is recognised."""
	return frappe.get_all(
		"Identity Key",
		{"reference_doctype": PROFILE, "reference_name": profile},
		["key_type", "key_value", "attested", "source"],
		order_by="key_type, key_value",
	)


def _history(profile: str, reader: Reader) -> list[dict]:
	"""What was decided about the profile and when; by whom is for colleagues to know."""
	return frappe.get_all(
		"Comment",
		{"reference_doctype": PROFILE, "reference_name": profile, "comment_type": "Info"},
		["creation", "content", *(["comment_by"] if reader.manages else [])],
		order_by="creation",
	)


def _consent_log(profile: str) -> list[dict]:
	return frappe.get_all(
		"Social Consent Log",
		{"parent": profile, "parenttype": PROFILE},
		["happened_at", "event", "details"],
		order_by="idx",
	)


def _claims(profile: str) -> list[dict]:
	"""The claims without their codes: a code proves, it is nobody's to have twice."""
	return frappe.get_all(
		"Social Profile Claim", {"social_profile": profile}, list(_CLAIM), order_by="creation"
	)


def _matches(profile: str, reader: Reader) -> list[dict]:
	"""Who we thought this is. Of a record the reader may not see: only what the profile itself said."""
	rows = frappe.get_all(
		"Social Profile Match",
		{"profile": profile},
		["name", "party_type", "party", "status", "score", "why", "decided_at"],
		order_by="name",
	)
	evidence = frappe.get_all(
		"Social Profile Match Evidence",
		{"parent": ("in", [row.name for row in rows])},
		list(_EVIDENCE),
		order_by="parent, idx",
	)
	own = _own_values(profile)
	return [_match(row, [e for e in evidence if e.parent == row.name], own, reader) for row in rows]


def _match(row: dict, evidence: list[dict], own: set[str], reader: Reader) -> dict:
	seen = reader.sees(row.party_type, row.party)
	match = {"status": row.status, "score": row.score, "decided_at": row.decided_at}
	if seen:
		match |= {"party_type": row.party_type, "party": row.party, "why": row.why}
	match["evidence"] = [
		{
			"kind": e.kind, "source": e.source, "attested": e.attested, "observed_on": e.observed_on,
			**({"reason": e.reason} if seen else {}),
			**({"value": e.value} if seen or (e.value or "").lower() in own else {}),
		}
		for e in evidence
	]  # fmt: skip
	return match


def _own_values(profile: str) -> set[str]:
	"""What the profile says of itself, as its identity keys hold it."""
	held = frappe.get_all(
		"Identity Key",
		{"reference_doctype": PROFILE, "reference_name": profile},
		pluck="key_value",
		order_by="name",
	)
	return {value.lower() for value in held} | {value.partition(":")[2].lower() for value in held}


def _files(doctype: str, names: list[str]) -> list[dict]:
	return [
		{"file_name": file.file_name, "file_url": file.file_url} for file in holdings.files_of(doctype, names)
	]


def _notes(doctype: str, names: list[str], reader: Reader) -> list[dict]:
	"""What colleagues have written about the person. It may speak of others, so the person asks for it."""
	if not reader.manages:
		return []
	return frappe.get_all(
		"Comment",
		{"reference_doctype": doctype, "reference_name": ("in", names), "comment_type": "Comment"},
		["creation", "comment_by", "content", "reference_name"],
		order_by="creation",
	)


def _mention_pages(profile: str, reader: Reader) -> Iterator[list[dict]]:
	start, filters = 0, {"social_profile": profile}
	if not reader.private:
		filters["private"] = 0
	while rows := frappe.get_all(
		"Mention",
		filters=filters,
		fields=list(_MENTION),
		order_by="posted_at, name",
		start=start,
		limit=PAGE,
	):
		_complete(rows, reader)
		yield rows
		start += len(rows)


def _complete(rows: list[dict], reader: Reader) -> None:
	"""Adds topics, our answers, documents, files and notes to a page of mentions, a query each."""
	names = [row.name for row in rows]
	about = frappe.get_all(
		"Mention Topic",
		{"parent": ("in", names), "parenttype": "Mention"},
		["parent", "target_type", "target"],
		order_by="parent, idx",
	)
	documents, notes = reader.documents(names), _notes("Mention", names, reader)
	files = holdings.files_of("Mention", names)
	answers = frappe.get_all(
		"Mention Reply",
		{"mention": ("in", names), "status": "Sent"},
		["mention", "text", "sent_at", "permalink"],
		order_by="sent_at, name",
	)
	for row in rows:
		row["media"], row["raw"] = _parsed(row.media), _parsed(row.raw)
		row["topics"] = [f"{t.target_type}: {t.target}" for t in about if t.parent == row.name and t.target]
		row["answers"] = [
			{"text": a.text, "sent_at": a.sent_at, "permalink": a.permalink}
			for a in answers
			if a.mention == row.name
		]
		row["documents"] = documents.get(row.name, [])
		row["files"] = [f.file_name for f in files if f.attached_to_name == row.name]
		row["notes"] = [n.content for n in notes if n.reference_name == row.name]


def _parsed(value: str | None) -> Any:
	try:
		return json.loads(value) if value else None
	except ValueError:
		return value


def _json(value: Any) -> str:
	return json.dumps(value, default=str, ensure_ascii=False)
