"""Ideas: votes counted once per person, demand in money, merging that loses nothing, similar ones."""

import random

import pytest

import frappe
from frappe.utils import add_days, nowdate

from social_crm_app.api import idea as api
from social_crm_app.ideas import collect, counting, demand, merging, similar, votes
from social_crm_app.testing import make_author, make_contact, make_customer, make_post, make_user, store

pytestmark = pytest.mark.usefixtures("any_status")


def make_idea(title="A longer cable", **values):
	return frappe.get_doc({"doctype": "Idea", "title": title, **values}).insert()


def make_profile(handle, **links):
	profile = frappe.get_doc({"doctype": "Social Profile", "platform": "Mastodon", "handle": handle}).insert()
	profile.db_set(links)
	return profile.name


def make_invoice(customer, amount, days_ago=10, **values):
	"""A submitted Sales Invoice as the database holds it: what is counted are its columns, not its making."""
	company = frappe.db.get_single_value("Global Defaults", "default_company")
	invoice = frappe.get_doc(
		{
			"doctype": "Sales Invoice", "customer": customer, "company": company, "docstatus": 1, "base_net_total": amount,
			"posting_date": add_days(nowdate(), -days_ago), "name": frappe.generate_hash(length=12), **values,
		}
	)  # fmt: skip
	invoice.db_insert()
	return invoice.name


@pytest.fixture
def company():
	"""A company to invoice from, the site's default."""
	name = frappe.db.get_value("Company", {}, "name")
	if not name:
		doc = frappe.get_doc(
			{"doctype": "Company", "company_name": "Acme Test", "abbr": "AT", "default_currency": "EUR", "country": "Germany"}
		)  # fmt: skip
		doc.flags.ignore_mandatory = True
		doc.db_insert()
		name = doc.name
	frappe.db.set_single_value("Global Defaults", "default_company", name)
	return name


def people_of(idea):
	return frappe.db.get_value("Idea", idea.name, "votes")


def test_a_vote_counts_once_however_often_it_is_given():
	idea = make_idea()
	for _ in range(3):
		votes.cast(idea.name, ("User", "Administrator"))
	assert people_of(idea) == 1
	votes.withdraw(idea.name, ("User", "Administrator"))
	assert people_of(idea) == 0
	votes.cast(idea.name, ("User", "Administrator"))
	assert people_of(idea) == 1 and frappe.db.count("Idea Vote", {"idea": idea.name}) == 1


def test_two_handles_of_one_contact_are_one_person():
	contact = make_contact("Jane")
	idea = make_idea()
	for voter in (
		("Social Profile", make_profile("@jane@a.example", contact=contact.name)),
		("Social Profile", make_profile("@jane@b.example", contact=contact.name)),
		("Contact", contact.name),
		("Social Profile", make_profile("@stranger@a.example")),
	):
		votes.cast(idea.name, voter)
	assert people_of(idea) == 2


def test_the_budget_counts_persons_and_settled_ideas_give_votes_back():
	frappe.db.set_single_value("Social CRM Settings", "idea_votes_per_person", 1)
	contact = make_contact("Jane")
	one, other = make_idea("A longer cable"), make_idea("A lighter battery")
	votes.cast(one.name, ("Contact", contact.name))
	second = ("Social Profile", make_profile("@jane@a.example", contact=contact.name))
	with pytest.raises(frappe.ValidationError, match="Take one back"):
		votes.cast(other.name, second)
	one.reload()
	one.status = "Shipped"
	one.save()
	votes.cast(other.name, second)
	assert people_of(other) == 1
	with pytest.raises(frappe.ValidationError, match="nobody needs to vote"):
		votes.cast(one.name, ("User", "Administrator"))


def test_an_idea_of_a_mention_has_the_vote_of_its_author_and_the_post_as_proof():
	store(make_post(1, "It would be great if the cable was longer", make_author("jane")))
	mention = frappe.get_last_doc("Mention")
	name = collect.from_mention(mention)
	vote = frappe.get_last_doc("Idea Vote", {"idea": name})
	assert (vote.voter, vote.mention, vote.cast_by) == (mention.social_profile, mention.name, "Administrator")
	assert collect.add_mention(name, frappe.get_doc("Mention", mention.name)) == name
	assert (
		len(frappe.get_doc("Idea", name).evidence) == 1 and frappe.db.count("Idea Vote", {"idea": name}) == 1
	)


