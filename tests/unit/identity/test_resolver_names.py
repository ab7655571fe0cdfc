"""What names, places and user names may do to a resolution: find, rank and explain, and never link."""

import pytest

from social_crm_app.identity import resolver
from social_crm_app.identity.keys import Key, ProfileKey, keys_of_profile, name_keys
from social_crm_app.identity.resolver import Owner, Policy, Subject, resolve_many

MAIL = Key("Email", "jane@acme.example")
SITE = Key("Domain", "acme.example")
COLOGNE = ("Cologne", "Germany", "DE")


class Table:
	"""A look-up over a dict of keys."""

	def __init__(self, owners):
		self.owners = owners

	def find(self, keys):
		return {key: self.owners[key] for key in keys if key in self.owners}


def lead(number, title="Jane Miller", place=()):
	name = f"L{number}"
	return Owner("Lead", name, "Lead", name, lead=name, title=title, place=place)


def indexed(*owners):
	"""The owners under their Name keys, as the index has them."""
	found = {}
	for owner in owners:
		for key in dict.fromkeys(key for title in owner.title.splitlines() for key in name_keys(title)):
			found.setdefault(key, []).append(owner)
	return found


def resolve(name, owners, *, location="", keys=(), handle="", **options):
	of_profile = (*keys_of_profile("x", "1", handle, name), *keys)
	return resolve_many({"p": Subject(of_profile, name, location)}, Table(owners), **options)["p"]


def kinds(candidate):
	return {one.kind for one in candidate.evidence}


def test_a_name_alone_is_suggested_with_its_likeness():
	result = resolve("Miller, Jane", indexed(lead(1)))
	assert (result.status, result.reason) == ("Suggested", resolver.CLAIMED_ONLY)
	(candidate,) = result.candidates
	(evidence,) = candidate.evidence
	assert (evidence.kind, evidence.value, evidence.other) == ("Name", "Miller, Jane", "Jane Miller")
	assert (evidence.attested, evidence.likeness) == (False, 1.0)
	assert 0.1 < candidate.score < 0.5


@pytest.mark.parametrize("policy", [Policy(suggest_by_name=False), Policy(suggest_from=0.9)])
def test_a_name_is_not_suggested_where_the_policy_says_so(policy):
	result = resolve("Jane Miller", indexed(lead(1, place=COLOGNE)), location="Köln", policy=policy)
	assert (result.status, result.reason, result.candidates) == ("Unlinked", resolver.TOO_WEAK, ())


def test_a_name_that_many_have_is_not_suggested_unless_something_else_tells_them_apart():
	crowd = [lead(number) for number in range(5)]
	assert resolve("Jane Miller", indexed(*crowd)).status == "Unlinked"
	here = lead(9, place=COLOGNE)
	result = resolve("Jane Miller", indexed(lead(1), here), location="Köln, Germany")
	assert [one.party for one in result.candidates] == ["L9", "L1"]
	assert kinds(result.candidates[0]) == {"Name", "Place"}


def test_a_block_of_strangers_brings_nobody():
	result = resolve("Jane Miller", {key: [lead(1, "Joan Mahler")] for key in name_keys("Jane Miller")})
	assert (result.status, result.reason) == ("Unlinked", resolver.NOTHING)


def test_a_block_of_a_crowd_is_not_even_compared():
	result = resolve("Jane Miller", indexed(*map(lead, range(101))))
	assert (result.status, result.reason) == ("Unlinked", resolver.TOO_COMMON)


def test_a_telling_name_raises_and_a_contradicting_one_lowers_what_else_matches():
	mail = ProfileKey(MAIL, "bio", False)
	scores = [
		resolve(name, {MAIL: [lead(1)]}, keys=[mail]).candidates[0].score
		for name in ("Jane Miller", "Jane Millar", "xX_drill_Xx", "Peter Schmidt")
	]
	assert scores == sorted(scores, reverse=True) and len(set(scores)) == 4


def test_a_firm_s_account_does_not_contradict_the_name_of_its_contact():
	jane = Owner("Contact", "Jane", "Customer", "Acme", contact="Jane", customer="Acme", title="Jane Miller")
	result = resolve("Acme Tools", {MAIL: [jane]}, keys=[ProfileKey(MAIL, "bio", False)])
	assert kinds(result.candidates[0]) == {"Email"}


def test_the_likest_of_several_names_counts():
	both = lead(1, "Ana Sol\nJane Miller\nSol SA")
	(candidate,) = resolve("Jane Miller", indexed(both)).candidates
	assert candidate.evidence[0].other == "Jane Miller"


def test_a_place_alone_brings_nobody_and_adds_to_what_matches():
	site = ProfileKey(SITE, "bio", False)
	here, there = lead(1, place=COLOGNE), lead(2, place=("Paris", "France", "FR"))
	assert resolve("", {}, location="Köln").status == "Unlinked"
	result = resolve("", {SITE: [here, there]}, location="Köln, DE", keys=[site])
	assert [(one.party, kinds(one)) for one in result.candidates] == [
		("L1", {"Domain", "Place"}),
		("L2", {"Domain"}),
	]


def test_the_same_user_name_elsewhere_is_suggested():
	linked = Owner("Social Profile", "mastodon:jane", "Customer", "Acme", customer="Acme")
	stranger = Owner("Social Profile", "mastodon:other")
	result = resolve("", {Key("Username", "janemiller"): [linked, stranger]}, handle="jane_miller")
	assert (result.status, [one.party for one in result.candidates]) == ("Suggested", ["Acme"])
	assert kinds(result.candidates[0]) == {"Username"}


@pytest.mark.parametrize("kind", ["Name", "Username"])
def test_nobody_can_make_a_name_attested(kind):
	key = Key(kind, "jane miller")
	subject = Subject((ProfileKey(key, "handle", True),), "Jane Miller", "Köln")
	result = resolve_many({"p": subject}, Table({key: [lead(1, place=COLOGNE)]}))["p"]
	assert result.status == "Suggested"
	assert not any(one.attested for one in result.candidates[0].evidence)


def test_a_name_decides_neither_for_nor_against_a_link():
	handle = Key("Handle", "x:jane")
	for title in ("Jane Miller", "Peter Schmidt"):
		result = resolve("Jane Miller", {handle: [lead(1, title)], **indexed(lead(2))}, handle="jane")
		assert (result.status, result.link.party) == ("Linked", "L1")


def test_a_namesake_that_was_rejected_stays_away():
	result = resolve("Jane Miller", indexed(lead(1), lead(2)), rejected={"p": [("Lead", "L1")]})
	assert [one.party for one in result.candidates] == ["L2"]
	result = resolve("Jane Miller", indexed(lead(1)), rejected={"p": [("Lead", "L1")]})
	assert (result.status, result.reason) == ("Unlinked", resolver.REJECTED)
