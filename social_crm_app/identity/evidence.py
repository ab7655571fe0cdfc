"""What a match is worth, and how to say it to a person.

Adds the weights of `weights` as log-odds (Fellegi and Sunter, 1969). The score ranks suggestions; it must never
decide a link: `resolver` decides by what is attested. Sentences carry no amount, item or date of a document.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from social_crm_app.identity import weights
from social_crm_app.identity.weights import (
	ALIKE,
	ATTESTED,
	CLAIMED,
	COUNTRY,
	DERIVED,
	ODDS,
	PRIOR,
	SAME,
	TOWN,
	UNLIKE,
)

KINDS = tuple(dict.fromkeys(kind for kind, _grade in ODDS))


def _(text: str) -> str:
	"""Marks a literal for the translation catalogue; the desk translates when it shows it."""
	return text


# {0} is the value, {1} where it was seen, {2} what the record says, {3} the likeness in per cent.
TEMPLATES: dict[tuple[str, str], str] = {
	("Handle", ATTESTED): _("The account {0} is on this record, and the platform vouches for it ({1})."),
	("Email", ATTESTED): _("The e-mail {0} is on this record, and the platform vouches for it ({1})."),
	("Phone", ATTESTED): _("The phone number {0} is on this record, and the platform vouches for it ({1})."),
	("Domain", ATTESTED): _("The website {0} is on this record, and the platform vouches for it ({1})."),
	("Handle", CLAIMED): _("The account {0} is on this record; it was seen in: {1}. Anyone can write that."),
	("Email", CLAIMED): _("The e-mail {0} is on this record; it was seen in: {1}. Anyone can write that."),
	("Phone", CLAIMED): _(
		"The phone number {0} is on this record; it was seen in: {1}. Anyone can write that."
	),
	("Domain", CLAIMED): _("The website {0} is on this record; it was seen in: {1}. Anyone can write that."),
	("Domain", DERIVED): _(
		"An e-mail on this record is at {0}; that was seen in: {1}. Others have their e-mail there too."
	),
	("Username", CLAIMED): _("The user name {0} is that of another account of this record."),
	("Name", SAME): _("The name {0} is that of the record: {2} ({3} %)."),
	("Name", ALIKE): _("The name {0} is like {2} ({3} %)."),
	("Name", UNLIKE): _("The name {0} is unlike {2} ({3} %)."),
	("Place", TOWN): _("Says to be in {2}, as the record does."),
	("Place", COUNTRY): _("Says to be in {2}, the country of the record."),
	("Order", ATTESTED): _("Order {0}, named in a post, belongs to this customer, and the names agree."),
	("Quotation", ATTESTED): _(
		"Quotation {0}, named in a post, was made for this record, and the names agree."
	),
	("Invoice", ATTESTED): _("Invoice {0}, named in a post, belongs to this customer, and the names agree."),
	("Delivery", ATTESTED): _("Delivery {0}, named in a post, went to this customer, and the names agree."),
	("Serial No", ATTESTED): _(
		"Serial number {0}, named in a post, was sold to this customer, and the names agree."
	),
	("Order", CLAIMED): _(
		"Order {0}, named in a post, belongs to this customer. Anyone can read or guess a number."
	),
	("Quotation", CLAIMED): _(
		"Quotation {0}, named in a post, was made for this record. Anyone can read or guess a number."
	),
	("Invoice", CLAIMED): _(
		"Invoice {0}, named in a post, belongs to this customer. Anyone can read or guess a number."
	),
	("Delivery", CLAIMED): _(
		"Delivery {0}, named in a post, went to this customer. Anyone can read or guess a number."
	),
	("Serial No", CLAIMED): _(
		"Serial number {0}, named in a post, was sold to this customer. Goods change hands."
	),
	("Coupon", CLAIMED): _("Coupon {0}, named in a post, was given to this customer. Many may know it."),
}
# What is kept of a name: the record's own may be a Contact's, which not everybody who sees the match may read.
NAMELESS: dict[str, str] = {
	SAME: _("The name {0} is that of the record ({3} %)."),
	ALIKE: _("The name {0} is like that of the record ({3} %)."),
	UNLIKE: _("The name {0} is unlike that of the record ({3} %)."),
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
	"name": _("the name of the profile"),
	"handle name": _("the user name of the account"),
	"location": _("the location of the profile"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
	"""One thing a profile and a party have in common, or a name that speaks against.

	`kind` is one of KINDS, `value` what the profile shows in canonical form, `source` where (`keys.SOURCES`),
	`attested` whether it can be relied on, `shared_by` how many parties hold the same value. `observed_on` is an
	ISO moment, `document` the (DocType, name) that a number names; both blank where they do not apply. `other` is
	what the record says and `likeness` (0 to 1) how much it is like `value`: names below 1, a town 1, a country 0.5.
	`derived` says of a Domain that the record only has an e-mail there.
	"""

	kind: str
	value: str
	source: str
	attested: bool
	shared_by: int = 1
	observed_on: str = ""
	document: tuple[str, str] = ("", "")
	other: str = ""
	likeness: float = 1.0
	derived: bool = False

	@property
	def grade(self) -> str:
		"""How much it says, the second half of the key of `weights.ODDS`. What cannot be attested is claimed."""
		if self.kind == "Name":
			return name_band(self.likeness) or UNLIKE
		if self.kind == "Place":
			return TOWN if self.likeness == 1 else COUNTRY
		if self.derived and (self.kind, DERIVED) in ODDS:
			return DERIVED
		return ATTESTED if self.attested and (self.kind, ATTESTED) in ODDS else CLAIMED


def name_band(likeness: float) -> str:
	"""SAME, ALIKE or UNLIKE; "" where the likeness says nothing either way."""
	if likeness >= weights.SAME_FROM:
		return SAME
	if likeness >= weights.ALIKE_FROM:
		return ALIKE
	return UNLIKE if likeness < weights.UNLIKE_BELOW else ""


def weight(evidence: Evidence) -> float:
	"""Log-odds of one piece of evidence. A value that n parties share is worth ln(n) less: a common value
	tells less, as in the frequency-based weights of Fellegi and Sunter (1969), section 3.3.1."""
	return ODDS[evidence.kind, evidence.grade].weight - math.log(max(1, evidence.shared_by))


def score(evidence: Iterable[Evidence], prior: float = PRIOR) -> float:
	"""Probability between 0 and 1 that the party is right; 0.0 without evidence.

	Within one kind (or one of `weights.GROUPS`) only the strongest counts, because two e-mails of one person are
	not independent.
	"""
	best: dict[str, float] = {}
	for item in evidence:
		group = weights.GROUPS.get(item.kind, item.kind)
		best[group] = max(best.get(group, -math.inf), weight(item))
	if not best:
		return 0.0
	# fsum: the order in which evidence arrives must not change the last digit.
	return 1 / (1 + math.exp(-math.fsum([math.log(prior / (1 - prior)), *best.values()])))


def describe(
	evidence: Evidence, translate: Callable[[str], str] = lambda text: text, *, named: bool = True
) -> str:
	"""The evidence as a sentence or two; unless `named` without the name that the record has. `translate` gets only
	constant texts, values are filled in after; the result is plain text with foreign values in it and has to be
	escaped where it is shown."""
	source = translate(SOURCE_WORDS.get(evidence.source, evidence.source))
	nameless = evidence.kind == "Name" and not named
	sentence = translate(NAMELESS[evidence.grade] if nameless else TEMPLATES[evidence.kind, evidence.grade])
	percent = math.floor(100 * evidence.likeness + 0.5)
	parts = [sentence.format(_shown(evidence), source, evidence.other, percent)]
	if evidence.shared_by > 1:
		parts.append(translate(SHARED).format(evidence.shared_by))
	return " ".join(parts)


def _shown(evidence: Evidence) -> str:
	"""A handle as "name (platform)", every other value as it is."""
	if evidence.kind != "Handle":
		return evidence.value
	platform, _colon, name = evidence.value.partition(":")
	return f"{name} ({platform})"
