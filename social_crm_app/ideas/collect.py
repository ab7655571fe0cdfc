"""Ideas from mentions and other records, and what speaks for them."""

import contextlib
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

import frappe
from frappe import _

from social_crm_app.engage import memory
from social_crm_app.engage.conversions import wording
from social_crm_app.ideas import followers, merging, proposal, rights, votes
from social_crm_app.ideas.demand import EVIDENCE
from social_crm_app.permissions import may_see_party, require

if TYPE_CHECKING:
	from frappe.model.document import Document


def from_mention(mention: "Document") -> str:
	"""Name of the Idea made of this Mention; that of the one it speaks for already, if there is one.

	The caller holds the Mention's row, so that two clicks make one Idea. Its author is the first to vote.
	"""
	if existing := idea_of("Mention", mention.name):
		return existing
	idea = frappe.new_doc("Idea")
	idea.title = wording.subject(mention)
	idea.description = wording.quote(mention)
	idea.item = next((t.target for t in mention.topics if t.target_type == "Item"), None)
	idea.append("evidence", _row("Mention", mention.name, mention.author_name))
	idea.flags.rights_asked = True
	idea.insert()
	memory.remember(mention, "Idea", idea.name)
	_vote_of_author(idea.name, mention)
	return idea.name


def idea_of(doctype: str, name: str) -> str | None:
	"""The Idea that this record speaks for (where a merged one counts), the newest if there are several."""
	found = frappe.get_all(
		"Idea Evidence",
		filters={"evidence_type": doctype, "evidence": name, "parenttype": "Idea"},
		pluck="parent",
		order_by="creation desc",
		limit=1,
	)
	return merging.root_of(found)[found[0]] if found else None


def words_of(doctype: str, name: str) -> tuple[str, str]:
	"""(title, description) that an Idea made of this record would have."""
	_require_evidence(doctype)
	source = frappe.get_doc(doctype, name)
	if doctype == "Mention":
		return wording.subject(source), wording.quote(source)
	values = proposal.values_of(source)
	return values["title"], values["description"]


def add_mention(idea: str, mention: "Document") -> str:
	"""Adds a Mention to an Idea (or to the one it was merged into), with its author's vote; returns the Idea."""
	root = add_evidence(idea, "Mention", mention.name, mention.author_name)
	if memory.made_of(mention, "Idea") != root:
		memory.remember(mention, "Idea", root)
	_vote_of_author(root, mention)
	return root


def from_document(doctype: str, name: str) -> str:
	"""Name of the Idea made of an Issue, a Warranty Claim, a lost Opportunity or a return; that of the one it
	speaks for already, if there is one.

	The caller holds the document's row, so that two clicks make one Idea. Whose document it is votes first, as
	far as the current user may see and say so.
	Raises frappe.ValidationError for a document that speaks for no Idea.
	"""
	_require_evidence(doctype, proposal.DOCTYPES)
	if existing := idea_of(doctype, name):
		return existing
	source = frappe.get_doc(doctype, name)
	proposal.check(source)
	idea = frappe.new_doc("Idea")
	idea.update(proposal.values_of(source))
	idea.append("evidence", _row(doctype, name, None))
	idea.flags.rights_asked = True
	idea.insert()
	_vote_of_owner(idea.name, source)
	return idea.name


def add_document(idea: str, doctype: str, name: str) -> str:
	"""Adds such a document to an Idea (or to the one it was merged into), with the vote; returns the Idea."""
	_require_evidence(doctype, proposal.DOCTYPES)
	source = frappe.get_doc(doctype, name)
	proposal.check(source)
	root = add_evidence(idea, doctype, name)
	_vote_of_owner(root, source)
	return root


def add_evidence(idea: str, doctype: str, name: str, note: str | None = None) -> str:
	"""Adds a record that speaks for an Idea; again changes nothing. Returns the Idea where it counts.

	Raises frappe.ValidationError for a DocType that is no evidence.
	"""
	_require_evidence(doctype)
	root = merging.lock_root(idea)
	doc = frappe.get_doc("Idea", root, for_update=True)
	doc.append("evidence", _row(doctype, name, note))
	doc.flags.rights_asked = True
	doc.save()
	return root


def drop_double_evidence(idea: "Document") -> None:
	"""Each record speaks once, however often it was added."""
	kept = {(row.evidence_type, row.evidence): row for row in reversed(idea.evidence)}
	if len(kept) < len(idea.evidence):
		idea.set("evidence", list(reversed(kept.values())))


def check_evidence(idea: "Document") -> None:
	"""Refuses evidence, when it is new in an Idea that is being saved, which is none or which the user may not read."""
	before = idea.get_doc_before_save()
	known = {(row.evidence_type, row.evidence) for row in before.evidence} if before else set()
	asked = rights.asked_before(idea)
	for row in idea.evidence:  # what somebody adds in one form: a handful
		if (row.evidence_type, row.evidence) in known:
			continue
		_require_evidence(row.evidence_type)
		if not asked:
			require(row.evidence_type, "read", row.evidence)
			if row.evidence_type in proposal.DOCTYPES:
				proposal.check(frappe.get_doc(row.evidence_type, row.evidence))


def _require_evidence(doctype: str, allowed: Collection[str] = EVIDENCE) -> None:
	if doctype not in allowed:
		frappe.throw(_("Evidence for an Idea can be: {0}").format(", ".join(_(one) for one in allowed)))


def _row(doctype: str, name: str, note: str | None) -> dict:
	return {"evidence_type": doctype, "evidence": name, "note": note}


def _vote_of_author(idea: str, mention: "Document") -> None:
	"""Who asks for something in public wants it: the post is the proof of the vote.

	They follow too, because what they would be told is a reply to their own public post, drafted for a colleague and
	never sent by itself; not so whoever has withdrawn the consent.
	"""
	if not mention.social_profile:
		return
	author = ("Social Profile", mention.social_profile)
	votes.cast(idea, author, mention=mention.name, cast_by=frappe.session.user)
	if frappe.db.get_value(*author, "consent") != "Withdrawn":
		followers.follow(idea, author, mention=mention.name)


def _vote_of_owner(idea: str, source: "Document") -> None:
	"""The vote of the first person behind a document whom the user may read. An Idea that takes no votes any more,
	or a person who has none left, is no reason not to collect the evidence."""
	if not frappe.has_permission("Idea Vote", "create"):
		return
	for voter in proposal.voters_of(source):
		if may_see_party(*voter):
			with _without_vote_if_refused():
				votes.cast(idea, voter, cast_by=frappe.session.user)
			return


@contextlib.contextmanager
def _without_vote_if_refused() -> Iterator[None]:
	"""What stands in the way of the vote is told to the user and nothing more."""
	frappe.db.savepoint("vote")
	try:
		yield
	except frappe.ValidationError as refused:
		frappe.db.rollback(save_point="vote")
		frappe.clear_last_message()
		frappe.msgprint(_("The vote was not counted: {0}").format(refused), indicator="orange", alert=True)
