"""Erasing a person leaves nothing of them anywhere in the database, and their account does not come back."""

import json
import os
from dataclasses import replace

import pytest

import frappe
from frappe.desk.form import assign_to
from frappe.model.utils import user_settings

from social_crm_app.api import mention as mention_api
from social_crm_app.api import privacy as api
from social_crm_app.engage import memory, outbox
from social_crm_app.identity import decisions
from social_crm_app.jobs import privacy as jobs
from social_crm_app.privacy import erase, export, others
from social_crm_app.privacy.reader import Reader
from social_crm_app.privacy.words import MASK
from social_crm_app.testing import make_account, make_author, make_customer, make_post, store

HANDLE = "zqjane@zqhost.example"
EXTERNAL_ID = "https://zqhost.example/users/zqjane"
NAME = "Zqjane Zqdoe"
TOKEN = "zqsecretwords"
EMAIL = "zqmail@zqmail.example"
TEXTS = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "json")


@pytest.fixture(autouse=True)
def inline(run_jobs_inline):
	"""Jobs run at once; tables that know no rollback (MyISAM) are tidied afterwards, and before: a run that was
	killed, for example by a migrate, has left its rows there, which no erasure can find."""
	tidy()
	yield
	tidy()


def tidy():
	for word in (TOKEN, NAME, HANDLE, EXTERNAL_ID, EMAIL, MASK, "@zqjane"):
		for table, column in (
			("__global_search", "content"),
			("__global_search", "title"),
			("tabError Log", "method"),
			("tabError Log", "error"),
		):
			frappe.db.sql(f"delete from `{table}` where instr(`{column}`, %s)", word)


def person(**values):
	return make_author(
		"zqjane", "zqhost.example", display_name=NAME, bio=f"I am {TOKEN}", email=EMAIL, location="Zqtown",
		avatar="https://zqhost.example/zqavatar.png", url="https://zqhost.example/@zqjane",
		website="https://zqsite.example", links=("https://zqlink.example/",), **values,
	)  # fmt: skip


def post_of_person(number, **values):
	values.setdefault(
		"text", f"{TOKEN} number {number}: my drill & <b> “smokes”\nSecond line of {TOKEN} here"
	)
	return make_post(
		number, author=person(), external_id=f"{EXTERNAL_ID}/statuses/{number}",
		permalink=f"https://zqhost.example/@zqjane/{number}",
		raw={"account": {"acct": "zqjane", "name": NAME}, "content": TOKEN}, **values,
	)  # fmt: skip


def profile_of(handle=HANDLE):
	return frappe.get_doc("Social Profile", {"handle": handle})


def mentions_of(profile):
	return frappe.get_all("Mention", {"social_profile": profile}, pluck="name", order_by="posted_at, name")


def found_anywhere(*words):
	"""{table.column: rows} of every text column of every table of this site's database that holds a word."""
	columns = frappe.db.sql(
		"select c.table_name, c.column_name from information_schema.columns c join information_schema.tables t "
		"using (table_schema, table_name) where c.table_schema = %s and t.table_type = 'BASE TABLE' and "
		"c.data_type in %s",
		(frappe.conf.db_name, TEXTS),
	)
	tables = {}
	for table, column in columns:
		tables.setdefault(table, []).append(column)
	assert len(tables) > 300
	found = {}
	for table, names in tables.items():
		tests = [f"sum({' or '.join(f'instr(`{n}`, %s) > 0' for _ in words)})" for n in names]
		row = frappe.db.sql(f"select {', '.join(tests)} from `{table}`", words * len(names))[0]
		found |= {f"{table}.{n}": count for n, count in zip(names, row, strict=True) if count}
	return found


def make_issue_of(mention):
	doc = frappe.get_doc("Mention", mention)
	customer = make_customer("Acme Buyers")
	issue = frappe.get_doc(
		{
			"doctype": "Issue", "subject": doc.title, "customer": customer.name,
			"description": f"<p>Typed by us. </p><blockquote>{frappe.utils.escape_html(doc.text)}</blockquote>",
		}
	).insert()  # fmt: skip
	issue.add_comment("Comment", f"Called them about: {doc.text}")
	issue.priority = None
	issue.description += "<p>More typed by us</p>"
	issue.save()
	memory.remember(doc, "Issue", issue.name)
	return issue.name


