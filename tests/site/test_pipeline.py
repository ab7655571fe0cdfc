"""A page of posts becomes Mentions: exactly one row each, judged, with author, safe to show."""

from datetime import datetime, timedelta, timezone

import pytest

import frappe

from social_crm_app.connectors.base import Author
from social_crm_app.testing import BASE_TIME, make_author, make_post, store


def mentions(**filters):
	return frappe.get_all("Mention", filters=filters, fields=["*"], order_by="posted_at, name")


def test_a_post_becomes_one_judged_mention():
	outcome = store(make_post(1, "My drill stopped working after two days, still waiting for an answer"))
	(mention,) = mentions()
	assert (outcome.created, outcome.known) == (1, 0)
	assert mention.platform == "Mastodon" and mention.status == "Open"
	assert mention.author_handle == "jane@social.example"
	assert mention.language == "en"
	assert mention.intent == "Problem" and mention.intent_reason
	assert mention.social_profile and frappe.db.exists("Social Profile", mention.social_profile)


def test_posted_at_is_in_the_sites_time_zone():
	frappe.db.set_single_value("System Settings", "time_zone", "Asia/Kolkata")
	frappe.clear_cache()
	store(make_post(1, posted_at=datetime(2026, 3, 2, 9, 0, tzinfo=timezone.utc)))
	assert mentions()[0].posted_at == datetime(2026, 3, 2, 14, 30)


def test_replays_make_no_second_row():
	posts = [make_post(n) for n in range(20)]
	first = store(*posts)
	again = [store(*posts) for _ in range(3)]
	assert first.created == 20
	assert [(o.created, o.known) for o in again] == [(0, 20)] * 3
	assert frappe.db.count("Mention") == 20
	assert frappe.db.count("Social Profile") == 1


def test_the_unique_key_guards_even_when_the_look_up_sees_nothing(monkeypatch):
	"""As when another worker stores the same post between our look-up and our insert."""
	from social_crm_app.ingest import store as storing

	store(make_post(1))
	monkeypatch.setattr(storing, "known", lambda keys: {})
	outcome = store(make_post(1), make_post(2))
	assert outcome.created == 1
	assert frappe.db.count("Mention") == 2


def test_ids_that_a_collation_would_fold_stay_apart():
	ids = ["abc", "ABC", "abc ", "äbc", "x" * 400, "x" * 400 + "y", "🙂", "a\x00c", "1", "01"]
	outcome = store(*[make_post(n, external_id=i) for n, i in enumerate(ids)])
	assert outcome.created == len(ids) == frappe.db.count("Mention")


def test_the_same_id_twice_in_a_page_is_one_post():
	assert store(make_post(1), make_post(1)).created == 1


@pytest.mark.parametrize(
	"text",
	[
		"", "\x00", "a\x00b", "\ud800 lone", "مرحبا بالعالم", "👩‍👩‍👧‍👦 𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "<script>alert(1)</script>",
		"x" * 10_000_000, "\n\n\n", "'; DROP TABLE tabMention; --", "%s %(x)s {0}", "\\", "\u2028\u202e",
	],
	ids=lambda t: repr(t[:12]),
)  # fmt: skip
def test_any_text_is_stored(text):
	author = Author(
		external_id=text[:300] or "x", handle=text[:500], display_name=text[:500], bio=text[:20_000]
	)
	outcome = store(
		make_post(1, author=author, raw={"text": text[:300_000]}).__class__(
			external_id="1",
			text=text,
			author=author,
			raw={"text": text[:300_000]},
			title=text[:50],
			permalink=text[:50],
		)
	)
	(mention,) = mentions()
	assert outcome.created == 1
	assert len(mention.text) <= 20_000
	assert "\x00" not in mention.text
	assert mention.permalink == ""


def test_dates_that_cannot_be_are_replaced_by_the_moment_of_reading():
	future = datetime.now(timezone.utc) + timedelta(days=400)
	store(
		make_post(1, posted_at=None),
		make_post(2, posted_at=future),
		make_post(3, posted_at=datetime(1, 1, 1, tzinfo=timezone.utc)),
	)
	now = frappe.utils.now_datetime()
	assert all(abs((m.posted_at - now).total_seconds()) < 60 for m in mentions())


