"""The numbers behind a profile's influence, engagement and stance in plain words, in the reader's language.

No judgement here: the formulas are in `influence`, `engagement` and `stance`. Never money, never a name: the
words are kept on the profile, where everybody who may read it sees them.
"""

import frappe
from frappe import _
from frappe.utils import fmt_money

from social_crm_app.insight.engagement import Verdict
from social_crm_app.insight.influence import Influence, InfluenceFacts, echo
from social_crm_app.insight.stance import Opinions


def nothing_said() -> str:
	return _("Nothing public in the last 12 months.")


def numbers(
	terms: Influence,
	facts: InfluenceFacts,
	level: Verdict,
	participation: Verdict,
	opinions: Opinions,
) -> str:
	"""Six lines: the three terms, the level of engagement, the participation, the opinions."""
	return "\n".join(
		(
			_("Reach {0}: {1}.").format(_term(terms.reach), _reach(facts)),
			_("Relevance {0}: {1}.").format(_term(terms.relevance), _relevance(facts)),
			_("Conversion {0}: {1}.").format(_term(terms.conversion), _conversion(facts)),
			_("Engagement {0}: {1}.").format(_(level.step), reason(level)),
			_("Participation {0}: {1}.").format(_(participation.step), reason(participation)),
			_("Opinions: {0} for us, {1} against us.").format(opinions.for_us, opinions.against_us),
		)
	)


def reason(verdict: Verdict) -> str:
	"""Why somebody stands on that step."""
	texts = {
		"": _("nothing public in the last 12 months"),
		"claims": _("proved that the profile is theirs"),
		"ideas": _("{0} posts with an idea"),
		"answers": _("{0} answers to questions of others"),
		"own_posts": _("{0} posts of their own"),
		"reactions": _("{0} quotes and short replies"),
		"posts": _("{0} posts in 12 months"),
	}
	return texts[verdict.fact].format(verdict.number)


def _reach(facts: InfluenceFacts) -> str:
	parts = [_("{0} followers").format(_whole(facts.followers))]
	if facts.posts and facts.views:
		parts.append(_("{0} views a post").format(_whole(facts.views // facts.posts)))
	parts.append(
		_("{0} reposts, {1} replies and {2} likes of {3} posts (echo {4})").format(
			_whole(facts.reposts), _whole(facts.replies), _whole(facts.likes), _whole(facts.posts),
			frappe.format_value(round(echo(facts), 1), {"fieldtype": "Float", "precision": 1}),
		)
	)  # fmt: skip
	return ", ".join(parts)


def _relevance(facts: InfluenceFacts) -> str:
	if facts.on_topic is None:
		return _("{0} posts; no Listening Query says what your topics are").format(_whole(facts.posts))
	return _("{0} of {1} posts about your topics").format(_whole(facts.on_topic), _whole(facts.posts))


def _conversion(facts: InfluenceFacts) -> str:
	texts = (
		(facts.became, _("{0} of {1} people who answered became Leads or Customers")),
		(facts.leads, _("{0} Leads made of posts and threads")),
		(facts.opportunities, _("{0} Opportunities")),
		(facts.ideas, _("{0} Ideas")),
		(facts.sales, _("{0} sales with their coupon or sales partner")),
	)
	said = [text.format(_whole(number), _whole(facts.answerers)) for number, text in texts if number]
	return ", ".join(said) or _("nothing came of it yet; {0} people answered").format(_whole(facts.answerers))


def _term(value: float) -> str:
	return frappe.format_value(value, {"fieldtype": "Float", "precision": 2})


def _whole(number: int) -> str:
	return fmt_money(int(number), precision=0)  # grouped as the site groups its numbers
