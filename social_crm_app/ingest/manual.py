"""Mentions that people type in or import from a file: completes what a connector would have brought."""

from typing import TYPE_CHECKING

import frappe
from frappe.utils import now_datetime

from social_crm_app import connectors
from social_crm_app.analysis.engine import analyse
from social_crm_app.identity import erasure, relationship
from social_crm_app.identity.restamp import STAMPED
from social_crm_app.ingest import analysing, store
from social_crm_app.ingest.normalise import clean_line, clean_text, stable_key
from social_crm_app.permissions import require

if TYPE_CHECKING:
	from frappe.model.document import Document


def new_key(doc: "Document") -> str:
	"""A key for a Mention without one: of its own id on the platform, if known, else a random one."""
	platform = connectors.get(doc.platform).platform if doc.platform and doc.platform != "Other" else "manual"
	if doc.external_id:
		return stable_key(platform, doc.external_id)
	return stable_key("manual", frappe.generate_hash(length=20))


def complete(doc: "Document") -> None:
	"""Title, times, link and judgement of a Mention that did not come through a connector."""
	doc.text, doc.text_cut = clean_text(doc.text)
	doc.title = store.title_of(doc.text)
	doc.fetched_at = now_datetime()
	doc.author_name, doc.author_handle = clean_line(doc.author_name), clean_line(doc.author_handle)
	_refuse_erased(doc)
	_take_profile(doc)
	_judge(doc)


def _refuse_erased(doc: "Document") -> None:
	"""Raises frappe.ValidationError for what its author had erased: the post, or the whole account."""
	erasure.check_mentions([new_key(doc) if doc.external_id else "", doc.mention_key or ""])
	erasure.check_profile(doc.social_profile)
	erasure.check_author(doc.platform, None, doc.author_handle)


def _take_profile(doc: "Document") -> None:
	doc.relationship = relationship.of_links({"": doc})[""]
	if not doc.social_profile:
		return
	profile = frappe.db.get_value(
		"Social Profile", doc.social_profile, ["display_name", "handle", *STAMPED], as_dict=True
	)
	if not profile:
		return
	if not doc.flags.ignore_permissions:
		require("Social Profile", "read", doc.social_profile)  # the link that is copied is for its readers
	doc.author_name = doc.author_name or profile.display_name
	doc.author_handle = doc.author_handle or profile.handle
	doc.update({column: profile[column] for column in STAMPED})


def _judge(doc: "Document") -> None:
	"""The machine's judgement; what the person filled in already wins and is marked as theirs."""
	analysis = analyse(
		doc.text,
		language_hint=doc.language or "",
		account=doc.social_account or "",
		matcher=analysing.matcher(),
	)
	judged = store.judgement_columns(analysis)
	for field, mark in (("sentiment_label", "sentiment_overridden"), ("intent", "intent_overridden")):
		if doc.get(field):
			judged.pop(field)
			doc.set(mark, 1)
	doc.update(judged)
	if not doc.topics:
		for hit in analysis.topics:
			doc.append(
				"topics",
				{
					"query": hit.query,
					"target_type": hit.target_type,
					"target": hit.target,
					"reason": hit.reason,
				},
			)
