"""Does somebody speak for us or against us? Pure rules over counts of posts.

A post is for us when it praises or is positive, unless it reports a problem; against us when it is negative,
unless it praises; a friendly question or a polite report of a problem is neither. What a person sets on the
profile is kept by whoever calls; it must not read or write anything.
"""

from dataclasses import dataclass

LEAST_POSTS = 3  # with an opinion: fewer may be one bad day
MARGIN = 0.5  # of the opinions more on one side than on the other: 3 to 1, 6 to 2


@dataclass(frozen=True, slots=True)
class Opinions:
	"""Public posts of one profile in the period that are for us, and that are against us."""

	for_us: int = 0
	against_us: int = 0


def stance(opinions: Opinions) -> str:
	"""Advocate, Detractor, or an empty string for everybody in between and for too few posts."""
	total = opinions.for_us + opinions.against_us
	if total < LEAST_POSTS:
		return ""
	lead = (opinions.for_us - opinions.against_us) / total
	if lead >= MARGIN:
		return "Advocate"
	return "Detractor" if lead <= -MARGIN else ""