def seed_traces(doctype, name):
	"""What Frappe and people write beside a document."""
	doc = frappe.get_doc(doctype, name)
	doc.add_comment("Comment", f"{NAME} wrote {TOKEN}")
	doc.add_tag("zqtag")
	assign_to.add(
		{"assign_to": ["Administrator"], "doctype": doctype, "name": name, "description": f"Answer {TOKEN}"}
	)
	for values in (
		{"doctype": "Version", "ref_doctype": doctype, "docname": name, "data": json.dumps({"was": TOKEN})},
		{"doctype": "Notification Log", "document_type": doctype, "document_name": name, "subject": NAME,
			"for_user": "Administrator", "email_content": TOKEN, "type": "Alert"},
		{"doctype": "Error Log", "reference_doctype": doctype, "reference_name": name, "method": TOKEN, "error": NAME},
		{"doctype": "Activity Log", "reference_doctype": doctype, "reference_name": name, "subject": TOKEN},
		{"doctype": "View Log", "reference_doctype": doctype, "reference_name": name, "viewed_by": "Administrator"},
		{"doctype": "Email Queue", "reference_doctype": doctype, "reference_name": name, "message": TOKEN,
			"sender": "us@example.com", "recipients": [{"recipient": "us@example.com"}]},
		{"doctype": "Communication", "reference_doctype": doctype, "reference_name": name, "content": TOKEN,
			"communication_type": "Automated Message", "subject": NAME},
		{"doctype": "File", "attached_to_doctype": doctype, "attached_to_name": name, "is_private": 1,
			"file_name": f"zqavatar-{name}.txt", "content": TOKEN},
		{"doctype": "Deleted Document", "deleted_doctype": doctype, "deleted_name": name, "data": TOKEN},
	):  # fmt: skip
		frappe.get_doc(values).insert(ignore_permissions=True)
	frappe.db.sql(
		"insert into `__global_search` (doctype, name, title, content) values (%s, %s, %s, %s)",
		(doctype, name, NAME, TOKEN),
	)


def seed_logs():
	"""Traces that name the person and point nowhere."""
	account = make_account("Zq feed")
	for values in (
		{"doctype": "Error Log", "method": "Pull", "error": f"could not read mastodon:{HANDLE}"},
		{"doctype": "Social Sync Log", "social_account": account.name, "error": f"Refused: {EXTERNAL_ID}/statuses/1"},
		{"doctype": "Route History", "route": f"List/Mention/{HANDLE}", "user": "Administrator"},
		{"doctype": "Deleted Document", "deleted_doctype": "Mention", "deleted_name": "x",
			"data": json.dumps({"author_handle": HANDLE, "text": TOKEN})},
	):  # fmt: skip
		frappe.get_doc(values).insert(ignore_permissions=True)
	user_settings.update_user_settings(
		"Mention", {"List": {"filters": [["Mention", "author_handle", "=", HANDLE]]}}
	)


def seed_answers():
	"""What others say to the person: their words stay, the person in them does not."""
	raw = {"in_reply_to": EXTERNAL_ID, "mentions": [{"acct": HANDLE}]}
	parent = f"{EXTERNAL_ID}/statuses/1"
	store(
		make_post(
			50, f"@{HANDLE} same with mine", make_author("bob"), parent_id=parent, root_id=parent, raw=raw
		),
		make_post(51, "@zqjane me too", make_author("eve"), parent_id=parent),
		make_post(52, f"Has anybody asked @{HANDLE}?", make_author("dan"), raw=raw),
		make_post(53, "Nothing to do with it", make_author("tom"), raw={"kept": 1}),
	)


