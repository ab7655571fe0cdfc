"""Comments, standing and roadmap of the ideas portal: who may say, read, hide what; the formula; nothing leaks."""

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from social_crm_app.api import idea as idea_api
from social_crm_app.api import ideas_portal as api
from social_crm_app.ideas import comments, community, merging, portal, reputation, similar, votes
from social_crm_app.social_crm_app.report.idea_community.idea_community import execute
from social_crm_app.testing import make_customer

pytestmark = pytest.mark.usefixtures("any_status")

SCRIPT = "<script>alert(1)</script>"
ALL = ("Public", "Customers")


@pytest.fixture(autouse=True)
def open_portal(db, monkeypatch):
	"""Limits are counted per address over an hour, which tests would use up together."""
	monkeypatch.setattr(frappe.local, "request_ip", frappe.generate_hash(length=8), raising=False)
	frappe.db.set_single_value("Social CRM Settings", "ideas_portal", "Everybody")
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")


@pytest.fixture
def person(db):
	"""`person()`: a new portal user without any desk role, whose Contact belongs to a Customer."""

	def make(first_name="Jane"):
		frappe.set_user("Administrator")
		email = f"{frappe.generate_hash(length=8)}@portal.example"
		values = {"email": email, "first_name": first_name, "last_name": "Doe", "user_type": "Website User"}
		user = frappe.get_doc({"doctype": "User", **values, "send_welcome_email": 0}).insert().name
		contact = frappe.get_doc("Contact", {"user": user})  # Frappe makes one for every user
		contact.append("links", {"link_doctype": "Customer", "link_name": make_customer(first_name).name})
		contact.save()
		return user

	yield make
	frappe.set_user("Administrator")


def make_idea(title="A longer cable", visibility="Public", owner=None, **values):
	before = frappe.session.user
	frappe.set_user("Administrator")
	idea = frappe.get_doc({"doctype": "Idea", "title": title, "visibility": visibility, **values}).insert()
	if owner:
		idea.db_set("owner", owner)
	frappe.set_user(before)
	return idea


def say(user, idea, text="Good"):
	frappe.set_user(user)
	return api.comment(idea.name, text)


def read(user, idea):
	return [row.text for row in comments.listed(user, idea.name, portal.audience(user))]


def page(path, **form):
	frappe.cache.delete_value("website_page")
	set_request(method="GET", path=f"/{path}")
	frappe.local.form_dict = frappe._dict(form)
	response = get_response(path)
	return response.status_code, response.get_data(as_text=True)


def contributor(person, first_name="Clara"):
	user = person(first_name)
	for number in range(3):
		make_idea(f"Approved {number}", owner=user)
	return user


def test_the_comment_of_a_newcomer_waits_and_is_theirs_to_see(person):
	idea, jane, joe = make_idea(), person(), person("Joe")
	name = say(jane, idea)
	assert read(jane, idea) == ["Good"] and read(joe, idea) == read("Guest", idea) == []
	frappe.set_user("Administrator")
	frappe.get_doc("Idea Comment", name).update({"moderation": "Approved"}).save()
	assert read(joe, idea) == read("Guest", idea) == ["Good"]
	frappe.get_doc("Idea Comment", name).update({"moderation": "Rejected"}).save()
	assert read(jane, idea) == []


def test_a_contributor_and_the_team_speak_at_once(person, as_user):
	idea, clara, joe = make_idea(), contributor(person), person("Joe")
	say(clara, idea, "From Clara")
	with as_user("Social CRM User"):
		api.comment(idea.name, "From us")
	shown = comments.listed(joe, idea.name, ALL)
	assert [(row.text, row.by_team) for row in shown] == [("From Clara", 0), ("From us", 1)]
	assert shown[0].author_name == "Clara"  # strangers learn no surname


def test_nobody_says_who_they_are_by_themselves(person):
	jane = person()
	frappe.set_user(jane)
	forged = {"author": "Administrator", "by_team": 1, "helpful": 1, "moderation": "Approved"}
	doc = frappe.get_doc({"doctype": "Idea Comment", "idea": make_idea().name, "text": "Hi", **forged})
	doc.insert(ignore_permissions=True)
	assert (doc.author, doc.by_team, doc.helpful, doc.moderation) == (jane, 0, 0, "Waiting")


@pytest.mark.parametrize("values", [{"visibility": "Internal"}, {"moderation": "Waiting"}])
def test_an_idea_that_one_may_not_see_takes_no_comment(person, values):
	idea = make_idea(**values)
	with pytest.raises(frappe.DoesNotExistError):
		say(person(), idea)
	assert not frappe.db.exists("Idea Comment", {"idea": idea.name})


