"""How much somebody's word about us carries: reach x relevance x conversion. Pure formulas, no database.

Every term lies between 0 and 1 and can be worked out by hand from the numbers in `InfluenceFacts`. It must
not read, write or word anything, and it must not know money: everybody who reads a profile sees its score.
"""

import math
from dataclasses import dataclass

# Judgement, in one place. The shapes follow common practice: audience sizes are spread over powers of ten, so
# they count by their logarithm; shares of few posts are drawn towards a cautious guess (additive smoothing);
# successes have a diminishing value each.
FULL_FOLLOWERS = (
	1_000_000  # from here on more followers add nothing: a fixed scale, so scores can be compared
)
FULL_ECHO = 100  # reposts and replies of one post, likewise
FOLLOWERS_WEIGHT = 0.7  # of reach; the rest is the echo that posts really had
GUESSED_POSTS = 4  # as many posts as the guess about a stranger weighs
GUESSED_SHARE = 0.25  # of a stranger's posts are about our topics
HALF_WAY = 4.5  # points that make half of the conversion term
BENEFIT_OF_THE_DOUBT = 0.5  # points of somebody with no success yet: unproven is not worthless
REPLY_WEIGHT = 0.5  # a reply carries a post less far than a repost
LIKE_WEIGHT = 0.1  # a like hardly does, but platforms show liked posts to more people
POINTS = {"became": 1.0, "leads": 1.0, "opportunities": 2.0, "ideas": 0.5, "sales": 1.0}


@dataclass(frozen=True, slots=True)
class InfluenceFacts:
	"""What one profile did in public in the period, and what came of it.

	`posts`, `reposts`, `replies`, `likes` and `views` are sums over its posts about us; `on_topic` is None while
	the site listens for no topic. `answerers` are people who answered it, `became` those of them who became
	a Lead or Customer afterwards. `leads`, `opportunities` and `ideas` were made of its posts or threads,
	`sales` are invoices with its coupon or sales partner that were not taken back.
	"""

	followers: int = 0
	posts: int = 0
	reposts: int = 0
	replies: int = 0
	likes: int = 0
	views: int = 0
	on_topic: int | None = None
	answerers: int = 0
	became: int = 0
	leads: int = 0
	opportunities: int = 0
	ideas: int = 0
	sales: int = 0


@dataclass(frozen=True, slots=True)
class Influence:
	"""The three terms, each 0..1, and their product as 0..100."""

	reach: float
	relevance: float
	conversion: float

	@property
	def score(self) -> float:
		return round(100 * self.reach * self.relevance * self.conversion, 1)


def influence(facts: InfluenceFacts) -> Influence:
	"""All terms, rounded to two digits so that the score can be checked by hand."""
	return Influence(round(reach(facts), 2), round(relevance(facts), 2), round(conversion(facts), 2))


def reach(facts: InfluenceFacts) -> float:
	"""How many people hear it: 70 % audience, 30 % echo, both on a logarithmic scale.

	The audience is the followers, or the average views of a post where a platform tells those and they are more.
	"""
	audience = max(facts.followers, _per_post(facts, facts.views))
	heard = _log_share(audience, FULL_FOLLOWERS)
	return FOLLOWERS_WEIGHT * heard + (1 - FOLLOWERS_WEIGHT) * _log_share(echo(facts), FULL_ECHO)


def echo(facts: InfluenceFacts) -> float:
	"""Reposts of an average post, a reply counting half and a like a tenth; one lucky post of few counts less."""
	carried = facts.reposts + REPLY_WEIGHT * facts.replies + LIKE_WEIGHT * facts.likes
	return carried / (facts.posts + 1)


def relevance(facts: InfluenceFacts) -> float:
	"""The share of its posts that are about our topics, careful with few posts; 0 without any post.

	A site that listens for no topic takes every stored post for relevant: somebody fetched it for a reason.
	"""
	if not facts.posts:
		return 0.0
	on_topic = facts.posts if facts.on_topic is None else min(facts.on_topic, facts.posts)
	return (on_topic + GUESSED_POSTS * GUESSED_SHARE) / (facts.posts + GUESSED_POSTS)


def conversion(facts: InfluenceFacts) -> float:
	"""What came of it: points / (points + 4.5), so 0.1 for nothing yet, a half at four, never quite 1."""
	points = BENEFIT_OF_THE_DOUBT + sum(weight * getattr(facts, name) for name, weight in POINTS.items())
	return points / (points + HALF_WAY)


def _per_post(facts: InfluenceFacts, total: int) -> float:
	return total / facts.posts if facts.posts else 0.0


def _log_share(value: float, full: int) -> float:
	return min(math.log1p(max(value, 0)) / math.log1p(full), 1.0)
