"""Who it is: what links by itself, what is only suggested, and what never comes back."""

from dataclasses import replace

import pytest

from social_crm_app.identity import resolver
from social_crm_app.identity.keys import Key, ProfileKey
from social_crm_app.identity.resolver import NEVER, Owner, Policy, Subject, resolve_many

HANDLE = Key("Handle", "mastodon:jane@m.example")
MAIL = Key("Email", "jane@acme.example")
SITE = Key("Domain", "acme.example")

CUSTOMER = Owner("Customer", "Acme", "Customer", "Acme", customer="Acme")
JANE = Owner("Contact", "Jane", "Customer", "Acme", contact="Jane", customer="Acme")
JOHN = Owner("Contact", "John", "Customer", "Acme", contact="John", customer="Acme")
LEAD = Owner("Lead", "LEAD-1", "Lead", "LEAD-1", lead="LEAD-1")


class Table:
	"""A look-up over a dict that counts how often it is asked."""

	def __init__(self, owners):
		self.owners, self.asked = owners, []

	def find(self, keys):
		self.asked.append(set(keys))
		return {key: self.owners[key] for key in keys if key in self.owners}


def vouched(key, source="handle"):
	return ProfileKey(key, source, True)


def written(key, source="bio"):
	return ProfileKey(key, source, False)


def subject(*profile_keys, **more):
	return Subject(tuple(profile_keys), **more)


def resolve(profile_keys, owners, **options):
	return resolve_many({"p": subject(*profile_keys)}, Table(owners), **options)["p"]


def parties(resolution):
	return [(one.party_type, one.party) for one in resolution.candidates]


def test_exact_attested_and_single_links():
	result = resolve([vouched(HANDLE)], {HANDLE: [JANE]})
	assert (result.status, result.reason) == ("Linked", resolver.LINKED)
	assert (result.link.party_type, result.link.party, result.link.contact) == ("Customer", "Acme", "Jane")
	assert result.link.score > 0.99
	assert parties(result) == [("Customer", "Acme")]


def test_a_claim_is_only_a_suggestion():
	result = resolve([written(MAIL), written(SITE)], {MAIL: [JANE], SITE: [CUSTOMER]})
	assert (result.status, result.link, result.reason) == ("Suggested", None, resolver.CLAIMED_ONLY)
	assert [one.kind for one in result.candidates[0].evidence] == ["Email", "Domain"]


def test_two_parties_on_one_attested_key_never_link():
	result = resolve([vouched(HANDLE)], {HANDLE: [JANE, LEAD]})
	assert (result.status, result.reason) == ("Suggested", resolver.SHARED_KEY)
	assert len(result.candidates) == 2


def test_two_attested_keys_with_different_parties_never_link():
	result = resolve([vouched(HANDLE), vouched(SITE)], {HANDLE: [LEAD], SITE: [CUSTOMER]})
	assert (result.status, result.reason) == ("Suggested", resolver.SHARED_KEY)


def test_two_owners_of_one_party_are_one_party():
	result = resolve([vouched(SITE)], {SITE: [CUSTOMER, JANE, JOHN]})
	assert result.status == "Linked"
	assert (result.link.customer, result.link.contact) == ("Acme", "")


def test_a_claim_elsewhere_does_not_stop_an_attested_link():
	result = resolve([vouched(HANDLE), written(MAIL)], {HANDLE: [JANE], MAIL: [LEAD]})
	assert (result.status, result.link.party) == ("Linked", "Acme")
	assert parties(result) == [("Customer", "Acme"), ("Lead", "LEAD-1")]


def test_a_claimed_contact_does_not_ride_along_with_an_attested_company():
	result = resolve([vouched(SITE), written(MAIL)], {SITE: [CUSTOMER], MAIL: [JANE]})
	assert (result.status, result.link.customer, result.link.contact) == ("Linked", "Acme", "")
	assert result.candidates[0].contact == "Jane"


def test_what_another_profile_claims_never_links():
	stranger = Owner("Social Profile", "mastodon:mallory", "Customer", "Acme", customer="Acme")
	result = resolve([vouched(HANDLE)], {HANDLE: [stranger]})
	assert (result.status, result.reason) == ("Suggested", resolver.CLAIMED_ONLY)


def test_an_unlinked_profile_is_nobody():
	result = resolve([vouched(HANDLE)], {HANDLE: [Owner("Social Profile", "mastodon:other")]})
	assert (result.status, result.reason, result.candidates) == ("Unlinked", resolver.NOTHING, ())


def test_an_owner_without_party_stands_for_itself():
	result = resolve([vouched(HANDLE)], {HANDLE: [Owner("Contact", "Jim", contact="Jim")]})
	assert (result.link.party_type, result.link.party, result.link.contact) == ("Contact", "Jim", "Jim")


def test_a_domain_that_is_only_behind_an_e_mail_never_links():
	"""The verified account of a university is not the Lead who writes from there."""
	lead = replace(LEAD, derived=True)
	result = resolve([vouched(SITE, "verified link")], {SITE: [lead]})
	assert (result.status, result.reason) == ("Suggested", resolver.CLAIMED_ONLY)
	(evidence,) = result.candidates[0].evidence
	assert not evidence.attested and evidence.derived


