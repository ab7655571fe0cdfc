"""What each kind of evidence is worth: every number of the score, in one place, with where it comes from.

Method: I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", Journal of the American Statistical
Association 64 (1969), 1183-1210. Two records of one party agree on a thing with probability m, two records of
different parties agree on it with probability u, and the agreement is worth ln(m/u). Weights of independent
things are added to the log-odds of the prior. Likeness of names in bands with an m and a u each: W. E. Winkler,
"String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record Linkage",
Proceedings of the Section on Survey Research Methods, ASA (1990), 354-359.

The figures: u is meant among the parties that the key index returns for a profile which is somebody else's,
because nobody else is ever compared. All m and u are this project's judgement, set so that `tests/bench/labelled.py`
ranks well; they are to be replaced by what confirmed and rejected matches show. Data only: must not compute scores.
"""

import math
from dataclasses import dataclass

# Chance that a party returned by the index is the right one, before what it shares is weighed. Judgement.
PRIOR = 0.05

ATTESTED, CLAIMED, DERIVED = "attested", "claimed", "derived"  # the last: a Domain behind an e-mail
SAME, ALIKE, UNLIKE = "same", "alike", "unlike"  # bands of a Name
TOWN, COUNTRY = "town", "country"  # how near a Place is

# Likeness (`names.similarity`) from which a Name is in the band; between ALIKE and UNLIKE it says nothing.
SAME_FROM, ALIKE_FROM, UNLIKE_BELOW = 0.95, 0.85, 0.45
# Likeness that the names on a profile and on a document must have (`names.agree` asks for more) for its number to
# count as attested.
NAMES_AGREE_FROM = 0.85

# What may be attested at all. Names, places, user names and coupon codes are too easily shared or copied.
KEYS_OF_PROOF = frozenset({"Email", "Phone", "Domain", "Handle"})
DOCUMENTS_OF_PROOF = frozenset({"Order", "Quotation", "Invoice", "Delivery", "Serial No"})
DOCUMENTS = DOCUMENTS_OF_PROOF | {"Coupon"}
# Kinds that help to rank a candidate but are no reason of their own to show one to a person.
NAMES_AND_PLACES = frozenset({"Name", "Place"})

# Kinds that are one observation, of which the strongest counts: who knows one document of an order often knows
# the others, and a listed account always has its user name in common too.
GROUPS = {**dict.fromkeys(DOCUMENTS, "document"), "Handle": "account", "Username": "account"}


@dataclass(frozen=True, slots=True)
class Odds:
	"""`m`: probability of this among records of one party; `u`: among records of two."""

	m: float
	u: float

	@property
	def weight(self) -> float:
		"""Natural-log odds, ln(m/u); negative where it speaks against."""
		return math.log(self.m / self.u)


ODDS: dict[tuple[str, str], Odds] = {
	# Attested keys: u is the chance that the platform or the record is out of date (a sold domain, a passed-on number).
	("Handle", ATTESTED): Odds(0.95, 0.0001),
	("Email", ATTESTED): Odds(0.95, 0.0001),
	("Phone", ATTESTED): Odds(0.90, 0.0003),
	("Domain", ATTESTED): Odds(0.90, 0.0008),
	# Claimed keys: u is the chance that somebody writes what is another's: a shared mailbox, a fan, an employer's site.
	("Handle", CLAIMED): Odds(0.90, 0.006),
	("Email", CLAIMED): Odds(0.90, 0.010),
	("Phone", CLAIMED): Odds(0.85, 0.015),
	("Domain", CLAIMED): Odds(0.60, 0.030),
	# The same, when the record only has an e-mail there: everybody who works or studies there has one.
	("Domain", DERIVED): Odds(0.60, 0.040),
	# That user names tell people apart: Perito et al., "How Unique and Traceable are Usernames?" (PETS 2011); the
	# figures are judgement, low because the chosen name may be anybody's.
	("Username", CLAIMED): Odds(0.40, 0.020),
	# Bands of names: people show nicknames and half names on networks, hence a low m for "same" and a high one between.
	("Name", SAME): Odds(0.55, 0.10),
	("Name", ALIKE): Odds(0.15, 0.06),
	("Name", UNLIKE): Odds(0.08, 0.60),
	("Place", TOWN): Odds(0.40, 0.06),
	("Place", COUNTRY): Odds(0.60, 0.30),
	# Documents, the names agreeing: somebody else of that name must have read or guessed the number.
	("Order", ATTESTED): Odds(0.90, 0.0005),
	("Quotation", ATTESTED): Odds(0.90, 0.0005),
	("Invoice", ATTESTED): Odds(0.90, 0.0005),
	("Delivery", ATTESTED): Odds(0.90, 0.0008),
	("Serial No", ATTESTED): Odds(0.85, 0.0010),
	# Documents without agreeing names: series are guessed by counting, serial numbers stand on goods sold on.
	("Order", CLAIMED): Odds(0.60, 0.020),
	("Quotation", CLAIMED): Odds(0.60, 0.020),
	("Invoice", CLAIMED): Odds(0.60, 0.020),
	("Delivery", CLAIMED): Odds(0.60, 0.025),
	("Serial No", CLAIMED): Odds(0.55, 0.030),
	("Coupon", CLAIMED): Odds(0.30, 0.060),
}
