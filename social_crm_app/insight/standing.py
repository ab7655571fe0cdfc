"""How a page of profiles stands: the values of their influence, engagement and stance columns.

Puts together what `activity` reads, what the pure rules say and `influence_words` words. Writes nothing:
`jobs.influence` does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import add_months, getdate, now_datetime

from social_crm_app.insight import activity, influence_words, revenue
from social_crm_app.insight.engagement import EngagementFacts, level, participation
from social_crm_app.insight.influence import InfluenceFacts, influence
from social_crm_app.insight.stance import Opinions, stance

MONTHS = 12
NOT_JUDGED = ("Own Staff", "Own Account")  # our own people and accounts are no influencers
_NOTHING = {
	"influence_score": 0, "influence_reach": 0, "influence_relevance": 0, "influence_conversion": 0,
	"influence_at": None, "engagement_level": "Consumption", "participation": "Silent", "stance": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
	"""What is the same for all profiles of one run: the period, the sales, whether the site has topics."""

	since: datetime
	now: datetime
	listens: bool
	holders: revenue.Holders
	sales: Mapping[str, Mapping[revenue.Key, revenue.Sales]]


def new_round(profiles: Sequence[str] | None = None) -> Round:
	"""Reads what all pages share, sales included. `profiles` limits it to what a few profiles need."""
	now = now_datetime()
	since = add_months(now, -MONTHS)
	held = revenue.holders()
	mine = held.all_keys if profiles is None else {k for p in profiles for k in held.keys.get(p, ())}
	# All keys are asked for whenever one is needed: who else holds a coupon decides whom a line belongs to.
	sales = revenue.sales_of(held.all_keys if mine else (), getdate(since), getdate(now))
	return Round(since, now, bool(frappe.db.exists("Listening Query", {"enabled": 1})), held, sales)


def standing_of(names: Sequence[str], this: Round) -> dict[str, dict]:
	"""The column values of these profiles, in a fixed number of queries. `stance` is what the rules say."""
	people = frappe.get_all(
		"Social Profile",
		filters={"name": ("in", names)},
		fields=["name", "followers", "claimed_by", "kept_out", "erased"],
		order_by="name",
	)
	read = _Read(names, this)
	return {p.name: read.values(p) for p in people}


class _Read:
	"""The raw facts of a page of profiles."""

	def __init__(self, names: Sequence[str], this: Round):
		self.this = this
		self.posts = activity.posts_of(names, this.since)
		busy = sorted(self.posts) or [""]
		self.topics = activity.on_topic(busy, this.since)
		self.questions = activity.answered_questions(busy, this.since)
		self.answerers = activity.answerers(busy, this.since)
		self.documents = activity.documents(busy, this.since)
		self.parties = activity.parties_of(sorted({a for found in self.answerers.values() for a in found}))

	def values(self, person: Mapping) -> dict:
		if person["name"] not in self.posts or person["kept_out"] in NOT_JUDGED or person["erased"]:
			return {**_NOTHING, "influence_numbers": influence_words.nothing_said()}
		facts, engaged, opinions = self.influence(person), self.engagement(person), self.opinions(person)
		terms, step, part = influence(facts), level(engaged), participation(engaged)
		return {
			"influence_score": terms.score,
			"influence_reach": terms.reach,
			"influence_relevance": terms.relevance,
			"influence_conversion": terms.conversion,
			"influence_numbers": influence_words.numbers(terms, facts, step, part, opinions),
			"influence_at": self.this.now,
			"engagement_level": step.step,
			"participation": part.step,
			"stance": stance(opinions) or None,
		}

	def influence(self, person: Mapping) -> InfluenceFacts:
		name, posts = person["name"], self.posts[person["name"]]
		became = self.became(name)
		made = self.documents.get(name, set()) - became
		counts = {d: sum(doctype == d for doctype, _name in made) for d in ("Lead", "Opportunity", "Idea")}
		keys = self.this.holders.keys.get(name, ())
		return InfluenceFacts(
			followers=person["followers"] or 0,
			**{key: posts[key] for key in ("posts", "reposts", "replies", "likes", "views")},
			on_topic=self.topics.get(name, 0) if self.this.listens else None,
			answerers=len(self.answerers.get(name, ())),
			became=self.converted(name),
			leads=counts["Lead"],
			opportunities=counts["Opportunity"],
			ideas=counts["Idea"],
			sales=sum(revenue.total(of_one, keys).invoices for of_one in self.this.sales.values()),
		)

	def became(self, name: str) -> set[tuple[str, str]]:
		"""Records made of people after they had answered this profile."""
		return {
			(doctype, party)
			for answerer, first in self.answerers.get(name, {}).items()
			for doctype, party, made in self.parties.get(answerer, ())
			if made > first
		}

	def converted(self, name: str) -> int:
		"""How many answering people that is: somebody with two profiles or a Lead and a Customer counts once."""
		people = set()
		for answerer, first in self.answerers.get(name, {}).items():
			later = [
				(doctype, party) for doctype, party, made in self.parties.get(answerer, ()) if made > first
			]
			if later:
				people.add(later[-1])
		return len(people)

	def engagement(self, person: Mapping) -> EngagementFacts:
		posts = self.posts[person["name"]]
		return EngagementFacts(
			posts=posts["posts"],
			months=posts["months"],
			own_posts=posts["posts"] - posts["reactions"],
			reactions=posts["reactions"],
			ideas=posts["ideas"],
			answers=self.questions.get(person["name"], 0),
			claims=int(bool(person["claimed_by"])),
		)

	def opinions(self, person: Mapping) -> Opinions:
		posts = self.posts[person["name"]]
		return Opinions(posts["for_us"], posts["against_us"])
