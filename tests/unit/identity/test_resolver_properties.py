"""What holds in any small world of keys, owners, names, places and documents."""

import random

from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.identity.evidence import Evidence
from social_crm_app.identity.keys import Key, ProfileKey
from social_crm_app.identity.resolver import Owner, Policy, Subject, resolve_many
from social_crm_app.identity.weights import DOCUMENTS_OF_PROOF, KEYS_OF_PROOF

ALL_KEYS = [
	Key(kind, f"{kind}-{n}")
	for kind in ("Email", "Phone", "Domain", "Handle", "Name", "Username")
	for n in range(3)
]
NAMES = ["Jane Miller", "Jane M. Miller", "Peter Schmidt", "Jane Schmidt", "Acme Tools GmbH", "Jane", ""]
PLACES = [(), ("Cologne", "Germany", "DE"), ("Paris", "France", "FR")]
PARTIES = [("Customer", "K0"), ("Customer", "K1"), ("Lead", "L0"), ("Lead", "L1")]


def owner(doctype, party, title, place, number):
	party_type, name = party
	return Owner(
		doctype, f"{doctype}-{number}", party_type, name, title=title, place=place,
		contact=f"C{number}" if doctype == "Contact" else "", **{party_type.lower(): name},
	)  # fmt: skip


owners = st.one_of(
	st.builds(
		owner,
		st.sampled_from(["Customer", "Lead", "Contact", "Social Profile"]),
		st.sampled_from(PARTIES),
		st.sampled_from(NAMES),
		st.sampled_from(PLACES),
		st.integers(0, 1),
	),
	st.just(Owner("Social Profile", "nobody")),
)
documents = st.tuples(
	owners,
	st.builds(
		Evidence,
		st.sampled_from(["Order", "Invoice", "Serial No", "Coupon"]),
		st.sampled_from(["SO-00017", "4711-XY"]),
		st.just("post text"),
		st.booleans(),
	),
)
worlds = st.dictionaries(st.sampled_from(ALL_KEYS), st.lists(owners, max_size=5, unique=True), max_size=8)
profile_keys = st.builds(
	ProfileKey, st.sampled_from(ALL_KEYS), st.sampled_from(["handle", "bio", "website"]), st.booleans()
)
subjects = st.builds(
	Subject,
	st.lists(profile_keys, max_size=6).map(tuple),
	st.sampled_from(NAMES),
	st.sampled_from(["", "Köln, DE", "Paris"]),
	st.lists(documents, max_size=3).map(tuple),
)
refusals = st.sets(st.sampled_from(PARTIES), max_size=3)
EVERYTHING = Policy(max_candidates=100, suggest_from=0.0)


class Table:
	"""A look-up over a dict of keys."""

	def __init__(self, world):
		self.world = world

	def find(self, keys):
		return {key: self.world[key] for key in keys if key in self.world}


def resolve(subject, world, refused=(), policy=EVERYTHING):
	return resolve_many({"p": subject}, Table(world), policy=policy, rejected={"p": refused})["p"]


def party(candidate):
	return (candidate.party_type, candidate.party)


@given(subjects, worlds, refusals)
def test_a_link_always_has_one_attested_party_and_was_never_rejected(subject, world, refused):
	result = resolve(subject, world, refused, Policy())
	assert not {party(one) for one in result.candidates} & refused
	if result.link is None:
		assert result.status in ("Suggested", "Unlinked")
		assert bool(result.candidates) == (result.status == "Suggested")
		return
	assert result.status == "Linked"
	assert party(result.link) not in refused
	proofs = [one for one in result.link.evidence if one.attested]
	assert {one.kind for one in proofs} <= KEYS_OF_PROOF | DOCUMENTS_OF_PROOF and proofs
	reached = {
		(its.party_type, its.party)
		for item in subject.keys
		if item.attested and item.key.type in KEYS_OF_PROOF
		for its in world.get(item.key, ())
		if its.party
	}
	for its, evidence in subject.found:
		if its.party and evidence.value in {one.value for one in proofs}:
			reached.add((its.party_type, its.party))
	assert reached == {party(result.link)}


@given(subjects, worlds, refusals)
def test_claims_alone_never_link(subject, world, refused):
	claims = tuple(ProfileKey(item.key, item.source, False) for item in subject.keys)
	result = resolve(Subject(claims, subject.display_name, subject.location), world, refused)
	assert result.status != "Linked"


@given(subjects, worlds)
def test_a_name_a_user_name_and_a_place_never_link_whoever_vouches_for_them(subject, world):
	keys = tuple(
		ProfileKey(item.key, item.source, True)
		for item in subject.keys
		if item.key.type in ("Name", "Username")
	)
	result = resolve(Subject(keys, subject.display_name, subject.location), world)
	assert result.status != "Linked"
	assert not any(one.attested for candidate in result.candidates for one in candidate.evidence)


@given(subjects, worlds, refusals, st.randoms(use_true_random=False))
def test_the_order_changes_nothing(subject, world, refused, chance: random.Random):
	def shuffled(items):
		items = list(items)
		chance.shuffle(items)
		return items

	turned = {key: shuffled(its) for key, its in shuffled(world.items())}
	other = Subject(
		tuple(shuffled(subject.keys)), subject.display_name, subject.location, tuple(shuffled(subject.found))
	)
	assert resolve(subject, world, shuffled(refused)) == resolve(other, turned, shuffled(refused))


@given(subjects, worlds, st.sampled_from(PARTIES))
def test_a_rejection_changes_no_other_candidate(subject, world, refused):
	before = resolve(subject, world)
	after = resolve(subject, world, [refused])
	assert list(after.candidates) == [one for one in before.candidates if party(one) != refused]


@given(subjects, worlds, st.floats(0, 1))
def test_nothing_below_the_bound_is_suggested(subject, world, bound):
	result = resolve(subject, world, policy=Policy(max_candidates=100, suggest_from=bound))
	if result.status == "Suggested":
		assert all(one.score >= bound for one in result.candidates)
	assert [one.score for one in result.candidates] == sorted(
		(one.score for one in result.candidates), reverse=True
	)
