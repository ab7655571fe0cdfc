"""Whether a reply has to be approved before it goes out, by the rules in Social CRM Settings, and in which words.

Must not say who approves (`approvers`), nor write. The words are shown to people who may not read the customer, so
of conditions on the customer they say no more than that there is one.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils.nestedset import get_ancestors_of

from social_crm_app.insight import stake

if TYPE_CHECKING:
	from frappe.model.document import Document

Party = tuple[str, str]


def needed(mention: "Document", values: Mapping[str, Any], user: str) -> str:
	"""Why this user's reply with these values (`visibility`) to the mention has to be approved, one line for each
	rule that says so; "" if it need not be. Without rules nobody's has to be."""
	rules = frappe.get_cached_doc("Social CRM Settings").get("reply_approvals")
	if not rules:
		return ""
	held, facts = set(frappe.get_roles(user)), Facts(mention, values)
	words = [_words(rule) for rule in rules if rule.exempt_role not in held and _applies(rule, facts)]
	return "\n".join(dict.fromkeys(words))


class Facts:
	"""What the conditions are compared with; each is looked up when the first rule asks for it."""

	def __init__(self, mention: "Document", values: Mapping[str, Any]):
		self.visibility = values.get("visibility")
		self.sentiment = mention.sentiment_label
		self._mention = mention

	@cached_property
	def parties(self) -> list[Party]:
		"""Whom the mention is from, as far as we know: a Customer, the Lead it was, or another party."""
		named = (
			("Customer", self._mention.customer),
			("Lead", self._mention.lead),
			(self._mention.party_type, self._mention.party),
		)
		return list(dict.fromkeys(pair for pair in named if pair[0] and pair[1]))

	@cached_property
	def at_stake(self) -> float:
		"""In `stake.currency()`."""
		return sum(stake.value_at_stake(self.parties).values()) if self.parties else 0.0

	@cached_property
	def customer_groups(self) -> set[str]:
		"""The customer's group and those above it."""
		own = next(filter(None, map(customer_group_of, self.parties)), "")
		return {own, *get_ancestors_of("Customer Group", own)} if own else set()

	@cached_property
	def followers(self) -> int:
		profile = self._mention.social_profile
		return (frappe.db.get_value("Social Profile", profile, "followers") or 0) if profile else 0


def customer_group_of(party: Party) -> str:
	"""The Customer Group of a Customer or Prospect; "" for none."""
	doctype, name = party
	has_one = frappe.get_meta(doctype).has_field("customer_group")
	return (has_one and frappe.db.get_value(doctype, name, "customer_group")) or ""


def _applies(rule: Mapping[str, Any], facts: Facts) -> bool:
	"""Whether all conditions that are filled in are true; the cheap ones first."""
	return (
		(not rule.visibility or rule.visibility == facts.visibility)
		and (not rule.sentiment or rule.sentiment == facts.sentiment)
		and (not rule.followers_over or facts.followers > rule.followers_over)
		and (not rule.customer_group or rule.customer_group in facts.customer_groups)
		and (not rule.at_stake_over or facts.at_stake > rule.at_stake_over)
	)


def _words(rule: Mapping[str, Any]) -> str:
	if (rule.reason or "").strip():
		return rule.reason.strip()
	parts = [
		_("sentiment {0}").format(_(rule.sentiment)) if rule.sentiment else "",
		_("more than {0} followers").format(rule.followers_over) if rule.followers_over else "",
		_("who the author is to us") if rule.customer_group or rule.at_stake_over else "",
		_("visible to everybody") if rule.visibility == "Public" else "",
		_("a private reply") if rule.visibility == "Private" else "",
	]
	return ", ".join(filter(None, parts)) or _("every reply")