def test_a_guest_reads_and_does_not_write():
	idea = make_idea()
	frappe.set_user("Guest")
	with pytest.raises(frappe.DoesNotExistError):
		api.comment(idea.name, "Hello")
	frappe.set_user("Administrator")


def test_merged_ideas_show_their_comments_to_those_who_might_see_them(person):
	target, source = make_idea("Target"), make_idea("Source", "Customers")
	clara = contributor(person)
	say(clara, source, "For customers")
	say(clara, target, "For all")
	frappe.set_user("Administrator")
	merging.merge(source.name, target.name)
	assert read(clara, target) == ["For customers", "For all"]
	assert read("Guest", target) == ["For all"]
	merging.unmerge(source.name)
	assert read(clara, target) == ["For all"] and read(clara, source) == ["For customers"]


def test_one_removes_ones_own_and_no_other(person):
	idea, clara, joe = make_idea(), contributor(person), person("Joe")
	name = say(clara, idea)
	frappe.set_user(joe)
	with pytest.raises(frappe.PermissionError):
		api.remove_comment(name)
	frappe.set_user(clara)
	api.remove_comment(name)
	assert read(joe, idea) == []


def test_only_a_champion_hides_and_never_the_team(person, as_user):
	idea, clara, champion = make_idea(), contributor(person), person("Cham")
	for number in range(2):
		make_idea(f"Shipped {number}", owner=champion, status="Shipped")
	name = say(clara, idea)
	with as_user("Social CRM User"):
		ours = api.comment(idea.name, "From us")
	frappe.set_user(clara)
	with pytest.raises(frappe.PermissionError):
		api.hide_comment(name)
	frappe.set_user(champion)
	api.hide_comment(name)
	with pytest.raises(frappe.PermissionError):
		api.hide_comment(ours)
	assert read(champion, idea) == ["From us"]


@pytest.mark.parametrize("text", ["", "  \n", "x" * (comments.MAX_TEXT + 1)])
def test_a_comment_says_something_and_not_too_much(person, text):
	with pytest.raises(frappe.ValidationError):
		say(person(), make_idea(), text)


def test_the_standing_is_the_formula(person):
	user = person()
	make_idea("Waits", owner=user, moderation="Waiting")
	make_idea("Approved", owner=user)
	make_idea("Planned", owner=user, status="Planned")
	make_idea("Shipped", owner=user, status="Shipped")
	say(user, make_idea())
	frappe.db.set_value("Idea Comment", {"author": user}, {"helpful": 1, "moderation": "Approved"})
	standing = reputation.of(user)
	assert standing.counts == {"approved": 3, "planned": 2, "shipped": 1, "helpful": 1}
	assert standing.points == 3 * 2 + 2 * 8 + 1 * 20 + 1 * 3
	assert (standing.rank.title, standing.next.title) == ("Contributor", "Champion")
	assert reputation.of(person()).rank.title == "Newcomer" and not reputation.may("Guest", "post_at_once")


def test_the_pages_show_comments_standing_and_roadmap_as_text(person):
	clara = contributor(person)
	idea = make_idea(f"Cable {SCRIPT}", status="Planned", target_date="2027-03-01")
	(
		make_idea("Secret", "Internal", status="Planned"),
		make_idea("For customers", "Customers", status="Shipped"),
	)
	say(clara, idea, f"Yes {SCRIPT}\nplease")
	status, one = page(f"ideas/{idea.name}")
	assert (
		status == 200
		and "&lt;script&gt;alert(1)" in one
		and SCRIPT not in one
		and "data-remove-comment" in one
	)
	status, mine = page("ideas", show="mine")
	assert status == 200 and "Contributor" in mine and "6 points" in mine
	status, road = page("ideas", show="roadmap")
	assert status == 200 and "Cable" in road and "Mar 2027" in road and "For customers" in road
	assert SCRIPT not in road and "Secret" not in road
	frappe.set_user("Guest")
	assert "For customers" not in page("ideas", show="roadmap")[1]
	assert 'data-comment="' not in page(f"ideas/{idea.name}")[1]


def test_a_closed_portal_has_no_roadmap_and_no_comments(person):
	idea, clara = make_idea(), contributor(person)
	frappe.db.set_single_value("Social CRM Settings", "ideas_portal", "Closed")
	frappe.clear_document_cache("Social CRM Settings", "Social CRM Settings")
	assert portal.roadmap(clara) == []
	with pytest.raises(frappe.DoesNotExistError):
		say(clara, idea)


