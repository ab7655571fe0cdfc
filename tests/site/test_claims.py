"""A person claims an account: only a code that the platform itself shows in that very account proves it."""

import logging
import re
from datetime import timedelta

import pytest
import responses

import frappe
from frappe.utils import now_datetime

from social_crm_app.api import claims as api
from social_crm_app.identity import decisions, parties
from social_crm_app.privacy import claims, persons, policy, proof
from social_crm_app.testing import (
	make_author,
	make_contact,
	make_customer,
	make_lead,
	make_portal_person,
	make_post,
	store,
)

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

HOST = "https://social.example"
LOOKUP = f"{HOST}/api/v1/accounts/lookup"
STATUSES = f"{HOST}/api/v1/accounts/7/statuses"
HANDLE = "jane@social.example"
ALL = dict(share_posts=True, share_profile=True, may_contact=True)


@pytest.fixture
def web():
	"""The web as the test says it is; nothing else can be called."""
	with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
		yield mock


@pytest.fixture
def jane():
	return make_portal_person("jane", make_customer("Jane's Firm").name)


@pytest.fixture
def mallory():
	return make_portal_person("mallory", make_customer("Mallory's Firm").name)


def account(note="", acct="jane", **values):
	return {
		"id": "7", "username": acct, "acct": acct, "display_name": acct.title(), "uri": f"{HOST}/users/{acct}",
		"url": f"{HOST}/@{acct}", "note": f"<p>{note}</p>", "fields": [], **values,
	}  # fmt: skip


def status(text, who=None, number=1, **values):
	who = who or account()
	return {
		"id": str(number), "uri": f"{HOST}/users/{who['acct']}/statuses/{number}", "url": f"{HOST}/@{who['acct']}/{number}",
		"created_at": "2026-11-20T09:00:00.000Z", "visibility": "public", "content": f"<p>{text}</p>", "account": who,
		**values,
	}  # fmt: skip


def serve(web, entity, *statuses):
	web.reset()
	web.add(responses.GET, LOOKUP, json=entity)
	web.add(responses.GET, STATUSES, json=list(statuses))


def start(user, handle=HANDLE, platform="Mastodon", **shares):
	frappe.set_user(user)
	return api.start(platform, handle, **(shares or ALL))


def check(user, name):
	frappe.set_user(user)
	api.check(name)
	return api.state(name)


def code_of(name):
	return frappe.db.get_value(claims.CLAIM, name, "code")


def profile(**filters):
	(row,) = frappe.get_all("Social Profile", filters=filters, fields=["*"])
	return row


def prove(web, user, **shares):
	name = start(user, **shares)
	serve(web, account(f"It is me: {code_of(name)}"))
	assert check(user, name)["outcome"] == proof.PROVEN
	return name


def customer_of(user):
	return parties.stamp_for(*persons.party_of(user))["customer"]


def test_a_code_in_the_bio_proves_links_and_gives_consent(web, jane):
	frappe.set_user("Administrator")
	store(make_post(1), make_post(2))
	assert profile().link_status == "Unlinked"
	name = prove(web, jane)
	row = profile()
	assert row.name == frappe.db.get_value(claims.CLAIM, name, "social_profile"), "the one that the pull made"
	assert (row.customer, row.link_status, row.link_source) == (customer_of(jane), "Linked", "Person")
	assert (row.consent, row.claimed_by) == ("Given", jane)
	assert (row.share_posts, row.share_profile, row.may_contact) == (1, 1, 1)
	assert frappe.db.count("Mention", {"customer": customer_of(jane)}) == 2
	log = frappe.get_all(
		"Social Consent Log", {"parent": row.name}, ["event", "user", "details"], order_by="idx"
	)
	assert [line.event for line in log] == ["Claimed", "Proven", "Given"]
	assert {line.user for line in log} == {jane}
	match = frappe.get_doc("Social Profile Match", {"profile": row.name})
	assert (match.status, match.decided_by, match.evidence[0].attested) == ("Confirmed", jane, 1)


def test_a_later_pull_finds_the_same_profile(web, jane):
	prove(web, jane)
	frappe.set_user("Administrator")
	store(make_post(1))
	assert frappe.db.get_value("Mention", {"social_profile": profile().name}, "customer") == customer_of(jane)


def test_a_code_in_an_own_post_proves_too(web, jane):
	name = start(jane)
	serve(web, account(), status("nothing", number=2), status(f"hello {code_of(name).lower()}!"))
	assert check(jane, name)["status"] == "Proven"
	assert frappe.db.get_value(claims.CLAIM, name, "proof") == f"{HOST}/@jane/1"


