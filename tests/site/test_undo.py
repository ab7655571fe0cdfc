"""Undo puts back exactly what was: links, what mentions say, judgements. Whatever was decided, in any order."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import frappe

from social_crm_app.identity import decisions, matches, parties, persons, states, undo
from social_crm_app.identity import restamp as stamping
from social_crm_app.testing import make_author, make_contact, make_customer, make_lead, make_post, store

# Columns that say when a row was touched, not what it says.
TOUCHED = ("modified", "modified_by", "title", "idx")


def profile_of(handle):
	return frappe.db.get_value("Social Profile", {"handle": f"{handle}@social.example"})


def rows(doctype, **filters):
	found = {
		row.name: {k: v for k, v in row.items() if k not in TOUCHED}
		for row in frappe.get_all(doctype, filters=filters, fields=["*"], order_by="name")
	}
	return found


def world():
	"""All that a decision may change, but for matches that are only remembered as taken back."""
	frappe.db.value_cache.clear()
	held = rows("Social Profile Match", status=("!=", "Undone"))
	return json.loads(
		json.dumps(
			{
				"profiles": rows("Social Profile"),
				"mentions": rows("Mention"),
				"matches": held,
				"evidence": rows("Social Profile Match Evidence"),
			},
			default=str,
		)
	)


@pytest.fixture
def people():
	"""Two profiles with suggestions and mentions, one of which was stamped by hand; parties to choose from."""
	frappe.db.delete("Social Profile")
	frappe.db.delete("Mention")
	customer = make_customer("Bright Works", website="https://brightworks.example")
	other = make_customer("Dark Works", website="https://brightworks.example")
	lead = make_lead("Jane")
	contact = make_contact("Jane", links=(("Customer", customer.name),))
	authors = [make_author(h, website="https://brightworks.example") for h in ("jane", "june")]
	store(*(make_post(n, author=authors[n % 2]) for n in range(6)))
	by_hand = frappe.get_all("Mention", pluck="name", order_by="name")[2]
	frappe.db.set_value("Mention", by_hand, {"party_type": "Lead", "party": lead.name, "lead": lead.name})
	return {
		"profiles": [profile_of("jane"), profile_of("june")],
		"parties": [
			("Customer", customer.name), ("Customer", other.name), ("Lead", lead.name), ("Contact", contact.name),
		],
		"by_hand": by_hand,
	}  # fmt: skip


PROFILE, PARTY = st.integers(0, 1), st.integers(0, 3)
DECISION = st.one_of(
	st.tuples(st.just("link"), PROFILE, PARTY),
	st.tuples(st.just("reject"), PROFILE, PARTY),
	st.tuples(st.just("unlink"), PROFILE),
	st.tuples(st.just("keep_out"), PROFILE),
	st.tuples(st.just("merge"), PROFILE),
)


def decide(people, what, profile, party=None):
	name = people["profiles"][profile]
	if what == "merge":
		try:
			persons.merge(name, people["profiles"][1 - profile])
		except frappe.ValidationError:
			frappe.db.rollback(save_point="decision")
	elif what in ("link", "reject"):
		getattr(decisions, what)(name, *people["parties"][party], "because")
	else:
		getattr(decisions, what)(name, "because")


def newest(people):
	"""The last decision that can be undone, on either profile; the profile's number tells the order of its own."""
	return {profile: states.last_decision(profile) for profile in people["profiles"]}


@pytest.mark.parametrize("at_once", [1000, 1], ids=["few mentions", "many mentions"])
@settings(
	max_examples=25,
	deadline=None,
	suppress_health_check=[HealthCheck.function_scoped_fixture],
	derandomize=True,
)
@given(sequence=st.lists(DECISION, min_size=1, max_size=6))
def test_decisions_undone_in_reverse_leave_nothing(people, at_once, sequence):
	frappe.db.savepoint("example")
	held, stamping.AT_ONCE = stamping.AT_ONCE, at_once
	try:
		befores, undoable = [], []
		for one in sequence:
			frappe.db.savepoint("decision")
			before, known = settled_world(), newest(people)
			decide(people, *one)
			fresh = [last[0] for profile, last in newest(people).items() if last and last != known[profile]]
			if fresh:
				befores.append(before)
				undoable.append(fresh[0])
			else:
				assert settled_world() == before, "a decision that changes something can be undone"
		for match, before in zip(reversed(undoable), reversed(befores), strict=True):
			undo.undo(match)
			assert settled_world() == before
	finally:
		stamping.AT_ONCE = held
		frappe.db.rollback(save_point="example")