@pytest.fixture
def rich():
	"""A person with everything this app and Frappe can hold about one; gives the profile's name."""
	customer = make_customer(
		"Zq Works", website="https://zqsite.example", social_handles=f"@{HANDLE}\nbluesky: other.example"
	)
	store(post_of_person(1), post_of_person(2), post_of_person(3))
	profile = profile_of()
	decisions.link(profile.name, "Customer", customer.name)
	seed_answers()
	first, second, _third = mentions_of(profile.name)
	mention_api.make(first, "Idea")
	make_issue_of(second)
	reply = outbox.save_draft(first, {"text": f"Thanks, @{HANDLE}", "visibility": "Public"})
	before = {
		"doctype": "Version",
		"ref_doctype": reply.doctype,
		"docname": reply.name,
		"data": f'["{TOKEN}"]',
	}
	frappe.get_doc(before).insert()
	for doctype, name in (("Mention", first), ("Mention", second), ("Social Profile", profile.name)):
		seed_traces(doctype, name)
	frappe.get_doc(
		{"doctype": "Social Profile Claim", "platform": "Mastodon", "handle": HANDLE, "user": "Administrator",
			"social_profile": profile.name, "code": "zqcode", "proof": TOKEN}
	).insert()  # fmt: skip
	frappe.get_doc(
		{"doctype": "Social Consent Log", "parent": profile.name, "parenttype": "Social Profile",
			"parentfield": "consent_log", "happened_at": "2026-01-01", "event": "Claimed", "details": TOKEN}
	).db_insert()  # fmt: skip
	frappe.get_doc(
		{"doctype": "Mention", "platform": "Mastodon", "text": f"Copied by hand: {TOKEN}", "author_handle": f"@{HANDLE}"}
	).insert()  # fmt: skip
	seed_logs()
	return profile.name


def test_nothing_of_an_erased_person_is_left_in_any_table(rich):
	words = (HANDLE, EXTERNAL_ID, NAME, TOKEN, EMAIL, "zqavatar", "zqlink", "zqcode", "Zqtown", "zqtag")
	before = found_anywhere(*words)
	assert len(before) > 40  # the search sees what was seeded
	files = [
		frappe.get_doc("File", f).get_full_path()
		for f in frappe.get_all("File", {"file_name": ("like", "zqavatar%")}, pluck="name")
	]
	report = erase.erase(rich)
	# "zqtag" the Tag and "Administrator" are not the person's: the tag's own record stays
	left = {k: v for k, v in found_anywhere(*words).items() if k not in ("tabTag.name",)}
	assert left == {}, left
	assert found_anywhere("@zqjane") == {}
	assert report["counts"]["Mention"] == 4 and report["counts"]["File"] == 3
	assert files and not any(os.path.exists(path) for path in files)


def test_counts_stay_and_lead_nowhere(rich):
	before = frappe.get_all(
		"Mention", fields=["platform", "kind", "sentiment_label", "intent"], order_by="name"
	)
	erase.erase(rich)
	assert frappe.get_all("Mention", fields=list(before[0]), order_by="name") == before
	profile = frappe.get_doc("Social Profile", rich)
	assert (profile.title, profile.erased, profile.profile_key) == ("Erased Person", 1, f"erased:{rich}")
	assert profile.customer is None and profile.link_status == "Unlinked"
	for row in frappe.get_all("Mention", {"social_profile": rich}, ["*"]):
		assert row.mention_key == f"erased:{row.name}"
		assert not any(
			(row.customer, row.party, row.text, row.parent_key, row.raw, row._assign, row._comments)
		)
		assert row.posted_at.hour == row.posted_at.minute == 0
	assert not frappe.db.count("Identity Key", {"reference_name": rich})


def test_the_log_says_who_erased_and_nothing_else(rich):
	erase.erase(rich)
	(entry,) = frappe.get_doc("Social Profile", rich).consent_log
	assert (entry.event, entry.user) == ("Erased", "Administrator")
	assert "Mention: 4" in entry.details


def test_what_people_typed_and_what_others_said_stays(rich):
	erase.erase(rich)
	issue = frappe.get_last_doc("Issue")
	assert issue.subject == "[erased]"
	assert "Typed by us" in issue.description and "More typed by us" in issue.description
	texts = frappe.get_all("Mention", pluck="text", order_by="posted_at")
	assert "[erased] same with mine" in texts and "[erased] me too" in texts
	assert "Has anybody asked [erased]?" in texts and "Nothing to do with it" in texts
	assert frappe.db.get_value("Mention", {"text": "Nothing to do with it"}, "raw")
	customer = frappe.get_last_doc("Customer", {"customer_name": "Zq Works"})
	assert customer.social_handles == "bluesky: other.example"
	assert not frappe.db.exists(
		"Identity Key", {"reference_name": customer.name, "key_value": f"mastodon:{HANDLE}"}
	)


