"""Numbers of documents in posts: proof when the names agree, a hint otherwise, and what they may never do."""

from dataclasses import replace

import pytest

from social_crm_app.identity import resolver
from social_crm_app.identity.evidence import Evidence
from social_crm_app.identity.keys import Key, ProfileKey
from social_crm_app.identity.resolver import NEVER, Owner, Policy, Subject, resolve_many

SITE = Key("Domain", "acme.example")
DOCTYPES = {
	"Order": "Sales Order",
	"Quotation": "Quotation",
	"Invoice": "Sales Invoice",
	"Delivery": "Delivery Note",
	"Serial No": "Serial No",
	"Coupon": "Coupon Code",
}


class Table:
	"""A look-up over a dict of keys."""

	def __init__(self, owners):
		self.owners = owners

	def find(self, keys):
		return {key: self.owners[key] for key in keys if key in self.owners}


def document(title, party="Acme", contact="", kind="Order", number="SO-00017"):
	"""What the site says about a number: whose it is, and which names stand on it."""
	doctype = DOCTYPES[kind]
	owner = Owner(doctype, number, "Customer", party, contact=contact, customer=party, title=title)
	return owner, Evidence(kind, number, "post text", False, document=(doctype, number))


def resolve(name, *found, keys=(), owners=None, **options):
	return resolve_many({"p": Subject(tuple(keys), name, "", found)}, Table(owners or {}), **options)["p"]


@pytest.mark.parametrize("kind", ["Order", "Quotation", "Invoice", "Delivery", "Serial No"])
def test_a_number_links_when_the_names_agree(kind):
	result = resolve("Jane M. Miller", document("Jane Miller", contact="Jane", kind=kind))
	assert (result.status, result.reason) == ("Linked", resolver.LINKED)
	assert (result.link.customer, result.link.contact) == ("Acme", "Jane")
	proof = next(one for one in result.link.evidence if one.kind == kind)
	assert proof.attested and proof.document == (DOCTYPES[kind], "SO-00017")
	assert result.link.score > 0.95


@pytest.mark.parametrize(
	"name",
	[
		"Peter Schmidt",
		"Jane",
		"",
		"admin",
		"Jane Smith",
		"J. Miller",
		"Jane Miller Fans",
		"Jane Miller | Parody",
	],
)
def test_a_number_is_a_claim_when_they_do_not(name):
	result = resolve(name, document("Jane Miller"))
	assert (result.status, result.reason) == ("Suggested", resolver.CLAIMED_ONLY)
	assert not any(one.attested for one in result.candidates[0].evidence)


def test_a_name_that_tells_nothing_agrees_with_nothing():
	assert resolve("Jane", document("Jane")).status == "Suggested"


def test_what_the_caller_says_of_attested_does_not_count():
	owner, evidence = document("Jane Miller")
	lying = Evidence(evidence.kind, evidence.value, evidence.source, True, document=evidence.document)
	assert resolve("Peter Schmidt", (owner, lying)).status == "Suggested"


@pytest.mark.parametrize(
	("location", "status"),
	[
		("Lyon, France", "Suggested"),
		("🇫🇷", "Suggested"),
		("Cologne", "Linked"),
		("somewhere", "Linked"),
		("", "Linked"),
	],
)
def test_somebody_of_that_name_in_another_country_is_somebody_else(location, status):
	owner, evidence = document("Jane Miller")
	found = (replace(owner, place=("Köln", "Germany", "DE")), evidence)
	subject = Subject((), "Jane Miller", location, (found,))
	assert resolve_many({"p": subject}, Table({}))["p"].status == status


def test_a_coupon_is_never_attested():
	result = resolve("Jane Miller", document("Jane Miller", kind="Coupon", number="SAVE10"))
	assert result.status == "Suggested"


def test_the_person_comes_along_only_if_it_is_the_person_s_name():
	found = (document("Acme Tools GmbH"), document("Jane Miller", contact="Jane"))
	firm, person = resolve("Acme Tools", *found), resolve("Jane Miller", *found)
	assert (firm.link.customer, firm.link.contact) == ("Acme", "")
	assert (person.link.customer, person.link.contact) == ("Acme", "Jane")


def test_a_number_of_two_parties_never_links():
	order = document("Jane Miller")
	serial = document("Peter Schmidt", party="Bolt", kind="Serial No")
	result = resolve("Jane Miller", order, serial)
	assert (result.status, result.reason) == ("Suggested", resolver.SHARED_KEY)
	assert {
		one.shared_by for candidate in result.candidates for one in candidate.evidence if one.kind != "Name"
	} == {2}


def test_a_number_against_another_proof_never_links():
	bolt = Owner("Customer", "Bolt", "Customer", "Bolt", customer="Bolt")
	keys = [ProfileKey(SITE, "verified link", True)]
	result = resolve("Jane Miller", document("Jane Miller"), keys=keys, owners={SITE: [bolt]})
	assert (result.status, result.reason) == ("Suggested", resolver.SHARED_KEY)


def test_two_numbers_of_one_party_link():
	found = (document("Jane Miller"), document("Jane Miller", kind="Invoice", number="SINV-1"))
	assert resolve("Jane Miller", *found).status == "Linked"


def test_policy_and_rejection_hold_for_numbers_too():
	found = document("Jane Miller")
	assert resolve("Jane Miller", found, policy=Policy(auto_link=NEVER)).reason == resolver.SWITCHED_OFF
	result = resolve("Jane Miller", found, rejected={"p": [("Customer", "Acme")]})
	assert (result.status, result.reason) == ("Unlinked", resolver.REJECTED)


def test_a_number_that_a_crowd_shares_says_nothing():
	crowd = [document("Jane Miller", party=f"C{n}", kind="Coupon", number="SAVE10") for n in range(21)]
	assert resolve("Jane Miller", *crowd).reason == resolver.TOO_COMMON