@pytest.mark.parametrize(
	"words",
	[
		lambda code: status(f"see {code}", reblog=status(f"see {code}", account(acct="eve"), 9)),
		lambda code: status(f"see {code}", account(acct="eve"), 9),
		lambda code: status(f"see {code}", visibility="direct"),
		lambda code: status(f"see {code}X"),
		lambda code: status(f"see X{code}"),
		lambda code: status(code[:-1]),
		lambda code: status(code.replace("-", "")),
	],
	ids=["passed on", "of another", "private", "longer", "other start", "shorter", "other shape"],
)
def test_words_that_are_not_the_accounts_own_or_not_the_code_prove_nothing(web, jane, words):
	name = start(jane)
	serve(web, account(), words(code_of(name)))
	assert check(jane, name) == {
		"status": "Waiting",
		"outcome": proof.NOT_FOUND,
		"said": api.state(name)["said"],
	}
	assert not frappe.db.count("Social Profile")


def test_who_shows_the_code_gets_the_account_and_nobody_else(web, jane, mallory):
	of_mallory, of_jane = start(mallory), start(jane)
	assert code_of(of_mallory) != code_of(of_jane)
	serve(web, account(code_of(of_jane)))
	assert check(mallory, of_mallory)["outcome"] == proof.NOT_FOUND
	assert check(jane, of_jane)["status"] == "Proven"
	assert check(mallory, of_mallory)["outcome"] == proof.NOT_FOUND
	assert profile().claimed_by == jane and profile().customer == customer_of(jane)


def test_a_display_name_proves_nothing(web, jane):
	"""Eve calls herself Jane and shows Jane's code: the account jane does not."""
	name = start(jane)
	serve(web, account(display_name=code_of(name)))
	assert check(jane, name)["outcome"] == proof.NOT_FOUND


def test_a_code_is_worth_one_account(web, jane):
	first = prove(web, jane)
	assert code_of(first) is None
	other = start(jane, "jane.two@social.example")
	used = frappe.db.get_value(claims.CLAIM, first, "proof")
	serve(web, account(f"{used} erp-", acct="jane.two"))
	assert check(jane, other)["status"] == "Waiting"


def test_a_second_person_with_proof_does_not_take_the_account_over(web, jane, mallory):
	prove(web, jane)
	manager = make_manager()
	name = start(mallory)
	serve(web, account(code_of(name)))
	assert check(mallory, name)["outcome"] == proof.FOR_REVIEW
	assert (profile().claimed_by, profile().customer) == (jane, customer_of(jane))
	assert told(manager) and customer_of(jane) not in told(manager)


def test_what_staff_decided_is_not_taken_over_silently(web, jane):
	frappe.set_user("Administrator")
	store(make_post(1))
	other, manager = make_customer("Another Firm"), make_manager()
	decisions.link(profile().name, "Customer", other.name)
	name = start(jane)
	serve(web, account(code_of(name)))
	assert check(jane, name)["outcome"] == proof.FOR_REVIEW
	row = profile()
	assert row.customer == other.name and row.consent == "Given" and row.claimed_by == jane
	match = frappe.get_doc("Social Profile Match", {"profile": row.name, "party": customer_of(jane)})
	assert match.status == "Suggested" and match.evidence
	assert told(manager) and other.name not in told(manager) + api.state(name)["said"]


def test_nor_what_staff_rejected(web, jane):
	frappe.set_user("Administrator")
	store(make_post(1))
	decisions.reject(profile().name, "Customer", customer_of(jane))
	name = start(jane)
	serve(web, account(code_of(name)))
	assert check(jane, name)["outcome"] == proof.FOR_REVIEW
	assert profile().party is None


def test_but_what_a_rule_guessed_gives_way_to_proof(web, jane):
	frappe.set_user("Administrator")
	make_lead("Other", social_handles="@jane@social.example")
	store(make_post(1))
	assert profile().link_source == "Rule"
	prove(web, jane)
	assert profile().customer == customer_of(jane)


def test_an_account_that_was_erased_is_not_stored_again(web, jane):
	frappe.set_user("Administrator")
	store(make_post(1))
	frappe.db.set_value("Social Profile", profile().name, {"erased": 1, "bio": None})
	manager, name = make_manager(), start(jane)
	serve(web, account(f"bio {code_of(name)}"))
	assert check(jane, name)["outcome"] == proof.FOR_REVIEW
	assert (profile().bio, profile().consent, profile().party) == (None, "Not Asked", None)
	assert told(manager)