def settled_world():
	"""The world when the job has stamped what waits."""
	for profile in frappe.get_all("Social Profile", {"restamp_pending": 1}, pluck="name"):
		link = frappe.db.get_value("Social Profile", profile, stamping.LINK_COLUMNS, as_dict=True)
		frappe.db.set_value("Mention", {"social_profile": profile}, link, update_modified=False)
		frappe.db.set_value("Social Profile", profile, "restamp_pending", 0, update_modified=False)
	return world()


# What Undo refuses, and what it leaves alone


def test_an_older_decision_waits_for_the_newer_one(people):
	profile, (first, second, *_others) = people["profiles"][0], people["parties"]
	decisions.reject(profile, *first)
	decisions.link(profile, *second)
	with pytest.raises(frappe.ValidationError, match="newer"):
		undo.undo(matches.name_of(profile, *first))
	undo.undo(matches.name_of(profile, *second))
	undo.undo(matches.name_of(profile, *first))
	assert states.last_decision(profile) is None


def test_a_newer_decision_on_the_other_profile_holds_a_merge_back(people):
	first, second = people["profiles"]
	persons.merge(first, second)
	match = states.last_decision(first)[0]
	decisions.keep_out(second)
	with pytest.raises(frappe.ValidationError, match="newer"):
		undo.undo(match)


def test_what_a_rule_has_linked_since_is_not_undone(people, run_jobs_inline):
	profile, rejected = people["profiles"][0], people["parties"][0]
	decisions.reject(profile, *rejected)
	make_lead("Jane", social_handles="@jane@social.example")
	assert frappe.db.get_value("Social Profile", profile, "link_source") == "Rule"
	with pytest.raises(frappe.ValidationError, match="changed since"):
		undo.undo(matches.name_of(profile, *rejected))


def test_the_persons_own_wish_is_not_undone(people):
	profile, (first, second, *_others) = people["profiles"][0], people["parties"]
	decisions.link(profile, *first)
	doc = frappe.get_doc("Social Profile", profile)
	decisions.confirm_as(doc, parties.stamp_for(*second), "Asked for it")  # as the portal does
	with pytest.raises(frappe.ValidationError, match="changed since"):
		undo.undo(matches.name_of(profile, *first))


def test_a_record_that_is_gone_is_not_linked_again(people):
	profile, lead = people["profiles"][0], make_lead("Gone").name
	decisions.link(profile, "Lead", lead)
	decisions.keep_out(profile)
	match = states.last_decision(profile)[0]
	frappe.db.delete("Lead", {"name": lead})  # behind the back of every rule
	with pytest.raises(frappe.ValidationError, match="deleted, renamed or merged"):
		undo.undo(match)


def test_nothing_to_undo_is_said(people):
	profile, party = people["profiles"][0], people["parties"][0]
	with pytest.raises(frappe.ValidationError, match="no decision"):
		undo.undo(matches.name_of(profile, *party))


def test_mentions_that_came_after_the_decision_follow_the_undo(people):
	profile, party = people["profiles"][0], people["parties"][0]
	decisions.link(profile, *party)
	store(make_post(50, author=make_author("jane", website="https://brightworks.example")))
	assert frappe.db.count("Mention", {"social_profile": profile, "party": party[1]}) == 4
	undo.undo(matches.name_of(profile, *party))
	assert not frappe.db.count("Mention", {"social_profile": profile, "party": party[1]})


def test_what_is_kept_does_not_grow_with_the_mentions(people):
	profile, party = people["profiles"][1], people["parties"][0]

	def size():
		decisions.link(profile, *party)
		match = matches.name_of(profile, *party)
		kept = frappe.db.get_value("Social Profile Match", match, "state_before")
		undo.undo(match)
		return len(kept)

	few = size()
	store(
		*(
			make_post(n, author=make_author("june", website="https://brightworks.example"))
			for n in range(100, 150)
		)
	)
	assert frappe.db.count("Mention", {"social_profile": profile}) > 50
	assert size() == few


def test_many_decisions_on_one_pair_stay_small(people):
	profile, party = people["profiles"][0], people["parties"][0]
	for _time in range(states.DEEPEST + 10):
		decisions.link(profile, *party)
		decisions.unlink(profile)
	match = matches.name_of(profile, *party)
	undone = 0
	while frappe.db.get_value("Social Profile Match", match, "state_before"):
		undo.undo(match)
		undone += 1
	assert undone == states.DEEPEST


def test_a_lead_that_became_a_customer_meanwhile_does_not_hold_it_back(people, run_jobs_inline):
	profile, lead = people["profiles"][0], make_lead("Jane").name
	decisions.link(profile, "Lead", lead)
	make_customer("Jane Works", lead_name=lead)
	assert frappe.db.get_value("Social Profile", profile, "customer") == "Jane Works"
	undo.undo(states.last_decision(profile)[0])
	assert frappe.db.get_value("Social Profile", profile, "link_status") == "Suggested"
