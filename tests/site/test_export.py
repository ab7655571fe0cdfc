"""What is held about a person, as JSON: all of it, and nothing of a record that the reader may not see."""

import json

import pytest

import frappe
from frappe.website.doctype.personal_data_download_request.personal_data_download_request import get_user_data

from social_crm_app.api import mention as mention_api
from social_crm_app.api import privacy as api
from social_crm_app.ideas import followers, votes
from social_crm_app.identity import decisions
from social_crm_app.privacy import export, requests
from social_crm_app.privacy.reader import Reader
from social_crm_app.testing import make_author, make_contact, make_customer, make_lead, make_post, store

pytestmark = pytest.mark.usefixtures("run_jobs_inline")

EMAIL = "jane.private@people.example"
MANAGER = Reader("Administrator", manages=True)


def jane(**values):
	return make_author("jane", display_name="Jane Doe", bio="Buyer of drills", **values)


def profile_of(handle="jane@social.example"):
	return frappe.get_doc("Social Profile", {"handle": handle})


def exported(profile, reader=MANAGER):
	return json.loads(export.text(profile, reader))


@pytest.fixture
def linked():
	"""A profile that is a Customer, with two mentions, a private one, an Idea, a claim and a second candidate."""
	secret = make_customer("Secret Works", website="https://secret.example")
	store(
		make_post(1, "The drill smokes", author=jane(), raw={"id": 1}),
		make_post(2, "A private word", author=jane(), private=True),
	)
	profile = profile_of()
	decisions.link(profile.name, "Customer", secret.name)
	mention_api.make(frappe.db.get_value("Mention", {"text": "The drill smokes"}), "Idea")
	frappe.get_doc(
		{"doctype": "Social Profile Claim", "platform": "Mastodon", "handle": profile.handle, "user": "Administrator",
			"social_profile": profile.name, "code": "code-of-the-claim"}
	).insert()  # fmt: skip
	return frappe.get_doc("Social Profile", profile.name)


def test_a_manager_gets_everything_but_the_code(linked):
	linked.add_comment("Comment", "Talked to her at the fair")
	data = exported(linked.name)
	assert (
		data["profile"]["bio"] == "Buyer of drills" and data["profile"]["external_id"] == linked.external_id
	)
	assert data["profile"]["linked_to"]["name"] == linked.customer
	assert [m["text"] for m in data["mentions"]] == ["The drill smokes", "A private word"]
	first = data["mentions"][0]
	assert first["raw"] == {"id": 1} and first["documents"][0]["type"] == "Idea"
	assert {"sentiment_label", "intent", "permalink", "posted_at"} <= set(first)
	assert data["claims"][0]["handle"] == linked.handle
	assert data["matches"][0]["party"] == linked.customer
	assert data["notes"][-1]["content"] == "Talked to her at the fair"
	assert "code-of-the-claim" not in json.dumps(data)


def test_keys_and_the_history_of_the_profile_are_part_of_it(linked):
	data = exported(linked.name)
	keys = {(key["key_type"], key["key_value"]) for key in data["keys"]}
	assert ("Handle", "mastodon:jane@social.example") in keys and ("Username", "jane") not in keys
	assert all({"attested", "source"} <= set(key) for key in data["keys"])
	assert "confirmed who this is" in data["history"][-1]["content"]


def test_what_the_person_did_for_ideas_is_part_of_it(linked, as_user):
	idea = frappe.get_last_doc("Idea")
	votes.cast(idea.name, ("Social Profile", linked.name))
	followers.follow(idea.name, ("Social Profile", linked.name))
	with as_user("Customer") as user:
		pass
	frappe.db.set_value("Social Profile", linked.name, "claimed_by", user)
	votes.cast(idea.name, ("User", user))
	comment = frappe.get_doc(
		{"doctype": "Idea Comment", "idea": idea.name, "text": "Two metres, please"}
	).insert()
	comment.db_set("author", user)
	frappe.get_doc({"doctype": "Idea Comment", "idea": idea.name, "text": "Of somebody else"}).insert()
	held = exported(linked.name)["ideas"]
	assert [row["idea"] for row in held["votes"]] == [idea.name] * 2
	assert held["votes"][0]["title"] == idea.title and held["follows"][0]["idea"] == idea.name
	assert [row["text"] for row in held["comments"]] == ["Two metres, please"]
	with as_user("Customer") as other:  # an internal Idea is not theirs to see, what they said is
		person = exported(linked.name, Reader(other, manages=False))["ideas"]
		stranger = exported(linked.name, Reader(other, manages=False, private=False))["ideas"]
	assert [row["title"] for row in person["votes"]] == [None, None]
	assert len(stranger["votes"]) == 1 and stranger["comments"] == []