def test_who_shares_no_posts_is_not_linked_and_no_rule_links_later(web, jane):
	prove(web, jane, share_posts=False, share_profile=True)
	assert (profile().consent, profile().party, profile().link_status) == ("Given", None, "Rejected")
	frappe.set_user("Administrator")
	make_lead("Jane", social_handles="@jane@social.example")
	store(make_post(1))
	assert profile().party is None and not frappe.db.count("Mention", {"party": ("is", "set")})


TROUBLE = [
	(dict(status=404), proof.NO_ACCOUNT),
	(dict(status=401), proof.HIDDEN),
	(dict(status=403), proof.HIDDEN),
	(dict(status=429), proof.NO_ANSWER),
	(dict(status=500), proof.NO_ANSWER),
	(dict(body="<html>"), proof.NO_ANSWER),
	(dict(body=RuntimeError("a bug")), proof.NO_ANSWER),
]


@pytest.mark.parametrize(("answer", "outcome"), TROUBLE)
def test_trouble_is_told_and_the_claim_waits_on(web, jane, answer, outcome):
	name = start(jane)
	web.add(responses.GET, re.compile(f"{HOST}/.*"), **answer)
	state = check(jane, name)
	assert (state["status"], state["outcome"]) == ("Waiting", outcome)
	assert state["said"] and "Traceback" not in state["said"]


def test_codes_are_unguessable_and_end_with_the_claim(jane):
	name = start(jane)
	assert re.fullmatch(rf"erp-[{claims.ALPHABET}]{{4}}-[{claims.ALPHABET}]{{4}}", code_of(name))
	assert not set(claims.ALPHABET) & set("01ILOU")
	assert len({claims._new_code() for _n in range(200)}) == 200
	api.drop(name)
	assert code_of(name) is None and frappe.db.get_value(claims.CLAIM, name, "status") == "Withdrawn"


def test_claims_expire(web, jane):
	name = start(jane)
	code = code_of(name)
	frappe.db.set_value(claims.CLAIM, name, "expires_at", now_datetime() - timedelta(seconds=1))
	serve(web, account(code))
	assert check(jane, name)["status"] == "Expired"
	assert not web.calls and code_of(name) is None
	other = start(jane)
	frappe.db.set_value(claims.CLAIM, other, "expires_at", now_datetime() - timedelta(seconds=1))
	assert claims.expire_overdue() == 1 and code_of(other) is None


def test_the_code_is_in_no_log(web, jane, caplog):
	with caplog.at_level(logging.DEBUG):
		name = start(jane)
		code = code_of(name)
		web.add(responses.GET, re.compile(f"{HOST}/.*"), body=RuntimeError(f"a bug with {code}"))
		check(jane, name)
		serve(web, account(code))
		check(jane, name)
	assert frappe.db.exists("Error Log", {"method": ("like", "A claim on %")})
	assert code not in caplog.text
	for doctype, fields in {
		"Error Log": ("method", "error"), "Version": ("data",), "Comment": ("content",),
		"Notification Log": ("subject",), "Social Consent Log": ("details",), claims.CLAIM: ("code", "proof"),
	}.items():  # fmt: skip
		for field in fields:
			assert not frappe.db.exists(doctype, {field: ("like", f"%{code}%")}), (doctype, field)


def test_asking_again_gives_the_same_code_and_few_may_wait(jane):
	first = start(jane)
	assert start(jane, f"@{HANDLE}") == first == start(jane, f"{HOST}/@jane")
	for number in range(claims.MOST_OPEN - 1):
		start(jane, f"jane{number}@social.example")
	with pytest.raises(frappe.ValidationError, match="already wait"):
		start(jane, "one.more@social.example")


def test_checks_and_claims_are_limited(web, jane):
	name = start(jane)
	serve(web, account())
	with pytest.raises(frappe.RateLimitExceededError):
		for _n in range(40):
			api.check(name)
	with pytest.raises(frappe.RateLimitExceededError):
		for _n in range(40):
			api.start("Mastodon", HANDLE)


@pytest.mark.parametrize(
	("platform", "handle"),
	[
		("Mastodon", "jane"),
		("Mastodon", "<script>@x"),
		("Bluesky", "jane"),
		("Mastodon", "https://bsky.app/profile/jane.example"),
		("Hacker News", "a b"),
		("RSS/Atom Feed", "jane"),
		("Other", "jane"),
		("Reddit", "jane"),
		("../x", "jane"),
	],
)
def test_what_cannot_be_claimed(jane, platform, handle):
	with pytest.raises(frappe.ValidationError):
		start(jane, handle, platform)


def test_a_platform_that_the_admin_switched_off_is_not_offered(jane):
	settings = frappe.get_doc("Social CRM Settings")
	next(row for row in settings.platform_policies if row.platform == "Mastodon").identity_linking = 0
	settings.save()
	assert "Mastodon" not in policy.provable()
	with pytest.raises(frappe.ValidationError, match="cannot be claimed"):
		start(jane)