def test_demand_counts_every_customer_once_with_credit_notes_and_both_currencies(company):
	acme, other = make_customer("Acme"), make_customer("Other")
	ours = frappe.db.get_value("Company", company, "default_currency")
	theirs = "USD" if ours != "USD" else "EUR"
	abroad = frappe.get_doc(
		{
			"doctype": "Company", "name": "Acme Abroad", "company_name": "Acme Abroad", "abbr": "AA",
			"default_currency": theirs,
		}
	)  # fmt: skip
	abroad.db_insert()
	frappe.get_doc(
		{
			"doctype": "Currency Exchange", "name": "x", "from_currency": theirs, "to_currency": ours, "exchange_rate": 0.5,
			"date": nowdate(), "for_selling": 1,
		}
	).db_insert()  # fmt: skip
	make_invoice(acme.name, 1000)
	make_invoice(acme.name, -200, is_return=1)
	make_invoice(acme.name, 9999, days_ago=500)
	make_invoice(acme.name, 7777, docstatus=2)
	make_invoice(other.name, 300, company=abroad.name)
	idea = make_idea(evidence=[{"evidence_type": "Issue", "evidence": make_issue(acme.name)}])
	votes.cast(idea.name, ("Customer", acme.name))
	votes.cast(idea.name, ("Social Profile", make_profile("@a@a.example", customer=acme.name)))
	votes.cast(idea.name, ("Customer", other.name))
	demand.recount([idea.name])
	idea.reload()
	assert (idea.demand_customers, idea.demand_revenue, idea.demand_returns) == (2, 950.0, 200.0)
	behind = demand.documents_of(idea.name)["revenue"]
	rows = frappe.get_all(behind["doctype"], behind["filters"], pluck="base_net_total")
	assert sorted(rows) == [-200, 300, 1000]


def make_line(invoice, item, amount):
	"""A line of a Sales Invoice as the database holds it."""
	line = {
		"doctype": "Sales Invoice Item",
		"parent": invoice,
		"parenttype": "Sales Invoice",
		"parentfield": "items",
	}
	doc = frappe.get_doc(
		{**line, "item_code": item, "base_net_amount": amount, "name": frappe.generate_hash(length=12)}
	)
	doc.db_insert()


def test_what_was_bought_of_it_after_it_was_shipped(company):
	"""90 days from the day of shipping, both included, of this item, by those who asked for it, returns deducted."""
	acme, other, stranger = make_customer("Acme"), make_customer("Other"), make_customer("Stranger")
	item = make_item("Longer cable")
	idea = make_idea(item=item, status="Shipped")
	assert idea.status_log[-1].to_status == "Shipped"
	frappe.db.set_value("Idea Status Log", idea.status_log[-1].name, "happened_at", add_days(nowdate(), -100))
	frappe.db.set_value("Idea", idea.name, "status", "Planned")  # votes are for what is not there yet
	for customer in (acme, other):
		votes.cast(idea.name, ("Customer", customer.name))
	frappe.db.set_value("Idea", idea.name, "status", "Shipped")
	for customer, of_what, amount, days_ago in (
		(acme, item, 500, 100), (acme, item, -50, 10), (other, item, 80, 50), (other, item, 7000, 101),
		(other, item, 8000, 9), (other, make_item("Something else"), 900, 50), (stranger, item, 60, 50),
	):  # fmt: skip
		make_line(make_invoice(customer.name, amount, days_ago), of_what, amount)
	make_line(make_invoice(acme.name, 9999, 50, docstatus=2), item, 9999)
	demand.recount([idea.name])
	idea.reload()
	assert (idea.bought_by, idea.bought_for) == (2, 530.0)
	behind = demand.documents_of(idea.name)["bought"]
	assert sorted(listed_amounts(behind)) == [-50, 80, 500]


