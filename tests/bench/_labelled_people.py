"""Made-up parties, the profiles that are theirs, and strangers, all from one seed. Nothing here is a test.

Everybody's names come from the same lists: two people chosen by chance have the same name once in about 80,000
times, which is several times as often as in a large country, so that namesakes are common. What a profile shows is a
clue with a name, so that the bench can say how well each clue works.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from social_crm_app.identity.evidence import Evidence
from social_crm_app.identity.keys import Key, email_domains, keys_of_party, keys_of_profile
from social_crm_app.identity.resolver import Owner, Party, Subject

FIRST = """Anna Jan Jane Peter Michael Christine Thomas Sabine Robert William Elizabeth Katherine James Maria José
François Zoë Søren Łukasz Agnieszka Priya Rahul Aisha Mohammed Yuki Hiroshi Wei Olga Dmitri Giulia Marco Camille Lucas
Inês João Lars Ingrid Mehmet Zeynep Katarina Tomáš Ágnes István Noah Emma Olivia Liam Sophia Daniel Laura Andrew
Margaret Alexander Nicholas Susan Steven Patricia Anthony Benjamin Samuel Rebecca Christopher Jennifer Edward""".split()
LAST = """Miller Müller Smith Schmidt Schmitt Meier Maier Meyer Fischer Weber Wagner Becker Schneider Brandt Johnson
Williams Brown Jones García López Martínez Rodríguez Fernández Silva Santos Pereira Rossi Bianchi Esposito Dubois
Rousseau Lefèvre Moreau Jensen Nielsen Sørensen Andersson Johansson Lindström Kowalski Nowak Wiśniewski Novák Dvořák
Szabó Nagy Yılmaz Demir Petrov Ivanov Tanaka Suzuki Nair Patel Sharma Gupta Khan Ahmed Chen Wang Kim Park Nguyen
O'Neil Murphy Kelly Clark Walker Wright Turner Cooper Reed Baker Carter Hughes Foster Ibarra Fontaine Keller Vogel
Winter Sommer Lang Krüger Hofmann Böhm Jäger""".split()
STARTS = """Adler Ash Berg Birken Black Brun Cald Dorn Dun Eich Elm Falken Farn Feld Fuchs Green Hagen Hart Hather
Hirsch Holm Kirch Kings Kram Lind Long Mar Mors North Ober Pfeil Ritter Rosen Sand Stein Tann Thal Wald West Wolf""".split()
ENDS = """ner berg mann son sen ski ova er ford ley ton wood field bach hoff stein haus well worth ridge huber meister
lund strom gaard dal quist holt more wick combe burn bury hurst ham stad auer inger ecker brink""".split()
COMMON = 0.25  # of the people, who have one of the surnames in LAST
NICK = {
	"Michael": "Mike", "Robert": "Bob", "William": "Bill", "Elizabeth": "Liz", "Katherine": "Kate", "James": "Jim",
	"Thomas": "Tom", "Alexander": "Alex", "Nicholas": "Nick", "Susan": "Sue", "Steven": "Steve", "Anthony": "Tony",
	"Benjamin": "Ben", "Daniel": "Dan", "Christopher": "Chris", "Jennifer": "Jen", "Edward": "Ed", "Rebecca": "Becky",
}  # fmt: skip
PLAIN = str.maketrans("éèêëáàäâãåçíóòöôõøúùüûñšśźžżłńřýıŁÁØ", "eeeeaaaaaaciooooooouuuunsszzzlnryilAO"[:36])
FIRM = "North South Blue Green Royal Alpine Harbor River Stone Oak Silver Golden Bright Swift Prime Atlas".split()
TRADE = "Carpentry Tools Gardens Boatworks Renovations Logistics Foods Textiles Motors Optics Bakery Metal".split()
FORMS = [
	"GmbH",
	"Inc.",
	"Pvt. Ltd.",
	"S.A.",
	"AB",
	"Oy",
	"B.V.",
	"Ltd",
	"LLC",
	"GmbH & Co. KG",
	"S.p.A.",
	"Kft.",
]
TOWNS = [
	("Cologne", "Germany", "DE", "Köln"), ("Munich", "Germany", "DE", "München"), ("Lyon", "France", "FR", "Lyon"),
	("Milan", "Italy", "IT", "Milano"), ("Lisbon", "Portugal", "PT", "Lisboa"), ("Austin", "United States", "US", "Austin, TX"),
	("Pune", "India", "IN", "Pune"), ("Vienna", "Austria", "AT", "Wien"), ("Warsaw", "Poland", "PL", "Warszawa"),
	("Leeds", "United Kingdom", "GB", "Leeds, UK"), ("Osaka", "Japan", "JP", "大阪"), ("Seville", "Spain", "ES", "Sevilla"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holder:
	"""One party: a firm with its contact (a Customer), or a person (a Lead)."""

	number: int
	first: str
	last: str
	firm: str
	site: str
	email: str
	phone: str
	handle: str
	user: str
	order: str
	town: tuple[str, ...]

	@property
	def party(self) -> Party:
		return ("Customer", f"C{self.number}") if self.firm else ("Lead", f"L{self.number}")

	@property
	def person(self) -> str:
		return f"{self.first} {self.last}"

	def owners(self) -> list[Owner]:
		"""The party itself, and the contact of a firm."""
		kind, name = self.party
		link = {"party_type": kind, "party": name, kind.lower(): name, "place": self.town[:3]}
		if not self.firm:
			return [Owner(kind, name, title=self.person, **link)]
		contact = f"P{self.number}"
		return [
			Owner(kind, name, title=self.firm, **link),
			Owner("Contact", contact, contact=contact, title=self.person, **link),
		]


@dataclass(frozen=True, slots=True)
class Labelled:
	"""A profile and the truth about it; `party` is None for a stranger."""

	name: str
	clue: str
	party: Party | None
	subject: Subject


def surname(rng: random.Random) -> str:
	"""A common surname or one of 1,600 rare ones."""
	return rng.choice(LAST) if rng.random() < COMMON else rng.choice(STARTS) + rng.choice(ENDS)


class Town:
	"""The parties, their index, and what the documents say."""

	def __init__(self, count: int, seed: int):
		self.rng = random.Random(seed)
		self.holders = [self._holder(number) for number in range(count)]
		self.on_campus = [holder for holder in self.holders if "@campus" in holder.email]
		self.index: dict[Key, list[Owner]] = {}
		for holder in self.holders:
			for owner, keys in zip(holder.owners(), _keys_of(holder), strict=True):
				for key, derived in keys.items():
					self.index.setdefault(key, []).append(replace(owner, derived=derived))

	def find(self, keys: Iterable[Key]) -> dict[Key, list[Owner]]:
		return {key: self.index[key] for key in keys if key in self.index}

	def named(self, holder: Holder, kind: str = "Order") -> tuple[tuple[Owner, Evidence], ...]:
		"""What the site says about the holder's order (or coupon) when a post names it."""
		evidence = Evidence(kind, holder.order, "post text", False, document=("Sales Order", holder.order))
		return tuple((owner, evidence) for owner in holder.owners())

	def _holder(self, n: int) -> Holder:
		pick = self.rng.choice
		first, last, town = pick(FIRST), surname(self.rng), pick(TOWNS)
		firm = f"{pick(FIRM)} {pick(TRADE)} {pick(FORMS)}" if n % 2 else ""
		firm = f"{last} {pick(TRADE)} {pick(FORMS)}" if n % 6 == 1 else firm
		host = f"firm{n // 40 if n % 20 == 1 else n}.example" if firm else ""  # groups of firms share a site
		phone = f"+4930{23000000 + (n // 3 if n % 5 == 0 else n)}"  # families and hotlines share a phone
		user = f"{first}{last}{n % 97}".lower().translate(PLAIN)
		campus = (
			f"campus{n}.example" if n % 8 == 2 else ""
		)  # whose people write from there, and who is nobody on record
		mail = f"{user}@{host or campus or 'gmail.com'}"
		return Holder(n, first, last, firm, host, mail, phone, f"x: {user}{n}", user, f"SO-{n:05}", town)