def test_records_of_the_business_are_kept_and_named_in_the_report():
	store(post_of_person(1))
	profile = profile_of()
	(mention,) = mentions_of(profile.name)
	lead = mention_api.make(mention, "Lead")["name"]
	frappe.get_doc({"doctype": "Listening Query", "title": "Zq", "any_words": HANDLE}).insert()
	report = erase.erase(profile.name)
	doc = frappe.get_doc("Lead", lead)
	assert (doc.first_name, doc.social_handles) == (NAME, "")
	assert any("Lead" in sentence for sentence in report["left"])
	assert any("Listening Query" in sentence for sentence in report["left"])
	assert not any(word in sentence for sentence in report["left"] for word in (HANDLE, NAME))


def test_answers_still_hang_on_the_erased_post(rich):
	first = mentions_of(rich)[0]
	erase.erase(rich)
	answer = frappe.get_doc("Mention", {"text": "[erased] me too"})
	assert answer.parent_key == frappe.db.get_value("Mention", first, "mention_key") == f"erased:{first}"


def test_a_pull_does_not_bring_the_person_back(rich):
	erase.erase(rich)
	before = frappe.db.count("Mention")
	outcome = store(post_of_person(1), post_of_person(99), make_post(60, author=make_author("new")))
	assert outcome.created == 1 and frappe.db.count("Mention") == before + 1
	assert not found_anywhere(HANDLE, EXTERNAL_ID, TOKEN)
	assert frappe.db.get_value("Social Profile", rich, "title") == "Erased Person"


def test_from_the_first_moment_nothing_new_comes_in(rich):
	erase.begin(rich)
	before = frappe.db.count("Mention")
	store(post_of_person(98, text="new words"))
	assert frappe.db.count("Mention") == before


def test_neither_do_people_nor_imports(rich):
	erase.erase(rich)
	with pytest.raises(frappe.ValidationError, match="erased"):
		frappe.get_doc(
			{"doctype": "Mention", "platform": "Mastodon", "text": "x", "author_handle": HANDLE}
		).insert()
	with pytest.raises(frappe.ValidationError, match="erased"):
		frappe.get_doc(
			{"doctype": "Mention", "platform": "Mastodon", "text": "x", "social_profile": rich}
		).insert()
	with pytest.raises(frappe.ValidationError, match="erased"):
		frappe.get_doc(
			{
				"doctype": "Mention",
				"platform": "Mastodon",
				"text": "x",
				"external_id": f"{EXTERNAL_ID}/statuses/1",
			}
		).insert()
	for values in ({"handle": HANDLE}, {"external_id": EXTERNAL_ID}):
		with pytest.raises(frappe.ValidationError, match="erased"):
			frappe.get_doc({"doctype": "Social Profile", "platform": "Mastodon", **values}).insert()


def test_an_erased_profile_can_be_neither_filled_nor_deleted(rich, as_user):
	erase.erase(rich)
	doc = frappe.get_doc("Social Profile", rich)
	doc.handle = HANDLE
	with pytest.raises(frappe.ValidationError, match="erased"):
		doc.save()
	with pytest.raises(frappe.ValidationError, match="erased"):
		decisions.link(rich, "Customer", frappe.get_last_doc("Customer").name)
	with as_user("Social CRM Manager"), pytest.raises(frappe.PermissionError):
		frappe.delete_doc("Social Profile", rich)


def test_exports_that_were_written_before_go_too(rich):
	request = frappe.get_doc({"doctype": "ToDo", "description": "stands for a request"}).insert()
	export.save(rich, Reader("Administrator", manages=True), ("ToDo", request.name))
	(file,) = frappe.get_all("File", {"attached_to_name": request.name}, pluck="name")
	path = frappe.get_doc("File", file).get_full_path()
	assert os.path.exists(path)
	erase.erase(rich)
	assert not os.path.exists(path) and not frappe.db.exists("File", file)