def listed_amounts(behind):
	"""Net totals of the invoices in the list that the desk would open."""
	filters = [
		[*(key.split(".") if "." in key else ("Sales Invoice", key)),
		*(value if isinstance(value, (list, tuple)) else ("=", value))]
		for key, value in behind["filters"].items()
	]  # fmt: skip
	return frappe.get_all("Sales Invoice", filters, pluck="base_net_total")


def test_a_template_is_bought_as_its_variants(company):
	acme, idea = make_customer("Acme"), make_idea(status="Shipped")
	template = make_item("Cable")
	variants = [make_item(f"Cable {metres}") for metres in (3, 5)]
	frappe.db.set_value("Item", {"name": ("in", variants)}, "variant_of", template)
	other = make_item("Something else")
	frappe.db.set_value("Idea", idea.name, {"item": template, "status": "Planned"})
	votes.cast(idea.name, ("Customer", acme.name))
	frappe.db.set_value("Idea", idea.name, "status", "Shipped")
	for item, amount in ((variants[0], 100), (variants[1], 20), (template, 3), (other, 4000)):
		make_line(make_invoice(acme.name, amount, 0), item, amount)
	demand.recount([idea.name])
	idea.reload()
	assert (idea.bought_by, idea.bought_for) == (1, 123.0)
	assert sorted(listed_amounts(demand.documents_of(idea.name)["bought"])) == [3, 20, 100]


def test_nothing_was_bought_of_an_idea_that_is_not_there(company):
	acme, item = make_customer("Acme"), make_item("Longer cable")
	planned, without_item = make_idea(item=item, status="Planned"), make_idea("No item", status="Shipped")
	votes.cast(planned.name, ("Customer", acme.name))
	make_line(make_invoice(acme.name, 500, 1), item, 500)
	demand.recount([planned.name, without_item.name])
	found = frappe.get_all(
		"Idea", {"name": ("in", [planned.name, without_item.name])}, ["bought_by", "bought_for"]
	)
	assert all((row.bought_by, row.bought_for) == (0, 0) for row in found) and len(found) == 2


def make_item(name):
	group = frappe.db.get_value("Item Group", {"is_group": 0}, "name") or frappe.db.get_value(
		"Item Group", {}, "name"
	)
	values = {
		"item_code": f"{name} {frappe.generate_hash(length=6)}",
		"item_group": group,
		"is_stock_item": 0,
	}
	uom = frappe.db.get_value("UOM", {}, "name")
	return frappe.get_doc({"doctype": "Item", "item_name": name, "stock_uom": uom, **values}).insert().name


def make_issue(customer):
	return (
		frappe.get_doc({"doctype": "Issue", "subject": "Cable too short", "customer": customer}).insert().name
	)


def test_demand_and_age_make_the_rank():
	idea = make_idea()
	votes.cast(idea.name, ("User", "Administrator"))
	frappe.db.set_value("Idea", idea.name, {"demand_revenue": 9000, "demand_open": 1000})
	vote = votes.name_of(idea.name, "User", "Administrator")
	frappe.db.set_value("Idea Vote", vote, "voted_at", add_days(nowdate(), -counting.HALF_LIFE))
	counting.recount([idea.name])
	assert frappe.db.get_value("Idea", idea.name, "rank_score") == pytest.approx(0.5 + 2.0, abs=0.01)


def snapshot(*ideas):
	"""Everything of these Ideas that merging could touch."""
	rows = {}
	for idea in ideas:
		doc = frappe.get_doc("Idea", idea.name)
		rows[idea.name] = (
			doc.merged_into, doc.votes, doc.rank_score, doc.demand_customers, doc.demand_revenue, doc.status, doc.title,
			[(row.evidence_type, row.evidence) for row in doc.evidence],
			sorted(frappe.get_all("Idea Vote", {"idea": idea.name}, ["name", "withdrawn", "voted_at"], as_list=True)),
		)  # fmt: skip
	return rows