def test_a_post_without_author_is_stored():
	outcome = store(make_post(1).__class__(external_id="1", text="hello", author=None))
	assert outcome.created == 1
	assert mentions()[0].social_profile is None


def test_an_edited_post_follows_but_human_judgement_stays():
	store(make_post(1, "The drill is broken and nobody answers"))
	mention = frappe.get_doc("Mention", mentions()[0].name)
	mention.intent = "Question"
	mention.save()
	store(make_post(1, "I love this drill, thank you!", edited_at=BASE_TIME + timedelta(hours=1)))
	mention.reload()
	assert mention.text == "I love this drill, thank you!"
	assert mention.sentiment_label == "Positive"
	assert (mention.intent, mention.intent_detected) == ("Question", "Praise")
	assert frappe.db.count("Mention") == 1


def test_a_changed_profile_is_updated_and_not_doubled():
	store(make_post(1))
	store(make_post(2, author=make_author(display_name="Jane Doe", followers=12)))
	(profile,) = frappe.get_all("Social Profile", fields=["display_name", "followers", "title"])
	assert (profile.display_name, profile.followers) == ("Jane Doe", 12)
	assert profile.title == "Jane Doe (@jane@social.example)"


def test_topics_come_from_listening_queries():
	item = frappe.get_doc({"doctype": "Brand", "brand": "Acme Drill"}).insert()
	frappe.get_doc(
		{
			"doctype": "Listening Query",
			"title": "Drill",
			"any_words": "drill\nbohrer",
			"target_type": "Brand",
			"target": item.name,
		}
	).insert()
	store(make_post(1, "The #drill is great"), make_post(2, "Nothing to see"))
	(topic,) = frappe.get_all("Mention Topic", fields=["query", "target_type", "target", "reason", "parent"])
	assert (topic.query, topic.target_type, topic.target) == ("Drill", "Brand", "Acme Drill")
	assert frappe.get_doc("Mention", topic.parent).topics[0].query == "Drill"


def test_a_new_query_applies_to_what_is_stored(run_jobs_inline):
	store(make_post(1, "The saw is dull"), make_post(2, "The drill is fine"))
	query = frappe.get_doc({"doctype": "Listening Query", "title": "Saw", "any_words": "saw"}).insert()
	assert frappe.db.count("Mention Topic", {"query": "Saw"}) == 1
	query.any_words = "hammer"
	query.save()
	assert frappe.db.count("Mention Topic", {"query": "Saw"}) == 0


def test_re_scoring_keeps_what_a_person_has_set():
	from social_crm_app.ingest import rescore

	store(make_post(1, "Great drill, love it"), make_post(2, "Terrible drill, broken"))
	first = frappe.get_doc("Mention", mentions()[0].name)
	first.sentiment_label = "Negative"
	first.save()
	frappe.db.set_value("Mention", {"name": ("!=", first.name)}, "sentiment_label", "")
	assert list(rescore.rescore_all()) == [2]
	assert [m.sentiment_label for m in mentions()] == ["Negative", "Negative"]
	first.reload()
	assert first.sentiment_overridden == 1 and first.sentiment_detected == "Positive"


def test_other_languages_have_no_sentiment():
	store(make_post(1, "Die Bohrmaschine ist leider kaputt gegangen", language="de"))
	(mention,) = mentions()
	assert mention.sentiment_label == "" and mention.language == "de"


def test_a_mention_typed_in_by_hand_is_completed_and_judged():
	doc = frappe.get_doc(
		{
			"doctype": "Mention",
			"platform": "Other",
			"text": "When will you ship to Norway?",
			"author_name": "Ola",
		}
	).insert()
	assert doc.mention_key.startswith("manual:")
	assert doc.intent == "Question" and doc.title == "When will you ship to Norway?"


def test_the_text_of_a_mention_cannot_be_edited():
	store(make_post(1))
	doc = frappe.get_doc("Mention", mentions()[0].name)
	doc.text = "I never said that"
	with pytest.raises(frappe.ValidationError):
		doc.save()
