"""Fires the enabled Mention Rules on new mentions, once per rule and mention.

First everything is read that the conditions ask about, from the mentions as they came in; then the rules act, in
their order. All of it belongs to the caller's transaction, so a killed batch leaves nothing behind. It never commits.
What is wrong with one rule or its user switches that rule off and keeps no other from acting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, now_datetime, strip_html

from social_crm_app.engage.rules import actions, check, facts, guard, log
from social_crm_app.engage.rules import subjects as s
from social_crm_app.engage.rules.matching import BadCondition, Matcher, compile_rule
from social_crm_app.errorlog import log_failure

if TYPE_CHECKING:
	from frappe.model.document import Document

_LOST = (frappe.QueryDeadlockError, frappe.QueryTimeoutError)  # the whole batch is done again


@dataclass(frozen=True, slots=True)
class Rule:
	doc: "Document"
	matcher: Matcher


def run(mentions: Sequence[str], makers: Mapping[str, actions.Maker]) -> int:
	"""Fires all rules on these mentions; returns how often one did. `makers` as in `actions`."""
	rules = _enabled() if mentions else []
	batches = {user: _facts_for(user, mentions, rules) for user in {rule.doc.run_as for rule in rules}}
	fired, taken = 0, set()
	for rule in rules:
		batch = batches[rule.doc.run_as]
		wanted = [name for name, known in batch.items() if name not in taken and _wants(rule, known)]
		answered, count = _fire(rule.doc, wanted, makers)
		fired += count
		if rule.doc.stop_here:
			taken.update(answered)
	return fired


def matcher_of(doc: "Document") -> Matcher:
	"""The conditions of a rule, saved or not. Raises BadCondition."""
	return compile_rule([check.condition_of(row) for row in doc.conditions], doc.match != "Any")


def wants(doc: "Document", matcher: Matcher, known: facts.Known) -> tuple[int, ...] | None:
	"""The positions of the conditions that hold, None if the rule leaves this mention alone."""
	if doc.for_company and known.row.company != doc.for_company:
		return None
	if doc.newest_days and known.row.posted_at < add_days(now_datetime(), -doc.newest_days):
		return None
	return matcher.fulfilled(known.facts)


def _enabled() -> list[Rule]:
	names = frappe.get_all("Mention Rule", {"enabled": 1}, pluck="name", order_by="sequence, creation, name")
	return [rule for name in names if (rule := _ready(frappe.get_doc("Mention Rule", name)))]


def _ready(doc: "Document") -> Rule | None:
	"""None, and the rule is switched off, if it can no longer be carried out at all."""
	if not guard.is_enabled_user(doc.run_as):
		guard.switch_off(doc.name, _("The user {0} is switched off.").format(doc.run_as))
		return None
	try:
		rule = Rule(doc, matcher_of(doc))
	except BadCondition:
		guard.switch_off(doc.name, _("One of its conditions is not known any more."))
		return None
	if lost := _lost_right(rule):
		guard.switch_off(doc.name, _("{0} does not have the right to read {1}.").format(doc.run_as, _(lost)))
		return None
	return rule


def _lost_right(rule: Rule) -> str | None:
	"""A DocType that its conditions need and its user may not read any more: roles may be taken away."""
	needed = {s.SUBJECTS[name].needs for name in rule.matcher.subjects if name in s.SUBJECTS}
	for doctype in sorted(filter(None, needed)):
		if not frappe.has_permission(doctype, "read", user=rule.doc.run_as):
			return doctype
	return None


def _wants(rule: Rule, known: facts.Known) -> bool:
	return wants(rule.doc, rule.matcher, known) is not None


def _facts_for(user: str, mentions: Sequence[str], rules: Sequence[Rule]) -> facts.Batch:
	"""What this user's rules ask about, oldest post first. Nothing, and those rules are switched off, if the user
	may not read mentions any more."""
	theirs = [rule for rule in rules if rule.doc.run_as == user]
	asked = {subject for rule in theirs for subject in rule.matcher.subjects}
	try:
		with guard.acting_as(user):
			return facts.gather(mentions, asked)
	except frappe.PermissionError:
		frappe.clear_messages()
		for rule in theirs:
			guard.switch_off(rule.doc.name, _("{0} does not have the right to read mentions.").format(user))
		return {}


def _fire(
	rule: "Document", mentions: Sequence[str], makers: Mapping[str, actions.Maker]
) -> tuple[list[str], int]:
	"""One rule on all that it wants; returns those that it has dealt with, now or in an earlier run, and how often it
	fired now. The user is changed once for all of them: Frappe then forgets what it has read."""
	if not mentions:
		return [], 0
	with guard.acting_as(rule.run_as):
		return _fire_each(rule, mentions, makers)


def _fire_each(
	rule: "Document", mentions: Sequence[str], makers: Mapping[str, actions.Maker]
) -> tuple[list[str], int]:
	"""Stops when the rule is switched off."""
	left, errors, fired = guard.left_this_hour(rule.name, rule.limit_per_hour), rule.errors_in_a_row, 0
	answered = []
	for mention in mentions:
		if left is not None and fired >= left:
			guard.switch_off(rule.name, _("More than {0} mentions in an hour.").format(rule.limit_per_hour))
			break
		if name := log.claim(rule.name, mention):
			fired += 1
			errors = _act(rule, mention, makers, name, errors)
			is_done = not errors
		else:
			is_done = log.is_done(rule.name, mention)
		if is_done:
			answered.append(mention)
		if errors >= guard.ERRORS:
			break
	return answered, fired


def _act(rule: "Document", mention: str, makers: Mapping, entry: str, errors: int) -> int:
	"""All actions or none of them; returns the number of errors in a row."""
	frappe.db.savepoint("mention_rule")
	try:
		done = actions.carry_out(rule, mention, makers)
	except _LOST:
		raise
	except Exception as error:  # whatever an action or somebody's own code behind it raises
		frappe.db.rollback(save_point="mention_rule")
		words = _reason(error, rule, mention)
		log.close(entry, log.FAILED, error=words)
		guard.failed(rule.name, errors + 1, words)
		return errors + 1
	log.close(entry, log.DONE, done)
	if errors:
		guard.went_well(rule.name)
	return 0


def _reason(error: Exception, rule: "Document", mention: str) -> str:
	"""Words for the log. Not Frappe's own where a right was missing: they would name the record."""
	frappe.clear_messages()
	if isinstance(error, frappe.PermissionError):
		return _("{0} does not have the right to do this.").format(rule.run_as)
	if not isinstance(error, frappe.ValidationError):
		log_failure(f"Mention Rule {rule.title} failed on {mention}", "Mention Rule", rule.name)
	return strip_html(str(error)).strip() or type(error).__name__