def test_a_killed_erasure_goes_on_where_it_stopped(rich, monkeypatch):
	monkeypatch.setattr(others, "SWEEP_PAGE", 2)
	kept, keep = [], others.keep_bookmark

	def killed_after_two_pages(person, bookmark):
		keep(person, bookmark)
		kept.append(bookmark)
		if len(kept) == 2:
			frappe.db.commit()
			raise KeyboardInterrupt

	monkeypatch.setattr(others, "keep_bookmark", killed_after_two_pages)
	with pytest.raises(KeyboardInterrupt):
		erase.erase(rich)
	frappe.db.rollback()
	assert erase.unfinished() == [rich]
	jobs.resume()  # the job runs inline
	assert min(kept[2:]) > kept[1]
	assert erase.unfinished() == []
	assert not found_anywhere(HANDLE, EXTERNAL_ID, NAME, TOKEN)
	assert erase.run(rich) == {}


def test_only_managers_erase_and_only_after_typing_the_handle(rich, as_user):
	with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
		api.erase(rich, HANDLE)
	with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
		api.erase_account("Mastodon", HANDLE)
	with as_user("Social CRM Manager"):
		with pytest.raises(frappe.ValidationError, match="Nothing was erased"):
			api.erase(rich, "somebody@else.example")
		assert not frappe.db.get_value("Social Profile", rich, "erased")
		assert api.erase(rich, f"@{HANDLE.upper()}") == {"mentions": 3}
	assert frappe.db.get_value("Social Profile", rich, "profile_key") == f"erased:{rich}"


@pytest.mark.parametrize("account", [HANDLE, f"@{HANDLE}", EXTERNAL_ID, "https://zqhost.example/@zqjane"])
def test_an_account_is_erased_by_handle_id_or_url(account):
	store(post_of_person(1))
	profile = profile_of()
	api.erase_account("Mastodon", account)
	assert frappe.db.get_value("Social Profile", profile.name, "erased")
	assert not found_anywhere(TOKEN)


def test_an_unknown_account_is_said():
	with pytest.raises(frappe.DoesNotExistError):
		api.erase_account("Mastodon", "nobody@nowhere.example")


def test_only_a_system_manager_lets_an_erased_account_come_again(rich, as_user):
	erase.erase(rich)
	with as_user("Social CRM Manager"), pytest.raises(frappe.PermissionError):
		api.forget_erasure(rich)
	with as_user("System Manager"):
		api.forget_erasure(rich)
	assert store(post_of_person(1), post_of_person(99)).created == 1  # the erased post stays erased
	assert profile_of().handle == HANDLE


@pytest.mark.parametrize(
	"handle", ["a\\' OR 1=1 -- ", "%(x)s@h.example", "50%_off@h.example", "(a|b)*@h.example"]
)
def test_a_hostile_handle_is_only_a_word(handle):
	author = make_author("zz", external_id=f"https://zqhost.example/users/{handle}")
	store(
		make_post(1, "mine", replace(author, handle=handle)), make_post(2, "of another", make_author("bob"))
	)
	mine = frappe.db.get_value("Mention", {"text": "mine"}, "social_profile")
	erase.erase(mine)
	assert frappe.get_all("Mention", {"text": ("!=", "")}, pluck="text") == ["of another"]
	assert frappe.db.get_value("Social Profile", {"handle": "bob@social.example"}, "erased") == 0
	assert frappe.db.get_value("Social Profile", mine, "profile_key") == f"erased:{mine}"


def test_a_short_name_does_not_take_others_with_it():
	author = make_author("pg", external_id="pg")
	store(make_post(1, author=author), platform="hackernews", label="Hacker News")
	profile = frappe.get_doc("Social Profile", {"platform": "Hacker News"})
	frappe.db.set_value("Social Profile", profile.name, "handle", "pg")
	frappe.get_doc({"doctype": "Error Log", "method": "pgsql upgrade", "error": "upg"}).insert()
	store(make_post(2, "The upgrade of pgadmin by @pg2 and pg itself", make_author("bob")))
	erase.erase(profile.name)
	assert frappe.db.exists("Error Log", {"method": "pgsql upgrade"})
	assert frappe.db.exists("Mention", {"text": "The upgrade of pgadmin by @pg2 and pg itself"})
