"""What a match is worth, and how to say it to a person.

Weights are added as log-odds, the idea of Fellegi and Sunter, "A Theory for Record Linkage", JASA 64 (1969).
They are this project's judgement until they have been measured on confirmed and rejected matches. The score
ranks suggestions; it must never decide a link: `resolver` decides by what is attested.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Natural-log odds that two records with this in common are the same party: (kind, attested) -> weight.
WEIGHTS: dict[tuple[str, bool], float] = {
	("Handle", True): 9.0,
	("Email", True): 9.0,
	("Phone", True): 8.0,
	("Domain", True): 7.0,
	("Handle", False): 5.0,
	("Email", False): 4.5,
	("Phone", False): 4.0,
	("Domain", False): 3.0,
}

# Chance that a party picked by any shared key at all is the right one, before that key is weighed.
PRIOR = 0.05


def _(text: str) -> str:
	"""Marks a literal for the translation catalogue; the desk translates when it shows it."""
	return text


# {0} is the value, {1} where it was seen.
TEMPLATES: dict[tuple[str, bool], str] = {
	("Handle", True): _("The account {0} is on this record, and the platform vouches for it ({1})."),
	("Email", True): _("The e-mail {0} is on this record, and the platform vouches for it ({1})."),
	("Phone", True): _("The phone number {0} is on this record, and the platform vouches for it ({1})."),
	("Domain", True): _("The website {0} is on this record, and the platform vouches for it ({1})."),
	("Handle", False): _("The account {0} is on this record; it was seen in: {1}. Anyone can write that."),
	("Email", False): _("The e-mail {0} is on this record; it was seen in: {1}. Anyone can write that."),
	("Phone", False): _(
		"The phone number {0} is on this record; it was seen in: {1}. Anyone can write that."
	),
	("Domain", False): _("The website {0} is on this record; it was seen in: {1}. Anyone can write that."),
}
SHARED = _("{0} records share it.")
SOURCE_WORDS: dict[str, str] = {
	"handle": _("the account itself"),
	"verified link": _("a verified link"),
	"domain handle": _("a domain used as handle"),
	"bio": _("the profile text"),
	"website": _("the links of the profile"),
	"e-mail field": _("the e-mail of the profile"),
	"post text": _("the text of a post"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
	"""One thing a profile and a party have in common.

	`kind` is a key type, `value` the canonical value, `source` where the profile shows it (`keys.SOURCES`),
	`attested` whether the platform vouches for it, `shared_by` how many parties hold the same value.
	"""

	kind: str
	value: str
	source: str
	attested: bool
	shared_by: int = 1


def weight(evidence: Evidence) -> float:
	"""Log-odds of one piece of evidence. A value that n parties share is worth ln(n) less: a common value
	tells less, as in the frequency-based weights of Fellegi and Sunter (1969), section 3.3.1."""
	return WEIGHTS[evidence.kind, evidence.attested] - math.log(max(1, evidence.shared_by))


def score(evidence: Iterable[Evidence], prior: float = PRIOR) -> float:
	"""Probability between 0 and 1 that the party is right; 0.0 without evidence.

	Within one kind only the strongest counts, because two e-mails of one person are not independent.
	"""
	best: dict[str, float] = {}
	for item in evidence:
		best[item.kind] = max(best.get(item.kind, -math.inf), weight(item))
	if not best:
		return 0.0
	# fsum: the order in which evidence arrives must not change the last digit.
	return 1 / (1 + math.exp(-math.fsum([math.log(prior / (1 - prior)), *best.values()])))


def describe(evidence: Evidence, translate: Callable[[str], str] = lambda text: text) -> str:
	"""The evidence as a sentence or two. `translate` gets only constant texts, values are filled in after;
	the result is plain text with foreign values in it and has to be escaped where it is shown."""
	source = translate(SOURCE_WORDS.get(evidence.source, evidence.source))
	sentence = translate(TEMPLATES[evidence.kind, evidence.attested])
	parts = [sentence.format(_shown(evidence), source)]
	if evidence.shared_by > 1:
		parts.append(translate(SHARED).format(evidence.shared_by))
	return " ".join(parts)


def _shown(evidence: Evidence) -> str:
	"""A handle as "name (platform)", every other value as it is."""
	if evidence.kind != "Handle":
		return evidence.value
	platform, _colon, name = evidence.value.partition(":")
	return f"{name} ({platform})"