def test_comments_go_with_their_idea(person):
	idea = make_idea()
	name = say(person(), idea)
	frappe.set_user("Administrator")
	frappe.delete_doc("Idea", idea.name)
	assert not frappe.db.exists("Idea Comment", name)


def test_the_board_of_ideas_is_there():
	board = frappe.get_doc("Kanban Board", "Ideas by Status")
	statuses = frappe.get_meta("Idea").get_field("status").options.split("\n")
	assert [column.column_name for column in board.columns] == statuses


def test_the_team_answers_from_the_desk_and_others_do_not(person, as_user):
	idea, joe = make_idea(), person("Joe")
	with as_user("Social CRM User"):
		idea_api.answer(idea.name, "We are on it")
	assert read(joe, idea) == ["We are on it"]
	frappe.set_user(joe)
	with pytest.raises(frappe.PermissionError):
		idea_api.answer(idea.name, "So am I")


def test_community_health_by_hand(person, as_user):
	"""Two months, every number counted by hand: an old voter, two new ones, one idea answered after three days."""
	for doctype in ("Idea Vote", "Idea Comment", "Idea", "Idea Status Log"):
		frappe.db.delete(doctype)
	old, new, joe = person(), person(), person("Joe")
	first, second = make_idea("First"), make_idea("Second")
	for voter, when, idea in (
		(old, "2026-08-05", first),
		(old, "2026-10-02", second),
		(new, "2026-10-03", first),
	):
		frappe.db.set_value("Idea Vote", votes.cast(idea.name, ("User", voter)), "voted_at", when)
	frappe.db.set_value("Idea", first.name, "creation", "2026-10-10 12:00:00")
	frappe.db.set_value("Idea", second.name, "creation", "2026-10-20 12:00:00")
	for user, when in ((joe, "2026-10-11 12:00:00"), ("Administrator", "2026-10-13 12:00:00")):
		name = say(user, first)
		frappe.db.set_value("Idea Comment", name, {"creation": when, "moderation": "Approved"})
	frappe.set_user("Administrator")
	september, october = community.health(community.months_until("2026-10-31", 2))
	assert (september["month"], september["ideas"], september["growth"], september["answered"]) == (
		"2026-09",
		0,
		0,
		None,
	)
	assert october == {
		"month": "2026-10", "ideas": 2, "votes": 2, "comments": 1, "people": 3, "newcomers": 2, "growth": 200.0,
		"answered": 50.0, "days_to_answer": 3.0, "liveliness": 1.0,
	}  # fmt: skip


def test_the_report_is_for_those_who_may_report_on_ideas(person, as_user):
	with as_user("Social CRM User"):
		columns, rows, _message, chart = execute({"to_date": "2026-10-31"})
	assert len(rows) == 12 and {c["fieldname"] for c in columns} == set(rows[0])
	assert chart["data"]["labels"][-1] == "2026-10"
	frappe.set_user(person())
	with pytest.raises(frappe.PermissionError):
		execute({})


SEARCHES = {
	"water hose": {"A waterproof hose"},  # the beginnings of words, in any order
	"HOSE waterproof": {"A waterproof hose"},
	"the hose": {"A waterproof hose", "Longer hose, please"},  # a word that the index leaves out
	"hose zeppelin": set(),
	"tv": {"A tv stand"},
	"stand": {"A tv stand"},
	"stands": {"A tv stand"},
	"長い": {"もっと長いケーブル"},
	"100%": {"100% cotton"},
	'"+-*()~<>@': set(),
}


@pytest.mark.real_commit
def test_the_search_finds_words():
	"""A full-text index shows only what is committed."""
	titles = set().union(*SEARCHES.values())
	ideas = [make_idea(title) for title in sorted(titles)]
	frappe.db.commit()
	try:
		names = {idea.name: idea.title for idea in ideas}
		for asked, expected in SEARCHES.items():
			assert {names[name] for name in similar.with_words(asked) if name in names} == expected, asked
		listed = portal.listed("Administrator", search="water hose")
		assert "A waterproof hose" in {row.title for row in listed}
	finally:
		for idea in ideas:
			frappe.delete_doc("Idea", idea.name, force=True)
		frappe.db.set_single_value("Social CRM Settings", "ideas_portal", "Closed")
		frappe.db.commit()
