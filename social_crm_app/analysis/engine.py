"""All that can be said about a text, in one call: language, sentiment, intent and topics.

It must not store, look up or remember anything; what a person has corrected is the caller's to respect.
"""

from dataclasses import dataclass

from social_crm_app.analysis.intent import classify
from social_crm_app.analysis.judgement import Judgement
from social_crm_app.analysis.language import code, detect
from social_crm_app.analysis.sentiment import score
from social_crm_app.analysis.topics import QueryMatcher, TopicHit

__all__ = ["ANALYSIS_VERSION", "Analysis", "Judgement", "analyse"]

# Raise it whenever the same text may be judged differently than before; stored judgements carry it.
ANALYSIS_VERSION = 1


@dataclass(frozen=True, slots=True)
class Analysis:
	"""`language` is an ISO 639-1 code or ""; labels may be "" where nothing can be said."""

	language: str
	sentiment: Judgement
	intent: Judgement
	topics: tuple[TopicHit, ...]


def analyse(
	text: str, *, language_hint: str = "", account: str = "", matcher: QueryMatcher | None = None
) -> Analysis:
	"""The judgement of one text. `language_hint` is the platform's own language tag, which wins if it can be
	read; `account` is the name of the Social Account, for queries that listen on some accounts only."""
	text = text or ""
	language = code(language_hint) or detect(text)
	sentiment = score(text, language)
	return Analysis(
		language=language,
		sentiment=sentiment,
		intent=classify(text, language, sentiment=sentiment),
		topics=tuple(matcher.match(text, language, account)) if matcher else (),
	)