def _keys_of(holder: Holder) -> Iterator[dict[Key, bool]]:
	"""The keys of the party, then of its contact, each with whether it only stands behind an e-mail."""
	derived = dict.fromkeys(email_domains([] if holder.firm else [holder.email]), True)
	if holder.firm:
		site = [f"https://{holder.site}"]
		yield dict.fromkeys(keys_of_party([f"info@{holder.site}"], websites=site, names=[holder.firm]), False)
	held = keys_of_party([holder.email], [holder.phone], handles_text=holder.handle, names=[holder.person])
	yield derived | dict.fromkeys(held, False)


def written(rng: random.Random, holder: Holder) -> str:
	"""The person's name as people show theirs: mostly right, often short, sometimes another."""
	first, last = holder.first, holder.last
	short = NICK.get(first, first)
	typo = last[: len(last) // 2] + last[len(last) // 2 + 1 :]
	return rng.choices(
		(
			f"{first} {last}", f"{first} {last}".translate(PLAIN), f"{short} {last}", f"{first} {typo}",
			f"{last}, {first}", f"{first[0]}. {last}", f"{first} {surname(rng)}", f"{first} {last}-{surname(rng)}",
			first, f"{rng.choice(FIRM)}{rng.choice(TRADE)}{holder.number % 90}", f"Dr. {first} M. {last} 🌻 | {holder.town[0]}",
		),
		weights=(40, 8, 10, 5, 3, 5, 4, 3, 7, 10, 5),
	)[0]  # fmt: skip


def _subject(rng: random.Random, name: str, handle: str, town: tuple[str, ...], found=(), **shown) -> Subject:
	keys = keys_of_profile("mastodon", "", handle, name, country="DE", **shown)
	return Subject(tuple(keys), name, rng.choice(("", "", town[3], f"{town[0]}, {town[1]}")), found)


CLUES = (
	"listed account", "verified link", "order number", "e-mail in bio", "phone in bio", "website in bio", "user name",
	"coupon", "name only",
)  # fmt: skip
CLUES_OF_FIRMS = {"verified link", "website in bio"}


def profiles_of(town: Town, count: int) -> Iterator[Labelled]:
	"""`count` profiles of the parties, the clues in turn."""
	rng = town.rng
	for n, holder in enumerate(rng.sample(town.holders, count)):
		clue = CLUES[n % len(CLUES)]
		if clue in CLUES_OF_FIRMS and not holder.firm:
			clue = "name only"
		as_firm = clue in CLUES_OF_FIRMS and rng.random() < 0.5
		name = holder.firm.partition(" S.")[0] if as_firm else written(rng, holder)
		shown = {
			"verified link": {"attested_links": [f"https://{holder.site}/"]},
			"e-mail in bio": {"bio": f"Write to {holder.email}"},
			"phone in bio": {"bio": f"Call {holder.phone}"},
			"website in bio": {"bio": f"We are https://{holder.site}/about"},
		}.get(clue, {})
		if clue == "listed account":
			shown["attested_links"] = [f"https://x.com/{holder.user}{holder.number}"]
		handle = f"{holder.user}{holder.number}" if clue == "user name" else f"acc{n}"
		found = (
			town.named(holder, "Coupon" if clue == "coupon" else "Order")
			if clue in ("order number", "coupon")
			else ()
		)
		yield Labelled(
			f"p{n}",
			clue,
			holder.party,
			_subject(rng, name, f"{handle}@m.example", holder.town, found, **shown),
		)


STRANGERS = {
	"nobody we know": 52, "namesake": 15, "namesake next door": 4, "writes of the firm": 8, "same user name": 5,
	"quotes an e-mail": 2, "uses a shared phone": 2, "quotes an order": 3, "uses a coupon": 3,
	"namesake abroad, order": 2, "fans, order": 2, "initial, order": 1, "mailbox domain": 1,
}  # fmt: skip
WITH_ORDER = {"quotes an order", "namesake abroad, order", "fans, order", "initial, order"}
_AFTER_NAME = (" Fans", " Fan Club", " (Fans)", " | Parody", " - unofficial", " Jr.")


def strangers(town: Town, count: int) -> Iterator[Labelled]:
	"""`count` profiles of nobody on record, who have in common what strangers may have."""
	rng = town.rng
	kinds = rng.choices(list(STRANGERS), list(STRANGERS.values()), k=count)
	for n, kind in enumerate(kinds):
		other = rng.choice(town.on_campus if kind == "mailbox domain" else town.holders)
		found = town.named(other, "Order") if kind in WITH_ORDER else ()
		found = town.named(other, "Coupon") if kind == "uses a coupon" else found
		handle = f"{other.user}{other.number}" if kind == "same user name" else f"stranger{n}"
		name, where = _name_of_stranger(rng, kind, other), _place_of_stranger(rng, kind, other)
		subject = _subject(
			rng, name, f"{handle}@m.example", where, found, **_shown_by_stranger(n, kind, other)
		)
		if kind == "namesake abroad, order":
			subject = replace(subject, location=f"{where[0]}, {where[1]}")
		yield Labelled(f"s{n}", kind, None, subject)


def _name_of_stranger(rng: random.Random, kind: str, other: Holder) -> str:
	"""That of a party's person for a namesake; with a word too many, or the first name cut, for those who are like it."""
	if kind.startswith("namesake"):
		return other.person
	if kind == "fans, order":
		return (other.firm or other.person) + rng.choice(_AFTER_NAME)
	if kind == "initial, order":
		return f"{other.first[0]}. {other.last}"
	return f"{rng.choice(FIRST)} {surname(rng)}"


def _place_of_stranger(rng: random.Random, kind: str, other: Holder) -> tuple[str, ...]:
	if kind == "namesake next door":
		return other.town
	return rng.choice([town for town in TOWNS if town[2] != other.town[2] or "abroad" not in kind])


def _shown_by_stranger(n: int, kind: str, other: Holder) -> dict:
	"""What the profile says of itself; most have a website and an address of their own."""
	if kind == "mailbox domain":
		return {
			"bio": "The official account",
			"attested_links": [f"https://{other.email.partition('@')[2]}/"],
		}
	return {
		"writes of the firm": {"bio": f"I love https://{other.site or 'firm1.example'} and jazz"},
		"quotes an e-mail": {"bio": f"Ask {other.email}, not me"},
		"uses a shared phone": {"bio": f"Call {other.phone}"},
	}.get(
		kind, {"bio": f"Carpenter. stranger{n}@gmail.com", "attested_links": [f"https://stranger{n}.example"]}
	)