def test_merging_counts_everybody_once_and_separating_restores_both():
	contact = make_contact("Jane")
	first, second, third = (
		make_idea("A longer cable"),
		make_idea("Cable longer please"),
		make_idea("Long cable"),
	)
	votes.cast(first.name, ("Contact", contact.name))
	votes.cast(second.name, ("Social Profile", make_profile("@jane@a.example", contact=contact.name)))
	votes.cast(second.name, ("User", "Administrator"))
	votes.cast(third.name, ("User", "Guest"))
	demand.recount([first.name, second.name, third.name])
	before = snapshot(first, second, third)
	api.merge(third.name, second.name)
	api.merge(second.name, first.name)
	assert people_of(first) == 3
	api.unmerge(second.name)
	api.unmerge(third.name)
	assert snapshot(first, second, third) == before


def test_a_vote_for_a_merged_idea_counts_at_the_end_of_the_signposts():
	first, second = make_idea("A longer cable"), make_idea("Cable longer please")
	votes.cast(second.name, ("User", "Administrator"))
	merging.merge(second.name, first.name)
	votes.cast(second.name, ("User", "Guest"))
	votes.cast(second.name, ("User", "Administrator"))
	assert people_of(first) == 2
	votes.withdraw(first.name, ("User", "Administrator"))  # the one from before the merge too
	assert people_of(first) == 1


@pytest.mark.parametrize("seed", range(8))
def test_any_merges_taken_back_leave_every_idea_as_it_was(seed):
	rng = random.Random(seed)
	ideas = [make_idea(f"Idea {n}") for n in range(6)]
	voters = [
		("User", "Administrator"),
		("User", "Guest"),
		*(("Customer", make_customer(f"C{n}").name) for n in range(3)),
	]
	for _ in range(15):
		votes.cast(rng.choice(ideas).name, rng.choice(voters))
	demand.recount([idea.name for idea in ideas])
	before = snapshot(*ideas)
	merged = []
	for _ in range(10):
		source, target = rng.sample(ideas, 2)
		try:
			api.merge(source.name, target.name)
		except frappe.ValidationError:
			continue
		merged.append(source.name)
		roots = [idea.name for idea in ideas if not frappe.db.get_value("Idea", idea.name, "merged_into")]
		everybody = set().union(*(given for given in counting.by_person(roots).values()))
		assert everybody == {
			(row.voter_type, row.voter) for row in counting.active([idea.name for idea in ideas])
		}
	for source in rng.sample(merged, len(merged)):
		api.unmerge(source)
	assert merged and snapshot(*ideas) == before


def test_an_idea_is_merged_neither_into_itself_nor_in_a_circle():
	first, second = make_idea("One"), make_idea("Two")
	merging.merge(second.name, first.name)
	with pytest.raises(frappe.ValidationError, match="itself"):
		merging.merge(first.name, second.name)
	with pytest.raises(frappe.ValidationError, match="merged already"):
		merging.merge(second.name, first.name)


def test_the_status_log_tells_who_and_why():
	idea = make_idea()
	idea.status, idea.status_reason = "Planned", "For the spring catalogue"
	idea.save()
	idea.title = "A much longer cable"
	idea.save()
	(row,) = idea.status_log
	assert (row.from_status, row.to_status, row.reason) == ("New", "Planned", "For the spring catalogue")
	assert not idea.status_reason


def test_only_records_that_speak_for_an_idea_are_evidence():
	idea = make_idea()
	with pytest.raises(frappe.ValidationError, match="Evidence for an Idea"):
		collect.add_evidence(idea.name, "User", "Administrator")
	issue = make_issue(make_customer("Acme").name)
	for _ in range(2):
		collect.add_evidence(idea.name, "Issue", issue)
	assert [row.evidence for row in frappe.get_doc("Idea", idea.name).evidence] == [issue]


def test_votes_on_behalf_need_the_right_to_read_the_voter(as_user):
	idea, customer = make_idea(), make_customer("Secret Customer")
	with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
		api.vote(idea.name, "Customer", customer.name)
	with as_user("Social CRM User", "Sales User") as user:
		api.vote(idea.name, "Customer", customer.name)
		vote = frappe.get_last_doc("Idea Vote", {"idea": idea.name})
		assert vote.cast_by == user
		api.withdraw(idea.name, "Customer", customer.name)
	assert people_of(idea) == 0
	with as_user("Sales User"), pytest.raises(frappe.PermissionError):
		api.vote(idea.name)
	make_user("nobody@example.com")