def test_nobody_sees_a_customer_they_may_not_read(linked, as_user):
	with as_user("Social CRM Manager") as user:  # may read profiles, not customers
		assert not frappe.has_permission("Customer", "read")
		text = export.text(linked.name, Reader(user, manages=True))
	assert "Secret Works" not in text and "secret.example" not in text
	assert "linked_to" not in json.loads(text)["profile"]
	assert json.loads(text)["matches"][0]["status"] == "Confirmed"


def test_evidence_is_given_as_far_as_the_person_wrote_it(as_user):
	make_customer("Secret Works", website="https://brightworks.example")
	store(make_post(1, author=jane(website="https://brightworks.example")))
	with as_user("Social CRM Manager") as user:
		(match,) = exported(profile_of().name, Reader(user, manages=True))["matches"]
	assert "party" not in match
	assert match["evidence"][0]["value"] == "brightworks.example"
	assert not any("reason" in evidence for evidence in match["evidence"])


def test_documents_are_named_to_those_who_may_read_them(linked, as_user):
	with as_user("Social CRM Manager") as user:
		frappe.get_doc("Mention", {"text": "The drill smokes"}).append(
			"documents", {"document_type": "Customer", "document_name": linked.customer}
		).db_insert()
		documents = exported(linked.name, Reader(user, manages=True))["mentions"][0]["documents"]
	assert [d["type"] for d in documents] == ["Idea"]


def test_who_may_have_it(linked, as_user):
	with as_user("Social CRM User"), pytest.raises(frappe.PermissionError):
		api.export(linked.name)
	with as_user("Customer") as user:
		with pytest.raises(frappe.PermissionError):
			api.prepare_export(linked.name)
		frappe.db.set_value("Social Profile", linked.name, "claimed_by", user)
		assert api.prepare_export(linked.name) == {"ready": True}
		api.export(linked.name)
	text = frappe.local.response.filecontent.decode()
	assert "The drill smokes" in text and "A private word" in text
	assert "Secret Works" not in text
	assert frappe.local.response.type == "download"


def test_the_person_does_not_get_what_colleagues_noted(linked, as_user):
	linked.add_comment("Comment", "Like Secret Rivals, she pays late")
	with as_user("Customer") as user:
		data = exported(linked.name, Reader(user, manages=False))
	assert data["notes"] == [] and not any("comment_by" in entry for entry in data["history"])


def test_guests_get_nothing(linked):
	frappe.set_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api.export(linked.name)


def test_a_large_export_is_written_by_a_job_into_a_private_file(linked, monkeypatch):
	monkeypatch.setattr(export, "DIRECT", 1)
	monkeypatch.setattr(export, "PAGE", 1)
	assert api.prepare_export(linked.name) == {"ready": False}
	file = frappe.get_last_doc(
		"File", {"attached_to_doctype": "Social Profile", "attached_to_name": linked.name}
	)
	assert file.is_private
	assert len(json.loads(file.get_content())["mentions"]) == 2
	file.delete()  # the disk knows no rollback


def make_request(doctype, owner, **values):
	frappe.set_user(owner)
	doc = frappe.get_doc({"doctype": doctype, **values}).insert(ignore_permissions=True)
	frappe.set_user("Administrator")
	return doc


@pytest.fixture
def portal_user(monkeypatch):
	for key, value in {"mail_server": "127.0.0.1", "auto_email_id": "noreply@site.example"}.items():
		monkeypatch.setitem(frappe.conf, key, value)
	user = frappe.get_doc(doctype="User", email=EMAIL, first_name="Jane", send_welcome_email=0)
	return user.insert(ignore_permissions=True).name


def request_files(request):
	names = frappe.get_all(
		"File", {"attached_to_name": request, "file_name": ("like", "social-data-%")}, pluck="name"
	)
	files = [frappe.get_doc("File", name) for name in names]
	texts = [file.get_content() for file in files]
	for file in files:
		file.delete()
	return texts


def test_a_personal_data_download_brings_the_social_profiles_too(portal_user):
	contact = make_contact("Jane", email=EMAIL)
	store(
		make_post(1, "The drill smokes", author=jane()), make_post(2, "Hidden", author=jane(), private=True)
	)
	decisions.link(profile_of().name, "Contact", contact.name)
	request = make_request("Personal Data Download Request", portal_user, user=portal_user)
	(text,) = request_files(request.name)
	assert "The drill smokes" in text and "Hidden" in text
	for name in frappe.get_all("File", {"attached_to_name": request.name}, pluck="name"):
		frappe.delete_doc("File", name, force=True)


def test_a_personal_data_download_brings_what_was_said_about_ideas(portal_user):
	idea = frappe.get_doc({"doctype": "Idea", "title": "A longer cable"}).insert()
	comment = frappe.get_doc(
		{"doctype": "Idea Comment", "idea": idea.name, "text": "Two metres, please"}
	).insert()
	comment.db_set("author", portal_user)
	held = json.loads(get_user_data(portal_user))["Idea Comment"]
	assert [row["text"] for row in held] == ["Two metres, please"]


