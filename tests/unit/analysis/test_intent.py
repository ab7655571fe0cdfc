"""What the author wants, and why the machine thinks so."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from social_crm_app.analysis import intent
from social_crm_app.analysis.intent import LABELS, LANGUAGES, classify
from social_crm_app.analysis.judgement import Judgement

ENGLISH = [
	("Problem", "still waiting for my refund"),
	("Problem", "third time I call"),
	("Problem", "no one answers"),
	("Problem", "it stopped working after two days"),
	("Problem", "where is my order"),
	("Problem", "I want my money back"),
	("Problem", "arrived broken"),
	("Problem", "Great, another delay"),
	("Problem", "Thanks for nothing"),
	("Problem", "Love how you cancel my flight and don't even tell me"),
	("Problem", "why can't I log in?"),
	("Problem", "Is anyone else having issues with the app?"),
	("Problem", "Love the drill but the battery dies in an hour"),
	("Problem", "it would be great if you fixed this, the app keeps crashing"),
	("Problem", "it’s been down since Monday"),
	("Problem", "worst. service. ever."),
	("Problem", "my flight got cancelled and rebooked without asking"),
	("Idea", "would be great if the app had a dark mode"),
	("Idea", "please add support for webhooks"),
	("Idea", "Feature request: export to CSV"),
	("Idea", "I wish you sold replacement blades"),
	("Idea", "could you add PayPal?"),
	("Idea", "any plans to support Linux?"),
	("Question", "how do I reset my password"),
	("Question", "Does it ship to Ireland?"),
	("Question", "Hi, what is the warranty on this"),
	("Question", "how can I cancel my subscription"),
	("Question", "does the warranty cover water damage"),
	("Question", "Thanks! When will it ship?"),
	("Praise", "Love my new drill!"),
	("Praise", "Thank you for the quick help"),
	("Praise", "never had a problem with mine, great machine"),
	("Praise", "No issues at all, runs perfectly"),
	("Praise", "can't recommend them enough"),
	("Praise", "10/10 would recommend"),
	("Other", "Acme opens new store in Berlin"),
	("Other", "see https://acme.example/?q=1"),
	("Other", "happy birthday @acme"),
	("Other", "wish you all a merry christmas"),
	("Other", "How to build a birdhouse"),
	("Other", ""),
]
OTHERS = [
	("de", "Problem", "Immer noch keine Antwort vom Support"),
	("de", "Problem", "Na toll, schon wieder Verspätung"),
	("de", "Problem", "Gerät kam defekt an"),
	("de", "Idea", "Es wäre schön, wenn die App einen Dunkelmodus hätte"),
	("de", "Question", "Weiß jemand, ob die liefern"),
	("de", "Praise", "Läuft einwandfrei, kein Problem bisher"),
	("de", "Other", "Das ist schon da"),
	("fr", "Problem", "L’appli ne marche plus"),
	("fr", "Problem", "ça fait trois semaines que j'attends"),
	("fr", "Idea", "Ce serait bien d'avoir un mode sombre"),
	("fr", "Question", "Est-ce que vous livrez en Belgique"),
	("fr", "Praise", "aucun problème, je recommande"),
	("es", "Problem", "todavía no me ha llegado el pedido"),
	("es", "Problem", "todavia no me ha llegado el pedido"),
	("es", "Idea", "Sería genial tener un modo oscuro"),
	("es", "Question", "alguien sabe si envían a Canarias"),
	("es", "Praise", "Me encanta mi taladro nuevo"),
	("pt", "Problem", "ninguém atende o telefone"),
	("pt", "Idea", "Seria ótimo ter um modo escuro"),
	("pt", "Question", "como faço para trocar a senha"),
	("pt", "Praise", "Adorei, muito obrigado"),
	("it", "Problem", "il pacco non è arrivato"),
	("it", "Idea", "Sarebbe bello avere la modalità scura"),
	("it", "Question", "qualcuno sa se è compatibile"),
	("it", "Praise", "ottimo prodotto, lo consiglio"),
	("nl", "Problem", "niemand neemt de telefoon op"),
	("nl", "Idea", "Het zou fijn zijn als de app een donkere modus had"),
	("nl", "Question", "hoe lang duurt de levering"),
	("nl", "Praise", "werkt perfect, heel blij mee"),
	("hi", "Problem", "bhai ye app kaam nahi kar raha"),
	("hi", "Problem", "मेरा ऑर्डर अभी तक नहीं आया"),
	("hi", "Question", "kaise use karu isko"),
	("hi", "Praise", "bahut accha product hai"),
]


@pytest.mark.parametrize(("label", "text"), ENGLISH)
def test_english(label, text):
	assert classify(text, "en").label == label


@pytest.mark.parametrize(("language", "label", "text"), OTHERS)
def test_other_languages(language, label, text):
	assert classify(text, language).label == label


@pytest.mark.parametrize("text", ["なぜ遅いの？", "لماذا؟", "Γιατί?", "Kenapa lambat?"])
def test_a_language_without_rules_knows_questions_by_their_marks(text):
	assert classify(text, "ja").label == "Question"
	assert classify("broken, refund!", "ja").label == "Other"


def test_the_reason_names_rule_and_words():
	assert classify("I've been waiting two weeks and want my money back", "en").reason == (
		'still waiting: "been waiting two weeks"; money: "want my money"'
	)
	assert classify("My card was declined and the crew were rude", "en").reason == (
		'business: "card"; bad sign: "declined"'
	)
	assert classify("ok?", "en").reason == "?"
	assert classify("at the shop", "en") == Judgement("Other")


def test_signs_must_meet_in_one_sentence():
	assert classify("the crew was nice. we lost the match", "en").label == "Other"


def test_an_unknown_language_is_read_as_english_and_tags_are_understood():
	assert classify("it stopped working", "").label == "Problem"
	assert classify("it stopped working", "en-GB").label == "Problem"


def test_where_no_rule_speaks_the_sound_decides():
	text = "at the shop"
	assert classify(text, "en", sentiment=Judgement("Negative", -0.5, "vile (-2.5)")) == Judgement(
		"Problem", None, "sounds negative: vile (-2.5)"
	)
	assert classify(text, "en", sentiment=Judgement("Positive", 0.7, "joy (+2.8)")).label == "Praise"
	assert classify(text, "en", sentiment=Judgement("Negative", -0.1, "x")).label == "Other"
	assert classify(text, "en", sentiment=Judgement("")).label == "Other"
	assert classify("please add it", "en", sentiment=Judgement("Negative", -0.9, "x")).label == "Idea"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_rules_for_every_intent(language):
	labels = intent.RULES[language].keys()
	assert {"Problem", "Idea", "Question", "Praise"} <= labels
	assert labels <= {*LABELS, *intent._DENIALS, "Sign"}
	assert intent._book(language) is not None


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_kinds_of_signs_are_those_that_are_asked_for(language):
	wanted = {kind for kinds, _unless in intent.SIGNS_OF_A_PROBLEM for kind in kinds}
	assert intent.RULES[language].get("Sign", dict.fromkeys(wanted)).keys() == wanted


@given(st.text(max_size=300), st.sampled_from([*sorted(LANGUAGES), "", "ja", "xx"]))
def test_any_text_gets_one_of_the_labels(text, language):
	assert classify(text, language).label in LABELS


@pytest.mark.parametrize(
	"piece", ["not ", "thanks you so a lot much for ", "love how ", "still not ", "a.", "?", ", "]
)
def test_hostile_text_costs_no_more_than_its_length(piece):
	started = time.process_time()
	for _ in range(20):
		classify(piece * 5_000, "en")
	assert time.process_time() - started < 5  # a few ms each; backtracking would never end