def test_a_domain_behind_an_e_mail_still_makes_a_website_ambiguous():
	result = resolve([vouched(SITE, "verified link")], {SITE: [CUSTOMER, replace(LEAD, derived=True)]})
	assert (result.status, result.reason, len(result.candidates)) == ("Suggested", resolver.SHARED_KEY, 2)


def test_a_website_of_the_same_party_links_beside_its_e_mails():
	result = resolve([vouched(SITE, "verified link")], {SITE: [CUSTOMER, replace(JANE, derived=True)]})
	assert (result.status, result.link.customer, result.link.contact) == ("Linked", "Acme", "")


def test_linking_can_be_switched_off():
	result = resolve([vouched(HANDLE)], {HANDLE: [JANE]}, policy=Policy(auto_link=NEVER))
	assert (result.status, result.reason) == ("Suggested", resolver.SWITCHED_OFF)


def test_nothing_on_record():
	result = resolve([vouched(HANDLE)], {})
	assert (result.status, result.reason, result.candidates) == ("Unlinked", resolver.NOTHING, ())
	assert resolve([], {}).status == "Unlinked"


def test_a_rejected_party_is_gone_and_still_makes_its_key_ambiguous():
	owners = {HANDLE: [JANE, LEAD]}
	result = resolve([vouched(HANDLE)], owners, rejected={"p": [("Lead", "LEAD-1")]})
	assert (result.status, parties(result)) == ("Suggested", [("Customer", "Acme")])
	result = resolve([vouched(HANDLE)], owners, rejected={"p": [("Lead", "LEAD-1"), ("Customer", "Acme")]})
	assert (result.status, result.reason) == ("Unlinked", resolver.REJECTED)


def test_a_rejected_party_is_not_linked_although_another_is_suggested():
	result = resolve(
		[vouched(HANDLE), written(MAIL)],
		{HANDLE: [JANE], MAIL: [LEAD]},
		rejected={"p": [("Customer", "Acme")]},
	)
	assert (result.status, result.reason, parties(result)) == (
		"Suggested",
		resolver.CLAIMED_ONLY,
		[("Lead", "LEAD-1")],
	)


def test_a_rejection_concerns_one_profile_only():
	table = Table({HANDLE: [JANE]})
	results = resolve_many(
		{"p": subject(vouched(HANDLE)), "q": subject(vouched(HANDLE))},
		table,
		rejected={"p": {("Customer", "Acme")}},
	)
	assert (results["p"].status, results["q"].status) == ("Unlinked", "Linked")


def crowd(count):
	return [Owner("Lead", f"L{number}", "Lead", f"L{number}", lead=f"L{number}") for number in range(count)]


def test_a_key_of_a_crowd_is_ignored():
	result = resolve([vouched(SITE)], {SITE: crowd(21)})
	assert (result.status, result.reason) == ("Unlinked", resolver.TOO_COMMON)
	result = resolve([vouched(SITE)], {SITE: crowd(20)})
	assert (result.status, len(result.candidates)) == ("Suggested", 5)
	result = resolve([vouched(SITE), vouched(HANDLE)], {SITE: crowd(21), HANDLE: [JANE]})
	assert (result.status, result.link.party) == ("Linked", "Acme")


def test_many_owners_of_one_party_are_no_crowd():
	contacts = [
		Owner("Contact", f"C{n}", "Customer", "Acme", contact=f"C{n}", customer="Acme") for n in range(50)
	]
	assert resolve([vouched(SITE)], {SITE: contacts}).status == "Linked"


def test_one_question_for_all_profiles():
	table = Table({HANDLE: [JANE], MAIL: [LEAD]})
	results = resolve_many(
		{"p": subject(vouched(HANDLE)), "q": subject(written(MAIL), vouched(HANDLE)), "r": subject()}, table
	)
	assert table.asked == [{HANDLE, MAIL}]
	assert [results[name].status for name in "pqr"] == ["Linked", "Linked", "Unlinked"]


def test_the_best_candidate_comes_first():
	other = Owner("Customer", "Bolt", "Customer", "Bolt", customer="Bolt")
	result = resolve([written(SITE), written(MAIL)], {SITE: [other], MAIL: [LEAD]})
	assert parties(result) == [("Lead", "LEAD-1"), ("Customer", "Bolt")]
	assert result.candidates[0].score > result.candidates[1].score


def test_what_is_too_little_is_not_suggested():
	result = resolve([written(SITE)], {SITE: crowd(20)})
	assert (result.status, result.reason, result.candidates) == ("Unlinked", resolver.TOO_WEAK, ())
	result = resolve([written(SITE)], {SITE: crowd(20)}, policy=Policy(suggest_from=0.01))
	assert (result.status, len(result.candidates)) == ("Suggested", 5)


@pytest.mark.parametrize("status", ["Linked", "Suggested", "Unlinked"])
def test_every_status_has_its_reason(status):
	reasons = {
		"Linked": resolve([vouched(HANDLE)], {HANDLE: [JANE]}),
		"Suggested": resolve([written(HANDLE)], {HANDLE: [JANE]}),
		"Unlinked": resolve([vouched(HANDLE)], {}),
	}
	assert reasons[status].status == status
	assert reasons[status].reason