@pytest.mark.real_commit
def test_similar_ideas_are_found_whatever_the_order_of_words():
	"""A full-text index shows only what is committed."""
	ideas = [
		make_idea(title)
		for title in ("A longer power cable for the drill", "Saw blades made of steel", "Green paint")
	]
	frappe.db.commit()
	try:
		found = api.similar("Drill with longer cable", "the power cable is too short")
		assert [row["title"] for row in found] == ["A longer power cable for the drill"]
		merging.merge(ideas[0].name, ideas[1].name)
		frappe.db.commit()
		assert not api.similar("Drill with longer cable")
		assert api.similar("<script>+-*\"') OR 1=1") == []
	finally:
		for idea in reversed(ideas):
			frappe.delete_doc("Idea", idea.name, force=True)
		frappe.db.commit()


@pytest.mark.real_commit
def test_titles_are_compared_by_words_not_by_letters():
	"""One word in common finds an idea in the index, and letters in common are no reason to show it."""
	idea = make_idea("Cables t7c002032f8, longer ones", description="Mine got broken")
	short = make_idea("Longer cable")
	frappe.db.commit()
	try:
		assert api.similar("My drill is broken and nobody answers me. tfa6092d3fc") == []
		asked = "I wish your drill had a longer cable, mine is too short to reach the wall"
		assert [row["title"] for row in api.similar(asked)] == [
			"Longer cable",
			"Cables t7c002032f8, longer ones",
		]
	finally:
		for one in (idea, short):
			frappe.delete_doc("Idea", one.name, force=True)
		frappe.db.commit()


@pytest.mark.parametrize(
	("language", "stored", "description", "typed"),
	[
		("en", "Cables of three metres", "", "a cable of 3 metre"),
		("de", "Längeres Kabel für die Bohrmaschine", "", "längere Kabel für Bohrmaschinen"),
		# the site's language is another one, the text tells its own
		(
			"en",
			"Des câbles plus longs pour la perceuse",
			"<p>Ils sont trop courts.</p>",
			"câble plus long pour les perceuses",
		),
		("en", "もっと長いケーブルがほしい", "", "長いケーブル"),
	],
)
@pytest.mark.real_commit
def test_similar_ideas_are_found_in_any_language(language, stored, description, typed, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", language)
	ideas = [
		make_idea(stored, description=description),
		make_idea("Green paint, grüne Farbe, peinture verte, 緑"),
	]
	frappe.db.commit()
	try:
		assert [row["title"] for row in api.similar(typed)] == [stored]
		assert set(similar.with_words(typed.split()[-1])) & {idea.name for idea in ideas} == {ideas[0].name}
	finally:
		for idea in ideas:
			frappe.delete_doc("Idea", idea.name, force=True)
		frappe.db.commit()


def test_the_words_follow_the_text_and_no_version_tells_of_them():
	idea = make_idea("Cables", description="<p>Longer ones</p>")
	assert idea.search_words.split() == ["cables", "cabl", "longer", "ones", "one"]
	idea.title = "Lamps"
	idea.save(ignore_version=False)
	assert "lamps" in idea.search_words and "cabl" not in idea.search_words
	(version,) = frappe.get_all("Version", {"docname": idea.name, "data": ("like", "%Lamps%")}, pluck="data")
	assert "search_words" not in version


def test_the_shipped_workflow_lets_users_review_and_managers_decide(as_user):
	from frappe.model.workflow import apply_workflow, get_transitions

	frappe.db.set_value("Workflow", "Idea Review", "is_active", 1)
	frappe.clear_cache(doctype="Idea")
	idea = make_idea()
	with as_user("Social CRM User"):
		assert {step.action for step in get_transitions(idea)} == {"Review"}
		apply_workflow(idea, "Review")
		assert not get_transitions(idea)
	with as_user("Social CRM User", "Social CRM Manager"):
		idea = apply_workflow(frappe.get_doc("Idea", idea.name), "Plan")
	assert [row.to_status for row in idea.status_log] == ["Under Review", "Planned"]