def test_an_address_that_anybody_can_write_brings_no_private_words(portal_user):
	customer = make_customer("Secret Works")
	store(
		make_post(1, "The drill smokes", author=jane(email=EMAIL)),
		make_post(2, "Hidden", author=jane(email=EMAIL), private=True),
	)
	decisions.link(profile_of().name, "Customer", customer.name)
	request = make_request("Personal Data Download Request", portal_user, user=portal_user)
	(text,) = request_files(request.name)
	assert "The drill smokes" in text
	assert "Hidden" not in text and "Secret Works" not in text
	for name in frappe.get_all("File", {"attached_to_name": request.name}, pluck="name"):
		assert "Secret Works" not in frappe.get_doc("File", name).get_content()
		frappe.delete_doc("File", name, force=True)


@pytest.mark.parametrize("how", ["claimed", "contact", "lead", "e-mail field", "bio", "somebody else's"])
def test_whose_profiles_an_address_asks_for(portal_user, how):
	shown = {"e-mail field": {"email": EMAIL}, "bio": {"bio": f"Mail me: {EMAIL}"}}.get(how, {})
	store(
		make_post(1, author=make_author("jane", **shown)),
		make_post(2, author=make_author("bob", email="x@y.example")),
	)
	name = profile_of().name
	if how == "claimed":
		frappe.db.set_value("Social Profile", name, "claimed_by", portal_user)
	if how == "contact":
		decisions.link(name, "Contact", make_contact("Jane", email=EMAIL).name)
	if how == "lead":
		decisions.link(name, "Lead", make_lead("Jane", email_id=EMAIL).name)
	asked = requests.profiles_of(EMAIL)
	assert asked.proven == ([name] if how in ("claimed", "contact", "lead") else [])
	assert asked.named == ([name] if how in ("e-mail field", "bio") else [])
	frappe.db.set_value("Social Profile", name, "erased", 1)
	assert requests.profiles_of(EMAIL).all == []


@pytest.fixture
def deletion(portal_user):
	"""A request for deletion that its person has confirmed: jane claimed, eve and mallory only show the address."""
	store(
		make_post(1, "The drill smokes", author=jane()),
		make_post(2, "Of somebody else", author=make_author("bob")),
		make_post(3, "Carries the address", author=make_author("eve", email=EMAIL)),
		make_post(4, "Wrote it too", author=make_author("mallory", bio=f"Mail {EMAIL}")),
	)
	frappe.db.set_value("Social Profile", profile_of().name, "claimed_by", portal_user)
	request = make_request("Personal Data Deletion Request", "Guest", email=EMAIL)
	assert not request.social_profiles  # anybody can ask
	request.status = "Pending Approval"
	request.save(ignore_permissions=True)
	return request


def profile_names(*handles):
	return [profile_of(f"{handle}@social.example").name for handle in handles]


def erased_ones():
	return set(frappe.get_all("Social Profile", {"erased": 1}, pluck="name"))


def test_a_deletion_request_names_what_it_would_erase(deletion):
	claimed, eve, mallory = profile_names("jane", "eve", "mallory")
	rows = {row.profile: row for row in deletion.reload().social_profiles}
	assert set(rows) == {claimed, eve, mallory} and all(row.erase for row in rows.values())
	assert [rows[name].proven for name in (claimed, eve, mallory)] == [1, 0, 0]
	assert "proved" in rows[claimed].why and "Anybody can write that" in rows[mallory].why
	assert deletion.social_profiles[0].profile == claimed, "what is proven comes first"
	assert not erased_ones()  # asked for, not yet approved
	deletion.save()
	assert len(deletion.social_profiles) == 3


def test_a_personal_data_deletion_erases_the_social_profiles(deletion):
	profiles = profile_names("jane", "eve", "mallory")
	deletion.trigger_data_deletion()
	keys = frappe.get_all("Social Profile", {"name": ("in", profiles)}, pluck="profile_key", order_by="name")
	assert keys == sorted(f"erased:{name}" for name in profiles)
	assert frappe.get_all("Mention", {"text": ("!=", "")}, pluck="text") == ["Of somebody else"]
	assert frappe.db.get_value(deletion.doctype, deletion.name, "status") == "Deleted"


def test_what_was_unticked_or_never_listed_stays(deletion):
	claimed, eve = profile_names("jane", "eve")
	for row in deletion.social_profiles:
		row.erase = int(row.profile != eve)
	deletion.save()
	store(make_post(5, author=make_author("trudy", email=EMAIL)))  # nobody has seen this one listed
	(mallory,) = profile_names("mallory")
	deletion.trigger_data_deletion()
	assert erased_ones() == {claimed, mallory}


def test_what_was_proven_since_the_request_goes_too(deletion, portal_user):
	(bob,) = profile_names("bob")
	frappe.db.set_value("Social Profile", bob, "claimed_by", portal_user)
	deletion.trigger_data_deletion()
	assert bob in erased_ones()
