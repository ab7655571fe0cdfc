"""Mention Reply: what its approver sees, and what they decide."""

import frappe
from frappe.model.document import Document

from social_crm_app import approvers
from social_crm_app.engage import approval, decision, outbox
from social_crm_app.insight import stake
from social_crm_app.insight.profile import titles_of
from social_crm_app.insight.revenue import may_see_money
from social_crm_app.permissions import may_see_party

POST = (
	"name", "text", "platform", "kind", "posted_at", "permalink", "author_name", "author_handle", "private",
	"deleted_upstream", "sentiment_label", "intent", "social_profile",
)  # fmt: skip


@frappe.whitelist(methods=["GET"])
def view(reply: str) -> dict:
	"""{post, party, waits_for, steps: [{action, status}]}: the post that is answered, whom it is from
	(None unless the user may read that record), and what the user may do with the reply."""
	doc = _readable(reply)
	mention = frappe.get_doc("Mention", doc.mention)
	return {
		"post": {field: mention.get(field) for field in POST},
		"party": _party(mention),
		"waits_for": approvers.roles(doc.status),
		"steps": [
			{"action": step.action, "status": step.end}
			for step in approvers.steps_of(doc, frappe.session.user)
		],
	}


@frappe.whitelist(methods=["POST"])
def decide(reply: str, status: str, seen: str, reason: str = "") -> dict:
	"""{status, undo_seconds} after the decision: Queued approves the reply, Draft sends it back with the reason, any
	other is a step of the Workflow. `seen`: the `modified` of what was read."""
	doc = frappe.get_doc("Mention Reply", reply, for_update=True)
	doc.check_permission("write")
	decided = decision.decide(doc, status, reason=reason, seen=seen)
	return {"status": decided.status, "undo_seconds": outbox.undo_seconds()}


def _party(mention: Document) -> dict | None:
	"""{doctype, name, title, customer_group, at_stake, currency} of the first party that the user may read; the
	amount only for who may read invoices."""
	parties = approval.Facts(mention, {}).parties
	pair = next((pair for pair in parties if may_see_party(*pair)), None)
	if pair is None:
		return None
	return {
		"doctype": pair[0],
		"name": pair[1],
		"title": titles_of([pair])[pair],
		"customer_group": approval.customer_group_of(pair),
		"at_stake": stake.value_at_stake([pair])[pair] if may_see_money() else None,
		"currency": stake.currency(),
	}


def _readable(reply: str) -> Document:
	doc = frappe.get_doc("Mention Reply", reply)
	doc.check_permission("read")
	return doc