def test_somebody_unknown_has_nothing_to_link_to():
	user = make_portal_person("nobody")
	frappe.set_user("Administrator")
	for name in frappe.get_all("Contact", {"user": user}, pluck="name"):
		frappe.delete_doc("Contact", name)
	with pytest.raises(frappe.ValidationError, match="no customer record"):
		start(user)


def test_nobody_reaches_the_claim_of_another(web, jane, mallory):
	name = start(jane)
	serve(web, account(code_of(name)))
	frappe.set_user(mallory)
	for call in (api.state, api.check, api.drop):
		with pytest.raises(frappe.DoesNotExistError):
			call(name)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(claims.CLAIM, name).check_permission("read")
	assert not web.calls and code_of(name)


def test_claims_hold_nothing_back_from_being_deleted(web, jane):
	contact = frappe.db.get_value("Contact", {"user": jane})
	prove(web, jane)
	start(jane, "jane.two@social.example")
	frappe.set_user("Administrator")
	customer = customer_of(jane)
	frappe.delete_doc("Contact", contact)
	frappe.delete_doc("Customer", customer)
	frappe.delete_doc("Social Profile", profile().name)
	assert frappe.db.count(claims.CLAIM, {"user": jane}) == 2


class TestWhoAPersonIs:
	def test_a_contact_leads_to_its_customer(self, jane):
		assert persons.party_of(jane)[0] == "Contact" and customer_of(jane)

	def test_a_contact_is_found_by_its_e_mail(self):
		customer, user = make_customer("By Mail"), make_portal_person("mail")
		for name in frappe.get_all("Contact", {"user": user}, pluck="name"):
			frappe.delete_doc("Contact", name)
		contact = make_contact("Mail", email=user, links=(("Customer", customer.name),))
		assert persons.party_of(user) == ("Contact", contact.name)

	def test_the_portal_users_of_a_customer(self):
		user = make_portal_person("portal")
		customer = make_customer("Portal Firm", portal_users=[{"user": user}])
		assert persons.party_of(user) in (
			("Customer", customer.name),
			("Contact", frappe.db.get_value("Contact", {"user": user})),
		)
		assert customer_of(user) == customer.name

	def test_a_lead_by_its_e_mail(self):
		user = make_portal_person("lead")
		lead = make_lead("Lead", email_id=user)
		assert parties.stamp_for(*persons.party_of(user))["lead"] == lead.name

	@pytest.mark.parametrize("user", ["Guest", "Administrator"])
	def test_nobody(self, user):
		assert persons.party_of(user) is None


def test_our_own_account_on_the_server_helps_where_strangers_see_nothing(web, jane):
	from social_crm_app.testing import make_account

	frappe.set_user("Administrator")
	make_account("Ours", "Mastodon", instance_url=f"{HOST}/", access_token="S3cr3t", enabled=1)
	name = start(jane)
	serve(web, account(code_of(name)))
	assert check(jane, name)["status"] == "Proven"
	assert web.calls[0].request.headers["Authorization"] == "Bearer S3cr3t"


@pytest.mark.parametrize(
	("platform", "handle", "url", "body"),
	[
		(
			"Bluesky",
			"jane.bsky.social",
			"https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile",
			lambda code: {"did": "did:plc:jane", "handle": "jane.bsky.social", "description": code},
		),
		(
			"Hacker News",
			"Jane_M",
			"https://hacker-news.firebaseio.com/v0/user/Jane_M.json",
			lambda code: {"id": "Jane_M", "about": f"<i>{code}</i>"},
		),
	],
)
def test_other_platforms(web, jane, platform, handle, url, body):
	name = start(jane, handle, platform)
	web.add(responses.GET, url, json=body(code_of(name)))
	assert check(jane, name)["status"] == "Proven"
	assert (profile().platform, profile().handle, profile().customer) == (platform, handle, customer_of(jane))


def test_an_author_of_the_pull_and_of_the_look_up_are_one_profile(web, jane):
	frappe.set_user("Administrator")
	store(make_post(1, author=make_author("jane", bio="old")))
	prove(web, jane)
	assert "It is me" in profile().bio


def make_manager():
	frappe.set_user("Administrator")
	email = f"manager-{frappe.generate_hash(length=6)}@users.example"
	user = frappe.get_doc({"doctype": "User", "email": email, "first_name": "M", "send_welcome_email": 0})
	user.append_roles("Social CRM Manager")
	return user.insert().name


def told(user):
	return "\n".join(frappe.get_all("Notification Log", {"for_user": user}, pluck="subject"))
